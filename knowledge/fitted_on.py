"""What the parameters of search were fitted on, as hashes: other figures hold for nothing else."""

import json
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from knowledge.library import Library
from knowledge.onnx_encoder import MANIFEST, ONNX
from knowledge.passages import passages_of
from knowledge.questions import Question


def hashes(model_folder: Path, library: Library, questions: Iterable[Question]) -> dict[str, str]:
    """Of the encoder's file, of every passage, and of the questions with their labels."""
    manifest = json.loads((model_folder / MANIFEST).read_text(encoding="utf-8"))
    passages = (f"{p.entry}\0{p.language}\0{p.key}" for p in passages_of(library))
    return {
        "model": manifest["files"][ONNX][:16],
        "content": _sha256(passages),
        "questions": _sha256(sorted(f"{q.text}\0{sorted(q.right)}\0{q.why}" for q in questions)),
    }


def changed(recorded: dict[str, str], today: dict[str, str]) -> list[str]:
    """What is not as it was when the parameters were fitted."""
    return [name for name, value in today.items() if recorded.get(name) != value]


def _sha256(lines: Iterable[str]) -> str:
    return sha256("\n".join(lines).encode()).hexdigest()[:16]
