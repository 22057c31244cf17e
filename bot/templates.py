"""Pages made on the server, in the visitor's language; everything is escaped by Jinja."""

from functools import partial
from pathlib import Path

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from knowledge.languages import LANGUAGES
from knowledge.library import Library

FOLDER = Path(__file__).parent / "web"
NAMES = {
    "vi": "Tiếng Việt",
    "en": "English",
    "zh": "中文",
    "ko": "한국어",
    "ja": "日本語",
    "ru": "Русский",
    "fr": "Français",
    "lo": "ລາວ",
    "km": "ខ្មែរ",
}

_environment = Environment(
    loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


def page(library: Library, template: str, language: str, *, status: int = 200, **values: object) -> HTMLResponse:
    """A template of `bot/web` as a response; in it, `say("key", name=value)` gives a phrase of the wording."""
    text = _environment.get_template(template).render(
        language=language,
        languages={code: NAMES[code] for code in LANGUAGES},
        say=partial(_say, library, language),
        **values,
    )
    headers = {"Cache-Control": "no-cache", "Content-Language": language, "Vary": "Accept-Language"}
    return HTMLResponse(text, status, headers)


def _say(library: Library, language: str, key: str, **values: object) -> str:
    return library.wording[language].say(key, **values)
