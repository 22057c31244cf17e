"""What speaks for an entry as the answer to a question, each piece by itself."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from knowledge.lexical import LexicalIndex
from knowledge.metric import Metric
from knowledge.passages import Passage
from knowledge.vector_index import Table, VectorIndex

NEAR_COPY = 0.97
SUBJECTS = 8


@dataclass(frozen=True)
class Evidence:
    """Cosines (-1..1) in the learned metric unless said otherwise, and lexical coverage (0..1)."""

    ask: float
    """the nearest ask, in any language"""
    asks: float
    """the mean of the three nearest asks: one stray ask is less convincing than three"""
    subject: float
    """the mean of all asks in all languages: what they have in common"""
    answer: float
    """the nearest answer, in any language"""
    raw_answer: float
    """the nearest answer as the encoder sees it, which prefers the question's own language"""
    coverage: float
    """the share of the question's rare words that the entry contains"""

    def values(self) -> list[float]:
        """In the order of `NAMES`."""
        return [getattr(self, name) for name in NAMES]


NAMES = tuple(field.name for field in fields(Evidence))


@dataclass(frozen=True)
class Wording:
    """One way of putting the question: as it was typed, or restored."""

    key: str
    vector: np.ndarray


@dataclass(frozen=True)
class _Entry:
    """The vectors of one entry in the learned metric, a row a passage, and its answers as they are."""

    asks: np.ndarray
    ask_rows: list[int]
    subject: np.ndarray
    answers: np.ndarray
    raw_answers: np.ndarray


class Gatherer:
    """Finds the entries worth looking at, and the evidence for each."""

    def __init__(self, index: VectorIndex, nearest: int) -> None:
        self._index = index
        self._nearest = nearest
        self._lexical = LexicalIndex([*index.asks.rows, *index.answers.rows])
        ask_rows, answer_rows = _rows_by_entry(index.asks), _rows_by_entry(index.answers)
        self._slugs = sorted(ask_rows)
        centred = _vectors(index.asks)
        numbers = {slug: number for number, slug in enumerate(self._slugs)}
        self._metric = Metric(centred, np.array([numbers[row.entry] for row in index.asks.rows]))
        asks, answers = self._metric.apply(centred), self._metric.apply(_vectors(index.answers))
        raw_answers = index.answers.index.reconstruct_n(0, len(index.answers.rows))
        self._entries = {}
        for slug in self._slugs:
            mine, answered = asks[ask_rows[slug]], answer_rows[slug]
            self._entries[slug] = _Entry(
                mine, ask_rows[slug], _unit(mine.sum(axis=0)), answers[answered], raw_answers[answered]
            )
        self._subjects = np.stack([self._entries[slug].subject for slug in self._slugs])

    def candidates(self, wordings: Sequence[Wording], language: str) -> set[str]:
        """Entries that are near by an ask, by all their asks together, by an answer or by words."""
        found: set[str] = set()
        for wording in wordings:
            coverage = self._lexical.coverage(wording.key, language)
            found |= set(sorted(coverage, key=lambda slug: -coverage[slug])[: self._nearest // 4])
            for table in (self._index.asks, self._index.answers):
                query = table.centre(wording.vector, language)
                near = table.nearest(query, self._nearest, centred=True)
                found |= {table.rows[row].entry for row, _ in near}
            query = self._metric.apply(self._index.asks.centre(wording.vector, language))
            found |= {self._slugs[i] for i in np.argsort(-(self._subjects @ query))[:SUBJECTS]}
        return found

    def gather(
        self, slugs: Iterable[str], wordings: Sequence[Wording], language: str, *, without: Passage | None = None
    ) -> dict[str, Evidence]:
        """The evidence for each entry: for every piece the best that one of the wordings gives.

        `without` leaves an ask out, with its near copies in the same entry and language, as if it had never been
        written; evaluation needs that.
        """
        slugs = sorted(slugs)
        of_wordings = [self._of_wording(slugs, wording, language, without) for wording in wordings]
        best = np.max(of_wordings, axis=0)
        return {slug: Evidence(*values) for slug, values in zip(slugs, best.tolist(), strict=True)}

    def _of_wording(self, slugs: list[str], wording: Wording, language: str, without: Passage | None) -> np.ndarray:
        """Evidence in the order of `NAMES`, shape (entries, pieces)."""
        coverage = self._lexical.coverage(wording.key, language, without=without)
        to_asks = self._metric.apply(self._index.asks.centre(wording.vector, language))
        to_answers = self._metric.apply(self._index.answers.centre(wording.vector, language))
        found = []
        for slug in slugs:
            entry = self._entries[slug]
            if without is not None and slug == without.entry:
                entry = self._without(entry, wording.vector, without)
            answer, raw_answer = (entry.answers @ to_answers).max(), (entry.raw_answers @ wording.vector).max()
            found.append(
                (*_nearest(entry.asks, to_asks), entry.subject @ to_asks, answer, raw_answer, coverage.get(slug, 0.0))
            )
        return np.array(found)

    def _without(self, entry: _Entry, vector: np.ndarray, without: Passage) -> _Entry:
        """The entry without that ask, and without those of the same language that nearly equal it."""
        raw = self._index.asks.cosines(vector, entry.ask_rows)
        passages = [self._index.asks.rows[row] for row in entry.ask_rows]
        same = np.array([passage.language == without.language for passage in passages])
        itself = np.array([passage.key == without.key for passage in passages])
        rest = entry.asks[~(same & (itself | (raw > NEAR_COPY)))]
        return replace(entry, asks=rest, subject=_unit(rest.sum(axis=0)))


def _nearest(asks: np.ndarray, question: np.ndarray) -> tuple[float, float]:
    """The cosine of the nearest ask, and the mean of the three nearest; -1 where there are none."""
    if not len(asks):
        return -1.0, -1.0
    cosines = np.sort(asks @ question)[-3:]
    return cosines[-1], cosines.sum() / len(cosines)


def _unit(vector: np.ndarray) -> np.ndarray:
    return vector / max(float(np.linalg.norm(vector)), 1e-9)


def _vectors(table: Table) -> np.ndarray:
    return table.centred.reconstruct_n(0, len(table.rows))


def _rows_by_entry(table: Table) -> dict[str, list[int]]:
    rows: dict[str, list[int]] = defaultdict(list)
    for number, passage in enumerate(table.rows):
        rows[passage.entry].append(number)
    return rows
