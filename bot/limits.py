"""How much one visitor or one address may ask for."""

import ipaddress
import time

from fastapi import Request
from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter

from bot.problems import Problem
from bot.settings import Settings


class Limits:
    """Sliding windows of a minute, in memory: one gateway, and a restart may forget them."""

    def __init__(self, settings: Settings) -> None:
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._trusted = [ipaddress.ip_network(address, strict=False) for address in settings.trusted_proxies]
        self._conversation = RateLimitItemPerMinute(settings.questions_per_minute)
        self._address = RateLimitItemPerMinute(settings.questions_per_minute_address)
        self._new = RateLimitItemPerMinute(settings.conversations_per_minute_address)

    async def new_conversation(self, request: Request) -> None:
        """Raises `Problem` with the seconds to wait."""
        await self._hit(self._new, "new", self.address(request))

    async def question(self, request: Request, conversation: str) -> None:
        """Raises `Problem` with the seconds to wait."""
        await self._hit(self._address, "address", self.address(request))
        await self._hit(self._conversation, "conversation", conversation)

    def address(self, request: Request) -> str:
        """The visitor's address, an IPv6 one by its /64; forwarded addresses count from trusted proxies only."""
        forwarded = [hop for header in request.headers.getlist("x-forwarded-for") for hop in header.split(",")]
        visitor = None
        for hop in (request.client.host if request.client else "", *reversed(forwarded)):
            address = _address(hop.strip())
            if address is None:
                break
            visitor = address
            if not any(visitor in network for network in self._trusted):
                break
        if visitor is None:
            return "unknown"
        return str(ipaddress.ip_network((visitor, 64 if visitor.version == 6 else 32), strict=False))

    async def _hit(self, limit: RateLimitItemPerMinute, *key: str) -> None:
        if not await self._limiter.hit(limit, *key):
            window = await self._limiter.get_window_stats(limit, *key)
            raise Problem("too_many", retry_after=max(1, round(window.reset_time - time.time())))


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
