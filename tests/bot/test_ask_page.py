"""The plain page: the same answers, limits and refusals, without JavaScript."""

import html
import re
import sqlite3

import pytest
from fakes import broken

from knowledge import reply
from knowledge.languages import LANGUAGES

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
def post(web):
    """Sends the form."""
    return lambda **fields: web.post("/ask", data=fields)


def hidden(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page.text)[1]


@pytest.fixture(autouse=True)
def answers(dialogue, small_library):
    dialogue.reply = lambda text: dict(reply.answer(small_library, "hai-dang", "vi"))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_it_opens_in_nine_languages_without_scripts(web, language):
    """Under a policy that allows none."""
    page = await web.get("/ask", params={"language": language})
    assert f'<html lang="{language}">' in page.text
    assert "<script" not in page.text
    assert "script-src" not in page.headers["content-security-policy"]
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert page.headers["cache-control"] == "no-store"


async def test_a_question_is_answered_in_the_page(post, small_library):
    """The whole text, its sources, and the conversation goes on."""
    first = await post(text="dân số", language="vi")
    shown = html.unescape(first.text)
    assert reply.answer(small_library, "hai-dang", "vi")["text"] in shown
    assert 'href="https://example.org/a"' in shown
    conversation = hidden(first, "conversation")
    second = await post(text="còn gì nữa", language="vi", conversation=conversation)
    assert hidden(second, "conversation") == conversation
    assert "dân số" in second.text
    assert conversation not in str(second.url)


async def test_a_suggestion_is_a_button(post, dialogue):
    """It sends the entry."""
    page = await post(text="hải đăng", language="vi")
    choice = re.search(r'name="choice" value="([^"]+)"', page.text)[1]
    await post(choice=choice, language="vi", conversation=hidden(page, "conversation"))
    assert dialogue.asked[-1]["text"] == choice == "dan-so-vung-tau"


async def test_a_form_sent_twice_is_asked_once(post, dialogue):
    """As a reload does; another question from the same page is asked."""
    page = await post(text="một", language="vi")
    again = {"conversation": hidden(page, "conversation"), "client_id": hidden(page, "client_id"), "language": "vi"}
    await post(text="hai", **again)
    await post(text="hai", **again)
    assert [asked["text"] for asked in dialogue.asked] == ["một", "hai"]
    page = await post(text="ba", **again)
    assert page.status_code == 200
    assert dialogue.asked[-1]["text"] == "ba"


async def test_it_can_be_rated_and_erased(post, settings):
    """Then nothing is left."""
    page = await post(text="một", language="vi")
    conversation = hidden(page, "conversation")
    rate = re.search(r'name="rate" value="(\d+\.no)"', page.text)[1]
    assert (await post(rate=rate, conversation=conversation, language="vi")).status_code == 200
    with sqlite3.connect(settings.record_path) as db:
        assert db.execute("SELECT helpful FROM feedback").fetchall() == [(0,)]
    erased = await post(erase="yes", conversation=conversation, language="vi")
    assert hidden(erased, "conversation") == ""
    with sqlite3.connect(settings.record_path) as db:
        assert db.execute("SELECT count(*) FROM conversations").fetchone() == (0,)
    gone = await post(text="một", conversation=conversation, language="vi")
    assert gone.status_code == 404
    assert hidden(gone, "conversation") == ""


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, 422),
        ({"text": "  \r\n "}, 422),
        ({"text": "a" * 1001}, 422),
        ({"text": "a" * 17_000}, 413),
        ({"text": "a", "conversation": "../../x"}, 404),
        ({"text": "a", "conversation": "A" * 22}, 404),
        ({"choice": "No Slug!"}, 400),
        ({"text": "a", "client_id": "<>"}, 400),
        ({"rate": "x.yes", "conversation": "A" * 22}, 400),
        ({f"f{n}": "x" for n in range(30)}, 400),
    ],
)
async def test_what_cannot_be_taken_is_refused_in_words(post, dialogue, fields, status):
    """As a page, in the visitor's language, and nothing is asked."""
    page = await post(language="fr", **fields)
    assert page.status_code == status
    assert 'role="alert"' in page.text
    assert page.headers["content-type"].startswith("text/html")
    assert dialogue.asked == []


async def test_other_bodies_are_refused(web):
    """Only a form, only ASCII as forms are."""
    assert (await web.post("/ask", json={"text": "a"})).status_code == 415
    assert (await web.post("/ask", content=b"text=\xff", headers=FORM)).status_code == 400


async def test_hostile_text_stays_text(post, dialogue):
    """In the question, in the draft and in the answer."""
    evil = "<img src=x onerror=alert(1)>"
    dialogue.reply = lambda text: {
        "outcome": "answered",
        "language": "vi",
        "title": evil,
        "text": evil,
        "sources": [],
        "suggestions": [],
    }
    page = await post(text=evil, language="vi")
    assert evil not in page.text
    assert page.text.count("&lt;img") == 3
    long = await post(text=evil + "a" * 1000, language="vi")
    assert evil not in long.text


async def test_the_limits_of_the_api_hold_here_too(post, settings):
    """With the seconds to wait."""
    page = await post(text="một", language="vi")
    conversation = hidden(page, "conversation")
    for number in range(settings.questions_per_minute - 1):
        assert (await post(text=f"câu {number}", conversation=conversation, language="vi")).status_code == 200
    refused = await post(text="thêm nữa", conversation=conversation, language="vi")
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 0
    assert "thêm nữa" in refused.text


async def test_when_the_dialogue_is_down_the_numbers_to_call_are_shown(post, dialogue, small_library):
    """The failed reply is a page, too."""
    dialogue.reply = broken
    page = await post(text="xin chào", language="vi")
    assert page.status_code == 200
    assert small_library.entries["emergency-numbers"].texts["vi"].answer in html.unescape(page.text)
