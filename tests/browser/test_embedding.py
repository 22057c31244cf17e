"""The widget on somebody else's site: another origin, a strict policy, its options, methods and events."""

import pytest
from playwright.sync_api import expect

from .conftest import ask_on

pytestmark = pytest.mark.browser


def test_one_line_on_a_site_with_a_strict_policy(open_page, site):
    """CSP and Trusted Types are obeyed (the fixture fails otherwise), the site's own styles stay outside."""
    page = open_page(site.host, "de")
    page.locator(".launcher").click()
    expect(page.locator(".root")).to_have_attribute("lang", "fr")
    ask_on(page, "le-hoi-dinh-co")
    assert page.locator(".reply .text").evaluate("e => getComputedStyle(e).color") != "rgb(255, 0, 0)"
    assert page.context.cookies() == []


def test_a_site_that_is_not_listed_cannot_ask(open_page, site):
    """`localhost` is another origin than 127.0.0.1: the widget loads, its questions are refused by the browser."""
    page = open_page(site.host.replace("127.0.0.1", "localhost"))
    page.locator(".launcher").click()
    page.locator("#question").fill("le-hoi-dinh-co")
    page.keyboard.press("Enter")
    page.locator(".problem .action").wait_for()
    assert site.dialogue.asked == []


def test_a_pinned_loader_is_checked(open_page, site):
    """With its hash it runs, with another it does not."""
    known = open_page("/ask").request.get(f"{site.url}/api/v1/widget").json()
    site.line = f'<script defer crossorigin="anonymous" src="{site.url}{known["src"]}" integrity="{known["integrity"]}"></script>'
    page = open_page(site.host)
    page.locator(".launcher").wait_for()
    site.line = site.line.replace(known["integrity"], "sha384-" + "A" * 64)
    page = open_page(site.host)
    page.wait_for_timeout(300)
    assert page.locator("hai-dang").count() == 0


def test_the_modules_are_checked_against_the_loader(open_page, site):
    """A module that was changed on its way does not run."""
    page = open_page("/ask")
    page.route("**/rating.js", lambda route: route.fulfill(body="alert(1)", content_type="text/javascript"))
    page.on("dialog", lambda dialog: pytest.fail("a changed module ran"))
    # The failing import is what is wanted, so it is not left to the fixture to find.
    page.add_init_script("addEventListener('unhandledrejection', e => e.preventDefault())")
    page.goto(site.url)
    page.wait_for_timeout(400)
    assert page.locator("hai-dang").count() == 0


def test_options_methods_and_events(open_page, site):
    """Language, topic, side, theme and no Telegram by attributes; open, ask and close by the page's own script."""
    options = "data-language=ja data-topic=investment data-position=left data-theme=dark data-telegram=off"
    site.line = site.line.replace("<script", f"<script {options}")
    page = open_page(site.host)
    page.locator(".launcher").wait_for()
    assert page.locator(".launcher").bounding_box()["x"] < 100
    page.evaluate(
        "window.told = []; for (const name of ['open', 'ask', 'answer', 'close'])"
        " document.addEventListener('haidang:' + name, e => told.push([name, e.detail]))"
    )
    page.evaluate("document.querySelector('hai-dang').ask('le-hoi-dinh-co')")
    page.locator(".reply").wait_for()
    page.evaluate("document.querySelector('hai-dang').close()")
    told = page.evaluate("told")
    assert [name for name, _ in told] == ["open", "ask", "answer", "close"]
    assert told[2][1]["replies"][0]["entry"]["id"] == "le-hoi-dinh-co"
    assert page.locator(".root").get_attribute("lang") == "ja"
    assert "dark" in page.locator(".root").get_attribute("class")
    assert page.locator(".topic[aria-pressed=true]").text_content() == "投資"
    assert page.locator(".menu a").count() == 1


def test_inline_it_fills_its_container(open_page, site):
    """Open from the start, without a button, and without taking the focus."""
    site.line = site.line.replace("<script", "<script data-target='#box'")
    page = open_page(site.host)
    expect(page.locator("#box hai-dang .panel")).to_be_visible()
    assert page.locator(".launcher").count() == 0
    assert page.evaluate("document.activeElement === document.body")


def test_it_stays_open_from_page_to_page(open_page, site):
    """With its conversation, and without taking the focus."""
    page = open_page(site.host)
    page.locator(".launcher").click()
    ask_on(page, "le-hoi-dinh-co")
    page.goto(site.host + "/other")
    expect(page.locator(".reply")).to_be_visible()
    assert page.evaluate("document.activeElement === document.body")


def test_telegram_is_offered_where_there_is_a_bot(page):
    """A link that opens elsewhere."""
    page.locator(".tool").first.click()
    assert page.locator(".menu a").first.get_attribute("href") == "https://t.me/HaiDangBot"


def test_on_a_phone_it_leaves_room_for_the_keyboard(open_page, site):
    """The panel is as high as what is left of the window."""
    page = open_page("/demo", height=800)
    page.locator(".launcher").click()
    page.set_viewport_size({"width": 390, "height": 500})
    expect(page.locator("#question")).to_be_in_viewport(ratio=1)
    assert page.locator(".panel").bounding_box()["height"] == pytest.approx(500, abs=1)


def test_without_javascript_there_is_a_plain_page(open_page, site):
    """The link is there, and the form answers."""
    page = open_page("/", java_script_enabled=False)
    page.locator("noscript a").click()
    page.locator("textarea").fill("le-hoi-dinh-co")
    page.locator("button.main").click()
    expect(page.locator(".card h2")).to_have_text(site.library.entries["le-hoi-dinh-co"].texts["vi"].title)
    assert page.locator(".card ol a").count() > 0
