"""The held-back messages are as agreed: a misspelled label would be measured as a miss, or never."""

from collections import Counter
from pathlib import Path

import pytest
import yaml

from knowledge.emergencies import load_help
from knowledge.languages import LANGUAGES, OTHER

ROOT = Path(__file__).parent.parent
QUESTIONS = ROOT / "tests" / "questions"


def read(name):
    return yaml.safe_load((QUESTIONS / f"{name}.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("messages", {"text", "language", "intent", "also", "about"}),
        ("emergencies", {"text", "language", "kind", "also"}),
        ("languages", {"text", "language", "folded", "prior"}),
    ],
)
def test_every_message_is_labelled_and_stands_once(name, keys):
    """In one of our languages, or in another where that is the question."""
    items = read(name)
    known = {*LANGUAGES, OTHER} if name == "languages" else set(LANGUAGES)
    for item in items:
        assert {"text", "language"} <= set(item) <= keys, item
        assert item["language"] in known, item
        assert item["text"].strip() == item["text"] != "", item
    assert len({(item["language"], item["text"]) for item in items}) == len(items)


def test_intents_are_those_of_the_domain():
    """Six hundred messages, a third of the Vietnamese ones without diacritics."""
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    intents = {name for item in domain["intents"] for name in (item if isinstance(item, dict) else [item])}
    items = read("messages")
    assert len(items) == 600
    assert {name for item in items for name in (item["intent"], *item.get("also", ()))} <= intents
    vietnamese = [item["text"] for item in items if item["language"] == "vi"]
    assert sum(text.isascii() for text in vietnamese) >= len(vietnamese) / 3


def test_thirty_emergencies_a_language_of_known_kinds():
    """The kinds are those that there is help for."""
    items = read("emergencies")
    assert Counter(item["language"] for item in items) == dict.fromkeys(LANGUAGES, 30)
    assert {kind for item in items for kind in (item["kind"], *item.get("also", ()))} <= set(load_help())


def test_sixty_messages_a_language_and_a_hundred_without_diacritics():
    """And forty in languages that the bot lacks."""
    counts = Counter((item["language"], bool(item.get("folded"))) for item in read("languages"))
    assert counts == {**{(code, False): 60 for code in LANGUAGES}, ("vi", True): 100, (OTHER, False): 40}
