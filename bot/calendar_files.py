"""Events as calendar files (iCalendar): one event's coming dates, and a feed of all events."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from fastapi import APIRouter, Request, Response
from icalendar import Calendar
from icalendar import Event as CalendarEvent

from bot.api import Language
from bot.entries import Slug
from bot.languages import of_request
from bot.problems import Problem
from knowledge.calendar import today
from knowledge.entry import Entry
from knowledge.events import Occurrence, occurrences
from knowledge.library import Library

MEDIA_TYPE = "text/calendar; charset=utf-8"
AHEAD = timedelta(days=3 * 366)
HEADERS = {"Cache-Control": "public, max-age=3600"}


def build_router(library: Library, address: str) -> APIRouter:
    """The endpoints over a library; `address` is where the public finds this gateway."""
    router = APIRouter(tags=["events"])

    @router.get("/api/v1/entries/{slug}/event.ics", response_class=Response)
    async def one(request: Request, slug: Slug, language: Language | None = None) -> Response:
        """The dates of one event in the next three years, or of its only time."""
        entry = library.find(slug)
        if entry is None or entry.event is None or not entry.served_on(today()):
            raise Problem("not_found", language=language)
        shown = entry.language_for(language or of_request(request))
        named = {"Content-Disposition": f'attachment; filename="{entry.slug}.ics"'}
        return _response(calendar_of(library, [entry], shown, address), shown, named)

    @router.get("/events.ics", response_class=Response, include_in_schema=False)
    async def every(request: Request, language: Language | None = None) -> Response:
        """All events of the next three years, to subscribe to."""
        shown = language or of_request(request)
        entries = [entry for entry in library.served(today()) if entry.event]
        return _response(calendar_of(library, entries, shown, address), shown)

    return router


def _response(calendar: Calendar, language: str, more: dict[str, str] | None = None) -> Response:
    headers = {**HEADERS, "Content-Language": language, "Vary": "Accept-Language", **(more or {})}
    return Response(calendar.to_ical(), headers=headers, media_type=MEDIA_TYPE)


def calendar_of(library: Library, entries: Iterable[Entry], language: str, address: str) -> Calendar:
    """The coming dates of the entries that are events, in a language."""
    calendar = Calendar()
    calendar.add("prodid", "-//Hai Dang//events//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", library.wording[language].say("page_title"))
    for entry in entries:
        for when in _dates(entry, today()):
            calendar.add_component(_event(library, entry, when, language, address))
    return calendar


def _dates(entry: Entry, day: date) -> list[Occurrence]:
    """What is on and what comes; a single occasion is given even when it is over."""
    assert entry.event is not None
    first = min(day, entry.event.end) if entry.event.end else day
    return list(occurrences(entry.event, first, day + AHEAD))


def _event(library: Library, entry: Entry, when: Occurrence, language: str, address: str) -> CalendarEvent:
    shown = entry.language_for(language)
    text = entry.texts[shown]
    names = dict.fromkeys(library.sources[reference.id].publisher for reference in entry.sources)
    sources = library.wording[shown].say("entry_source_line", sources="; ".join(names))
    event = CalendarEvent()
    event.add("uid", f"{entry.slug}-{when.start:%Y%m%d}@haidang")
    # The same entry gives the same file, so that calendars see a change only where there is one.
    event.add("dtstamp", datetime.combine(entry.checked, time(), UTC))
    event.add("dtstart", when.start)
    event.add("dtend", when.end + timedelta(days=1))
    event.add("summary", text.title, parameters={"language": shown})
    event.add("description", f"{text.answer}\n\n{sources}", parameters={"language": shown})
    event.add("url", f"{address}/entries/{entry.slug}?language={shown}")
    event.add("transp", "TRANSPARENT")
    if entry.event and entry.event.area:
        event.add("location", entry.event.area)
    return event
