"""Rasa's memory of conversations: a bounded cache, since the record is what remembers."""

import time
from collections import OrderedDict
from typing import Any, Iterable, Optional, Tuple

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SerializedTrackerAsText, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from nlu import action_results


class BoundedTrackerStore(TrackerStore, SerializedTrackerAsText):
    """Keeps the latest `max_trackers` conversations, each for `max_age` seconds after its last turn."""

    def __init__(
        self,
        domain: Domain,
        event_broker: Optional[EventBroker] = None,
        max_trackers: int = 2000,
        max_age: float = 1800.0,
        **kwargs: Any,
    ) -> None:
        super().__init__(domain, event_broker, **kwargs)
        self._max_trackers = int(max_trackers)
        self._max_age = float(max_age)
        self._trackers: OrderedDict[str, Tuple[float, str]] = OrderedDict()
        # The store is the one part of ours that Rasa builds once, at the start of a server.
        action_results.compile_validator_once()

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep the tracker as the latest one and let the oldest go."""
        await self.stream_events(tracker)
        self._trackers[tracker.sender_id] = (time.monotonic(), self.serialise_tracker(tracker))
        self._trackers.move_to_end(tracker.sender_id)
        self._let_go()

    async def retrieve(self, sender_id: str) -> Optional[DialogueStateTracker]:
        """The tracker, or None where it is not known any more."""
        self._let_go()
        if sender_id not in self._trackers:
            return None
        return self.deserialise_tracker(sender_id, self._trackers[sender_id][1])

    async def keys(self) -> Iterable[str]:
        """The senders that are known."""
        return list(self._trackers)

    def _let_go(self) -> None:
        oldest_allowed = time.monotonic() - self._max_age
        while self._trackers:
            saved, _ = next(iter(self._trackers.values()))
            if len(self._trackers) <= self._max_trackers and saved >= oldest_allowed:
                return
            self._trackers.popitem(last=False)
