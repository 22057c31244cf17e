"""Calendar files: what a phone's calendar reads from an event."""

from datetime import date

import content as sample
import icalendar
import pytest

from knowledge import library

LUNAR = {"calendar": "lunar", "month": "8", "day": "16", "days": "3", "area": "Vũng Tàu"}
OVER = {"start": "2026-02-27", "end": "2026-02-27"}


@pytest.fixture
def small_library(tmp_path, monkeypatch):
    monkeypatch.setenv("HAIDANG_TODAY", "2026-11-23")
    gone = sample.other("gone", kind="event", event=LUNAR, valid_until="2026-11-22")
    entries = {
        "events/whale": sample.other("cá voi, \\; ông", kind="event", event=LUNAR),
        "events/over": sample.other("over", kind="event", event=OVER),
        "events/gone": gone,
    }
    return library.load(sample.write(tmp_path / "content", entries))


def events(response):
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/calendar")
    return icalendar.Calendar.from_ical(response.content).walk("VEVENT")


async def test_a_lunar_event_has_its_next_three_years(web, small_library):
    """All-day events; the end is the day after the last, as iCalendar wants it."""
    found = events(await web.get("/api/v1/entries/whale/event.ics?language=en"))
    assert [(str(e["dtstart"].dt), str(e["dtend"].dt)) for e in found] == [
        ("2027-09-16", "2027-09-19"),
        ("2028-10-04", "2028-10-07"),
        ("2029-09-23", "2029-09-26"),
    ]
    text = small_library.entries["whale"].texts["en"]
    assert found[0]["summary"] == text.title
    assert found[0]["description"].startswith(text.answer)
    assert "Cục Thống kê" in found[0]["description"]
    assert found[0]["url"] == "http://127.0.0.1:18080/entries/whale?language=en"
    assert found[0]["location"] == "Vũng Tàu"
    assert "dtstamp" in found[0]
    assert len({str(e["uid"]) for e in found}) == 3


async def test_the_same_entry_gives_the_same_file(web):
    """So that a calendar that fetches it again changes nothing."""
    first, second = [await web.get("/api/v1/entries/whale/event.ics?language=km") for _ in range(2)]
    assert first.content == second.content
    assert max(len(line) for line in first.content.split(b"\r\n")) <= 75


async def test_a_single_occasion_is_there_after_it_is_over(web):
    """Someone may want to look it up."""
    (found,) = events(await web.get("/api/v1/entries/over/event.ics"))
    assert found["dtstart"].dt == date(2026, 2, 27)


@pytest.mark.parametrize("slug", ["hotline-1022", "gone", "no-such-entry", "x"])
async def test_what_has_no_dates_has_no_file(web, slug):
    """404, as a problem document."""
    response = await web.get(f"/api/v1/entries/{slug}/event.ics")
    assert response.status_code == 404
    assert response.json()["code"] == "not_found"


async def test_the_feed_holds_every_served_event(web):
    """In the language asked for, or in the browser's."""
    found = events(await web.get("/events.ics", headers={"Accept-Language": "ko"}))
    assert {str(e["uid"]).rsplit("-", 1)[0] for e in found} == {"whale", "over"}
    assert found[0]["summary"].params["language"] == "ko"
    assert (await web.get("/events.ics?language=xx")).status_code == 400
