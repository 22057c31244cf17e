"""What the bot sends: parameters from the address, a form, JSON, or a form with files."""

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from .errors import bad_request

OBJECTS = {
    "allowed_updates", "button", "caption_entities", "commands", "entities", "link_preview_options", "media",
    "menu_button", "message_ids", "reaction", "reply_markup", "reply_parameters", "results", "scope",
}  # fmt: skip


@dataclass(frozen=True)
class Upload:
    """A file as it was sent."""

    name: str
    type: str
    content: bytes

    def __repr__(self) -> str:
        return f"Upload({self.name!r}, {self.type!r}, {len(self.content)} bytes)"


class Parameters(dict[str, Any]):
    """Parameters by name: strings, numbers, parsed objects and uploads."""

    def required(self, name: str) -> Any:
        """The value. Raises `ApiError` 400 when it is missing or empty."""
        if self.get(name) in (None, ""):
            raise bad_request(f'parameter "{name}" is required', rule="parameters")
        return self[name]

    def whole(self, name: str, default: int = 0) -> int:
        """A whole number; forms carry it as text. Raises `ApiError` 400."""
        try:
            return int(self.get(name, default))
        except (TypeError, ValueError):
            raise bad_request(f'parameter "{name}" must be a number', rule="parameters") from None

    def real(self, name: str) -> float:
        """A number. Raises `ApiError` 400."""
        try:
            return float(self.required(name))
        except (TypeError, ValueError):
            raise bad_request(f'parameter "{name}" must be a number', rule="parameters") from None

    def flag(self, name: str) -> bool:
        """Whether something is switched on; forms write `true`."""
        return str(self.get(name, "")).lower() in ("true", "1")


async def read(request: Request) -> Parameters:
    """All parameters of a request. Raises `ApiError` 400 for objects that are not JSON."""
    body = await request.body()
    kind = request.headers.get("content-type", "")
    found: dict[str, Any] = dict(request.query_params)
    if kind.startswith("application/json"):
        found |= json.loads(body)
    elif kind.startswith("application/x-www-form-urlencoded"):
        found |= dict(parse_qsl(body.decode(), keep_blank_values=True))
    elif kind.startswith("multipart/form-data"):
        found |= _parts(body, kind.partition("boundary=")[2].strip('"'))
    return Parameters({name: _parsed(name, value) for name, value in found.items()})


def _parsed(name: str, value: Any) -> Any:
    if name not in OBJECTS or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise bad_request(f"can't parse {name} JSON object", rule="parameters") from None


def _parts(body: bytes, boundary: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary.encode())[1:-1]:
        head, _, content = part.partition(b"\r\n\r\n")
        headers = head.decode()
        name = re.search(r'[; ]name="([^"]*)"', headers)
        file_name = re.search(r'filename="([^"]*)"', headers)
        kind = re.search(r"(?i)content-type:\s*(\S+)", headers)
        if name and file_name:
            found[name[1]] = Upload(file_name[1], kind[1] if kind else "application/octet-stream", content)
        elif name:
            found[name[1]] = content.decode()
    return found
