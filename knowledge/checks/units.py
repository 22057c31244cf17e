"""Units: every language of an entry states its figures in the units of the Vietnamese."""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from knowledge.checks.finding import Finding, Subject, without_exceptions
from knowledge.yaml_file import read

UNITS = Path(__file__).parents[1] / "units.yml"


def check(subject: Subject) -> Iterator[Finding]:
    """Compare each language with the Vietnamese, which is the reference."""
    for entry in subject.library.entries.values():
        stated = {
            language: units(without_exceptions(entry, f"{text.title}. {text.answer}"), language)
            for language, text in entry.texts.items()
        }
        for language, found in stated.items():
            for unit in sorted(found ^ stated["vi"]):
                side = "lacks" if unit in stated["vi"] else "has"
                message = f"{language}: {side} the unit {unit}, unlike the Vietnamese text"
                yield subject.about(entry, (language, "answer"), "units", message, language=language)


def units(text: str, language: str) -> frozenset[str]:
    """The units that a text states; a longer one hides the shorter that is part of it."""
    text = text.replace("\u200b", "")
    found = set()
    for unit, pattern in _patterns(language).items():
        text, count = pattern.subn(" ", text)
        if count:
            found.add(unit)
    return frozenset(found)


@lru_cache
def _patterns(language: str) -> dict[str, re.Pattern[str]]:
    return {unit: re.compile("|".join(words[language])) for unit, words in read(UNITS).data.items()}
