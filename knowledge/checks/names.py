"""Names: every language uses the names of `names.yml`, and the same names as the Vietnamese text."""

import re
from collections.abc import Iterator
from functools import lru_cache

from knowledge.checks.finding import WARNING, Finding, Subject, without_exceptions
from knowledge.entry import Entry, LanguageText

_BRACKETS = re.compile(r"[(（「『《“\"«][^()（）「」『』《》“”\"«»]*[)）」』》”\"»]")
_ACRONYM = re.compile(r"(?<![A-Za-z0-9])[A-Z][A-Z0-9]{2,}(?:-[A-Z0-9]+)*(?![A-Za-z0-9])")
# Abbreviations that readers of other languages know by words of their own.
_LOCAL = frozenset({"USD", "VND", "EUR", "GDP", "GRDP", "FDI", "EEZ", "ASEAN", "UNESCO", "WTO"})


def check(subject: Subject) -> Iterator[Finding]:
    """Other names stand in brackets only; names are those of the Vietnamese text, and none is taken for another."""
    for entry in subject.library.entries.values():
        for language, text in entry.texts.items():
            shown = without_exceptions(entry, f"{text.title}. {text.answer}")
            for other, name in _other_names(subject, language, shown):
                message = f"{language}: '{other}' is not the name we use, which is '{name}'"
                yield subject.about(entry, (language, "answer"), "names", message, language=language)
        yield from _missing(subject, entry)
        yield from _mistaken(subject, entry)
        yield from _acronyms(subject, entry)


def _other_names(subject: Subject, language: str, text: str) -> Iterator[tuple[str, str]]:
    """Names that may stand only in brackets, after our own name has been taken out."""
    names = subject.library.names.names
    bare = _BRACKETS.sub(" ", text)
    ours = {form for key in names for form in (names[key][language].name, *names[key][language].also)}
    for form in sorted(ours, key=len, reverse=True):
        bare = bare.replace(form, " ")
    for languages in names.values():
        known = languages[language]
        for other in known.others:
            if other not in ours and _pattern(other).search(bare):
                yield other, known.name


def _missing(subject: Subject, entry: Entry) -> Iterator[Finding]:
    names = subject.library.names.names
    vietnamese = f"{entry.texts['vi'].title}. {entry.texts['vi'].answer}"
    present = []
    for key in sorted(names, key=lambda k: len(names[k]["vi"].name), reverse=True):
        name = names[key]["vi"].name
        if name in vietnamese:
            present.append(key)
            vietnamese = vietnamese.replace(name, " ")
    for language, text in entry.texts.items():
        shown = f"{text.title}. {text.answer}".replace("’", "'")
        for key in present:
            known = names[key][language]
            if not any(_stem(form).search(shown) for form in (known.name, *known.also)):
                message = f"{language}: '{known.name}' is missing, which the Vietnamese text names"
                yield subject.about(entry, (language, "answer"), "names", message, level=WARNING, language=language)


def _mistaken(subject: Subject, entry: Entry) -> Iterator[Finding]:
    """No part of a text names, instead of a name of the Vietnamese, another one that it excludes."""
    vietnamese = {part: _named(subject, "vi", text) for part, text in _parts(entry.texts["vi"]).items()}
    anywhere = set().union(*vietnamese.values())
    for language, text in entry.texts.items():
        for part, shown in _parts(text).items():
            found = _named(subject, language, shown)
            for group in map(set, subject.library.names.exclusive):
                wanted, strange = vietnamese[part] & group, found & group - anywhere
                if strange and wanted and not found & wanted:
                    message = f"{language}: names {_list(strange)} where the Vietnamese text names {_list(wanted)}"
                    yield subject.about(entry, (language, part), "names", message, language=language)


def _parts(text: LanguageText) -> dict[str, str]:
    return {"title": text.title, "asks": " . ".join(text.asks), "answer": text.answer, "heard": text.heard or ""}


def _list(keys: set[str]) -> str:
    return ", ".join(sorted(keys))


def _named(subject: Subject, language: str, text: str) -> set[str]:
    """Keys of the names in a text, by any of their forms; of names within one another the longer one."""
    forms = [
        (form, key)
        for key, languages in subject.library.names.names.items()
        for known in [languages[language]]
        for form in (known.name, *known.also, *known.others)
    ]
    found = set()
    for form, key in sorted(forms, key=lambda item: -len(item[0])):
        rest = _pattern(form).sub(" ", text)
        if rest != text:
            found.add(key)
            text = rest
    return found


def _acronyms(subject: Subject, entry: Entry) -> Iterator[Finding]:
    """Latin abbreviations that both Vietnamese and English use are the same everywhere."""
    shared = set(_ACRONYM.findall(entry.texts["vi"].answer)) - _LOCAL
    if "en" in entry.texts:
        shared &= set(_ACRONYM.findall(entry.texts["en"].answer))
    for language, text in entry.texts.items():
        if missing := [word for word in sorted(shared) if word not in text.answer]:
            message = f"{language}: lacks {', '.join(missing)}"
            yield subject.about(entry, (language, "answer"), "names", message, level=WARNING, language=language)


@lru_cache(maxsize=4096)
def _pattern(name: str) -> re.Pattern[str]:
    escaped = re.escape(name)
    return re.compile(rf"\b{escaped}\b" if name[0].isascii() or "\u0400" <= name[0] <= "\u04ff" else escaped)


@lru_cache(maxsize=4096)
def _stem(name: str) -> re.Pattern[str]:
    """A name as it may be inflected: Russian words lose their ending, the others stand as they are."""
    if not re.search("[\u0400-\u04ff]", name):
        return re.compile(re.escape(name).replace("\\ ", "[ \u00a0]"))
    words = [re.escape(word[:-2] if len(word) > 4 else word) + r"\w*" for word in name.split()]
    return re.compile(r"\s+".join(words))
