"""Vietnamese as it is typed."""

import pytest

from knowledge.library import load
from knowledge.search import build_spelling
from knowledge.spelling import Spelling


@pytest.fixture(scope="module")
def spelling():
    texts = [
        "giá vé tàu ra côn đảo",
        "dân số bà rịa vũng tàu là bao nhiêu",
        "đi tàu ra côn đảo mất mấy tiếng",
        "hòa bình",
    ]
    return Spelling(texts, {"ks": "khách sạn", "bn": "bao nhiêu", "brvt": "bà rịa vũng tàu"})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gia ve tau ra con dao", "giá vé tàu ra côn đảo"),
        ("dan so brvt bn", "dân số bà rịa vũng tàu bao nhiêu"),
        ("giá vé tàu ra côn đảo", "giá vé tàu ra côn đảo"),
        ("hoà bình", "hòa bình"),
        ("di tau mat may tiengg", "đi tàu mất mấy tiếng"),
        ("xyzzy 123 visa", "xyzzy 123 visa"),
        ("", ""),
    ],
)
def test_what_was_meant(spelling, typed, meant):
    """Diacritics, abbreviations, the place of a tone, a slip of the finger; unknown words stay."""
    assert spelling.restore(typed) == meant


def test_clean_text_of_the_base_is_never_changed():
    """What has its diacritics keeps its words, in every ask of the real base."""
    base = load()
    spelling = build_spelling(base)
    abbreviations = set(base.chat.abbreviations)
    for entry in base.entries.values():
        for ask in entry.texts["vi"].asks:
            words = [w for w in ask.lower().replace(",", " ").replace("?", " ").split() if w.isalpha()]
            if set(words) & abbreviations or not all(w != _plain(w) for w in words):
                continue
            assert spelling.restore(" ".join(words)) == " ".join(words)


def _plain(word):
    from knowledge.text import fold

    return fold(word)
