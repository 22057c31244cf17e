"""One update at work: whose it is, what is asked for it, and what goes back."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from telegram import Bot, Update
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.calendar_files import calendar_of
from bot.conversations import Answer, Conversations, Message
from bot.telegram import keyboards
from bot.telegram.chats import Chat, Chats
from bot.telegram.delivery import Delivery
from bot.telegram.rendering import render
from bot.telegram.splitting import Run, beginning, parts
from knowledge.calendar import today
from knowledge.library import Library
from knowledge.reply import suggestion
from knowledge.text import MAX_CHARS

TYPING_AFTER_SECONDS = 0.7
# Telegram shows the action for five seconds.
TYPING_EVERY_SECONDS = 4.5


@dataclass
class Visit:
    """What a handler needs to ask and to answer; `late`: a question now gets the `failed` reply."""

    library: Library
    conversations: Conversations
    bot: Bot
    update_id: int
    chats: Chats
    chat: Chat
    delivery: Delivery
    late: bool
    address: str

    @property
    def is_private(self) -> bool:
        """Whether it is a chat with one person; Telegram gives groups negative ids."""
        return self.delivery.chat_id > 0

    def say(self, key: str, **values: object) -> str:
        """A phrase in the chat's language."""
        return self.library.wording[self.chat.language].say(key, **values)

    async def tell(self, text: str, markup: Any = None) -> None:
        """Send a phrase."""
        for part in parts([Run(text)]):
            await self.delivery.text(part, markup)

    async def ask(self, *, language: str | None = None, notes: tuple[str, ...] = (), **content: Any) -> None:
        """Ask, and send what comes back; `notes` are phrases to say before it."""
        message = Message(f"u{self.update_id}", language=language or self.chat.chosen, **content)
        ask = self.conversations.fail if self.late else self.conversations.ask
        async with _typing(self.bot, self.delivery.chat_id):
            answer = await ask(self.chat.conversation, message)
        await self.give(answer, notes)

    async def question(self, text: str) -> None:
        """Ask in words; of a long text only the beginning, and then the reply says so."""
        asked = beginning(text, MAX_CHARS)
        await self.ask(text=asked, notes=("telegram_cut",) if len(text) > len(asked) else ())

    async def show_topic(self, topic: str, page: int, language: str | None = None) -> None:
        """The entries of a topic, a page at a time."""
        language = language or self.chat.language
        slugs = [entry.slug for entry in self.library.served(today()) if entry.topic == topic]
        titles = [suggestion(self.library, slug, language) for slug in slugs]
        wording = self.library.wording[language]
        await self.tell(wording.say(f"widget_topic_{topic}"), keyboards.topic(topic, titles, page))

    async def give(self, answer: Answer, notes: tuple[str, ...] = ()) -> None:
        """Send replies."""
        said = [self.library.wording[answer.language].say(note) for note in notes]
        for reply in answer.replies:
            await self._send(reply, said)
            said = []
        await self.delivery.finish()

    async def _send(self, reply: dict[str, Any], notes: list[str]) -> None:
        rendered = render(reply, self.library.wording, notes)
        for part in rendered[:-1]:
            await self.delivery.text(part)
        wording = self.library.wording[reply["language"]]
        await self.delivery.text(rendered[-1], keyboards.of_reply(reply, wording))
        if (place := reply.get("place")) and place.get("lat") is not None:
            await self.delivery.venue(place["name"], place.get("address") or place["name"], place["lat"], place["lon"])
        if "event" in reply and (entry := self.library.find(reply["entry"]["id"])) and entry.event:
            calendar = calendar_of(self.library, [entry], reply["language"], self.address)
            await self.delivery.document(calendar.to_ical(), f"{entry.slug}.ics", wording.say("telegram_calendar"))


class Visits:
    """Makes visits of updates; `late` are the ids of those that are too old to answer."""

    def __init__(self, library: Library, conversations: Conversations, chats: Chats, address: str) -> None:
        self._address = address
        self._library = library
        self._conversations = conversations
        self._chats = chats
        self.late: set[int] = set()

    async def open(self, update: Update, bot: Bot) -> Visit:
        """The visit that an update belongs to."""
        assert update.effective_chat is not None  # an inline query has none, and comes another way
        chat_id = update.effective_chat.id
        message = update.effective_message
        code = update.effective_user.language_code if update.effective_user else None
        chat = await self._chats.open(chat_id, code)
        question = message.message_id if message and not update.callback_query else None
        edited = update.edited_message is not None and question is not None
        late = update.update_id in self.late
        delivery = Delivery(
            bot,
            self._chats,
            chat,
            chat_id,
            update.update_id,
            question=question,
            before=await self._chats.answers_to(chat, question, update.update_id) if edited and question else [],
            done=await self._chats.sent_for(update.update_id),
        )
        return Visit(
            self._library, self._conversations, bot, update.update_id, self._chats, chat, delivery, late, self._address
        )


@asynccontextmanager
async def _typing(bot: Bot, chat_id: int) -> AsyncIterator[None]:
    """Show that something is under way, when it takes longer."""
    task = asyncio.create_task(_keep_typing(bot, chat_id))
    try:
        yield
    finally:
        task.cancel()


async def _keep_typing(bot: Bot, chat_id: int) -> None:
    await asyncio.sleep(TYPING_AFTER_SECONDS)
    while True:
        try:
            await bot.send_chat_action(chat_id, ChatAction.TYPING)
        except TelegramError:
            return
        await asyncio.sleep(TYPING_EVERY_SECONDS)
