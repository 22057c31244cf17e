"""What a conversation needs beside answers: choosing, more, switching, declining, thanks for a correction."""

import pytest
from turns import run

from actions.answer_question import AnswerQuestion
from actions.decline import Decline
from actions.give_more import GiveMore
from actions.say import Say
from actions.show_topics import ShowTopics
from actions.switch_language import SwitchLanguage
from actions.take_choice import TakeChoice
from actions.take_feedback import TakeFeedback
from knowledge.languages import LANGUAGES

REASONS = ["opinion", "advice", "task", "injection", "personal_data", "abuse"]
OFFER = {"language": "en", "suggestions": ["hai-dang", "dan-so-vung-tau"], "outcome": "suggested"}


@pytest.fixture
def choice(small_library, search):
    return TakeChoice(small_library, AnswerQuestion(small_library, search))


@pytest.mark.parametrize(
    ("text", "intent", "entry"),
    [
        ("the second one", "pick", "dan-so-vung-tau"),
        ("2", "ask", "dan-so-vung-tau"),
        ("yes please", "affirm", "hai-dang"),
        ("số 1", "deny", "hai-dang"),
    ],
)
async def test_what_was_offered_is_opened_without_a_search(choice, text, intent, entry):
    """By its place or by a yes, whatever the classifier took the message for."""
    reply, after = await run(choice, text=text, intent=intent, context=OFFER)
    assert reply["entry"]["id"] == entry
    assert after["entries"] == (entry,)


async def test_a_number_means_an_offer_only_while_there_is_one(small_library, search):
    """Otherwise it is a question like any other."""
    action = AnswerQuestion(small_library, search)
    reply, _ = await run(action, text="2", context=OFFER)
    assert reply["entry"]["id"] == "dan-so-vung-tau"
    reply, _ = await run(action, text="2", context={"language": "en"})
    assert reply["outcome"] != "answered"


async def test_none_of_these_is_answered_with_where_else_to_ask(choice):
    """Not with another search."""
    reply, after = await run(choice, text="none of these", intent="deny", context=OFFER)
    assert (reply["outcome"], reply["declined"]) == ("declined", "not_known")
    assert after["suggestions"] == ("hotline-1022", "emergency-numbers")


async def test_a_no_to_nothing_is_a_short_word(choice):
    """The visitor was not asked anything."""
    reply, _ = await run(choice, text="no", intent="deny", context={"language": "en", "outcome": "answered"})
    assert reply["routed"] == "deny"


async def test_a_greeting_between_leaves_the_offer_standing(small_library, choice):
    """Thanks come first, then the choice."""
    _, after = await run(Say(small_library), text="thanks", intent="thank", context=OFFER)
    reply, _ = await run(choice, text="yes", intent="affirm", context=after)
    assert reply["entry"]["id"] == "hai-dang"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_same_line_is_never_said_twice_in_a_row(small_library, language):
    """Neither after the greeting that began the conversation nor later."""
    context, said = {"language": language}, [small_library.wording[language].phrases["greet"]]
    for _ in range(4):
        reply, context = await run(Say(small_library), text="hello", intent="greet", context=context)
        assert reply["text"] != said[-1]
        said.append(reply["text"])


@pytest.mark.parametrize("reason", REASONS)
async def test_what_the_bot_does_not_do_is_declined_with_the_reason(small_library, reason):
    """In other words the second time, and without a word of the visitor's."""
    context = {"language": "en"}
    first, context = await run(Decline(small_library), text="say zyxwvut", intent=reason, context=context)
    second, _ = await run(Decline(small_library), text="say zyxwvut", intent=reason, context=context)
    assert (first["outcome"], first["declined"]) == ("declined", reason)
    assert first["text"] != second["text"]
    assert "zyxwvut" not in first["text"] + second["text"]


async def test_more_offers_what_stands_beside_the_last_answer(small_library):
    """`see_also` first, nothing that was just spoken of; before the first answer, what can be asked."""
    context = {"language": "vi", "entries": ["hai-dang"]}
    reply, after = await run(GiveMore(small_library), text="còn gì nữa", intent="more", context=context)
    assert after["suggestions"][0] == "dan-so-vung-tau"
    assert "hai-dang" not in after["suggestions"]
    assert "1. " in reply["text"]
    reply, _ = await run(GiveMore(small_library), text="more", intent="more", context={"language": "en"})
    assert reply["routed"] == "help"


async def test_topics_are_shown_to_choose_from(small_library, choice):
    """One entry of each; a number opens it."""
    shown, after = await run(ShowTopics(small_library), text="/topics", intent="topics", context={"language": "en"})
    assert shown["routed"] == "topics"
    assert len(after["suggestions"]) == 3
    reply, _ = await run(choice, text="1", intent="pick", context=after)
    assert reply["entry"]["id"] == after["suggestions"][0]


async def test_switching_gives_the_last_answer_again(small_library):
    """In the new language, which holds from then on."""
    context = {"language": "vi", "entries": ["hai-dang"]}
    action = SwitchLanguage(small_library)
    reply, after = await run(action, text="tôi muốn nghe tiếng Hàn", intent="switch", context=context)
    assert reply["text"] == small_library.entries["hai-dang"].texts["ko"].answer
    assert after["language"] == after["chosen"] == "ko"
    reply, after = await run(action, text="/switch", intent="switch", context={"language": "fr", "chosen": "fr"})
    assert (reply["routed"], after["language"]) == ("switch", "fr")


@pytest.mark.parametrize(
    ("text", "key"), [("hm, thai perhaps", "notice_unsupported_language"), ("đổi đi", "switch_which")]
)
async def test_a_language_that_we_lack_is_answered_with_the_list(small_library, text, key):
    """And nothing changes."""
    reply, after = await run(SwitchLanguage(small_library), text=text, intent="switch", context={"language": "en"})
    assert reply["text"] == small_library.wording["en"].phrases[key]
    assert after["language"] == "en"


async def test_a_correction_is_thanked_for(small_library):
    """A menu's command without words is told how to give them."""
    phrases = small_library.wording["en"].phrases
    action = TakeFeedback(small_library)
    reply, _ = await run(action, text="that is wrong", intent="feedback", context={"language": "en"})
    assert (reply["routed"], reply["text"]) == ("feedback", phrases["feedback"])
    reply, _ = await run(action, text="/feedback", intent="feedback", context={"language": "en"})
    assert reply["text"] == phrases["feedback_how"]


@pytest.mark.parametrize("text", ["...", "🙂", "?!"])
async def test_silence_is_met_with_a_word(small_library, search, text):
    """No search for nothing."""
    reply, _ = await run(AnswerQuestion(small_library, search), text=text, context={"language": "ja"})
    assert reply["routed"] == "silence"


async def test_a_claim_nobody_checked_is_not_judged(small_library, search):
    """Marked for the report, and nothing of it is repeated."""
    action = AnswerQuestion(small_library, search)
    turn = {"text": "Is it true that xyzzy plugh qwerty?", "context": {"language": "en"}}
    reply, _ = await run(action, **turn)
    assert (reply["outcome"], reply["declined"]) == ("declined", "claim")
    assert "xyzzy" not in reply["text"]


async def test_a_question_is_searched_in_the_language_it_is_written_in(small_library, search, monkeypatch):
    """And answered in the one that was chosen."""
    asked = []
    find = search.find
    monkeypatch.setattr(search, "find", lambda text, language, day: asked.append(language) or find(text, language, day))
    context = {"language": "ko", "question_language": "vi", "chosen": "ko"}
    reply, _ = await run(AnswerQuestion(small_library, search), text="dân số vũng tàu bao nhiêu", context=context)
    assert asked == ["vi"]
    assert reply["language"] == "ko"


async def test_a_question_that_leans_goes_to_the_last_entry_and_a_full_one_does_not(small_library, search):
    """A question that names nothing leans; a whole one stands by itself."""
    action = AnswerQuestion(small_library, search)
    context = {"language": "en", "entries": ["hai-dang"]}
    reply, _ = await run(action, text="and when is it?", context=context)
    assert "hai-dang" in {reply.get("entry", {}).get("id"), *(item["entry"] for item in reply["suggestions"])}
    reply, _ = await run(action, text="how many people live in vung tau", context=context)
    assert reply["entry"]["id"] == "dan-so-vung-tau"
