"""The entries themselves, for anyone who wants to read or reuse them."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel

from bot.api import Language
from bot.languages import of_request
from bot.problems import Problem
from knowledge import reply
from knowledge.calendar import today
from knowledge.library import Library

Topic = Literal["province", "sea", "borders", "investment", "tourism", "events", "claims", "rights", "services", "plan"]
Slug = Annotated[str, Path(pattern=r"^[a-z0-9-]{3,48}$")]


class Entries(BaseModel):
    """Entries by title."""

    language: str
    entries: list[dict[str, str]]


def build_router(library: Library) -> APIRouter:
    """The endpoints over a library."""
    router = APIRouter(prefix="/api/v1/entries", tags=["entries"])

    @router.get("")
    async def titles(
        request: Request,
        language: Annotated[Language | None, Query()] = None,
        topic: Annotated[Topic | None, Query()] = None,
    ) -> Entries:
        shown = language or of_request(request)
        chosen = [entry for entry in library.served(today()) if topic in (None, entry.topic)]
        listed = [
            {"id": e.slug, "topic": e.topic, "kind": str(e.kind), "title": e.texts[e.language_for(shown)].title}
            for e in chosen
        ]
        return Entries(language=shown, entries=listed)

    @router.get("/{slug}")
    async def one(request: Request, slug: Slug, language: Annotated[Language | None, Query()] = None) -> dict[str, Any]:
        entry = library.find(slug)
        if entry is None or not entry.served_on(today()):
            raise Problem("not_found", language=language)
        return dict(reply.answer(library, entry.slug, language or of_request(request)))

    return router
