"""A measure of closeness learned from the base itself: directions in which asks of one entry differ count little.

Within-class whitening (Hatch, Kajarekar and Stolcke 2006): the encoder spreads its vectors also along what does not
tell entries apart, such as politeness, length or a question word. The asks of one entry show which directions these
are, in all languages together. Nothing but the index is needed, and building takes a fraction of a second.
"""

import numpy as np

# The share of the mean variance that is added to every direction: few asks do not make a direction certain.
SHRINKAGE = 0.3


class Metric:
    """Maps language-centred unit vectors to unit vectors whose cosine is the learned closeness."""

    def __init__(self, vectors: np.ndarray, owners: np.ndarray) -> None:
        """Learn from `vectors`, shape (n, dimension); `owners` numbers the entry of each from 0."""
        totals = np.zeros((int(owners.max()) + 1, vectors.shape[1]))
        np.add.at(totals, owners, vectors)
        spread = vectors - (totals / np.bincount(owners)[:, None])[owners]
        variances, directions = np.linalg.eigh(spread.T @ spread / len(spread))
        variances = np.maximum(variances, 0.0)
        shrunk = variances + SHRINKAGE * variances.mean() + 1e-9
        self._map = ((directions / np.sqrt(shrunk)) @ directions.T).astype(np.float32)

    def apply(self, vectors: np.ndarray) -> np.ndarray:
        """Unit vectors, float32, of the shape of `vectors`."""
        mapped = vectors @ self._map
        return mapped / np.maximum(np.linalg.norm(mapped, axis=-1, keepdims=True), 1e-9)
