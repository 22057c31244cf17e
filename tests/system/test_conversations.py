"""Whole conversations with the running bot: every turn has the outcome, entry and language that a visitor expects."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.library import load

FOLDER = Path(__file__).parent.parent / "conversations"
FILES = sorted(FOLDER.glob("*/*.yml"))
GAPS = yaml.safe_load((FOLDER / "known_gaps.yml").read_text(encoding="utf-8"))
SENT = {"say": "text", "choose": "choice", "location": "location", "command": "command"}


@pytest.fixture(scope="module")
def base():
    return load()


@dataclass
class Talk:
    """A conversation under way, and what it has shown so far."""

    web: Any
    base: Any
    id: str
    replies: list = field(default_factory=list)
    shown: str | None = None  # the entry shown last

    def send(self, turn):
        """The first reply to a turn; what was expected is judged by `wrongs`."""
        body = {sent: self._value(turn, key) for key, sent in SENT.items() if key in turn}
        if "in" in turn:
            body["language"] = turn["in"]
        answer = self.web.post(f"/api/v1/conversations/{self.id}/messages", json=body)
        assert answer.status_code == 200, f"HTTP {answer.status_code}: {answer.text[:300]}"
        return answer.json()["replies"]

    def rate(self, values):
        path = f"/api/v1/conversations/{self.id}/replies/{self.replies[-1]['id']}/feedback"
        assert self.web.post(path, json=values).status_code == 204

    def remember(self, reply):
        self.replies.append(reply)
        if "entry" in reply and reply["outcome"] == "answered":
            self.shown = reply["entry"]["id"]

    def _value(self, turn, key):
        value = turn[key]
        if key == "choose" and isinstance(value, int):
            return self.offered(value)
        return {"lat": value[0], "lon": value[1]} if key == "location" else value

    def offered(self, place):
        """The entry that the last reply offered at this place, from 1; a word that no entry has where it did not."""
        offered = offered_by(self.replies[-1]) if self.replies else []
        return offered[place - 1] if place <= len(offered) else "nothing-offered"


def wrongs(talk, reply, expected):
    """What of the expectation the reply does not hold, in words."""
    entry = entry_of(reply)
    found = {
        "entry": entry.get("id"),
        "entry_of": entry.get("topic"),
        "notice": reply.get("notice", {}).get("code"),
        **{key: reply.get(key) for key in ("outcome", "routed", "language", "verdict")},
    }
    for key, value in expected.items():
        wanted = [talk.shown if one == "same" else one for one in (value if isinstance(value, list) else [value])]
        if key in found:
            if found[key] not in wanted:
                yield f"{key}: {found[key]}, not {' or '.join(map(str, wanted))}"
        elif not HOLDS[key](talk, reply, wanted):
            yield f"not held: {key} {value}"


def entry_of(reply):
    """The entry that the reply shows, not one that it only speaks of."""
    return reply.get("entry", {}) if reply["outcome"] in ("answered", "routed") else {}


def offered_by(reply):
    return [item["entry"] for item in reply["suggestions"]]


def shows_sources(talk, reply, wanted):
    ids = [source["id"] for source in reply["sources"]]
    # Where nothing was shown yet, "same" has no sources.
    return any(ids == ([one.id for one in talk.base.entries[slug].sources] if slug else []) for slug in wanted)


def says_one_of(reply, wanted):
    return any(part.casefold() in reply["text"].casefold() for part in wanted)


HOLDS = {
    "finds": lambda talk, reply, wanted: {entry_of(reply).get("id"), *offered_by(reply)} & set(wanted),
    "opens": lambda talk, reply, wanted: entry_of(reply).get("id") in [talk.offered(place) for place in wanted],
    "offers": lambda talk, reply, wanted: len(offered_by(reply)) >= wanted[0],
    "has": lambda talk, reply, wanted: all(reply.get(name) for name in wanted),
    "sources_of": shows_sources,
    "text_has": lambda talk, reply, wanted: says_one_of(reply, wanted),
    "text_lacks": lambda talk, reply, wanted: not says_one_of(reply, wanted),
    "no_entry": lambda talk, reply, wanted: "id" not in entry_of(reply),
    "differs": lambda talk, reply, wanted: not talk.replies or talk.replies[-1]["text"] != reply["text"],
}
KEYS = {"outcome", "routed", "language", "verdict", "entry", "entry_of", "notice", *HOLDS}


def judge(talk, replies, expect):
    """Raises `AssertionError` where no alternative of the expectation is held."""
    assert replies, "no reply"
    reply = replies[0]
    alternatives = expect if isinstance(expect, list) else [expect]
    always = ["failed"] if reply["outcome"] == "failed" else [] if reply["text"].strip() else ["empty text"]
    missed = [[*always, *wrongs(talk, reply, expected)] for expected in alternatives]
    if all(missed):
        raise AssertionError("\n      or: ".join("; ".join(one) for one in missed) + f"\n    came: {came(reply)}")


def came(reply):
    """A reply in one line, for a person who reads a failure."""
    what = [reply["outcome"], reply.get("routed"), reply["language"], reply.get("entry", {}).get("id")]
    offered = ", ".join(offered_by(reply))
    words = " ".join(reply["text"].split())[:160]
    return f"{' '.join(part for part in what if part)} | offered: {offered or '-'} | {words}"


def does(turn):
    """What the visitor does in a turn, in words."""
    key = next(key for key in (*SENT, "rate") if key in turn)
    return f"{key}: {turn[key]}"


def _expected_to_hold(path):
    """The script; one of the known gaps must fail, so that a gap that is closed is noticed."""
    name = f"{path.parent.name}/{path.stem}"
    gap = GAPS.get(name)
    return pytest.param(path, id=name, marks=[pytest.mark.xfail(reason=gap, strict=True)] if gap else [])


def test_known_gaps_are_conversations():
    assert set(GAPS) <= {f"{path.parent.name}/{path.stem}" for path in FILES}


@pytest.mark.system
@pytest.mark.parametrize("path", [_expected_to_hold(path) for path in FILES])
def test_a_conversation_goes_as_a_visitor_expects(path, web, base):
    """Every turn, in order; the failure tells the conversation so far."""
    script = yaml.safe_load(path.read_text(encoding="utf-8"))
    started = web.post("/api/v1/conversations", json={"language": script["language"]}).json()
    talk = Talk(web, base, started["id"])
    told = [f"{script['name']} ({path.relative_to(FOLDER)})"]
    for number, turn in enumerate(script["turns"], 1):
        told.append(f"  {number}. {does(turn)}")
        try:
            if "rate" in turn:
                talk.rate(turn["rate"])
                continue
            replies = talk.send(turn)
            judge(talk, replies, turn["expect"])
        except AssertionError as error:
            pytest.fail("\n".join([*told, f"    {error}"]), pytrace=False)
        talk.remember(replies[0])
        told.append(f"     {came(replies[0])[:100]}")


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_conversation_is_written_as_agreed(path, base):
    """Known keys, known entries, three to seven turns: a misspelled expectation must not pass as held."""
    script = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert set(script) == {"name", "language", "turns"}
    assert 3 <= len(script["turns"]) <= 7
    for turn in script["turns"]:
        assert len({*SENT, "rate"} & set(turn)) == 1, turn
        assert ("expect" in turn) != ("rate" in turn), turn
        for expected in turn.get("expect", []) if isinstance(turn.get("expect"), list) else [turn.get("expect", {})]:
            assert set(expected) <= KEYS, turn
            for key in ("entry", "finds", "sources_of"):
                slugs = expected.get(key, [])
                for slug in slugs if isinstance(slugs, list) else [slugs]:
                    assert slug == "same" or base.find(slug), slug


def test_there_are_conversations_in_every_language():
    """A dozen each in Vietnamese and English, five in every other language."""
    written = Counter(yaml.safe_load(path.read_text(encoding="utf-8"))["language"] for path in FILES)
    assert all(written[language] >= least for language, least in {"vi": 12, "en": 12}.items())
    assert all(written[language] >= 5 for language in ("zh", "ko", "ja", "ru", "fr", "lo", "km"))
