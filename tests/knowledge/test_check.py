"""Every rule of `check` finds the fixture that breaks it, and nothing in sound content."""

from datetime import date

import content as sample
import pytest

from knowledge import check
from knowledge.check import coverage, language_table
from knowledge.library import load

TODAY = date(2026, 11, 23)


def rules_broken(folder, *, entry="dan-so-vung-tau"):
    return {(f.rule, f.level) for f in check.run(TODAY, folder).findings if f.entry == entry}


def test_sound_content_is_clean(content_folder):
    """No finding at all, so that a finding means something."""
    report = check.run(TODAY, content_folder)
    assert report.findings == []
    assert report.clean


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"sources": [{"id": "office-2024"}]}, ("sources", "error")),
        ({"en": {"answer": sample.ANSWERS["en"].replace("14.5", "15.4")}}, ("figures", "error")),
        ({"km": {"answer": sample.ANSWERS["km"].replace("2024", "2023")}}, ("figures", "error")),
        ({"fr": {"answer": sample.ANSWERS["fr"].replace("12 août", "8 décembre")}}, ("figures", "error")),
        ({"zh": {"answer": sample.ANSWERS["zh"].replace("1,450万", "1,450亿")}}, ("figures", "error")),
        ({"ko": {"answer": sample.ANSWERS["ja"]}}, ("script", "error")),
        ({"lo": {"asks": ["วังเต่ามีกี่คน", "ປະຊາກອນວຸງເຕົ່າ", "ຈຳນວນຄົນວຸງເຕົ່າ"]}}, ("script", "error")),
        ({"en": {"answer": sample.ANSWERS["en"].replace("Vũng Tàu", "Vung Tau")}}, ("names", "error")),
        (
            {"ru": {"title": "Население города", "answer": sample.ANSWERS["ru"].replace("Вунгтау", "город")}},
            ("names", "warning"),
        ),
        ({"vi": {"title": "Trường Sa ở đâu"}, "ja": {"title": "パラセルはどこですか"}}, ("names", "error")),
        ({"vi": {"asks": ["một", "hai", "ba", "bốn"]}}, ("asks", "error")),
        ({"ja": {"asks": ["ブンタウの人口は", "ブンタウに何人住んでいますか"]}}, ("asks", "error")),
        ({"vi": {"answer": "Vũng Tàu có 14,5 triệu lượt khách năm 2024."}}, ("length", "error")),
        ({"en": {"title": "x" * 81}}, ("length", "error")),
        ({"en": {"answer": sample.ANSWERS["en"] + " **bold**"}}, ("plain", "error")),
        ({"checked": "2026-12-24"}, ("time", "error")),
        ({"review_days": "10"}, ("time", "warning")),
        ({"valid_until": "2026-11-22"}, ("time", "warning")),
        ({"vi": {"status": "approved"}}, ("status", "error")),
    ],
)
def test_a_rule_finds_what_breaks_it(tmp_path, change, rule):
    """One deliberately broken fixture for each rule."""
    folder = sample.write(tmp_path, {"province/dan-so-vung-tau": sample.entry(**change)})
    assert rule in rules_broken(folder)


def test_an_ask_of_two_entries_is_found_whatever_its_diacritics(tmp_path):
    """An ask must lead to one entry."""
    twin = sample.other("khác", vi={**sample.entry()["vi"], "asks": ["DAN SO VUNG TAU BAO NHIEU?", *"abcd"]})
    folder = sample.write(tmp_path, {"province/dan-so-vung-tau": sample.entry(), "sea/twin": twin})
    assert ("asks", "error") in rules_broken(folder, entry="twin")


def test_an_ask_of_the_same_words_in_another_order_is_listed(tmp_path):
    """Near pairs are for people to look at."""
    twin = sample.other(
        "khác", vi={**sample.entry()["vi"], "asks": ["bao nhiêu dân số vũng tàu", "a b c", "d e", "f g", "h i"]}
    )
    folder = sample.write(tmp_path, {"province/dan-so-vung-tau": sample.entry(), "sea/twin": twin})
    assert ("near", "warning") in rules_broken(folder, entry="twin")


def test_an_unused_source_and_a_doubled_address_are_found(tmp_path):
    """The registry holds what is used, once."""
    sources = {**sample.SOURCES, "unused-one": {**sample.SOURCES["paper-2024"]}}
    report = check.run(TODAY, sample.write(tmp_path, {"province/dan-so-vung-tau": sample.entry()}, sources))
    messages = [finding.message for finding in report.findings if finding.rule == "sources"]
    assert any("used by no entry" in message for message in messages)
    assert any("same address" in message for message in messages)


def test_wording_files_must_agree(content_folder):
    """A lacking phrase and a lacking placeholder are found."""
    path = content_folder / "wording" / "km.yml"
    lines = path.read_text().splitlines()
    changed = [line.replace("{hotline}", "...") for line in lines if not line.startswith("  thank:")]
    path.write_text("\n".join(changed))
    messages = [f.message for f in check.run(TODAY, content_folder).findings if f.rule == "wording"]
    assert any("'thank' is missing" in message for message in messages)
    assert any("'not_known' needs the placeholders hotline" in message for message in messages)


def test_an_exception_with_a_reason_silences_a_rule(tmp_path):
    """What one language must write differently can be named."""
    english = sample.ANSWERS["en"].replace("14.5 million", "fourteen and a half million (14,500 thousand people)")
    entry = sample.entry(
        en={"answer": english}, exceptions=[{"text": "14,500 thousand", "reason": "as the English source counts"}]
    )
    found = [f for f in check.run(TODAY, sample.write(tmp_path, {"province/one": entry})).findings if f.entry == "one"]
    assert all("14500000" not in f.message or "lacks" in f.message for f in found)


def test_a_broken_file_does_not_hide_the_faults_of_others(tmp_path):
    """`check` reports everything it can see."""
    bad = sample.entry(en={"title": "x" * 81})
    folder = sample.write(tmp_path, {"province/dan-so-vung-tau": bad})
    (folder / "sea").mkdir()
    (folder / "sea" / "broken.yml").write_text("kind: [")
    report = check.run(TODAY, folder)
    assert {"schema", "length"} <= {finding.rule for finding in report.findings}
    assert not report.clean


def test_coverage_counts_and_the_readme_table_follows(content_folder):
    """Topics, kinds and statuses are counted from the content itself."""
    library = load(content_folder)
    counts = coverage(library)
    assert counts["topics"]["services"] == 2
    assert counts["draft texts"]["km"] == 4
    assert "| km | 0 | 4 |" in language_table(library)
