"""Chats and the messages in them, as Telegram's servers hold them."""

import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .errors import ApiError, bad_request

FIRST_PERSON = 5_000_000_001  # beyond 32 bits, as real ones are
FIRST_GROUP = -4_000_000_001
FIRST_SUPERGROUP = -1_002_000_000_001


@dataclass
class Chat:
    """One chat.

    Attributes:
        refusal: why the bot may not write here, or None.
        keyboard: the reply keyboard under the input line, or None.
        actions: what `sendChatAction` showed, oldest first.
        typing_until: when "typing ..." vanishes (seconds, monotonic).
        reactions: the bot's reactions by message id.
    """

    id: int
    type: str
    name: str
    messages: dict[int, dict[str, Any]] = field(default_factory=dict)
    refusal: ApiError | None = None
    keyboard: dict[str, Any] | None = None
    actions: list[str] = field(default_factory=list)
    typing_until: float = 0
    reactions: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def is_group(self) -> bool:
        return self.type != "private"

    def json(self) -> dict[str, Any]:
        """As it stands in messages."""
        return {"id": self.id, "type": self.type, "title" if self.is_group else "first_name": self.name}

    def add(self, sender: dict[str, Any], content: dict[str, Any]) -> dict[str, Any]:
        """Write a message into the chat; gives it with its number."""
        message = {
            "message_id": next(self._numbers),
            "date": int(time.time()),
            "from": sender,
            "chat": self.json(),
            **content,
        }
        self.messages[message["message_id"]] = message
        return message

    def message(self, message_id: Any, purpose: str) -> dict[str, Any]:
        """A message that is there. Raises `ApiError` 400 "message to <purpose> not found"."""
        if isinstance(message_id, (int, str)) and str(message_id).isdigit() and int(message_id) in self.messages:
            return self.messages[int(message_id)]
        raise bad_request(f"message to {purpose} not found")


@dataclass
class Chats:
    """All chats by id, with the ids that are still free."""

    by_id: dict[int, Chat] = field(default_factory=dict)
    _people: Iterator[int] = field(default_factory=lambda: itertools.count(FIRST_PERSON))
    _groups: Iterator[int] = field(default_factory=lambda: itertools.count(FIRST_GROUP, -1))
    _supergroups: Iterator[int] = field(default_factory=lambda: itertools.count(FIRST_SUPERGROUP, -1))

    def open(self, kind: str, name: str) -> Chat:
        """A new chat: `private`, `group` or `supergroup`."""
        ids = {"private": self._people, "group": self._groups, "supergroup": self._supergroups}[kind]
        chat = Chat(next(ids), kind, name)
        if kind == "private":
            chat.refusal = ApiError(403, "Forbidden: bot can't initiate conversation with a user")
        self.by_id[chat.id] = chat
        return chat

    def find(self, chat_id: Any) -> Chat:
        """The chat that a bot names. Raises `ApiError` 400 "chat not found"."""
        try:
            return self.by_id[int(chat_id)]
        except (KeyError, TypeError, ValueError):
            raise bad_request("chat not found") from None

    def writable(self, chat_id: Any) -> Chat:
        """The chat, if the bot may write there. Raises `ApiError` 400 or 403."""
        chat = self.find(chat_id)
        if chat.refusal is not None:
            raise chat.refusal
        return chat
