"""Text as people type it."""

import unicodedata

import pytest

from knowledge.text import MAX_CHARS, fold, search_key, shown


def test_shown_is_nfc_and_keeps_what_khmer_needs():
    """The zero-width space between Khmer words survives; decomposed letters become composed."""
    assert shown("កោះ\u200bត្រឡាច") == "កោះ\u200bត្រឡាច"
    assert shown(unicodedata.normalize("NFD", "Côn Đảo")) == "Côn Đảo"


@pytest.mark.parametrize("hidden", ["\u202e", "\u2066", "\U000e0041", "\ud800", "\x00"])
def test_shown_drops_what_deceives_or_breaks(hidden):
    """Bidi overrides, tag characters, surrogates and NUL never reach the record."""
    assert shown(f"a{hidden}b").replace(" ", "") == "ab"


def test_search_key_of_nfd_equals_that_of_nfc():
    """The same question in two encodings has one key."""
    text = "Dân số Bà Rịa - Vũng Tàu?"
    assert search_key(unicodedata.normalize("NFD", text)) == search_key(text)


def test_search_key_is_bounded_before_and_after_normalisation():
    """One ligature can become eighteen letters; a thousand of them stay within the cap."""
    assert len(search_key("\ufdfa" * 1000)) <= MAX_CHARS
    assert len(search_key("x y" * 5000)) <= MAX_CHARS


def test_search_key_folds_width_case_and_runs():
    """Full width, capitals and held-down keys do not hide a question."""
    assert search_key("ＶŨＮＧ   Tàu!!!!!!!!") == "vũng tàu!!!"


def test_fold_takes_latin_diacritics_only():
    """Vietnamese loses its marks; Lao, Khmer and kana keep theirs."""
    assert fold("Đảo Côn Sơn") == "dao con son"
    for text in ("ວຸງເຕົ່າ", "កោះត្រឡាច", "ブンタウ", "붕따우"):
        assert fold(text) == unicodedata.normalize("NFC", text.lower())


@pytest.mark.parametrize("text", ["", "   ", "\x00", "🐢🐢🐢", "\u200b"])
def test_nothing_to_search_is_an_empty_or_harmless_key(text):
    """No exception, whatever comes."""
    assert isinstance(search_key(text), str)
