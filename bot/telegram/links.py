"""Deep links: `?start=con-dao_en` leads to an entry or a topic, in a language; they carry nothing about a person."""

import re
from dataclasses import dataclass

from knowledge.calendar import today
from knowledge.entry import TOPICS
from knowledge.languages import LANGUAGES
from knowledge.library import Library

_PAYLOAD = re.compile(r"([a-z0-9-]{2,48})(?:_([a-z]{2}))?")


@dataclass(frozen=True)
class Link:
    """Where a deep link leads: an entry or a topic, and the language it asks for."""

    entry: str | None
    topic: str | None
    language: str | None


def read(payload: str, library: Library) -> Link | None:
    """The link; None where it leads to nothing that is served today."""
    found = _PAYLOAD.fullmatch(payload)
    if found is None:
        return None
    name, code = found.groups()
    language = code if code in LANGUAGES else None
    if name in TOPICS:
        return Link(None, name, language)
    entry = library.find(name)
    if entry is None or not entry.served_on(today()):
        return None
    return Link(entry.slug, None, language)


def payload(entry: str, language: str) -> str:
    """What a link to an entry carries."""
    return f"{entry}_{language}"
