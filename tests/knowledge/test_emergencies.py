"""A person in need is recognised by the phrases alone, and the right number comes first."""

import pytest

from knowledge.emergencies import ANY, Emergencies, load_help
from knowledge.languages import LANGUAGES
from knowledge.library import load


@pytest.fixture(scope="module")
def library():
    return load()


@pytest.fixture(scope="module")
def emergencies(library):
    return Emergencies(library)


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("cứu với có người đuối nước ở bãi sau", "vi", "drowning"),
        ("nha toi chay roi cuu voi", "vi", "fire"),
        ("tôi không muốn sống nữa", "vi", "crisis"),
        ("ghe hong may ngoai khoi con dao", "vi", "sea"),
        ("My husband collapsed, he's not breathing", "en", "medical"),
        ("somebody stole my passport", "en", "passport"),
        ("ma fille a disparu sur la plage", "fr", "missing"),
        ("нас уносит в море, мотор заглох", "ru", "sea"),
        ("我被抢劫了，他有刀", "zh", "violence"),
        ("바다에서 파도에 휩쓸렸어요", "ko", "drowning"),
        ("バイクで事故を起こして骨折した", "ja", "accident"),
        ("ຊ່ວຍແດ່ ໄຟໄໝ້ໂຮງແຮມ", "lo", "fire"),
        ("ជួយផង មានមនុស្សលង់ទឹក", "km", "drowning"),
        ("HELP ME PLEASE", "en", ANY),
    ],
)
def test_a_call_for_help_is_known_by_what_has_happened(emergencies, text, language, kind):
    assert emergencies.kind(text, language) == kind


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("tàu đang chạy mấy giờ tới", "vi"),
        ("con dao o dau", "vi"),
        ("is it dangerous to swim at back beach", "en"),
        ("le phare est-il ouvert le dimanche", "fr"),
        ("сколько стоит билет на паром", "ru"),
        ("头顿有什么好玩的", "zh"),
        ("", "vi"),
        ("🙂", "en"),
    ],
)
def test_a_question_is_no_call_for_help(emergencies, text, language):
    assert emergencies.kind(text, language) is None


def test_words_that_mean_something_else_without_diacritics_count_only_where_none_was_typed(emergencies):
    """Without diacritics "chay" may be fire; "chạy" is not."""
    assert emergencies.kind("xe máy chạy rồi", "vi") is None
    assert emergencies.kind("xe may chay roi", "vi") == "fire"


def test_a_visitor_in_need_may_use_another_language_than_the_conversation(emergencies):
    assert emergencies.kind("救命", "vi") == ANY


def test_every_number_to_call_stands_in_the_checked_entry_that_follows(library, emergencies):
    for kind, given in load_help().items():
        for language in LANGUAGES:
            reply = emergencies.reply(kind, language)
            assert reply["entry"]["id"] == given.entry
            assert library.entries[given.entry].texts[language].answer in reply["text"]
            for number in given.call:
                assert number in library.entries[given.entry].texts[language].answer, (kind, language, number)
                assert number in reply["text"].split("\n")[0]


def test_a_withdrawn_entry_leaves_the_emergency_numbers(small_library):
    reply = Emergencies(small_library).reply("sea", "en")
    assert reply["entry"]["id"] == "emergency-numbers"
