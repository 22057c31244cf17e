"""Fits the weights of the evidence and the probability, and writes them to `search.yml`.

1. The weights make the right entry the best of the candidates: a conditional logit (McFadden 1974) over labelled
   questions of the tune half and over asks left out one at a time.
2. The probability that the best entry is right: logistic regression in its score and its lead, on the tune half,
   with the questions that have no answer.
3. The thresholds: the lowest ones that keep the promised share of right answers on the tune half.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from knowledge.evidence import NAMES, Evidence
from knowledge.questions import Question

PENALTY = 0.02
RIGHT_OF_ANSWERED = {"normal": 0.97, "strict": 0.985}
OUT_ANSWERED = 0.015
NEAR_ANSWERED = 0.07
SUGGESTED_KEEP = 0.97


@dataclass(frozen=True)
class Sample:
    """The evidence for every candidate of one question, and the entries that are right (none, if there is none)."""

    evidence: dict[str, Evidence]
    right: frozenset[str]
    question: Question | None = None
    strict: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Fit:
    """What goes into `search.yml`."""

    weights: dict[str, float]
    lead: float
    intercept: float
    thresholds: dict[str, dict[str, float]]


def fit(ranking: Sequence[Sample], deciding: Sequence[Sample]) -> Fit:
    """Weights from `ranking`, probability and thresholds from `deciding`."""
    direction = _direction([s for s in ranking if s.right & s.evidence.keys()])
    tops = [_top(direction, sample) for sample in deciding if sample.evidence]
    features = np.array([[top.score, top.lead] for top in tops])
    right = np.array([top.right for top in tops])
    model = LogisticRegression(C=10.0, max_iter=1000).fit(features, right)
    scale, lead = model.coef_[0]
    weights = {name: round(float(scale * value), 3) for name, value in zip(NAMES, direction, strict=True)}
    probabilities = model.predict_proba(features)[:, 1]
    intercept = float(model.intercept_[0])
    suggestible = 1 / (1 + np.exp(-(intercept + scale * features[:, 0])))
    return Fit(
        weights, round(float(lead / scale), 3), round(intercept, 3), _thresholds(tops, probabilities, suggestible)
    )


def write(path: Path, fitted: Fit, fitted_on: dict[str, str], *, nearest: int, suggestions: int) -> None:
    """Write `search.yml`, with what it was fitted on."""
    weights = ", ".join(f"{name}: {value}" for name, value in fitted.weights.items())
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

# The score of an entry is this sum over its evidence (knowledge/evidence.py); the probability that it is the right
# one is 1 / (1 + exp(-(intercept + score + lead * its lead over the best other entry))).
weights: {{{weights}}}
lead: {fitted.lead}
intercept: {fitted.intercept}

# Probability from which an entry is the answer, and from which it may be offered as "did you mean".
# strict: sea, borders, claims, rights
thresholds:
{levels}

fitted_on:
{hashes}
""",
        encoding="utf-8",
    )


@dataclass(frozen=True)
class _Top:
    score: float
    lead: float
    right: bool
    among_three: bool
    why: str | None
    strict: bool


def _direction(samples: Sequence[Sample]) -> np.ndarray:
    """Weights of a conditional logit over standardised evidence, brought back to plain evidence."""
    everything = np.concatenate([[e.values() for e in sample.evidence.values()] for sample in samples])
    spread = everything.std(axis=0) + 1e-6
    matrices = [np.array([e.values() for e in sample.evidence.values()]) / spread for sample in samples]
    rights = [np.array([slug in sample.right for slug in sample.evidence]) for sample in samples]

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        total, gradient = PENALTY * weights @ weights * len(samples), 2 * PENALTY * weights * len(samples)
        for matrix, right in zip(matrices, rights, strict=True):
            scores = matrix @ weights
            scores -= scores.max()
            odds = np.exp(scores)
            share, share_right = odds / odds.sum(), odds * right / (odds * right).sum()
            total -= np.log((odds * right).sum() / odds.sum())
            gradient += matrix.T @ (share - share_right)
        return float(total), gradient

    # No piece of evidence may speak against an entry: what fits by chance on asks would not hold for questions.
    found = minimize(loss, np.ones(len(NAMES)), jac=True, method="L-BFGS-B", bounds=[(0, None)] * len(NAMES))
    return found.x / spread


def _top(direction: np.ndarray, sample: Sample) -> _Top:
    scores = {slug: float(np.dot(direction, e.values())) for slug, e in sample.evidence.items()}
    order = sorted(scores, key=lambda slug: (-scores[slug], slug))
    lead = scores[order[0]] - scores[order[1]] if len(order) > 1 else 0.0
    return _Top(
        scores[order[0]],
        lead,
        order[0] in sample.right,
        bool(set(order[:3]) & sample.right),
        sample.question.why if sample.question else None,
        order[0] in sample.strict,
    )


def _thresholds(tops: list[_Top], probabilities: np.ndarray, suggestible: np.ndarray) -> dict[str, dict[str, float]]:
    why = np.array([top.why or "" for top in tops])
    right, among = np.array([top.right for top in tops]), np.array([top.among_three for top in tops])
    suggest = float(np.quantile(suggestible[among], 1 - SUGGESTED_KEEP))
    thresholds = {}
    for risk, promise in RIGHT_OF_ANSWERED.items():
        belongs = np.array([top.strict == (risk == "strict") for top in tops])
        for threshold in np.arange(0.30, 0.995, 0.005):
            answered = probabilities >= threshold
            inside = answered & belongs & (why == "")
            kept = right[inside].mean() if inside.any() else 1.0
            out = (answered & (why == "out")).sum() / max(1, (why == "out").sum())
            near = (answered & (why == "near")).sum() / max(1, (why == "near").sum())
            if kept >= promise and out <= OUT_ANSWERED and near <= NEAR_ANSWERED:
                break
        thresholds[risk] = {"answer": float(threshold), "suggest": suggest}
    return thresholds
