"""The plain page, as a visitor uses it."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

QUESTION = "Bà Rịa - Vũng Tàu bây giờ thuộc tỉnh nào?"


def ask(page, text):
    before = page.locator(".reply").count()
    page.locator("#question").fill(text)
    page.keyboard.press("Enter")
    expect(page.locator(".reply")).to_have_count(before + 1, timeout=15000)
    return page.locator(".reply").last


def test_a_question_gets_its_answer_with_sources(page):
    """Title, text, date, and sources that open."""
    reply = ask(page, QUESTION)
    expect(reply.locator("h2")).to_contain_text("Thành phố Hồ Chí Minh")
    assert reply.get_attribute("lang") == "vi"
    reply.locator("summary").click()
    assert reply.locator("li a").first.get_attribute("href").startswith("http")
    expect(page.locator("#question")).to_have_value("")


@pytest.mark.parametrize("language", ["en", "zh", "ko", "ja", "ru", "fr", "lo", "km"])
def test_the_page_speaks_nine_languages(page, language):
    """Its phrases and the language of the document follow the choice."""
    before = page.locator("#send").text_content()
    page.select_option("#language", language)
    expect(page.locator("html")).to_have_attribute("lang", language)
    assert page.locator("#send").text_content() != before
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_keyboard_alone_is_enough(page):
    """Tab to the box, type, Enter; a composing Enter sends nothing."""
    page.locator("#question").focus()
    page.keyboard.type("xin chào")
    page.evaluate(
        "document.querySelector('#question').dispatchEvent("
        "new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true, cancelable: true}))"
    )
    assert page.locator(".reply").count() == 0
    page.keyboard.press("Enter")
    expect(page.locator(".reply")).to_have_count(1, timeout=15000)


@pytest.mark.parametrize("text", ["<img src=x onerror=alert(1)>", "<script>alert(1)</script>", "a\u0301" * 200])
def test_hostile_text_is_shown_as_text(page, text):
    """No element comes of it, and no dialog opens."""
    page.on("dialog", lambda dialog: pytest.fail("a dialog opened"))
    ask(page, text)
    assert page.locator(".asked img, .asked script").count() == 0
    assert page.locator(".asked").last.text_content()[:5] == text.strip()[:5] or "a" in text


def test_history_survives_a_reload_and_can_be_erased(page):
    """Within the session; erasing empties page and record."""
    ask(page, QUESTION)
    page.reload()
    expect(page.locator(".reply")).to_have_count(1, timeout=15000)
    page.locator("#delete").click()
    expect(page.locator(".reply")).to_have_count(0)
    page.reload()
    expect(page.locator("#notice")).not_to_be_empty()
    assert page.locator(".reply").count() == 0


def test_without_network_the_question_stays_and_is_asked_once(page):
    """The draft is kept; sending again uses the same id."""
    page.context.set_offline(True)
    page.locator("#question").fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator("#status")).not_to_be_empty()
    expect(page.locator("#question")).to_have_value(QUESTION)
    page.context.set_offline(False)
    page.wait_for_timeout(200)
    page.locator("#question").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".reply")).to_have_count(1, timeout=15000)


def test_a_reply_can_be_rated(page):
    """Thanked once, and the buttons are gone."""
    reply = ask(page, QUESTION)
    reply.locator(".rating button").first.click()
    expect(reply.locator(".rating button")).to_have_count(0)
    expect(reply.locator(".rating")).not_to_be_empty()


@pytest.mark.parametrize(
    ("language", "family"), [("km", "Khmer"), ("lo", "Lao"), ("ja", "CJK JP"), ("ko", "CJK KR"), ("zh", "CJK SC")]
)
def test_every_script_has_its_font(page, language, family):
    """The family that draws the text, not the one that was asked for."""
    page.select_option("#language", language)
    expect(page.locator("html")).to_have_attribute("lang", language)
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": "#notice"})["nodeId"]
    fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    most = max(fonts, key=lambda font: font["glyphCount"])
    assert family in most["familyName"], fonts
