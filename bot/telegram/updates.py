"""The durable queue: an update is on the disk before it is acknowledged, and is dealt with once.

Chats are served side by side, the updates of one chat one after the other.
"""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import structlog
from sqlalchemy import Connection, delete, null, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.record import Record, RecordUnavailable
from bot.telegram import metrics
from bot.telegram.intake import Json, chat_of
from bot.telegram.tables import ASIDE, DONE, WAITING, updates

AT_ONCE = 64
ANSWERED_WITHIN_SECONDS = 600
# Telegram itself drops what it could not deliver for a day.
REMEMBERED_SECONDS = 2 * 86400
UNSTORED_AGAIN_SECONDS = 2.0

log = structlog.get_logger()


class Later(Exception):
    """It cannot be dealt with now; try again after `seconds`, and the rest of that chat after it."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds


@dataclass(frozen=True)
class Waiting:
    """An update to deal with. `resumed`: an earlier run may have begun it; `late`: it is too old to answer."""

    id: int
    body: Json
    resumed: bool = False
    late: bool = False


@dataclass(frozen=True)
class Arrived:
    """An update to store; without a body there is nothing to do for it, and `aside` it could not be read."""

    id: int
    body: Json | None
    aside: bool = False


class Updates:
    """`handle` deals with one update; it raises `Later`, or anything else to have the update set aside."""

    def __init__(self, record: Record, handle: Callable[[Waiting], Awaitable[None]]) -> None:
        self._record = record
        self._handle = handle
        self._arriving: list[tuple[Sequence[Arrived], asyncio.Future[None]]] = []
        self._storing: asyncio.Task[None] | None = None
        self._lanes: dict[int, deque[Waiting]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._room = asyncio.Semaphore(AT_ONCE)
        self._stopping = asyncio.Event()

    async def store(self, arrived: Sequence[Arrived]) -> None:
        """Return when they are on the disk. Raises `RecordUnavailable`, and then none of them is.

        What arrives while a commit is under way shares the next one.
        """
        stored = asyncio.get_running_loop().create_future()
        self._arriving.append((arrived, stored))
        if self._storing is None or self._storing.done():
            self._storing = asyncio.create_task(self._store_arriving())
        await stored

    async def resume(self) -> int:
        """Take up what an earlier run left; returns how many there are."""
        columns = select(updates.c.id, updates.c.body, updates.c.received_at).where(updates.c.state == WAITING)
        ordered = columns.order_by(updates.c.received_at, updates.c.id)
        left = await self._record.run(lambda db: db.execute(ordered).all())
        for row in left:
            late = time.time() - row.received_at > ANSWERED_WITHIN_SECONDS
            self._push(Waiting(row.id, row.body, resumed=True, late=late))
        return len(left)

    async def stop(self, grace_seconds: float) -> None:
        """Finish what has begun; what has not begun stays in the record for the next start."""
        self._stopping.set()
        if self._tasks:
            _, unfinished = await asyncio.wait(self._tasks, timeout=grace_seconds)
            for task in unfinished:
                task.cancel()
            await asyncio.gather(*unfinished, return_exceptions=True)

    async def purge(self) -> None:
        """Forget the ids of updates that Telegram cannot send again."""
        before = time.time() - REMEMBERED_SECONDS
        old = delete(updates).where(updates.c.received_at < before, updates.c.state != WAITING)
        await self._record.run(lambda db: db.execute(old))

    async def _store_arriving(self) -> None:
        while self._arriving:
            batch, self._arriving = self._arriving, []
            try:
                new = await self._record.run(partial(_insert, [one for many, _ in batch for one in many]))
            except Exception as error:  # noqa: BLE001 - each of them waits to hear of it
                for _, stored in batch:
                    if not stored.done():
                        stored.set_exception(error)
                continue
            for waiting in new:
                self._push(waiting)
            for _, stored in batch:
                if not stored.done():
                    stored.set_result(None)

    def _push(self, waiting: Waiting) -> None:
        # An inline query stands alone: it is in order with nothing.
        lane = chat_of(waiting.body) or waiting.id
        if lane in self._lanes:
            self._lanes[lane].append(waiting)
            return
        self._lanes[lane] = deque([waiting])
        task = asyncio.create_task(self._run(lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, lane: int) -> None:
        queue = self._lanes[lane]
        while queue and not self._stopping.is_set():
            async with self._room:
                again = None if self._stopping.is_set() else await self._deal_with(queue[0])
            if again is None:
                queue.popleft()
            else:
                await self._rest(again)
        del self._lanes[lane]

    async def _deal_with(self, waiting: Waiting) -> float | None:
        """Seconds after which to try again, or None when it is over."""
        state = DONE
        try:
            await self._handle(waiting)
        except Later as later:
            return later.seconds
        except RecordUnavailable:
            return UNSTORED_AGAIN_SECONDS
        except Exception as error:  # noqa: BLE001 - one bad update must not stop the next
            # Only the kind of error: its text could hold what the visitor wrote, or the token.
            log.error("update set aside", update=waiting.id, error=type(error).__name__)  # noqa: TRY400
            state = ASIDE
        metrics.UPDATES.labels(state).inc()
        await self._finish(waiting.id, state)
        return None

    async def _finish(self, update_id: int, state: str) -> None:
        over = update(updates).where(updates.c.id == update_id).values(state=state, body=null())
        while True:
            try:
                await self._record.run(lambda db: db.execute(over))
            except RecordUnavailable:
                await asyncio.sleep(UNSTORED_AGAIN_SECONDS)
            else:
                return

    async def _rest(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._stopping.wait(), seconds)
        except TimeoutError:
            return


def _insert(arrived: Sequence[Arrived], db: Connection) -> list[Waiting]:
    """Store those that were not stored before; returns those of them that are to be dealt with."""
    new = []
    for one in arrived:
        state = ASIDE if one.aside else WAITING if one.body else DONE
        body: Any = null() if one.body is None else one.body
        values = {"id": one.id, "body": body, "state": state, "received_at": time.time()}
        first = db.execute(insert(updates).values(values).on_conflict_do_nothing()).rowcount
        metrics.ARRIVED.labels("new" if first else "repeated").inc()
        if first and one.body:
            new.append(Waiting(one.id, one.body))
    return new
