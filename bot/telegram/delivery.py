"""Sends what belongs to one update: each message once, also when a crash came between.

Where the visitor edited a message, what answered it before is edited too, and what is left over is deleted.
"""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

from telegram import Bot, Message, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated

from bot.telegram.chats import Chat, Chats, Sent
from bot.telegram.splitting import plain


class Delivery:
    """`before` are the messages that answered the same question earlier, `done` how many were sent for this update."""

    def __init__(
        self,
        bot: Bot,
        chats: Chats,
        chat: Chat,
        chat_id: int,
        update_id: int,
        *,
        question: int | None,
        before: list[Sent],
        done: int,
    ) -> None:
        self.chat_id = chat_id
        self._bot, self._chats, self._chat, self._update_id = bot, chats, chat, update_id
        self._question, self._done = question, done
        self._before = [sent.message_id for sent in before if sent.is_text]
        self._others_before = [sent.message_id for sent in before if not sent.is_text]
        self._position = self._texts = 0

    async def text(self, part: str, markup: Any = None) -> None:
        """A text in Telegram's HTML; where Telegram cannot read it, the same without formatting."""
        self._texts += 1

        async def send() -> Sent:
            try:
                return await self._text(part, markup, ParseMode.HTML)
            except BadRequest as error:
                if "parse" not in error.message.lower():
                    raise
                return await self._text(plain(part), markup, None)

        await self._once(send)

    async def venue(self, title: str, address: str, lat: float, lon: float) -> None:
        """A place on the map."""
        await self._once(
            lambda: self._sent(
                self._bot.send_venue(self.chat_id, lat, lon, title, address, reply_parameters=self._reply())
            )
        )

    async def document(self, content: bytes, filename: str, caption: str) -> None:
        """A file."""
        await self._once(
            lambda: self._sent(
                self._bot.send_document(
                    self.chat_id, content, caption, filename=filename, reply_parameters=self._reply()
                )
            )
        )

    async def finish(self) -> None:
        """Delete what answered the question before it was edited and is not needed any more."""
        for message_id in [*self._before[self._texts :], *self._others_before]:
            with suppress(BadRequest):  # too old to delete, or deleted by the visitor
                await self._bot.delete_message(self.chat_id, message_id)
            await self._chats.note_deleted(self._chat, message_id)

    async def _once(self, send: Callable[[], Awaitable[Sent]]) -> None:
        position, self._position = self._position, self._position + 1
        if position < self._done:
            return
        try:
            sent = await send()
        except ChatMigrated as error:
            self._chat = replace(self._chat, key=await self._chats.move(self.chat_id, error.new_chat_id))
            self.chat_id = error.new_chat_id
            sent = await send()
        await self._chats.note_sent(self._chat, self._update_id, position, self._question, sent)

    async def _text(self, text: str, markup: Any, parse_mode: str | None) -> Sent:
        if self._texts <= len(self._before):
            message_id = self._before[self._texts - 1]
            if await self._edited(message_id, text, markup, parse_mode):
                return Sent(message_id, is_text=True)
        return await self._sent(
            self._bot.send_message(
                self.chat_id, text, parse_mode=parse_mode, reply_markup=markup, reply_parameters=self._reply()
            ),
            is_text=True,
        )

    async def _edited(self, message_id: int, text: str, markup: Any, parse_mode: str | None) -> bool:
        try:
            await self._bot.edit_message_text(
                text, self.chat_id, message_id, parse_mode=parse_mode, reply_markup=markup
            )
        except BadRequest as error:
            if "parse" in error.message.lower():
                raise
            return "not modified" in error.message.lower()
        return True

    def _reply(self) -> ReplyParameters | None:
        """In a group the first message says which question it answers."""
        if self.chat_id > 0 or self._question is None or self._position > 1:
            return None
        return ReplyParameters(self._question, allow_sending_without_reply=True)

    @staticmethod
    async def _sent(call: Awaitable[Message], *, is_text: bool = False) -> Sent:
        return Sent((await call).message_id, is_text)
