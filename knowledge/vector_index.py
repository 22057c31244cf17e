"""The vectors of the library on disk and in memory. FAISS appears in this file only.

Asks and answers lie apart, each as they are (raw) and with the mean vector of their language subtracted
(centred): e5 pulls texts of one language together, and centring takes that pull away.
"""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import faiss
import numpy as np

from knowledge.encoder import ContentEncoder
from knowledge.library import Library
from knowledge.onnx_encoder import Progress
from knowledge.passages import ANSWER, ASK, Passage, passages_of

FORMAT = 3
MANIFEST = "manifest.json"
ROWS = "rows.json"
MEANS = "means.json"
CACHE = "vectors.npz"


class IndexRejected(Exception):
    """The index is missing, damaged, foreign or stale; build it again."""


@dataclass(frozen=True)
class Table:
    """The vectors of one kind of passage: `index` and `centred` share rows; `means` are by language."""

    rows: list[Passage]
    index: faiss.IndexFlat
    centred: faiss.IndexFlat
    means: dict[str, np.ndarray]

    def nearest(self, vector: np.ndarray, count: int, *, centred: bool = False) -> Iterable[tuple[int, float]]:
        """Rows and cosines of the `count` nearest passages, best first."""
        index = self.centred if centred else self.index
        scores, rows = index.search(vector[None, :], min(count, len(self.rows)))
        return zip(rows[0].tolist(), scores[0].tolist(), strict=True)

    def cosines(self, vector: np.ndarray, rows: Sequence[int], *, centred: bool = False) -> np.ndarray:
        """Cosines of the given rows, shape (len(rows),)."""
        index = self.centred if centred else self.index
        matrix = faiss.rev_swig_ptr(index.get_xb(), index.ntotal * index.d).reshape(index.ntotal, index.d)
        return matrix[list(rows)] @ vector

    def vector(self, row: int) -> np.ndarray:
        """The vector of a passage, as it is."""
        return self.index.reconstruct(row)

    def centre(self, vector: np.ndarray, language: str) -> np.ndarray:
        """The question's vector without what is common to its language; unit length."""
        mean = self.means.get(language)
        return vector if mean is None else _unit((vector - mean)[None, :])[0]


@dataclass(frozen=True)
class VectorIndex:
    """Both tables, and what they were built from."""

    asks: Table
    answers: Table
    model: str
    content_version: str


def build(library: Library, encoder: ContentEncoder, folder: Path, progress: Progress = lambda _: None) -> None:
    """Write the index of the library to `folder`, replacing what is there in one step.

    Texts whose vectors are already known (by model and key) are not embedded again.
    """
    passages = passages_of(library)
    cache = _Cache(folder / CACHE, encoder.model)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        new = Path(scratch) / "index"
        new.mkdir()
        means: dict[str, dict[str, list[float]]] = {}
        for kind in (ASK, ANSWER):
            rows = [passage for passage in passages if passage.kind == kind]
            encode = encoder.encode_asks if kind == ASK else encoder.encode_answers
            vectors = cache.vectors(kind, [row.key for row in rows], encode, progress)
            means[kind] = {
                language: vectors[[row.language == language for row in rows]].mean(axis=0).tolist()
                for language in sorted({row.language for row in rows})
            }
            offsets = np.array([means[kind][row.language] for row in rows], np.float32)
            _write(vectors, new / f"{kind}.faiss")
            _write(_unit(vectors - offsets), new / f"{kind}.centred.faiss")
        (new / MEANS).write_text(json.dumps(means), encoding="utf-8")
        (new / ROWS).write_text(json.dumps([asdict(p) for p in passages], ensure_ascii=False), encoding="utf-8")
        cache.save(new / CACHE)
        manifest = {
            "format": FORMAT,
            "model": encoder.model,
            "content_version": library.version,
            "files": {path.name: _sha256(path) for path in sorted(new.iterdir())},
        }
        (new / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
        _replace(new, folder)


def load(folder: Path, library: Library, model: str) -> VectorIndex:
    """The index, if every file is as it was written and it fits library and model. Raises `IndexRejected`."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        for name, digest in manifest["files"].items():
            if _sha256(folder / name) != digest:
                raise IndexRejected(f"{name} is damaged")
        for key, expected in (("format", FORMAT), ("model", model), ("content_version", library.version)):
            if manifest[key] != expected:
                raise IndexRejected(f"{key} is {manifest[key]}, expected {expected}")
        passages = [Passage(**row) for row in json.loads((folder / ROWS).read_text(encoding="utf-8"))]
        means = json.loads((folder / MEANS).read_text(encoding="utf-8"))
        asks, answers = (_table(folder, means[kind], passages, kind) for kind in (ASK, ANSWER))
    except (OSError, ValueError, KeyError, TypeError, RuntimeError) as error:
        raise IndexRejected(f"not readable: {type(error).__name__}") from error
    return VectorIndex(asks, answers, manifest["model"], manifest["content_version"])


def _table(folder: Path, means: dict[str, list[float]], passages: list[Passage], kind: str) -> Table:
    rows = [passage for passage in passages if passage.kind == kind]
    index, centred = (_read(folder / f"{kind}{part}.faiss") for part in ("", ".centred"))
    if not index.ntotal == centred.ntotal == len(rows):
        raise IndexRejected(f"{kind}: vectors and rows differ in number")
    return Table(rows, index, centred, {language: np.array(mean, np.float32) for language, mean in means.items()})


def _read(path: Path) -> faiss.IndexFlat:
    index = faiss.read_index(str(path))
    if not isinstance(index, faiss.IndexFlat):
        raise IndexRejected(f"{path.name} is not a flat index")
    return index


class _Cache:
    """Vectors by hash of format, model, kind and key, carried over from the index before."""

    def __init__(self, path: Path, model: str) -> None:
        self._model = model
        self._known: dict[str, np.ndarray] = {}
        self._used: dict[str, np.ndarray] = {}
        if path.is_file():
            try:
                with np.load(path) as stored:
                    self._known = dict(zip(stored["hashes"].tolist(), stored["vectors"], strict=True))
            except (OSError, ValueError, KeyError):
                self._known = {}

    def vectors(self, kind: str, keys: list[str], encode, progress: Progress) -> np.ndarray:  # noqa: ANN001
        hashes = [hashlib.sha256(f"{FORMAT}\0{self._model}\0{kind}\0{key}".encode()).hexdigest() for key in keys]
        missing = {h: key for h, key in zip(hashes, keys, strict=True) if h not in self._known}
        progress(len(keys) - len(missing))
        if missing:
            self._known.update(zip(missing, encode(list(missing.values()), progress), strict=True))
        self._used.update({h: self._known[h] for h in hashes})
        return np.stack([self._known[h] for h in hashes]).astype(np.float32)

    def save(self, path: Path) -> None:
        np.savez(path, hashes=np.array(list(self._used)), vectors=np.stack(list(self._used.values())))


def _write(vectors: np.ndarray, path: Path) -> None:
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(np.ascontiguousarray(vectors, np.float32))
    faiss.write_index(index, str(path))


def _replace(new: Path, folder: Path) -> None:
    if folder.exists():
        old = new.parent / "old"
        folder.rename(old)
    new.rename(folder)
    shutil.rmtree(new.parent / "old", ignore_errors=True)


def _unit(vectors: np.ndarray) -> np.ndarray:
    return (vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)).astype(np.float32)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
