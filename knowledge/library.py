"""The library: everything under `content/`, read, checked for shape and held in memory."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from knowledge.chat_spelling import ChatSpelling
from knowledge.entry import TOPICS, Entry
from knowledge.languages import LANGUAGES
from knowledge.names import Names
from knowledge.sources import Source
from knowledge.wording import Wording, Wordings
from knowledge.yaml_file import ContentError, YamlFile, read

CONTENT = Path(__file__).parent / "content"
HOTLINE = "hotline-1022"
EMERGENCY = "emergency-numbers"

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Library:
    """The knowledge base at one moment; nothing in it changes after loading."""

    entries: dict[str, Entry]
    sources: dict[str, Source]
    names: Names
    wording: Wordings
    chat: ChatSpelling
    files: dict[str, YamlFile] = field(repr=False)

    def find(self, slug: str) -> Entry | None:
        """The entry with this slug, or with this former slug."""
        return self.entries.get(slug) or next((e for e in self.entries.values() if slug in e.replaces), None)

    def served(self, day: date) -> Iterator[Entry]:
        """Entries that are valid on that day."""
        return (entry for entry in self.entries.values() if entry.served_on(day))

    @property
    def version(self) -> str:
        """SHA-256 over every entry, source, name and phrase: two processes with equal versions serve equal text."""
        state = [
            {slug: entry.model_dump(mode="json") for slug, entry in sorted(self.entries.items())},
            {source_id: source.model_dump(mode="json") for source_id, source in sorted(self.sources.items())},
            self.names.model_dump(mode="json"),
            {language: wording.model_dump(mode="json") for language, wording in sorted(self.wording.items())},
            self.chat.model_dump(mode="json"),
        ]
        return hashlib.sha256(json.dumps(state, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def load(content: Path = CONTENT) -> Library:
    """Read the whole content folder. Raises an `ExceptionGroup` of `ContentError` with every fault found."""
    library, faults = survey(content)
    if faults or library is None:
        raise ExceptionGroup(f"the content has {len(faults)} faults", faults)
    return library


def survey(content: Path = CONTENT) -> tuple[Library | None, list[ContentError]]:
    """What can be read, and every fault found: for `check`, which looks at sound entries beside broken ones.

    There is no library where the names or a wording file are broken.
    """
    loader = _Loader(content)
    return loader.load(), loader.errors


def _entry(slug: str, topic: str, data: dict) -> Entry:
    return Entry(slug=slug, topic=topic, **data)


def _source(source_id: str, data: dict) -> Source:
    return Source(id=source_id, **data)


class _Loader:
    def __init__(self, content: Path) -> None:
        self.content = content
        self.errors: list[ContentError] = []
        self.files: dict[str, YamlFile] = {}

    def load(self) -> Library | None:
        sources = self._sources()
        entries = self._entries()
        names = self._one(self.content / "names.yml", Names.model_validate)
        chat = self._one(self.content / "spelling.yml", ChatSpelling.model_validate)
        wording = {language: self._wording(language) for language in LANGUAGES}
        self._cross_check(entries, sources)
        complete = {language: one for language, one in wording.items() if one is not None}
        if names is None or chat is None or len(complete) < len(LANGUAGES):
            return None
        return Library(entries, sources, names, complete, chat, self.files)

    def _entries(self) -> dict[str, Entry]:
        entries: dict[str, Entry] = {}
        for topic in TOPICS:
            for path in sorted((self.content / topic).glob("*.yml")):
                entry = self._one(path, partial(_entry, path.stem, topic))
                if entry is None:
                    continue
                if entry.slug in entries:
                    self._fault(path, (), f"'{entry.slug}' is an entry of the topic '{entries[entry.slug].topic}' too")
                entries[entry.slug] = entry
        return entries

    def _sources(self) -> dict[str, Source]:
        sources: dict[str, Source] = {}
        for path in sorted((self.content / "sources").glob("*.yml")):
            file = self._read(path)
            for source_id, data in (file.data if file else {}).items():
                source = self._validated(file, (source_id,), partial(_source, source_id), data)
                if source is None:
                    continue
                if source_id in sources:
                    self._fault(path, (source_id,), f"the source '{source_id}' is registered twice")
                sources[source_id] = source
        return sources

    def _wording(self, language: str) -> Wording | None:
        return self._one(self.content / "wording" / f"{language}.yml", Wording.model_validate)

    def _one(self, path: Path, build: Callable[[dict], Model]) -> Model | None:
        file = self._read(path)
        return self._validated(file, (), build, file.data) if file else None

    def _read(self, path: Path) -> YamlFile | None:
        try:
            file = read(path)
        except FileNotFoundError:
            self.errors.append(ContentError(path, 1, "the file is missing"))
            return None
        except ContentError as error:
            self.errors.append(error)
            return None
        self.files[str(path.relative_to(self.content))] = file
        return file

    def _validated(
        self, file: YamlFile | None, place: tuple[str | int, ...], build: Callable[[dict], Model], data: object
    ) -> Model | None:
        assert file is not None
        if not isinstance(data, dict):
            self._fault(file.path, place, "a mapping is needed here")
            return None
        try:
            return build(data)
        except TypeError:
            self._fault(file.path, place, "a key has a name that is not allowed here")
        except ValidationError as error:
            for fault in error.errors():
                location = tuple(part for part in fault["loc"] if part != "texts")
                name = ".".join(str(part) for part in location)
                message = fault["msg"].removeprefix("Value error, ")
                self._fault(file.path, (*place, *location), f"{name}: {message}" if name else message)
        return None

    def _fault(self, path: Path, location: tuple[str | int, ...], message: str) -> None:
        file = self.files.get(str(path.relative_to(self.content)))
        self.errors.append(ContentError(path, file.line_of(location) if file else 1, message))

    def _cross_check(self, entries: dict[str, Entry], sources: dict[str, Source]) -> None:
        """References between files that would fail while serving; softer rules live in `check`."""
        for entry in entries.values():
            path = self.content / entry.topic / f"{entry.slug}.yml"
            for index, reference in enumerate(entry.sources):
                if reference.id not in sources:
                    self._fault(path, ("sources", index), f"the source '{reference.id}' is not registered")
            for slug in entry.see_also:
                if slug not in entries:
                    self._fault(path, ("see_also",), f"there is no entry '{slug}'")
            for slug in entry.replaces:
                if slug in entries:
                    self._fault(path, ("replaces",), f"'{slug}' is still an entry")
        for slug in (HOTLINE, EMERGENCY):
            if slug not in entries:
                path = self.content / "services" / f"{slug}.yml"
                self._fault(path, (), "this entry must exist: the bot falls back on it when something fails")
