"""The gateway: the only process that is reachable from outside."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
import uvicorn
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.middleware.gzip import GZipMiddleware

from bot import api, ask_page, calendar_files, entries, entry_pages, health, logs, metrics, page, problems, widget
from bot.body import JsonBody
from bot.conversations import Conversations
from bot.dialogue import Dialogue
from bot.headers import SecurityHeaders
from bot.limits import Limits
from bot.rasa_client import RasaClient
from bot.record import Record, RecordUnavailable
from bot.settings import Settings
from bot.telegram import webhook
from bot.telegram.application import Telegram
from knowledge import library as content
from knowledge.library import Library

PURGE_EVERY_SECONDS = 3600
GRACE_SECONDS = 10

log = structlog.get_logger()


def build_app(settings: Settings, library: Library, dialogue: Dialogue) -> FastAPI:
    """The application; it opens the record, and so may raise `RecordUnusable`."""
    record = Record(settings.record_path)
    conversations = Conversations(library, record, dialogue, settings.key())
    telegram = Telegram(settings, library, conversations, record) if settings.telegram_token else None
    readiness = health.Readiness(record, dialogue, settings.actions_url, library.version)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        if left := await conversations.finish_unanswered():
            log.warning("questions left without a reply were given the failed reply", count=left)
        purging = asyncio.create_task(_purge(record, settings.retention_days))
        if telegram:
            telegram.start()
        yield
        purging.cancel()
        if telegram:
            await telegram.stop()
        await dialogue.close()
        await readiness.close()
        record.close()

    app = FastAPI(
        title="Hải Đăng",
        version="1",
        lifespan=lifespan,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    limits = Limits(settings)
    app.include_router(api.build_router(conversations, record, limits))
    app.include_router(entries.build_router(library))
    app.include_router(entry_pages.build_router(library, settings.address))
    app.include_router(calendar_files.build_router(library, settings.address))
    app.include_router(health.build_router(readiness))
    app.include_router(page.build_router(library))
    app.include_router(ask_page.build_router(library, conversations, record, limits, settings.retention_days))
    app.include_router(widget.build_router(library, settings))
    if telegram and settings.telegram_webhook_url:
        app.include_router(webhook.build_router(telegram.secret, telegram.receive))
    problems.register(app, library)
    app.add_middleware(JsonBody, library=library, except_paths=(webhook.PATH, ask_page.PATH))
    app.add_middleware(GZipMiddleware, minimum_size=500)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=settings.widget_origins,
        allow_methods=["GET", "POST", "DELETE"],
        allow_headers=["Content-Type"],
        expose_headers=["Retry-After"],
    )
    return app


async def _purge(record: Record, days: int) -> None:
    """Erase what is older than the retention, for as long as the gateway runs."""
    while True:
        try:
            if count := await record.purge(days):
                metrics.PURGED.inc(count)
                log.info("purged", conversations=count, days=days)
        except RecordUnavailable as error:
            log.warning("purge failed", reason=str(error))
        await asyncio.sleep(PURGE_EVERY_SECONDS)


def main() -> None:
    """Serve until stopped; requests under way get ten seconds to finish."""
    settings = Settings()
    logs.configure(settings.log_level)
    app = build_app(settings, content.load(), RasaClient(settings.dialogue_url))
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        timeout_keep_alive=30,
        h11_max_incomplete_event_size=16_384,
    )


if __name__ == "__main__":
    main()
