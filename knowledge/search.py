"""Finds the entries that answer a question, and says what it knows of each candidate."""

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from knowledge.encoder import Encoder
from knowledge.entry import LanguageText
from knowledge.evidence import Evidence, Gatherer, Wording
from knowledge.library import Library
from knowledge.spelling import Spelling
from knowledge.text import search_key
from knowledge.vector_index import VectorIndex
from knowledge.yaml_file import read

PARAMETERS = Path(__file__).parent / "search.yml"
ANSWERED, SUGGESTED, DECLINED = "answered", "suggested", "declined"


class Thresholds(BaseModel):
    """Probabilities from which an entry is the answer, or may be suggested."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    answer: float
    suggest: float


class Parameters(BaseModel):
    """The content of `search.yml`; every number is explained there."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    nearest: int
    suggestions: int
    weights: dict[str, float]
    certainty: dict[str, float]
    lead: float
    intercept: float
    thresholds: dict[str, Thresholds]
    fitted_on: dict[str, str]


@dataclass(frozen=True)
class Candidate:
    """An entry that was considered; `kept` tells whether it became the answer or a suggestion."""

    entry: str
    probability: float
    score: float
    evidence: Evidence
    kept: bool = False


@dataclass(frozen=True)
class SearchResult:
    """The outcome, every candidate best first, and the milliseconds each step took."""

    outcome: str
    language: str
    key: str
    restored: str | None
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

    def __init__(
        self, library: Library, index: VectorIndex, encoder: Encoder, spelling: Spelling, parameters: Parameters
    ) -> None:
        self._library = library
        self._encoder = encoder
        self._spelling = spelling
        self._parameters = parameters
        self.gatherer = Gatherer(index, parameters.nearest)

    def find(self, question: str, language: str, today: date) -> SearchResult:
        """Answer, suggestions or nothing for a question in that language, among entries valid today."""
        watch = _Stopwatch()
        with watch.step("key"):
            keys = self.keys(question, language)
        if not any(character.isalnum() for character in keys[0]):
            return SearchResult(DECLINED, language, keys[0], None, [], watch.timings)
        with watch.step("encode"):
            wordings = self.wordings(keys)
        with watch.step("nearest"):
            slugs = self.gatherer.candidates(wordings, language)
            slugs &= {entry.slug for entry in self._library.served(today)}
        with watch.step("evidence"):
            candidates = self.ranked(self.gatherer.gather(slugs, wordings, language)) if slugs else []
        outcome, kept = self._decide(candidates)
        shown = [Candidate(c.entry, c.probability, c.score, c.evidence, kept=c.entry in kept) for c in candidates]
        restored = keys[1] if len(keys) > 1 else None
        return SearchResult(outcome, language, keys[0], restored, shown, watch.timings)

    def keys(self, question: str, language: str) -> list[str]:
        """The search key as typed, and for Vietnamese the restored one where it differs."""
        typed = search_key(question)
        restored = self._spelling.restore(typed) if language == "vi" else ""
        plain = " ".join(restored.split())
        return [typed, plain] if plain and plain != typed else [typed]

    def wordings(self, keys: list[str]) -> list[Wording]:
        """The keys with their vectors."""
        return [Wording(key, vector) for key, vector in zip(keys, self._encoder.encode(keys), strict=True)]

    def ranked(self, evidence: dict[str, Evidence]) -> list[Candidate]:
        """Candidates best first, by score; the probability weighs the evidence by itself and the lead in score."""
        parameters = self._parameters
        scores = {slug: _sum(parameters.weights, found) for slug, found in evidence.items()}
        order = sorted(scores, key=lambda slug: (-scores[slug], slug))
        candidates = []
        for slug in order:
            rival = order[0] if slug != order[0] else order[1] if len(order) > 1 else None
            lead = scores[slug] - scores[rival] if rival else 0.0
            candidates.append(Candidate(slug, self._probability(evidence[slug], lead), scores[slug], evidence[slug]))
        return candidates

    def _probability(self, evidence: Evidence, lead: float = 0.0) -> float:
        parameters = self._parameters
        logit = parameters.intercept + _sum(parameters.certainty, evidence) + parameters.lead * lead
        return 1 / (1 + math.exp(-max(-60.0, min(60.0, logit))))

    def _decide(self, candidates: list[Candidate]) -> tuple[str, set[str]]:
        if not candidates:
            return DECLINED, set()
        best = candidates[0]
        risk = "strict" if self._library.entries[best.entry].strict else "normal"
        thresholds = self._parameters.thresholds[risk]
        if best.probability >= thresholds.answer:
            return ANSWERED, {best.entry}
        # What may be suggested is measured without the lead: two good candidates are two good suggestions.
        near = [c.entry for c in candidates if self._probability(c.evidence) >= thresholds.suggest]
        return (SUGGESTED, set(near[: self._parameters.suggestions])) if near else (DECLINED, set())


def _sum(weights: dict[str, float], evidence: Evidence) -> float:
    return sum(weight * getattr(evidence, name) for name, weight in weights.items())


def load_parameters(path: Path = PARAMETERS) -> Parameters:
    """The parameters of search. Raises `ContentError` or pydantic's `ValidationError`."""
    return Parameters.model_validate(read(path).data)


def build_spelling(library: Library) -> Spelling:
    """Spelling from the Vietnamese texts of the library."""
    texts = [text for entry in library.entries.values() for text in _vietnamese(entry.texts["vi"])]
    return Spelling([*texts, *library.chat.phrases], library.chat.abbreviations)


def _vietnamese(text: LanguageText) -> list[str]:
    return [text.title, text.answer, *text.asks]
