"""Knows an emergency by its phrases, without search or dialogue, so that it works when the rest is down."""

import re

from knowledge.languages import LANGUAGES
from knowledge.library import Library
from knowledge.text import fold, search_key

SPACED = ("vi", "en", "ko", "ru", "fr")


class Emergencies:
    """The phrases of every language's wording; a visitor in need may use any language."""

    def __init__(self, library: Library) -> None:
        self._patterns = {language: _pattern(library, language) for language in LANGUAGES}

    def found(self, text: str, language: str) -> bool:
        """Whether the text says that someone is in danger.

        Folded phrases of another Latin language would match by chance, so those count in their own language only.
        """
        key = fold(search_key(text))
        own_script = [code for code in LANGUAGES if code not in ("vi", "en", "fr")]
        return any(self._patterns[code].search(key) for code in dict.fromkeys([language, *own_script]))


def _pattern(library: Library, language: str) -> re.Pattern[str]:
    phrases = sorted((fold(search_key(p)) for p in library.wording[language].emergency), key=len, reverse=True)
    joined = "|".join(map(re.escape, phrases))
    # Korean and Russian endings follow the phrase, so only its beginning is fixed.
    end = r"(?!\w)" if language in ("vi", "en", "fr") else ""
    start = r"(?<!\w)" if language in SPACED else ""
    return re.compile(f"{start}(?:{joined}){end}")
