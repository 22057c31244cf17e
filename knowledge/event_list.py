"""The events of a period and an area, as one reply."""

import re
from datetime import date, timedelta

from knowledge import languages
from knowledge.dates import written
from knowledge.entry import Entry
from knowledge.events import WIDE_AREAS, Occurrence, listed
from knowledge.library import Library
from knowledge.periods import Range, asked
from knowledge.reply import Reply, suggestion
from knowledge.text import fold, search_key

SHOWN = 6
AFTERWARDS = 3
AHEAD = timedelta(days=400)


def answer(library: Library, question: str, language: str, today: date) -> Reply:
    """The events that a question asks for; without a period in it, the next ones.

    Where the period has none, the reply says so and gives the next ones after it.
    """
    area = area_in(library, question)
    period = _period(question, language, today)
    first, last = period or (today, today + AHEAD)
    found = listed(library, first, last, today, area)
    if not found and period:
        later = listed(library, last + timedelta(days=1), last + AHEAD, today, area)[:AFTERWARDS]
        return _reply(library, language, _head(library, language, "event_none", period), later, len(later))
    head = _head(library, language, "event_list", period) if period else _head(library, language, "event_soon")
    wide = area is not None and bool(found) and all(_area(entry) != area for entry, _ in found)
    if wide and area not in WIDE_AREAS:
        head = f"{library.wording[language].say('event_wide')}\n{head}"
    return _reply(library, language, head, found[:SHOWN], len(found))


def _period(question: str, language: str, today: date) -> Range | None:
    """The period in the language of the answer, else in that of the question: a visitor may read another."""
    if (found := asked(question, language, today)) is not None:
        return found
    own = languages.decide(question, language)
    return asked(question, own, today) if own not in (language, languages.OTHER) else None


def area_in(library: Library, question: str) -> str | None:
    """The Vietnamese name of the place that the question names, in any of the nine languages; the longest decides."""
    key = fold(search_key(question))
    for name, area in _area_names(library):
        if re.search(rf"(?<!\w){re.escape(name)}(?!\w)" if name.isascii() else re.escape(name), key):
            return area
    return None


def _area_names(library: Library) -> list[tuple[str, str]]:
    """Every form of every place's name as `area_in` compares it, longest first."""
    areas = {area for entry in library.entries.values() if (area := _area(entry))}
    pairs = [(fold(search_key(area)), area) for area in areas]
    for named in library.names.names.values():
        forms = (form for name in named.values() for form in (name.name, *name.also, *name.others))
        pairs += [(fold(search_key(form)), named["vi"].name) for form in forms]
    return sorted(pairs, key=lambda pair: (-len(pair[0]), pair))


def _head(library: Library, language: str, key: str, period: Range | None = None) -> str:
    dates = {"dates": written(*period, language)} if period else {}
    return library.wording[language].say(key, **dates)


def _reply(library: Library, language: str, head: str, shown: list[tuple[Entry, Occurrence]], total: int) -> Reply:
    suggestions = [suggestion(library, entry.slug, language) for entry, _ in shown]
    lines = [
        f"{number}. {item['title']} ({written(when.start, when.end, language)})"
        for number, (item, (_, when)) in enumerate(zip(suggestions, shown, strict=True), 1)
    ]
    if total > len(shown):
        lines.append(library.wording[language].say("event_more", count=total - len(shown)))
    return {
        "outcome": "answered",
        "language": language,
        "text": "\n".join([head, *lines]),
        "sources": [],
        "suggestions": suggestions,
    }


def _area(entry: Entry) -> str | None:
    return entry.event.area if entry.event else None
