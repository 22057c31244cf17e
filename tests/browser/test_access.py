"""For everyone: axe-core with the rules of WCAG 2.2 AA, the keyboard alone, zoom, and what a screen reader is told."""

from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import expect

from knowledge import reply
from knowledge.languages import LANGUAGES

from .conftest import ask_on

pytestmark = pytest.mark.browser

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def violations(page):
    """What axe finds, in short. It sees only what is in the window: give it a tall one."""
    if not page.evaluate("typeof axe == 'object'"):
        page.evaluate(AXE + ";0")  # a script tag would be refused by the policy
    found = page.evaluate("tags => axe.run(document, {runOnly: tags})", TAGS)
    assert len(found["passes"]) > 10
    return [(v["id"], node["target"], node["failureSummary"]) for v in found["violations"] for node in v["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_sees_a_planted_fault(open_page, scheme):
    """A check that finds nothing proves nothing: here it must find something, inside the shadow root."""
    page = open_page("/", color_scheme=scheme)
    page.locator("#question").wait_for()
    page.evaluate("document.querySelector('hai-dang').shadowRoot.querySelector('.send').removeAttribute('aria-label')")
    page.evaluate("document.querySelector('hai-dang').shadowRoot.querySelector('.send').removeAttribute('title')")
    assert "button-name" in {rule for rule, *_ in violations(page)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_violations_in_any_state(open_page, site, language):
    """All that the log can hold at once: opening, answer, claim, suggestions, sources, reasons, refusals, menu, dialog."""
    scheme = ["light", "dark"][LANGUAGES.index(language) % 2]
    page = open_page("/", language, height=7000, color_scheme=scheme)
    site.dialogue.otherwise = lambda text, shown: dict(reply.suggest(site.library, ["hotline-1022"], shown))
    for text in ("le-hoi-dinh-co", next(e.slug for e in site.library.entries.values() if e.claim), "?"):
        ask_on(page, text)
    page.locator("summary").first.click()
    page.locator(".reply").first.locator(".thumb").nth(1).click()
    page.locator(".reasons").wait_for()
    page.route(
        "**/messages", lambda route: route.fulfill(status=429, json={"detail": "x"}, headers={"Retry-After": "60"})
    )
    page.locator("#question").fill("a" * 950)
    page.keyboard.press("Enter")
    page.locator(".problem .rest").wait_for()
    page.locator("#question").fill("a" * 1001)
    page.locator(".tool").first.click()
    page.wait_for_timeout(300)  # colours that are still fading in are not colours
    assert violations(page) == []
    page.locator(".menu button").nth(1).click()
    assert violations(page) == []


@pytest.mark.parametrize("path", ["/ask?language=km", "/demo?language=vi", "/demo?language=ko"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_violations_on_the_other_pages(open_page, path, scheme):
    """The plain page, and the demonstration with the floating widget closed and open."""
    page = open_page(path, height=2500, color_scheme=scheme)
    if "demo" in path:
        page.locator(".launcher").wait_for()
        assert violations(page) == []
        page.locator(".launcher").click()
        page.locator("#question").wait_for()
    assert violations(page) == []


def test_the_keyboard_alone_is_enough(open_page):
    """Open, ask, choose, look at the sources, open the menu and close it, close the widget; focus comes back."""
    page = open_page("/demo")
    page.locator(".launcher").wait_for()

    def tab_to(selector, back=False):
        for _ in range(60):
            page.keyboard.press("Shift+Tab" if back else "Tab")
            if page.evaluate(f"document.querySelector('hai-dang').shadowRoot.activeElement?.matches('{selector}')"):
                outline = page.evaluate(
                    "getComputedStyle(document.querySelector('hai-dang').shadowRoot.activeElement).outlineStyle"
                )
                assert outline == "solid", selector
                return
        pytest.fail(f"{selector} cannot be reached")

    tab_to(".launcher")
    page.keyboard.press("Enter")
    page.keyboard.type("le-hoi-dinh-co")
    page.keyboard.press("Enter")
    expect(page.locator(".reply")).to_have_count(1)
    tab_to("summary", back=True)
    page.keyboard.press("Enter")
    expect(page.locator("details")).to_have_attribute("open", "")
    tab_to(".tool", back=True)
    tab_to(".tool[aria-expanded]", back=True)
    page.keyboard.press("Enter")
    expect(page.locator(".menu")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".menu")).to_be_hidden()
    expect(page.locator(".panel")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".panel")).to_be_hidden()
    assert page.evaluate("document.querySelector('hai-dang').shadowRoot.activeElement.className") == "launcher"


def test_an_answer_is_announced_once_and_history_is_not_read_again(page, send):
    """The log is not live; one polite line tells the newest answer in its own language."""
    log = page.locator(".log")
    assert (log.get_attribute("role"), log.get_attribute("aria-live")) == ("log", "off")
    page.evaluate(
        "window.told = []; new MutationObserver(() => told.push(spoken.textContent)).observe("
        "window.spoken = document.querySelector('hai-dang').shadowRoot.querySelector('.spoken'), {childList: true})"
    )
    card = send("le-hoi-dinh-co")
    told = [text for text in page.evaluate("told") if text]
    assert len(told) == 1
    assert card.locator(".text").text_content() in told[0]
    assert page.locator(".spoken").get_attribute("lang") == "vi"
    page.reload()
    expect(page.locator(".reply")).to_have_count(1)
    assert page.locator(".spoken").text_content() == ""


def test_names_and_roles(page, send):
    """As the accessibility tree has them."""
    send("le-hoi-dinh-co")
    tree = page.locator(".panel").aria_snapshot()
    for part in ('heading "Hải Đăng" [level=2]', 'combobox "Ngôn ngữ"', 'log "Cuộc trò chuyện"', 'textbox "Câu hỏi của bạn"', 'button "Gửi"', "article", 'group "Chủ đề"'):  # fmt: skip
        assert part in tree, tree


@pytest.mark.parametrize("path", ["/", "/demo"])
def test_at_400_percent_nothing_is_lost(open_page, path):
    """1280 by 1024 zoomed four times: no sideways scrolling, the box to write in at hand, targets of 44 pixels."""
    page = open_page(path, width=320, height=256)
    if path == "/demo":
        page.locator(".launcher").click()
    page.locator("#question").fill("le-hoi-dinh-co")
    page.keyboard.press("Enter")
    page.locator(".reply").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(page.locator("#question")).to_be_in_viewport(ratio=0.9)
    assert page.locator("#question").evaluate("box => parseFloat(getComputedStyle(box).fontSize)") >= 16
    small = page.evaluate(
        "[...document.querySelector('hai-dang').shadowRoot.querySelectorAll('button, select, summary, .menu a')]"
        ".filter(e => e.checkVisibility()).map(e => e.getBoundingClientRect()).filter(r => r.height < 43.9 || r.width < 43.9).length"
    )
    assert small == 0


def test_forced_colours_and_reduced_motion(open_page):
    """Borders stay, nothing moves."""
    page = open_page("/", forced_colors="active", reduced_motion="reduce")
    ask_on(page, "le-hoi-dinh-co")
    assert page.locator(".reply").evaluate("e => getComputedStyle(e).animationName") == "none"
    assert page.locator(".chip").first.evaluate("e => getComputedStyle(e).borderTopStyle") == "solid"
