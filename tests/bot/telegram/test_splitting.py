"""Parts that fit, with nothing lost, no grapheme cut and every tag closed."""

import regex
from hypothesis import given
from hypothesis import strategies as st
from telegram_api.entities import parse_html

from bot.telegram.splitting import MAX_UNITS, Run, beginning, parts, plain, shortened, units

FAMILY = "👨‍👩‍👧‍👦"
PIECES = [*"ab .!?។。\n<>&\"'ếộ😀각", FAMILY, "ខ្ញុំ", "ກຸ້ງ"]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=400).map("".join)
RUNS = st.lists(
    st.builds(Run, TEXTS, st.sampled_from(["", "b", "i"]))
    | st.builds(Run, TEXTS, st.just("a"), st.just('https://x.vn/?a=1&b="2"')),
    max_size=6,
)


@given(RUNS)
def test_parts_fit_and_lose_nothing(runs):
    """Apart from the white space at the cuts, and read by Telegram's own rules."""
    found = parts(runs, 80)
    assert all(units(plain(part)) <= 80 for part in found)
    together = "".join(plain(part) for part in found)
    assert regex.sub(r"\s", "", together) == regex.sub(r"\s", "", "".join(run.text for run in runs))
    for part in found:
        assert parse_html(part).text.strip() == plain(part).strip()


@given(TEXTS)
def test_no_grapheme_is_cut(text):
    """A cut lies between two graphemes, as far as one fits at all."""
    pieces = [plain(part) for part in parts([Run(text)], 40)]
    whole = set(regex.findall(r"\X", text))
    for piece in pieces:
        assert set(regex.findall(r"\X", piece)) <= whole


def test_the_best_place_to_cut_goes_first():
    """A paragraph before a line, a line before a sentence, a sentence before a word."""

    def first(text):
        return plain(parts([Run(text)], 40)[0])

    assert first("a" * 25 + "\n\n" + "b" * 5 + ". " + "c" * 30) == "a" * 25
    assert first("a" * 25 + "\n" + "b" * 5 + ". " + "c" * 30) == "a" * 25
    assert first("a" * 25 + ". " + "bb ccc " + "c" * 30) == "a" * 25 + "."
    assert first("一" * 25 + "。" + "二" * 30) == "一" * 25 + "。"
    assert first("ក" * 25 + "។ " + "ខ" * 30) == "ក" * 25 + "។"
    assert first("a" * 25 + " " + "b" * 30) == "a" * 25


def test_tags_are_closed_and_opened_again():
    """In every part that the run reaches."""
    found = parts([Run("a " * 40, "b"), Run("link", "a", "https://x.vn")], 40)
    assert len(found) == 3
    assert all(part.startswith("<b>") and part.endswith("</b>") for part in found[:2])
    assert found[-1].endswith('<a href="https://x.vn">link</a>')


def test_a_text_of_the_full_length_stays_one():
    """4,096 UTF-16 units: half as many emoji as letters."""
    assert len(parts([Run("a" * MAX_UNITS)])) == 1
    assert len(parts([Run("😀" * (MAX_UNITS // 2))])) == 1
    assert len(parts([Run("😀" * (MAX_UNITS // 2 + 1))])) == 2


def test_an_endless_grapheme_is_cut_all_the_same():
    """Five hundred marks on one letter are no reason to hang."""
    found = parts([Run("a" + "\u0301" * 500)], 100)
    assert sum(len(part) for part in found) == 501


def test_shortening_counts_graphemes():
    """A family is one."""
    assert shortened(FAMILY * 3, 2) == f"{FAMILY}…"
    assert shortened("abc", 3) == "abc"


def test_the_beginning_of_a_text_cuts_no_grapheme():
    """The thousandth character may be the middle of one."""
    assert beginning("a" * 999 + FAMILY, 1000) == "a" * 999
    assert beginning("ab", 1000) == "ab"
