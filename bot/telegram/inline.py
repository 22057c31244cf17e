"""Inline mode: `@bot visa` in any chat offers sourced answers to quote. It needs BotFather's /setinline."""

from typing import Any

import httpx
import structlog
from telegram import InlineQueryResultArticle, InputTextMessageContent, Update
from telegram.constants import ParseMode
from telegram.error import BadRequest
from telegram.ext import Application, ContextTypes, InlineQueryHandler

from bot.telegram.rendering import render
from bot.telegram.splitting import shortened
from knowledge import reply
from knowledge.library import Library

TIMEOUT_SECONDS = 4.0
CACHE_SECONDS = 300
RESULTS = 5
PREVIEW = 120

log = structlog.get_logger()


class Inline:
    """Asks the search of the actions; nothing of a query is kept."""

    def __init__(self, library: Library, actions_url: str) -> None:
        self._library = library
        self._http = httpx.AsyncClient(base_url=actions_url, timeout=TIMEOUT_SECONDS, trust_env=False)

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Hear inline queries."""
        application.add_handler(InlineQueryHandler(self.offer))

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def offer(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Offer the entries that the search holds for right; none rather than a wrong one."""
        query = update.inline_query
        assert query is not None
        results = [self._result(slug, language) for slug, language in await self._found(query.query)]
        try:
            await query.answer(results, cache_time=CACHE_SECONDS if results else 0)
        except BadRequest:
            log.info("an inline query was answered too late")

    async def _found(self, text: str) -> list[tuple[str, str]]:
        if not text.strip():
            return []
        try:
            found = (await self._http.get("/search", params={"q": text})).raise_for_status().json()
            kept = [candidate["entry"] for candidate in found["candidates"] if candidate["kept"]]
            return [(slug, found["language"]) for slug in kept[:RESULTS] if slug in self._library.entries]
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            log.warning("inline search failed", error=type(error).__name__)
            return []

    def _result(self, slug: str, language: str) -> InlineQueryResultArticle:
        answer: dict[str, Any] = dict(reply.answer(self._library, slug, language))
        content = InputTextMessageContent(render(answer, self._library.wording)[0], parse_mode=ParseMode.HTML)
        preview = shortened(answer["text"], PREVIEW)
        return InlineQueryResultArticle(slug, answer["title"], content, description=preview)
