"""Telegram's HTML: what it takes, what it refuses, and where entities lie."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from . import ApiError
from .entities import found, is_link, parse_html, utf16


def cut(parsed):
    """(type, text under the entity) for each entity."""
    units = parsed.text.encode("utf-16-le")
    return [
        (entity["type"], units[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le"))
        for entity in parsed.entities
    ]


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b>a<i>b</i></b>", "ab", [("bold", "ab"), ("italic", "b")]),
        ("😀<strong>ế</strong>", "😀ế", [("bold", "ế")]),
        ("a &lt;b&gt; &amp;amp; &quot;&#39;&#x1F600;", "a <b> &amp; \"'😀", []),
        ("&nbsp; & &unknown;", "&nbsp; & &unknown;", []),
        ('<a href="https://a.vn/?a=1&amp;b=2">x</a>', "x", [("text_link", "x")]),
        ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", "x")]),
        ('<pre><code class="language-py">x</code></pre>', "x", [("pre", "x")]),
        ('<span class="tg-spoiler">x</span><tg-spoiler>y</tg-spoiler>', "xy", [("spoiler", "x"), ("spoiler", "y")]),
        ("  <u> x </u>\n", "x", [("underline", "x")]),
        ("<S>x</S> 1 > 0", "x 1 > 0", [("strikethrough", "x")]),
        ("<b></b>x", "x", []),
    ],
)
def test_html_becomes_text_and_entities(source, text, entities):
    """Offsets count UTF-16 units; white space around the text goes."""
    parsed = parse_html(source)
    assert parsed.text == text
    assert cut(parsed) == entities


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("<b>x", "Can't find end tag"),
        ("x</b>", "Unexpected end tag"),
        ("<b><i>x</b></i>", "Unmatched end tag"),
        ("<p>x</p>", "Unsupported start tag"),
        ("<br>", "Unsupported start tag"),
        ("<script>x</script>", "Unsupported start tag"),
        ("1 < 2", "Unclosed start tag"),
        ("<b", "Unclosed start tag"),
        ('<span style="x">y</span>', 'Tag "span" must have class'),
    ],
)
def test_what_telegram_cannot_parse_is_refused(source, why):
    """400, in Telegram's words."""
    with pytest.raises(ApiError, match=f"can't parse entities: {why}") as refused:
        parse_html(source)
    assert refused.value.rule == "entities"


@given(st.text())
def test_escaped_text_comes_back_as_it_was(text):
    """Whatever it holds, and without entities."""
    from html import escape

    parsed = parse_html(f"<i>{escape(text)}</i>.")
    assert parsed.text == f"{text}.".strip()
    assert all(kind == "italic" for kind, _ in cut(parsed))
    assert utf16(parsed.text) == len(parsed.text.encode("utf-16-le")) // 2


def test_a_link_that_telegram_drops_is_a_fault():
    """The text stays."""
    parsed = parse_html('<a href="/entries/con-dao">Côn Đảo</a>')
    assert (parsed.text, parsed.entities, len(parsed.faults)) == ("Côn Đảo", [], 1)


@pytest.mark.parametrize(
    ("url", "taken"),
    [
        ("https://baria-vungtau.gov.vn", True),
        ("http://127.0.0.1:8080/x", True),
        ("tg://user?id=1", True),
        ("http://localhost:8080", False),
        ("javascript:alert(1)", False),
        ("https://a b.vn", False),
        ("http://[", False),
    ],
)
def test_links_lead_to_a_host_with_a_dot(url, taken):
    """Or use Telegram's own schemes."""
    assert is_link(url) is taken


def test_addresses_commands_and_mentions_are_found():
    """As handlers of commands need them."""
    text = "/start@haidang_bot a/b @mai_2026, #biển https://a.vn/x. a@b.vn"
    assert [(entity["type"], text[entity["offset"] :][: entity["length"]]) for entity in found(text)] == [
        ("bot_command", "/start@haidang_bot"),
        ("mention", "@mai_2026"),
        ("hashtag", "#biển"),
        ("url", "https://a.vn/x"),
        ("email", "a@b.vn"),
    ]
