"""The period that a question asks about: "cuối tuần này", "in March", "еще в этом году", "旧暦8月".

`periods.yml` holds what people say; here is only what it means on a given day.
"""

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

from knowledge.lunar import LunarDay, falls_on, month_range
from knowledge.period_phrases import Mention, mentions, seasons
from knowledge.text import search_key

Range = tuple[date, date]

BEFORE_TET, AFTER_TET = timedelta(days=8), timedelta(days=14)  # from the Kitchen Gods' day to the first full moon
MAX_DAYS_AHEAD = 366
YEARS_AHEAD = 9  # 29 February may be eight years away

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_YEAR_OFFSET = re.compile(r"year (-?\d)")
# Which of several things named decides: "8 March 2027" is a day, and its year only tells which one.
_ORDER = (
    *("date", "lunar", "month", "until", "tet", "season", "day", "weekend", "week", "quarter"),
    *("days", "weeks", "months", "year"),
)


def asked(text: str, language: str, today: date) -> Range | None:
    """First and last day of the period that a question names, or None.

    What is over already is left out of a period that is under way; a month without a year is the next one.
    """
    found = mentions(text, language)
    offsets = [int(match.group(1)) for one in found if (match := _YEAR_OFFSET.fullmatch(one.meaning))]
    year = today.year + offsets[0] if offsets else None
    if match := _YEAR.search(search_key(text)):
        year = int(match.group(1))
    named = sorted((one for one in found if not _YEAR_OFFSET.fullmatch(one.meaning)), key=_rank)
    try:
        first, last = _range(named[0], today, year) if named else _year(year)
    except (ValueError, OverflowError):
        return None
    return (today if first <= today <= last else first), last


def _rank(mention: Mention) -> int:
    return _ORDER.index("season" if mention.meaning in seasons() else mention.meaning.split()[0])


def _range(mention: Mention, today: date, year: int | None) -> Range:
    """The days that a mention means. Raises `ValueError` for days that do not exist."""
    unit, _, rest = mention.meaning.partition(" ")
    if rest == "ahead":
        days = mention.number * {"days": 1, "weeks": 7, "months": 30}[unit]
        return today, today + timedelta(days=min(days, MAX_DAYS_AHEAD))
    if unit == "until":
        return today, _next_of(_tet, today, today.year)[1] - AFTER_TET
    if rest.lstrip("-").isdecimal() and unit != "lunar":
        return _offset(unit, int(rest), today)
    yearly = _yearly(mention)
    if year is not None:
        return yearly(year)
    # A lunar year goes on into the next solar one.
    return _next_of(yearly, today, today.year - (unit == "lunar"))


def _yearly(mention: Mention) -> Callable[[int], Range]:
    """What comes every year, as a function of the year."""
    unit, _, rest = mention.meaning.partition(" ")
    if unit == "date":
        return lambda year: (date(year, mention.month, mention.number),) * 2
    if unit == "lunar":
        month = mention.month or int(rest)
        return lambda year: month_range(year, month)
    if unit == "tet":
        return _tet
    first, last = (12, 12) if unit == "year" else seasons().get(unit, (mention.month, mention.month))
    return lambda year: (_month(year, first)[0], _month(year + (last < first), last)[1])


def _next_of(yearly: Callable[[int], Range], today: date, first_year: int) -> Range:
    for year in range(first_year, today.year + YEARS_AHEAD):
        try:
            found = yearly(year)
        except ValueError:
            continue
        if found[1] >= today:
            return found
    raise ValueError("there is no such day")


def _offset(unit: str, count: int, today: date) -> Range:
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=count)
    if unit == "day":
        return (today + timedelta(days=count),) * 2
    if unit == "week":
        return monday, monday + timedelta(days=6)
    if unit == "weekend":
        return monday + timedelta(days=5), monday + timedelta(days=6)
    length = 3 if unit == "quarter" else 1
    months = (today.year * 12 + today.month - 1) // length * length + count * length
    last = months + length - 1
    return _month(months // 12, months % 12 + 1)[0], _month(last // 12, last % 12 + 1)[1]


def _year(year: int | None) -> Range:
    if year is None:
        raise ValueError("no period is named")
    return date(year, 1, 1), date(year, 12, 31)


def _month(year: int, month: int) -> Range:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _tet(year: int) -> Range:
    day = falls_on(LunarDay(year, 1, 1))
    return day - BEFORE_TET, day + AFTER_TET
