"""What the bot does with each kind of update."""

from typing import Any

from telegram import CallbackQuery, Update
from telegram.error import BadRequest
from telegram.ext import Application, CallbackQueryHandler, ChatMemberHandler, ContextTypes, MessageHandler, filters

from bot.conversations import Conversations
from bot.record import NoSuchConversation
from bot.telegram import keyboards
from bot.telegram.chats import Chats
from bot.telegram.commands import Commands, text_of
from bot.telegram.visit import Visit, Visits
from knowledge.entry import TOPICS
from knowledge.languages import LANGUAGES
from knowledge.library import Library

App = Application[Any, Any, Any, Any, Any, Any]
Context = ContextTypes.DEFAULT_TYPE


class Handlers:
    """Registered once; whatever they need to know of a chat is in the record."""

    def __init__(
        self, library: Library, conversations: Conversations, chats: Chats, visits: Visits, commands: Commands
    ) -> None:
        self._library = library
        self._conversations = conversations
        self._chats = chats
        self._visits = visits
        self._commands = commands
        self._presses = {
            "e": self._open_entry, "t": self._rate, "r": self._reason, "l": self._language, "p": self._topic,
            "c": self._command, "f": self._forget,
        }  # fmt: skip

    def register(self, application: App) -> None:
        """In the order in which they are tried."""
        self._commands.register(application)
        application.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, self.moved))
        application.add_handler(MessageHandler(filters.COMMAND, self.unknown_command))
        application.add_handler(MessageHandler(filters.TEXT, self.question))
        application.add_handler(MessageHandler(filters.LOCATION, self.location))
        application.add_handler(MessageHandler(filters.ALL, self.other_kind))
        application.add_handler(CallbackQueryHandler(self.pressed))
        application.add_handler(ChatMemberHandler(self.member, ChatMemberHandler.MY_CHAT_MEMBER))

    async def question(self, update: Update, context: Context) -> None:
        """A question in words."""
        visit = await self._visits.open(update, context.bot)
        await visit.question(text_of(update))

    async def location(self, update: Update, context: Context) -> None:
        """Where the visitor is: what is near is answered, the place is kept nowhere."""
        if update.message and (place := update.message.location):  # not a live one, which is edited all the time
            visit = await self._visits.open(update, context.bot)
            await visit.ask(location=(place.latitude, place.longitude))

    async def other_kind(self, update: Update, context: Context) -> None:
        """A sticker, a photo, a voice message ...: only text can be read. An album is told so once."""
        if update.message is None:
            return
        album = update.message.media_group_id
        if album and context.chat_data is not None:
            if context.chat_data.get("album") == album:
                return
            context.chat_data["album"] = album
        visit = await self._visits.open(update, context.bot)
        await visit.tell(visit.say("telegram_text_only"))

    async def unknown_command(self, update: Update, context: Context) -> None:
        """A command that there is not."""
        visit = await self._visits.open(update, context.bot)
        await visit.tell(visit.say("telegram_unknown_command"))

    async def moved(self, update: Update, _: Context) -> None:
        """A group has become a supergroup: told in the old chat and in the new one, in any order."""
        message = update.effective_message
        if message and message.migrate_to_chat_id:
            await self._chats.move(message.chat_id, message.migrate_to_chat_id)
        elif message and message.migrate_from_chat_id:
            await self._chats.move(message.migrate_from_chat_id, message.chat_id)

    async def member(self, update: Update, context: Context) -> None:
        """Added to a group: say how it works there."""
        change = update.my_chat_member
        if change and change.chat.type != "private" and change.new_chat_member.status == "member":
            visit = await self._visits.open(update, context.bot)
            await visit.tell(visit.say("telegram_group", name=f"@{context.bot.username}"))

    async def pressed(self, update: Update, context: Context) -> None:
        """A button, however old."""
        query = update.callback_query
        assert query is not None
        visit = await self._visits.open(update, context.bot)
        kind, _, rest = (query.data or "").partition(":")
        toast = None
        if kind in self._presses:
            toast = await self._presses[kind](visit, query, rest)
        await _acknowledge(query, toast)

    async def _open_entry(self, visit: Visit, query: CallbackQuery, slug: str) -> None:
        await _acknowledge(query)
        entry = self._library.find(slug)
        await visit.ask(choice=entry.slug if entry else slug[:48])

    async def _rate(self, visit: Visit, _: CallbackQuery, rest: str) -> str:
        reply, helpful = _two(rest)
        if not await self._rated(visit, reply, helpful=helpful == "1", reason=None):
            return visit.say("error_not_found")
        if helpful != "1":
            wording = self._library.wording[visit.chat.language]
            await visit.tell(visit.say("telegram_reason"), keyboards.reasons(reply, wording))
        return visit.say("page_thanks")

    async def _reason(self, visit: Visit, _: CallbackQuery, rest: str) -> str:
        reply, reason = _two(rest)
        known = reason in keyboards.REASONS and await self._rated(visit, reply, helpful=False, reason=reason)
        return visit.say("page_thanks" if known else "error_not_found")

    async def _rated(self, visit: Visit, reply: str, *, helpful: bool, reason: str | None) -> bool:
        if not (reply.isdecimal() and len(reply) < 19):
            return False
        try:
            await self._conversations.rate(
                visit.chat.conversation, int(reply), helpful=helpful, reason=reason, comment=None
            )
        except NoSuchConversation:
            return False
        return True

    async def _language(self, visit: Visit, query: CallbackQuery, language: str) -> None:
        if language in LANGUAGES:
            await self._chats.choose_language(visit.chat, language)
            await _acknowledge(query)
            say = self._library.wording[language].say
            await visit.tell(say("telegram_language_chosen"))

    async def _topic(self, visit: Visit, query: CallbackQuery, rest: str) -> None:
        topic, _, page = rest.partition(":")
        if topic in TOPICS:
            await _acknowledge(query)
            await visit.show_topic(topic, int(page) if page.isdecimal() else 0)

    async def _command(self, visit: Visit, query: CallbackQuery, name: str) -> None:
        await _acknowledge(query)
        await self._commands.run(visit, name)

    async def _forget(self, visit: Visit, query: CallbackQuery, answer: str) -> None:
        await _acknowledge(query)
        if answer == "1":
            await self._commands.forget_all(visit)
        else:
            await visit.tell(visit.say("telegram_kept"))


def _two(rest: str) -> tuple[str, str]:
    first, _, second = rest.partition(":")
    return first, second


async def _acknowledge(query: CallbackQuery, toast: str | None = None) -> None:
    """Stop the button's clock; after a while Telegram no longer lets us, and that is no harm."""
    try:
        await query.answer(toast)
    except BadRequest:
        return
