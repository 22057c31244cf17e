"""Where Telegram delivers updates: 200 only when they are on the disk."""

import hmac
import json
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.requests import ClientDisconnect

from bot.record import RecordUnavailable
from bot.telegram.intake import Malformed

PATH = "/telegram/webhook"
MAX_BYTES = 1_000_000
RETRY_AFTER_SECONDS = 5


class NotReady(Exception):
    """The channel is starting or stopping."""


def build_router(secret: str, receive: Callable[[list[dict[str, Any]]], Awaitable[None]]) -> APIRouter:
    """The endpoint; without the right secret (compared in constant time) nothing is even read."""
    router = APIRouter(include_in_schema=False)

    @router.post(PATH)
    async def deliver(request: Request) -> Response:
        given = request.headers.get("x-telegram-bot-api-secret-token", "")
        if not hmac.compare_digest(given.encode("utf-8", "replace"), secret.encode()):
            return Response(status_code=403)
        try:
            await receive([json.loads(await _body(request))])
        except (ValueError, RecursionError, Malformed, ClientDisconnect):
            return Response(status_code=400)
        except (RecordUnavailable, NotReady):
            return Response(status_code=503, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})
        return Response(status_code=200)

    return router


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MAX_BYTES:
            raise ValueError("too large")
    return bytes(body)
