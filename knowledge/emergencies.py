"""Knows a person in need by phrases, without search or dialogue, so that it works when the rest is down."""

import re
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from knowledge.calendar import today
from knowledge.languages import LANGUAGES
from knowledge.library import EMERGENCY, Library
from knowledge.reply import Reply, answer
from knowledge.text import fold, search_key
from knowledge.yaml_file import read

HELP = Path(__file__).parent / "emergencies.yml"
LATIN = ("vi", "en", "fr")
# Endings follow a phrase in Russian and Korean, so only its beginning is fixed; the others do not space words.
BEGIN_AT_A_WORD = (*LATIN, "ru")
GAP = ".{0,30}?"
ANY = "any"


class Help(BaseModel):
    """What to give: numbers to call first, the entry that follows, and the phrase around the numbers."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    call: list[str]
    entry: str
    phrase: str = "emergency_call"


def load_help(path: Path = HELP) -> dict[str, Help]:
    """By kind of emergency, the most pressing first. Raises `ContentError` or pydantic's `ValidationError`."""
    return {kind: Help.model_validate(given) for kind, given in read(path).data.items()}


class Emergencies:
    """The phrases of every language's wording; a visitor in need may use any language."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._help = load_help()
        self._written = {language: self._patterns(language, folded=False) for language in LANGUAGES}
        self._folded = {language: self._patterns(language, folded=True) for language in LATIN}

    def kind(self, text: str, language: str) -> str | None:
        """What has happened to whoever wrote this, or None when it is no call for help.

        Short words of another Latin language would match by chance, so those count in their own language only, and
        without diacritics only where none was typed.
        """
        key = search_key(text)
        folded = fold(key)
        others = [code for code in LANGUAGES if code not in LATIN and code != language]
        found = set()
        for code in (language, *others):
            patterns = self._folded[code] if code in LATIN and folded == key else self._written[code]
            found |= {kind for kind, pattern in patterns.items() if pattern.search(key)}
        return next((kind for kind in self._help if kind in found), None)

    def reply(self, kind: str, language: str) -> Reply:
        """The number to call first, then the entry's own text."""
        given = self._help[kind]
        entry = self._library.find(given.entry)
        slug = given.entry if entry and entry.served_on(today()) else EMERGENCY
        reply: Reply = {**answer(self._library, slug, language), "outcome": "routed", "routed": "emergency"}
        if given.call:
            call = self._library.wording[language].say(given.phrase, numbers=", ".join(given.call))
            reply["text"] = f"{call}\n\n{reply['text']}"
        return reply

    def _patterns(self, language: str, *, folded: bool) -> dict[str, re.Pattern[str]]:
        phrases = self._library.wording[language].emergency
        return {kind: _pattern([_key(p, folded=folded) for p in phrases[kind]], language) for kind in self._help}


def _key(phrase: str, *, folded: bool) -> str:
    """The phrase as it is looked for; " .. " stands for up to thirty characters and is kept as a line feed."""
    parts = [search_key(part) for part in phrase.split(" .. ")]
    return "\n".join(fold(part) if folded else part for part in parts)


def _pattern(keys: list[str], language: str) -> re.Pattern[str]:
    joined = "|".join(GAP.join(map(re.escape, key.split("\n"))) for key in sorted(keys, key=len, reverse=True))
    begin = r"(?<!\w)" if language in BEGIN_AT_A_WORD else ""
    end = r"(?!\w)" if language in LATIN else ""
    return re.compile(f"{begin}(?:{joined}){end}")
