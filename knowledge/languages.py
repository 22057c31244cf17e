"""Which of our languages a text is in.

Standard library only, in Python 3.10 syntax: Rasa's environment imports it too. Scripts decide what they can;
Vietnamese letters decide Vietnamese; what is left of Latin goes to a small model of character trigrams
(`language_model.json`, built by `python -m knowledge languages` from our own texts).
"""

import json
import math
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from knowledge.text import fold

LANGUAGES = ("vi", "en", "zh", "ko", "ja", "ru", "fr", "lo", "km")
OTHER = "other"

MODEL = Path(__file__).parent / "language_model.json"
_LATIN = ("vi", "en", "fr", OTHER)
_SCRIPTS = (
    ("kana", ((0x3040, 0x30FF), (0x31F0, 0x31FF), (0xFF66, 0xFF9D))),
    ("han", ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF))),
    ("ko", ((0x1100, 0x11FF), (0x3130, 0x318F), (0xAC00, 0xD7A3))),
    ("ru", ((0x0400, 0x04FF),)),
    ("lo", ((0x0E80, 0x0EFF),)),
    ("km", ((0x1780, 0x17FF), (0x19E0, 0x19FF))),
)
_VIETNAMESE = re.compile("[đ\u0306\u0309\u031b\u0323]|\u0302[\u0300\u0301\u0303]")
_UKRAINIAN = re.compile("[іїєґўј]")
WORDS_OF = re.compile(r"[^\W\d_]+").findall
_LATIN_LETTER_WEIGHT = 0.4
_PRIOR_BONUS = 3.0
# The sample of other languages is small, so its own words look likelier than they are.
_OTHER_MALUS = 3.0


@dataclass(frozen=True)
class Identified:
    """`language` is one of `LANGUAGES`, or `other`, or None where the text says nothing (digits, emoji)."""

    language: str | None
    confidence: float


def identify(text: str, prior: str | None = None) -> Identified:
    """The language of `text`; `prior` is the language of the conversation so far.

    Han characters alone are Chinese, unless the conversation is Japanese. A few Latin letters within another
    script (a name, an abbreviation) do not count for much.
    """
    counts = _script_counts(text)
    if not any(counts.values()):
        return Identified(None, 0.0)
    script = max(counts, key=lambda key: counts[key])
    if counts["kana"] and counts["kana"] + counts["han"] >= counts[script]:
        return Identified("ja", 0.99)
    if script == "han":
        return Identified("ja" if prior == "ja" else "zh", 0.9)
    if script == "latin":
        return _latin(text, prior)
    if script == "ru" and _UKRAINIAN.search(text.lower()):
        return Identified(OTHER, 0.9)
    return Identified(script, 0.9 if script == OTHER else 0.99)


def decide(text: str, prior: str | None = None, default: str = "vi") -> str:
    """The language to answer in: the identified one, else the conversation's, else the default.

    `other` is returned as it is: the caller answers in English and says so.
    """
    found = identify(text, prior)
    if found.language is None:
        return prior or default
    if prior and found.confidence < 0.6:
        return prior
    return found.language


def _script_counts(text: str) -> dict[str, float]:
    counts = dict.fromkeys([name for name, _ in _SCRIPTS] + ["latin", OTHER], 0.0)
    for character in text:
        if character.isascii():
            if character.isalpha():
                counts["latin"] += _LATIN_LETTER_WEIGHT
            continue
        name = _script_of(character)
        if name == "latin":
            counts[name] += _LATIN_LETTER_WEIGHT
        elif name:
            counts[name] += 1
    return counts


@lru_cache(maxsize=8192)
def _script_of(character: str) -> str | None:
    point = ord(character)
    for name, ranges in _SCRIPTS:
        if any(low <= point <= high for low, high in ranges):
            return name
    if not character.isalpha():
        return None
    return "latin" if unicodedata.name(character, "").startswith("LATIN") else OTHER


def _latin(text: str, prior: str | None) -> Identified:
    model = _model()
    typed = [word for word in WORDS_OF(unicodedata.normalize("NFC", text.lower())) if fold(word) not in model.names]
    if not typed:
        # Nothing but names: in whose letters they are written says a little, the conversation says more.
        return Identified("vi", 0.5) if _VIETNAMESE.search(_decomposed(text)) else Identified(None, 0.0)
    if _VIETNAMESE.search(_decomposed(" ".join(typed))):
        return Identified("vi", 0.99)
    words = [fold(word) for word in typed]
    scores = {language: model.score(words, language) for language in _LATIN}
    accents = len(re.findall("[éèêëàâîïôûùüçœ]", text.lower()))
    scores["fr"] += 2.0 * accents
    scores["en"] -= 3.0 * accents
    scores[OTHER] -= _OTHER_MALUS
    if prior in scores:
        scores[prior] += _PRIOR_BONUS
    best = max(scores, key=lambda language: scores[language])
    total = sum(math.exp(score - scores[best]) for score in scores.values())
    return Identified(best, 1 / total)


def trigrams(word: str) -> list[str]:
    """The character trigrams of a word with its edges."""
    padded = f" {word} "
    return [padded[i : i + 3] for i in range(len(padded) - 2)]


def _decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text.lower())


class _Model:
    """Log-probabilities of character trigrams and of whole words, per language, over folded text."""

    def __init__(self, data: dict) -> None:
        self.names = frozenset(data["names"])
        self._grams: dict[str, dict[str, float]] = data["grams"]
        self._words: dict[str, dict[str, float]] = data["words"]
        self._floor: float = data["floor"]

    def score(self, words: list[str], language: str) -> float:
        """How likely the words are; a sum of logarithms, comparable between languages for the same words."""
        grams, known = self._grams[language], self._words[language]
        total = 0.0
        for word in words:
            pieces = trigrams(word)
            spelled = sum(grams.get(piece, self._floor) for piece in pieces) / len(pieces)
            total += 0.5 * known.get(word, self._floor) + spelled
        return total


@lru_cache(maxsize=1)
def _model() -> _Model:
    return _Model(json.loads(MODEL.read_text(encoding="utf-8")))
