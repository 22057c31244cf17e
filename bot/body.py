"""Lets only small, well-formed JSON bodies reach the application."""

import json
from typing import Any

from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.problems import Problem, document
from knowledge.library import Library

MAX_BYTES = 16_000
WITH_BODY = ("POST", "PUT", "PATCH")


class JsonBody:
    """Refuses bodies over 16 kB (413), of another type (415) or not JSON (400), without echoing them.

    Requests to `except_paths` pass: what is there reads its own body.
    A lone surrogate, which JSON can spell but UTF-8 cannot hold, is replaced: what was meant is not lost.
    """

    def __init__(self, app: ASGIApp, library: Library, except_paths: tuple[str, ...]) -> None:
        self._app, self._library, self._except_paths = app, library, except_paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check the body, then pass it on."""
        if scope["type"] != "http" or scope["method"] not in WITH_BODY or scope["path"] in self._except_paths:
            await self._app(scope, receive, send)
            return
        try:
            body = _clean(await _read(scope, receive))
        except Problem as problem:
            await document(self._library, Request(scope), problem)(scope, receive, send)
            return
        sent = False

        async def replay() -> Message:
            nonlocal sent
            if sent:
                return await receive()
            sent = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self._app(scope, replay, send)


async def _read(scope: Scope, receive: Receive) -> bytes:
    headers = dict(scope["headers"])
    if headers.get(b"content-type", b"").split(b";")[0].strip().lower() != b"application/json":
        raise Problem("media_type")
    declared = headers.get(b"content-length", b"0")
    if not declared.isdigit() or int(declared) > MAX_BYTES:
        raise Problem("too_large" if declared.isdigit() else "malformed")
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Problem("malformed")
        body += message.get("body", b"")
        if len(body) > MAX_BYTES:
            raise Problem("too_large")
        if not message.get("more_body"):
            return bytes(body)


def _clean(body: bytes) -> bytes:
    try:
        value = json.loads(body, parse_constant=_no_constant)
        if not isinstance(value, dict):
            raise Problem("malformed")
        text = json.dumps(value, ensure_ascii=False)
    except (ValueError, RecursionError) as error:
        raise Problem("malformed") from error
    return text.encode("utf-8", "replace")


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")
