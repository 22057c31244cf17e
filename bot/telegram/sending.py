"""Calls of the Bot API at Telegram's pace: its limits are kept, a 429 is obeyed, a broken call is made again."""

import asyncio
import os
import random
import time
from collections import deque
from collections.abc import Callable, Coroutine
from typing import Any

from telegram.error import BadRequest, NetworkError, RetryAfter
from telegram.ext import BaseRateLimiter

from bot.telegram import metrics

# The library's exceptions give times as timedelta, as its next version always will.
os.environ.setdefault("PTB_TIMEDELTA", "1")

# Telegram lets 30 messages a second through; two are left for those that arrive closer than they were sent.
OVERALL = (28, 1.0)
# One a second in a chat, where a short burst is let through: an answer, its map and its calendar file.
PRIVATE = (3, 3.05)
GROUP = (20, 61.0)
TRIES = 5
LONGEST_WAIT_SECONDS = 30.0
IDLE_CHATS = 5000


class Window:
    """At most `count` in any `seconds`."""

    def __init__(self, count: int, seconds: float) -> None:
        self._seconds = seconds
        self._taken: deque[float] = deque(maxlen=count)

    def wait(self) -> float:
        """Seconds until there is room."""
        if len(self._taken) < (self._taken.maxlen or 0):
            return 0.0
        return max(0.0, self._taken[0] + self._seconds - time.monotonic())

    def take(self) -> None:
        """Count one."""
        self._taken.append(time.monotonic())

    @property
    def idle(self) -> bool:
        """Whether nothing was taken lately."""
        return time.monotonic() - self._taken[-1] > self._seconds if self._taken else True


class Pace(BaseRateLimiter[None]):
    """Waits before a message where it must, and tries again where that can help.

    What still fails after that is raised: `RetryAfter` when the wait is long, `NetworkError` and its kinds.
    """

    def __init__(self) -> None:
        self._all = Window(*OVERALL)
        self._turn = asyncio.Lock()
        self._chats: dict[Any, list[Window]] = {}
        self._halted: dict[Any, float] = {}

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(  # noqa: PLR0917 - the library's signature
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,  # noqa: ARG002
    ) -> Any:
        """Make the call when its time has come."""
        chat = data.get("chat_id")
        for failures in range(1, TRIES + 1):
            await self._wait(chat, is_message=_is_message(endpoint))
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                seconds = wait_of(error)
                self._halted[chat] = time.monotonic() + seconds
                if failures == TRIES or seconds > LONGEST_WAIT_SECONDS:
                    raise
                metrics.RETRIED.labels("429").inc()
            except BadRequest:
                raise
            except NetworkError as error:
                if failures == TRIES:
                    raise
                metrics.RETRIED.labels(type(error).__name__).inc()
                await asyncio.sleep(random.uniform(0.5, 1) * 0.5 * 2**failures)  # noqa: S311 - jitter
        raise AssertionError

    async def _wait(self, chat: Any, *, is_message: bool) -> None:
        if (seconds := self._halted.get(chat, 0.0) - time.monotonic()) > 0:
            await asyncio.sleep(seconds)
        self._halted.pop(chat, None)
        if not is_message:
            return
        windows = self._windows(chat)
        while (seconds := max(window.wait() for window in windows)) > 0:  # noqa: ASYNC110 - a place in time, no event
            await asyncio.sleep(seconds)
        for window in windows:
            window.take()
        async with self._turn:
            await asyncio.sleep(self._all.wait())
            self._all.take()

    def _windows(self, chat: Any) -> list[Window]:
        if len(self._chats) > IDLE_CHATS:
            self._chats = {key: kept for key, kept in self._chats.items() if not all(one.idle for one in kept)}
        if chat not in self._chats:
            self._chats[chat] = [Window(*PRIVATE), *([Window(*GROUP)] if _is_group(chat) else [])]
        return self._chats[chat]


def wait_of(error: RetryAfter) -> float:
    """The seconds that Telegram asks to wait."""
    asked: Any = error.retry_after
    return float(asked) if isinstance(asked, int) else asked.total_seconds()


def _is_message(endpoint: str) -> bool:
    """Whether the call counts against the limits for messages."""
    return endpoint == "editMessageText" or (endpoint.startswith("send") and endpoint != "sendChatAction")


def _is_group(chat: Any) -> bool:
    return str(chat).startswith("-")
