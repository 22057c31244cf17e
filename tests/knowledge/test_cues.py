"""Words that are no question by themselves: a place among offers, a language, a claim's frame, a leaning question."""

import pytest

from knowledge import choice, claim_frame, cues, follow_up, language_request
from knowledge.languages import LANGUAGES


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("2", 1), ("số 2", 1), ("the second one", 1), ("câu 1 nha", 0), ("最后一个", 2), ("두 번째요", 1), ("一番下", 2),
        ("ອັນທີສອງ", 1), ("ទីពីរ", 1), ("ទី៣", 2), ("le deuxième", 1), ("вторую", 1), ("cái cuối", 2), ("No. 3", 2),
        ("113", None), ("4", None), ("0", None), ("một ngày đẹp", None), ("lần đầu đến vũng tàu", None), ("", None),
        ("2 or 3", None), ("the second largest island", None),
    ],
)  # fmt: skip
def test_a_place_among_three_offers(text, place):
    """Only a message that holds nothing else; a number beyond the offer may be a hotline's."""
    assert choice.position(text, 3) == place
    assert choice.position(text, 0) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("in English please", "en"), ("nói tiếng Hàn đi", "ko"), ("noi tieng han di", "ko"), ("用中文", "zh"),
        ("한국어로 해주세요", "ko"), ("日本語でお願いします", "ja"), ("по-русски, пожалуйста", "ru"),
        ("en français s'il te plaît", "fr"), ("ພາສາລາວແດ່", "lo"), ("ឆ្លើយជាភាសាខ្មែរ", "km"), ("auf Deutsch bitte", "other"),
        ("đọc tiếng Việt không được, nói tiếng Anh đi", "en"),
    ],
)  # fmt: skip
def test_a_language_is_asked_for(text, language):
    """With nothing else to answer."""
    assert language_request.find(text) == language_request.LanguageRequest(language, "")


@pytest.mark.parametrize(
    ("text", "language", "question"),
    [
        ("reply in English: côn đảo ở đâu?", "en", "côn đảo ở đâu?"),
        ("where is Vung Tau? in Korean please", "ko", "where is Vung Tau?"),
        ("请用英文回答：头顿在哪里？", "en", "头顿在哪里？"),
    ],
)
def test_a_language_is_asked_for_once(text, language, question):
    """The rest is the question."""
    assert language_request.find(text) == language_request.LanguageRequest(language, question)


@pytest.mark.parametrize(
    "text",
    [
        "what is Bà Rịa called in English",
        "do they speak English in Vũng Tàu",
        "học tiếng Anh ở đâu",
        "bệnh lao",
        "?",
        "",
    ],
)
def test_a_question_about_a_language_is_a_question(text):
    """It names one and asks for something else."""
    assert language_request.find(text) is None


@pytest.mark.parametrize(
    ("text", "language", "claim"),
    [
        ("Is it true that the province was abolished?", "en", "the province was abolished"),
        ("nghe noi tinh bi xoa dung khong", "vi", "tinh bi xoa"),
        ("听说昆岛被租了99年，是真的吗？", "zh", "昆岛被租了99年"),
        ("c'est vrai que Côn Đảo a été vendue ?", "fr", "côn đảo a été vendue"),
        ("where is vung tau", "en", None),
    ],
)
def test_the_frame_is_taken_off_a_claim(text, language, claim):
    """Marks of what is claimed stay."""
    assert claim_frame.inside(text, language) == claim


@pytest.mark.parametrize(
    ("text", "language", "names_something"),
    [
        ("And its area?", "en", True), ("khi nào?", "vi", False), ("그건 언제예요?", "ko", False), ("面積は？", "ja", None),
        ("còn diện tích thì sao?", "vi", True), ("bitcoin price", "en", None), ("怎么去那里？", "zh", False),
        ("how do I apply for an e-visa to visit Côn Đảo next year with my family", "en", None), ("...", "en", None),
    ],
)  # fmt: skip
def test_what_leans_on_the_last_answer(text, language, names_something):
    """None: it stands by itself."""
    found = follow_up.leaning(text, language)
    assert (found and found.names_something) == names_something


def test_cues_of_every_language_are_complete():
    """Every language names all nine, and one that we lack."""
    for language, one in cues.load().items():
        assert set(one.names) == {*LANGUAGES, "other"}, language
        assert len(one.positions) == 3
        assert all(one.model_dump().values())
