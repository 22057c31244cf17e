"""One question through the widget, the gateway, the dialogue and the actions, as `make run` starts them."""

import pytest
from playwright.sync_api import expect

from .conftest import ask_on

pytestmark = pytest.mark.browser

QUESTION = "Bà Rịa - Vũng Tàu bây giờ thuộc tỉnh nào?"


def test_a_question_gets_its_answer(open_page, bot):
    """With title and sources."""
    page = open_page(f"http://127.0.0.1:{bot.port}/")
    card = ask_on(page, QUESTION)
    expect(card.locator("h3")).to_contain_text("Thành phố Hồ Chí Minh")
    assert card.locator(".sources li").count() > 0
