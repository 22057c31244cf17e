"""Which places are near a visitor."""

import math
from datetime import date

from knowledge.entry import Entry, Kind
from knowledge.library import Library

EARTH_KM = 6371.0
REACH_KM = 50.0
WIDE_AREAS = frozenset({"Bà Rịa - Vũng Tàu", "Thành phố Hồ Chí Minh", "Biển Đông"})


def nearest(library: Library, lat: float, lon: float, today: date, count: int = 3) -> list[tuple[str, float | None]]:
    """Slugs of the nearest places, and their distance in kilometres, nearest first.

    Where fewer than `count` with coordinates are within reach, places of the same area follow without a distance;
    where none is, the nearest are given however far they are.
    """
    places = [entry for entry in library.served(today) if entry.place or entry.kind == Kind.PLACE]
    located = [(entry, far) for entry in places if (far := _distance_to(entry, lat, lon)) is not None]
    located.sort(key=lambda item: (item[1], item[0].slug))
    within = [item for item in located if item[1] <= REACH_KM]
    found: list[tuple[str, float | None]] = [(entry.slug, far) for entry, far in (within or located)[:count]]
    if not within:
        return found
    area = area_of(library, located[0][0])
    known = {entry.slug for entry, _ in located}
    if area is not None:
        same = [entry.slug for entry in places if entry.slug not in known and area_of(library, entry) == area]
        found += [(slug, None) for slug in sorted(same)]
    return found[:count]


def area_of(library: Library, entry: Entry) -> str | None:
    """The Vietnamese name of the town or island that a place's address or title names, longest name first."""
    text = f"{entry.place.address if entry.place else ''} {entry.texts['vi'].title}"
    names = sorted((named["vi"].name for named in library.names.names.values()), key=len, reverse=True)
    return next((name for name in names if name in text and name not in WIDE_AREAS), None)


def distance(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Kilometres along the great circle (haversine), degrees in WGS 84."""
    a, b = math.radians(lat), math.radians(other_lat)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(half))


def _distance_to(entry: Entry, lat: float, lon: float) -> float | None:
    if entry.place is None or entry.place.lat is None or entry.place.lon is None:
        return None
    return distance(lat, lon, entry.place.lat, entry.place.lon)
