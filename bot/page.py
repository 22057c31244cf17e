"""A plain page to ask on, and its phrases."""

from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse

from bot.api import Language
from knowledge.library import Library

FOLDER = Path(__file__).parent / "web"
FILES = {"/": "page.html", "/page.js": "page.js", "/page.css": "page.css"}
SHOWN = ("page_", "error_", "greet")


def build_router(library: Library, retention_days: int) -> APIRouter:
    """The page's files, and its phrases in one language at a time."""
    router = APIRouter(include_in_schema=False)

    for path, name in FILES.items():

        def serve(name: str = name) -> FileResponse:
            return FileResponse(FOLDER / name, headers={"Cache-Control": "no-cache"})

        router.add_api_route(path, serve, methods=["GET", "HEAD"])

    @router.get("/api/v1/wording/{language}")
    async def phrases(language: Language) -> dict[str, str]:
        chosen = library.wording[language].phrases
        shown = {key: phrase for key, phrase in chosen.items() if key.startswith(SHOWN)}
        return shown | {"page_notice": shown["page_notice"].replace("{days}", str(retention_days))}

    return router
