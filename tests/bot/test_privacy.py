"""Personal identifiers are masked; what people ask about is not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import privacy
from bot.privacy import PrivacyError, mask


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("gọi 0912345678 nhé", "[phone]"),
        ("số tôi là 0912 345 678", "[phone]"),
        ("+84 912.345.678", "[phone]"),
        ("call +82-10-1234-5678", "[phone]"),
        ("CCCD 079123456789", "[id]"),
        ("cmnd cũ 273123456", "[phone]"),
        ("hộ chiếu C1234567", "[passport]"),
        ("passport M 70123456 lost", "[passport]"),
        ("thẻ 4111 1111 1111 1111", "[card]"),
        ("viết cho nguyen.van-a@example.com.vn", "[email]"),
        ("０９１２３４５６７８", "[phone]"),
        ("០៩១២៣៤៥៦៧៨", "[phone]"),
        ("09\u200b1234\u200b5678", "[phone]"),
    ],
)
def test_identifiers_are_masked(text, label):
    """Written with spaces, dots, in other digits or with invisible characters inside."""
    masked = mask(text)
    assert label in masked
    assert sum(character.isdecimal() for character in masked) <= 2


@pytest.mark.parametrize(
    "text",
    [
        "gọi 1022 hay 113, 114, 115",
        "kế hoạch 160/KH-UBND ngày 28/3/2019",
        "30/4/1975 là ngày gì",
        "từ 12/8/1991 đến 30/6/2025",
        "12.8.1991",
        "dân số 14.002.598 người",
        "GRDP 390 293 tỷ đồng",
        "1 234 567 890 USD",
        "nghị quyết 202/2025/QH15 và 1685/NQ-UBTVQH15",
        "UNCLOS 1982, 36-NQ/TW 2018",
        "8.6826, 106.6057",
        "biển số 72A-123.45",
        "DK1, A3, A6, QL51",
    ],
)
def test_what_people_ask_about_stays(text):
    """Hotlines, document numbers, dates, amounts, coordinates."""
    assert mask(text) == text


def test_a_filter_that_breaks_keeps_nothing(monkeypatch):
    """It fails closed: the caller gets an error, not the text."""
    monkeypatch.setattr(privacy, "_plain", lambda text: 1 / 0)
    with pytest.raises(PrivacyError):
        mask("0912345678")


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300))
def test_any_text_can_be_masked(text):
    """No exception and no growth beyond the labels."""
    assert isinstance(mask(text), str)


@settings(max_examples=200, deadline=None)
@given(
    st.from_regex(r"0[35789][0-9]{8}", fullmatch=True),
    st.text(alphabet="abc đ,ạ?!", max_size=20),
    st.sampled_from(["", " ", ".", "-", "\u200b"]),
)
def test_a_mobile_number_never_survives(number, around, separator):
    """Whatever stands around it and however it is grouped."""
    written = separator.join((number[:4], number[4:7], number[7:]))
    assert "[" in mask(f"{around} {written} {around}")
