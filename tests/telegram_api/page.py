"""The demo's web side: a small chat client for one person at a time, in a browser on this machine."""

import asyncio
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from .control import TelegramApi
from .people import Person
from .profile import shown_commands

FOLDER = Path(__file__).parent / "page"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
HEADERS = {"Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
FILES = {"/": "page.html", "/page.js": "page.js", "/render.js": "render.js", "/page.css": "page.css"}
WAIT_SECONDS = 20


class Page:
    """Routes for `TelegramApi(routes=...)`; `api` is set once that is there."""

    api: TelegramApi

    def __init__(self) -> None:
        self._people: dict[int, Person] = {}

    def routes(self) -> list[BaseRoute]:
        """The page's files, new people, what they see and what they do."""
        files = [Route(path, self._file(name)) for path, name in FILES.items()]
        return [
            *files,
            Route("/favicon.ico", lambda _: Response(status_code=204, headers=HEADERS)),
            Route("/demo/people", self.join, methods=["POST"]),
            Route("/demo/people/{person:int}", self.look),
            Route("/demo/people/{person:int}", self.act, methods=["POST"]),
        ]

    def _file(self, name: str) -> Callable[[Request], Response]:
        def serve(_: Request) -> Response:
            return FileResponse(FOLDER / name, headers={**HEADERS, "Cache-Control": "no-cache"})

        return serve

    async def join(self, request: Request) -> Response:
        """A new person with the language that was chosen, "" for none."""
        language = (await request.json()).get("language") or None
        person = self.api.person(language, "Demo")
        self._people[person.id] = person
        return JSONResponse({"id": person.id, "bot": self.api.username}, headers=HEADERS)

    async def look(self, request: Request) -> Response:
        """Everything that this person sees, as soon as it differs from what `after` says."""
        person = self._people.get(request.path_params["person"])
        if person is None:
            return Response(status_code=404)
        deadline = time.monotonic() + WAIT_SECONDS
        while True:
            seen = self._seen(person)
            version = str(hash(json.dumps(seen, sort_keys=True)))
            if version != request.query_params.get("after") or time.monotonic() > deadline or self.api.server.stopping:
                return JSONResponse({"version": version, **seen}, headers=HEADERS)
            await asyncio.sleep(0.05)

    def _seen(self, person: Person) -> dict[str, Any]:
        api, chat = self.api, person.chat
        about = api.profile.get(("description", (person.language or "")[:2])) or api.profile.get(("description", ""))
        return {
            "messages": [{**message, "mine": message["from"]["id"] == person.id} for message in person.messages],
            "typing": chat.typing_until > time.monotonic(),
            "keyboard": chat.keyboard,
            "commands": shown_commands(api.state, "all_private_chats", person.language),
            "description": about or "",
            "toasts": person.toasts,
        }

    async def act(self, request: Request) -> Response:
        """One of the things that people do; 400 for what cannot be done."""
        person = self._people.get(request.path_params["person"])
        if person is None or request.headers.get("content-type") != "application/json":
            return Response(status_code=404)
        try:
            self._do(person, await request.json())
        except (LookupError, ValueError) as error:
            return JSONResponse({"error": str(error)}, 400, headers=HEADERS)
        return Response(status_code=204)

    def _do(self, person: Person, deed: dict[str, Any]) -> None:
        old = person.chat.messages[deed["message"]] if "message" in deed else None
        match deed.get("do"):
            case "say":
                person.says(str(deed["text"]))
            case "edit" if old:
                person.edits(old, str(deed["text"]))
            case "press":
                person.presses(str(deed["text"]), message=old)
            case "location":
                person.shares_location(float(deed["latitude"]), float(deed["longitude"]))
            case "send":
                person.sends(str(deed["kind"]))
            case _:
                raise ValueError("unknown deed")
