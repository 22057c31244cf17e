"""What channels rely on: commands of a menu, the language that was chosen, feedback that is typed."""

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
