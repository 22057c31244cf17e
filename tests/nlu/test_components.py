"""The parts that run inside Rasa, on Python 3.10; run with that environment's pytest."""

import asyncio
import hashlib
import inspect

import pytest
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message

from nlu import action_results
from nlu.components.intent_classifier import IntentFromVector
from nlu.components.letter_groups import LetterGroups
from nlu.components.tokenizer import MultilingualTokenizer
from nlu.importer import Importer
from nlu.tracker_store import BoundedTrackerStore

# SHA-256 of the source of Rasa 3.6.21's `RemoteAction._validate_action_result`, which we replace.
REPLACED = "f8cdb4be6812396167ced74161b2ccd65c5ea676ad86d7d359d8c322d9d8dc42"


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Côn Đảo ở đâu?", ["Côn", "Đảo", "ở", "đâu"]),
        ("头顿2024", ["头", "顿", "2024"]),
        ("붕따우 어디예요", ["붕따우", "어디예요"]),
        ("ອາກາດ", ["ອ", "າ", "ກ", "າ", "ດ"]),
        ("កោះ", ["កោះ"]),
        ("12/8/1991", ["12/8/1991"]),
        ("🐢", ["🐢"]),
    ],
)
def test_tokens_of_every_script(text, tokens):
    """Words where there are spaces, graphemes where there are none, never nothing."""
    tokenizer = MultilingualTokenizer(MultilingualTokenizer.get_default_config())
    assert [token.text for token in tokenizer.tokenize(Message({"text": text}), "text")] == tokens


def test_the_method_that_we_replace_is_the_one_we_know():
    """A new Rasa must be looked at before its check is replaced."""
    source = inspect.getsource(RemoteAction._validate_action_result)
    assert hashlib.sha256(source.encode()).hexdigest() == REPLACED


def test_results_of_actions_are_still_checked():
    """The compiled validator takes what is right and refuses what is wrong."""
    from jsonschema import ValidationError

    action_results.compile_validator_once()
    action = RemoteAction("action_x", None)
    assert action._validate_action_result({"events": [], "responses": [{"text": "x"}]})
    assert action._validate_action_result({"events": [{"event": "slot", "name": "a", "value": 1}], "responses": []})
    for wrong in ({"events": "none"}, {"responses": ["x"]}, {"events": [{"event": 5}]}):
        with pytest.raises(ValidationError):
            action._validate_action_result(wrong)


def store(**limits):
    return BoundedTrackerStore(Domain.empty(), **limits)


def tracker(name):
    made = DialogueStateTracker(name, [])
    made.update(UserUttered("xin chào"))
    return made


def test_the_tracker_store_keeps_the_latest():
    """Its size is bounded; the record remembers the rest."""
    kept = store(max_trackers=3)
    for number in range(5):
        asyncio.run(kept.save(tracker(f"s{number}")))
    assert list(asyncio.run(kept.keys())) == ["s2", "s3", "s4"]
    assert asyncio.run(kept.retrieve("s4")).latest_message.text == "xin chào"
    assert asyncio.run(kept.retrieve("s0")) is None


def test_the_tracker_store_lets_old_conversations_go():
    """What a visitor wrote does not stay in memory."""
    kept = store(max_age=-1)
    asyncio.run(kept.save(tracker("s")))
    assert asyncio.run(kept.retrieve("s")) is None


def test_training_data_has_folded_vietnamese_and_asks_of_the_base():
    """What people without a Vietnamese keyboard type, and one ask of every entry."""
    examples = {
        m.get("text"): m.get("intent") for m in Importer("config.yml", "domain.yml").get_nlu_data().intent_examples
    }
    assert examples["cảm ơn bạn nhiều"] == examples["cam on ban nhieu"] == "thank"
    assert sum(intent == "ask" for intent in examples.values()) > 100


def test_when_in_doubt_it_is_a_question():
    """A conversational intent needs its confidence, `ask` does not."""
    import numpy as np

    classifier = IntentFromVector(IntentFromVector.get_default_config(), None, None)
    classifier._labels = ["ask", "greet", "thank"]
    classifier._coefficients, classifier._intercepts = np.eye(3), np.zeros(3)
    for vector, expected in (([0, 0.3, 0], "ask"), ([0, 5, 0], "greet"), ([1, 0.9, 0], "ask")):
        best = classifier._ranking(np.array(vector))[0]
        chosen = classifier.decided(classifier._ranking(np.array(vector)))
        assert chosen["name"] == expected, (best, chosen)


def test_nothing_said_is_no_conversation():
    """Dots and emoji go to the default, whatever the numbers say."""
    import numpy as np

    classifier = IntentFromVector(IntentFromVector.get_default_config(), None, None)
    classifier._labels = ["ask", "greet", "thank"]
    ranking = [{"name": "greet", "confidence": 0.99}, {"name": "ask", "confidence": 0.01}]
    classifier._ranking = lambda vector: ranking
    for text, intent in (("...", "ask"), ("🙂", "ask"), ("hi", "greet")):
        message = Message.build(text=text)
        message.add_features(Features(np.zeros((1, 3)), FEATURE_TYPE_SENTENCE, "text", "x"))
        classifier.process([message])
        assert message.get("intent")["name"] == intent


def test_letter_groups_are_those_of_the_folded_text():
    """Marks and capitals that were not typed change nothing; other words do."""
    import numpy as np

    groups = LetterGroups({**LetterGroups.get_default_config(), "scale": 10.0}, "letters")
    vectors = []
    for text in ("Cảm ơn", "cam on", "tạm biệt"):
        message = Message.build(text=text)
        groups.process([message])
        vectors.append(message.get_dense_features("text")[1].features[0])
    assert np.array_equal(vectors[0], vectors[1])
    assert vectors[0] @ vectors[2] < 50
    assert abs(np.linalg.norm(vectors[0]) - 10) < 1e-4


def test_training_data_is_as_large_as_agreed():
    """25 examples of an intent in Vietnamese, 15 in each other language; none is in two intents."""
    import yaml

    from knowledge.languages import LANGUAGES
    from nlu.importer import DATA

    commands = {"choose", "ping"}
    domain = yaml.safe_load((DATA.parent.parent / "domain.yml").read_text(encoding="utf-8"))
    intents = {name for intent in domain["intents"] for name in intent}
    seen = {}
    for language in LANGUAGES:
        count = dict.fromkeys(intents - commands - {"ask"}, 0)
        for path in (DATA / language).glob("*.yml"):
            for part in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
                for example in part["examples"].splitlines():
                    assert seen.setdefault(example.lower(), part["intent"]) == part["intent"], example
                    if part["intent"] != "ask":
                        count[part["intent"]] += 1
        few = {intent: number for intent, number in count.items() if number < (25 if language == "vi" else 15)}
        assert not few, (language, few)
