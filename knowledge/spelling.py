"""Vietnamese as it is typed: diacritics restored, abbreviations written out, a slip of the finger mended.

Standard library only, in Python 3.10 syntax. The words and pairs of words of the knowledge base itself say what
was meant: a bigram model over them, searched by Viterbi. What is restored is searched beside what was typed, so a
wrong guess costs little.
"""

import math
import re
import unicodedata
from collections import Counter, defaultdict
from typing import Dict, Iterable, List, Tuple

from knowledge.text import fold, search_key

_TOKEN = re.compile(r"[^\W_]+(?:[.\-][^\W_]+)*")
_WORD = re.compile(r"[^\W\d_]+")
_MARKS = re.compile("[\u0300-\u036f]")
_MIN_MENDED = 4
_MENDED_COST = 3.0
_UNKNOWN = -12.0
_PAIR_WEIGHT = 0.7
_UNSEEN_PAIR = -8.0


class Spelling:
    """Restores questions with the words of `texts` (Vietnamese) and the given abbreviations."""

    def __init__(self, texts: Iterable[str], abbreviations: Dict[str, str]) -> None:
        self._abbreviations = abbreviations
        words: Counter = Counter()
        pairs: Counter = Counter()
        for text in texts:
            found = _WORD.findall(search_key(text))
            words.update(found)
            pairs.update(zip(found, found[1:]))
        self._words, self._pairs, self._total = words, pairs, sum(words.values()) or 1
        self._by_fold: Dict[str, List[str]] = defaultdict(list)
        self._by_letters: Dict[Tuple[str, str], str] = {}
        for word, _ in words.most_common():
            self._by_fold[fold(word)].append(word)
            self._by_letters.setdefault(_letters(word), word)

    def restore(self, key: str) -> str:
        """The search key as it was probably meant; the same key where nothing is to be mended."""
        tokens: List[str] = []
        for token in _TOKEN.findall(key):
            meant = self._abbreviations.get(token)
            tokens += meant.split() if meant else _TOKEN.findall(token.replace(".", " "))
        return " ".join(self._best_path([self._candidates(token) for token in tokens]))

    def _candidates(self, token: str) -> List[Tuple[str, float]]:
        """What a token may stand for, with the logarithm of how likely that is by itself."""
        if not _WORD.fullmatch(token):
            return [(token, 0.0)]
        if token in self._words and token != fold(token):
            return [(token, 0.0)]
        if token != fold(token):
            # Diacritics were typed: only the place of the tone may differ (hoà, hòa).
            return [(self._by_letters.get(_letters(token), token), 0.0)]
        known = self._by_fold.get(token)
        cost = 0.0
        if not known and len(token) >= _MIN_MENDED:
            known, cost = self._mended(token), _MENDED_COST
        if not known:
            return [(token, _UNKNOWN)]
        return [(word, math.log(self._words[word] / self._total) - cost) for word in known]

    def _mended(self, token: str) -> List[str]:
        """Words at distance one: a letter too many, too few, changed or swapped with its neighbour."""
        near = [word for form in _edits(token) for word in self._by_fold.get(form, ())]
        return sorted(near, key=lambda word: -self._words[word])[:8]

    def _best_path(self, columns: List[List[Tuple[str, float]]]) -> List[str]:
        paths: Dict[str, Tuple[float, List[str]]] = {"": (0.0, [])}
        for column in columns:
            following: Dict[str, Tuple[float, List[str]]] = {}
            for word, single in column:
                score, path = max(
                    ((total + self._step(before, word, single), path) for before, (total, path) in paths.items()),
                    key=lambda item: item[0],
                )
                following[word] = (score, [*path, word])
            paths = following
        return max(paths.values(), key=lambda item: item[0])[1]

    def _step(self, before: str, word: str, single: float) -> float:
        together = self._pairs.get((before, word), 0)
        pair = math.log(together / self._words[before]) if together else _UNSEEN_PAIR
        return _PAIR_WEIGHT * pair + (1 - _PAIR_WEIGHT) * single


def _letters(word: str) -> Tuple[str, str]:
    """A word without regard to where its marks stand: its folded letters, and its marks in order of their code."""
    return fold(word), "".join(sorted(_MARKS.findall(unicodedata.normalize("NFD", word))))


def _edits(token: str) -> Iterable[str]:
    alphabet = "abcdeghiklmnopqrstuvxy"
    for i in range(len(token) + 1):
        head, tail = token[:i], token[i:]
        if tail:
            yield head + tail[1:]
            yield from (head + letter + tail[1:] for letter in alphabet)
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        yield from (head + letter + tail for letter in alphabet)
