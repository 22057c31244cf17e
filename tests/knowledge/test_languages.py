"""Which language a text is in."""

import pytest

from knowledge.languages import OTHER, decide, identify


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Côn Đảo ở đâu", "vi"),
        ("con dao o dau vay", "vi"),
        ("ba ria vung tau gio thuoc tinh nao", "vi"),
        ("where is con dao", "en"),
        ("how do I get to vung tau", "en"),
        ("où se trouve vung tau", "fr"),
        ("quelle est la superficie de la province", "fr"),
        ("comment aller à Côn Đảo", "fr"),
        ("how far is Vũng Tàu from Bà Rịa", "en"),
        ("hòn đảo nào đẹp", "vi"),
        ("头顿在哪里", "zh"),
        ("コンダオはどこですか", "ja"),
        ("붕따우 어디예요", "ko"),
        ("где находится кондао", "ru"),
        ("ວຸງເຕົ່າຢູ່ໃສ", "lo"),
        ("វុងតាវនៅឯណា", "km"),
        ("Vũng Tàu 붕따우 호텔 추천해 주세요", "ko"),
        ("เกาะกงด๋าวอยู่ที่ไหน", OTHER),
        ("wo liegt die insel und wie komme ich dorthin", OTHER),
        ("де знаходиться острів і як туди доїхати", OTHER),
    ],
)
def test_a_question_is_in_its_language(text, language):
    """Scripts decide what they can, a small model decides the rest."""
    assert identify(text).language == language


@pytest.mark.parametrize("text", ["", "123", "🐢", "?!"])
def test_what_says_nothing_stays_in_the_language_of_the_conversation(text):
    """Digits and emoji do not change the language."""
    assert identify(text).language is None
    assert decide(text, "ko") == "ko"


def test_han_alone_stays_japanese_in_a_japanese_conversation():
    """A place name in kanji is Chinese only where nobody spoke Japanese before."""
    assert decide("胡志明市", "ja") == "ja"
    assert decide("胡志明市", "vi") == "zh"


def test_place_names_do_not_vote():
    """A name alone keeps the conversation's language."""
    assert decide("Con Dao", "en") == "en"
    assert decide("Con Dao", "fr") == "fr"
