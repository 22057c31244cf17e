"""Turns questions into vectors with the ONNX file of a model folder, on one thread and without torch.

numpy, onnxruntime and tokenizers only, in Python 3.10 syntax: the actions and Rasa's featurizer share it.
"""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Callable, List, Sequence

import numpy as np

MANIFEST = "manifest.json"
ONNX = "query.onnx"
TOKENIZER = "tokenizer.json"
MAX_TOKENS = 256
PART = 32


class QueryEncoder:
    """Encodes one text at a time: int8 results depend a little on the padding of a batch, so there is none."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        self.model: str = manifest["model"]
        self.dimension: int = manifest["dimension"]
        self._prompt: str = manifest["query_prompt"]
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(folder / ONNX), options, providers=["CPUExecutionProvider"])

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Unit vectors of search keys, float32, shape (len(texts), dimension)."""
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        return np.stack([self._encode_one(text) for text in texts])

    def encode_many(self, texts: Sequence[str], progress: Callable[[int], object] = lambda _: None) -> np.ndarray:
        """The same for thousands of texts, on every core; `progress` is told how many more are done."""
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        parts = [slice(start, start + PART) for start in range(0, len(texts), PART)]
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for part, encoded in zip(parts, pool.map(lambda part: self.encode(texts[part]), parts), strict=True):
                vectors[part] = encoded
                progress(len(encoded))
        return vectors

    def _encode_one(self, text: str) -> np.ndarray:
        ids: List[int] = self._tokenizer.encode(self._prompt + text).ids
        tokens = np.array([ids], dtype=np.int64)
        return self._session.run(None, {"input_ids": tokens, "attention_mask": np.ones_like(tokens)})[0][0]
