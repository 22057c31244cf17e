"""The demo's page: what it serves, what it lets people do, and that it draws messages safely in a browser."""

import json

import httpx
import pytest

from . import TelegramApi
from .page import Page


@pytest.fixture
def api():
    page = Page()
    with TelegramApi(flood=False, routes=page.routes()) as running:
        page.api = running
        yield running


@pytest.fixture
def web(api):
    with httpx.Client(base_url=api.url, trust_env=False) as client:
        yield client


@pytest.fixture
def me(web):
    return f"/demo/people/{web.post('/demo/people', json={'language': 'vi'}).json()['id']}"


def send(api, me, **parameters):
    parameters = {"chat_id": int(me.rpartition("/")[2]), **parameters}
    answer = httpx.post(f"{api.url}/bot{api.token}/sendMessage", json=parameters, trust_env=False)
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("path", ["/", "/page.js", "/render.js", "/page.css"])
def test_files_are_served_under_a_strict_policy(web, path):
    """Nothing inline, nothing from elsewhere."""
    answer = web.get(path)
    assert answer.status_code == 200
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_a_person_writes_presses_edits_and_sees_it(api, web, me):
    """The whole round, by the page's own requests."""
    assert web.post(me, json={"do": "say", "text": "a"}).status_code == 204
    buttons = {"inline_keyboard": [[{"text": "👍", "callback_data": "1"}]]}
    send(api, me, text="<b>x</b>", parse_mode="HTML", reply_markup=buttons)
    seen = web.get(me).json()
    assert [(message["text"], message["mine"]) for message in seen["messages"]] == [("a", True), ("x", False)]
    assert web.post(me, json={"do": "press", "text": "👍", "message": 2}).status_code == 204
    assert web.post(me, json={"do": "edit", "text": "b", "message": 1}).status_code == 204
    assert web.post(me, json={"do": "location", "latitude": 10, "longitude": 107}).status_code == 204
    assert web.post(me, json={"do": "send", "kind": "sticker"}).status_code == 204
    kinds = [list(update)[1] for update in api.pending]
    assert kinds == ["message", "callback_query", "edited_message", "message", "message"]
    assert web.get(me).json()["version"] != seen["version"]


def test_what_cannot_be_done_is_refused(web, me):
    """400 or 404, never 500."""
    for deed in (
        {},
        {"do": "fly"},
        {"do": "say", "text": ""},
        {"do": "press", "text": "none"},
        {"do": "edit", "text": "x", "message": 9},
        {"do": "send", "kind": "coffee"},
        {"do": "location", "latitude": "x", "longitude": 1},
    ):
        assert web.post(me, json=deed).status_code == 400, deed
    assert web.post(me, content=json.dumps({"do": "say", "text": "x"})).status_code == 404
    assert web.get("/demo/people/1").status_code == 404


@pytest.mark.browser
def test_the_browser_draws_formatting_and_never_markup(api, web, chromium):
    """Entities become elements, HTML in a text stays text, a button's press arrives, and the policy is not broken."""
    from playwright.sync_api import expect

    page = chromium.new_page()
    faults = []
    page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(api.url)
    expect(page.get_by_role("log")).to_contain_text("/start")
    person = api.pending[0]["message"]["from"]
    buttons = {"inline_keyboard": [[{"text": "👍", "callback_data": "1"}]]}
    text = "😀<b>đậm <i>nghiêng</i></b> &lt;img src=x onerror=alert(1)&gt; <a href='https://a.vn'>nguồn</a> /help"
    send(api, f"/{person['id']}", text=text, parse_mode="HTML", reply_markup=buttons)
    expect(page.locator("strong", has_text="đậm")).to_have_text("đậm nghiêng")
    expect(page.locator("strong em")).to_have_text("nghiêng")
    expect(page.locator("#log a")).to_have_attribute("href", "https://a.vn")
    expect(page.get_by_role("log")).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.locator("#log img").count() == 0
    page.get_by_role("button", name="👍").click()
    page.get_by_role("button", name="/help").first.click()
    page.get_by_label("Message", exact=True).fill("Côn Đảo?")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Send location").click()
    api.wait(lambda: len(api.pending) == 5)
    assert person["language_code"] == "vi"
    assert {list(update)[1] for update in api.pending} == {"message", "callback_query"}
    assert faults == []
    page.close()
