"""Answers a question that leans on the last answer: "and its area?", "how do I get there?", "khi nào?"."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from knowledge import cues
from knowledge.library import Library
from knowledge.search import Candidate, Search
from knowledge.text import search_key

# A longer question says by itself what it is about; scripts without spaces count by letters.
MAX_WORDS = 12
MAX_LETTERS = {"zh": 16, "ja": 26, "ko": 26, "lo": 40, "km": 48}

# Of a search with the last title put before the question: the last entry always fits its own title, entries near it
# are likelier than others, and what fits much worse is about something else. Fitted on 47 questions of our own.
_LAST_MALUS, _SEE_ALSO_BONUS, _TOPIC_BONUS, _FAR = 1.0, 0.4, 0.4, 2.0
# From this share of its rare words in the last entry on, a question may be about it.
_COVERED = 0.34
_LEAD = 0.3
_SUGGESTIONS = 3


@dataclass(frozen=True)
class Leaning:
    """What a leaning question asks without its opening words.

    `points`: it points back ("it", "there"). `names_something`: it is more than "how much?" or "when does it open?".
    """

    rest: str
    points: bool
    names_something: bool


def leaning(text: str, language: str) -> Leaning | None:
    """How a question leans on what was said before; None for one that stands by itself."""
    key = search_key(text)
    opening, pointing, empty = _patterns(language)
    seen = cues.aligned(key)
    limit = MAX_LETTERS.get(language)
    long = sum(map(str.isalnum, seen)) > limit if limit else len(seen.split()) > MAX_WORDS
    if long or not seen.strip():
        return None
    opened = opening.match(seen)
    names_something = bool(empty.sub(" ", seen).strip())
    points = bool(pointing.search(seen))
    if not (opened or points) and names_something:
        return None
    rest = (key[opened.end() :] if opened else key).strip(" ,，、") or key
    return Leaning(rest, points, names_something)


def find(search: Search, library: Library, question: Leaning, *, last: str, language: str, today: date) -> list[str]:
    """The entry that answers, or up to three that may, or none: then it was not about the last entry after all.

    Two encodings: the question alone, and after the title of the last entry.
    """
    entry = library.entries[last]
    title = entry.texts[entry.language_for(language)].title
    alone = search.wordings(search.keys(question.rest, language)[-1:])
    together = search.wordings(search.keys(f"{title} {question.rest}", language)[:1])
    served = {one.slug for one in library.served(today)}
    slugs = search.gatherer.candidates([*alone, *together], language) | set(entry.see_also) | {last}
    slugs &= served
    if last not in slugs:
        return []
    plain = _by_entry(search.ranked(search.gatherer.gather(slugs, alone, language)))
    leant = _by_entry(search.ranked(search.gatherer.gather(slugs, together, language)))

    def score(slug: str) -> float:
        total = plain[slug].score + leant[slug].score
        total -= _LAST_MALUS if slug == last else 0.0
        total += _SEE_ALSO_BONUS if slug in entry.see_also else 0.0
        return total + (_TOPIC_BONUS if library.entries[slug].topic == entry.topic else 0.0)

    # "When is it open?" names nothing, so it is about the last entry or one beside it.
    beside = {last, *entry.see_also}
    near = [
        slug
        for slug in slugs
        if slug in beside or (question.names_something and leant[slug].score >= leant[last].score - _FAR)
    ]
    order = sorted(near, key=lambda slug: (-score(slug), slug))
    best = order[0]
    named_else = question.names_something and not question.points
    if best == last and named_else and plain[last].evidence.coverage < _COVERED:
        return []
    clear = len(order) == 1 or score(best) - score(order[1]) >= _LEAD
    return [best] if clear or best == last else order[:_SUGGESTIONS]


def _by_entry(candidates: list[Candidate]) -> dict[str, Candidate]:
    return {candidate.entry: candidate for candidate in candidates}


@lru_cache(maxsize=16)
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    own = cues.load()[language]
    opening = re.compile(rf"\s*(?:{cues.pattern(own.opening)})[\s,]*")
    empty = [*own.opening, *own.pointing, *own.asking]
    return opening, re.compile(cues.pattern(own.pointing)), re.compile(cues.pattern(empty))
