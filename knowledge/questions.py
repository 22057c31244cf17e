"""Labelled questions: what people may type, and the entry that answers it, if any."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

from knowledge.languages import LANGUAGES, OTHER, decide
from knowledge.library import Library

FOLDER = Path(__file__).parent.parent / "tests" / "questions"
FILES = (*LANGUAGES, "out", "near")
MESSAGES = "languages*.yml"
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
    found = [question for name in sorted(FILES) for question in _read(folder / f"{name}.yml")]
    return [question for question in found if half in (None, question.half)]


@dataclass(frozen=True)
class Message:
    """A text with the language it is in, one of ours or `other`, and the conversation's language before it."""

    text: str
    language: str
    prior: str | None = None
    folded: bool = False


def load_messages(folder: Path = FOLDER) -> list[Message]:
    """Messages labelled with their language only. Raises `ValueError` for a language nobody knows."""
    found = []
    for path in sorted(folder.glob(MESSAGES)):
        for item in yaml.safe_load(path.read_text(encoding="utf-8")):
            if item["language"] not in (*LANGUAGES, OTHER):
                raise ValueError(f"{path.name}: {item}")
            found.append(Message(item["text"], item["language"], item.get("prior"), item.get("folded", False)))
    return found


def language_to_search(text: str) -> str:
    """The language in which a new visitor's question is searched."""
    found = decide(text, None, "vi")
    return found if found in LANGUAGES else "en"


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
