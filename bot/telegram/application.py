"""The Telegram channel: python-telegram-bot's application inside the gateway, fed by webhook or by polling."""

import asyncio
import hashlib
import hmac
from collections.abc import Awaitable
from contextlib import suppress
from typing import Any

import structlog
from telegram import LinkPreviewOptions, Update
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.ext import Application, Defaults
from telegram.request import HTTPXRequest

from bot.conversations import Conversations
from bot.privacy import PrivacyError
from bot.record import NoSuchConversation, Record, RecordUnavailable
from bot.settings import Settings
from bot.telegram import menus
from bot.telegram.chats import Chats
from bot.telegram.commands import Commands
from bot.telegram.handlers import Handlers
from bot.telegram.inline import Inline
from bot.telegram.intake import Malformed, Me, keep, update_id
from bot.telegram.polling import ALLOWED, RawBot, poll
from bot.telegram.sending import Pace, wait_of
from bot.telegram.updates import Arrived, Later, Updates, Waiting
from bot.telegram.visit import Visits
from bot.telegram.webhook import PATH, NotReady
from knowledge import reply
from knowledge.library import Library

GRACE_SECONDS = 8.0
AGAIN_SECONDS = 30.0
HOUSEKEEPING_SECONDS = 3600.0
SOON_SECONDS = 30.0
CONNECTIONS = 64

log = structlog.get_logger()


class Telegram:
    """Started and stopped with the gateway, which runs on also while Telegram cannot be reached."""

    def __init__(self, settings: Settings, library: Library, conversations: Conversations, record: Record) -> None:
        assert settings.telegram_token is not None
        self._settings = settings
        self._library = library
        self._record = record
        self._bot = _bot(settings.telegram_token.get_secret_value(), settings.telegram_api)
        self._application = Application.builder().bot(self._bot).updater(None).job_queue(None).build()
        self._application.add_error_handler(self._note)
        self._errors: dict[int, Exception] = {}
        self._chats = Chats(record, conversations, settings.key())
        self._visits = Visits(library, conversations, self._chats, settings.address)
        commands = Commands(library, conversations, self._visits, settings.retention_days)
        Handlers(library, conversations, self._chats, self._visits, commands).register(self._application)
        self._inline = Inline(library, settings.actions_url)
        self._inline.register(self._application)
        self._updates = Updates(record, self._handle)
        self._running: list[asyncio.Task[None]] = []
        self._me: Me | None = None

    @property
    def secret(self) -> str:
        """What Telegram must show with every delivery: the setting, else derived from the key for hashes."""
        if self._settings.telegram_webhook_secret is not None:
            return self._settings.telegram_webhook_secret.get_secret_value()
        return hmac.new(self._settings.key(), b"telegram webhook", hashlib.sha256).hexdigest()

    def start(self) -> None:
        """Begin, in the background."""
        self._running.append(asyncio.create_task(self._serve()))

    async def stop(self) -> None:
        """Take nothing more, finish what has begun."""
        self._me = None
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        await self._updates.stop(GRACE_SECONDS)
        await self._inline.close()
        await self._application.shutdown()

    async def receive(self, updates: list[dict[str, Any]]) -> None:
        """Return when they are stored. Raises `NotReady`, `RecordUnavailable` or `Malformed`."""
        if self._me is None:
            raise NotReady
        if updates:
            await self._updates.store([_arrived(update, self._me) for update in updates])

    async def _serve(self) -> None:
        await _persist(self._application.initialize)
        if left := await self._updates.resume():
            log.warning("updates left by an earlier run are taken up", count=left)
        self._me = Me(self._bot.id, self._bot.username)
        self._running.append(asyncio.create_task(self._keep_house()))
        await _persist(self._listen)
        await _persist(lambda: menus.publish(self._bot, self._record, self._library.wording))
        log.info("telegram is on", mode="webhook" if self._settings.telegram_webhook_url else "polling")

    async def _listen(self) -> None:
        if url := self._settings.telegram_webhook_url:
            await self._bot.set_webhook(url.rstrip("/") + PATH, allowed_updates=ALLOWED, secret_token=self.secret)
            return
        await self._bot.delete_webhook()
        self._running.append(asyncio.create_task(poll(self._bot, self.receive)))

    async def _keep_house(self) -> None:
        """Purge every hour, and soon after a chat was forgotten: its last update bore its id."""
        while True:
            try:
                await self._updates.purge()
                await self._record.forget_log()
            except RecordUnavailable as error:
                log.warning("purge of updates failed", reason=str(error))
            with suppress(TimeoutError):
                await asyncio.wait_for(self._chats.erased.wait(), HOUSEKEEPING_SECONDS)
            self._chats.erased.clear()
            await asyncio.sleep(SOON_SECONDS)

    async def _handle(self, waiting: Waiting) -> None:
        """Deal with one update. Raises `Later`, or what it was set aside for."""
        if waiting.late:
            self._visits.late.add(waiting.id)
        update = Update.de_json(waiting.body, self._bot)
        try:
            await self._process(update)
            self._visits.late.discard(waiting.id)
        except (NoSuchConversation, RecordUnavailable) as error:  # erased by the retention at this very moment
            raise Later(1.0) from error
        except RetryAfter as error:
            raise Later(wait_of(error)) from error
        except Forbidden:
            log.info("a chat is closed to the bot", update=waiting.id)
        except InvalidToken as error:
            log.error("Telegram rejects the token")  # noqa: TRY400 - the error holds the token
            raise Later(AGAIN_SECONDS) from error
        except BadRequest as error:
            if "chat not found" not in error.message.lower():
                await self._apologise(update)
                raise
        except NetworkError as error:
            raise Later(AGAIN_SECONDS) from error
        except Exception:
            await self._apologise(update)
            raise

    async def _process(self, update: Update) -> None:
        await self._application.process_update(update)
        if error := self._errors.pop(update.update_id, None):
            raise error

    async def _apologise(self, update: Update) -> None:
        """Say that it failed, before the update is set aside."""
        if update.effective_chat is not None:
            with suppress(Exception):
                visit = await self._visits.open(update, self._bot)
                text = reply.failed(self._library, visit.chat.language)["text"]
                await self._bot.send_message(update.effective_chat.id, text)

    async def _note(self, update: object, context: Any) -> None:
        """What broke in a handler, for `_process` to raise where it can be judged."""
        if isinstance(update, Update):
            self._errors[update.update_id] = context.error


def _bot(token: str, api: str) -> RawBot:
    request = HTTPXRequest(connection_pool_size=CONNECTIONS, httpx_kwargs={"trust_env": True})
    defaults = Defaults(link_preview_options=LinkPreviewOptions(is_disabled=True))
    base = api.rstrip("/")
    return RawBot(
        token,
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=request,
        defaults=defaults,
        rate_limiter=Pace(),
    )


def _arrived(update: Any, me: Me) -> Arrived:
    """What is to be stored; an update that cannot be read is set aside, only its id is kept."""
    found = update_id(update)
    try:
        return Arrived(found, keep(update, me))
    except (Malformed, PrivacyError) as error:
        log.error("update set aside", update=found, error=type(error).__name__)  # noqa: TRY400
        return Arrived(found, None, aside=True)


async def _persist(work: Any) -> None:
    """Do it, however long Telegram cannot be reached."""
    while True:
        try:
            done: Awaitable[Any] = work()
            await done
        except (TelegramError, RecordUnavailable) as error:
            log.error("telegram does not answer", error=type(error).__name__)  # noqa: TRY400
            await asyncio.sleep(AGAIN_SECONDS)
        else:
            return
