"""What a check found, and what every check looks at."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from knowledge.entry import Entry
from knowledge.library import Library

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True)
class Finding:
    """One thing to mend (error) or to look at (warning)."""

    level: str
    rule: str
    file: str
    line: int
    message: str
    entry: str | None = None
    language: str | None = None

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.level} [{self.rule}] {self.message}"


@dataclass(frozen=True)
class Subject:
    """The library as the checks see it, on a day."""

    library: Library
    content: Path
    today: date

    def about(
        self,
        entry: Entry,
        location: tuple[str | int, ...],
        rule: str,
        message: str,
        *,
        level: str = ERROR,
        language: str | None = None,
    ) -> Finding:
        """A finding at a place of an entry's file."""
        name = f"{entry.topic}/{entry.slug}.yml"
        line = self.library.files[name].line_of(location)
        return Finding(level, rule, name, line, message, entry.slug, language)


Check = Callable[[Subject], Iterable[Finding]]


def without_exceptions(entry: Entry, text: str) -> str:
    """The text less the pieces that the entry's exceptions name."""
    for exception in entry.exceptions:
        text = text.replace(exception.text, " ")
    return text
