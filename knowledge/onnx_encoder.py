"""Turns texts into vectors with the ONNX file of a model folder, without torch.

numpy, onnxruntime and a tokenizer only, in Python 3.10 syntax: the actions and Rasa's featurizer share it.
"""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Callable, List, Sequence

import numpy as np

from knowledge.tokenizer import open_tokenizer

MANIFEST = "manifest.json"
ONNX = "encoder.onnx"
MAX_TOKENS = 256
PART = 32

Progress = Callable[[int], object]


class OnnxEncoder:
    """Encodes one text at a time: int8 results depend a little on the padding of a batch, so there is none."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime

        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        self.model: str = manifest["model"]
        self.dimension: int = manifest["dimension"]
        self._query_prompt: str = manifest["query_prompt"]
        self._passage_prompt: str = manifest["passage_prompt"]
        self._cut = open_tokenizer(folder, MAX_TOKENS)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(folder / ONNX), options, providers=["CPUExecutionProvider"])

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Unit vectors of search keys, float32, shape (len(texts), dimension); on one thread."""
        return self._encode([self._query_prompt + text for text in texts])

    def encode_asks(self, texts: Sequence[str], progress: Progress = lambda _: None) -> np.ndarray:
        """The same for thousands of texts, on every core; `progress` is told how many more are done."""
        return self._encode_many([self._query_prompt + text for text in texts], progress)

    def encode_answers(self, texts: Sequence[str], progress: Progress = lambda _: None) -> np.ndarray:
        """Vectors of passages, comparable with those of questions; on every core."""
        return self._encode_many([self._passage_prompt + text for text in texts], progress)

    def _encode_many(self, texts: Sequence[str], progress: Progress) -> np.ndarray:
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        starts = range(0, len(texts), PART)
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            parts = pool.map(lambda start: self._encode(list(texts[start : start + PART])), starts)
            for start, encoded in zip(starts, parts, strict=True):
                vectors[start : start + PART] = encoded
                progress(len(encoded))
        return vectors

    def _encode(self, texts: List[str]) -> np.ndarray:
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        return np.stack([self._encode_one(text) for text in texts])

    def _encode_one(self, text: str) -> np.ndarray:
        tokens = np.array([self._cut(text)], dtype=np.int64)
        return self._session.run(None, {"input_ids": tokens, "attention_mask": np.ones_like(tokens)})[0][0]
