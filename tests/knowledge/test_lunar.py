"""The Vietnamese lunar calendar, above all where it is not the Chinese one."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.lunar import LunarDay, falls_on, lunar_of, month_range


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (1968, "1968-01-29"),  # the Chinese New Year was a day later
        (1985, "1985-01-21"),  # a month later
        (2007, "2007-02-17"),
        (2026, "2026-02-17"),
        (2027, "2027-02-06"),
        (2030, "2030-02-02"),
        (2053, "2053-02-18"),
    ],
)
def test_new_year_is_the_vietnamese_one(year, day):
    """In 1968, 1985, 2007, 2030 and 2053 a Chinese calendar gives another day."""
    assert falls_on(LunarDay(year, 1, 1)) == date.fromisoformat(day)


@pytest.mark.parametrize(("year", "month"), [(2025, 6), (2028, 5), (2031, 3), (2033, 11)])
def test_a_leap_month_comes_after_the_regular_one(year, month):
    """Both exist, and the regular one is the first."""
    first, last = month_range(year, month)
    assert falls_on(LunarDay(year, month, 1, leap=True)) == last + timedelta(days=1)
    assert lunar_of(first) == LunarDay(year, month, 1)
    assert lunar_of(last + timedelta(days=1)).leap


@pytest.mark.parametrize(
    "impossible",
    [
        LunarDay(2026, 2, 30),  # the second month of 2026 has 29 days
        LunarDay(2026, 6, 1, leap=True),  # no leap month in 2026
        LunarDay(2025, 5, 1, leap=True),  # the leap month of 2025 is the sixth
        LunarDay(2026, 13, 1),
        LunarDay(2026, 1, 31),
        LunarDay(2026, 1, 0),
        LunarDay(1900, 1, 1),
        LunarDay(2100, 1, 1),
    ],
)
def test_a_day_that_does_not_exist_is_refused(impossible):
    """The library would give a day nearby."""
    with pytest.raises(ValueError, match=r"."):
        falls_on(impossible)


@given(st.dates(date(1901, 3, 1), date(2099, 12, 31)))
def test_there_and_back(day):
    """Every day has one lunar day, which falls on it."""
    assert falls_on(lunar_of(day)) == day
