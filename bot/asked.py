"""What was asked in a time, with what became of it, read from the record beside the running gateway."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, create_engine, select
from sqlalchemy.exc import DatabaseError

from bot.record import RecordUnusable
from bot.tables import conversations, feedback, questions, replies


@dataclass(frozen=True)
class Asked:
    """A question with its first reply."""

    conversation: str
    channel: str
    language: str
    text: str | None
    asked_at: float
    outcome: str
    entry: str | None
    reason: str | None
    """why it was declined, where the reply says so"""


def read(path: Path, since: float) -> tuple[list[Asked], dict[str, int]]:
    """Questions asked since that moment (seconds), and how often an entry's answer was called unhelpful.

    Reads only: the gateway may go on writing. Raises `RecordUnusable`.
    """
    engine = create_engine(f"sqlite:///file:{path}?mode=ro&uri=true")
    try:
        with engine.connect() as db:
            return _asked(db, since), _unhelpful(db, since)
    except DatabaseError as error:
        raise RecordUnusable(f"{path} cannot be read: {error.orig}") from error
    finally:
        engine.dispose()


def _asked(db: Connection, since: float) -> list[Asked]:
    chosen = select(
        questions.c.conversation_id,
        conversations.c.channel,
        conversations.c.language.label("answered_in"),
        questions.c.language,
        questions.c.text,
        questions.c.asked_at,
        replies.c.outcome,
        replies.c.entry,
        replies.c.body,
    )
    joined = questions.join(conversations).join(
        replies, (replies.c.question_id == questions.c.id) & (replies.c.position == 0), isouter=True
    )
    rows = db.execute(
        chosen.select_from(joined).where(questions.c.asked_at >= since).order_by(questions.c.asked_at)
    ).all()
    return [
        Asked(
            row.conversation_id,
            row.channel,
            row.language or row.answered_in,
            row.text,
            row.asked_at,
            row.outcome or "unanswered",
            row.entry,
            (row.body or {}).get("declined"),
        )
        for row in rows
    ]


def _unhelpful(db: Connection, since: float) -> dict[str, int]:
    chosen = (
        select(replies.c.entry)
        .select_from(feedback.join(replies))
        .where(feedback.c.helpful == 0, feedback.c.given_at >= since, replies.c.entry.is_not(None))
    )
    counts: dict[str, int] = {}
    for (entry,) in db.execute(chosen):
        counts[entry] = counts.get(entry, 0) + 1
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
