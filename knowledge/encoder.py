"""What search needs of an embedding model, and the two ways we run one."""

import ctypes
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from knowledge.model_folder import PASSAGE_MODEL, verify
from knowledge.query_encoder import QueryEncoder

Progress = Callable[[int], None]
# Of glibc's malloc.h.
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3


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


class SentenceTransformerEncoder:
    """The content side: answers by the full-precision model, in batches. Importing torch is its price.

    An ask is a question like any visitor's, and gets the vector that the same question would get from a visitor:
    by the file that serves. That is four times quicker, too.
    """

    BATCH = 32

    def __init__(self, folder: Path) -> None:
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.set_verbosity_error()
        logging.disable_progress_bar()
        manifest = verify(folder)
        self.model: str = manifest["model"]
        self.dimension: int = manifest["dimension"]
        self._prompt: str = manifest["passage_prompt"]
        self._questions = QueryEncoder(folder)
        _keep_memory()
        self._transformer = SentenceTransformer(str(folder / PASSAGE_MODEL), device="cpu")

    def encode_asks(self, texts: Sequence[str], progress: Progress) -> np.ndarray:
        """One by one, as questions are."""
        return self._questions.encode_many(texts, progress)

    def encode_answers(self, texts: Sequence[str], progress: Progress) -> np.ndarray:
        """Batches of like length, so that little of a batch is padding."""
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        by_length = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        for start in range(0, len(texts), self.BATCH):
            rows = by_length[start : start + self.BATCH]
            batch = [self._prompt + texts[row] for row in rows]
            vectors[rows] = self._transformer.encode(
                batch, batch_size=self.BATCH, normalize_embeddings=True, show_progress_bar=False
            )
            progress(len(rows))
        return vectors


def _keep_memory() -> None:
    """Let glibc keep freed memory: torch frees and takes hundreds of megabytes for every batch.

    Giving it back to the system each time costs a third of the time of an embedding. Elsewhere nothing happens.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        for option in (M_TRIM_THRESHOLD, M_MMAP_THRESHOLD):
            mallopt(option, 2**31 - 1)


def open_encoder(folder: Path) -> QueryEncoder:
    """The serving side, after its files were compared with the manifest. Raises `ModelError`."""
    verify(folder)
    return QueryEncoder(folder)
