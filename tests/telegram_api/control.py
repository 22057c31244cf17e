"""The emulator as a test holds it."""

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, Self, TypeVar

import uvicorn
from starlette.routing import BaseRoute

from .faults import Fault
from .limits import Limits
from .people import Group, Person, put_membership
from .server import Server
from .state import BOT_ID, Call, State, Violation
from .updates import Update, kind

Seen = TypeVar("Seen")


class QuickServer(uvicorn.Server):
    """Looks for its end a hundred times a second instead of ten, since each test stops one."""

    async def main_loop(self) -> None:
        """Serve until told to stop."""
        ticks = 0
        while not await self.on_tick(ticks // 10):
            ticks += 1
            await asyncio.sleep(0.01)


class TelegramApi:
    """Telegram's Bot API on a free port of this machine, from `with` to its end.

    Attributes:
        url: the base address, without a slash at its end.
        token: the only token that is accepted.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        username: str = "haidang_test_bot",
        flood: bool = True,
        limits: Limits | None = None,
        privacy_mode: bool = True,
        routes: Sequence[BaseRoute] = (),
    ) -> None:
        self.state = State(username, limits or Limits(enforced=flood), privacy_mode)
        self.server = Server(self.state, list(routes))
        self.token = self.state.token
        self.username = username
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind(("127.0.0.1", port))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        config = uvicorn.Config(
            self.server.app, log_config=None, log_level="critical", access_log=False, ws="none", lifespan="off",
            timeout_graceful_shutdown=1,
        )  # fmt: skip
        self._uvicorn = QuickServer(config)
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self.wait(lambda: self._uvicorn.started)
        return self

    def __exit__(self, *_: object) -> None:
        self.server.stopping = True
        self.server.wake()
        self._uvicorn.should_exit = True
        self._thread.join()
        self._socket.close()

    def _serve(self) -> None:
        async def serve() -> None:
            await self.server.started()
            await self._uvicorn.serve([self._socket])

        asyncio.run(serve())

    # People

    def person(self, language: str | None = None, name: str = "Mai") -> Person:
        """Someone new, who has not written to the bot yet: until then it gets 403."""
        with self.state.lock:
            return Person(self.state, self.state.chats.open("private", name), language)

    def group(self, title: str = "Nhóm", *, supergroup: bool = False) -> Group:
        """A new group, to which the bot has just been added."""
        with self.state.lock:
            chat = self.state.chats.open("supergroup" if supergroup else "group", title)
            put_membership(self.state, chat, {"id": BOT_ID + 1, "is_bot": False, "first_name": "Admin"}, "member")
            return Group(self.state, chat)

    # Updates

    def puts(self, content: Update) -> Update:
        """Any update, without its number, which is given."""
        with self.state.lock:
            return self.state.updates.put(content)

    def redelivers(self, update: dict[str, Any] | int) -> None:
        """The newest update with this message, or the one with this `update_id`, once more."""
        with self.state.lock:
            number = update if isinstance(update, int) else self._update_of(update)
            self.state.updates.redeliver(number)

    def _update_of(self, message: dict[str, Any]) -> int:
        for update in reversed(self.state.updates.all):
            content = update[kind(update)]
            same_chat = content.get("chat", {}).get("id") == message["chat"]["id"]
            if same_chat and content.get("message_id") == message["message_id"]:
                return update["update_id"]
        raise LookupError("no update has this message")

    def holds(self) -> None:
        """Keep new updates back."""
        with self.state.lock:
            self.state.updates.held = []

    def releases(self, order: list[int] | None = None) -> None:
        """Deliver what was kept back: in order, or as `order` says, e.g. [1, 0]."""
        with self.state.lock:
            self.state.updates.release(order)

    @property
    def pending(self) -> list[Update]:
        """Updates that the bot has not confirmed yet."""
        with self.state.lock:
            return [*self.state.updates.pending, *self.state.updates.again, *(self.state.updates.held or [])]

    # Faults

    def fails(self, method: str, *, status: int, times: int = 1, retry_after: int | None = None) -> None:
        """Answer the next calls of a method with an error; nothing is done. "*" is any method but getUpdates."""
        self._order(Fault(method, times, status=status, retry_after=retry_after))

    def hangs(self, method: str, *, seconds: float, times: int = 1, carried_out: bool = False) -> None:
        """Answer late; with `carried_out`, do at once what was asked."""
        self._order(Fault(method, times, seconds=seconds, carried_out=carried_out))

    def drops(self, method: str, *, times: int = 1, carried_out: bool = False) -> None:
        """Close the connection without an answer, having done what was asked or not."""
        self._order(Fault(method, times, drops=True, carried_out=carried_out))

    def _order(self, fault: Fault) -> None:
        with self.state.lock:
            self.state.faults.waiting.append(fault)

    # What happened

    @property
    def calls(self) -> list[Call]:
        """All calls of the bot, oldest first."""
        with self.state.lock:
            return list(self.state.calls)

    def calls_of(self, method: str) -> list[Call]:
        """The calls of one method."""
        return [call for call in self.calls if call.method == method]

    @property
    def violations(self) -> list[Violation]:
        """The limits that the bot broke."""
        with self.state.lock:
            return list(self.state.violations)

    @property
    def unanswered(self) -> list[str]:
        """Presses that the bot has not answered: their button keeps waiting."""
        with self.state.lock:
            return [number for number, press in self.state.presses.items() if "answer" not in press]

    @property
    def inline_answers(self) -> dict[str, dict[str, Any]]:
        """What `answerInlineQuery` gave, by the query's id; each result with the `message` that it would write."""
        return self.state.inline_answers

    @property
    def profile(self) -> dict[tuple[str, ...], Any]:
        """What the bot set about itself: ("commands", scope as JSON, language), ("description", language) ..."""
        return self.state.profile

    @property
    def redelivery_seconds(self) -> float:
        """The first delay after a failed webhook delivery; it doubles."""
        return self.server.webhook.redelivery_seconds

    @redelivery_seconds.setter
    def redelivery_seconds(self, seconds: float) -> None:
        self.server.webhook.redelivery_seconds = seconds

    @property
    def posts(self) -> list[tuple[float, int, int]]:
        """Webhook deliveries tried: (seconds, update_id, status or 0)."""
        return self.server.webhook.posts

    async def wait_for(self, predicate: Callable[[], Seen], timeout: float = 5) -> Seen:  # noqa: ASYNC109
        """What the predicate gives as soon as it is true. Raises `AssertionError` after `timeout` seconds."""
        deadline = time.monotonic() + timeout
        while not (seen := self._try(predicate)):
            self._check(deadline, timeout)
            await asyncio.sleep(0.005)
        return seen

    def wait(self, predicate: Callable[[], Seen], timeout: float = 5) -> Seen:
        """`wait_for` where no loop runs in this thread, as with a bot in another process."""
        deadline = time.monotonic() + timeout
        while not (seen := self._try(predicate)):
            self._check(deadline, timeout)
            time.sleep(0.005)
        return seen

    def _try(self, predicate: Callable[[], Seen]) -> Seen | None:
        with contextlib.suppress(LookupError):  # e.g. a button that is not there yet
            return predicate()
        return None

    def _check(self, deadline: float, timeout: float) -> None:
        if time.monotonic() > deadline:
            last = [(call.method, call.status, call.description) for call in self.calls if call.method != "getUpdates"]
            raise AssertionError(f"not within {timeout} s; the last calls: {last[-8:]}; {len(self.pending)} pending")
