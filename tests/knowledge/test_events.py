"""Events: occurrences, the next one, lists, and what replies say of dates."""

from datetime import date, timedelta

import content as sample
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import event_list, library, reply
from knowledge.dates import written
from knowledge.entry import Event
from knowledge.events import Occurrence, listed, next_occurrence, occurrences
from knowledge.languages import LANGUAGES

TODAY = date(2026, 11, 23)
WHALE = Event(calendar="lunar", month=8, day=16, days=3)
TET = Event(calendar="lunar", month=1, day=1, days=3)
CHRISTMAS = Event(calendar="solar", month=12, day=24, days=2)
OVER = Event(start=date(2026, 2, 27), end=date(2026, 2, 28))


@pytest.fixture
def events(tmp_path, monkeypatch):
    monkeypatch.setenv("HAIDANG_TODAY", "2026-11-23")
    lunar = {"calendar": "lunar", "month": "8", "day": "16", "days": "3", "area": "Vũng Tàu"}
    yearly = {"calendar": "solar", "month": "12", "day": "24", "days": "2", "area": "Côn Đảo"}
    national = {"calendar": "solar", "month": "11", "day": "27", "area": "Việt Nam"}
    over = {"start": "2026-02-27", "end": "2026-02-28"}
    entries = {
        f"events/{slug}": sample.other(slug, kind="event", event=event)
        for slug, event in (("whale", lunar), ("yule", yearly), ("oil", national), ("over", over))
    }
    return library.load(sample.write(tmp_path, entries))


def days(occurrence):
    return str(occurrence.start), str(occurrence.end)


def test_the_whale_festival_falls_on_known_days():
    """16-18 of the eighth lunar month, as the local press gave them for 2025."""
    found = occurrences(WHALE, date(2025, 1, 1), date(2028, 12, 31))
    assert [days(one) for one in found] == [
        ("2025-10-07", "2025-10-09"),
        ("2026-09-26", "2026-09-28"),
        ("2027-09-16", "2027-09-18"),
        ("2028-10-04", "2028-10-06"),
    ]


def test_a_festival_in_a_leap_year_is_in_the_regular_month():
    """2025 had two sixth months; the rite is held in the first."""
    event = Event(calendar="lunar", month=6, day=1)
    assert next_occurrence(event, date(2025, 6, 1)).start == date(2025, 6, 25)


@pytest.mark.parametrize(
    ("today", "start", "left"),
    [
        ("2026-09-25", "2026-09-26", 1),
        ("2026-09-26", "2026-09-26", 0),
        ("2026-09-28", "2026-09-26", 0),
        ("2026-09-29", "2027-09-16", 352),
    ],
)
def test_the_next_one_is_the_one_under_way_until_its_last_day(today, start, left):
    """The countdown is 0 while it lasts."""
    day = date.fromisoformat(today)
    found = next_occurrence(WHALE, day)
    assert str(found.start) == start
    assert found.days_until(day) == left


def test_the_end_of_a_lunar_year_lies_in_the_next_solar_one():
    """23 of the twelfth month of the lunar year 2026."""
    event = Event(calendar="lunar", month=12, day=23)
    assert next_occurrence(event, TODAY).start == date(2027, 1, 30)


def test_what_does_not_exist_in_a_year_is_left_out():
    """29 February, and the thirtieth of a month that is short in some years."""
    leap = Event(calendar="solar", month=2, day=29)
    assert [one.start.year for one in occurrences(leap, TODAY, date(2034, 1, 1))] == [2028, 2032]
    thirtieth = Event(calendar="lunar", month=2, day=30)
    assert 2026 not in {one.start.year for one in occurrences(thirtieth, date(2026, 1, 1), date(2030, 1, 1))}


def test_a_single_occasion_does_not_come_again():
    """And the days since it ended are negative."""
    assert next_occurrence(OVER, TODAY) is None
    assert Occurrence(OVER.start, OVER.end).days_until(date(2026, 3, 3)) == -3


@given(
    st.dates(date(1950, 1, 1), date(2090, 1, 1)),
    st.integers(0, 1500),
    st.sampled_from([WHALE, TET, CHRISTMAS, OVER, Event(calendar="lunar", month=12, day=29, days=60)]),
)
def test_every_occurrence_touches_the_range_and_none_is_missed(first, length, event):
    """In order, without repeats, and the same as asking day by day whether it is on."""
    last = first + timedelta(days=length)
    found = list(occurrences(event, first, last))
    assert found == sorted(set(found))
    assert all(one.start <= last and first <= one.end for one in found)
    wider = occurrences(event, first - timedelta(days=400), last + timedelta(days=400))
    assert found == [one for one in wider if one.start <= last and first <= one.end]


def test_an_area_has_its_own_events_or_else_those_of_the_country(events):
    """Côn Đảo's in December; in November only a national day."""
    slugs = [entry.slug for entry, _ in listed(events, TODAY, date(2026, 12, 31), TODAY)]
    assert slugs == ["oil", "yule"]
    own = listed(events, TODAY, date(2026, 12, 31), TODAY, "Côn Đảo")
    assert [entry.slug for entry, _ in own] == ["yule"]
    national = listed(events, TODAY, date(2026, 11, 30), TODAY, "Côn Đảo")
    assert [entry.slug for entry, _ in national] == ["oil"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_ends_with_the_computed_date(events, language):
    """After the entry's own text, byte for byte; the fields repeat it."""
    entry = events.entries["whale"]
    given = reply.answer(events, "whale", language)
    own, _, sentence = given["text"].rpartition("\n\n")
    assert own == entry.texts[language].answer
    assert "297" in sentence
    assert written(date(2027, 9, 16), date(2027, 9, 18), language) in sentence
    assert given["event"] == {
        "start": "2027-09-16",
        "end": "2027-09-18",
        "days_until": 297,
        "lunar": events.wording[language].say("event_lunar", day="16-18", month=8),
        "ics_url": f"/api/v1/entries/whale/event.ics?language={language}",
    }


@pytest.mark.parametrize(
    ("today", "says"),
    [
        ("2027-09-15", "Next: tomorrow, 16–18 September 2027"),
        ("2027-09-16", "On now: 16–18 September 2027"),
        ("2027-09-18", "On now: 16–18 September 2027"),
    ],
)
def test_today_and_tomorrow_have_words_of_their_own(events, monkeypatch, today, says):
    """Not "in 1 days"."""
    monkeypatch.setenv("HAIDANG_TODAY", today)
    assert says in reply.answer(events, "whale", "en")["text"]


def test_a_past_occasion_says_so(events):
    """With its date, and negative days."""
    given = reply.answer(events, "over", "en")
    assert given["text"].endswith("This was on 27–28 February 2026.")
    assert given["event"]["days_until"] == -268


def test_a_fact_has_no_date(events):
    """Nothing is added to its text."""
    given = reply.answer(events, "hotline-1022", "en")
    assert given["text"] == events.entries["hotline-1022"].texts["en"].answer
    assert "event" not in given


def test_a_list_names_dates_and_offers_the_entries(events):
    """Numbered, by date; the same entries as suggestions."""
    given = event_list.answer(events, "what is on this year", "en", TODAY)
    assert given["outcome"] == "answered"
    assert given["text"].splitlines() == [
        "Events, 23 November – 31 December 2026:",
        "1. Population of Vũng Tàu oil (27 November 2026)",
        "2. Population of Vũng Tàu yule (24–25 December 2026)",
    ]
    assert [item["entry"] for item in given["suggestions"]] == ["oil", "yule"]


def test_without_a_period_the_next_events_are_given(events):
    """In the order in which they come."""
    given = event_list.answer(events, "có lễ hội gì không", "vi", TODAY)
    assert [item["entry"] for item in given["suggestions"]] == ["oil", "yule", "whale"]


def test_a_question_in_another_language_than_the_answer_is_understood(events):
    """Someone who reads English may ask in Vietnamese."""
    given = event_list.answer(events, "tháng sau có lễ hội nào ở đây", "en", TODAY)
    assert given["text"].startswith("Events, 1–31 December 2026:")


def test_a_period_without_events_says_so_and_gives_what_comes_after(events):
    """Never an empty list."""
    given = event_list.answer(events, "festivals in Con Dao in January", "en", TODAY)
    assert given["text"].startswith("I have no event with a known date for 1–31 January 2027.")
    assert [item["entry"] for item in given["suggestions"]] == ["yule"]


def test_more_than_six_are_counted(tmp_path):
    """Six are shown, and how many more there are."""
    entries = {
        f"events/day-{n:02}": sample.other(f"d{n}", kind="event", event={"calendar": "solar", "month": "3", "day": str(n)})
        for n in range(1, 10)
    }  # fmt: skip
    loaded = library.load(sample.write(tmp_path, entries))
    given = event_list.answer(loaded, "lễ hội tháng 3", "vi", TODAY)
    assert len(given["suggestions"]) == 6
    assert given["text"].endswith("Còn 3 sự kiện nữa.")


@pytest.mark.parametrize(
    ("question", "area"),
    [
        ("lễ hội ở Côn Đảo", "Côn Đảo"),
        ("le hoi vung tau", "Vũng Tàu"),
        ("festivals in Ba Ria - Vung Tau", "Bà Rịa - Vũng Tàu"),
        ("праздники в Вунгтау", "Vũng Tàu"),
        ("昆岛有什么节日", "Côn Đảo"),
        ("꼰다오 축제", "Côn Đảo"),
        ("what is on", None),
    ],
)
def test_the_area_is_understood_in_any_language(events, question, area):
    """The longest name decides: the province is not the town."""
    assert event_list.area_in(events, question) == area


@pytest.mark.parametrize(
    ("language", "one", "month", "year"),
    [
        ("vi", "1/12/2026", "1-3/12/2026", "31/12/2026-2/1/2027"),
        ("en", "1 December 2026", "1–3 December 2026", "31 December 2026 – 2 January 2027"),
        ("zh", "2026年12月1日", "2026年12月1日至3日", "2026年12月31日至2027年1月2日"),
        ("ko", "2026년 12월 1일", "2026년 12월 1일 ~ 3일", "2026년 12월 31일 ~ 2027년 1월 2일"),
        ("ja", "2026年12月1日", "2026年12月1日～3日", "2026年12月31日～2027年1月2日"),
        ("ru", "1 декабря 2026 года", "1–3 декабря 2026 года", "31 декабря 2026 года – 2 января 2027 года"),
        ("fr", "1er décembre 2026", "1er–3 décembre 2026", "31 décembre 2026 – 2 janvier 2027"),
        ("lo", "1 ທັນວາ 2026", "1–3 ທັນວາ 2026", "31 ທັນວາ 2026 – 2 ມັງກອນ 2027"),
        ("km", "1 ខែធ្នូ ឆ្នាំ 2026", "1–3 ខែធ្នូ ឆ្នាំ 2026", "31 ខែធ្នូ ឆ្នាំ 2026 – 2 ខែមករា ឆ្នាំ 2027"),
    ],
)
def test_dates_are_written_as_the_language_writes_them(language, one, month, year):
    """A day, a range within a month, and one across the year's end."""
    first = date(2026, 12, 1)
    assert written(first, first, language) == one
    assert written(first, date(2026, 12, 3), language) == month
    assert written(date(2026, 12, 31), date(2027, 1, 2), language) == year
