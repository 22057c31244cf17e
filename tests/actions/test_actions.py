"""Actions: what the dialogue asked for, as a reply with the context for the next turn."""

import asyncio
import threading

import pytest
from turns import run

from actions import answer_question
from actions.answer_question import AnswerQuestion
from actions.give_contact import GiveContact
from actions.give_sources import GiveSources
from actions.open_entry import OpenEntry
from actions.say import Say


async def test_a_question_is_answered_and_remembered(small_library, search):
    """The entry goes to the front of what was spoken of; never more than two."""
    context = {"language": "vi", "entries": ["hotline-1022", "emergency-numbers"]}
    turn = {"text": "dân số vũng tàu bao nhiêu", "context": context}
    reply, after = await run(AnswerQuestion(small_library, search), **turn)
    assert reply["outcome"] == "answered"
    assert reply["entry"]["id"] == "dan-so-vung-tau"
    assert after["entries"] == ("dan-so-vung-tau", "hotline-1022")


async def test_what_nothing_answers_is_declined_with_where_to_ask(small_library, search):
    """An honest "I don't know"."""
    turn = {"text": "xyzzy plugh qwerty", "context": {"language": "en"}}
    reply, after = await run(AnswerQuestion(small_library, search), **turn)
    assert reply["outcome"] == "declined"
    assert reply["suggestions"][0]["entry"] == "hotline-1022"
    assert after["entries"] == ()


async def test_without_metadata_the_slot_remembers(small_library, search):
    """As in `rasa shell`: the language is decided from the text."""
    action = AnswerQuestion(small_library, search)
    reply, after = await run(action, text="붕따우 인구", slot={"language": "vi", "entries": ["hai-dang"]})
    assert reply["language"] == after["language"] == "ko"
    assert "hai-dang" in after["entries"]


async def test_a_search_that_hangs_is_given_up(small_library, search, monkeypatch):
    """The gateway turns the failure into a reply."""
    monkeypatch.setattr(answer_question, "TIME_LIMIT_SECONDS", 0.05)
    release = threading.Event()
    monkeypatch.setattr(search, "find", lambda *_: release.wait(5))
    with pytest.raises(asyncio.TimeoutError):
        await run(AnswerQuestion(small_library, search), text="x", context={"language": "vi"})
    release.set()


async def test_a_choice_opens_its_entry(small_library):
    """By slug; one that is gone is not known."""
    action = OpenEntry(small_library)
    reply, _ = await run(action, intent="choose", context={"language": "fr"}, choice="hai-dang")
    assert reply["text"] == small_library.entries["hai-dang"].texts["fr"].answer
    reply, _ = await run(action, intent="choose", context={"language": "fr"}, choice="gone")
    assert reply["outcome"] == "declined"


async def test_sources_are_those_of_the_last_answer(small_library):
    """And there are none before the first answer."""
    action = GiveSources(small_library)
    reply, after = await run(action, intent="source", context={"language": "vi", "entries": ["hai-dang"]})
    assert [source["id"] for source in reply["sources"]] == ["office-2024", "paper-2024"]
    assert after["entries"] == ("hai-dang",)
    reply, _ = await run(action, intent="source", context={"language": "vi"})
    assert reply["routed"] == "source"
    assert reply["sources"] == []


async def test_someone_who_wants_a_person_gets_the_hotline(small_library):
    """From its own entry."""
    reply, _ = await run(GiveContact(small_library), intent="human", context={"language": "lo"})
    assert reply["routed"] == "human"
    assert reply["entry"]["id"] == "hotline-1022"


@pytest.mark.parametrize("intent", ["thank", "goodbye", "help", "who", "compliment"])
@pytest.mark.parametrize("language", ["vi", "km"])
async def test_every_conversational_intent_has_its_phrase(small_library, intent, language):
    """In the visitor's language."""
    reply, _ = await run(Say(small_library), intent=intent, context={"language": language})
    assert reply["routed"] == intent
    assert reply["text"] == small_library.wording[language].phrases[intent]
