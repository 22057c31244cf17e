"""Public pages from the same content: one for each entry, lists by topic, and what crawlers ask for."""

from typing import Annotated
from xml.sax.saxutils import escape

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse

from bot import structured_data
from bot.languages import of_request
from bot.templates import page
from knowledge import event_dates, reply
from knowledge.calendar import today
from knowledge.dates import written
from knowledge.entry import TOPICS, Entry, Status
from knowledge.languages import LANGUAGES
from knowledge.library import Library

DESCRIPTION_CHARACTERS = 155
ROBOTS = "User-agent: *\nDisallow: /api/\nAllow: /\nSitemap: {address}/sitemap.xml\n"
METHODS = ["GET", "HEAD"]

Language = Annotated[str | None, Query(max_length=20)]


def build_router(library: Library, address: str) -> APIRouter:
    """The pages over a library; `address` is where the public finds this gateway."""
    router = APIRouter(include_in_schema=False)
    pages = EntryPages(library, address)

    @router.api_route("/entries", methods=METHODS, response_class=HTMLResponse)
    async def titles(request: Request, language: Language = None, topic: str | None = None) -> Response:
        return pages.titles(_language(request, language), topic)

    @router.api_route("/entries/{slug}", methods=METHODS, response_class=HTMLResponse)
    async def one(request: Request, slug: str, language: Language = None) -> Response:
        return pages.entry(slug, _language(request, language))

    @router.api_route("/sitemap.xml", methods=METHODS)
    async def sitemap() -> Response:
        return Response(pages.sitemap(), media_type="application/xml")

    @router.api_route("/robots.txt", methods=METHODS, response_class=PlainTextResponse)
    async def robots() -> str:
        return ROBOTS.format(address=address)

    return router


def _language(request: Request, wanted: str | None) -> str:
    return wanted if wanted in LANGUAGES else of_request(request)


class EntryPages:
    """Makes the pages."""

    def __init__(self, library: Library, address: str) -> None:
        self._library = library
        self._address = address

    def entry(self, slug: str, language: str) -> Response:
        """The page of an entry; a former slug leads on to it, an unknown one to the list with a word on it."""
        entry = self._library.find(slug)
        if entry is None or not entry.served_on(today()):
            return self._list(language, None, status=404)
        if entry.slug != slug:
            return RedirectResponse(f"/entries/{entry.slug}?language={language}", 301)
        shown = entry.language_for(language)
        text = entry.texts[shown]
        wording = self._library.wording[shown]
        dated = event_dates.told(entry, wording, shown, today())
        return page(
            self._library,
            "entry.html",
            language,
            path=f"/entries/{entry.slug}",
            address=self._address,
            entry=entry,
            text=text,
            reply=reply.answer(self._library, entry.slug, language),
            when=dated[0] if dated else None,
            as_of=written(entry.as_of, entry.as_of, language),
            checked=written(entry.checked, entry.checked, language),
            description=_description(text.answer),
            see_also=[other for slug in entry.see_also if (other := self._library.entries[slug]).served_on(today())],
            indexed=text.status != Status.DRAFT,
            structured_data=structured_data.of_entry(self._library, entry, shown, self._address, today()),
        )

    def titles(self, language: str, topic: str | None) -> Response:
        """The titles of a topic, or of all; an unknown topic is a page that is not there."""
        known = topic is None or topic in TOPICS
        return self._list(language, topic if known else None, status=200 if known else 404)

    def _list(self, language: str, topic: str | None, *, status: int) -> Response:
        served = list(self._library.served(today()))
        sections = {name: _by_title(served, name, language) for name in TOPICS if topic in (None, name)}
        return page(
            self._library,
            "entries.html",
            language,
            status=status,
            path="/entries",
            address=self._address,
            topic=topic,
            topics=TOPICS,
            sections={name: entries for name, entries in sections.items() if entries},
            missing=status == 404,
        )

    def sitemap(self) -> str:
        """Every page that may be found by search engines, in each of its languages."""
        rows = [
            f"<url><loc>{escape(f'{self._address}/entries/{entry.slug}?language={language}')}</loc>"
            f"<lastmod>{entry.checked}</lastmod></url>"
            for entry in self._library.served(today())
            for language, text in entry.texts.items()
            if text.status != Status.DRAFT
        ]
        head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        return "\n".join([head, *rows, "</urlset>\n"])


def _by_title(entries: list[Entry], topic: str, language: str) -> list[tuple[Entry, str]]:
    """Entries of a topic with the language they are shown in, by title."""
    shown = [(entry, entry.language_for(language)) for entry in entries if entry.topic == topic]
    return sorted(shown, key=lambda item: item[0].texts[item[1]].title.casefold())


def _description(text: str) -> str:
    """The beginning of a text, as search engines show it."""
    if len(text) <= DESCRIPTION_CHARACTERS:
        return text
    return text[:DESCRIPTION_CHARACTERS].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
