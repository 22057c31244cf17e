"""The two small regressions of calibration, with weights that are never negative.

No piece of evidence may speak against an entry: what fits by chance on a few hundred samples would not hold.
"""

from collections.abc import Sequence

import numpy as np
from scipy.optimize import minimize

PENALTY = 0.002
"""On the squared weights of standardised evidence, per sample."""


def best_of_each(matrices: Sequence[np.ndarray], rights: Sequence[np.ndarray], counts: np.ndarray) -> np.ndarray:
    """Weights of a conditional logit: each matrix, shape (candidates, pieces), holds one or more right rows."""
    rows = np.concatenate(matrices)
    spread = rows.std(axis=0) + 1e-6
    rows = rows / spread
    right = np.concatenate(rights).astype(float)
    sizes = [len(matrix) for matrix in matrices]
    starts, owner = np.cumsum([0, *sizes[:-1]]), np.repeat(np.arange(len(sizes)), sizes)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = rows @ weights
        odds = np.exp(np.maximum(scores - np.maximum.reduceat(scores, starts)[owner], -60.0))
        total, total_right = np.add.reduceat(odds, starts), np.add.reduceat(odds * right, starts)
        pull = counts[owner] * (odds / total[owner] - odds * right / total_right[owner])
        penalty = PENALTY * counts.sum()
        value = -(counts * np.log(total_right / total)).sum() + penalty * weights @ weights
        return float(value), rows.T @ pull + 2 * penalty * weights

    return _not_negative(loss, rows.shape[1], rows.shape[1]) / spread


def yes_or_no(rows: np.ndarray, right: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, float]:
    """Weights and intercept of a logistic regression; `rows` has shape (samples, pieces)."""
    middle, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    standard = np.c_[(rows - middle) / spread, np.ones(len(rows))]
    penalty = PENALTY * counts.sum() * np.array([1.0] * rows.shape[1] + [0.0])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        logits = standard @ weights
        value = (counts * (np.logaddexp(0, logits) - right * logits)).sum() + (penalty * weights**2).sum()
        return float(value), standard.T @ (counts * (1 / (1 + np.exp(-logits)) - right)) + 2 * penalty * weights

    found = _not_negative(loss, rows.shape[1] + 1, rows.shape[1])
    weights = found[:-1] / spread
    return weights, float(found[-1] - weights @ middle)


def _not_negative(loss, size: int, bounded: int) -> np.ndarray:  # noqa: ANN001
    bounds = [(0, None)] * bounded + [(None, None)] * (size - bounded)
    return minimize(loss, np.ones(size), jac=True, method="L-BFGS-B", bounds=bounds).x
