"""A reply as HTML: escaped, byte for byte, with its sources."""

import re

import pytest
from telegram_api.entities import parse_html

from bot.telegram.rendering import render
from knowledge.languages import LANGUAGES
from knowledge.library import load
from knowledge.reply import answer

REPLY = {
    "outcome": "answered",
    "language": "en",
    "title": "A <b> & title",
    "text": "1 < 2 & 3 > 2\n\nconst x = '<script>';",
    "sources": [
        {"title": "Law & order", "publisher": "Assembly", "number": "12/2025", "date": "2025-06-12", "url": 'https://x.vn/?a="1"&b=<2>'},
        {"title": "Paper", "publisher": "Press", "date": "2024", "url": "javascript:alert(1)"},
    ],
    "suggestions": [],
    "as_of": "2025-07-01",
    "checked": "2026-11-23",
    "notice": {"code": "draft", "text": "Not <yet> compared."},
}  # fmt: skip


@pytest.fixture(scope="module")
def whole_library():
    return load()


def test_everything_is_escaped_and_there(whole_library):
    """Telegram reads back exactly what was meant."""
    (part,) = render(REPLY, whole_library.wording)
    read = parse_html(part)
    assert not read.faults
    assert read.text.startswith("A <b> & title\n\n1 < 2 & 3 > 2\n\nconst x = '<script>';\n\nNot <yet> compared.")
    assert "• Law & order, Assembly, 12/2025, 12 June 2025" in read.text
    assert "• Paper, Press, 2024" in read.text
    assert read.text.endswith("As of 1 July 2025 · checked on 23 November 2026")
    links = [entity["url"] for entity in read.entities if entity["type"] == "text_link"]
    assert links == ['https://x.vn/?a="1"&b=<2>']


def test_notes_come_first(whole_library):
    """Such as: the question was cut."""
    (part,) = render(REPLY, whole_library.wording, ["only the beginning"])
    assert part.startswith("<i>only the beginning</i>\n\n<b>")


def test_sources_asked_for_are_not_repeated(whole_library):
    """The reply to /sources has them in its text."""
    (part,) = render({**REPLY, "outcome": "routed", "routed": "source"}, whole_library.wording)
    assert "Law" not in part


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_is_shown_byte_for_byte(whole_library, language):
    """In mixed scripts, with all its sources, within the limits."""
    for slug in whole_library.entries:
        reply = dict(answer(whole_library, slug, language))
        rendered = render(reply, whole_library.wording)
        texts = [parse_html(part) for part in rendered]
        assert not any(text.faults for text in texts)
        assert all(len(text.text.encode("utf-16-le")) // 2 <= 4096 for text in texts)
        if len(texts) == 1:
            assert reply["text"].strip() in texts[0].text
        shown = "".join(text.text for text in texts)
        assert re.sub(r"\s", "", reply["text"]) in re.sub(r"\s", "", shown)
        assert len([e for t in texts for e in t.entities if e["type"] == "text_link"]) >= sum(
            "url" in s for s in reply["sources"]
        )
