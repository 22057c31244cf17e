"""Search: the right entry with its evidence, or nothing."""

from datetime import date

import content as sample
import numpy as np
import pytest
from fakes import PARAMETERS

from knowledge import library, vector_index
from knowledge.lexical import LexicalIndex, features
from knowledge.metric import Metric
from knowledge.passages import passages_of
from knowledge.search import ANSWERED, DECLINED, Search, build_spelling

TODAY = date(2026, 11, 23)


def test_an_ask_finds_its_entry(search):
    """With evidence, score and timings, and the rejected candidates beside it."""
    found = search.find("dân số vũng tàu bao nhiêu", "vi", TODAY)
    assert found.outcome == ANSWERED
    assert [candidate.entry for candidate in found.kept] == ["dan-so-vung-tau"]
    assert found.kept[0].evidence.ask == pytest.approx(1, abs=1e-4)
    assert found.kept[0].evidence.coverage == pytest.approx(1)
    assert {c.entry for c in found.candidates if not c.kept} == {"hai-dang", "hotline-1022", "emergency-numbers"}
    assert set(found.timings) == {"key", "encode", "nearest", "evidence"}


def test_nfd_and_capitals_find_the_same(search):
    """How a keyboard composes letters does not matter."""
    import unicodedata

    question = "DÂN SỐ VŨNG TÀU BAO NHIÊU"
    one = search.find(unicodedata.normalize("NFD", question), "vi", TODAY)
    two = search.find(question, "vi", TODAY)
    assert one.key == two.key
    assert one.candidates == two.candidates


@pytest.mark.parametrize("question", ["", "   ", "🐢🐢", "?!.", "\u200b\u200b"])
def test_nothing_to_search_is_declined(search, question):
    """Without a letter or digit there is no question."""
    assert search.find(question, "vi", TODAY).outcome == DECLINED


@pytest.mark.parametrize(
    "question",
    [
        "a" * 1000,
        "\ufdfa" * 1000,
        "'; DROP TABLE entries; --",
        "<script>alert(1)</script>",
        "ສ" * 900,
        "\ud800x",
        "1" * 999,
    ],
)
def test_odd_input_has_an_outcome(search, question):
    """Never an exception."""
    assert search.find(question, "en", TODAY).outcome in {"answered", "suggested", "declined"}


def test_an_entry_outside_its_dates_is_not_found(tmp_path, encoder):
    """Expired content is not served, even from an index that holds it."""
    entries = {"province/old-news": sample.entry(valid_until="2026-01-01")}
    expired = library.load(sample.write(tmp_path / "content", entries))
    vector_index.build(expired, encoder, tmp_path / "index")
    search = Search(
        expired,
        vector_index.load(tmp_path / "index", expired, "fake"),
        encoder,
        build_spelling(expired),
        PARAMETERS,
    )
    assert "old-news" not in {c.entry for c in search.find("dân số vũng tàu bao nhiêu", "vi", TODAY).candidates}
    assert "old-news" in {c.entry for c in search.find("dân số vũng tàu bao nhiêu", "vi", date(2025, 6, 1)).candidates}


def test_coverage_is_the_share_of_rare_words(small_library):
    """All of a question's words: 1; none of them: not listed."""
    lexical = LexicalIndex(passages_of(small_library))
    assert lexical.coverage("dân số vũng tàu bao nhiêu", "vi")["dan-so-vung-tau"] == pytest.approx(1)
    assert lexical.coverage("dan so vung tau", "vi")["dan-so-vung-tau"] == pytest.approx(1)
    assert lexical.coverage("xyzzy plugh", "en") == {}


def test_a_passage_left_out_covers_nothing(small_library):
    """Its words count only where another passage of the same entry has them."""
    asks = [passage for passage in passages_of(small_library) if passage.entry == "dan-so-vung-tau"]
    (only,) = [passage for passage in asks if passage.language == "lo" and passage.kind == "answer"]
    alone = LexicalIndex([only])
    assert alone.coverage(only.key, "lo") == {"dan-so-vung-tau": pytest.approx(1)}
    assert alone.coverage(only.key, "lo", without=only) == {}
    assert LexicalIndex([]).coverage("x", "en") == {}


def test_korean_particles_do_not_hide_a_word():
    """The word with and without its particle shares pairs of characters."""
    assert features("붕따우는") & features("붕따우") == {"붕따", "따우"}


def test_the_metric_plays_down_what_asks_of_one_entry_differ_in():
    """Entries differ in one direction, asks of each in another, much larger one."""
    rng = np.random.default_rng(1)
    owners = np.repeat([0, 1], 50)
    vectors = np.c_[np.where(owners, 0.3, -0.3), rng.normal(0, 1.0, (100, 4)), rng.normal(0, 0.05, 100)]
    metric = Metric(vectors, owners)
    mapped = metric.apply(vectors)
    nearest = np.argsort(-(mapped @ mapped.T), axis=1)[:, 1]
    plain = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    nearest_plain = np.argsort(-(plain @ plain.T), axis=1)[:, 1]
    assert (owners[nearest] == owners).mean() > (owners[nearest_plain] == owners).mean()
    assert np.linalg.norm(mapped, axis=1) == pytest.approx(1)
    assert metric.apply(np.zeros(6)) == pytest.approx(0)


def test_features_know_scripts_without_spaces():
    """Words and pairs where there are spaces, pairs of characters where there are none."""
    assert features("Dân số") == {"dan", "so", "dan so"}
    assert features("头顿在哪") == {"头顿", "顿在", "在哪"}
    assert "កោ" in features("កោះ")
