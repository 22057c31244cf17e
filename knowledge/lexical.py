"""How much of a question's rare words an entry's own text contains.

Coverage is the share of the question's idf mass (words and word pairs of spaced scripts, character pairs of
the others) found in an entry: an absolute number from 0 to 1, so it can be added to a cosine, and it is near
nothing where question and entry share no vocabulary. Vietnamese, English and French are folded, which is what
finds questions typed without diacritics.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable

import numpy as np

from knowledge.passages import Passage
from knowledge.text import fold

# Korean has spaces, but its particles cling to the words.
_UNSPACED = "\u0e80-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
_PIECE = re.compile(rf"[{_UNSPACED}]+|[^\W_{_UNSPACED}]+")
_IS_UNSPACED = re.compile(rf"[{_UNSPACED}]")


def features(key: str, *, pairs: bool = True) -> set[str]:
    """The units by which a search key is compared: words with or without their pairs, and pairs of characters."""
    found: set[str] = set()
    previous = None
    for piece in _PIECE.findall(fold(key)):
        if _IS_UNSPACED.match(piece):
            found.update(piece[i : i + 2] for i in range(max(1, len(piece) - 1)))
            previous = None
            continue
        found.add(piece)
        if pairs and previous is not None:
            found.add(f"{previous} {piece}")
        previous = piece
    return found


class LexicalIndex:
    """Which text (an entry in one language) has which features, and in how many of its passages."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        counts: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
        for passage in passages:
            for feature in features(passage.key):
                counts[feature][passage.entry, passage.language] += 1
        texts = sorted({text for holders in counts.values() for text in holders})
        self._numbers = {text: number for number, text in enumerate(texts)}
        self._entries = sorted({entry for entry, _ in texts})
        self._starts = [i for i, (entry, _) in enumerate(texts) if i == 0 or entry != texts[i - 1][0]]
        self._sizes = Counter(language for _, language in texts)
        languages = sorted(self._sizes)
        self._language_of = np.array([languages.index(language) for _, language in texts], np.int8)
        self._languages = {language: number for number, language in enumerate(languages)}
        self._holders = {
            feature: (
                np.array([self._numbers[text] for text in holders], np.int32),
                np.array(list(holders.values()), np.int32),
            )
            for feature, holders in counts.items()
        }

    def coverage(self, key: str, language: str, *, without: Passage | None = None) -> dict[str, float]:
        """For every entry that shares a feature with the question: the best coverage by one of its languages.

        How rare a feature is, is measured among the texts of the question's language. `without` leaves a passage
        out, as if it were not there.
        """
        total, size = 0.0, self._sizes[language] or 1
        masses = np.zeros(len(self._numbers))
        left_out = features(without.key) if without else frozenset()
        text = self._numbers[without.entry, without.language] if without else -1
        for feature in features(key):
            texts, counts = self._holders.get(feature, _NOWHERE)
            own = int((self._language_of[texts] == self._languages.get(language, -1)).sum())
            rarity = math.log(1 + size / (1 + own))
            total += rarity
            masses[texts[(texts != text) | (counts > 1)] if feature in left_out else texts] += rarity
        if not total or not self._entries:
            return {}
        best = np.maximum.reduceat(masses, self._starts) / total
        return {self._entries[number]: float(best[number]) for number in np.flatnonzero(best)}


_NOWHERE = (np.zeros(0, np.int32), np.zeros(0, np.int32))
