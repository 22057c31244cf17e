"""The methods that change or remove what the bot has sent."""

import time
from typing import Any

from . import checks
from .errors import bad_request
from .state import BOT_ID, Call, State

SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


def edit_message_text(state: State, call: Call) -> Any:
    """New text, and new buttons or none."""
    message = _own(state, call)
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    return _change(state, call, message, ("text", "entities"), checks.text(state, call))


def edit_message_caption(state: State, call: Call) -> Any:
    """A new caption, and new buttons or none."""
    content = checks.text(state, call, "caption", checks.CAPTION_UNITS)
    return _change(state, call, _own(state, call), ("caption", "caption_entities"), content)


def edit_message_reply_markup(state: State, call: Call) -> Any:
    """New buttons, or none."""
    return _change(state, call, _own(state, call), (), {})


def delete_message(state: State, call: Call) -> Any:
    """Remove a message; in private chats and of its own the bot may."""
    chat = state.chats.writable(call.parameters.get("chat_id"))
    message = chat.message(call.parameters.get("message_id"), "delete")
    if chat.is_group and message["from"]["id"] != BOT_ID:
        raise bad_request("message can't be deleted")
    del chat.messages[message["message_id"]]
    return True


def delete_messages(state: State, call: Call) -> Any:
    """Remove up to 100 messages; those that are not there are passed over."""
    chat = state.chats.writable(call.parameters.get("chat_id"))
    ids = call.parameters.required("message_ids")
    if not 1 <= len(ids) <= 100:
        raise bad_request("too many messages to delete", rule="parameters")
    for number in ids:
        chat.messages.pop(number, None)
    return True


def _own(state: State, call: Call) -> dict[str, Any]:
    chat = state.chats.writable(call.parameters.get("chat_id"))
    message = chat.message(call.parameters.get("message_id"), "edit")
    if message["from"]["id"] != BOT_ID:
        raise bad_request("message can't be edited")
    return message


def _change(
    state: State, call: Call, message: dict[str, Any], names: tuple[str, ...], content: dict[str, Any]
) -> dict[str, Any]:
    markup = checks.markup(state, call)
    if markup and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected", rule="buttons")
    new = {**content, **({"reply_markup": markup} if markup.get("inline_keyboard") else {})}
    names = (*names, "reply_markup")
    if {name: message[name] for name in names if name in message} == new:
        raise bad_request(SAME)
    state.limits.take(message["chat"]["id"])
    for name in names:
        message.pop(name, None)
    message |= {**new, "edit_date": int(time.time())}
    return message


METHODS = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
}
