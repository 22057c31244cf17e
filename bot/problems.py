"""Errors as RFC 9457 problem documents, in the visitor's language; nothing is echoed, no trace leaks."""

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from bot import metrics
from bot.languages import of_request
from bot.record import Conflict, NoSuchConversation, RecordUnavailable
from knowledge.library import Library

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 5

# What each kind of problem is called: status, phrase of the wording, short English title for developers.
PROBLEMS = {
    "malformed": (400, "error_malformed", "Malformed request"),
    "not_found": (404, "error_not_found", "Not found"),
    "method": (405, "error_malformed", "Method not allowed"),
    "conflict": (409, "error_conflict", "Conflict"),
    "too_large": (413, "error_too_long", "Body too large"),
    "media_type": (415, "error_malformed", "Not JSON"),
    "empty": (422, "error_empty", "Empty text"),
    "too_long": (422, "error_too_long", "Text too long"),
    "too_many": (429, "error_too_many", "Too many requests"),
    "unavailable": (503, "error_unavailable", "Temporarily unavailable"),
}

log = structlog.get_logger()


class Problem(Exception):
    """A request that is refused, by the name of the problem."""

    def __init__(self, name: str, *, retry_after: int | None = None, language: str | None = None) -> None:
        super().__init__(name)
        self.name, self.retry_after, self.language = name, retry_after, language


def document(library: Library, request: Request, problem: Problem) -> JSONResponse:
    """The problem as a response."""
    status, phrase, title = PROBLEMS[problem.name]
    metrics.REFUSED.labels(problem.name).inc()
    language = problem.language or of_request(request)
    body = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "code": problem.name,
        "detail": library.wording[language].say(phrase),
        "language": language,
    }
    headers = {"Cache-Control": "no-store"}
    if problem.retry_after is not None:
        headers["Retry-After"] = str(problem.retry_after)
    return JSONResponse(body, status, headers, MEDIA_TYPE)


def register(app: FastAPI, library: Library) -> None:
    """Turn every exception that can reach the edge into a problem document."""

    def handle(kind: type[Exception], name: str, retry_after: int | None = None) -> None:
        async def handler(request: Request, _: Exception) -> JSONResponse:
            return document(library, request, Problem(name, retry_after=retry_after))

        app.add_exception_handler(kind, handler)

    handle(NoSuchConversation, "not_found")
    handle(Conflict, "conflict")
    handle(RecordUnavailable, "unavailable", RETRY_AFTER_SECONDS)

    @app.exception_handler(Problem)
    async def refused(request: Request, problem: Problem) -> JSONResponse:
        return document(library, request, problem)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        return document(library, request, Problem(_name_of(error)))

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> JSONResponse:
        names = {404: "not_found", 405: "method"}
        return document(library, request, Problem(names.get(error.status_code, "malformed")))

    @app.exception_handler(Exception)
    async def broken(request: Request, error: Exception) -> JSONResponse:
        log.error("request broke", path=request.scope["route"].path if "route" in request.scope else "", exc_info=error)
        return document(library, request, Problem("unavailable", retry_after=RETRY_AFTER_SECONDS))


def _name_of(error: RequestValidationError) -> str:
    for fault in error.errors():
        if fault["loc"][:1] == ("path",):
            return "not_found"
        if fault["loc"][-1:] == ("text",):
            if fault["type"] == "string_too_long":
                return "too_long"
            if fault["type"] in ("string_too_short", "value_error"):
                return "empty"
    return "malformed"
