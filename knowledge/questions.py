"""Labelled questions: what people may type, and the entry that answers it, if any."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

from knowledge.languages import LANGUAGES
from knowledge.library import Library

FOLDER = Path(__file__).parent.parent / "tests" / "questions"
TUNE, TEST = "tune", "test"


@dataclass(frozen=True)
class Question:
    """A question with its label; `entry` is None where the base has no answer, and `why` says why."""

    text: str
    language: str
    entry: str | None
    also: tuple[str, ...] = ()
    why: str | None = None
    style: str = "plain"

    @property
    def right(self) -> frozenset[str]:
        """The entries that answer it."""
        return frozenset((self.entry, *self.also)) if self.entry else frozenset()

    @property
    def half(self) -> str:
        """Tune or test: by the entry, so that no entry is in both; by the text where there is none."""
        return TUNE if hashlib.sha256((self.entry or self.text).encode()).digest()[0] % 2 else TEST


def load_questions(folder: Path = FOLDER, *, half: str | None = None) -> list[Question]:
    """All questions, or one half of them. Raises `ValueError` for a file that is not as it should be."""
    found = [question for path in sorted(folder.glob("*.yml")) if path.name != "bars.yml" for question in _read(path)]
    return [question for question in found if half in (None, question.half)]


def known_to(library: Library, questions: Iterable[Question]) -> list[Question]:
    """Questions whose entries are in the library, under the names they have now."""
    return [q for q in questions if q.entry is None or library.find(q.entry)]


def _read(path: Path) -> Iterable[Question]:
    for item in yaml.safe_load(path.read_text(encoding="utf-8")):
        language = item.get("language", path.stem)
        if language not in LANGUAGES or (item["entry"] is None) != (item.get("why") in ("out", "near")):
            raise ValueError(f"{path.name}: {item}")
        yield Question(
            item["q"], language, item["entry"], tuple(item.get("also", ())), item.get("why"), item.get("style", "plain")
        )
