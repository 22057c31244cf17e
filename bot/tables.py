"""The tables of the record."""

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    func,
    select,
)

SCHEMA_VERSION = 2

metadata = MetaData()

conversations = Table(
    "conversations",
    metadata,
    Column("id", Text, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("context", JSON, nullable=False),
    Column("turns", Integer, nullable=False, default=0),
    Column("started_at", Float, nullable=False),
    Column("seen_at", Float, nullable=False, index=True),
)

questions = Table(
    "questions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("client_id", Text, nullable=False),
    Column("fingerprint", Text, nullable=False, doc="keyed hash of what was sent, to tell a repeat from a conflict"),
    Column("text", Text, doc="masked; null where the privacy filter failed or an entry was chosen"),
    Column("choice", Text),
    Column("language", Text, doc="the language the question was found to be in"),
    Column("asked_at", Float, nullable=False),
    Column("answered_at", Float, index=True),
    UniqueConstraint("conversation_id", "client_id"),
)

replies = Table(
    "replies",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("question_id", ForeignKey("questions.id", ondelete="CASCADE"), doc="null for a greeting"),
    Column("position", Integer, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("entry", Text),
    Column("version", Text, doc="of the entry's text, so that feedback tells which text it means"),
    Column("body", JSON, nullable=False),
    UniqueConstraint("question_id", "position"),
)

feedback = Table(
    "feedback",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reply_id", ForeignKey("replies.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("helpful", Integer, nullable=False),
    Column("reason", Text),
    Column("comment", Text),
    Column("given_at", Float, nullable=False),
)

Index("unanswered", questions.c.id, sqlite_where=questions.c.answered_at.is_(None))


def count_rows(db: Connection) -> dict[str, int]:
    """Rows of every table."""
    return {
        table.name: db.execute(select(func.count()).select_from(table)).scalar_one() for table in metadata.sorted_tables
    }
