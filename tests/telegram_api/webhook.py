"""`setWebhook` and what it entails: updates are posted to the bot until it answers with 2xx, in order within a chat."""

import asyncio
import re
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx

from .errors import bad_request
from .state import Call, State
from .updates import Update, queue_of

PORTS = {443, 80, 88, 8443}
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
LONGEST_SECONDS = 60


@dataclass
class Webhook:
    """One webhook, or none while `url` is empty.

    Attributes:
        redelivery_seconds: the first delay after a failure; it doubles.
        posts: each delivery tried: (seconds, update_id, HTTP status or 0).
    """

    state: State
    redelivery_seconds: float = 0.1
    url: str = ""
    secret: str = ""
    connections: int = 40
    error: dict[str, Any] = field(default_factory=dict)
    posts: list[tuple[float, int, int]] = field(default_factory=list)
    _tasks: dict[Any, asyncio.Task[None]] = field(default_factory=dict)

    def set(self, call: Call) -> bool:
        """`setWebhook`. Raises `ApiError` 400 for an address that Telegram would not post to."""
        url = str(call.parameters.get("url") or "")
        secret = str(call.parameters.get("secret_token") or "")
        parts = urlsplit(url)
        loopback = parts.hostname in ("127.0.0.1", "localhost")
        if url and not loopback and (parts.scheme != "https" or (parts.port or 443) not in PORTS):
            raise bad_request("bad webhook: HTTPS url must be provided for webhook", rule="webhook")
        if secret and not SECRET.fullmatch(secret):
            raise bad_request("secret token contains unallowed characters", rule="webhook")
        self._stop(call)
        self.url, self.secret = url, secret
        self.connections = call.parameters.whole("max_connections", 40)
        if "allowed_updates" in call.parameters:
            self.state.updates.allowed = call.parameters["allowed_updates"] or None
        self.state.updates.wake()
        return True

    def delete(self, call: Call) -> bool:
        """`deleteWebhook`: what was not delivered waits for `getUpdates`."""
        self._stop(call)
        self.url = ""
        return True

    def info(self, _: Call) -> dict[str, Any]:
        """`getWebhookInfo`."""
        allowed = self.state.updates.allowed
        return {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self.state.updates.pending),
            **({"max_connections": self.connections} if self.url else {}),
            **({"allowed_updates": allowed} if allowed else {}),
            **self.error,
        }

    def kick(self) -> None:
        """Start a task for each chat that has something to deliver."""
        if not self.url:
            return
        with self.state.lock:
            waiting = {queue_of(update) for update in [*self.state.updates.again, *self.state.updates.pending]}
        for queue in waiting - self._tasks.keys():
            if len(self._tasks) < self.connections:
                self._tasks[queue] = asyncio.create_task(self._deliver(queue))

    def _stop(self, call: Call) -> None:
        for task in self._tasks.values():
            task.cancel()
        self._tasks.clear()
        self.error = {}
        if call.parameters.flag("drop_pending_updates"):
            self.state.updates.pending.clear()
            self.state.updates.again.clear()

    async def _deliver(self, queue: Any) -> None:
        """Everything of one chat, one after the other."""
        delay = self.redelivery_seconds
        # Certificates are not checked: reading the list of authorities takes longer than a delivery.
        async with httpx.AsyncClient(timeout=30, trust_env=False, verify=False) as client:
            while (update := self._next(queue)) is not None:
                status, wait = await self._post(client, update)
                if 200 <= status < 300:
                    self._delivered(update)
                    delay = self.redelivery_seconds
                    continue
                await asyncio.sleep(max(delay, wait))
                delay = min(delay * 2, LONGEST_SECONDS)
        self._tasks.pop(queue, None)
        self.kick()

    def _next(self, queue: Any) -> Update | None:
        with self.state.lock:
            waiting = [*self.state.updates.again, *self.state.updates.pending]
            return next((update for update in waiting if queue_of(update) == queue), None)

    def _delivered(self, update: Update) -> None:
        with self.state.lock:
            updates = self.state.updates
            holder = updates.again if any(one is update for one in updates.again) else updates.pending
            holder[:] = [one for one in holder if one is not update]

    async def _post(self, client: httpx.AsyncClient, update: Update) -> tuple[int, float]:
        """The status, 0 for none, and the seconds that Retry-After asks for."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.secret} if self.secret else {}
        try:
            answer = await client.post(self.url, json=update, headers=headers)
        except httpx.HTTPError as error:
            self._failed(update, 0, f"Connection failed: {type(error).__name__}")
            return 0, 0
        if answer.is_success:
            self.posts.append((time.monotonic(), update["update_id"], answer.status_code))
            return answer.status_code, 0
        reason = f"Wrong response from the webhook: {answer.status_code} {answer.reason_phrase}"
        self._failed(update, answer.status_code, reason)
        after = answer.headers.get("retry-after", "")
        return answer.status_code, float(after) if after.isdigit() else 0

    def _failed(self, update: Update, status: int, reason: str) -> None:
        self.posts.append((time.monotonic(), update["update_id"], status))
        self.error = {"last_error_date": int(time.time()), "last_error_message": reason}
