"""Cues: the words by which a message that is no question by itself tells what it wants.

They ask for a language, choose among what was offered, lean on what was said before, or pass on a claim. One file
per language in `cues/`; a visitor may mix languages, so most are read together.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from knowledge.languages import LANGUAGES
from knowledge.text import fold, search_key
from knowledge.yaml_file import read

FOLDER = Path(__file__).parent / "cues"


class Cues(BaseModel):
    """The cues of one language; the file says what each list is for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    names: dict[str, list[str]]
    request: list[str]
    number: list[str]
    positions: list[list[str]]
    last: list[str]
    opening: list[str]
    pointing: list[str]
    asking: list[str]
    claim: list[str]


@lru_cache(maxsize=1)
def load() -> dict[str, Cues]:
    """The cues of every language. Raises `ContentError` or pydantic's `ValidationError`."""
    return {language: Cues.model_validate(read(FOLDER / f"{language}.yml").data) for language in LANGUAGES}


def plain(text: str) -> str:
    """The search key without marks and punctuation, one space between words."""
    return " ".join("".join(_plain_character(character) for character in search_key(text)).split())


def _plain_character(character: str) -> str:
    """One character for one, so that places in the plain text are places in the text."""
    folded = fold(character)
    if len(folded) != 1 or unicodedata.category(folded)[0] in "PSZC":
        return " "
    return folded


def aligned(key: str) -> str:
    """A search key without marks and punctuation, every character in its old place."""
    return "".join(_plain_character(character) for character in key)


def pattern(phrases: Iterable[str]) -> str:
    """A regular expression for any of the phrases, longest first; whole words where a script has spaces."""
    known = sorted({plain(phrase) for phrase in phrases}, key=lambda phrase: (-len(phrase), phrase))
    return "|".join(map(_whole, known))


def _whole(phrase: str) -> str:
    # Korean particles follow the word, and the other scripts put no spaces between words.
    spaced = all(ord(character) < 0x0530 for character in phrase)
    words = r"\s+".join(re.escape(word) for word in phrase.split())
    return rf"(?<!\w){words}(?!\w)" if spaced else words
