"""Answers: of a length that can be read in a chat, plain, and not past their time."""

import re
from collections.abc import Iterator

from knowledge.checks.finding import WARNING, Finding, Subject
from knowledge.entry import Entry, Status

VIETNAMESE_WORDS = (30, 110)
TITLE_CHARACTERS = 80
# Characters of an answer for one character of the Vietnamese: a third or three times as much is another text.
PROPORTION = {
    "en": (0.6, 1.9),
    "fr": (0.65, 2.1),
    "ru": (0.6, 2.0),
    "ko": (0.28, 1.1),
    "ja": (0.25, 1.1),
    "zh": (0.15, 0.75),
    "lo": (0.5, 1.9),
    "km": (0.5, 2.1),
}
_MARKUP = re.compile(r"\*\*|__|^#|\]\(|<[a-z/]|https?://", re.MULTILINE)


def check(subject: Subject) -> Iterator[Finding]:
    """Length, markup, review dates and validity of every entry."""
    for entry in subject.library.entries.values():
        yield from _lengths(subject, entry)
        yield from _times(subject, entry)
        for language, text in entry.texts.items():
            if found := _MARKUP.search(text.answer):
                message = f"{language}: '{found.group()}' is markup or an address"
                yield subject.about(entry, (language, "answer"), "plain", message, language=language)


def _lengths(subject: Subject, entry: Entry) -> Iterator[Finding]:
    reference = entry.texts["vi"].answer
    low, high = VIETNAMESE_WORDS
    if not low <= (words := len(reference.split())) <= high:
        message = f"vi: {words} words, {low} to {high} are wanted"
        yield subject.about(entry, ("vi", "answer"), "length", message, language="vi")
    for language, text in entry.texts.items():
        if len(text.title) > TITLE_CHARACTERS:
            message = f"{language}: a title of {len(text.title)} characters, {TITLE_CHARACTERS} at most"
            yield subject.about(entry, (language, "title"), "length", message, language=language)
        if language in PROPORTION:
            share = len(text.answer) / len(reference)
            least, most = PROPORTION[language]
            if not least <= share <= most:
                message = f"{language}: {share:.2f} times as long as the Vietnamese, {least} to {most} is usual"
                yield subject.about(entry, (language, "answer"), "length", message, level=WARNING, language=language)


def _times(subject: Subject, entry: Entry) -> Iterator[Finding]:
    for name in ("as_of", "checked"):
        if getattr(entry, name) > subject.today:
            yield subject.about(entry, (name,), "time", f"{name} lies in the future")
    if entry.valid_until and entry.valid_until < subject.today:
        yield subject.about(entry, ("valid_until",), "time", "not valid any more: withdrawn", level=WARNING)
    if entry.overdue_on(subject.today):
        days = (subject.today - entry.checked).days
        message = f"checked {days} days ago, due after {entry.review_days}"
        yield subject.about(entry, ("checked",), "time", message, level=WARNING)
    if any(text.status == Status.APPROVED for text in entry.texts.values()):
        yield subject.about(entry, (), "status", "'approved' is reserved for the institution that adopts the bot")
