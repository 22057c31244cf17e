"""Masks personal identifiers before a text is written, logged or sent on.

Phone numbers, e-mail addresses, Vietnamese citizen ids (12 digits, formerly 9), passports, payment cards (Luhn)
and bank account numbers after a word that announces them. Short numbers (113, 1022), document numbers
(160/KH-UBND), dates and years are what people ask about: they stay.
"""

import re
import unicodedata

_GAP = r"[\s.\-()\u00a0\u200b-\u200f\u2060\ufeff]{0,3}"
_NOT_IN_NUMBER = r"(?<![\d/.,])"
_NUMBER_ENDS = r"(?!\d|/\d|[.,]\d)"


def _digits(first: str, count: str) -> str:
    return rf"{first}(?:{_GAP}\d){{{count}}}"


_EMAIL = re.compile(r"[\w.+-]+\s?@\s?[\w-]+(?:\.[\w-]+)+")
_PASSPORT = re.compile(rf"(?<![A-Za-z0-9])[A-Za-z]{{1,2}}{_GAP}\d{{7,8}}(?![A-Za-z0-9])")
_CARD = re.compile(_NOT_IN_NUMBER + _digits(r"\d", "12,18") + _NUMBER_ENDS)
_CITIZEN = re.compile(_NOT_IN_NUMBER + _digits(r"0", "11") + _NUMBER_ENDS)
_PHONE = re.compile(rf"(?<![\d/.,])(?:\+|00)?{_digits(r'[0-9]', '8,13')}{_NUMBER_ENDS}")


class PrivacyError(Exception):
    """The filter failed, so the text must not be kept."""


def mask(text: str) -> str:
    """The text with identifiers replaced by what they were, such as `[phone]`. Raises `PrivacyError`."""
    try:
        plain = _plain(text)
        for name, pattern, meant in (
            ("email", _EMAIL, None),
            ("card", _CARD, _is_card),
            ("id", _CITIZEN, None),
            ("phone", _PHONE, _is_phone),
            ("passport", _PASSPORT, None),
        ):
            text, plain = _replace(text, plain, name, pattern, meant)
    except Exception as error:
        raise PrivacyError from error
    return text


def _plain(text: str) -> str:
    """The text with digits of every script, full width and letters alike as ASCII; one character for one."""
    return "".join(_plain_character(character) for character in text)


def _plain_character(character: str) -> str:
    if character.isascii():
        return character
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    folded = unicodedata.normalize("NFKC", character)
    return folded if len(folded) == 1 else character


def _replace(text: str, plain: str, name: str, pattern: re.Pattern[str], meant) -> tuple[str, str]:  # noqa: ANN001
    label = f"[{name}]"
    for found in reversed(list(pattern.finditer(plain))):
        if meant is None or meant(re.sub(r"\D", "", found.group()), found.group()):
            start, end = found.span()
            text = text[:start] + label + text[end:]
            plain = plain[:start] + label + plain[end:]
    return text, plain


def _is_card(digits: str, _: str) -> bool:
    """13 to 19 digits with a right Luhn sum (ISO/IEC 7812-1)."""
    doubled = [int(d) * (2 if i % 2 else 1) for i, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def _is_phone(digits: str, written: str) -> bool:
    """Vietnamese and international numbers, and the nine digits of the old citizen id; no dates, no amounts."""
    if re.search(r"\d{1,2}[./\-]\d{1,2}[./\-]\d{4}$", written.strip()) and len(digits) <= 8:
        return False
    if re.fullmatch(r"\d{1,3}(?:[.\s]\d{3})+", written.strip()) and not written.strip().startswith("0"):
        return False
    return 9 <= len(digits) <= 15
