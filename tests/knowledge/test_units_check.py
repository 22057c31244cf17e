"""Every language states its figures in the units of the Vietnamese."""

import pytest

from knowledge.checks import units as rule
from knowledge.checks.units import units
from knowledge.languages import LANGUAGES
from knowledge.library import load


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("rộng 75,8 km² và dài 12 km", "vi", {"square_kilometre", "kilometre"}),
        ("an area of 75.8 square kilometres", "en", {"square_kilometre"}),
        ("公海200海里，面积3公顷", "zh", {"nautical_mile", "hectare"}),
        ("약 5만 톤, 12%", "ko", {"tonne", "per_cent"}),
        ("トンキン湾", "ja", set()),
        ("Thông tấn xã Việt Nam", "vi", set()),
        ("площадь 19 га", "ru", {"hectare"}),
    ],
)
def test_a_unit_is_known_in_each_language_and_nothing_else_is_one(text, language, expected):
    assert units(text, language) == expected


def test_a_language_with_another_unit_is_found(small_library):
    """A broken translation: hectares became square kilometres."""
    entry = small_library.entries["dan-so-vung-tau"]
    texts = dict(entry.texts)
    for language, addition in (("vi", " Rộng 30 ha."), ("en", " It covers 30 km²."), ("fr", " Sur 30 ha.")):
        texts[language] = texts[language].model_copy(update={"answer": texts[language].answer + addition})
    broken = entry.model_copy(update={"texts": texts})
    subject = _Subject(broken)
    messages = {(f.language, f.message) for f in rule.check(subject)}
    assert ("en", "en: has the unit square_kilometre, unlike the Vietnamese text") in messages
    assert ("en", "en: lacks the unit hectare, unlike the Vietnamese text") in messages
    assert not [message for language, message in messages if language == "fr"]


def test_the_base_agrees_in_its_units():
    assert list(rule.check(_Subject(*load().entries.values()))) == []


def test_every_unit_has_words_in_every_language():
    for language in LANGUAGES:
        assert set(rule._patterns(language)) == set(rule._patterns("vi"))


class _Subject:
    """Entries to compare, and findings as plain values."""

    def __init__(self, *entries):
        self.library = self
        self.entries = {entry.slug: entry for entry in entries}

    def about(self, entry, key, rule_name, message, *, language):
        from types import SimpleNamespace

        return SimpleNamespace(entry=entry.slug, language=language, message=message)
