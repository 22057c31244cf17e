"""Killed at any moment, the bot answers every acknowledged question after the restart; and its log tells no secret."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SERVING = Path(__file__).with_name("serving.py")


@pytest.fixture
def start(api, content_folder, tmp_path):
    """Starts the process; kills what is left of it."""
    started = []

    def run(mode="polling", port=18137, **more):
        hook = {"HAIDANG_TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{port}"} if mode == "webhook" else {}
        env = {
            **os.environ,
            "CONTENT": str(content_folder),
            "HAIDANG_PORT": str(port),
            "HAIDANG_DATA_DIR": str(tmp_path / "var"),
            "HAIDANG_TELEGRAM_TOKEN": api.token,
            "HAIDANG_TELEGRAM_API": api.url,
            "HAIDANG_LOG_LEVEL": "DEBUG",
            **hook,
            **more,
        }
        with (tmp_path / "log").open("ab") as log:
            started.append(subprocess.Popen([sys.executable, str(SERVING)], cwd=ROOT, env=env, stdout=log, stderr=log))
        return started[-1]

    yield run
    for process in started:
        process.kill()
        process.wait()


def _count(record, rows):
    with closing(sqlite3.connect(record)) as db:
        return db.execute(f"SELECT count(*) FROM {rows}").fetchone()[0]


@pytest.mark.system
@pytest.mark.parametrize("mode", ["polling", "webhook"])
def test_kill_nine_loses_and_doubles_nothing(api, start, tmp_path, mode):
    """Three kills while twelve people ask; only the message that was under way in a chat at a kill may come again."""
    chance = random.Random(7)
    people = [api.person(language="vi") for _ in range(12)]
    process = start(mode, ANSWER_SECONDS="0.1")
    api.wait(lambda: api.calls_of("getUpdates" if mode == "polling" else "setWebhook"), 20)
    for number in range(3):
        for person in people:
            person.says(f"câu {number}")
        seen = sum(len(person.replies()) for person in people)
        api.wait(lambda seen=seen: sum(len(person.replies()) for person in people) >= seen + chance.randint(1, 9), 30)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process = start(mode, ANSWER_SECONDS="0.1")
    wanted = [f"câu {number}" for number in range(3)]
    api.wait(lambda: all(set(wanted) <= {reply["text"] for reply in person.replies()} for person in people), 90)
    given = [[reply["text"] for reply in person.replies()] for person in people]
    assert all(len(texts) <= len(wanted) + 3 for texts in given), "one message of a chat is under way at a time"
    assert all(texts == sorted(texts) for texts in given), "in order"
    record = tmp_path / "var" / "record.sqlite"
    api.wait(lambda: _count(record, "telegram_updates WHERE state != 'done'") == 0, 20)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process = start(mode, ANSWER_SECONDS="0.1")
    last = people[0].says("sau cùng")
    api.wait(lambda: people[0].replies(after=last), 20)
    assert [[reply["text"] for reply in person.replies()] for person in people[1:]] == given[1:], (
        "what is done stays done"
    )
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) in (0, -signal.SIGTERM)
    assert _count(record, "telegram_updates WHERE state != 'done'") == 0
    assert _count(record, "questions") == 37


def test_sigterm_finishes_what_has_begun(api, start):
    """The answer under way is sent before the process ends."""
    mai = api.person(language="vi")
    process = start("polling", ANSWER_SECONDS="1")
    mai.says("một")
    api.wait(lambda: mai.actions, 20)
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) in (0, -signal.SIGTERM)
    assert [reply["text"] for reply in mai.replies()] == ["một"]


def test_the_token_and_the_texts_are_in_no_log(api, start, tmp_path):
    """At level DEBUG; neither when it works nor when Telegram rejects it, breaks or hangs up."""
    mai = api.person(language="vi")
    process = start("webhook")
    api.wait(lambda: api.calls_of("setWebhook"), 20)
    api.drops("sendMessage")
    api.fails("sendMessage", status=500)
    asked = mai.says("chuyện riêng")
    api.wait(lambda: mai.replies(after=asked), 10)
    api.fails("sendMessage", status=401)
    mai.says("chuyện riêng nữa")
    log = tmp_path / "log"
    api.wait(lambda: "rejects the token" in log.read_text(), 10)
    process.terminate()
    process.wait()
    api.fails("getMe", status=401)
    start("polling")
    api.wait(lambda: "InvalidToken" in log.read_text(), 20)
    assert api.token not in log.read_text()
    assert api.token.partition(":")[2] not in log.read_text()
    assert "riêng" not in log.read_text()
