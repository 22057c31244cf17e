"""The way of a question: mask it, store it, find its language, ask the dialogue, store the reply."""

import asyncio
import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any
from weakref import WeakValueDictionary

import structlog

from bot import metrics
from bot.dialogue import COMMANDS, Dialogue, DialogueFailed, Turn
from bot.privacy import PrivacyError, mask
from bot.record import Conversation, NoSuchConversation, Record, Taken
from knowledge import languages, reply
from knowledge.calendar import today
from knowledge.emergencies import ANY, Emergencies
from knowledge.library import Library
from knowledge.places import nearest
from knowledge.text import shown

TIMEOUT_SECONDS = 10.0

log = structlog.get_logger()


@dataclass(frozen=True)
class Message:
    """What a visitor sends: a text, a chosen entry, where they are or a command of the channel's menu.

    `client_id` makes a repeat harmless. A location (degrees) is used for this one answer and kept nowhere.
    `command` is one of `COMMANDS`; another name is a `ValueError`.
    """

    client_id: str
    text: str | None = None
    choice: str | None = None
    location: tuple[float, float] | None = None
    language: str | None = None
    command: str | None = None

    def __post_init__(self) -> None:
        if self.command is not None and self.command not in COMMANDS:
            raise ValueError(f"'{self.command}' is not a command")


@dataclass(frozen=True)
class Answer:
    """What goes back: the language answered in, the language the question was in, and the replies."""

    language: str
    question_language: str | None
    replies: list[dict[str, Any]]


class Conversations:
    """Everything a channel needs; channels only translate between this and their visitors."""

    def __init__(self, library: Library, record: Record, dialogue: Dialogue, key: bytes) -> None:
        self._library = library
        self._record = record
        self._dialogue = dialogue
        self._key = key
        self._emergencies = Emergencies(library)
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def start(self, channel: str, language: str) -> tuple[Conversation, dict[str, Any]]:
        """A new conversation and its greeting."""
        greeting = reply.say(self._library, "routed", language, "greet", routed="greet")
        return await self._record.start(channel, language, dict(greeting))

    async def ask(self, conversation_id: str, message: Message) -> Answer:
        """Answer a message. Questions of one conversation are answered one after the other.

        Raises `NoSuchConversation`, `Conflict` or `RecordUnavailable`; whatever else goes wrong is a reply.
        """
        lock = self._locks.setdefault(conversation_id, asyncio.Lock())
        async with lock:
            text = self._masked(message.text)
            kept = f"/{message.command}" if message.command else text
            conversation, taken = await self._record.take(
                conversation_id, message.client_id, self._fingerprint(message), text=kept, choice=message.choice
            )
            if taken.replies is not None:
                return Answer(conversation.language, taken.language, taken.replies)
            return await self._answer(conversation, taken, message, text)

    async def fail(self, conversation_id: str, message: Message) -> Answer:
        """Give a question that comes too late to be answered the `failed` reply, or the reply that it has.

        Raises like `ask`.
        """
        text = self._masked(message.text)
        conversation, taken = await self._record.take(
            conversation_id, message.client_id, self._fingerprint(message), text=text, choice=message.choice
        )
        failed = dict(reply.failed(self._library, message.language or conversation.language))
        stored = taken.replies or await self._record.answer(taken, [failed], question_language=None, context={})
        return Answer(stored[0]["language"], taken.language, stored)

    async def rate(
        self, conversation_id: str, reply_id: int, *, helpful: bool, reason: str | None, comment: str | None
    ) -> None:
        """Keep what a visitor thinks of a reply, identifiers masked. Raises `NoSuchConversation`."""
        comment = self._masked(comment)
        await self._record.give_feedback(conversation_id, reply_id, helpful=helpful, reason=reason, comment=comment)

    async def finish_unanswered(self) -> int:
        """Give every question that a crash left without a reply its `failed` reply; returns how many."""
        left = await self._record.unanswered()
        for conversation, taken in left:
            failed = dict(reply.failed(self._library, conversation.language))
            try:
                await self._record.answer(taken, [failed], question_language=None, context={})
            except NoSuchConversation:
                continue
        return len(left)

    async def _answer(self, conversation: Conversation, taken: Taken, message: Message, text: str | None) -> Answer:
        question_language, language = self._languages(conversation, message, text)
        with metrics.answering():
            turn = await self._turn(conversation, message, text, language)
        if question_language == languages.OTHER and "notice" not in turn.replies[0]:
            phrase = self._library.wording[language].say("notice_unsupported_language")
            turn.replies[0]["notice"] = {"code": "unsupported_language", "text": phrase}
        stored = await self._record.answer(
            taken, turn.replies, question_language=question_language, context=turn.context
        )
        metrics.answered(conversation.channel, language, stored[0]["outcome"])
        return Answer(language, question_language, stored)

    async def _turn(self, conversation: Conversation, message: Message, text: str | None, language: str) -> Turn:
        context = {**conversation.context, "language": language}
        kind = ANY if message.command == "emergency" else self._emergencies.kind(text or "", language)
        if kind is not None:
            return Turn([dict(self._emergencies.reply(kind, language))], context)
        if message.location is not None and (places := nearest(self._library, *message.location, today())):
            return Turn([dict(reply.nearest(self._library, places, language))], context)
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                if message.command is not None:
                    return await self._dialogue.command(conversation.id, conversation.turns, message.command, context)
                if message.choice is not None:
                    return await self._dialogue.open_entry(conversation.id, conversation.turns, message.choice, context)
                if text is not None:
                    return await self._dialogue.ask(conversation.id, conversation.turns, text, context)
        except (DialogueFailed, TimeoutError) as error:
            log.warning("dialogue failed", reason=str(error) or type(error).__name__)
        return Turn([dict(reply.failed(self._library, language))], context)

    def _languages(self, conversation: Conversation, message: Message, text: str | None) -> tuple[str | None, str]:
        """The language the question is in, and the one to answer in: an explicit choice goes first."""
        prior = conversation.language
        found = None if text is None else languages.decide(text, prior, prior)
        if message.language is not None:
            return found, message.language
        if found == languages.OTHER:
            return found, "en"
        return found, found or conversation.language

    def _masked(self, text: str | None) -> str | None:
        """The text as it may be kept; None where the filter failed, and then nothing is kept."""
        if text is None:
            return None
        try:
            return mask(shown(text))
        except PrivacyError:
            log.warning("privacy filter failed, text not kept")
            return None

    def _fingerprint(self, message: Message) -> str:
        content = json.dumps([message.text, message.choice, message.command], ensure_ascii=True).encode()
        return hmac.new(self._key, content, hashlib.sha256).hexdigest()
