"""Fits the weights of the evidence and the probability, and writes them to `search.yml`.

1. The weights make the right entry the best of the candidates: a conditional logit (McFadden 1974) over labelled
   questions of the tune half and over asks left out one at a time.
2. The probability that the best entry is right: logistic regression in its evidence and its lead, on the tune half,
   with the questions that have no answer, and with every question once more as if its entries did not exist.
3. The thresholds: the lowest ones that keep the promised shares on probabilities of questions whose entries the
   fit has not seen (five folds by entry).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np

from knowledge.evidence import NAMES, Evidence
from knowledge.library import Library
from knowledge.logit import best_of_each, yes_or_no
from knowledge.questions import Question, language_to_search
from knowledge.search import Search

FOLDS = 5
QUESTION_WEIGHT = 3.0
"""What a labelled question counts beside an ask left out."""
HIDDEN_WEIGHT = 0.1
"""What a question counts whose entries are hidden: some other entry may answer it after all."""
RIGHT_OF_ANSWERED = {"normal": 0.975, "strict": 0.99}
NO_ANSWER = ("out", "near")
OUT_ANSWERED = 0.01
NEAR_ANSWERED = 0.05
SUGGESTED_KEEP = 0.985
LEAST_ANSWERED = 0.85
"""Nothing less likely is an answer, whatever the few questions without one allow: they are too few to tell."""


@dataclass(frozen=True)
class Sample:
    """The evidence for every candidate of one question, and the entries that are right (none, if there is none)."""

    evidence: dict[str, Evidence]
    right: frozenset[str]
    question: Question | None = None
    strict: frozenset[str] = frozenset()

    @property
    def fold(self) -> int:
        """By the entry, so that no entry is fitted on and judged at once."""
        name = min(self.right) if self.right else self.question.text if self.question else ""
        return sha256(name.encode()).digest()[1] % FOLDS


@dataclass(frozen=True)
class Fit:
    """What goes into `search.yml`."""

    weights: dict[str, float]
    certainty: dict[str, float]
    lead: float
    intercept: float
    thresholds: dict[str, dict[str, float]]


@dataclass(frozen=True)
class _Top:
    """The best candidate of a sample: its evidence and then its lead in `features`."""

    features: list[float]
    right: bool
    near: list[list[float]]
    """the features of what is right among the first four, without its lead: what should be suggestible"""
    why: str | None
    strict: bool


@dataclass(frozen=True)
class _Model:
    weights: np.ndarray
    certainty: np.ndarray
    intercept: float

    def probability(self, features: Sequence[float]) -> float:
        return float(1 / (1 + np.exp(-(self.intercept + np.dot(self.certainty, features)))))


def samples(search: Search, library: Library, questions: Sequence[Question]) -> list[Sample]:
    """The questions with their evidence, each in the language that is found from its text."""
    strict = frozenset(entry.slug for entry in library.entries.values() if entry.strict)
    found = []
    for question in questions:
        language = language_to_search(question.text)
        wordings = search.wordings(search.keys(question.text, language))
        slugs = search.gatherer.candidates(wordings, language)
        evidence = search.gatherer.gather(slugs, wordings, language)
        right = frozenset(entry.slug for name in question.right if (entry := library.find(name)))
        found.append(Sample(evidence, right, question, strict))
    return found


def fit(ranking: Sequence[Sample], deciding: Sequence[Sample]) -> Fit:
    """Weights from `ranking`, probability and thresholds from `deciding`."""
    tops, probabilities, suggestible = [], [], []
    for fold in range(FOLDS):
        apart = [s for s in deciding if s.fold == fold and s.evidence]
        if not apart:
            continue
        model = _fitted([s for s in ranking if s.fold != fold], [s for s in deciding if s.fold != fold])
        found = [_top(model.weights, sample) for sample in apart]
        tops += found
        probabilities += [model.probability(top.features) for top in found]
        suggestible += [model.probability(near) for top in found for near in top.near]
    model = _fitted(ranking, deciding)
    certainty = {name: round(float(value), 3) for name, value in zip(NAMES, model.certainty[:-1], strict=True)}
    return Fit(
        {name: round(float(value), 3) for name, value in zip(NAMES, model.weights, strict=True)},
        certainty,
        round(float(model.certainty[-1]), 3),
        round(model.intercept, 3),
        _thresholds(tops, np.array(probabilities), np.array(suggestible)),
    )


def write(path: Path, fitted: Fit, fitted_on: dict[str, str], *, nearest: int, suggestions: int) -> None:
    """Write `search.yml`, with what it was fitted on."""
    levels = "\n".join(
        f"  {risk}: {{answer: {values['answer']:.3f}, suggest: {values['suggest']:.3f}}}"
        for risk, values in fitted.thresholds.items()
    )
    hashes = "\n".join(f"  {name}: {value}" for name, value in fitted_on.items())
    path.write_text(
        f"""# How search weighs its evidence, and where it answers, suggests or declines.
# Written by `python -m knowledge calibrate`; `evaluate` warns when what it was fitted on has changed.

nearest: {nearest}        # passages taken from each index before entries are compared
suggestions: {suggestions}     # how many entries are offered at most

# Candidates are ordered by their score, this sum over their evidence (knowledge/evidence.py).
weights: {{{_listed(fitted.weights)}}}

# The probability that an entry is the right one is 1 / (1 + exp(-x)), where x is the intercept, this other sum over
# its evidence, and `lead` times the lead of its score over the best other entry.
certainty: {{{_listed(fitted.certainty)}}}
lead: {fitted.lead}
intercept: {fitted.intercept}

# Probability from which an entry is the answer, and from which it may be offered as "did you mean".
# strict: sea, borders, claims, rights
thresholds:
{levels}

# The encoder's file, all asks and answers, the labelled questions of the tune half.
fitted_on:
{hashes}
""",
        encoding="utf-8",
    )


def _listed(weights: dict[str, float]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in weights.items())


def _fitted(ranking: Sequence[Sample], deciding: Sequence[Sample]) -> _Model:
    known = [sample for sample in ranking if sample.right & sample.evidence.keys()]
    weights = best_of_each(
        [np.array([e.values() for e in sample.evidence.values()]) for sample in known],
        [np.array([slug in sample.right for slug in sample.evidence]) for sample in known],
        np.array([QUESTION_WEIGHT if sample.question else 1.0 for sample in known]),
    )
    seen = [_top(weights, sample) for sample in deciding if sample.evidence]
    hidden = [_top(weights, one) for one in map(_hidden, deciding) if one.evidence]
    certainty, intercept = yes_or_no(
        np.array([top.features for top in (*seen, *hidden)]),
        np.array([*(top.right for top in seen), *(False for _ in hidden)]),
        np.array([1.0] * len(seen) + [HIDDEN_WEIGHT] * len(hidden)),
    )
    return _Model(weights, certainty, intercept)


def _hidden(sample: Sample) -> Sample:
    """The question as if its entries did not exist; nothing is left where it has none."""
    rest = {slug: found for slug, found in sample.evidence.items() if slug not in sample.right} if sample.right else {}
    return Sample(rest, frozenset(), sample.question, sample.strict)


def _top(weights: np.ndarray, sample: Sample) -> _Top:
    scores = {slug: float(np.dot(weights, e.values())) for slug, e in sample.evidence.items()}
    order = sorted(scores, key=lambda slug: (-scores[slug], slug))
    lead = scores[order[0]] - scores[order[1]] if len(order) > 1 else 0.0
    best = order[0]
    return _Top(
        [*sample.evidence[best].values(), lead],
        best in sample.right,
        [[*sample.evidence[slug].values(), 0.0] for slug in order[:4] if slug in sample.right][:1],
        sample.question.why if sample.question else None,
        best in sample.strict,
    )


def _thresholds(tops: list[_Top], probabilities: np.ndarray, suggestible: np.ndarray) -> dict[str, dict[str, float]]:
    why, right = np.array([top.why or "" for top in tops]), np.array([top.right for top in tops])
    suggest = float(np.quantile(suggestible, 1 - SUGGESTED_KEEP))
    thresholds = {}
    for risk, promise in RIGHT_OF_ANSWERED.items():
        belongs = np.array([top.strict == (risk == "strict") for top in tops])
        for threshold in np.arange(LEAST_ANSWERED, 0.995, 0.005):
            answered = (probabilities >= threshold) & belongs
            inside = answered & (why == "")
            kept = right[inside].mean() if inside.any() else 1.0
            out, near = (answered[why == kind].sum() / max(1, (belongs & (why == kind)).sum()) for kind in NO_ANSWER)
            if kept >= promise and out <= OUT_ANSWERED and near <= NEAR_ANSWERED:
                break
        thresholds[risk] = {"answer": float(threshold), "suggest": suggest}
    return thresholds
