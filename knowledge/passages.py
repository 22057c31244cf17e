"""The texts of the library that search compares questions with."""

from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.entry import Entry
from knowledge.library import Library
from knowledge.text import search_key

ASK = "ask"
ANSWER = "answer"


@dataclass(frozen=True)
class Passage:
    """One ask, or one title with its answer; `key` is its search key."""

    kind: str
    entry: str
    language: str
    key: str


def passages_of(library: Library) -> list[Passage]:
    """Every ask and answer of every entry, in a fixed order."""
    return [passage for slug in sorted(library.entries) for passage in _of_entry(library.entries[slug])]


def _of_entry(entry: Entry) -> Iterable[Passage]:
    for language, text in entry.texts.items():
        asks = [text.title, *text.asks, *([text.heard] if text.heard else [])]
        for key in dict.fromkeys(search_key(ask) for ask in asks):
            yield Passage(ASK, entry.slug, language, key)
        yield Passage(ANSWER, entry.slug, language, search_key(f"{text.title}. {text.answer}"))
