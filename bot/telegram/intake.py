"""What is kept of an update: the little that an answer needs, identifiers masked, names and files left out.

What is kept has the shape of Telegram's own update, so that the handlers cannot tell it from a fresh one.
"""

import re
from dataclasses import dataclass
from typing import Any

from bot.privacy import mask
from knowledge.text import shown

Json = dict[str, Any]

# Contents that get a kind line; service messages (somebody joined, a pinned message ...) get nothing.
OTHER_KINDS = (
    "animation", "audio", "checklist", "contact", "dice", "document", "game", "paid_media", "photo", "poll",
    "sticker", "story", "video", "video_note", "voice",
)  # fmt: skip
MOVED = ("migrate_to_chat_id", "migrate_from_chat_id")
_COMMAND = re.compile(r"/[A-Za-z0-9_]{1,32}(?=\s|$)")
# About ten metres: enough to find what is near.
_LOCATION_DIGITS = 4


class Malformed(Exception):
    """Not an update as Telegram sends them."""


@dataclass(frozen=True)
class Me:
    """The bot itself, as Telegram knows it."""

    id: int
    username: str


def update_id(update: Any) -> int:
    """The id of an update. Raises `Malformed`."""
    found = update.get("update_id") if isinstance(update, dict) else None
    if not isinstance(found, int) or isinstance(found, bool) or abs(found) >= 1 << 63:
        raise Malformed
    return found


def keep(update: Json, me: Me) -> Json | None:
    """What is kept of the update; None when there is nothing to do. Raises `Malformed` or `PrivacyError`."""
    try:
        body = _keep(update, me)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise Malformed from error
    return {"update_id": update_id(update), **body} if body else None


def chat_of(body: Json) -> int | None:
    """The chat in which updates stay in order; None for an inline query."""
    for part in body.values():
        if isinstance(part, dict):
            chat = part.get("chat") or part.get("message", {}).get("chat")
            return chat["id"] if chat else None
    return None


def _keep(update: Json, me: Me) -> Json | None:
    for kind in ("message", "edited_message"):
        if kind in update:
            message = _message(update[kind], me)
            return {kind: message} if message else None
    if "callback_query" in update:
        return _callback(update["callback_query"])
    if "inline_query" in update:
        query = update["inline_query"]
        kept = {"id": str(query["id"]), "from": _person(query), "query": mask(shown(query["query"])), "offset": ""}
        return {"inline_query": kept}
    if "my_chat_member" in update:
        return _membership(update["my_chat_member"])
    return None


def _message(message: Json, me: Me) -> Json | None:
    kept: Json = {name: int(message[name]) for name in ("message_id", "date")}
    kept |= {"chat": _chat(message["chat"]), "from": _person(message)}
    if moved := {name: int(message[name]) for name in MOVED if name in message}:
        return {**kept, **moved}
    if message.get("from", {}).get("is_bot") or "via_bot" in message:
        return None
    text = message.get("text") or message.get("caption")
    if kept["chat"]["type"] != "private":
        if not text or not _is_for(message, text, me):
            return None
        text = re.sub(rf"@{re.escape(me.username)}\b", "", text, flags=re.IGNORECASE).strip()
    content = _text(text) if text else _content(message)
    return None if content is None else {**kept, **content}


def _text(text: str) -> Json:
    masked = mask(shown(text))
    command = _COMMAND.match(masked)
    entities = [{"type": "bot_command", "offset": 0, "length": command.end()}] if command else []
    return {"text": masked, "entities": entities}


def _content(message: Json) -> Json | None:
    if "location" in message:
        place = message["location"]
        return {"location": {name: round(float(place[name]), _LOCATION_DIGITS) for name in ("latitude", "longitude")}}
    if not any(kind in message for kind in OTHER_KINDS):
        return None
    return {"media_group_id": str(message["media_group_id"])} if "media_group_id" in message else {}


def _is_for(message: Json, text: str, me: Me) -> bool:
    """Whether a message in a group is meant for the bot: it mentions it or replies to it."""
    if message.get("reply_to_message", {}).get("from", {}).get("id") == me.id:
        return True
    entities = message.get("entities") or message.get("caption_entities") or []
    if any(entity.get("user", {}).get("id") == me.id for entity in entities):
        return True
    return re.search(rf"@{re.escape(me.username)}\b", text, re.IGNORECASE) is not None


def _callback(query: Json) -> Json | None:
    if "message" not in query or "data" not in query:
        return None
    message = {"message_id": int(query["message"]["message_id"]), "chat": _chat(query["message"]["chat"]), "date": 1}
    kept = {"id": str(query["id"]), "from": _person(query), "message": message}
    return {"callback_query": {**kept, "chat_instance": "", "data": str(query["data"])[:64]}}


def _membership(change: Json) -> Json:
    def member(name: str) -> Json:
        status = str(change[name]["status"])
        present = "left" if status in ("left", "kicked") else "member"
        return {"status": present, "user": {"id": 0, "is_bot": True, "first_name": ""}}

    kept = {"chat": _chat(change["chat"]), "from": _person(change), "date": int(change["date"])}
    members = {name: member(name) for name in ("old_chat_member", "new_chat_member")}
    return {"my_chat_member": {**kept, **members}}


def _chat(chat: Json) -> Json:
    return {"id": int(chat["id"]), "type": str(chat["type"])}


def _person(holder: Json) -> Json:
    """Who it was is not kept, only the language of their application."""
    code = holder.get("from", {}).get("language_code")
    person: Json = {"id": 0, "is_bot": False, "first_name": ""}
    return {**person, "language_code": str(code)[:35]} if code else person
