"""The commands: what each is for, and what it does."""

from contextlib import suppress
from typing import Any

from telegram import Update
from telegram.ext import Application, CommandHandler, ContextTypes

from bot.conversations import Conversations
from bot.record import NoSuchConversation
from bot.telegram import keyboards, links
from bot.telegram.splitting import beginning
from bot.telegram.visit import Visit, Visits
from knowledge import reply
from knowledge.library import Library
from knowledge.text import MAX_CHARS

# In the order of the menu; in a group only those that make sense before others.
PRIVATE = (
    "help", "topics", "events", "nearby", "check", "sources", "language", "emergency", "feedback", "privacy",
    "forget", "start",
)  # fmt: skip
GROUP = ("help", "topics", "events", "check", "sources", "language", "emergency", "privacy", "forget")
# Those that the dialogue answers, by the name it knows them under.
ASKED = {"help": "help", "events": "events", "sources": "source", "emergency": "emergency"}


def text_of(update: Update) -> str:
    """The text of its message."""
    return (update.effective_message and update.effective_message.text) or ""


class Commands:
    """One method a command, named like it."""

    def __init__(self, library: Library, conversations: Conversations, visits: Visits, retention_days: int) -> None:
        self._library = library
        self._conversations = conversations
        self._visits = visits
        self._retention_days = retention_days

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Hear every command, in new and in edited messages."""
        for name in PRIVATE:
            application.add_handler(CommandHandler(name, self._run))

    async def _run(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        visit = await self._visits.open(update, context.bot)
        name, _, rest = text_of(update).partition(" ")
        await self.run(visit, name.removeprefix("/").lower(), rest.strip())

    async def run(self, visit: Visit, name: str, rest: str = "") -> None:
        """Do what a command says; `rest` is what stands after it."""
        if name in ASKED:
            await visit.ask(command=ASKED[name])
        elif name in PRIVATE:
            await getattr(self, name)(visit, rest)

    async def start(self, visit: Visit, payload: str) -> None:
        """The greeting, or what the link says that led here."""
        if link := links.read(payload, self._library):
            if link.entry:
                await visit.ask(choice=link.entry, language=link.language)
            else:
                await visit.show_topic(link.topic or "", 0, link.language)
            return
        greeting = reply.say(self._library, "routed", visit.chat.language, "greet")["text"]
        hint = visit.say("telegram_start", days=self._retention_days)
        await visit.tell(f"{greeting}\n\n{hint}", keyboards.start(self._library.wording[visit.chat.language]))

    async def language(self, visit: Visit, _: str) -> None:
        """The nine languages to choose from."""
        await visit.tell(visit.say("telegram_language"), keyboards.languages(visit.chat.chosen or ""))

    async def topics(self, visit: Visit, _: str) -> None:
        """The topics to choose from."""
        await visit.tell(visit.say("telegram_topics"), keyboards.topics(self._library.wording[visit.chat.language]))

    async def nearby(self, visit: Visit, _: str) -> None:
        """Ask for the location; only a private chat can share one by a button."""
        wording = self._library.wording[visit.chat.language]
        await visit.tell(visit.say("telegram_nearby"), keyboards.location(wording) if visit.is_private else None)

    async def check(self, visit: Visit, claim: str) -> None:
        """A claim to be checked, here or in the next message."""
        if claim:
            await visit.question(claim)
        else:
            await visit.tell(visit.say("telegram_check"))

    async def feedback(self, visit: Visit, comment: str) -> None:
        """A comment on the last answer."""
        last = await visit.chats.last_reply(visit.chat)
        if not comment or last is None:
            await visit.tell(visit.say("telegram_feedback"))
            return
        await self._conversations.rate(
            visit.chat.conversation, last, helpful=False, reason="other", comment=beginning(comment, MAX_CHARS)
        )
        await visit.tell(visit.say("page_thanks"))

    async def privacy(self, visit: Visit, _: str) -> None:
        """What is kept, for how long, and how to have it erased."""
        await visit.tell(visit.say("telegram_privacy", days=self._retention_days))

    async def forget(self, visit: Visit, _: str) -> None:
        """Really?"""
        await visit.tell(visit.say("telegram_forget"), keyboards.forget(self._library.wording[visit.chat.language]))

    async def forget_all(self, visit: Visit) -> None:
        """Erase everything about the chat; doing so twice is no mistake."""
        with suppress(NoSuchConversation):
            await visit.chats.forget(visit.chat)
        await visit.tell(visit.say("telegram_forgotten"))
