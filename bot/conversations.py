"""The way of a question: mask it, store it, find its language, ask the dialogue, store the reply."""

import asyncio
import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any
from weakref import WeakValueDictionary

import structlog

from bot import metrics, spoken
from bot.dialogue import COMMANDS, Dialogue, DialogueFailed, Turn
from bot.privacy import PrivacyError, mask
from bot.record import Conversation, NoSuchConversation, Record, Taken
from bot.spoken import Spoken
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
        said = spoken.understand(conversation, text, message.language)
        with metrics.answering():
            turn = await self._turn(conversation, message, said)
        first = turn.replies[0]
        if said.question == languages.OTHER:
            self._notice(first, "unsupported_language", said.answer)
        if text is not None and text != shown(message.text or ""):
            self._notice(first, "personal_data", said.answer)
        if first.get("routed") == "feedback" and text is not None:
            await self._keep_feedback(conversation.id, text)
        # Where only one answer was wanted in another language, the conversation goes on in its own.
        lasting = said.lasting if turn.context.get("language") == said.answer else {}
        stored = await self._record.answer(
            taken, turn.replies, question_language=said.question, context={**turn.context, **lasting}
        )
        metrics.answered(conversation.channel, said.answer, stored[0]["outcome"])
        return Answer(turn.context.get("language", said.answer), said.question, stored)

    async def _turn(self, conversation: Conversation, message: Message, said: Spoken) -> Turn:
        context = spoken.context_of(conversation, said)
        if given := self._without_dialogue(message, said):
            return Turn([dict(given)], context)
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                command = "switch" if said.wanted and said.text is None else message.command
                if command is not None:
                    return await self._dialogue.command(conversation.id, conversation.turns, command, context)
                if message.choice is not None:
                    return await self._dialogue.open_entry(conversation.id, conversation.turns, message.choice, context)
                if said.text is not None:
                    return await self._dialogue.ask(conversation.id, conversation.turns, said.text, context)
        except (DialogueFailed, TimeoutError) as error:
            log.warning("dialogue failed", reason=str(error) or type(error).__name__)
        return Turn([dict(reply.failed(self._library, said.answer))], context)

    def _without_dialogue(self, message: Message, said: Spoken) -> reply.Reply | None:
        """What needs no dialogue: help for people in need, the nearest places, a language that we lack."""
        language = said.answer
        if message.command == "emergency":
            return self._emergencies.reply(ANY, language)
        if said.text and (kind := self._emergencies.kind(said.text, language)):
            return self._emergencies.reply(kind, language)
        if message.location is not None and (places := nearest(self._library, *message.location, today())):
            return reply.nearest(self._library, places, language)
        if said.wanted == languages.OTHER:
            return reply.say(self._library, "routed", language, "notice_unsupported_language", routed="switch")
        return None

    def _notice(self, given: dict[str, Any], code: str, language: str) -> None:
        if "notice" not in given:
            given["notice"] = {"code": code, "text": self._library.wording[language].say(f"notice_{code}")}

    async def _keep_feedback(self, conversation_id: str, comment: str) -> None:
        """Keep what was typed against the last reply that was no small talk, and so against its entry and version."""
        for message in reversed(await self._record.history(conversation_id)):
            about = message["reply"]
            if about["outcome"] != "routed":
                await self._record.give_feedback(
                    conversation_id, int(about["id"]), helpful=False, reason=None, comment=comment
                )
                return

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
