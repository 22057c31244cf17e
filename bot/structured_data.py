"""What search engines read of an entry: schema.org as JSON-LD."""

import json
from datetime import date
from typing import Any

from markupsafe import Markup

from knowledge.entry import Entry
from knowledge.events import shown_occurrence
from knowledge.library import Library

_HARMLESS = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def of_entry(library: Library, entry: Entry, language: str, address: str, today: date) -> Markup:
    """The entry as a JSON-LD graph, safe inside a script element; `language` is one that the entry has."""
    url = f"{address}/entries/{entry.slug}?language={language}"
    publisher = {"@type": "Organization", "name": "Hải Đăng", "url": f"{address}/"}
    graph = [_question(library, entry, language, url, publisher)]
    if event := _event(entry, language, url, today):
        graph.append(event)
    if review := _review(library, entry, language, url, publisher):
        graph.append(review)
    if place := _place(entry, language):
        graph.append(place)
    data = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False)
    return Markup(data.translate(_HARMLESS))  # noqa: S704 - the translation leaves nothing that HTML could read


def _question(library: Library, entry: Entry, language: str, url: str, publisher: dict[str, str]) -> dict[str, Any]:
    text = entry.texts[language]
    sources = [library.sources[reference.id] for reference in entry.sources]
    answer: dict[str, Any] = {"@type": "Answer", "text": text.answer, "url": url}
    if cited := [source.url for source in sources if source.url]:
        answer["citation"] = cited
    return {
        "@type": "FAQPage",
        "@id": url,
        "inLanguage": language,
        "dateModified": entry.checked.isoformat(),
        "publisher": publisher,
        "mainEntity": {"@type": "Question", "name": text.title, "acceptedAnswer": answer},
    }


def _event(entry: Entry, language: str, url: str, today: date) -> dict[str, Any] | None:
    if entry.event is None or (when := shown_occurrence(entry.event, today)) is None:
        return None
    area = entry.event.area or "Việt Nam"
    return {
        "@type": "Event",
        "name": entry.texts[language].title,
        "description": entry.texts[language].answer,
        "inLanguage": language,
        "startDate": when.start.isoformat(),
        "endDate": when.end.isoformat(),
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": {
            "@type": "Place",
            "name": area,
            "address": {"@type": "PostalAddress", "addressLocality": area, "addressCountry": "VN"},
        },
        "url": url,
    }


def _review(
    library: Library, entry: Entry, language: str, url: str, publisher: dict[str, str]
) -> dict[str, Any] | None:
    if entry.claim is None:
        return None
    verdict = library.wording[language].say(f"widget_verdict_{entry.claim.verdict}")
    return {
        "@type": "ClaimReview",
        "url": url,
        "inLanguage": language,
        "datePublished": entry.checked.isoformat(),
        "author": publisher,
        "claimReviewed": entry.texts[language].heard,
        "reviewRating": {"@type": "Rating", "alternateName": verdict},
    }


def _place(entry: Entry, language: str) -> dict[str, Any] | None:
    if entry.place is None or entry.place.lat is None:
        return None
    place: dict[str, Any] = {
        "@type": "Place",
        "name": entry.texts[language].title,
        "geo": {"@type": "GeoCoordinates", "latitude": entry.place.lat, "longitude": entry.place.lon},
    }
    if entry.place.address:
        place["address"] = entry.place.address
    return place
