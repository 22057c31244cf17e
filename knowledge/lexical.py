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


def features(key: str) -> set[str]:
    """The units by which a search key is compared."""
    found: set[str] = set()
    previous = None
    for piece in _PIECE.findall(fold(key)):
        if _IS_UNSPACED.match(piece):
            found.update(piece[i : i + 2] for i in range(max(1, len(piece) - 1)))
            previous = None
            continue
        found.add(piece)
        if previous is not None:
            found.add(f"{previous} {piece}")
        previous = piece
    return found


class LexicalIndex:
    """Which entry, in which language, has which features."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        texts: dict[tuple[str, str], set[str]] = defaultdict(set)
        for passage in passages:
            texts[passage.entry, passage.language] |= features(passage.key)
        self._holders: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for (entry, language), found in texts.items():
            for feature in found:
                self._holders[feature][language].append(entry)
        self._sizes = Counter(language for _, language in texts)

    def coverage(self, key: str, language: str) -> dict[str, float]:
        """For every entry that shares a feature with the question: the best coverage by one of its languages.

        How rare a feature is, is measured among the texts of the question's language.
        """
        total = 0.0
        found: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        size = self._sizes[language] or 1
        for feature in features(key):
            holders = self._holders.get(feature, {})
            rarity = math.log(1 + size / (1 + len(holders.get(language, ()))))
            total += rarity
            for holder_language, entries in holders.items():
                masses = found[holder_language]
                for entry in entries:
                    masses[entry] += rarity
        best: dict[str, float] = {}
        for masses in found.values():
            for entry, mass in masses.items():
                best[entry] = max(best.get(entry, 0.0), mass / total)
        return best
