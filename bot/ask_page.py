"""A page to ask on without JavaScript: a form, and the answer in the page that comes back."""

import re
import secrets
from datetime import date
from typing import Any
from urllib.parse import parse_qs

from babel.dates import format_date
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from pydantic import ValidationError

from bot.api import MessageBody
from bot.body import MAX_BYTES
from bot.conversations import Conversations, Message
from bot.limits import Limits
from bot.page import language_of
from bot.problems import PROBLEMS, RETRY_AFTER_SECONDS, Problem
from bot.record import Conflict, NoSuchConversation, Record, RecordUnavailable
from bot.templates import page
from knowledge.languages import LANGUAGES
from knowledge.library import Library
from knowledge.text import MAX_CHARS

PATH = "/ask"
FORM = "application/x-www-form-urlencoded"
EARLIER = 20
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_CONVERSATION = re.compile(r"[A-Za-z0-9_-]{16,40}")


class AskPage:
    """The page over the parts of the gateway; it obeys the same limits as the API."""

    def __init__(
        self, library: Library, conversations: Conversations, record: Record, limits: Limits, retention_days: int
    ) -> None:
        self._library, self._conversations, self._record = library, conversations, record
        self._limits, self._days = limits, retention_days

    def show(self, language: str, *, status: int = 200, retry_after: int | None = None, **values: Any) -> HTMLResponse:
        """The page: empty, or with what `values` hold."""
        given = {"conversation": "", "messages": [], "error": "", "said": "", "draft": "", **values}
        given |= {"path": PATH, "days": self._days, "max_chars": MAX_CHARS, "client_id": secrets.token_urlsafe(12)}
        given |= {"day": lambda iso: format_date(date.fromisoformat(iso[:10]), "long", locale=language)}
        response = page(self._library, "ask.html", language, status=status, **given)
        response.headers.update({"Content-Security-Policy": POLICY, "Cache-Control": "no-store"})
        if retry_after is not None:
            response.headers["Retry-After"] = str(retry_after)
        return response

    async def answer(self, request: Request) -> HTMLResponse:
        """Do what the form says; a refusal is a page, too."""
        form: dict[str, str] = {}
        language, conversation = language_of(request), ""
        try:
            form = await _read(request)
            language = form["language"] if form.get("language") in LANGUAGES else language
            conversation = _conversation(form)
            return await self._do(request, form, conversation, language)
        except (Problem, NoSuchConversation, RecordUnavailable) as error:
            name, retry_after = _name(error)
            status, phrase, _ = PROBLEMS[name]
            kept = "" if name == "not_found" else conversation
            shown = {"conversation": kept, "error": phrase, "draft": form.get("text", "")}
            return self.show(language, status=status, retry_after=retry_after, **shown)

    async def _do(self, request: Request, form: dict[str, str], conversation: str, language: str) -> HTMLResponse:
        said = ""
        if "erase" in form and conversation:
            await self._record.delete(conversation)
            return self.show(language, said="page_deleted")
        if "rate" in form and conversation:
            reply, _, opinion = form["rate"].partition(".")
            if not reply.isdecimal():
                raise Problem("malformed")
            helpful = opinion == "yes"
            await self._conversations.rate(conversation, int(reply), helpful=helpful, reason=None, comment=None)
            said = "page_thanks"
        else:
            conversation = await self._ask(request, form, conversation, language)
        messages = [one for one in await self._record.history(conversation) if "question" in one]
        return self.show(language, conversation=conversation, messages=messages[: -EARLIER - 1 : -1], said=said)

    async def _ask(self, request: Request, form: dict[str, str], conversation: str, language: str) -> str:
        """Ask, in a new conversation if there is none yet; returns its id."""
        body = _message(form)
        if not conversation:
            await self._limits.new_conversation(request)
            conversation = (await self._conversations.start("web", language))[0].id
        await self._limits.question(request, conversation)
        client_id = body.client_id or secrets.token_urlsafe(12)
        try:
            await self._conversations.ask(conversation, Message(client_id, body.text, body.choice))
        except Conflict:
            # Somebody went back in the browser and asks something else from the old page.
            client_id = secrets.token_urlsafe(12)
            await self._conversations.ask(conversation, Message(client_id, body.text, body.choice))
        return conversation


def build_router(
    library: Library, conversations: Conversations, record: Record, limits: Limits, retention_days: int
) -> APIRouter:
    """The page at its address."""
    router = APIRouter(include_in_schema=False)
    shown = AskPage(library, conversations, record, limits, retention_days)

    @router.api_route(PATH, methods=["GET", "HEAD"])
    async def blank(request: Request) -> HTMLResponse:
        return shown.show(language_of(request))

    @router.post(PATH)
    async def asked(request: Request) -> HTMLResponse:
        return await shown.answer(request)

    return router


def _conversation(form: dict[str, str]) -> str:
    """The conversation that the form belongs to, empty if it begins one. Raises `NoSuchConversation`."""
    conversation = form.get("conversation", "")
    if conversation and not _CONVERSATION.fullmatch(conversation):
        raise NoSuchConversation
    return conversation


async def _read(request: Request) -> dict[str, str]:
    """The form's fields, the first value of each. Raises `Problem`."""
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != FORM:
        raise Problem("media_type")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BYTES:
            raise Problem("too_large")
    try:
        fields = parse_qs(body.decode("ascii"), errors="replace", max_num_fields=20)
    except ValueError as error:
        raise Problem("malformed") from error
    return {name: values[0] for name, values in fields.items()}


def _message(form: dict[str, str]) -> MessageBody:
    text, choice = form.get("text", "").replace("\r\n", "\n").strip(), form.get("choice")
    if not text and choice is None:
        raise Problem("empty")
    if len(text) > MAX_CHARS:
        raise Problem("too_long")
    try:
        return MessageBody(text=None if choice else text, choice=choice, client_id=form.get("client_id"))
    except ValidationError as error:
        raise Problem("malformed") from error


def _name(error: Exception) -> tuple[str, int | None]:
    if isinstance(error, Problem):
        return error.name, error.retry_after
    return ("not_found", None) if isinstance(error, NoSuchConversation) else ("unavailable", RETRY_AFTER_SECONDS)
