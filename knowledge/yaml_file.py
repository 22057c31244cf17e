"""Reads one YAML file into plain strings, lists and dicts, and remembers on which line everything stood."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

MAX_BYTES = 500_000


class ContentError(Exception):
    """A content file cannot be used; the message names file, line and what is wrong."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        super().__init__(f"{path}:{line}: {message}")
        self.path, self.line, self.message = path, line, message


@dataclass(frozen=True)
class YamlFile:
    """What a file holds; `lines` maps the path of a value, such as ("vi", "asks", 0), to its line."""

    path: Path
    data: dict[str, Any]
    lines: dict[tuple[str | int, ...], int] = field(repr=False)

    def line_of(self, location: tuple[str | int, ...]) -> int:
        """The line of the value, or of the nearest thing around it."""
        while location and location not in self.lines:
            location = location[:-1]
        return self.lines.get(location, 1)


def read(path: Path) -> YamlFile:
    """Read a file whose top level is a mapping.

    Every scalar stays a string. Duplicate keys, anchors and files over 500 kB are errors, since each of them
    hides something from the person who edits the file. Raises `ContentError`.
    """
    if path.stat().st_size > MAX_BYTES:
        raise ContentError(path, 1, f"file is larger than {MAX_BYTES} bytes")
    try:
        text = path.read_bytes().decode("utf-8")
        node = yaml.compose(text, Loader=yaml.CBaseLoader)
    except UnicodeDecodeError as error:
        raise ContentError(path, 1, f"not UTF-8 at byte {error.start}") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ContentError(path, line, f"not valid YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise ContentError(path, 1, "not valid YAML: a character that is not allowed") from error
    if not isinstance(node, yaml.MappingNode):
        raise ContentError(path, 1, "the file must hold a mapping")
    reader = _Reader(path)
    return YamlFile(path, reader.value(node, ()), reader.lines)


class _Reader:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.lines: dict[tuple[str | int, ...], int] = {}
        self._seen: set[int] = set()

    def value(self, node: yaml.Node, location: tuple[str | int, ...]) -> Any:
        line = node.start_mark.line + 1
        if id(node) in self._seen:
            raise ContentError(self.path, line, "anchors and aliases are not allowed")
        self._seen.add(id(node))
        self.lines[location] = line
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, location)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*location, index)) for index, item in enumerate(node.value)]
        return node.value

    def _mapping(self, node: yaml.MappingNode, location: tuple[str | int, ...]) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key, line = key_node.value, key_node.start_mark.line + 1
            if not isinstance(key, str):
                raise ContentError(self.path, line, "a key must be a plain word")
            if key in mapping:
                raise ContentError(self.path, line, f"the key '{key}' is there twice")
            mapping[key] = self.value(value_node, (*location, key))
            self.lines[(*location, key)] = line
        return mapping
