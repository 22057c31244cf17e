"""Takes the frame off a claim that is passed on: "is it true that ...?", "nghe nói ... đúng không"."""

import re
from functools import lru_cache

from knowledge import cues
from knowledge.text import search_key

# So much text without a question is something forwarded.
FORWARDED_CHARS = 200


def inside(text: str, language: str) -> str | None:
    """The claim itself as a search key, or None where the text is not framed as a claim."""
    key = search_key(text)
    start, end = _frames(language)
    first, last = 0, len(key)
    found = True
    while found:
        seen = cues.aligned(key[first:last])
        if match := start.match(seen):
            first += match.end()
        elif match := end.search(seen):
            last = first + match.start()
        found = match is not None
    claim = key[first:last].strip(" ,.:;?!，。：；？！\"'“”«»()")
    return claim if (first, last) != (0, len(key)) else None


def forwarded(text: str) -> bool:
    """Whether the text is a paragraph without a question."""
    return len(text) >= FORWARDED_CHARS and not re.search(r"[?？]\s*$", text)


@lru_cache(maxsize=16)
def _frames(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    frame = cues.pattern(cues.load()[language].claim)
    return re.compile(rf"\s*(?:{frame})\s*"), re.compile(rf"\s*(?:{frame})\s*$")
