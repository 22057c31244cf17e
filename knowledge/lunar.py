"""The Vietnamese lunar calendar: lunar days and the days they fall on (`lunar-vn`, meridian of UTC+7).

It is not the Chinese one: in some years New Year is a day or a month apart.
"""

from dataclasses import dataclass
from datetime import date

from lunar_vn import LunarDate, lunar_to_solar, solar_to_lunar

FIRST_YEAR, LAST_YEAR = 1901, 2099


@dataclass(frozen=True)
class LunarDay:
    """A day of a lunar year; `leap` tells the second month of that number from the first."""

    year: int
    month: int
    day: int
    leap: bool = False


def falls_on(lunar: LunarDay) -> date:
    """The day in the solar calendar.

    Raises `ValueError` for a day that does not exist: a 30th of a short month, a leap month of a year without one,
    a year outside 1901-2099. The library itself would give the day after.
    """
    if not FIRST_YEAR <= lunar.year <= LAST_YEAR:
        raise ValueError(f"the lunar calendar is known from {FIRST_YEAR} to {LAST_YEAR}")
    day = lunar_to_solar(LunarDate(day=lunar.day, month=lunar.month, year=lunar.year, leap=lunar.leap))
    if lunar_of(day) != lunar:
        raise ValueError(f"there is no {lunar.day}/{lunar.month} in the lunar year {lunar.year}")
    return day


def lunar_of(day: date) -> LunarDay:
    """The lunar day of a day. Raises `ValueError` where the calendar is not known."""
    found = solar_to_lunar(day)
    return LunarDay(found.year, found.month, found.day, bool(found.leap))


def month_range(year: int, month: int) -> tuple[date, date]:
    """First and last day of a regular lunar month, which has 29 or 30 days."""
    first = falls_on(LunarDay(year, month, 1))
    try:
        return first, falls_on(LunarDay(year, month, 30))
    except ValueError:
        return first, falls_on(LunarDay(year, month, 29))
