"""Asking in the widget: what is shown, what is kept, what happens when something fails."""

import pytest
from fakes import broken
from playwright.sync_api import expect

from knowledge import reply

from .conftest import ask_on

pytestmark = pytest.mark.browser


def test_an_answer_has_all_its_parts(page, send, site):
    """Title, text, date, calendar file and sources that open, and it is marked with its language."""
    card = send("le-hoi-dinh-co")
    expected = reply.answer(site.library, "le-hoi-dinh-co", "vi")
    expect(card.locator("h3")).to_have_text(expected["title"])
    assert card.locator(".text").text_content() == expected["text"]
    assert card.get_attribute("lang") == "vi"
    expect(card.locator(".meta").first).to_contain_text("tháng")
    assert card.locator("a[download]").get_attribute("href").startswith(f"{site.url}/api/v1/entries/le-hoi-dinh-co/")
    card.locator("summary").click()
    assert card.locator("li a").count() == len([s for s in expected["sources"] if "url" in s])
    assert card.locator("li a").first.get_attribute("target") == "_blank"
    expect(page.locator("#question")).to_have_value("")


def test_a_claim_shows_its_verdict_and_a_place_its_map(send, site):
    """In words, not by colour alone."""
    claim = next(e for e in site.library.entries.values() if e.claim)
    place = next(e for e in site.library.entries.values() if e.place and e.place.lat)
    expect(send(claim.slug).locator(".verdict")).not_to_be_empty()
    assert "openstreetmap" in send(place.slug).locator(".links a").first.get_attribute("href")


def test_a_suggestion_is_chosen_by_a_click(page, send, site):
    """The click sends the entry, not its title; the text's numbered lines are not shown twice."""
    slugs = ["le-hoi-dinh-co", "emergency-numbers"]
    site.dialogue.otherwise = lambda text, language: dict(reply.suggest(site.library, slugs, language))
    card = send("lễ hội nào")
    expect(card.locator(".chip")).to_have_count(2)
    assert "1." not in card.locator(".text").text_content()
    card.locator(".chip").first.click()
    expect(page.locator(".reply")).to_have_count(2)
    assert site.dialogue.asked[-1]["text"] == "le-hoi-dinh-co"


def test_topics_give_examples_to_ask(page, site):
    """A topic lists titles of its entries; one click asks."""
    expect(page.locator(".topic")).to_have_count(10)
    page.locator(".topic").nth(2).click()
    expect(page.locator(".topic").nth(2)).to_have_attribute("aria-pressed", "true")
    titles = {e.texts["vi"].title for e in site.library.entries.values() if e.topic == "events"}
    expect(page.locator(".examples .chip").first).not_to_be_empty()
    page.wait_for_function(
        "titles => titles.includes(document.querySelector('hai-dang').shadowRoot.querySelector('.examples .chip').textContent)",
        arg=sorted(titles),
    )
    title = page.locator(".examples .chip").first.text_content()
    page.locator(".examples .chip").first.click()
    expect(page.locator(".reply h3")).to_have_text(title)


def test_history_survives_a_reload_and_can_be_erased(page, send, site):
    """Within the session; erasing asks first, then empties widget and record."""
    send("le-hoi-dinh-co")
    page.reload()
    expect(page.locator(".reply")).to_have_count(1)
    page.locator(".tool").first.click()
    page.locator(".menu button").nth(1).click()
    page.locator("dialog .action").first.click()
    expect(page.locator(".reply")).to_have_count(1)
    page.locator(".tool").first.click()
    page.locator(".menu button").nth(1).click()
    with page.expect_response(lambda response: response.request.method == "DELETE") as erased:
        page.locator("dialog .danger").click()
    assert erased.value.status == 204
    expect(page.locator(".reply")).to_have_count(0)
    assert page.request.get(erased.value.url + "/messages").status == 404


def test_start_over_begins_another_conversation(page, send, site):
    """The old one is left alone."""
    send("le-hoi-dinh-co")
    page.locator(".tool").first.click()
    page.locator(".menu button").first.click()
    expect(page.locator(".reply")).to_have_count(0)
    send("emergency-numbers")
    first, second = (asked["conversation"] for asked in site.dialogue.asked)
    assert first != second


def test_two_tabs_do_not_mix(page, send, site):
    """A tab that the browser duplicates with all its memory begins a conversation of its own."""
    send("le-hoi-dinh-co")
    with page.context.expect_page() as opened:
        page.evaluate("window.open('/')")
    copy = opened.value
    copy.locator("#question").wait_for()
    ask_on(copy, "emergency-numbers")
    assert copy.locator(".reply").count() == 1
    send("emergency-numbers")
    conversations = [asked["conversation"] for asked in site.dialogue.asked]
    assert conversations[0] == conversations[2] != conversations[1]


def test_without_network_the_question_is_kept_and_asked_once(page, site):
    """It is shown as not sent, survives a reload, and goes when the network is back."""
    page.context.set_offline(True)
    page.locator("#question").fill("le-hoi-dinh-co")
    page.keyboard.press("Enter")
    expect(page.locator(".problem")).to_contain_text("Chưa gửi được")
    expect(page.locator(".status")).not_to_be_empty()
    page.context.set_offline(False)
    expect(page.locator(".reply")).to_have_count(1)
    expect(page.locator(".problem")).to_have_count(0)
    assert len(site.dialogue.asked) == 1


def test_an_answer_lost_on_its_way_is_not_asked_twice(page, site):
    """The gateway has answered, the visitor has not seen it: sending again brings the same reply."""
    lost = []

    def lose(route):
        route.fetch()
        lost.append(route.request.url)
        route.abort()

    page.route("**/messages", lose, times=1)
    page.locator("#question").fill("le-hoi-dinh-co")
    page.keyboard.press("Enter")
    page.locator(".problem .action").wait_for()
    page.reload()
    expect(page.locator(".reply")).to_have_count(1)
    assert len(lost) == 1
    assert len(site.dialogue.asked) == 1


@pytest.mark.parametrize(("status", "wait"), [(429, 2), (503, 1)])
def test_a_refusal_says_why_and_when(page, status, wait):
    """The seconds count down; before that the button does nothing."""
    problem = {"status": status, "detail": "Xin chờ.", "title": "x"}
    page.route(
        "**/messages",
        lambda route: route.fulfill(status=status, json=problem, headers={"Retry-After": str(wait)}),
        times=1,
    )
    page.locator("#question").fill("le-hoi-dinh-co")
    page.keyboard.press("Enter")
    expect(page.locator(".problem")).to_contain_text("Xin chờ.")
    again = page.locator(".problem .action")
    expect(again).to_have_attribute("aria-disabled", "true")
    again.click(force=True)
    assert page.locator(".reply").count() == 0
    expect(again).not_to_have_attribute("aria-disabled", "true", timeout=4000)
    again.click()
    expect(page.locator(".reply")).to_have_count(1)


def test_a_dead_server_is_told_from_a_dead_network(page):
    """What a proxy says in HTML is not shown."""
    page.route("**/conversations", lambda route: route.fulfill(status=502, body="<h1>Bad gateway</h1>"))
    page.locator("#question").fill("le-hoi-dinh-co")
    page.keyboard.press("Enter")
    expect(page.locator(".problem")).to_contain_text("máy chủ")
    expect(page.locator(".problem")).not_to_contain_text("gateway")


def test_a_failed_reply_is_an_answer_with_numbers_to_call(page, send, site):
    """The dialogue is down: the emergency numbers are shown."""
    site.dialogue.otherwise = lambda text, language: broken(text)
    assert "115" in send("xin chào").locator(".text").text_content()


def test_a_slow_answer_is_announced(page):
    """First that it is being looked for, then that it takes long; then the answer."""
    held = []

    def hold(route):
        held.append(route)

    page.route("**/messages", hold)
    page.clock.install()
    page.locator("#question").fill("le-hoi-dinh-co")
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    page.clock.run_for(300)
    expect(page.locator(".beacon")).to_contain_text("Đang tìm")
    page.clock.run_for(5000)
    expect(page.locator(".beacon")).to_contain_text("lâu hơn")
    held[0].continue_()
    expect(page.locator(".reply")).to_have_count(1)
    expect(page.locator(".beacon")).to_be_hidden()


def test_a_very_long_question_is_not_cut_but_refused(page):
    """The count is shown and nothing is sent."""
    page.locator("#question").fill("ạ" * 1200)
    page.keyboard.press("Enter")
    expect(page.locator("#count")).to_contain_text("1200/1000")
    expect(page.locator("#question")).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".status")).to_contain_text("1000")
    assert page.locator(".turn").count() == 0


def test_a_draft_survives_a_reload(page):
    """What was typed is still there."""
    page.locator("#question").fill("nửa câu")
    page.reload()
    expect(page.locator("#question")).to_have_value("nửa câu")


def test_rating_asks_for_the_reason(page, send):
    """Down is sent at once, then with its reason; then thanks."""
    card = send("le-hoi-dinh-co")
    with page.expect_request("**/feedback") as down:
        card.locator(".thumb").nth(1).click()
    assert down.value.post_data_json == {"helpful": False}
    card.locator(".reasons").wait_for()
    with page.expect_response("**/feedback") as why:
        card.locator(".reasons button").nth(1).click()
    assert why.value.request.post_data_json == {"helpful": False, "reason": "outdated"}
    assert why.value.status == 204
    expect(card.locator(".rating button")).to_have_count(0)
    expect(card.locator(".rating")).not_to_be_empty()


def test_copy_and_share(page, send, site):
    """Copy takes the whole answer with its address, share the address alone."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    card = send("le-hoi-dinh-co")
    address = f"{site.url}/entries/le-hoi-dinh-co?language=vi"
    card.locator(".tools button").first.click()
    expect(page.locator(".status")).not_to_be_empty()
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.endswith(address)
    assert reply.answer(site.library, "le-hoi-dinh-co", "vi")["text"] in text
    page.evaluate("Object.defineProperty(Navigator.prototype, 'share', {value: undefined})")
    card.locator(".tools button").nth(1).click()
    expect(page.locator(".status")).to_contain_text("đường dẫn")
    assert page.evaluate("navigator.clipboard.readText()") == address


HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "[x](javascript:alert(1)) **b** `c`",
    "\u202egnp.exe\u202d",
    "a" + "\u0301" * 500,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_text(page, send, site, text):
    """In questions and in answers no element comes of it, no dialog opens, nothing leaves its box."""
    page.on("dialog", lambda dialog: pytest.fail("a dialog opened"))
    site.dialogue.otherwise = lambda _, language: {
        "outcome": "answered", "language": language, "title": text, "text": text, "suggestions": [{"entry": "abc", "title": text}],
        "sources": [{"id": "x", "title": text, "publisher": text, "url": "javascript:alert(1)", "language": "vi"}],
    }  # fmt: skip
    card = send("?" + text)
    assert card.locator(".text").text_content() == text
    assert card.locator("img, script, b, strong, code, a").count() == 0
    assert page.locator(".asked img, .asked script").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    box = card.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
