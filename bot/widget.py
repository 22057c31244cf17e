"""The website widget: a short loader, and its files under a hash of them all, to be cached for ever."""

import base64
import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Response
from pydantic import BaseModel

from bot.problems import Problem
from bot.settings import Settings
from knowledge.calendar import today
from knowledge.languages import LANGUAGES
from knowledge.library import Library

FOLDER = Path(__file__).parent / "web" / "widget"
LOADER = "loader.js"
TYPES = {".js": "text/javascript", ".css": "text/css", ".json": "application/json"}
SHOWN = ("page_", "widget_", "error_empty", "error_too_long", "greet")
FOR_EVER = "public, max-age=31536000, immutable"
SHORT = "public, max-age=300"
# Any page may load the files; which pages may ask is settled by `widget_origins`.
OPEN = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}


class Version(BaseModel):
    """What a site that pins the widget needs: where this version's loader is, and its SRI hash."""

    version: str
    src: str
    integrity: str


class Release:
    """The widget's files as they are served, the interface phrases among them, and their common hash."""

    def __init__(self, library: Library, settings: Settings) -> None:
        files = {path.name: path.read_bytes() for path in sorted(FOLDER.iterdir()) if path.suffix in TYPES}
        loader = files.pop(LOADER).decode()
        files |= {f"{language}.json": _locale(library, language, settings.retention_days) for language in LANGUAGES}
        known: dict[str, Any] = {"files": {name: integrity(content) for name, content in files.items()}}
        if settings.telegram_name:
            known |= {"telegram": settings.telegram_name}
        text = json.dumps(known, sort_keys=True) + loader
        self.hash = hashlib.sha256(text.encode()).hexdigest()[:16]
        filled = json.dumps({"hash": self.hash, **known}, separators=(",", ":"))
        self.loader = loader.replace("RELEASE = {}", f"RELEASE = {filled}").encode()
        self.files = {**files, LOADER: self.loader}


def integrity(content: bytes) -> str:
    """The value of an `integrity` attribute."""
    return "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode()


def build_router(library: Library, settings: Settings) -> APIRouter:
    """The loader, the files of the present version, and how to pin it."""
    release = Release(library, settings)
    router = APIRouter()

    @router.get("/widget.js", include_in_schema=False)
    async def loader() -> Response:
        return _response(LOADER, release.loader, SHORT)

    @router.get("/widget/{version}/{name}", include_in_schema=False)
    async def file(version: str, name: str) -> Response:
        if version != release.hash or name not in release.files:
            raise Problem("not_found")
        return _response(name, release.files[name], FOR_EVER)

    @router.get("/api/v1/widget", tags=["widget"])
    async def version() -> Version:
        src = f"/widget/{release.hash}/{LOADER}"
        return Version(version=release.hash, src=src, integrity=integrity(release.loader))

    return router


def _response(name: str, content: bytes, cache: str) -> Response:
    return Response(content, headers={"Cache-Control": cache, **OPEN}, media_type=TYPES[Path(name).suffix])


def _locale(library: Library, language: str, retention_days: int) -> bytes:
    """The widget's phrases in one language, and of every topic the entry that most others point to."""
    chosen = {key: text for key, text in library.wording[language].phrases.items() if key.startswith(SHOWN)}
    chosen["page_notice"] = chosen["page_notice"].replace("{days}", str(retention_days))
    pointed_to = Counter(slug for entry in library.entries.values() for slug in entry.see_also)
    central = {}
    for entry in sorted(library.served(today()), key=lambda entry: (pointed_to[entry.slug], entry.slug)):
        title = entry.texts[entry.language_for(language)].title
        central[entry.topic] = {"entry": entry.slug, "title": title}
    locale = {"phrases": chosen, "examples": list(central.values())}
    return json.dumps(locale, ensure_ascii=False, separators=(",", ":")).encode()
