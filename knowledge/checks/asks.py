"""Asks: enough of them, each leading to one entry only."""

from collections.abc import Iterator

from knowledge.checks.finding import WARNING, Finding, Subject
from knowledge.lexical import features
from knowledge.text import fold, search_key

AT_LEAST = {"vi": 5, "en": 5}
AT_LEAST_ELSEWHERE = 3


def check(subject: Subject) -> Iterator[Finding]:
    """Counts, repeats within an entry, asks that two entries share, and asks of the same words in another order."""
    owners: dict[tuple[str, str], str] = {}
    bags: dict[tuple[str, frozenset[str]], str] = {}
    for entry in subject.library.entries.values():
        for language, text in entry.texts.items():
            needed = AT_LEAST.get(language, AT_LEAST_ELSEWHERE)
            if len(text.asks) < needed:
                message = f"{language}: {len(text.asks)} asks, {needed} are needed"
                yield subject.about(entry, (language, "asks"), "asks", message, language=language)
            for index, ask in enumerate(text.asks):
                where = (language, "asks", index)
                key = _key(ask)
                if not key:
                    yield subject.about(entry, where, "asks", f"{language}: an ask without a letter", language=language)
                    continue
                owner = owners.setdefault((language, key), entry.slug)
                if owner != entry.slug:
                    message = f"{language}: '{ask}' is an ask of '{owner}' too"
                    yield subject.about(entry, where, "asks", message, language=language)
                    continue
                near = bags.setdefault((language, frozenset(features(key, pairs=False))), entry.slug)
                if near != entry.slug:
                    message = f"{language}: '{ask}' is nearly an ask of '{near}'"
                    yield subject.about(entry, where, "near", message, level=WARNING, language=language)
            keys = [_key(ask) for ask in text.asks]
            if len(keys) != len(set(keys)):
                message = f"{language}: the same ask twice"
                yield subject.about(entry, (language, "asks"), "asks", message, level=WARNING, language=language)


def _key(ask: str) -> str:
    """Asks that differ in case, diacritics or punctuation only are the same ask."""
    return " ".join(
        "".join(
            c if c.isalnum() or c in "\u0e80\u0eff" or ord(c) > 0xE7F else " " for c in fold(search_key(ask))
        ).split()
    )
