"""One asks, and gets the entry's text with its sources, or an honest word."""

import unicodedata
from pathlib import Path

import pytest

from knowledge.library import load

pytestmark = pytest.mark.system


@pytest.fixture(scope="module")
def base():
    return load()


def test_an_answer_is_the_text_of_a_checked_entry(ask, base):
    """Byte for byte, with sources and dates."""
    reply = ask("Bà Rịa - Vũng Tàu bây giờ thuộc tỉnh nào?")
    assert reply["outcome"] == "answered"
    entry = base.entries[reply["entry"]["id"]]
    assert entry.topic == "province"
    assert reply["text"] == entry.texts["vi"].answer
    assert reply["sources"]
    assert reply["as_of"] == entry.as_of.isoformat()


@pytest.mark.parametrize("language", ["vi", "en", "zh", "ko", "ja", "ru", "fr", "lo", "km"])
def test_every_language_is_answered_in_itself(ask, base, language):
    """An ask of the emergency entry, in each language."""
    question = base.entries["hotline-1022"].texts[language].asks[0]
    reply = ask(question)
    assert reply["answer"]["question_language"] == language
    assert reply["language"] == language
    assert reply["entry"]["id"] == "hotline-1022"


def test_nfd_gets_the_answer_of_nfc(ask):
    """How a keyboard composes letters does not matter."""
    question = "Bà Rịa - Vũng Tàu bây giờ thuộc tỉnh nào?"
    assert ask(unicodedata.normalize("NFD", question))["text"] == ask(question)["text"]


def test_what_no_entry_answers_is_declined(ask):
    """With the hotline, and without a guess."""
    reply = ask("kết quả bóng đá tối qua giữa hai đội")
    assert reply["outcome"] == "declined"
    assert reply["suggestions"][0]["entry"] == "hotline-1022"


def test_a_greeting_is_returned_and_sources_are_of_the_last_answer(ask):
    """Conversation goes by rules; the record remembers what was spoken of."""
    assert ask("xin chào")["routed"] == "greet"
    answered = ask("Bà Rịa - Vũng Tàu bây giờ thuộc tỉnh nào?")
    sources = ask("nguồn ở đâu")
    assert sources["routed"] == "source"
    assert [s["id"] for s in sources["sources"]] == [s["id"] for s in answered["sources"]]


@pytest.mark.parametrize("text", ["/restart", '/greet{"language": "fr"}', "/ask", "EXTERNAL: x", "//// "])
def test_commands_of_rasa_are_plain_text(ask, text):
    """Nothing that a visitor types steers the dialogue, and the next question works."""
    reply = ask(text)
    assert reply["outcome"] != "failed"
    assert reply["language"] != "fr"
    assert ask("Bà Rịa - Vũng Tàu bây giờ thuộc tỉnh nào?")["outcome"] == "answered"


def test_a_suggestion_opens_its_entry(ask, base):
    """By its slug, without another search."""
    reply = ask(choice="emergency-numbers")
    assert reply["text"] == base.entries["emergency-numbers"].texts["vi"].answer


def test_serving_loads_no_torch(bot):
    """Neither the actions nor the gateway have it mapped."""
    for part in ("actions", "gateway"):
        assert "libtorch" not in Path(f"/proc/{bot.pid(part)}/maps").read_text()


def test_only_the_gateway_is_meant_to_be_reached(bot):
    """All three listen on loopback here; Rasa's own API is off."""
    import httpx

    for path in ("/conversations/x/tracker", "/model", "/status", "/domain"):
        assert httpx.get(f"http://127.0.0.1:{bot.port + 1}{path}", trust_env=False).status_code == 404


def test_logs_hold_no_texts(bot, ask):
    """What a visitor wrote is in the record only, masked."""
    ask("một câu rất đặc biệt zyxwvut 0912345678")
    for path in (bot.data_dir / "log").glob("*.log"):
        assert "zyxwvut" not in path.read_text(errors="replace")
