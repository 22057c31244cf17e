"""Updates on their way to the bot: numbered, kept until confirmed, held back or sent twice when a test says so."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

UNASKED = {"chat_member", "message_reaction", "message_reaction_count"}  # only when they are named
Update = dict[str, Any]


def kind(update: Update) -> str:
    """`message`, `callback_query` ..."""
    return next(key for key in update if key != "update_id")


def queue_of(update: Update) -> Any:
    """What an update must keep its order with: its chat, else its sender."""
    content = update[kind(update)]
    holder = content if "chat" in content else content.get("message", content)
    return holder.get("chat", holder.get("from", {})).get("id")


@dataclass
class Updates:
    """The queue.

    Attributes:
        pending: not confirmed yet, in the order of delivery.
        again: to be delivered once more, whatever the bot has confirmed.
        all: every update that was ever put.
        held: kept back by `holds`, or None.
        allowed: the kinds that the bot asked for, or None for the usual ones.
        wake: called whenever something is new.
    """

    pending: list[Update] = field(default_factory=list)
    again: list[Update] = field(default_factory=list)
    all: list[Update] = field(default_factory=list)
    held: list[Update] | None = None
    allowed: list[str] | None = None
    wake: Callable[[], None] = lambda: None
    _ids: Iterator[int] = field(default_factory=lambda: itertools.count(870_000_001))

    def put(self, content: Update) -> Update:
        """A new update, numbered; one of a kind that the bot did not ask for is not delivered."""
        update = {"update_id": next(self._ids), **content}
        self.all.append(update)
        if self._wanted(kind(update)):
            (self.pending if self.held is None else self.held).append(update)
            self.wake()
        return update

    def _wanted(self, name: str) -> bool:
        return name in self.allowed if self.allowed else name not in UNASKED

    def redeliver(self, update_id: int) -> None:
        """Send an update once more. Raises `StopIteration` for one that never was."""
        self.again.append(next(update for update in self.all if update["update_id"] == update_id))
        self.wake()

    def release(self, order: list[int] | None = None) -> None:
        """Let the held ones go, in another order if given."""
        held, self.held = self.held or [], None
        if order is None:
            self.pending.extend(held)
        else:
            self.again.extend(held[place] for place in order)
        self.wake()

    def confirm(self, offset: int) -> None:
        """Forget what is older than `offset`; a negative one counts from the end."""
        if offset < 0:
            self.pending = self.pending[offset:]
        else:
            self.pending = [update for update in self.pending if update["update_id"] >= offset]

    def polled(self, limit: int) -> list[Update]:
        """What `getUpdates` answers with."""
        again, self.again = self.again[:limit], self.again[limit:]
        return again or self.pending[:limit]
