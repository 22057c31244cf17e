"""What channels rely on: commands of a menu, the language that was chosen, feedback that is typed."""

import json
import sqlite3

import pytest

from bot.conversations import Message
from bot.dialogue import COMMANDS
from bot.rasa_client import RasaClient


@pytest.mark.parametrize("command", sorted(set(COMMANDS) - {"emergency"}))
async def test_a_command_goes_to_the_dialogue_in_the_conversations_language(web, conversation, dialogue, command):
    """Without a text there is no language to find."""
    await web.post(f"{conversation}/messages", json={"text": "где находится вунгтау"})
    answer = (await web.post(f"{conversation}/messages", json={"command": command})).json()
    assert dialogue.asked[-1]["text"] == f"/{command}"
    assert answer["language"] == "ru"
    assert answer["question_language"] is None


async def test_the_emergency_command_needs_no_dialogue(web, conversation, dialogue):
    """As little as a phrase does."""
    answer = (await web.post(f"{conversation}/messages", json={"command": "emergency"})).json()
    assert answer["replies"][0]["routed"] == "emergency"
    assert dialogue.asked == []


@pytest.mark.parametrize("body", [{"command": "restart"}, {"command": "ask"}, {"command": "help", "text": "x"}, {}])
async def test_only_commands_of_the_list_are_taken(web, conversation, dialogue, body):
    """Nobody reaches Rasa's own commands, and a message is one thing."""
    assert (await web.post(f"{conversation}/messages", json=body)).status_code == 400
    assert dialogue.asked == []


async def test_a_channel_cannot_make_up_a_command():
    """Neither in a message nor past it."""
    with pytest.raises(ValueError, match="restart"):
        Message("c", command="restart")
    client = RasaClient("http://127.0.0.1:1")
    with pytest.raises(ValueError, match="restart"):
        await client.command("c", 0, "restart", {})
    await client.close()


async def test_a_command_with_the_same_client_id_is_answered_once(web, conversation, dialogue):
    """And another command under that id is a conflict."""
    body = {"command": "help", "client_id": "abc"}
    first = await web.post(f"{conversation}/messages", json=body)
    assert (await web.post(f"{conversation}/messages", json=body)).json() == first.json()
    assert len(dialogue.asked) == 1
    body["command"] = "who"
    assert (await web.post(f"{conversation}/messages", json=body)).status_code == 409


async def say(web, conversation, text, **more):
    return (await web.post(f"{conversation}/messages", json={"text": text, **more})).json()


async def test_a_language_asked_for_holds(web, conversation, dialogue):
    """The dialogue is told to switch, and the next questions are answered in it, whatever they are written in."""
    answer = await say(web, conversation, "nói tiếng Hàn đi")
    assert dialogue.asked[-1]["text"] == "/switch"
    assert answer["language"] == "ko"
    answer = await say(web, conversation, "dân số vũng tàu bao nhiêu")
    assert (answer["question_language"], answer["language"]) == ("vi", "ko")
    assert dialogue.asked[-1]["context"]["question_language"] == "vi"
    assert (await say(web, conversation, "in English please"))["language"] == "en"


async def test_a_language_asked_for_once_is_for_one_answer(web, conversation, dialogue):
    """And only the question goes to the dialogue."""
    answer = await say(web, conversation, "reply in English: côn đảo ở đâu?")
    assert dialogue.asked[-1]["text"] == "côn đảo ở đâu?"
    assert answer["language"] == "en"
    assert (await say(web, conversation, "đi bằng gì vậy"))["language"] == "vi"


async def test_a_language_that_we_lack_changes_nothing(web, conversation, dialogue):
    """It is answered kindly with the list, without the dialogue."""
    answer = await say(web, conversation, "nói tiếng Thái đi")
    assert answer["replies"][0]["routed"] == "switch"
    assert "Khmer" in answer["replies"][0]["text"]
    assert answer["language"] == "vi"
    assert dialogue.asked == []


async def test_a_setting_of_the_channel_counts_when_it_changes(web, conversation):
    """So that what is asked for in words is not taken back by the next message."""
    assert (await say(web, conversation, "dân số vũng tàu", language="ko"))["language"] == "ko"
    assert (await say(web, conversation, "in English please", language="ko"))["language"] == "en"
    assert (await say(web, conversation, "dân số vũng tàu", language="ko"))["language"] == "en"
    assert (await say(web, conversation, "dân số vũng tàu", language="ja"))["language"] == "ja"


async def test_personal_data_is_noticed(web, conversation):
    """Masked, answered, and the visitor is asked not to send such things."""
    reply = (await say(web, conversation, "số của tôi là 0912345678"))["replies"][0]
    assert reply["notice"]["code"] == "personal_data"
    assert "notice" not in (await say(web, conversation, "dân số vũng tàu"))["replies"][0]


def thanks(text):
    return {
        "outcome": "routed",
        "routed": "feedback",
        "language": "vi",
        "text": "cảm ơn",
        "sources": [],
        "suggestions": [],
    }


async def test_a_typed_correction_is_kept_with_the_answer_it_is_about(web, conversation, dialogue, settings):
    """Small talk between does not take it; identifiers are masked."""
    about = (await say(web, conversation, "dân số vũng tàu"))["replies"][0]["id"]
    dialogue.reply = thanks
    await say(web, conversation, "sai rồi, gọi tôi 0912345678")
    await say(web, conversation, "sai thật mà")
    with sqlite3.connect(settings.data_dir / "record.sqlite") as db:
        kept = db.execute("select reply_id, helpful, comment from feedback").fetchall()
    assert kept == [(int(about), 0, "sai thật mà")]


async def test_a_correction_of_nothing_is_thanked_for(web, conversation, dialogue):
    """There is no answer that it could be kept with."""
    dialogue.reply = thanks
    assert (await say(web, conversation, "sai rồi"))["replies"][0]["routed"] == "feedback"


async def test_the_context_stays_small(web, conversation, dialogue):
    """However long the conversation, what is remembered is not longer."""
    sizes = []
    for number in range(12):
        await say(web, conversation, f"câu hỏi số {number:02}")
        sizes.append(len(json.dumps(dialogue.asked[-1]["context"])))
    assert sizes[-1] == sizes[1]
