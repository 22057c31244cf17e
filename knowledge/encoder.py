"""What search and index need of an embedding model, and how one is opened."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from knowledge.model_folder import verify
from knowledge.onnx_encoder import OnnxEncoder, Progress


class Encoder(Protocol):
    """Turns search keys into unit vectors, float32, shape (texts, dimension)."""

    model: str
    dimension: int

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of questions and asks."""
        ...


class ContentEncoder(Protocol):
    """Turns the content into unit vectors when the index is built."""

    model: str
    dimension: int

    def encode_asks(self, texts: Sequence[str], progress: Progress) -> np.ndarray:
        """Vectors of asks, comparable with questions."""
        ...

    def encode_answers(self, texts: Sequence[str], progress: Progress) -> np.ndarray:
        """Vectors of answers, comparable with questions."""
        ...


def open_encoder(folder: Path) -> OnnxEncoder:
    """The encoder of a folder, after its files were compared with the manifest. Raises `ModelError`."""
    verify(folder)
    return OnnxEncoder(folder)
