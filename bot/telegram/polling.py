"""Fetches updates where no webhook can reach the gateway; only outgoing connections are needed."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.record import RecordUnavailable
from bot.telegram.sending import wait_of

ALLOWED = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member")
LONG_POLL_SECONDS = 25
MARGIN_SECONDS = 10
AGAIN_SECONDS = 2.0
MOST_SECONDS = 60.0

log = structlog.get_logger()


class RawBot(ExtBot[None]):
    """A bot that also gives updates as Telegram wrote them, so that one it cannot read does not stop the others."""

    async def fetch(self, offset: int | None) -> list[dict[str, Any]]:
        """Wait for updates from `offset` on; asking for them confirms those before. Raises `TelegramError`."""
        data = {"timeout": LONG_POLL_SECONDS, "offset": offset, "allowed_updates": ALLOWED}
        wait = LONG_POLL_SECONDS + MARGIN_SECONDS
        found = await self._post("getUpdates", {k: v for k, v in data.items() if v is not None}, read_timeout=wait)
        return found if isinstance(found, list) else []


async def poll(bot: RawBot, receive: Callable[[list[dict[str, Any]]], Awaitable[None]]) -> None:
    """Fetch for ever. Updates are confirmed by the next call, so after `receive` has stored them."""
    offset, failures = None, 0
    while True:
        try:
            updates = await bot.fetch(offset)
            await receive(updates)
        except (TelegramError, RecordUnavailable) as error:
            failures += 1
            log.warning("polling failed", error=type(error).__name__, times=failures)
            await asyncio.sleep(_pause(error, failures))
            continue
        failures = 0
        if updates:
            offset = updates[-1]["update_id"] + 1


def _pause(error: Exception, failures: int) -> float:
    if isinstance(error, RetryAfter):
        return wait_of(error)
    if isinstance(error, (Conflict, InvalidToken)):  # another bot with this token, or no bot with it
        return MOST_SECONDS / 6
    return min(MOST_SECONDS, AGAIN_SECONDS * 2 ** min(failures - 1, 5))
