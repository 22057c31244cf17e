"""Wording: nine files with the same keys and placeholders, and phrases for the same kinds of emergency."""

import string
from collections.abc import Iterator

from knowledge.checks.finding import ERROR, Finding, Subject
from knowledge.languages import LANGUAGES


def check(subject: Subject) -> Iterator[Finding]:
    """Compare every language with the Vietnamese file."""
    wording = subject.library.wording
    reference = {key: _placeholders(phrase) for key, phrase in wording["vi"].phrases.items()}
    for language in LANGUAGES:
        file = f"wording/{language}.yml"
        phrases = wording[language].phrases
        for kind in sorted(set(wording["vi"].emergency) ^ set(wording[language].emergency)):
            message = f"the emergency '{kind}' is in only one of this file and the Vietnamese one"
            yield Finding(ERROR, "wording", file, 1, message, language=language)
        for key in sorted(set(reference) ^ set(phrases)):
            state = "is missing" if key in reference else "is not in the Vietnamese file"
            yield Finding(ERROR, "wording", file, 1, f"the phrase '{key}' {state}", language=language)
        for key, phrase in phrases.items():
            if key in reference and _placeholders(phrase) != reference[key]:
                line = subject.library.files[file].line_of(("phrases", key))
                wanted = ", ".join(sorted(reference[key])) or "none"
                message = f"'{key}' needs the placeholders {wanted}"
                yield Finding(ERROR, "wording", file, line, message, language=language)


def _placeholders(phrase: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in string.Formatter().parse(phrase) if name)
