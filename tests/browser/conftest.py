"""Chromium over the running bot."""

import shutil

import pytest

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium, bot):
    """A page of its own; anything the page's policy forbids fails the test."""
    from playwright.sync_api import expect

    context = chromium.new_context(locale="vi-VN", viewport={"width": 390, "height": 800})
    page = context.new_page()
    faults = []
    page.on("console", lambda message: faults.append(message.text) if "Content Security" in message.text else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"http://127.0.0.1:{bot.port}/")
    expect(page.locator("#send")).not_to_be_empty()
    expect(page.locator("#notice")).not_to_be_empty()
    yield page
    context.close()
    assert faults == []
