"""The Bot API over HTTP: one route for all methods, one for files."""

import asyncio
import hmac
import time
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from . import answers, editing, profile, sending
from .errors import ApiError, bad_request
from .faults import Fault
from .parameters import read
from .state import Call, State
from .webhook import Webhook

METHODS = {**sending.METHODS, **editing.METHODS, **profile.METHODS, **answers.METHODS}
UNAUTHORIZED = ApiError(401, "Unauthorized")
NO_METHOD = ApiError(404, "Not Found: method not found", rule="method")
WEBHOOK_ACTIVE = ApiError(
    409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
OTHER_POLL = ApiError(
    409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
)


class Dropped(Response):
    """Promises a body and closes the connection before it comes."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the head only."""
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"9")]})


class Server:
    """Answers the bot's calls out of a `State`."""

    def __init__(self, state: State, extra_routes: list[BaseRoute]) -> None:
        self.state = state
        self.webhook = Webhook(state)
        self.stopping = False
        self._news = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._poll = 0
        self._own = {
            "setWebhook": self.webhook.set,
            "deleteWebhook": self.webhook.delete,
            "getWebhookInfo": self.webhook.info,
        }
        routes = [
            Route("/bot{token}/{method}", self.call, methods=["GET", "POST"]),
            Route("/file/bot{token}/files/{file_id}", self.file),
        ]
        self.app = Starlette(routes=[*routes, *extra_routes])

    async def started(self) -> None:
        """Remember the loop, so that other threads can wake it."""
        self._loop = asyncio.get_running_loop()
        self.state.updates.wake = self.wake

    def wake(self) -> None:
        """Something is new; from any thread."""
        if self._loop and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._on_news)

    def _on_news(self) -> None:
        self._news.set()
        self._news = asyncio.Event()
        self.webhook.kick()

    async def call(self, request: Request) -> Response:
        """One call of the bot."""
        if not self._authorized(request):
            return _refusal(UNAUTHORIZED)
        method = request.path_params["method"]
        try:
            call = Call(method, await read(request))
        except (ApiError, ValueError) as error:
            return _refusal(error if isinstance(error, ApiError) else bad_request("can't parse the request"))
        with self.state.lock:
            self.state.calls.append(call)
            fault = self.state.faults.take(method)
        if fault and not fault.carried_out:
            return await self._strike(fault, call, request)
        answer = await self._answer(call, request)
        return await self._strike(fault, call, request, answer) if fault else answer

    async def _answer(self, call: Call, request: Request) -> Response:
        try:
            result = await self._get_updates(call, request) if call.method == "getUpdates" else self._carry_out(call)
        except ApiError as error:
            with self.state.lock:
                self.state.refused(call, error)
            return _refusal(error)
        call.status = 200
        return JSONResponse({"ok": True, "result": result})

    def _carry_out(self, call: Call) -> Any:
        with self.state.lock:
            if call.method in self._own:
                return self._own[call.method](call)
            if call.method not in METHODS:
                raise NO_METHOD
            result = METHODS[call.method](self.state, call)
            return dict(result) if isinstance(result, dict) else result

    async def _strike(self, fault: Fault, call: Call, request: Request, answer: Response | None = None) -> Response:
        """Late, dropped or refused; `answer` is what would have been said, had all gone well."""
        await asyncio.sleep(fault.seconds)
        if fault.drops:
            call.status, call.description = 0, "dropped"
            return Dropped()
        if fault.status is not None:
            error = fault.error()
            call.status, call.description = error.status, error.description
            return _refusal(error)
        return answer or await self._answer(call, request)

    async def _get_updates(self, call: Call, request: Request) -> list[dict[str, Any]]:
        """Long polling: at once what is there, else what comes within `timeout` seconds."""
        updates, parameters = self.state.updates, call.parameters
        self._poll += 1
        mine = self._poll
        self.wake()
        if "allowed_updates" in parameters:
            updates.allowed = parameters["allowed_updates"] or None
        limit = min(max(parameters.whole("limit", 100), 1), 100)
        deadline = time.monotonic() + min(parameters.whole("timeout"), 50)
        while True:
            if self.webhook.url:
                raise WEBHOOK_ACTIVE
            if mine != self._poll or await request.is_disconnected():  # nobody would read the answer
                raise OTHER_POLL
            with self.state.lock:
                if "offset" in parameters:
                    updates.confirm(parameters.whole("offset"))
                news = self._news
                ready = updates.polled(limit)
            left = deadline - time.monotonic()
            if ready or left <= 0 or self.stopping:
                return ready
            try:
                await asyncio.wait_for(news.wait(), left)
            except TimeoutError:
                continue

    async def file(self, request: Request) -> Response:
        """A file's content."""
        upload = self.state.files.get(request.path_params["file_id"])
        if not self._authorized(request) or upload is None:
            return _refusal(ApiError(404, "Not Found"))
        return Response(upload.content, media_type=upload.type)

    def _authorized(self, request: Request) -> bool:
        return hmac.compare_digest(request.path_params["token"].encode(), self.state.token.encode())


def _refusal(error: ApiError) -> Response:
    return JSONResponse(error.body(), error.status)
