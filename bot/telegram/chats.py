"""Which conversation a Telegram chat is, and what was sent to it. Chat ids are kept as keyed hashes only."""

import asyncio
import hashlib
import hmac
from dataclasses import dataclass
from typing import Any

from babel.core import negotiate_locale
from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or

from bot.conversations import Conversations
from bot.languages import DEFAULT
from bot.record import Record
from bot.tables import conversations, replies
from bot.telegram.tables import chats, messages
from knowledge.languages import LANGUAGES


@dataclass(frozen=True)
class Chat:
    """A chat as it is known: `chosen` is the language that the visitor chose, `language` the one to speak in."""

    key: str
    conversation: str
    chosen: str | None
    language: str


@dataclass(frozen=True)
class Sent:
    """A message of ours in a chat."""

    message_id: int
    is_text: bool


class Chats:
    """The chats in the record; `erased` is set when one was forgotten."""

    def __init__(self, record: Record, conversations: Conversations, key: bytes) -> None:
        self._record = record
        self._conversations = conversations
        self._key = key
        self.erased = asyncio.Event()

    async def open(self, chat_id: int, language_code: str | None) -> Chat:
        """The chat; a new one speaks the language of the visitor's application, as far as that is known."""
        key = self._hash(chat_id)
        if found := await self._record.run(lambda db: _find(db, key)):
            return found
        language = language_of(language_code)
        begun, _ = await self._conversations.start("telegram", language)
        await self._record.run(lambda db: db.execute(insert(chats).values(id=key, conversation_id=begun.id)))
        return Chat(key, begun.id, None, language)

    async def choose_language(self, chat: Chat, language: str) -> None:
        """Answer in this language from now on, whatever is asked in."""
        chosen = update(chats).where(chats.c.id == chat.key).values(language=language)
        await self._record.run(lambda db: db.execute(chosen))

    async def forget(self, chat: Chat) -> None:
        """Erase everything about the chat. Raises `NoSuchConversation`."""
        await self._record.delete(chat.conversation)
        self.erased.set()

    async def move(self, old: int, new: int) -> str:
        """The group has become a supergroup with another id; returns its new key."""
        old_key, new_key = self._hash(old), self._hash(new)

        def work(db: Connection) -> None:
            if db.execute(select(chats.c.id).where(chats.c.id == new_key)).first() is None:
                db.execute(update(chats).where(chats.c.id == old_key).values(id=new_key))

        await self._record.run(work)
        return new_key

    async def note_sent(self, chat: Chat, update_id: int, position: int, question: int | None, sent: Sent) -> None:
        """Remember a message of ours, unless the chat has been forgotten meanwhile."""
        values = {
            "update_id": update_id,
            "position": position,
            "chat": chat.key,
            "question": question,
            "message_id": sent.message_id,
            "is_text": int(sent.is_text),
        }

        def work(db: Connection) -> None:
            if db.execute(select(chats.c.id).where(chats.c.id == chat.key)).first():
                db.execute(insert_or(messages).values(values).on_conflict_do_nothing())

        await self._record.run(work)

    async def sent_for(self, update_id: int) -> int:
        """How many messages were sent for an update."""
        rows = select(messages.c.position).where(messages.c.update_id == update_id)
        return await self._record.run(lambda db: len(db.execute(rows).all()))

    async def answers_to(self, chat: Chat, question: int, update_id: int) -> list[Sent]:
        """Our messages that answered a message of the visitor before this update, as they stand in the chat."""
        same = (messages.c.chat == chat.key) & (messages.c.question == question) & (messages.c.update_id != update_id)
        rows = select(messages.c.message_id, messages.c.is_text).where(same).order_by(messages.c.message_id)
        found = await self._record.run(lambda db: db.execute(rows).all())
        return [Sent(row.message_id, bool(row.is_text)) for row in dict.fromkeys(found)]

    async def note_deleted(self, chat: Chat, message_id: int) -> None:
        """A message of ours is no longer in the chat."""
        gone = delete(messages).where(messages.c.chat == chat.key, messages.c.message_id == message_id)
        await self._record.run(lambda db: db.execute(gone))

    async def last_reply(self, chat: Chat) -> int | None:
        """The id of the last reply to a question."""
        answers = (replies.c.conversation_id == chat.conversation) & replies.c.question_id.is_not(None)
        return await self._record.run(lambda db: db.execute(select(func.max(replies.c.id)).where(answers)).scalar())

    def _hash(self, chat_id: int) -> str:
        return hmac.new(self._key, f"telegram chat {chat_id}".encode(), hashlib.sha256).hexdigest()


def language_of(code: str | None) -> str:
    """Our language for Telegram's `language_code`, which may be absent, or a tag such as `zh-hans`."""
    wanted = (code or "").replace("_", "-")
    return negotiate_locale([wanted, wanted.split("-")[0]], LANGUAGES, sep="-") or DEFAULT


def _find(db: Connection, key: str) -> Chat | None:
    columns: Any = select(chats.c.conversation_id, chats.c.language, conversations.c.language)
    row = db.execute(columns.join(conversations).where(chats.c.id == key)).first()
    if row is None:
        return None
    conversation, chosen, last = row
    return Chat(key, conversation, chosen, chosen or last)
