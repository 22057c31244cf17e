"""The methods that put something into a chat."""

import time
from typing import Any

from . import checks
from .chats import Chat
from .errors import bad_request
from .parameters import Upload
from .state import Call, State

ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
}  # fmt: skip
TYPING_SECONDS = 5
UPLOAD_BYTES = {"photo": 10_000_000, "document": 50_000_000}


def send_message(state: State, call: Call) -> Any:
    """Text."""
    return _post(state, call, checks.text(state, call))


def send_location(state: State, call: Call) -> Any:
    """A point on the map."""
    return _post(state, call, {"location": checks.place(call.parameters)})


def send_venue(state: State, call: Call) -> Any:
    """A point on the map with name and address."""
    location = checks.place(call.parameters)
    texts = {name: str(call.parameters.required(name)) for name in ("title", "address")}
    return _post(state, call, {"location": location, "venue": {"location": location, **texts}})


def send_document(state: State, call: Call) -> Any:
    """A file."""
    file_id, upload = _file(state, call, "document")
    document = {
        "file_id": file_id,
        "file_unique_id": file_id[-10:],
        "file_name": upload.name,
        "mime_type": upload.type,
        "file_size": len(upload.content),
    }
    return _post(state, call, {"document": document, **_caption(state, call)})


def send_photo(state: State, call: Call) -> Any:
    """A picture."""
    file_id, upload = _file(state, call, "photo")
    size = {
        "file_id": file_id,
        "file_unique_id": file_id[-10:],
        "width": 800,
        "height": 600,
        "file_size": len(upload.content),
    }
    return _post(state, call, {"photo": [size], **_caption(state, call)})


def send_chat_action(state: State, call: Call) -> Any:
    """Show "typing ..." for five seconds."""
    chat = state.chats.writable(call.parameters.get("chat_id"))
    action = call.parameters.get("action")
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request", rule="parameters")
    chat.actions.append(action)
    chat.typing_until = time.monotonic() + TYPING_SECONDS
    return True


def send_message_draft(state: State, call: Call) -> Any:
    """Text that is still being written; private chats only."""
    chat = state.chats.writable(call.parameters.get("chat_id"))
    if chat.is_group:
        raise bad_request("drafts can be sent only to private chats", rule="parameters")
    checks.text(state, call)
    call.parameters.required("draft_id")
    return True


def set_message_reaction(state: State, call: Call) -> Any:
    """The bot's reaction to a message."""
    chat = state.chats.writable(call.parameters.get("chat_id"))
    message = chat.message(call.parameters.get("message_id"), "react")
    chat.reactions[message["message_id"]] = call.parameters.get("reaction") or []
    return True


def _post(state: State, call: Call, content: dict[str, Any]) -> dict[str, Any]:
    """Everything has been checked but the chat, what is replied to, the buttons and the flood limits."""
    chat = state.chats.writable(call.parameters.get("chat_id"))
    replied = _replied(chat, call)
    markup = checks.markup(state, call)
    state.limits.take(chat.id)
    if "inline_keyboard" in markup:
        content = {**content, "reply_markup": markup}
    elif markup:
        chat.keyboard = markup if "keyboard" in markup else None
    chat.typing_until = 0
    return chat.add(state.me, {**replied, **content})


def _replied(chat: Chat, call: Call) -> dict[str, Any]:
    given = call.parameters.get("reply_parameters")
    if not given:
        return {}
    try:
        original = chat.message(given.get("message_id"), "be replied")
    except Exception:
        if given.get("allow_sending_without_reply"):
            return {}
        raise
    return {"reply_to_message": {key: value for key, value in original.items() if key != "reply_to_message"}}


def _caption(state: State, call: Call) -> dict[str, Any]:
    return checks.text(state, call, "caption", checks.CAPTION_UNITS)


def _file(state: State, call: Call, name: str) -> tuple[str, Upload]:
    given = call.parameters.required(name)
    if isinstance(given, str) and given.startswith("attach://"):
        given = call.parameters.get(given.removeprefix("attach://"))
    if not isinstance(given, Upload):
        return str(given), state.file(str(given))
    if not given.content:
        raise bad_request("file must be non-empty", rule="files")
    if len(given.content) > UPLOAD_BYTES[name]:
        raise bad_request("file is too big", rule="files")
    return state.keep_file(given), given


METHODS = {
    "sendMessage": send_message,
    "sendLocation": send_location,
    "sendVenue": send_venue,
    "sendDocument": send_document,
    "sendPhoto": send_photo,
    "sendChatAction": send_chat_action,
    "sendMessageDraft": send_message_draft,
    "setMessageReaction": set_message_reaction,
}
