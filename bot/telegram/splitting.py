"""Texts in Telegram's HTML, in parts that fit: cut at a paragraph, a line, a sentence, a word or a grapheme."""

import html
from typing import NamedTuple

import regex

# In UTF-16 code units, counted without the tags.
MAX_UNITS = 4096

_BREAKS = tuple(
    regex.compile(pattern)
    for pattern in (r"\n\n+", r"\n", r"[.!?…។]['\")\]”»’]*\s+|[。！？…]['\")\]”»’」』]*", r"[\s\u200b]+")
)
_GRAPHEME = regex.compile(r"\X")


class Run(NamedTuple):
    """A piece of text in one style: no tag, `b`, `i`, or `a` with its address."""

    text: str
    tag: str = ""
    href: str = ""


def parts(runs: list[Run], limit: int = MAX_UNITS) -> list[str]:
    """The runs as HTML, split so that every part fits and every tag is closed in its part."""
    text = "".join(run.text for run in runs)
    found, start = [], 0
    for end in (*_cuts(text, limit), len(text)):
        if text[start:end].strip():
            found.append(_html(runs, start, end).strip())
        start = end
    return found


def units(text: str) -> int:
    """The length of a text as Telegram counts it."""
    return len(text) + sum(character > "\uffff" for character in text)


def plain(part: str) -> str:
    """The part without its tags."""
    return html.unescape(regex.sub(r"<[^>]*>", "", part))


def shortened(text: str, most: int) -> str:
    """The text with at most that many graphemes, the last one being an ellipsis if it was longer."""
    graphemes = _GRAPHEME.findall(text)
    return text if len(graphemes) <= most else "".join(graphemes[: most - 1]) + "…"


def beginning(text: str, characters: int) -> str:
    """At most that many characters, no grapheme cut."""
    if len(text) <= characters:
        return text
    end = max((found.end() for found in _GRAPHEME.finditer(text) if found.end() <= characters), default=characters)
    return text[:end]


def _cuts(text: str, limit: int) -> list[int]:
    cuts: list[int] = []
    start = 0
    while units(text[start:]) > limit:
        start += _cut(text[start:], limit)
        cuts.append(start)
    return cuts


def _cut(text: str, limit: int) -> int:
    """Where to cut: as late as it fits at the best kind of place, but not before the middle."""
    fits = _fitting(text, limit)
    for pattern in _BREAKS:
        places = [found.end() for found in pattern.finditer(text, 0, fits)]
        if places and places[-1] > fits // 2:
            return places[-1]
    places = [found.end() for found in _GRAPHEME.finditer(text) if found.end() <= fits]
    return places[-1] if places else fits


def _fitting(text: str, limit: int) -> int:
    """How many characters fit into that many units."""
    room = limit
    for index, character in enumerate(text):
        room -= 1 + (character > "\uffff")
        if room < 0:
            return index
    return len(text)


def _html(runs: list[Run], start: int, end: int) -> str:
    made, position = [], 0
    for run in runs:
        piece = run.text[max(0, start - position) : max(0, end - position)]
        position += len(run.text)
        if piece:
            made.append(_tagged(piece, run))
    return "".join(made)


def _tagged(piece: str, run: Run) -> str:
    escaped = html.escape(piece, quote=False)
    if run.tag == "a":
        return f'<a href="{html.escape(run.href)}">{escaped}</a>'
    return f"<{run.tag}>{escaped}</{run.tag}>" if run.tag else escaped
