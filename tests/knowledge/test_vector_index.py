"""The index: right, or rejected."""

import numpy as np
import pytest

from knowledge import library, vector_index
from knowledge.vector_index import IndexRejected


@pytest.fixture
def folder(small_library, encoder, tmp_path):
    vector_index.build(small_library, encoder, tmp_path / "index")
    return tmp_path / "index"


def test_a_text_is_nearest_to_itself(folder, small_library, encoder):
    """Raw and centred alike."""
    asks = vector_index.load(folder, small_library, "fake").asks
    row = next(i for i, passage in enumerate(asks.rows) if passage.key == "dân số vũng tàu bao nhiêu")
    vector = encoder.encode([asks.rows[row].key])[0]
    found, cosine = next(iter(asks.nearest(vector, 3)))
    assert found == row
    assert cosine == pytest.approx(1, abs=1e-5)
    centred = asks.centre(vector, "vi")
    assert asks.cosines(centred, [row], centred=True)[0] == pytest.approx(1, abs=1e-5)


def test_every_flipped_byte_is_noticed(folder, small_library):
    """FAISS itself loads most damaged files without a word."""
    generator = np.random.default_rng(7)
    for path in sorted(folder.iterdir()):
        good = path.read_bytes()
        for position in generator.integers(0, len(good), 5):
            damaged = bytearray(good)
            damaged[position] ^= 0x40
            path.write_bytes(damaged)
            with pytest.raises(IndexRejected):
                vector_index.load(folder, small_library, "fake")
        path.write_bytes(good)
    vector_index.load(folder, small_library, "fake")


def test_a_missing_truncated_foreign_or_stale_index_is_rejected(folder, small_library, content_folder):
    """It is built again, never served."""
    with pytest.raises(IndexRejected, match="model is fake"):
        vector_index.load(folder, small_library, "another-model")
    path = content_folder / "province/dan-so-vung-tau.yml"
    path.write_text(path.read_text().replace("công bố ngày", "thông báo ngày"))
    with pytest.raises(IndexRejected, match="content_version"):
        vector_index.load(folder, library.load(content_folder), "fake")
    (folder / "ask.faiss").write_bytes((folder / "ask.faiss").read_bytes()[:100])
    with pytest.raises(IndexRejected, match="damaged"):
        vector_index.load(folder, small_library, "fake")
    (folder / "ask.faiss").unlink()
    with pytest.raises(IndexRejected):
        vector_index.load(folder, small_library, "fake")


def test_only_changed_texts_are_embedded_again(folder, content_folder, encoder):
    """An editor who changes one answer waits for one text."""
    encoder.encoded.clear()
    path = content_folder / "province/dan-so-vung-tau.yml"
    path.write_text(path.read_text().replace("công bố ngày", "thông báo ngày"))
    vector_index.build(library.load(content_folder), encoder, folder)
    assert len(encoder.encoded) == 1
    assert "thông báo ngày" in encoder.encoded[0]


def test_a_damaged_cache_costs_time_only(folder, small_library, encoder):
    """Vectors that cannot be read are made again."""
    (folder / vector_index.CACHE).write_bytes(b"not a cache")
    vector_index.build(small_library, encoder, folder)
    vector_index.load(folder, small_library, "fake")
