"""Places near a visitor: by distance, then by area."""

import content as sample
import pytest

from knowledge import library, reply
from knowledge.calendar import today
from knowledge.places import area_of, distance, nearest

VUNG_TAU, CON_DAO, HANOI = (10.346, 107.084), (8.69, 106.61), (21.03, 105.85)


@pytest.fixture
def places(tmp_path):
    def at(name, **place):
        titled = {"vi": {"title": name}, "en": {"title": name}}
        return {**sample.other(name), **{k: {**sample.other(name)[k], **v} for k, v in titled.items()}, "kind": "place", **place}  # fmt: skip

    entries = {
        "tourism/lamp": at("Hải đăng Vũng Tàu", place={"lat": "10.3339", "lon": "107.0775"}),
        "tourism/statue": at("Tượng", place={"lat": "10.3264", "lon": "107.0840", "address": "phường Vũng Tàu"}),
        "tourism/beach": at("Bãi Sau ở Vũng Tàu"),
        "tourism/graves": at("Nghĩa trang", place={"lat": "8.6944", "lon": "106.6139", "address": "Côn Đảo"}),
        "tourism/fair": at("Hội chợ, Thành phố Hồ Chí Minh"),
    }
    return library.load(sample.write(tmp_path, entries))


def slugs(places, where, count=3):
    return [slug for slug, _ in nearest(places, *where, today(), count)]


def test_the_nearest_come_first_then_places_of_the_area(places):
    """A place without coordinates is named after those whose distance is known."""
    found = nearest(places, *VUNG_TAU, today())
    assert [slug for slug, _ in found] == ["lamp", "statue", "beach"]
    assert found[0][1] == pytest.approx(1.5, abs=0.2)
    assert found[2][1] is None


def test_an_island_does_not_get_the_places_of_the_mainland(places):
    """180 km of sea lie between."""
    assert slugs(places, CON_DAO) == ["graves"]


def test_far_away_the_nearest_are_given_with_their_distance(places):
    """Someone in Hà Nội sees how far it is."""
    found = nearest(places, *HANOI, today())
    assert len(found) == 3
    assert all(km > 1000 for _, km in found)


def test_the_city_is_no_area(places):
    """Everything lies in Ho Chi Minh City now."""
    assert area_of(places, places.entries["fair"]) is None
    assert area_of(places, places.entries["beach"]) == "Vũng Tàu"


def test_a_reply_lists_distances_where_they_are_known(places):
    """With the decimal sign of the language."""
    given = reply.nearest(places, [("lamp", 1.53), ("beach", None)], "vi")
    assert given["text"].splitlines()[1:] == ["1. Hải đăng Vũng Tàu (1,5 km)", "2. Bãi Sau ở Vũng Tàu"]


def test_distances_are_great_circle_kilometres():
    """Vũng Tàu to Côn Đảo, about 190 km; and nowhere to itself."""
    assert distance(*VUNG_TAU, *CON_DAO) == pytest.approx(191, abs=3)
    assert distance(*CON_DAO, *CON_DAO) == 0
