"""Calendar: lunar days, weekdays and the dates of lunar events in an answer are those of the Vietnamese calendar."""

import re
from collections.abc import Iterator
from datetime import date

from knowledge.checks.finding import Finding, Subject
from knowledge.dates import written
from knowledge.entry import Entry
from knowledge.events import Occurrence, occurrences
from knowledge.lunar import lunar_of

# Only the Vietnamese text is read: `figures` holds every other language to the same dates.
_DAYS = r"(?<![\d/])(?:(\d{1,2})(?:/(\d{1,2})(?:/(\d{4}))?)?-)?(\d{1,2})/(\d{1,2})/(\d{4})(?![\d/])"
_LUNAR = r"(\d{1,2})(?:-(\d{1,2}))? tháng (\d{1,2}) âm lịch"
_WEEKDAY = r"(thứ (?:Hai|Ba|Tư|Năm|Sáu|Bảy)|Chủ nhật|chủ nhật)"
_WEEKDAYS = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")

_STATED = re.compile(_DAYS)
_SOLAR_THEN_LUNAR = re.compile(rf"{_DAYS} \((?:ngày )?{_LUNAR}\)")
_LUNAR_THEN_SOLAR = re.compile(rf"{_LUNAR}(?: năm \d{{4}})? \((?:ngày )?{_DAYS}\)")
_WEEKDAY_THEN_DATE = re.compile(rf"{_WEEKDAY} {_DAYS}")
_DATE_THEN_WEEKDAY = re.compile(rf"{_DAYS}(?:,| là) {_WEEKDAY}")


def check(subject: Subject) -> Iterator[Finding]:
    """Every date that the calendar can prove or disprove."""
    for entry in subject.library.entries.values():
        text = entry.texts["vi"].answer
        for message in (*_wrong_pairs(text), *_wrong_weekdays(text), *_wrong_festivals(entry, text)):
            yield subject.about(entry, ("vi", "answer"), "calendar", f"vi: {message}", language="vi")


def _wrong_pairs(text: str) -> Iterator[str]:
    """Lunar days beside solar ones: "27-30/3/2026 (9-12 tháng 2 âm lịch)"."""
    pairs = [(found.groups()[:6], found.groups()[6:]) for found in _SOLAR_THEN_LUNAR.finditer(text)]
    pairs += [(found.groups()[3:], found.groups()[:3]) for found in _LUNAR_THEN_SOLAR.finditer(text)]
    for solar, (first, last, month) in pairs:
        if (when := _occurrence(solar)) is None:
            continue
        for day, stated in ((when.start, first), (when.end, last or first)):
            lunar = lunar_of(day)
            if (lunar.day, lunar.month) != (int(stated), int(month)):
                shown = written(day, day, "vi")
                yield f"{shown} is {lunar.day}/{lunar.month} in the lunar calendar, not {stated}/{month}"


def _wrong_weekdays(text: str) -> Iterator[str]:
    stated = [(found.groups()[1:], found.group(1)) for found in _WEEKDAY_THEN_DATE.finditer(text)]
    stated += [(found.groups()[:6], found.group(7)) for found in _DATE_THEN_WEEKDAY.finditer(text)]
    for groups, weekday in stated:
        when = _occurrence(groups)
        if when is not None and _WEEKDAYS[when.start.weekday()] != weekday.lower():
            yield f"{written(when.start, when.start, 'vi')} is a {_WEEKDAYS[when.start.weekday()]}, not {weekday}"


def _wrong_festivals(entry: Entry, text: str) -> Iterator[str]:
    """In each coming year of which a lunar event's answer gives a date, it gives the computed first day.

    A range must be the whole occurrence. Past years are left alone: what took place need not follow the rule.
    """
    if entry.event is None or entry.event.calendar != "lunar":
        return
    stated = [when for found in _STATED.finditer(text) if (when := _occurrence(found.groups()))]
    coming = {when for when in stated if when.start > entry.checked}
    for year in sorted({when.start.year for when in coming}):
        for due in occurrences(entry.event, date(year, 1, 1), date(year, 12, 31)):
            if due.start.year == year and due.start > entry.checked and not _given(due, coming):
                yield f"in {year} the event is {written(due.start, due.end, 'vi')}, which the answer does not say"


def _given(due: Occurrence, stated: set[Occurrence]) -> bool:
    return due in stated or Occurrence(due.start, due.start) in stated


def _occurrence(groups: tuple[str | None, ...]) -> Occurrence | None:
    """A date or range of dates from the six groups of `_DAYS`; impossible ones are for `figures` to report."""
    first_day, first_month, first_year, day, month, year = (int(group) if group else None for group in groups)
    assert day is not None
    assert month is not None
    assert year is not None
    try:
        end = date(year, month, day)
        start = end if first_day is None else date(first_year or year, first_month or month, first_day)
    except ValueError:
        return None
    return Occurrence(start, end)
