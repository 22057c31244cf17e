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

from knowledge.passages import Passage
from knowledge.text import fold

_UNSPACED = "\u0e80-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
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
    """Which entry, in which language, has which features, and in how many of its passages."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        self._holders: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
        texts = set()
        for passage in passages:
            texts.add((passage.entry, passage.language))
            for feature in features(passage.key):
                self._holders[feature][passage.language][passage.entry] += 1
        self._sizes = Counter(language for _, language in texts)

    def coverage(self, key: str, language: str, *, without: Passage | None = None) -> dict[str, float]:
        """For every entry that shares a feature with the question: the best coverage by one of its languages.

        How rare a feature is, is measured among the texts of the question's language. `without` leaves a passage
        out, as if it were not there.
        """
        total = 0.0
        found: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        size = self._sizes[language] or 1
        left_out = features(without.key) if without else frozenset()
        for feature in features(key):
            holders = self._holders.get(feature, {})
            rarity = math.log(1 + size / (1 + len(holders.get(language, ()))))
            total += rarity
            for holder_language, entries in holders.items():
                masses = found[holder_language]
                own = without is not None and feature in left_out and holder_language == without.language
                for entry, count in entries.items():
                    if not (own and without and entry == without.entry and count == 1):
                        masses[entry] += rarity
        best: dict[str, float] = {}
        for masses in found.values():
            for entry, mass in masses.items():
                best[entry] = max(best.get(entry, 0.0), mass / total)
        return best
