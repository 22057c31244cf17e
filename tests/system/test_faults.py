"""Whatever is killed or broken: nothing acknowledged is lost, nothing is answered twice, and it comes back."""

import os
import signal
import sqlite3
import threading
import time

import httpx
import pytest

pytestmark = pytest.mark.system

QUESTION = "Bà Rịa - Vũng Tàu bây giờ thuộc tỉnh nào?"


class Visitor(threading.Thread):
    """Asks without a pause and keeps a ledger of what was acknowledged."""

    def __init__(self, bot):
        super().__init__(daemon=True)
        self.bot, self.acknowledged, self.stopping = bot, [], threading.Event()

    def run(self):
        with self.bot.client() as web:
            key, number = None, 0
            while not self.stopping.is_set():
                try:
                    if key is None:
                        key = web.post("/api/v1/conversations", json={"language": "vi"}).json()["id"]
                    number += 1
                    body = {"text": f"{QUESTION} {number}", "client_id": f"c{number}"}
                    answer = web.post(f"/api/v1/conversations/{key}/messages", json=body)
                    if answer.status_code == 200:
                        self.acknowledged.append((key, f"c{number}"))
                except (httpx.HTTPError, KeyError, ValueError):
                    time.sleep(0.2)


@pytest.mark.parametrize("part", ["gateway", "dialogue", "actions"])
def test_kill_9_loses_nothing_and_answers_nothing_twice(bot, part):
    """Three kills under the load of four visitors."""
    visitors = [Visitor(bot) for _ in range(4)]
    for visitor in visitors:
        visitor.start()
    for pause in (0.4, 1.1):
        time.sleep(pause)
        os.kill(bot.pid(part), signal.SIGKILL)
        bot.wait_until_not_ready()
        bot.wait_until_ready()
    time.sleep(1)
    for visitor in visitors:
        visitor.stopping.set()
        visitor.join(20)
    acknowledged = [pair for visitor in visitors for pair in visitor.acknowledged]
    assert len(acknowledged) > 10
    with sqlite3.connect(f"file:{bot.data_dir / 'record.sqlite'}?mode=ro", uri=True) as db:
        stored = db.execute("select conversation_id, client_id from questions").fetchall()
        per_question = db.execute(
            "select count(*) from replies where question_id is not null group by question_id"
        ).fetchall()
        unanswered = db.execute("select count(*) from questions where answered_at is null").fetchone()
        intact = db.execute("pragma integrity_check").fetchone()
    assert set(acknowledged) <= set(stored)
    assert len(stored) == len(set(stored))
    assert set(per_question) == {(1,)}
    assert unanswered == (0,)
    assert intact == ("ok",)


@pytest.mark.parametrize("part", ["actions", "dialogue"])
def test_a_part_that_hangs_gives_the_failed_reply_in_time(bot, ask, part):
    """In the visitor's language, within ten seconds; and it recovers by itself."""
    pid = bot.pid(part)
    os.kill(pid, signal.SIGSTOP)
    try:
        started = time.monotonic()
        reply = ask("где находится вунгтау")
        assert time.monotonic() - started < 11
        assert reply["outcome"] == "failed"
        assert reply["language"] == "ru"
        assert "113" in reply["text"]
        assert ask("cứu với có người đuối nước")["routed"] == "emergency"
    finally:
        os.kill(pid, signal.SIGCONT)
    bot.wait_until_ready()
    deadline = time.monotonic() + 30
    while ask(QUESTION)["outcome"] != "answered":
        assert time.monotonic() < deadline
        time.sleep(0.5)


def test_a_damaged_index_is_built_again_not_served(bot, ask):
    """One flipped byte, and the actions start over."""
    path = bot.data_dir / "index" / "ask.faiss"
    damaged = bytearray(path.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    path.write_bytes(damaged)
    os.kill(bot.pid("actions"), signal.SIGKILL)
    bot.wait_until_not_ready()
    bot.wait_until_ready(180)
    assert path.read_bytes() != damaged
    assert ask(QUESTION)["outcome"] == "answered"


def test_sigterm_lets_requests_finish(bot):
    """A question under way when the gateway is told to stop is answered."""
    with bot.client() as web:
        key = web.post("/api/v1/conversations", json={"language": "vi"}).json()["id"]
        answers = []

        def ask_once():
            answers.append(
                httpx.post(
                    f"http://127.0.0.1:{bot.port}/api/v1/conversations/{key}/messages",
                    json={"text": QUESTION},
                    timeout=15,
                    trust_env=False,
                )
            )

        os.kill(bot.pid("actions"), signal.SIGSTOP)
        asking = threading.Thread(target=ask_once)
        asking.start()
        time.sleep(0.5)
        pid = bot.pid("actions")
        os.kill(bot.pid("gateway"), signal.SIGTERM)
        time.sleep(0.5)
        os.kill(pid, signal.SIGCONT)
        asking.join(15)
    bot.wait_until_ready()
    assert answers[0].status_code == 200
