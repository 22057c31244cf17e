"""Reads which of the things that were offered is meant: "2", "the second one", "số 2", "最后一个"."""

import re
from functools import lru_cache

from knowledge import cues

MAX_CHARS = 60
_DIGITS = re.compile(r"\d+")


def position(text: str, offered: int) -> int | None:
    """The place (0-based) among `offered` things, where the text is nothing but a place; None for any other text.

    A number beyond what was offered is None too: it may be the number of a hotline.
    """
    key = cues.plain(text)
    if not offered or not key or len(key) > MAX_CHARS:
        return None
    numbers = _DIGITS.findall(key)
    if len(numbers) == 1:
        place = int(numbers[0]) - 1 if len(numbers[0]) < 3 else -1
        rest = _DIGITS.sub(" ", key)
        return place if 0 <= place < offered and not _number().sub(" ", rest).strip() else None
    if numbers:
        return None
    places, last = _places()
    # Longest first: "second to last" and "最后一个" hold words of other places too.
    if last.search(key):
        rest, place = last.sub(" ", key), offered - 1
    elif found := places.search(key):
        rest, place = key[: found.start()] + " " + key[found.end() :], int(str(found.lastgroup)[1:])
    else:
        return None
    return place if place < offered and not _number().sub(" ", rest).strip() else None


@lru_cache(maxsize=1)
def _number() -> re.Pattern[str]:
    return re.compile(cues.pattern(word for one in cues.load().values() for word in one.number))


@lru_cache(maxsize=1)
def _places() -> tuple[re.Pattern[str], re.Pattern[str]]:
    known = cues.load().values()
    count = max(len(one.positions) for one in known)
    by_place = [
        [word for one in known if place < len(one.positions) for word in one.positions[place]] for place in range(count)
    ]
    groups = "|".join(f"(?P<p{place}>{cues.pattern(words)})" for place, words in enumerate(by_place))
    return re.compile(groups), re.compile(cues.pattern(word for one in known for word in one.last))
