"""Whether the gateway lives, whether everything is ready, and what it has counted."""

import asyncio
import time

import httpx
from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot import metrics
from bot.dialogue import Dialogue
from bot.record import Record, RecordUnavailable

REMEMBERED_SECONDS = 2.0
TIMEOUT_SECONDS = 3.0


class Readiness:
    """Asks every part, at most once in two seconds."""

    def __init__(self, record: Record, dialogue: Dialogue, actions_url: str, content_version: str) -> None:
        self._record = record
        self._dialogue = dialogue
        self._actions = httpx.AsyncClient(base_url=actions_url, timeout=TIMEOUT_SECONDS, trust_env=False)
        self._content_version = content_version
        self._lock = asyncio.Lock()
        self._parts: dict[str, bool] = {}
        self._asked_at = -REMEMBERED_SECONDS

    async def parts(self) -> dict[str, bool]:
        """Each part and whether it is ready; `content` is true when gateway, actions and index hold the same."""
        async with self._lock:
            if time.monotonic() - self._asked_at >= REMEMBERED_SECONDS:
                self._parts = await self._ask()
                self._asked_at = time.monotonic()
                for part, ready in self._parts.items():
                    metrics.READY.labels(part).set(ready)
        return self._parts

    async def close(self) -> None:
        """Close the connections."""
        await self._actions.aclose()

    async def _ask(self) -> dict[str, bool]:
        record, dialogue, versions = await asyncio.gather(
            self._record_ready(), self._dialogue.ready(), self._actions_versions()
        )
        same = set(versions.values()) == {self._content_version}
        return {"record": record, "dialogue": dialogue, "actions": bool(versions), "content": same}

    async def _record_ready(self) -> bool:
        try:
            await self._record.ping()
        except RecordUnavailable:
            return False
        return True

    async def _actions_versions(self) -> dict[str, str]:
        try:
            told = (await self._actions.get("/ready")).raise_for_status().json()
            return {name: told[name] for name in ("content_version", "index_version")}
        except (httpx.HTTPError, ValueError, KeyError, TypeError):
            return {}


def build_router(readiness: Readiness) -> APIRouter:
    """`/live`, `/ready` and `/metrics`."""
    router = APIRouter(tags=["health"])

    @router.get("/live")
    async def live() -> dict[str, str]:
        return {"status": "ok"}

    @router.get("/ready")
    async def ready() -> JSONResponse:
        parts = await readiness.parts()
        state = all(parts.values())
        return JSONResponse({"ready": state, "parts": parts}, 200 if state else 503)

    @router.get("/metrics")
    async def counted() -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return router
