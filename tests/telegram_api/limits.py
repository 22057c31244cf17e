"""Telegram's flood limits: 30 messages a second in all, 1 a second in a chat, 20 a minute in a group.

Each is a bucket that fills at that rate and holds a short burst: Telegram allows bursts without saying how long.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from .errors import ApiError


@dataclass
class Bucket:
    """Room for `size` messages, refilled by `per_second`."""

    size: float
    per_second: float
    level: float = field(init=False)
    seen: float | None = None

    def __post_init__(self) -> None:
        self.level = self.size

    def wait_seconds(self, now: float) -> float:
        """Seconds until the next message fits; 0 if it fits now."""
        if self.seen is not None:
            self.level = min(self.size, self.level + (now - self.seen) * self.per_second)
        self.seen = now
        return 0.0 if self.level >= 1 else (1 - self.level) / self.per_second


@dataclass
class Limits:
    """How much is let through.

    Attributes:
        burst: messages that a private chat takes at once.
        slack: messages more than 30 that are let through at once, for those that arrive closer than they were sent.
        clock: seconds; tests may turn it by hand.
    """

    per_second: float = 30
    slack: float = 3
    per_second_chat: float = 1
    burst: float = 5
    per_minute_group: float = 20
    enforced: bool = True
    clock: Callable[[], float] = time.monotonic
    _all: Bucket = field(init=False)
    _chats: dict[int, list[Bucket]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._all = Bucket(self.per_second + self.slack, self.per_second)

    def take(self, chat_id: int) -> None:
        """Let one message through. Raises `ApiError` 429 with `retry_after` in whole seconds."""
        if not self.enforced:
            return
        if chat_id not in self._chats:
            self._chats[chat_id] = self._buckets(chat_id)
        buckets = [self._all, *self._chats[chat_id]]
        now = self.clock()
        wait = max(bucket.wait_seconds(now) for bucket in buckets)
        if wait > 0:
            seconds = max(1, math.ceil(wait))
            description = f"Too Many Requests: retry after {seconds}"
            raise ApiError(429, description, rule="flood", retry_after=seconds)
        for bucket in buckets:
            bucket.level -= 1

    def _buckets(self, chat_id: int) -> list[Bucket]:
        chat = Bucket(self.burst, self.per_second_chat)
        if chat_id > 0:
            return [chat]
        return [chat, Bucket(self.per_minute_group, self.per_minute_group / 60)]
