"""A reply: what is sent back to a visitor, the same shape for every channel.

`text` alone answers the question; every other field only repeats or explains it.
"""

from typing import Any, TypedDict

from babel.numbers import format_decimal

from knowledge import event_dates
from knowledge.calendar import today
from knowledge.entry import Entry, Status
from knowledge.library import EMERGENCY, HOTLINE, Library


class Suggestion(TypedDict):
    """An entry to ask about next."""

    entry: str
    title: str


class Reply(TypedDict, total=False):
    """The reply of the HTTP contract, without the id that the record gives it."""

    outcome: str
    routed: str
    declined: str
    language: str
    title: str
    text: str
    entry: dict[str, str]
    as_of: str
    checked: str
    verdict: str
    sources: list[dict[str, str]]
    suggestions: list[Suggestion]
    place: dict[str, Any]
    event: dict[str, Any]
    notice: dict[str, str]


def answer(library: Library, slug: str, language: str) -> Reply:
    """The entry's own text, byte for byte, in the visitor's language or else in one it has.

    One computed sentence follows the text of an event: when it is next.
    """
    entry = library.entries[slug]
    shown = entry.language_for(language)
    text = entry.texts[shown]
    reply: Reply = {
        "outcome": "answered",
        "language": shown,
        "title": text.title,
        "text": text.answer,
        "entry": {
            "id": entry.slug,
            "version": entry.versions[shown],
            "topic": entry.topic,
            "kind": str(entry.kind),
            "status": str(text.status),
            "url": f"/entries/{entry.slug}?language={shown}",
        },
        "as_of": entry.as_of.isoformat(),
        "checked": entry.checked.isoformat(),
        "sources": sources_of(library, entry),
        "suggestions": [suggestion(library, slug, language) for slug in entry.see_also[:3]],
    }
    if entry.claim:
        reply["verdict"] = str(entry.claim.verdict)
    if entry.place:
        reply["place"] = _place(entry, text.title)
    if dated := event_dates.told(entry, library.wording[shown], shown, today()):
        sentence, reply["event"] = dated
        reply["text"] = f"{text.answer}\n\n{sentence}"
    if notice := _notice(library, entry, language, shown):
        reply["notice"] = notice
    return reply


def suggest(library: Library, slugs: list[str], language: str) -> Reply:
    """Numbered suggestions: did you mean one of these?"""
    return offer(library, slugs, language, "suggest")


def offer(library: Library, slugs: list[str], language: str, key: str, **values: str) -> Reply:
    """Numbered entries to choose from, under a phrase."""
    suggestions = [suggestion(library, slug, language) for slug in slugs]
    lines = [f"{number}. {item['title']}" for number, item in enumerate(suggestions, 1)]
    return {
        "outcome": "suggested",
        "language": language,
        "text": "\n".join([library.wording[language].say(key, **values), *lines]),
        "sources": [],
        "suggestions": suggestions,
    }


def nearest(library: Library, places: list[tuple[str, float | None]], language: str) -> Reply:
    """The nearest places with their distances where these are known, to choose from."""
    suggestions = [suggestion(library, slug, language) for slug, _ in places]
    distances = [f" ({format_decimal(km, '#,##0.0', language)} km)" if km is not None else "" for _, km in places]
    lines = [
        f"{number}. {item['title']}{far}"
        for number, (item, far) in enumerate(zip(suggestions, distances, strict=True), 1)
    ]
    text = "\n".join([library.wording[language].say("nearest"), *lines])
    return {"outcome": "suggested", "language": language, "text": text, "sources": [], "suggestions": suggestions}


def not_known(library: Library, language: str, key: str = "not_known", reason: str = "not_known") -> Reply:
    """No checked answer: say so, and where to ask. `key` is the phrase, `reason` is `not_known` or `claim`."""
    reply = decline(library, language, key, reason, hotline=suggestion(library, HOTLINE, language)["title"])
    reply["suggestions"] = [suggestion(library, slug, language) for slug in (HOTLINE, EMERGENCY)]
    return reply


def decline(library: Library, language: str, key: str, reason: str, **values: str) -> Reply:
    """A phrase for what is not answered; `declined` is the reason, for the report.

    It is `not_known`, `claim` (one that nobody has checked) or the intent: `opinion`, `advice`, `task`, `injection`,
    `personal_data`, `abuse`.
    """
    reply = say(library, "declined", language, key, **values)
    reply["declined"] = reason
    return reply


def failed(library: Library, language: str) -> Reply:
    """Something broke: an apology, and the emergency numbers and the hotline from their checked entries."""
    reply = say(library, "failed", language, "failed")
    answers = [answer(library, slug, language) for slug in (EMERGENCY, HOTLINE)]
    reply["text"] = "\n\n".join([reply["text"], *(given["text"] for given in answers)])
    reply["sources"] = [source for given in answers for source in given["sources"]]
    return reply


def contact(library: Library, language: str) -> Reply:
    """Whom to call, for someone who wants a person."""
    return {**answer(library, HOTLINE, language), "outcome": "routed", "routed": "human"}


def sources(library: Library, entry: Entry | None, language: str) -> Reply:
    """The sources of an entry in full, or that there was no answer to give sources for."""
    if entry is None:
        return say(library, "routed", language, "source_none", routed="source")
    reply = say(
        library, "routed", language, "source", routed="source", title=suggestion(library, entry.slug, language)["title"]
    )
    reply["sources"] = sources_of(library, entry)
    reply["text"] = "\n".join([reply["text"], *(_source_line(source) for source in reply["sources"])])
    return reply


def say(library: Library, outcome: str, language: str, key: str, *, routed: str | None = None, **values: str) -> Reply:
    """A phrase of the bot's own, in the visitor's language."""
    text = library.wording[language].say(key, **values)
    reply: Reply = {"outcome": outcome, "language": language, "text": text, "sources": [], "suggestions": []}
    if routed:
        reply["routed"] = routed
    return reply


def suggestion(library: Library, slug: str, language: str) -> Suggestion:
    """A suggestion under the title that the visitor can read."""
    entry = library.entries[slug]
    return {"entry": slug, "title": entry.texts[entry.language_for(language)].title}


def sources_of(library: Library, entry: Entry) -> list[dict[str, str]]:
    """The entry's sources as the contract shows them, in the entry's order."""
    shown = []
    for reference in entry.sources:
        source = library.sources[reference.id].model_dump(mode="json", exclude_none=True, exclude={"seen"})
        shown.append(source | ({"at": reference.at} if reference.at else {}))
    return shown


def _source_line(source: dict[str, str]) -> str:
    parts = (
        source["publisher"],
        source["title"],
        source.get("number"),
        source.get("at"),
        source.get("date"),
        source.get("url"),
    )
    return "- " + ", ".join(part for part in parts if part)


def _place(entry: Entry, name: str) -> dict[str, Any]:
    assert entry.place is not None
    place: dict[str, Any] = {"name": name, **entry.place.model_dump(exclude_none=True)}
    if entry.place.lat is not None:
        place["map_url"] = (
            f"https://www.openstreetmap.org/?mlat={entry.place.lat}&mlon={entry.place.lon}"
            f"#map=16/{entry.place.lat}/{entry.place.lon}"
        )
    return place


def _notice(library: Library, entry: Entry, wanted: str, shown: str) -> dict[str, str] | None:
    """The one notice that matters most: another language, a draft, or a text that is due for checking."""
    wording = library.wording[wanted]
    if shown != wanted:
        code = "other_language"
    elif entry.texts[shown].status == Status.DRAFT:
        code = "draft"
    elif entry.overdue_on(today()):
        code = "overdue"
    else:
        return None
    return {"code": code, "text": wording.say(f"notice_{code}")}
