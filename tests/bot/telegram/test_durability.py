"""Nothing acknowledged is lost, nothing is answered twice, and one bad update stops nobody."""

import asyncio
import json
import sqlite3
import time

import httpx
import pytest
from fakes import broken

from bot.record import Record
from bot.telegram import updates as module

REPLY = {"outcome": "answered", "language": "vi", "text": "x", "sources": [], "suggestions": []}
SECRET = {"X-Telegram-Bot-Api-Secret-Token": "s3cret"}


def update(number, question="Côn Đảo ở đâu?", chat=7):
    message = {
        "message_id": 1,
        "date": 1,
        "chat": {"id": chat, "type": "private"},
        "from": {"id": chat, "is_bot": False, "first_name": "Mai"},
        "text": question,
    }
    return {"update_id": number, "message": message}  # fmt: skip


async def answered(api, chat, asked):
    return await api.wait_for(lambda: chat.replies(after=asked))


async def test_a_redelivered_update_is_answered_once(api, gateway, dialogue):
    """At once, and after a restart."""
    mai = api.person(language="vi")
    async with gateway():
        asked = mai.says("một")
        await answered(api, mai, asked)
        api.redelivers(asked)
        await api.wait_for(lambda: not api.pending)
    async with gateway():
        api.redelivers(asked)
        await api.wait_for(lambda: not api.pending)
        await answered(api, mai, mai.says("hai"))
    assert [turn["text"] for turn in dialogue.asked] == ["một", "hai"]
    assert len(mai.replies()) == 2


async def test_updates_out_of_order_are_all_answered(api, both, dialogue):
    """None is dropped as old."""
    mai = api.person(language="vi")
    api.holds()
    for word in ("một", "hai", "ba"):
        mai.says(word)
    api.releases(order=[2, 0, 1])
    await api.wait_for(lambda: len(mai.replies()) == 3, 8)


async def test_chats_run_side_by_side_and_each_in_order(api, both, dialogue):
    """Eight people with two slow questions each wait for two, not for sixteen."""

    async def slowly(question):
        await asyncio.sleep(0.3)
        return {**REPLY, "text": question}

    dialogue.reply = slowly
    people = [api.person(language="vi") for _ in range(8)]
    started = time.monotonic()
    for word in ("một", "hai"):
        for person in people:
            person.says(word)
    await api.wait_for(lambda: all(len(person.replies()) == 2 for person in people), 8)
    assert time.monotonic() - started < 3
    assert all([reply["text"] for reply in person.replies()] == ["một", "hai"] for person in people)


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 429, "retry_after": 1},
        {"status": 500, "times": 2},
        {"status": 502},
    ],
)
async def test_a_refused_send_is_made_again(api, hook, fault):
    """And the answer comes once."""
    api.fails("sendMessage", **fault)
    mai = api.person(language="vi")
    asked = mai.says("một")
    await api.wait_for(lambda: mai.replies(after=asked), 8)
    assert len(mai.replies()) == 1
    if fault["status"] == 429:
        first, second = api.calls_of("sendMessage")
        assert second.at - first.at >= 1


async def test_a_send_of_which_nothing_was_heard_may_double_once(api, hook):
    """The connection broke after Telegram had done it; that cannot be told from before."""
    api.drops("sendMessage", carried_out=True)
    mai = api.person(language="vi")
    mai.says("một")
    await api.wait_for(lambda: len(mai.replies()) == 2, 8)
    await asyncio.sleep(0.5)
    assert len(mai.replies()) == 2


async def test_html_that_telegram_refuses_is_sent_plain(api, hook, monkeypatch):
    """The answer matters more than its looks."""
    monkeypatch.setattr("bot.telegram.visit.render", lambda *_: ["<b>không <đóng"])
    mai = api.person(language="vi")
    asked = mai.says("một")
    (reply,) = await answered(api, mai, asked)
    assert reply["text"].startswith("không")
    api.state.violations.clear()


async def test_who_blocks_the_bot_is_left_in_peace(api, hook, dialogue):
    """No retry, and the next question after unblocking is answered."""

    async def meanwhile(question):
        mai.blocks()
        return REPLY

    mai = api.person(language="vi")
    dialogue.reply = meanwhile
    mai.says("một")
    await api.wait_for(lambda: [call.status for call in api.calls_of("sendMessage")] == [403])
    await asyncio.sleep(0.5)
    assert len(api.calls_of("sendMessage")) == 1
    mai.unblocks()
    dialogue.reply = lambda _: REPLY
    await answered(api, mai, mai.says("hai"))


async def test_a_poison_update_is_set_aside_once_and_the_next_flows(api, both, dialogue, tmp_path):
    """Unreadable ones, and one that breaks a handler."""
    mai = api.person(language="vi")
    await answered(api, mai, mai.says("một"))
    chat = {"id": mai.id, "type": "private"}
    unreadable = [
        {"message": {"chat": chat}},
        {"message": {"chat": chat, "message_id": "x", "date": []}},
        {"callback_query": {"id": "1", "data": "e:x", "message": {"chat": chat}}},
    ]
    for bad in [*unreadable, {"poll": {}}, {"some_new_kind": {"x": 1}}]:
        api.puts(bad)

    def explode(question):
        raise TypeError(question)

    dialogue.reply = explode
    mai.says("nổ")
    await api.wait_for(lambda: len(mai.replies()) == 2)
    dialogue.reply = lambda _: REPLY
    asked = mai.says("hai")
    await answered(api, mai, asked)
    await api.wait_for(lambda: not api.pending)
    await api.wait_for(lambda: rows(tmp_path, "SELECT count(*) FROM telegram_updates WHERE state = 'aside'") == [(4,)])
    await api.wait_for(lambda: rows(tmp_path, "SELECT count(*) FROM telegram_updates WHERE body IS NOT NULL") == [(0,)])


async def test_after_a_crash_young_questions_are_answered_and_old_ones_apologised_for(api, gateway, dialogue, tmp_path):
    """Ten minutes make the difference."""
    mai, lan = api.person(language="vi"), api.person(language="en")
    async with gateway():
        await answered(api, mai, mai.starts())
        await answered(api, lan, lan.starts())
    now = time.time()
    with sqlite3.connect(tmp_path / "var" / "record.sqlite") as db:
        for number, person, age in ((1, mai, 500), (2, lan, 700)):
            db.execute(
                "INSERT INTO telegram_updates VALUES (?, ?, 'waiting', ?)",
                (number, json.dumps(update(number, "where is it", person.id)), now - age),
            )
    async with gateway():
        await api.wait_for(lambda: len(mai.replies()) == 2 and len(lan.replies()) == 2)
    assert mai.replies()[-1]["text"] == "answer to where is it"
    assert "something is broken" in lan.replies()[-1]["text"]
    assert rows(tmp_path, "SELECT count(*) FROM questions WHERE answered_at IS NULL") == [(0,)]


async def test_a_failure_of_the_dialogue_is_a_reply(api, hook, dialogue, small_library):
    """With the emergency numbers."""
    dialogue.reply = broken
    mai = api.person(language="vi")
    (reply,) = await answered(api, mai, mai.says("một"))
    assert small_library.entries["emergency-numbers"].texts["vi"].answer in reply["text"]


async def test_while_telegram_is_away_answers_wait(api, gateway, dialogue):
    """Longer than the tries of one call."""
    mai = api.person(language="vi")
    async with gateway():
        await answered(api, mai, mai.starts())
        api.fails("sendMessage", status=503, times=6)
        asked = mai.says("một")
        await api.wait_for(lambda: mai.replies(after=asked), 30)
    assert len(mai.replies(after=asked)) == 1
    assert len(dialogue.asked) == 1


async def test_masked_before_it_is_written(api, hook, dialogue, tmp_path):
    """No phone number, no name, no account in any file."""
    mai = api.person(language="vi", name="Trần Thị Mai")
    await answered(api, mai, mai.says("gọi tôi 0912 345 678 nhé"))
    assert dialogue.asked[0]["text"] == "gọi tôi [phone] nhé"
    await api.wait_for(lambda: rows(tmp_path, "SELECT count(*) FROM telegram_updates WHERE body IS NOT NULL") == [(0,)])
    for file in (tmp_path / "var").iterdir():
        content = file.read_bytes()
        assert b"0912 345 678" not in content
        assert "Trần Thị Mai".encode() not in content


async def test_the_hook_wants_its_secret(api, hook, tmp_path):
    """403 without it, nothing stored; 400 for what is no update."""
    await api.wait_for(lambda: api.calls_of("setWebhook"))
    async with httpx.AsyncClient(base_url=hook, trust_env=False) as web:
        for wrong in ("", "s3cre", "s3crett", "é"):
            headers = {"X-Telegram-Bot-Api-Secret-Token": wrong.encode()}
            assert (await web.post("/telegram/webhook", json=update(1), headers=headers)).status_code == 403
        for bad in (b"", b"[]", b"{}", b'{"update_id": true}', b"[" * 50_000, b"\xff", b"x" * 1_100_000):
            assert (await web.post("/telegram/webhook", content=bad, headers=SECRET)).status_code == 400
    assert rows(tmp_path, "SELECT count(*) FROM telegram_updates") == [(0,)]


async def test_what_cannot_be_stored_is_not_acknowledged(api, hook, monkeypatch, dialogue, tmp_path):
    """503 with Retry-After, and Telegram brings it again."""
    mai = api.person(language="vi")
    await answered(api, mai, mai.starts())
    await api.wait_for(lambda: rows(tmp_path, "SELECT state FROM telegram_updates") == [("done",)])
    run, refused = Record.run, []

    async def full(self, work):
        if len(refused) < 2:
            refused.append(work)
            raise module.RecordUnavailable("database or disk is full")
        return await run(self, work)

    monkeypatch.setattr(Record, "run", full)
    async with httpx.AsyncClient(base_url=hook, trust_env=False) as web:
        for _ in range(2):
            answer = await web.post("/telegram/webhook", json=update(5, chat=mai.id), headers=SECRET)
            assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
        assert (await web.post("/telegram/webhook", json=update(5, chat=mai.id), headers=SECRET)).status_code == 200
    await api.wait_for(lambda: len(dialogue.asked) == 1)


def rows(tmp_path, query):
    with sqlite3.connect(f"file:{tmp_path}/var/record.sqlite?mode=ro", uri=True) as db:
        return db.execute(query).fetchall()
