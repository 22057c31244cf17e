"""The main page, which is the widget in full, and a demonstration of the widget inside another site."""

from collections.abc import Callable
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse

from bot.languages import of_request
from bot.templates import FOLDER, page
from knowledge.calendar import today
from knowledge.languages import LANGUAGES
from knowledge.library import Library

ASSETS = ("site.css", "demo.css", "icon.svg")
DEMO_TOPICS = ("tourism", "events", "services", "investment")
CARDS = 3


def build_router(library: Library) -> APIRouter:
    """The pages and what they are made of."""
    router = APIRouter(include_in_schema=False)

    for name in ASSETS:
        router.add_api_route(f"/{name}", _serve(FOLDER / name), methods=["GET", "HEAD"])

    @router.api_route("/", methods=["GET", "HEAD"])
    async def main(request: Request) -> HTMLResponse:
        return page(library, "index.html", language_of(request))

    @router.api_route("/demo", methods=["GET", "HEAD"])
    async def demo(request: Request) -> HTMLResponse:
        language = language_of(request)
        return page(library, "demo.html", language, path="/demo", topics=_cards(library, language))

    return router


def language_of(request: Request) -> str:
    """The language that the address names, else the browser's."""
    named = request.query_params.get("language", "")
    return named if named in LANGUAGES else of_request(request)


def _serve(path: Path) -> Callable[[], FileResponse]:
    return lambda: FileResponse(path, headers={"Cache-Control": "public, max-age=3600"})


def _cards(library: Library, language: str) -> dict[str, list[dict[str, str]]]:
    """A few real entries of each topic, so that the demonstration invents nothing."""
    served = list(library.served(today()))
    cards: dict[str, list[dict[str, str]]] = {}
    for topic in DEMO_TOPICS:
        chosen = [entry for entry in served if entry.topic == topic][:CARDS]
        texts = [(entry.slug, entry.texts[entry.language_for(language)]) for entry in chosen]
        cards[topic] = [{"slug": slug, "title": text.title, "text": text.answer} for slug, text in texts]
    return cards
