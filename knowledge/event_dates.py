"""What a reply says of an event's dates: one computed sentence, and the same as fields."""

from datetime import date
from typing import Any

from knowledge.dates import written
from knowledge.entry import Entry, Event
from knowledge.events import Occurrence, shown_occurrence
from knowledge.lunar import lunar_of
from knowledge.wording import Wording


def told(entry: Entry, wording: Wording, language: str, today: date) -> tuple[str, dict[str, Any]] | None:
    """The sentence and the reply's `event`, or None for an entry without dates.

    `days_until` is 0 while the event is on and negative when it is over; `lunar` is in words.
    """
    if entry.event is None or (when := shown_occurrence(entry.event, today)) is None:
        return None
    days = when.days_until(today)
    fields: dict[str, Any] = {"start": when.start.isoformat(), "end": when.end.isoformat(), "days_until": days}
    dates = written(when.start, when.end, language)
    if lunar := _lunar(entry.event, when, wording):
        fields["lunar"] = lunar
        dates = f"{dates} ({lunar})"
    fields["ics_url"] = f"/api/v1/entries/{entry.slug}/event.ics?language={language}"
    return wording.say(_phrase(when, today), dates=dates, days=days), fields


def _phrase(when: Occurrence, today: date) -> str:
    if when.end < today:
        return "event_past"
    if when.start <= today:
        return "event_today" if when.start == when.end else "event_now"
    return "event_tomorrow" if when.days_until(today) == 1 else "event_next"


def _lunar(event: Event, when: Occurrence, wording: Wording) -> str | None:
    """The lunar days of an occurrence in words; only the first where it goes on into another lunar month."""
    if event.calendar != "lunar":
        return None
    first, last = lunar_of(when.start), lunar_of(when.end)
    one = when.start == when.end or (first.month, first.leap) != (last.month, last.leap)
    days = str(first.day) if one else f"{first.day}-{last.day}"
    return wording.say("event_lunar", day=days, month=first.month)
