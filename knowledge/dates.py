"""Days and ranges of days, written as each language writes them."""

from datetime import date
from typing import NamedTuple

from babel.dates import format_date


class _Patterns(NamedTuple):
    """Patterns of Unicode's CLDR: a full date, and the shorter ends of a range within one year and one month.

    European and Indochinese languages shorten the first date, East Asian ones the last.
    """

    full: str
    in_year: str
    in_month: str
    joined_by: str = "–"
    last_is_short: bool = False


_SPOKEN = _Patterns("d MMMM y", "d MMMM", "d")
_PATTERNS = {
    "vi": _Patterns("d/M/y", "d/M", "d", "-"),
    "en": _SPOKEN,
    "fr": _SPOKEN,
    "lo": _SPOKEN,
    "ru": _Patterns("d MMMM y 'года'", "d MMMM", "d"),
    "km": _Patterns("d 'ខែ'MMMM 'ឆ្នាំ' y", "d 'ខែ'MMMM", "d"),
    "zh": _Patterns("y年M月d日", "M月d日", "d日", "至", last_is_short=True),
    "ja": _Patterns("y年M月d日", "M月d日", "d日", "～", last_is_short=True),
    "ko": _Patterns("y년 M월 d일", "M월 d일", "d일", "~", last_is_short=True),
}


def written(first: date, last: date, language: str) -> str:
    """A day, or the range of days from `first` to `last`, in one of our languages."""
    patterns = _PATTERNS[language]
    if first == last:
        return _one(first, patterns.full, language)
    short = patterns.full
    if first.year == last.year:
        short = patterns.in_month if first.month == last.month else patterns.in_year
    forms = (patterns.full, short) if patterns.last_is_short else (short, patterns.full)
    ends = [_one(day, form, language) for day, form in zip((first, last), forms, strict=True)]
    space = " " if " " in ends[0] else ""
    return f"{space}{patterns.joined_by}{space}".join(ends)


def _one(day: date, pattern: str, language: str) -> str:
    text = format_date(day, pattern, locale=language)
    if language == "fr" and day.day == 1:
        return f"1er{text[1:]}"
    return text
