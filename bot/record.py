"""The record: the gateway's durable store of conversations, questions, replies and feedback.

One connection in one thread writes and reads: SQLite before 3.51.3 can damage a WAL that two connections write.
Every commit is on the disk before it is acknowledged (WAL with synchronous=FULL).
"""

import asyncio
import secrets
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, create_engine, delete, event, insert, select, text, update
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError
from sqlalchemy.pool import StaticPool

import bot.telegram.tables  # noqa: F401 - they are part of the record
from bot.tables import SCHEMA_VERSION, conversations, feedback, metadata, questions, replies

Result = TypeVar("Result")


class RecordUnavailable(Exception):
    """Nothing can be stored right now (disk full, read-only ...): nothing may be acknowledged either."""


class RecordUnusable(Exception):
    """The file is damaged or of another schema; start with the right program or restore a backup."""


class NoSuchConversation(Exception):
    """There is no such conversation (any more)."""


class Conflict(Exception):
    """The client id was used before, with other content."""


@dataclass(frozen=True)
class Conversation:
    """The exchange with one visitor; `context` is what the dialogue remembers of it."""

    id: str
    channel: str
    language: str
    turns: int
    context: dict[str, Any]


@dataclass(frozen=True)
class Taken:
    """A stored question; `replies` is there if it was answered before."""

    question_id: int
    language: str | None
    replies: list[dict[str, Any]] | None


class Record:
    """Opens (and if need be creates) the file. Raises `RecordUnusable`."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._engine = create_engine(
            f"sqlite:///{path}", poolclass=StaticPool, connect_args={"check_same_thread": False, "timeout": 5}
        )
        event.listen(self._engine, "connect", _set_up)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="record")
        self._thread.submit(self._open, path).result()

    async def start(self, channel: str, language: str, greeting: dict[str, Any]) -> tuple[Conversation, dict[str, Any]]:
        """A new conversation with its greeting."""

        def work(db: Connection) -> tuple[Conversation, dict[str, Any]]:
            now, key = time.time(), secrets.token_urlsafe(16)
            begun = Conversation(key, channel, language, turns=0, context={})
            db.execute(insert(conversations).values(**vars(begun), started_at=now, seen_at=now))
            return begun, _add_reply(db, key, None, 0, greeting)

        return await self._do(work)

    async def conversation(self, key: str) -> Conversation:
        """The conversation. Raises `NoSuchConversation`."""
        return await self._do(lambda db: _conversation(db, key))

    async def take(
        self, key: str, client_id: str, fingerprint: str, *, text: str | None, choice: str | None
    ) -> tuple[Conversation, Taken]:
        """Store a question, once per client id. Raises `NoSuchConversation` or `Conflict`."""

        def work(db: Connection) -> tuple[Conversation, Taken]:
            conversation = _conversation(db, key)
            values = {"client_id": client_id, "fingerprint": fingerprint, "text": text, "choice": choice}
            try:
                with db.begin_nested():
                    new = insert(questions).values(conversation_id=key, asked_at=time.time(), **values)
                    question_id = db.execute(new.returning(questions.c.id)).scalar_one()
            except IntegrityError:
                return conversation, _taken_before(db, key, client_id, fingerprint)
            return conversation, Taken(question_id, None, None)

        return await self._do(work)

    async def answer(
        self, taken: Taken, given: list[dict[str, Any]], *, question_language: str | None, context: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Store the replies to a question, at most once, and return those that are stored.

        `context` is what the dialogue wants to remember; its language becomes the conversation's.
        """

        def work(db: Connection) -> list[dict[str, Any]]:
            where = questions.c.id == taken.question_id
            row = db.execute(select(questions.c.conversation_id, questions.c.answered_at).where(where)).first()
            if row is None:
                raise NoSuchConversation
            if row.answered_at is not None:
                return _replies_to(db, taken.question_id)
            now = time.time()
            db.execute(update(questions).where(where).values(answered_at=now, language=question_language))
            values: dict[str, Any] = {"seen_at": now, "turns": conversations.c.turns + 1}
            if context:
                values |= {"context": context, "language": context["language"]}
            db.execute(update(conversations).where(conversations.c.id == row.conversation_id).values(**values))
            return [
                _add_reply(db, row.conversation_id, taken.question_id, position, reply)
                for position, reply in enumerate(given)
            ]

        return await self._do(work)

    async def unanswered(self, channel: str = "web") -> list[tuple[Conversation, Taken]]:
        """Questions of a channel without a reply, oldest first: a crash came between."""

        def work(db: Connection) -> list[tuple[Conversation, Taken]]:
            rows = db.execute(
                select(questions.c.id, questions.c.conversation_id)
                .join(conversations)
                .where(questions.c.answered_at.is_(None), conversations.c.channel == channel)
                .order_by(questions.c.id)
            ).all()
            return [(_conversation(db, row.conversation_id), Taken(row.id, None, None)) for row in rows]

        return await self._do(work)

    async def history(self, key: str, after: int = 0) -> list[dict[str, Any]]:
        """Questions and replies in order, replies with ids over `after` only. Raises `NoSuchConversation`."""

        def work(db: Connection) -> list[dict[str, Any]]:
            _conversation(db, key)
            asked = {row.id: row for row in db.execute(select(questions).where(questions.c.conversation_id == key))}
            given = db.execute(
                select(replies).where(replies.c.conversation_id == key, replies.c.id > after).order_by(replies.c.id)
            )
            return [_message(row, asked.get(row.question_id)) for row in given]

        return await self._do(work)

    async def give_feedback(
        self, key: str, reply_id: int, *, helpful: bool, reason: str | None, comment: str | None
    ) -> None:
        """Store what a visitor thinks of a reply; the latest opinion counts. Raises `NoSuchConversation`."""

        def work(db: Connection) -> None:
            known = select(replies.c.id).where(replies.c.id == reply_id, replies.c.conversation_id == key)
            if db.execute(known).first() is None:
                raise NoSuchConversation
            db.execute(delete(feedback).where(feedback.c.reply_id == reply_id))
            values = {"helpful": int(helpful), "reason": reason, "comment": comment, "given_at": time.time()}
            db.execute(insert(feedback).values(reply_id=reply_id, **values))

        await self._do(work)

    async def delete(self, key: str) -> None:
        """Erase a conversation and everything about it, also from the log of changes. Raises `NoSuchConversation`."""

        def work(db: Connection) -> None:
            if db.execute(delete(conversations).where(conversations.c.id == key)).rowcount == 0:
                raise NoSuchConversation

        await self._do(work)
        await self.forget_log()

    async def purge(self, days: int) -> int:
        """Erase conversations that were last used more than `days` days ago; returns how many."""
        before = time.time() - days * 86400
        old = delete(conversations).where(conversations.c.seen_at < before)
        count = await self._do(lambda db: db.execute(old).rowcount)
        if count:
            await self.forget_log()
        return count

    async def run(self, work: Callable[[Connection], Result]) -> Result:
        """Do `work` in a transaction; it is on the disk when this returns. Raises `RecordUnavailable`."""
        return await self._do(work)

    async def forget_log(self) -> None:
        """Leave nothing erased in the log of changes. Raises `RecordUnavailable`."""
        await self._do(_forget_log, transaction=False)

    async def ping(self) -> None:
        """Raises `RecordUnavailable` when nothing can be written."""
        await self._do(lambda db: db.execute(text("PRAGMA user_version")).scalar())

    def close(self) -> None:
        """Finish what is under way and close the file."""
        self._thread.submit(self._engine.dispose).result()
        self._thread.shutdown()

    def _open(self, path: Path) -> None:
        try:
            with self._engine.begin() as db:
                version = db.execute(text("PRAGMA user_version")).scalar()
                fresh = version == 0 and not db.execute(text("SELECT count(*) FROM sqlite_master")).scalar()
                if fresh or version == 1:  # the second version only added tables
                    metadata.create_all(db)
                    db.execute(text(f"PRAGMA user_version = {SCHEMA_VERSION}"))
                elif version != SCHEMA_VERSION:
                    raise RecordUnusable(f"{path} has schema {version}, this program needs {SCHEMA_VERSION}")
                elif (state := db.execute(text("PRAGMA quick_check")).scalar()) != "ok":
                    raise RecordUnusable(f"{path} is damaged: {state}")
        except DatabaseError as error:
            raise RecordUnusable(f"{path} cannot be used: {error.orig}") from error

    async def _do(self, work: Callable[[Connection], Result], *, transaction: bool = True) -> Result:
        def run() -> Result:
            try:
                if transaction:
                    with self._engine.begin() as db:
                        return work(db)
                with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
                    return work(db)
            except OperationalError as error:
                raise RecordUnavailable(str(error.orig)) from error

        return await asyncio.get_running_loop().run_in_executor(self._thread, run)


def _set_up(connection: Any, _: object) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _conversation(db: Connection, key: str) -> Conversation:
    columns = conversations.c
    chosen = select(columns.id, columns.channel, columns.language, columns.turns, columns.context)
    row = db.execute(chosen.where(columns.id == key)).first()
    if row is None:
        raise NoSuchConversation
    return Conversation(*row)


def _taken_before(db: Connection, key: str, client_id: str, fingerprint: str) -> Taken:
    same = (questions.c.conversation_id == key) & (questions.c.client_id == client_id)
    row = db.execute(select(questions).where(same)).one()
    if not secrets.compare_digest(row.fingerprint, fingerprint):
        raise Conflict
    return Taken(row.id, row.language, _replies_to(db, row.id) if row.answered_at is not None else None)


def _add_reply(
    db: Connection, key: str, question_id: int | None, position: int, reply: dict[str, Any]
) -> dict[str, Any]:
    entry = reply.get("entry") or {}
    new = insert(replies).values(
        conversation_id=key,
        question_id=question_id,
        position=position,
        outcome=reply["outcome"],
        entry=entry.get("id"),
        version=entry.get("version"),
        body=reply,
    )
    return {"id": str(db.execute(new.returning(replies.c.id)).scalar_one()), **reply}


def _replies_to(db: Connection, question_id: int) -> list[dict[str, Any]]:
    rows = db.execute(select(replies).where(replies.c.question_id == question_id).order_by(replies.c.position))
    return [{"id": str(row.id), **row.body} for row in rows]


def _message(reply: Any, question: Any) -> dict[str, Any]:
    message: dict[str, Any] = {"reply": {"id": str(reply.id), **reply.body}}
    if question is not None:
        message["question"] = {"id": str(question.id), "text": question.text, "choice": question.choice}
        message["question"]["asked_at"] = question.asked_at
    return message


def _forget_log(db: Connection) -> None:
    db.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
