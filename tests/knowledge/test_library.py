"""Loading the content: what is broken is named by file and line."""

import re

import content as sample
import pytest

from knowledge import library
from knowledge.entry import Entry
from knowledge.library import Library
from knowledge.yaml_file import MAX_BYTES, ContentError, read


def faults(folder):
    with pytest.raises(ExceptionGroup) as caught:
        library.load(folder)
    return [str(fault) for fault in caught.value.exceptions]


def test_sound_content_loads_and_has_a_version(small_library):
    """Entries, sources, names and nine wordings are there."""
    assert set(small_library.entries) == {"dan-so-vung-tau", "hai-dang", "hotline-1022", "emergency-numbers"}
    assert len(small_library.wording) == 9
    assert re.fullmatch("[0-9a-f]{64}", small_library.version)


def test_the_version_changes_with_any_text(content_folder, small_library):
    """Two libraries with equal versions serve equal text."""
    path = content_folder / "province/dan-so-vung-tau.yml"
    path.write_text(path.read_text().replace("công bố ngày", "thông báo ngày"))
    assert library.load(content_folder).version != small_library.version


def test_a_broken_line_is_named(content_folder):
    """A YAML mistake tells its file and line."""
    path = content_folder / "province/dan-so-vung-tau.yml"
    lines = path.read_text().splitlines()
    lines[4] = "kind: [unclosed"
    path.write_text("\n".join(lines))
    assert any(re.search(r"dan-so-vung-tau\.yml:[56]: not valid YAML", fault) for fault in faults(content_folder))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kind": "poem"}, "kind"),
        ({"as_of": "12/8/2024"}, "as_of"),
        ({"sources": [{"id": "nowhere"}]}, "'nowhere' is not registered"),
        ({"see_also": ["no-such-entry"]}, "there is no entry 'no-such-entry'"),
        ({"vi": None}, "Vietnamese text is missing"),
        ({"place": {"lat": "8.6"}}, "lat and lon belong together"),
        ({"event": {"calendar": "lunar"}}, "either calendar, month and day, or start and end"),
        ({"claim": {"verdict": "untrue"}}, "'claim' belongs to entries of kind"),
        ({"kind": "claim", "claim": {"verdict": "untrue"}}, "'heard' belongs to claims"),
        ({"surprise": "x"}, "surprise"),
        ({"replaces": ["hotline-1022"]}, "is still an entry"),
    ],
)
def test_a_faulty_entry_is_refused(tmp_path, change, message):
    """Every rule of the schema has a fixture that breaks it."""
    if change.get("vi", "") is None:
        data = sample.entry()
        del data["vi"]
    else:
        data = {**sample.entry(), **change}
    assert any(message in fault for fault in faults(sample.write(tmp_path, {"province/broken-one": data})))


@pytest.mark.parametrize("slug", ["Upper", "ab", "tourism", "x" * 49, "dấu"])
def test_a_slug_must_fit_links_and_buttons(tmp_path, slug):
    """Slugs are short, plain and never a topic's name."""
    assert faults(sample.write(tmp_path, {f"province/{slug}": sample.entry()}))


def test_the_entries_that_failure_falls_back_on_must_exist(content_folder):
    """Without emergency numbers and hotline nothing is served."""
    (content_folder / "services/hotline-1022.yml").unlink()
    assert any("this entry must exist" in fault for fault in faults(content_folder))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\na: 2\n", "there twice"),
        ("a: &x [1]\nb: *x\n", "anchors and aliases"),
        ("- a\n", "must hold a mapping"),
        ("a: \x07\n", "not valid YAML"),
        ("? [a]\n: b\n", "plain word"),
    ],
)
def test_yaml_that_hides_something_is_refused(tmp_path, text, message):
    """Duplicate keys, aliases and lists as keys are errors."""
    path = tmp_path / "x.yml"
    path.write_text(text)
    with pytest.raises(ContentError, match=message):
        read(path)


def test_files_that_are_not_utf8_or_too_large_are_refused(tmp_path):
    """A wrong encoding and a huge file are named, not read."""
    (tmp_path / "latin.yml").write_bytes(b"a: \xe9\n")
    with pytest.raises(ContentError, match="not UTF-8"):
        read(tmp_path / "latin.yml")
    (tmp_path / "huge.yml").write_bytes(b"#" * (MAX_BYTES + 1))
    with pytest.raises(ContentError, match="larger than"):
        read(tmp_path / "huge.yml")


def test_version_of_a_text_depends_on_title_answer_and_sources_only():
    """Feedback tells which text it means; new asks do not make it another text."""
    one = Entry(slug="one", topic="sea", **sample.entry())
    asked = Entry(slug="one", topic="sea", **sample.entry(vi={"asks": ["câu hỏi khác"]}))
    told = Entry(slug="one", topic="sea", **sample.entry(vi={"answer": "Khác."}))
    assert one.versions["vi"] == asked.versions["vi"] != told.versions["vi"]
    assert re.fullmatch("[0-9a-f]{12}", one.versions["vi"])


def test_validity_and_review_are_read_from_the_dates():
    """An entry outside its dates is not served; a check that is too old is overdue."""
    from datetime import date

    entry = Entry(slug="one", topic="sea", **sample.entry(valid_from="2026-01-01", valid_until="2026-12-31"))
    assert entry.served_on(date(2026, 6, 1))
    assert not entry.served_on(date(2025, 12, 31))
    assert not entry.served_on(date(2027, 1, 1))
    assert entry.overdue_on(date(2028, 1, 1))


def test_find_knows_former_slugs(tmp_path):
    """A public address stays good when an entry is renamed."""
    folder = sample.write(tmp_path, {"sea/new-name": sample.entry(replaces=["old-name"])})
    found: Library = library.load(folder)
    assert found.find("old-name") is found.entries["new-name"]
    assert found.find("never-was") is None
