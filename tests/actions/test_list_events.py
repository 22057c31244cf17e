"""The action that lists events: period and area from the visitor's words."""

import content as sample
import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.list_events import ListEvents
from knowledge import library


@pytest.fixture
def action(tmp_path, monkeypatch):
    monkeypatch.setenv("HAIDANG_TODAY", "2026-11-23")
    yearly = {"calendar": "solar", "month": "12", "day": "24", "days": "2", "area": "Vũng Tàu"}
    entries = {"events/yule": sample.other("yule", kind="event", event=yearly)}
    return ListEvents(library.load(sample.write(tmp_path, entries)))


async def run(action, text, language):
    metadata = {"context": {"language": language}}
    message = {"text": text, "intent": {"name": "events"}, "metadata": metadata}
    dispatcher = CollectingDispatcher()
    await action.run(dispatcher, Tracker("sender", {}, message, [], False, None, {}, "action_listen"), {})
    (sent,) = dispatcher.messages
    return sent["custom"]["reply"], sent["custom"]["context"]


async def test_events_of_a_period_are_listed_and_can_be_chosen(action):
    """The suggestions are remembered, so that "1" opens the first."""
    reply, context = await run(action, "12月に頭屯で何がありますか", "ja")
    assert reply["outcome"] == "answered"
    assert "2026年12月24日～25日" in reply["text"]
    assert list(context["suggestions"]) == ["yule"]


async def test_a_command_without_words_gives_the_next_events(action):
    """As a menu button sends it."""
    reply, _ = await run(action, "/events", "en")
    assert reply["text"].startswith("The next events:")
