"""Text as people type it, made safe to show and fit to search.

Standard library only, in Python 3.10 syntax: Rasa's environment imports it too.
"""

import re
import unicodedata

MAX_CHARS = 1000

_SURROGATES = re.compile("[\ud800-\udfff]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# Bidirectional controls and tag characters can make a text read as something else than it is.
_DECEPTIVE = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200d\u2060-\u2064\ufe00-\ufe0f\ufeff]"
)
_LATIN_MARKS = re.compile("[\u0300-\u036f]")
_REPEATED = re.compile(r"(.)\1{3,}", re.DOTALL)
_SPACES = re.compile(r"\s+")


def shown(text: str) -> str:
    """Text as it is stored and shown: NFC, without surrogates, controls, bidi overrides and tag characters.

    Joiners and U+200B stay: Khmer needs them for line breaks.
    """
    text = _SURROGATES.sub("", text)
    text = _CONTROLS.sub(" ", _DECEPTIVE.sub("", text))
    return unicodedata.normalize("NFC", text).strip()


def search_key(text: str) -> str:
    """The form in which questions and content meet: NFKC, lower case, nothing invisible, bounded.

    NFKC changes ordinary Lao and Khmer spelling, so a key is never shown. A run of one character is cut to
    three; the length is capped before and after, because one character can become eighteen.
    """
    text = shown(text[: MAX_CHARS * 2])[:MAX_CHARS]
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).lower()
    text = _REPEATED.sub(r"\1\1\1", text)
    return _SPACES.sub(" ", text).strip()[:MAX_CHARS]


def fold(text: str) -> str:
    """Lower case without Latin diacritics: "Đảo" and "dao" become the same.

    Only U+0300-036F and d-stroke go: stripping every mark would destroy Lao and Khmer vowels and kana.
    """
    text = _LATIN_MARKS.sub("", unicodedata.normalize("NFD", text.lower()))
    return unicodedata.normalize("NFC", text.replace("đ", "d"))
