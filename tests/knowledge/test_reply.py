"""Replies: the entry's own text, its sources, and an honest word where there is none."""

import content as sample

from knowledge import library, reply


def test_an_answer_is_the_entrys_text_byte_for_byte(small_library):
    """Title, text, version, dates and sources come from the entry."""
    entry = small_library.entries["hai-dang"]
    given = reply.answer(small_library, "hai-dang", "km")
    assert given["text"] == entry.texts["km"].answer
    assert given["entry"]["version"] == entry.versions["km"]
    assert [source["id"] for source in given["sources"]] == ["office-2024", "paper-2024"]
    assert given["suggestions"] == [{"entry": "dan-so-vung-tau", "title": "ប្រជាជនវុងតាវ"}]
    assert given["notice"]["code"] == "draft"


def test_a_missing_language_falls_back_with_a_notice(tmp_path):
    """English, else Vietnamese, and the notice is in the visitor's language."""
    data = sample.entry()
    del data["lo"], data["en"]
    loaded = library.load(sample.write(tmp_path, {"province/one": data}))
    given = reply.answer(loaded, "one", "lo")
    assert given["language"] == "vi"
    assert given["notice"]["code"] == "other_language"
    assert given["notice"]["text"] == loaded.wording["lo"].phrases["notice_other_language"]


def test_not_known_says_where_to_ask(small_library):
    """The hotline is named and offered."""
    given = reply.not_known(small_library, "en")
    assert given["outcome"] == "declined"
    assert small_library.entries["hotline-1022"].texts["en"].title in given["text"]
    assert given["suggestions"][0]["entry"] == "hotline-1022"


def test_failed_carries_the_emergency_numbers_and_the_hotline(small_library):
    """Both from their checked entries, with their sources."""
    given = reply.failed(small_library, "ru")
    for slug in ("emergency-numbers", "hotline-1022"):
        assert small_library.entries[slug].texts["ru"].answer in given["text"]
    assert given["sources"]


def test_suggestions_are_numbered_lines_and_buttons(small_library):
    """The text alone is enough for a channel without buttons."""
    given = reply.suggest(small_library, ["hai-dang", "dan-so-vung-tau"], "vi")
    assert given["text"].splitlines()[1:] == ["1. Dân số Vũng Tàu hải đăng", "2. Dân số Vũng Tàu"]
    assert [item["entry"] for item in given["suggestions"]] == ["hai-dang", "dan-so-vung-tau"]


def test_sources_are_given_in_full_or_explained(small_library):
    """Publisher, title and address of every source of the last answer."""
    given = reply.sources(small_library, small_library.entries["hai-dang"], "en")
    assert "https://example.org/a" in given["text"]
    assert "Cục Thống kê" in given["text"]
    assert reply.sources(small_library, None, "en")["text"] == small_library.wording["en"].phrases["source_none"]
