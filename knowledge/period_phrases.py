"""Finds what a question says about time, with the phrases of `periods.yml`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from knowledge.text import fold, search_key
from knowledge.yaml_file import read

PHRASES = Path(__file__).parent / "periods.yml"

_SPACED = frozenset({"vi", "en", "fr", "ru"})
_NOT = "not"
_PLACEHOLDER = re.compile(r"\{(month name|month|day|number)\}")


@dataclass(frozen=True)
class Mention:
    """A phrase found in a question: what it means, and the numbers it gives (0 where it gives none)."""

    meaning: str
    span: tuple[int, int]
    month: int = 0
    number: int = 0


def mentions(text: str, language: str) -> list[Mention]:
    """Every phrase of the language in the text, longest first, without those that lie within a longer one.

    Diacritics count first ("tháng sau" is not "tháng sáu"); a text in which they lead to nothing is read without.
    """
    key = search_key(text)
    return _found(key, language, folded=False) or _found(fold(key), language, folded=True)


@lru_cache
def seasons() -> dict[str, tuple[int, int]]:
    """First and last month of each season."""
    return {name: (int(first), int(last)) for name, (first, last) in _file()["seasons"].items()}


def _found(key: str, language: str, *, folded: bool) -> list[Mention]:
    every = [
        _mention(meaning, match, language, folded=folded)
        for meaning, pattern in _patterns(language, folded=folded)
        for match in pattern.finditer(key)
    ]
    every.sort(key=lambda mention: (mention.span[0] - mention.span[1], mention.span[0]))
    kept: list[Mention] = []
    for mention in every:
        if all(mention.span[1] <= other.span[0] or other.span[1] <= mention.span[0] for other in kept):
            kept.append(mention)
    return [mention for mention in kept if mention.meaning != _NOT]


def _mention(meaning: str, match: re.Match[str], language: str, *, folded: bool) -> Mention:
    given = match.groupdict()
    month = given.get("month") or "0"
    number = int(month) if month.isdecimal() else _month_names(language, folded=folded)[month]
    return Mention(meaning, match.span(), number, int(given.get("day") or given.get("number") or 0))


@lru_cache
def _patterns(language: str, *, folded: bool) -> list[tuple[str, re.Pattern[str]]]:
    return [
        (meaning, pattern)
        for meaning, phrases in _file()["phrases"][language].items()
        for pattern in _compiled(phrases, language, folded=folded)
    ]


def _compiled(phrases: list[str], language: str, *, folded: bool) -> Iterator[re.Pattern[str]]:
    names = "|".join(map(re.escape, sorted(_month_names(language, folded=folded), key=len, reverse=True)))
    fields = {
        "month name": rf"(?P<month>{names})",
        "month": rf"(?P<month>{'|'.join(filter(None, (names, '1[0-2]|0?[1-9]')))})",
        "day": r"(?P<day>3[01]|[12]\d|0?[1-9])",
        "number": r"(?P<number>\d{1,3})",
    }
    spaced = language in _SPACED
    for phrase in phrases:
        parts = _PLACEHOLDER.split(_key(phrase, folded=folded))
        # A number must not begin or end within a longer one.
        text = "".join(
            rf"(?<!\d){fields[part]}(?!\d)" if index % 2 else _literal(part, spaced=spaced)
            for index, part in enumerate(parts)
        )
        yield re.compile(rf"(?<!\w){text}(?!\w)" if spaced else text)


def _literal(text: str, *, spaced: bool) -> str:
    """The text itself; where words are not divided by spaces, a space may be there or not."""
    return re.sub(r"(\\ )+", r"\\s+" if spaced else r"\\s*", re.escape(text))


@lru_cache
def _month_names(language: str, *, folded: bool) -> dict[str, int]:
    months = _file()["months"][language]
    return {_key(name, folded=folded): int(number) for number, names in months.items() for name in names}


def _key(text: str, *, folded: bool) -> str:
    return fold(search_key(text)) if folded else search_key(text)


@lru_cache
def _file() -> dict:
    return read(PHRASES).data
