"""The record: once, in order, durable, and gone when erased."""

import asyncio
import sqlite3

import pytest
from sqlalchemy import text

from bot import record as module
from bot.record import Conflict, NoSuchConversation, Record, RecordUnavailable, RecordUnusable
from bot.tables import count_rows

REPLY = {"outcome": "answered", "text": "x", "entry": {"id": "one", "version": "abc"}}
GREETING = {"outcome": "routed", "text": "xin chào"}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "record.sqlite"


@pytest.fixture
def record(path):
    opened = Record(path)
    yield opened
    opened.close()


async def begun(record):
    conversation, _ = await record.start("web", "vi", GREETING)
    return conversation.id


async def take(record, key, client_id="c1", fingerprint="f1", question="câu hỏi"):
    return (await record.take(key, client_id, fingerprint, text=question, choice=None))[1]


async def rows(record):
    return await record._do(count_rows)


async def test_a_question_is_stored_once_and_answered_once(record):
    """The same client id gets the first reply again."""
    key = await begun(record)
    taken = await take(record, key)
    assert taken.replies is None
    stored = await record.answer(taken, [REPLY], question_language="vi", context={"language": "en"})
    again = await take(record, key)
    assert again.replies == stored
    late = await record.answer(taken, [{**REPLY, "text": "second"}], question_language="vi", context={})
    assert late == stored
    assert (await rows(record))["questions"] == 1
    assert (await record.conversation(key)).language == "en"


async def test_the_same_client_id_with_other_content_is_a_conflict(record):
    """A mistake of the client is not answered with another question's reply."""
    key = await begun(record)
    await take(record, key)
    with pytest.raises(Conflict):
        await take(record, key, fingerprint="f2")


async def test_unknown_conversations_are_refused(record):
    """Nothing is stored for a guessed id."""
    with pytest.raises(NoSuchConversation):
        await take(record, "guessed-guessed-guessed")
    assert (await rows(record))["questions"] == 0


async def test_erasing_leaves_no_trace_in_the_files(record, path):
    """Rows, and the bytes of what was written, also in the log of changes."""
    key = await begun(record)
    taken = await take(record, key, question="một câu hỏi rất riêng tư")
    stored = await record.answer(taken, [REPLY], question_language="vi", context={})
    await record.give_feedback(key, int(stored[0]["id"]), helpful=False, reason="wrong", comment="bí mật")
    await record.delete(key)
    assert set((await rows(record)).values()) == {0}
    for file in path.parent.iterdir():
        content = file.read_bytes()
        assert "riêng tư".encode() not in content
        assert "bí mật".encode() not in content
        assert key.encode() not in content
    with pytest.raises(NoSuchConversation):
        await record.delete(key)


async def test_purge_takes_what_is_older_than_the_retention(record, monkeypatch):
    """By the time it was last used."""
    old = await begun(record)
    now = module.time.time()
    monkeypatch.setattr(module.time, "time", lambda: now + 91 * 86400)
    new = await begun(record)
    assert await record.purge(90) == 1
    assert (await record.conversation(new)).id == new
    with pytest.raises(NoSuchConversation):
        await record.conversation(old)


async def test_history_is_in_order_and_resumes(record):
    """Greeting, then question by question."""
    key = await begun(record)
    for number in range(3):
        taken = await take(record, key, client_id=f"c{number}", question=f"q{number}")
        await record.answer(taken, [REPLY], question_language="vi", context={})
    messages = await record.history(key)
    assert [message.get("question", {}).get("text") for message in messages] == [None, "q0", "q1", "q2"]
    after = int(messages[2]["reply"]["id"])
    assert len(await record.history(key, after)) == 1


async def test_questions_without_a_reply_are_found_after_a_restart(path):
    """A crash between question and reply leaves the question."""
    before = Record(path)
    key = await begun(before)
    await take(before, key)
    before.close()
    again = Record(path)
    left = await again.unanswered()
    assert [conversation.id for conversation, _ in left] == [key]
    again.close()


async def test_the_latest_feedback_counts_and_belongs_to_its_conversation(record):
    """A reply of another conversation cannot be rated."""
    key, stranger = await begun(record), await begun(record)
    taken = await take(record, key)
    reply = int((await record.answer(taken, [REPLY], question_language="vi", context={}))[0]["id"])
    await record.give_feedback(key, reply, helpful=True, reason=None, comment=None)
    await record.give_feedback(key, reply, helpful=False, reason="wrong", comment=None)
    assert (await rows(record))["feedback"] == 1
    with pytest.raises(NoSuchConversation):
        await record.give_feedback(stranger, reply, helpful=True, reason=None, comment=None)


async def test_a_full_disk_refuses_instead_of_losing(record):
    """No acknowledgement without a row, and it works again when there is room."""
    key = await begun(record)
    await record._do(lambda db: db.execute(text("PRAGMA max_page_count = 1")))
    with pytest.raises(RecordUnavailable):
        for number in range(200):
            await take(record, key, client_id=f"c{number}", question="x" * 900)
    await record._do(lambda db: db.execute(text("PRAGMA max_page_count = 1000000")))
    assert (await take(record, key, client_id="later")).replies is None


async def test_every_connection_is_durable(record):
    """WAL, and a commit is on the disk before it returns."""
    found = {
        name: await record._do(lambda db, name=name: db.execute(text(f"PRAGMA {name}")).scalar())
        for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
    }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


async def test_concurrent_repeats_store_one_question(record):
    """Twenty deliveries of one question are one question."""
    key = await begun(record)
    taken = await asyncio.gather(*(take(record, key) for _ in range(20)))
    assert len({one.question_id for one in taken}) == 1
    assert (await rows(record))["questions"] == 1


def test_another_schema_and_a_damaged_file_are_refused(path):
    """Loudly, and the file stays as it is."""
    Record(path).close()
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(RecordUnusable, match="schema 99"):
        Record(path)
    path.write_bytes(b"this is not a database, but it is someone's file")
    with pytest.raises(RecordUnusable):
        Record(path)
    assert path.read_bytes().startswith(b"this is not")
