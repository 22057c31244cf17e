"""Builds the small model that tells Vietnamese without diacritics, English, French and other Latin text apart."""

import json
import math
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from knowledge.languages import OTHER, WORDS_OF, trigrams
from knowledge.library import Library
from knowledge.text import fold
from knowledge.yaml_file import read

LANGUAGES = ("vi", "en", "fr")
FLOOR = -10.0
KEPT_GRAMS = 2500
KEPT_WORDS = 1500
OTHER_LANGUAGES = Path(__file__).parent / "other_languages.yml"


def build(library: Library, examples: dict[str, list[str]]) -> str:
    """The model as JSON, from the texts of the base and from further example sentences by language.

    Proper names are left out: "Con Dao" says nothing about the language that asks for it.
    """
    names = _name_words(library)
    texts = {language: [*_texts(library, language), *examples.get(language, [])] for language in LANGUAGES}
    others = read(OTHER_LANGUAGES).data
    texts[OTHER] = [sentence for sentences in others.values() for sentence in sentences]
    grams, words = {}, {}
    for language, sentences in texts.items():
        found = [word for sentence in sentences for word in WORDS_OF(fold(sentence)) if word not in names]
        grams[language] = _logarithms(Counter(g for word in found for g in trigrams(word)), KEPT_GRAMS)
        words[language] = _logarithms(Counter(found), KEPT_WORDS)
    model = {"floor": FLOOR, "names": sorted(names), "grams": grams, "words": words}
    return json.dumps(model, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _texts(library: Library, language: str) -> Iterable[str]:
    for entry in library.entries.values():
        if text := entry.texts.get(language):
            yield from text.asks
            yield from (text.title, text.answer)


def _name_words(library: Library) -> set[str]:
    """Words of Latin names, as long as English or French do not use them as words."""
    forms = [
        form
        for languages in library.names.names.values()
        for language in ("vi", "en", "fr")
        for form in (languages[language].name, *languages[language].also, *languages[language].others)
    ]
    names = {word for form in forms for word in WORDS_OF(fold(form))}
    return names - {
        "sea",
        "east",
        "south",
        "mer",
        "de",
        "l",
        "est",
        "city",
        "ville",
        "chine",
        "cap",
        "saint",
        "jacques",
        "bien",
        "son",
        "orientale",
        "china",
        "platforms",
        "rigs",
        "condor",
    }


def _logarithms(counts: Counter[str], kept: int) -> dict[str, float]:
    total = sum(counts.values()) or 1
    return {item: round(max(math.log(count / total), FLOOR), 2) for item, count in counts.most_common(kept)}
