"""How often an ask that had never been written would still find its entry.

Every ask (or a sample) is asked in turn, with its own vector and its near copies of the same entry and language
left out, and its words taken from its entry.
"""

import random
from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from knowledge.evidence import Evidence, Wording
from knowledge.search import Search
from knowledge.vector_index import VectorIndex


@dataclass(frozen=True)
class Ranks:
    """Of the asks of one language: how many, and the shares found first and among the first four."""

    count: int
    first: float
    first_four: float


@dataclass(frozen=True)
class LeftOut:
    """An ask with the evidence for every candidate when it is left out."""

    entry: str
    language: str
    evidence: dict[str, Evidence]


def left_out(search: Search, index: VectorIndex, per_language: int, seed: int = 0) -> list[LeftOut]:
    """A random sample of asks with their evidence."""
    by_language = defaultdict(list)
    for row, passage in enumerate(index.asks.rows):
        by_language[passage.language].append((row, passage))
    samples = []
    for language, asks in by_language.items():
        chosen = random.Random(seed).sample(asks, min(per_language, len(asks)))  # noqa: S311 - a sample, no secret
        for row, passage in chosen:
            wordings = [Wording(passage.key, index.asks.vector(row))]
            slugs = search.gatherer.candidates(wordings, language) | {passage.entry}
            evidence = search.gatherer.gather(slugs, wordings, language, without=passage)
            samples.append(LeftOut(passage.entry, language, evidence))
    return samples


def ranks(search: Search, samples: list[LeftOut]) -> dict[str, Ranks]:
    """Per language, how well the samples are found."""
    found = defaultdict(list)
    for sample in samples:
        order = [candidate.entry for candidate in search.ranked(sample.evidence)]
        found[sample.language].append(order.index(sample.entry))
    return {
        language: Ranks(len(r), float(np.mean(np.array(r) == 0)), float(np.mean(np.array(r) < 4)))
        for language, r in found.items()
    }
