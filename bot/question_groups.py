"""Puts questions that mean the same together, across languages."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.asked import Asked

# Of pairs of asks of different entries 0.05 % are nearer than this (centred cosine; all asks of the base).
NEAR = 0.5


@dataclass(frozen=True)
class Group:
    """Questions that mean about the same; `example` is the one in the middle."""

    example: str
    language: str
    conversations: int
    before: int


def group(asked: Sequence[Asked], vectors: np.ndarray, since: float, minimum: int) -> list[Group]:
    """Groups asked in at least `minimum` conversations since that moment, the most asked first.

    `vectors` are language-centred unit vectors, shape (len(asked), dimension). Every question joins the first group
    whose middle is near (cosine `NEAR`), or begins one: the number of groups need not be known, and the order in
    which questions came decides nothing but ties.
    """
    members: list[list[int]] = []
    middles = np.zeros_like(vectors)
    for number, vector in enumerate(vectors):
        cosines = middles[: len(members)] @ vector
        best = int(np.argmax(cosines)) if members else 0
        if members and cosines[best] >= NEAR:
            members[best].append(number)
        else:
            best = len(members)
            members.append([number])
        middle = vectors[members[best]].sum(axis=0)
        middles[best] = middle / max(float(np.linalg.norm(middle)), 1e-9)
    groups = [_group(asked, vectors, rows, middle, since) for rows, middle in zip(members, middles, strict=False)]
    shown = [one for one in groups if one.conversations >= minimum]
    return sorted(shown, key=lambda one: (-one.conversations, one.example))


def _group(asked: Sequence[Asked], vectors: np.ndarray, rows: list[int], middle: np.ndarray, since: float) -> Group:
    now = [row for row in rows if asked[row].asked_at >= since]
    example = asked[max(now or rows, key=lambda row: float(vectors[row] @ middle))]
    before = {asked[row].conversation for row in rows if asked[row].asked_at < since}
    return Group(example.text or "", example.language, len({asked[row].conversation for row in now}), len(before))
