"""The tables of the Telegram channel; they are part of the record."""

from sqlalchemy import JSON, Column, Float, ForeignKey, Index, Integer, Table, Text

from bot.tables import metadata

WAITING, DONE, ASIDE = "waiting", "done", "aside"

chats = Table(
    "telegram_chats",
    metadata,
    Column("id", Text, primary_key=True, doc="keyed hash of Telegram's chat id"),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("language", Text, doc="what the visitor chose; null: the language of the last question"),
)

updates = Table(
    "telegram_updates",
    metadata,
    Column("id", Integer, primary_key=True, doc="Telegram's update_id: a redelivered one is not answered twice"),
    Column("body", JSON, doc="what is needed of it, identifiers masked; null as soon as it is dealt with"),
    Column("state", Text, nullable=False),
    Column("received_at", Float, nullable=False, index=True),
)

messages = Table(
    "telegram_messages",
    metadata,
    Column("update_id", Integer, primary_key=True),
    Column("position", Integer, primary_key=True, doc="so that what was sent before a crash is not sent again"),
    Column("chat", ForeignKey(chats.c.id, ondelete="CASCADE", onupdate="CASCADE"), nullable=False, index=True),
    Column("question", Integer, doc="the visitor's message, so that an edited one is answered by editing"),
    Column("message_id", Integer, nullable=False),
    Column("is_text", Integer, nullable=False),
)

notes = Table(
    "telegram_notes",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

Index("telegram_waiting", updates.c.received_at, sqlite_where=updates.c.state == WAITING)
