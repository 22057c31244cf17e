"""Public pages: complete without JavaScript, honest to crawlers, and safe whatever a text holds."""

import json
import re
import xml.etree.ElementTree as ET
from html import unescape

import content as sample
import pytest

from knowledge import library
from knowledge.languages import LANGUAGES

HOSTILE = "</script><script>alert(1)</script> & \"quoted\" 'text'"
LUNAR = {"calendar": "lunar", "month": "8", "day": "16", "days": "3", "area": "Vũng Tàu"}


@pytest.fixture
def small_library(tmp_path, monkeypatch):
    monkeypatch.setenv("HAIDANG_TODAY", "2026-11-23")
    heard = {language: {"heard": f"{HOSTILE} {language}", "status": "reviewed"} for language in LANGUAGES}
    claim = sample.other("rumour", kind="claim", claim={"verdict": "misleading"})
    entries = {
        "province/dan-so-vung-tau": sample.entry(see_also=["whale", "gone"], replaces=["old-slug"]),
        "events/whale": sample.other("whale", kind="event", event=LUNAR),
        "claims/rumour": {**claim, **{code: {**claim[code], **heard[code]} for code in LANGUAGES}},
        "tourism/lamp": sample.other("lamp", kind="place", place={"lat": "10.3339", "lon": "107.0775", "address": "Núi Nhỏ"}),
        "plan/gone": sample.other("gone", valid_until="2026-11-22"),
    }  # fmt: skip
    entries["claims/rumour"]["en"]["answer"] = f"{sample.ANSWERS['en']} {HOSTILE}"
    return library.load(sample.write(tmp_path / "content", entries))


async def html(web, path):
    response = await web.get(path)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return response.text


def graph(page):
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return {part["@type"]: part for part in json.loads(data)["@graph"]}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_page_holds_the_whole_answer(web, small_library, language):
    """Title, text, dates and sources with links, in the language and marked so."""
    entry = small_library.entries["dan-so-vung-tau"]
    page = await html(web, f"/entries/dan-so-vung-tau?language={language}")
    assert f'<html lang="{language}">' in page
    assert entry.texts[language].answer in unescape(page)
    assert 'href="https://example.org/a"' in page
    assert small_library.wording[language].say("notice_draft") in unescape(page)
    assert graph(page)["FAQPage"]["mainEntity"]["acceptedAnswer"]["text"] == entry.texts[language].answer


async def test_a_page_tells_its_address_and_its_languages(web):
    """One canonical address, one alternate for each language, and one for whoever reads none."""
    page = await html(web, "/entries/dan-so-vung-tau?language=fr")
    base = "http://127.0.0.1:18080/entries/dan-so-vung-tau"
    assert f'<link rel="canonical" href="{base}?language=fr">' in page
    alternates = dict(re.findall(r'<link rel="alternate" hreflang="([a-z-]+)" href="([^"]+)">', page))
    assert alternates == {code: f"{base}?language={code}" for code in LANGUAGES} | {"x-default": base}


async def test_a_browsers_language_is_respected(web):
    """Where the address names none, or one that we lack."""
    for path in ("/entries/whale", "/entries/whale?language=xx"):
        response = await web.get(path, headers={"Accept-Language": "ja"})
        assert response.headers["content-language"] == "ja"
        assert '<html lang="ja">' in response.text


async def test_an_event_has_its_date_and_calendar_file(web):
    """As text, as a link, and for search engines."""
    page = await html(web, "/entries/whale?language=en")
    assert "Next: 16–18 September 2027" in page
    assert '<a href="/api/v1/entries/whale/event.ics?language=en">' in page
    assert graph(page)["Event"]["startDate"] == "2027-09-16"


async def test_a_claim_has_its_verdict_and_hostile_text_stays_text(web, small_library):
    """Nothing in a text ends the script element or becomes one."""
    page = await html(web, "/entries/rumour?language=en")
    assert page.count("<script") == 1
    assert "alert(1)</script>" not in page
    review = graph(page)["ClaimReview"]
    assert review["claimReviewed"] == f"{HOSTILE} en"
    assert review["reviewRating"]["alternateName"] == small_library.wording["en"].say("widget_verdict_misleading")
    assert unescape(page).count(HOSTILE) >= 2


async def test_a_place_has_its_map_and_coordinates(web):
    """The same as in a reply."""
    page = await html(web, "/entries/lamp?language=vi")
    assert "https://www.openstreetmap.org/?mlat=10.3339&amp;mlon=107.0775" in page
    assert graph(page)["Place"]["geo"]["latitude"] == 10.3339


async def test_what_is_not_served_is_neither_shown_nor_linked(web):
    """Withdrawn, unknown, or never a slug: 404 with the list, not to be indexed."""
    for path in ("/entries/gone", "/entries/no-such-entry", "/entries/%3Cscript%3E", "/entries?topic=nothing"):
        response = await web.get(path)
        assert response.status_code == 404, path
        assert "noindex" in response.text
    assert "/entries/gone" not in await html(web, "/entries/dan-so-vung-tau?language=vi")
    assert "/entries/gone" not in await html(web, "/entries?language=vi")


async def test_a_former_slug_leads_on(web):
    """Old links keep working."""
    response = await web.get("/entries/old-slug?language=ko")
    assert response.status_code == 301
    assert response.headers["location"] == "/entries/dan-so-vung-tau?language=ko"


async def test_lists_link_every_entry_of_a_topic(web):
    """All topics, or one."""
    page = await html(web, "/entries?language=ru")
    assert {"/entries/whale?language=ru", "/entries/lamp?language=ru"} <= set(re.findall(r'href="([^"]+)"', page))
    assert "/entries/whale" not in await html(web, "/entries?language=ru&topic=tourism")


async def test_the_sitemap_lists_reviewed_pages_only(web):
    """Drafts may be read but are not offered to search engines."""
    root = ET.fromstring((await web.get("/sitemap.xml")).content)
    found = {element.text for element in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    assert found == {f"http://127.0.0.1:18080/entries/rumour?language={code}" for code in LANGUAGES}
    robots = (await web.get("/robots.txt")).text
    assert "Sitemap: http://127.0.0.1:18080/sitemap.xml" in robots
    assert 'content="noindex"' in await html(web, "/entries/whale?language=vi")
    assert "noindex" not in await html(web, "/entries/rumour?language=vi")


async def test_a_public_address_is_used_everywhere(small_library, settings, dialogue):
    """Behind a proxy the public sees another address."""
    import httpx

    from bot.gateway import build_app

    app = build_app(settings.model_copy(update={"public_url": "https://hoi.example/bot/"}), small_library, dialogue)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
        page = (await client.get("/entries/whale?language=en")).text
        assert '<link rel="canonical" href="https://hoi.example/bot/entries/whale?language=en">' in page
        assert "https://hoi.example/bot/entries/whale" in (await client.get("/events.ics?language=en")).text.replace(
            "\r\n ", ""
        )
