"""Numbers and dates in nine languages, brought to one form so that translations can be compared.

A number with a scale word becomes its value ("14 triệu", "1,400万" -> 14000000), a month's name its number, so
the same statement yields the same set in every language. `number_words.yml` holds the words.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from knowledge.yaml_file import read

WORDS = Path(__file__).parent / "number_words.yml"

_SPACE = "[ \u00a0\u202f]"
_DECIMAL_COMMA = {"vi", "fr", "ru"}
_DOCUMENT = re.compile(
    r"(?<![A-Za-z0-9])(?:\d{1,5}[a-z]?(?:/\d{4})?/[A-ZĐ][A-ZĐa-z0-9-]*[A-ZĐ0-9]|\d{1,5}-[A-ZĐ]{2,}/[A-ZĐ]{2,})(?![A-Za-z0-9])"
)
_NUMBER = {
    "vi": re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?(?!\d)|\d+(?:,\d+)?"),
    "spaced": re.compile(rf"\d{{1,3}}(?:{_SPACE}\d{{3}})+(?:,\d+)?(?!\d)|\d+(?:,\d+)?"),
    "point": re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?"),
}
_CJK_DATE = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일号]")
_NUMERIC_DATE = re.compile(r"(?<![\d/])(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?![\d/])")
_WORDED_DATE = re.compile(
    r"(?<![\d.,])(\d{1,2})(?:er|st|nd|rd|th)?[ \u00a0\u200b]*(?:ខែ|ເດືອນ|of|de)?[ \u00a0\u200b]*"
    r"\x01(\d{1,2})\x01[ ,\u00a0\u200b]*(?:năm|ឆ្នាំ|ປີ|de)?[ \u00a0\u200b]*(\d{4})"
)
_VIETNAMESE_MONTH = re.compile(r"tháng (\d{1,2})(?![\d/])")
_MONTH_FIRST = re.compile(r"\x01(\d{1,2})\x01 (\d{1,2})(?:st|nd|rd|th)?, (\d{4})")


@dataclass(frozen=True)
class Quantities:
    """What a text states in figures: values, full dates (year, month, day) and document numbers."""

    values: frozenset[Decimal]
    dates: frozenset[tuple[int, int, int]]
    documents: frozenset[str]


def quantities(text: str, language: str) -> Quantities:
    """The figures of a text in one of our languages."""
    text = _ascii_digits(text.replace("\u200b", ""))
    documents = frozenset(_DOCUMENT.findall(text))
    text = _months_to_numbers(_DOCUMENT.sub(" ", text), language)
    dates = {(int(y), int(m), int(d)) for y, m, d in _CJK_DATE.findall(text)}
    dates |= {(int(y), int(m), int(d)) for d, m, y in _NUMERIC_DATE.findall(text)}
    dates |= {(int(y), int(m), int(d)) for d, m, y in _WORDED_DATE.findall(text)}
    dates |= {(int(y), int(m), int(d)) for m, d, y in _MONTH_FIRST.findall(text)}
    text = _NUMERIC_DATE.sub(r" \1 / \2 / \3 ", text).replace("\x01", " ")
    return Quantities(frozenset(_values(text, language)), frozenset(dates), documents)


def in_words(value: Decimal, text: str, language: str) -> bool:
    """Whether a small number stands in the text as a word."""
    words = _words()["numbers"][language].get(str(value), [])
    lowered = text.lower()
    spaced = language in ("vi", "en", "fr", "ru")
    return any(re.search(rf"\b{re.escape(word)}\b" if spaced else re.escape(word), lowered) for word in words)


def _values(text: str, language: str) -> set[Decimal]:
    """Numbers with their scale words; "3億5,000万" counts as one number."""
    style = "vi" if language == "vi" else "spaced" if language in _DECIMAL_COMMA else "point"
    scale = _scale_pattern(language)
    values: set[Decimal] = set()
    total, end = Decimal(0), -1
    for found in _NUMBER[style].finditer(text):
        value = _decimal(found.group(), language)
        ordinal = text[: found.start()].endswith(("제", "第"))
        word = None if ordinal else scale.match(text, found.end())
        if end >= 0 and text[end : found.start()].strip(" "):
            values.add(total)
            total = Decimal(0)
        if word is None:
            values.add(total + value)
            total, end = Decimal(0), -1
            continue
        total += value * Decimal(_words()["scales"][language][word.group(1).lower()])
        end = word.end() if language in ("zh", "ja", "ko") else -1
        if end < 0:
            values.add(total)
            total = Decimal(0)
    if end >= 0:
        values.add(total)
    return {value.normalize() for value in values}


def _decimal(digits: str, language: str) -> Decimal:
    digits = re.sub(_SPACE, "", digits)
    point = digits.replace(".", "").replace(",", ".") if language in _DECIMAL_COMMA else digits.replace(",", "")
    return Decimal(point)


def _months_to_numbers(text: str, language: str) -> str:
    if language == "vi":
        return _VIETNAMESE_MONTH.sub("\x01\\1\x01", text)
    for pattern, number in _month_patterns(language):
        text = pattern.sub(f"\x01{number}\x01", text)
    return text


@lru_cache
def _month_patterns(language: str) -> list[tuple[re.Pattern[str], int]]:
    months = _words()["months"].get(language, {})
    return [
        # English writes months with a capital, and "may" is a verb too.
        (
            re.compile("|".join(sorted(names, key=len, reverse=True)), 0 if language == "en" else re.IGNORECASE),
            int(number),
        )
        for number, names in sorted(months.items(), key=lambda item: -int(item[0]))
    ]


@lru_cache
def _scale_pattern(language: str) -> re.Pattern[str]:
    words = sorted(_words()["scales"][language], key=len, reverse=True)
    letter_after = r"(?![^\W\d_])" if language in ("vi", "en", "fr", "ru") else ""
    return re.compile(rf"{_SPACE}?({'|'.join(map(re.escape, words))}){letter_after}", re.IGNORECASE)


@lru_cache
def _words() -> dict:
    return read(WORDS).data


def _ascii_digits(text: str) -> str:
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
