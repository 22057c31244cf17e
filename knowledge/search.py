"""Finds the entries that answer a question, and says what it knows of each candidate."""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict

from knowledge.encoder import Encoder
from knowledge.lexical import LexicalIndex
from knowledge.library import Library
from knowledge.text import search_key
from knowledge.vector_index import Table, VectorIndex
from knowledge.yaml_file import read

PARAMETERS = Path(__file__).parent / "search.yml"
ANSWERED, SUGGESTED, DECLINED = "answered", "suggested", "declined"


class Parameters(BaseModel):
    """The content of `search.yml`; every number is explained there."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    provisional: bool
    nearest: int
    weights: dict[str, float]
    answer_at: dict[str, float]
    suggest_at: float
    suggestions: int


@dataclass(frozen=True)
class Evidence:
    """What speaks for an entry: cosines (-1..1) of its nearest ask and answer, and lexical coverage (0..1)."""

    ask: float
    answer: float
    ask_centred: float
    answer_centred: float
    coverage: float


@dataclass(frozen=True)
class Candidate:
    """An entry that was considered; `kept` tells whether it became the answer or a suggestion."""

    entry: str
    score: float
    evidence: Evidence
    kept: bool = False


@dataclass(frozen=True)
class SearchResult:
    """The outcome, every candidate best first, and the milliseconds each step took."""

    outcome: str
    language: str
    key: str
    candidates: list[Candidate]
    timings: dict[str, float]

    @property
    def kept(self) -> list[Candidate]:
        """The answer alone, or the suggestions, or nothing."""
        return [candidate for candidate in self.candidates if candidate.kept]


@dataclass
class _Stopwatch:
    timings: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.timings[name] = round((time.perf_counter() - start) * 1000, 3)


class Search:
    """Search over one library with one index; thread-safe, since nothing in it changes."""

    def __init__(self, library: Library, index: VectorIndex, encoder: Encoder, parameters: Parameters) -> None:
        self._library = library
        self._index = index
        self._encoder = encoder
        self._parameters = parameters
        self._lexical = LexicalIndex([*index.asks.rows, *index.answers.rows])
        self._rows = {kind: _rows_by_entry(table) for kind, table in self._tables}

    def find(self, question: str, language: str, today: date) -> SearchResult:
        """Answer, suggestions or nothing for a question in that language, among entries valid today."""
        watch = _Stopwatch()
        with watch.step("key"):
            key = search_key(question)
        if not any(character.isalnum() for character in key):
            return SearchResult(DECLINED, language, key, [], watch.timings)
        with watch.step("encode"):
            vector = self._encoder.encode([key])[0]
        with watch.step("lexical"):
            coverage = self._lexical.coverage(key, language)
        with watch.step("nearest"):
            slugs = self._considered(vector, language, coverage)
        with watch.step("evidence"):
            served = {entry.slug for entry in self._library.served(today)}
            candidates = self._ranked(slugs & served, vector, language, coverage)
        outcome, kept = self._decide(candidates)
        candidates = [
            Candidate(c.entry, c.score, c.evidence, kept=c.entry in kept) for c in candidates
        ]
        return SearchResult(outcome, language, key, candidates, watch.timings)

    @property
    def _tables(self) -> list[tuple[str, Table]]:
        return [("ask", self._index.asks), ("answer", self._index.answers)]

    def _considered(self, vector: np.ndarray, language: str, coverage: dict[str, float]) -> set[str]:
        count = self._parameters.nearest
        found = set(sorted(coverage, key=lambda slug: coverage[slug], reverse=True)[: count // 4])
        for _, table in self._tables:
            for query, centred in ((vector, False), (table.centre(vector, language), True)):
                found |= {table.rows[row].entry for row, _ in table.nearest(query, count, centred=centred)}
        return found

    def _ranked(
        self, slugs: Iterable[str], vector: np.ndarray, language: str, coverage: dict[str, float]
    ) -> list[Candidate]:
        slugs = sorted(slugs)
        best: dict[str, list[float]] = {}
        for kind, table in self._tables:
            for name, query, centred in ((kind, vector, False), (f"{kind}_centred", table.centre(vector, language), True)):
                rows = [row for slug in slugs for row in self._rows[kind][slug]]
                cosines = iter(table.cosines(query, rows, centred=centred).tolist())
                best[name] = [max(next(cosines) for _ in self._rows[kind][slug]) for slug in slugs]
        candidates = []
        for i, slug in enumerate(slugs):
            evidence = Evidence(**{name: values[i] for name, values in best.items()}, coverage=coverage.get(slug, 0.0))
            candidates.append(Candidate(slug, self._score(evidence), evidence))
        return sorted(candidates, key=lambda candidate: (-candidate.score, candidate.entry))

    def _score(self, evidence: Evidence) -> float:
        weights = self._parameters.weights
        return sum(weight * getattr(evidence, name) for name, weight in weights.items())

    def _decide(self, candidates: list[Candidate]) -> tuple[str, set[str]]:
        if not candidates:
            return DECLINED, set()
        best = candidates[0]
        risk = "strict" if self._library.entries[best.entry].strict else "normal"
        if best.score >= self._parameters.answer_at[risk]:
            return ANSWERED, {best.entry}
        near = [c.entry for c in candidates if c.score >= self._parameters.suggest_at]
        return (SUGGESTED, set(near[: self._parameters.suggestions])) if near else (DECLINED, set())


def load_parameters(path: Path = PARAMETERS) -> Parameters:
    """The parameters of search. Raises `ContentError` or pydantic's `ValidationError`."""
    return Parameters.model_validate(read(path).data)


def _rows_by_entry(table: Table) -> dict[str, list[int]]:
    rows: dict[str, list[int]] = {}
    for number, passage in enumerate(table.rows):
        rows.setdefault(passage.entry, []).append(number)
    return rows
