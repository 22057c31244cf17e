"""Nine languages: the interface, the fonts that really draw, and how half-typed words are treated."""

import pytest
from playwright.sync_api import expect

from knowledge.languages import LANGUAGES

pytestmark = pytest.mark.browser

FAMILIES = {"km": "Khmer", "lo": "Lao", "ja": "CJK JP", "ko": "CJK KR", "zh": "CJK SC", "vi": "Noto Sans", "en": "Noto Sans", "ru": "Noto Sans", "fr": "Noto Sans"}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_widget_speaks_the_language_in_its_font(open_page, site, language):
    """Phrases of the wording, drawn by the family of the script, and no wider than a small phone."""
    page = open_page("/", language, width=320)
    expect(page.locator(".privacy")).to_contain_text("90")
    assert page.locator(".root").get_attribute("lang") == language
    say = site.library.wording[language].say
    expect(page.locator(".send")).to_have_attribute("aria-label", say("page_send"))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert FAMILIES[language] in family(page, ".privacy")


@pytest.mark.parametrize("language", ["ja", "km"])
def test_every_message_is_marked_with_its_own_language(open_page, language):
    """A reply in another language than the interface keeps its own font."""
    page = open_page("/?language=en", "en")
    page.locator(".language").select_option(language)
    expect(page.locator(".root")).to_have_attribute("lang", language)
    page.locator("#question").fill("le-hoi-dinh-co")
    page.keyboard.press("Enter")
    expect(page.locator(".reply")).to_have_attribute("lang", language)
    assert FAMILIES[language] in family(page, ".reply .text")


def test_the_choice_of_the_person_goes_before_the_page_and_the_browser(open_page):
    """And is kept for the session."""
    page = open_page("/?language=fr", "ru")
    expect(page.locator(".root")).to_have_attribute("lang", "fr")
    page.locator(".language").select_option("ko")
    expect(page.locator(".root")).to_have_attribute("lang", "ko")
    page.reload()
    expect(page.locator(".root")).to_have_attribute("lang", "ko")


def test_an_enter_that_ends_a_half_composed_word_sends_nothing(page, site):
    """As an input method for Chinese, Japanese, Korean or Vietnamese does it."""
    keyboard = page.context.new_cdp_session(page)
    page.locator("#question").focus()
    keyboard.send("Input.imeSetComposition", {"text": "にほん", "selectionStart": 3, "selectionEnd": 3})
    keyboard.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", "key": "Enter", "windowsVirtualKeyCode": 229})
    page.wait_for_timeout(200)
    assert page.locator(".turn").count() == 0
    keyboard.send("Input.insertText", {"text": "日本"})
    page.keyboard.press("Shift+Enter")
    assert page.locator(".turn").count() == 0
    page.keyboard.press("Enter")
    expect(page.locator(".reply")).to_have_count(1)
    assert site.dialogue.asked[0]["text"].startswith("日本")


def family(page, selector):
    """The family that draws most of the text, not the one that was asked for."""
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    found = session.send("Runtime.evaluate", {"expression": f"document.querySelector('hai-dang').shadowRoot.querySelector('{selector}')"})  # fmt: skip
    session.send("DOM.getDocument", {"depth": -1, "pierce": True})
    node = session.send("DOM.requestNode", {"objectId": found["result"]["objectId"]})["nodeId"]
    fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    return max(fonts, key=lambda font: font["glyphCount"])["familyName"]
