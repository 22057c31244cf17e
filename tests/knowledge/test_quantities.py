"""The same statement yields the same figures in every language."""

from decimal import Decimal

import pytest

from knowledge.quantities import in_words, quantities

SAME = {
    "vi": "Ngày 12/8/1991, 14,5 triệu người và 6.772,6 km² theo 202/2025/QH15",
    "en": "On 12 August 1991, 14.5 million people and 6,772.6 km² under 202/2025/QH15",
    "zh": "1991年8月12日，1,450万人和6,772.6平方公里（202/2025/QH15）",
    "ko": "1991년 8월 12일, 1,450만 명과 6,772.6km², 202/2025/QH15에 따라",
    "ja": "1991年8月12日、1,450万人と6,772.6平方キロ、202/2025/QH15による",
    "ru": "12 августа 1991 года, 14,5 млн человек и 6 772,6 км² по 202/2025/QH15",
    "fr": "Le 12 août 1991, 14,5 millions de personnes et 6 772,6 km² selon 202/2025/QH15",
    "lo": "ວັນທີ 12 ສິງຫາ 1991, 14.5 ລ້ານຄົນ ແລະ 6,772.6 ກມ² ຕາມ 202/2025/QH15",
    "km": "ថ្ងៃទី ១២ ខែសីហា ឆ្នាំ ១៩៩១ មនុស្ស 14.5 លាននាក់ និង 6,772.6 គ.ម² តាម 202/2025/QH15",
}


@pytest.mark.parametrize("language", SAME)
def test_nine_languages_say_the_same(language):
    """Local digits, separators, months and scale words come to one form."""
    assert quantities(SAME[language], language) == quantities(SAME["vi"], "vi")
    assert quantities(SAME[language], language).dates == {(1991, 8, 12)}


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("ko", "3억 5,000만 달러", 350_000_000),
        ("zh", "2万亿元", 2_000_000_000_000),
        ("ja", "1億2,000万円", 120_000_000),
        ("vi", "50,8 nghìn tỷ đồng", 50_800_000_000_000),
        ("km", "1.95\u200bពាន់លានដុល្លារ", 1_950_000_000),
        ("lo", "2 ຕື້", 2_000_000_000),
        ("fr", "12 milles marins", 12),
        ("ko", "제11조", 11),
    ],
)
def test_scale_words_multiply_and_look_alikes_do_not(language, text, value):
    """A nautical mile is not a thousand, an article is not a trillion."""
    assert Decimal(value).normalize() in quantities(text, language).values


def test_a_month_is_not_found_inside_another_word():
    """Khmer "court" begins like "October"."""
    assert quantities("តុលាការ", "km").values == frozenset()


def test_small_numbers_may_be_words():
    """A word in one language is a digit in another."""
    assert in_words(Decimal(3), "there are three islands", "en")
    assert not in_words(Decimal(3), "there are islands", "en")
