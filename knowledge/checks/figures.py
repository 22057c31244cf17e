"""Figures: every language of an entry states the same numbers, dates and document numbers as the Vietnamese."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from knowledge.checks.finding import Finding, Subject, without_exceptions
from knowledge.entry import Entry
from knowledge.quantities import Quantities, in_words, quantities

WORDABLE = 12


def check(subject: Subject) -> Iterator[Finding]:
    """Compare each language with the Vietnamese, which is the reference."""
    for entry in subject.library.entries.values():
        texts = {
            language: without_exceptions(entry, f"{text.title}. {text.answer}")
            for language, text in entry.texts.items()
        }
        reference = quantities(texts["vi"], "vi")
        for language, text in texts.items():
            if language == "vi":
                continue
            for message in _differences(reference, quantities(text, language), texts["vi"], text, language):
                yield subject.about(entry, (language, "answer"), "figures", f"{language}: {message}", language=language)
        yield from _impossible_dates(subject, entry, reference)


def _differences(reference: Quantities, found: Quantities, vietnamese: str, text: str, language: str) -> Iterator[str]:
    missing = [v for v in reference.values - found.values if not _worded(v, text, language)]
    extra = [v for v in found.values - reference.values if not _worded(v, vietnamese, "vi")]
    if missing:
        yield f"lacks {_list(missing)} of the Vietnamese text"
    if extra:
        yield f"has {_list(extra)}, which the Vietnamese text has not"
    for year, month, day in sorted(found.dates - reference.dates):
        if (year, day, month) in reference.dates:
            yield f"day and month of {day}/{month}/{year} are the other way round"
    if reference.documents - found.documents:
        yield f"lacks the document number {', '.join(sorted(reference.documents - found.documents))}"


def _impossible_dates(subject: Subject, entry: Entry, figures: Quantities) -> Iterator[Finding]:
    for year, month, day in figures.dates:
        if not (1 <= month <= 12 and 1 <= day <= 31):
            message = f"{day}/{month}/{year} is not a date"
            yield subject.about(entry, ("vi", "answer"), "figures", message)


def _worded(value: Decimal, text: str, language: str) -> bool:
    return value <= WORDABLE and value == int(value) and in_words(Decimal(int(value)), text, language)


def _list(values: Iterable[Decimal]) -> str:
    return ", ".join(f"{value:f}" for value in sorted(values))
