"""People and groups, as a test moves them."""

import re
import time
from typing import Any

from .chats import Chat
from .content import CONTENT
from .entities import found, utf16
from .errors import ApiError
from .state import BOT_ID, State

PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
Message = dict[str, Any]


class Room:
    """What a test sees of a chat."""

    def __init__(self, state: State, chat: Chat) -> None:
        self.state = state
        self.chat = chat

    @property
    def id(self) -> int:
        """The chat's id; a person's own id, too."""
        return self.chat.id

    @property
    def messages(self) -> list[Message]:
        """All messages that are visible now, in order."""
        with self.state.lock:
            return [dict(message) for message in self.chat.messages.values()]

    def replies(self, *, after: Message | None = None) -> list[Message]:
        """The bot's messages that are visible now, after one or from the first."""
        first = after["message_id"] if after else 0
        return [one for one in self.messages if one["from"]["id"] == BOT_ID and one["message_id"] > first]

    @property
    def actions(self) -> list[str]:
        """What `sendChatAction` has shown here, oldest first."""
        return list(self.chat.actions)

    def button(self, text: str, message: Message | None = None) -> tuple[Message, dict[str, Any]]:
        """The newest inline button with this text, or with it in its text. Raises `LookupError`."""
        places = [message] if message else reversed(self.messages)
        buttons = [
            (one, button)
            for one in places
            for row in one.get("reply_markup", {}).get("inline_keyboard", [])
            for button in row
        ]
        for exact in (True, False):
            for one, button in buttons:
                if button["text"] == text or (not exact and text in button["text"]):
                    return one, button
        raise LookupError(f"no button {text!r} among {[button['text'] for _, button in buttons]}")


class Group(Room):
    """A group that the bot is in."""

    def becomes_supergroup(self) -> "Group":
        """Telegram gives it another id; writing to the old one is refused with `migrate_to_chat_id`."""
        with self.state.lock:
            new = self.state.chats.open("supergroup", self.chat.name)
            self.chat.refusal = ApiError(
                400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=new.id
            )
            sender = {"id": BOT_ID + 1, "is_bot": False, "first_name": "Admin"}
            told = self.chat.add(sender, {"migrate_to_chat_id": new.id})
            self.state.updates.put({"message": dict(told)})
            told = new.add(sender, {"migrate_from_chat_id": self.id})
            self.state.updates.put({"message": dict(told)})
        return Group(self.state, new)

    def removes_bot(self) -> None:
        """The bot is told, and gets 403 from then on."""
        with self.state.lock:
            self.chat.refusal = ApiError(403, f"Forbidden: bot was kicked from the {self.chat.type} chat")
            put_membership(self.state, self.chat, {"id": BOT_ID + 1, "is_bot": False, "first_name": "Admin"}, "kicked")


class Person(Room):
    """Someone with a Telegram account; the chat is the private one with the bot."""

    def __init__(self, state: State, chat: Chat, language: str | None) -> None:
        super().__init__(state, chat)
        self.language = language

    def user(self) -> dict[str, Any]:
        """As it stands in updates; without `language_code` when there is none."""
        language = {"language_code": self.language} if self.language else {}
        return {"id": self.id, "is_bot": False, "first_name": self.chat.name, **language}

    def starts(self, payload: str = "") -> Message:
        """`/start`, with the payload of a deep link. Raises `ValueError` for one that Telegram's links cannot carry."""
        if payload and not PAYLOAD.fullmatch(payload):
            raise ValueError("a payload is 1-64 of A-Z a-z 0-9 _ -")
        return self.says(f"/start {payload}".strip())

    def says(self, text: str, *, chat: Room | None = None, reply_to: Message | None = None) -> Message:
        """Write text. Raises `ValueError` for more than a Telegram client sends in one message."""
        if not 1 <= utf16(text.strip()) <= 4096:
            raise ValueError("a message has 1-4096 UTF-16 units")
        entities = found(text)
        return self._posts({"text": text, **({"entities": entities} if entities else {})}, chat, reply_to)

    def sends(
        self, kind: str, *, chat: Room | None = None, reply_to: Message | None = None, caption: str = ""
    ) -> Message:
        """Send a sticker, photo, voice, video, document, contact, poll ..., see `content.py`."""
        return self._posts({kind: CONTENT[kind], **({"caption": caption} if caption else {})}, chat, reply_to)

    def shares_location(self, latitude: float, longitude: float, *, chat: Room | None = None) -> Message:
        """Send a point on the map."""
        return self._posts({"location": {"latitude": latitude, "longitude": longitude}}, chat, None)

    def edits(self, message: Message, text: str) -> Message:
        """Change one's own text."""
        with self.state.lock:
            stored = self.state.chats.find(message["chat"]["id"]).message(message["message_id"], "edit")
            stored |= {"text": text, "entities": found(text), "edit_date": int(time.time())}
            self.state.updates.put({"edited_message": dict(stored)})
            return dict(stored)

    def presses(
        self, text: str, *, message: Message | None = None, chat: Room | None = None, expired: bool = False
    ) -> str:
        """Press a button that was sent; gives the query's id. `expired`: the bot hears of it too late to answer.

        A button of the reply keyboard writes its text instead (the id is then empty). Raises `LookupError`.
        """
        room = chat or self
        try:
            pressed, button = room.button(text, message)
        except LookupError:
            if not self._presses_key(text, room):
                raise
            return ""
        with self.state.lock:
            query = {
                "id": str(next(self.state.ids)),
                "from": self.user(),
                "message": pressed,
                "chat_instance": str(room.id),
                "data": button["callback_data"],
            }
            if not expired:
                self.state.presses[query["id"]] = {"from": self.id}
            self.state.updates.put({"callback_query": query})
        return query["id"]

    def _presses_key(self, text: str, room: Room) -> bool:
        for row in (room.chat.keyboard or {}).get("keyboard", []):
            for key in row:
                if text == (key if isinstance(key, str) else key["text"]):
                    self.says(text, chat=room)
                    return True
        return False

    @property
    def toasts(self) -> list[str]:
        """What answers to this person's presses have shown."""
        mine = [press for press in self.state.presses.values() if press["from"] == self.id]
        return [press["answer"]["text"] for press in mine if press.get("answer", {}).get("text")]

    def asks_inline(self, query: str, *, offset: str = "") -> str:
        """Type `@bot <query>` in any chat; gives the query's id. Raises `ValueError` over 256 characters."""
        if len(query) > 256:
            raise ValueError("an inline query has at most 256 characters")
        with self.state.lock:
            number = str(next(self.state.ids))
            asked = {"id": number, "from": self.user(), "query": query, "offset": offset, "chat_type": "private"}
            self.state.inline_queries[number] = asked
            self.state.updates.put({"inline_query": asked})
        return number

    def reacts(self, message: Message, emoji: str) -> None:
        """React to a message; the bot hears of it only if it asked for `message_reaction`."""
        with self.state.lock:
            self.state.updates.put(
                {
                    "message_reaction": {
                        "chat": message["chat"],
                        "message_id": message["message_id"],
                        "user": self.user(),
                        "date": int(time.time()),
                        "old_reaction": [],
                        "new_reaction": [{"type": "emoji", "emoji": emoji}],
                    }
                }
            )

    def blocks(self) -> None:
        """The bot is told, and gets 403 from then on."""
        with self.state.lock:
            self.chat.refusal = ApiError(403, "Forbidden: bot was blocked by the user")
            put_membership(self.state, self.chat, self.user(), "kicked")

    def unblocks(self) -> None:
        """The bot is told."""
        with self.state.lock:
            self.chat.refusal = None
            put_membership(self.state, self.chat, self.user(), "member")

    def deletes_account(self) -> None:
        """The bot is not told, but gets 403."""
        self.chat.refusal = ApiError(403, "Forbidden: user is deactivated")

    def _posts(self, content: Message, chat: Room | None, reply_to: Message | None) -> Message:
        room = chat or self
        with self.state.lock:
            if room is self:
                self.chat.refusal = None
            replied = {"reply_to_message": reply_to} if reply_to else {}
            message = dict(room.chat.add(self.user(), {**replied, **content}))
            if not room.chat.is_group or not self.state.privacy_mode or self._is_meant(message):
                self.state.updates.put({"message": message})
            return message

    def _is_meant(self, message: Message) -> bool:
        """Privacy mode: in groups a bot gets commands, mentions of its name, and replies to what it wrote."""
        name = self.state.username.lower()
        text = message.get("text", "").lower()
        command = re.match(r"/\w+(?:@(\w+))?", text)
        to_me = command is not None and command[1] in (None, name)
        mentioned = re.search(rf"(?<!\w)@{name}\b", text) is not None
        return to_me or mentioned or message.get("reply_to_message", {}).get("from", {}).get("id") == BOT_ID


def put_membership(state: State, chat: Chat, by: dict[str, Any], status: str) -> None:
    """Tell the bot that it was added, blocked, removed."""
    others = {"kicked": "member", "member": "kicked" if not chat.is_group else "left"}
    state.updates.put(
        {
            "my_chat_member": {
                "chat": chat.json(),
                "from": by,
                "date": int(time.time()),
                "old_chat_member": _member(state, others[status]),
                "new_chat_member": _member(state, status),
            }
        }
    )


def _member(state: State, status: str) -> dict[str, Any]:
    return {"status": status, "user": state.me, **({"until_date": 0} if status == "kicked" else {})}
