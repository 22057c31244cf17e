"""The language of someone of whom only the request is known."""

from babel.core import negotiate_locale
from fastapi import Request

from knowledge.languages import LANGUAGES

DEFAULT = "vi"


def of_request(request: Request) -> str:
    """The first of our languages that the browser asks for (`Accept-Language`), else Vietnamese."""
    header = request.headers.get("accept-language", "")[:500]
    wanted = [part.split(";")[0].strip().replace("-", "_") for part in header.split(",")]
    return negotiate_locale([tag for tag in wanted if tag], LANGUAGES, sep="_") or DEFAULT
