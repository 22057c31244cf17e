"""When events are: every occurrence in a range, the next one, and lists by period and area."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.entry import Entry, Event
from knowledge.library import Library
from knowledge.lunar import LunarDay, falls_on

# Areas that hold all the others: their events are those of every place.
WIDE_AREAS = frozenset({"Bà Rịa - Vũng Tàu", "Thành phố Hồ Chí Minh", "Việt Nam"})
_AHEAD = timedelta(days=800)


@dataclass(frozen=True, order=True)
class Occurrence:
    """One time that an event takes place; `end` is its last day."""

    start: date
    end: date

    def days_until(self, today: date) -> int:
        """Days from today to its first day: 0 while it is on, negative when it is over."""
        if self.end < today:
            return (self.end - today).days
        return max(0, (self.start - today).days)


def occurrences(event: Event, first: date, last: date) -> Iterator[Occurrence]:
    """Every occurrence that touches the days from `first` to `last`, in order.

    A year in which the day does not exist (29 February, the 30th of a short lunar month) has none.
    """
    for start in _starts(event, first.year - 1, last.year):
        end = event.end if event.end is not None else start + timedelta(days=event.days - 1)
        if start <= last and first <= end:
            yield Occurrence(start, end)


def next_occurrence(event: Event, today: date) -> Occurrence | None:
    """The occurrence under way or else the next one; None when the event will not come again."""
    return next(occurrences(event, today, today + _AHEAD), None)


def shown_occurrence(event: Event, today: date) -> Occurrence | None:
    """The next occurrence, or the only one that there was."""
    if event.start is not None and event.end is not None:
        return Occurrence(event.start, event.end)
    return next_occurrence(event, today)


def listed(
    library: Library, first: date, last: date, today: date, area: str | None = None
) -> list[tuple[Entry, Occurrence]]:
    """Served entries with their first occurrence in the range, by date; with an area, those of the area.

    Where an area has none of its own in the range, the events of the whole country are its events.
    """
    found = [
        (entry, when)
        for entry in library.served(today)
        if entry.event and (when := next(occurrences(entry.event, first, last), None))
    ]
    found.sort(key=lambda item: (item[1], item[0].slug))
    if area is None or area in WIDE_AREAS:
        return found
    own = [item for item in found if _area(item) == area]
    return own or [item for item in found if _area(item) in WIDE_AREAS]


def lunar_day_of(event: Event) -> tuple[int, int] | None:
    """Lunar month and day of a lunar event's first day."""
    if event.calendar == "lunar" and event.month is not None and event.day is not None:
        return event.month, event.day
    return None


def _area(item: tuple[Entry, Occurrence]) -> str | None:
    event = item[0].event
    return event.area if event else None


def _starts(event: Event, first_year: int, last_year: int) -> Iterator[date]:
    """First days, from a year or the one before to a year: a lunar year ends in the next solar one."""
    if event.start is not None:
        yield event.start
        return
    assert event.month is not None
    assert event.day is not None
    for year in range(first_year - 1, last_year + 1):
        try:
            if event.calendar == "lunar":
                yield falls_on(LunarDay(year, event.month, event.day))
            else:
                yield date(year, event.month, event.day)
        except ValueError:
            continue
