"""What speaks for an entry as the answer to a question, each piece by itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

import numpy as np

from knowledge.lexical import LexicalIndex
from knowledge.passages import Passage
from knowledge.vector_index import Table, VectorIndex


@dataclass(frozen=True)
class Evidence:
    """Cosines (-1..1), language-centred unless said otherwise, and lexical coverage (0..1)."""

    ask: float
    """the nearest ask, in any language"""
    asks: float
    """the mean of the two nearest asks: one stray ask is less convincing than two"""
    own_ask: float
    """the nearest ask in the question's language"""
    answer: float
    """the nearest answer, in any language"""
    raw_answer: float
    """the nearest answer, not centred"""
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


class Gatherer:
    """Finds the entries worth looking at, and the evidence for each."""

    def __init__(self, index: VectorIndex, nearest: int) -> None:
        self._index = index
        self._nearest = nearest
        self._lexical = LexicalIndex([*index.asks.rows, *index.answers.rows])
        self._ask_rows, self._answer_rows = _rows_by_entry(index.asks), _rows_by_entry(index.answers)
        self._languages = np.array([row.language for row in index.asks.rows])

    def candidates(self, wordings: Sequence[Wording], language: str) -> set[str]:
        """Entries that are near by an ask, by an answer or by words."""
        found: set[str] = set()
        for wording in wordings:
            coverage = self._lexical.coverage(wording.key, language)
            found |= set(sorted(coverage, key=lambda slug: -coverage[slug])[: self._nearest // 4])
            for table in (self._index.asks, self._index.answers):
                query = table.centre(wording.vector, language)
                near = table.nearest(query, self._nearest, centred=True)
                found |= {table.rows[row].entry for row, _ in near}
        return found

    def gather(
        self, slugs: Iterable[str], wordings: Sequence[Wording], language: str, *, without: Passage | None = None
    ) -> dict[str, Evidence]:
        """The evidence for each entry: for every piece the best that one of the wordings gives.

        `without` leaves an ask out, with its near copies in the same entry and language, as if it had never been
        written; evaluation needs that.
        """
        slugs = sorted(slugs)
        best: dict[str, np.ndarray] = {}
        for wording in wordings:
            values = self._of_wording(slugs, wording, language, without)
            best = {name: np.maximum(best.get(name, -1.0), value) for name, value in values.items()}
        return {slug: Evidence(**{name: float(best[name][i]) for name in NAMES}) for i, slug in enumerate(slugs)}

    def _of_wording(
        self, slugs: list[str], wording: Wording, language: str, without: Passage | None
    ) -> dict[str, np.ndarray]:
        asks, answers = self._index.asks, self._index.answers
        rows = [row for slug in slugs for row in self._ask_rows[slug]]
        starts = np.cumsum([0, *(len(self._ask_rows[slug]) for slug in slugs[:-1])])
        cosines = asks.cosines(asks.centre(wording.vector, language), rows, centred=True)
        if without is not None:
            cosines[self._copies(rows, wording.vector, without)] = -1.0
        first = np.maximum.reduceat(cosines, starts)
        owners = np.repeat(np.arange(len(slugs)), np.diff([*starts, len(rows)]))
        rest = cosines.copy()
        rest[_first_positions(cosines, first, owners)] = -1.0
        own = np.where(self._languages[rows] == language, cosines, -1.0)
        answer_rows = [row for slug in slugs for row in self._answer_rows[slug]]
        answer_starts = np.cumsum([0, *(len(self._answer_rows[slug]) for slug in slugs[:-1])])
        centred = answers.cosines(answers.centre(wording.vector, language), answer_rows, centred=True)
        coverage = self._lexical.coverage(wording.key, language, without=without)
        return {
            "ask": first,
            "asks": (first + np.maximum.reduceat(rest, starts)) / 2,
            "own_ask": np.maximum.reduceat(own, starts),
            "answer": np.maximum.reduceat(centred, answer_starts),
            "raw_answer": np.maximum.reduceat(answers.cosines(wording.vector, answer_rows), answer_starts),
            "coverage": np.array([coverage.get(slug, 0.0) for slug in slugs]),
        }

    def _copies(self, rows: list[int], vector: np.ndarray, without: Passage) -> list[int]:
        """Positions of the ask left out and of asks of the same entry and language nearly equal to it."""
        raw = self._index.asks.cosines(vector, rows)
        passages = (self._index.asks.rows[row] for row in rows)
        return [
            i
            for i, passage in enumerate(passages)
            if passage.entry == without.entry
            and passage.language == without.language
            and (passage.key == without.key or raw[i] > NEAR_COPY)
        ]


NEAR_COPY = 0.97


def _first_positions(cosines: np.ndarray, first: np.ndarray, owners: np.ndarray) -> list[int]:
    """For every entry the position of its best ask."""
    positions = np.flatnonzero(cosines == first[owners])
    return [int(positions[i]) for i in np.unique(owners[positions], return_index=True)[1]]


def _rows_by_entry(table: Table) -> dict[str, list[int]]:
    rows: dict[str, list[int]] = {}
    for number, passage in enumerate(table.rows):
        rows.setdefault(passage.entry, []).append(number)
    return rows
