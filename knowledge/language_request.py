"""Asks to change the language: "in English please", or "reply in English: ..." for one answer."""

import re
from dataclasses import dataclass
from functools import lru_cache

from knowledge import cues
from knowledge.languages import OTHER
from knowledge.text import search_key

MAX_CHARS = 80
_SHORTEST_ALONE = 5
_PART = re.compile(r"[:：,，.。!！?？;\n—]+")


@dataclass(frozen=True)
class LanguageRequest:
    """One of our languages, or `other` for one that we lack; `question` is what to answer once in it, if any."""

    language: str
    question: str


def find(text: str) -> LanguageRequest | None:
    """The request in a message that holds nothing else, or that begins or ends with one."""
    if language := asked_for(text):
        return LanguageRequest(language, "")
    seams = list(_PART.finditer(text))
    if not seams:
        return None
    for part, rest in (
        (text[: seams[0].start()], text[seams[0].end() :]),
        (text[seams[-1].end() :], text[: seams[-1].end()]),
        *([(text[seams[-2].end() : seams[-1].start()], text[: seams[-2].end()])] if len(seams) > 1 else []),
    ):
        language = asked_for(part)
        if language and any(character.isalnum() for character in rest):
            # "I can't read French, English please": the later request is the one that counts.
            later = asked_for(rest)
            return LanguageRequest(later, "") if later else LanguageRequest(language, rest.strip())
    return None


def asked_for(text: str) -> str | None:
    """The language, where the text is nothing but its name and words that ask for it."""
    key = cues.plain(text)
    if not key or len(key) > MAX_CHARS:
        return None
    names, request = _patterns()
    found = {match.lastgroup for match in names.finditer(key)}
    if len(found) != 1:
        return None
    rest = names.sub(" ", key)
    if request.sub(" ", rest).strip():
        return None
    language = found.pop()
    alone = not rest.strip()
    return None if alone and (language == OTHER or (len(key) < _SHORTEST_ALONE and key.isascii())) else language


def named_in(text: str) -> str | None:
    """The one language that a text names, whatever else it says."""
    found = {match.lastgroup for match in _patterns()[0].finditer(cues.plain(search_key(text)))}
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    known = cues.load().values()
    names: dict[str, list[str]] = {}
    for one in known:
        for language, called in one.names.items():
            names.setdefault(language, []).extend(called)
    groups = "|".join(f"(?P<{language}>{cues.pattern(called)})" for language, called in names.items())
    return re.compile(groups), re.compile(cues.pattern(word for one in known for word in one.request))
