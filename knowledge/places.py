"""Which places are near a visitor."""

import math
from datetime import date

from knowledge.library import Library

EARTH_KM = 6371.0


def nearest(library: Library, lat: float, lon: float, today: date, count: int = 3) -> list[tuple[str, float]]:
    """Slugs of the nearest entries with coordinates, and their distance in kilometres, nearest first."""
    found = [
        (entry.slug, distance(lat, lon, entry.place.lat, entry.place.lon))
        for entry in library.served(today)
        if entry.place and entry.place.lat is not None and entry.place.lon is not None
    ]
    return sorted(found, key=lambda item: (item[1], item[0]))[:count]


def distance(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Kilometres along the great circle (haversine), degrees in WGS 84."""
    a, b = math.radians(lat), math.radians(other_lat)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(half))
