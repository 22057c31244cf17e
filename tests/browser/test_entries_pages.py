"""Public pages in a real browser: readable without scripts, in nine scripts, for everyone."""

from pathlib import Path

import axe_playwright_python
import pytest

pytestmark = pytest.mark.browser

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# An event, a claim and a place, and one page for each script, half of them in the dark.
PAGES = [
    ("/entries/le-nghinh-ong-thang-tam", "vi", "light"),
    ("/entries/le-nghinh-ong-thang-tam", "km", "dark"),
    ("/entries/{claim}", "ru", "light"),
    ("/entries/{claim}", "zh", "dark"),
    ("/entries/christ-statue", "ja", "light"),
    ("/entries/christ-statue", "ko", "dark"),
    ("/entries/hotline-1022", "lo", "light"),
    ("/entries", "fr", "dark"),
]


def address(site, path, language):
    claim = next(entry.slug for entry in site.library.entries.values() if entry.claim)
    return f"{path.format(claim=claim)}?language={language}"


@pytest.mark.parametrize(("path", "language", "scheme"), PAGES)
def test_a_page_has_no_accessibility_fault_and_breaks_no_policy(site, open_page, path, language, scheme):
    """By axe-core on a narrow phone; a violation of the page's policy fails in the fixture."""
    page = open_page(address(site, path, language), language, width=320, color_scheme=scheme)
    page.evaluate(f"{AXE};0")
    result = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS)
    faults = [(fault["id"], [node["html"] for node in fault["nodes"]][:3]) for fault in result["violations"]]
    assert faults == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.locator("html").get_attribute("lang") == language


def test_without_javascript_everything_is_there(site, open_page):
    """Text, sources, the other languages; every link within reach of a keyboard."""
    page = open_page("/entries/le-nghinh-ong-thang-tam?language=en", "en", java_script_enabled=False)
    assert site.library.entries["le-nghinh-ong-thang-tam"].texts["en"].answer in page.inner_text("article")
    page.get_by_role("link", name="한국어").click()
    assert page.locator("h1").inner_text() == site.library.entries["le-nghinh-ong-thang-tam"].texts["ko"].title
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("href") == "#main"


def test_the_data_block_is_read_as_data(site, open_page):
    """The policy lets it stand, and it parses."""
    page = open_page(address(site, "/entries/{claim}", "en"), "en")
    types = page.evaluate(
        "JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)['@graph'].map(p => p['@type'])"
    )
    assert types == ["FAQPage", "ClaimReview"]
