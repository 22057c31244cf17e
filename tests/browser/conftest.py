"""Chromium over a gateway with the real content and a dialogue that does as a test says."""

from contextlib import chdir

import pytest
from running_site import Site

WATCH = (
    "document.addEventListener('securitypolicyviolation', e => console.error('Violation of ' + e.violatedDirective))"
)


@pytest.fixture(scope="session")
def running_site(tmp_path_factory):
    """One gateway for all tests, started where no `.env` lies."""
    folder = tmp_path_factory.mktemp("site")
    with chdir(folder):
        site = Site(folder / "var")
    yield site
    site.server.should_exit = True


@pytest.fixture
def site(running_site):
    running_site.dialogue.forget()
    running_site.line = f'<script defer src="{running_site.url}/widget.js"></script>'
    return running_site


@pytest.fixture
def open_page(chromium, site):
    """Opens an address of the gateway in a browser of its own; errors and violated policies fail the test."""
    contexts, faults = [], []

    def open_page(path="/", language="vi", width=390, height=800, **options):
        context = chromium.new_context(locale=language, viewport={"width": width, "height": height}, **options)
        context.add_init_script(WATCH)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda message: faults.append(message.text) if "iolat" in message.text else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(path if path.startswith("http") else site.url + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    # A host page under a policy without 'unsafe-inline' loses its own inline sheet; that is its own affair.
    assert [fault for fault in faults if "style-src" not in fault] == []


@pytest.fixture
def page(open_page):
    """The main page on a phone, in Vietnamese."""
    page = open_page()
    page.locator("#question").wait_for()
    return page


@pytest.fixture
def send(page):
    """Asks, and waits for the reply."""
    return lambda text: ask_on(page, text)


def ask_on(page, text):
    before = page.locator(".reply").count()
    page.locator("#question").fill(text)
    page.keyboard.press("Enter")
    page.locator(".reply").nth(before).wait_for(timeout=15_000)
    return page.locator(".reply").last
