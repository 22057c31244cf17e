"""The Telegram channel under load: `python -m benchmarks.telegram [--updates 2000] [--rate 200] [--chats 500]`.

A gateway of its own (a dialogue that repeats the question) against the emulator with its flood limits on. Updates
are posted to the webhook at a steady rate, each timed to its 200; then every answer is awaited and compared.
"""

import argparse
import asyncio
import contextlib
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from telegram_api import TelegramApi  # noqa: E402

PORT = 18131
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": "benchmark"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--updates", type=int, default=2000)
    parser.add_argument("--rate", type=float, default=200)
    parser.add_argument("--chats", type=int, default=500)
    chosen = parser.parse_args()
    with TelegramApi() as api, tempfile.TemporaryDirectory() as folder:
        api.holds()
        people = [api.person(language="vi") for _ in range(chosen.chats)]
        for number in range(chosen.updates):
            people[number % chosen.chats].says(question(number))
        updates = api.pending
        gateway = start(api, Path(folder))
        try:
            api.wait(lambda: api.calls_of("setChatMenuButton"), 60)
            deliveries, posting = asyncio.run(post(updates, chosen.rate))
            figures = {"posting_seconds": round(posting, 1), **acknowledged(deliveries), "stored": stored(Path(folder))}
            began = time.monotonic()
            with contextlib.suppress(AssertionError):
                api.wait(lambda: answers(people) >= chosen.updates, 60 + chosen.updates / 20)
            time.sleep(2)
            figures |= {"seconds_until_all_answered": round(time.monotonic() - began, 1), **delivered(people, chosen)}
            figures |= {"limits_broken": len(api.violations)}
            print(json.dumps(figures, indent=2))
        finally:
            gateway.terminate()
            gateway.wait()


def start(api: TelegramApi, folder: Path) -> subprocess.Popen:
    environment = {
        **os.environ,
        "CONTENT": str(ROOT / "knowledge" / "content"),
        "HAIDANG_PORT": str(PORT),
        "HAIDANG_DATA_DIR": str(folder),
        "HAIDANG_TELEGRAM_TOKEN": api.token,
        "HAIDANG_TELEGRAM_API": api.url,
        "HAIDANG_TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{PORT}",
        "HAIDANG_TELEGRAM_WEBHOOK_SECRET": "benchmark",
        "HAIDANG_LOG_LEVEL": "WARNING",
    }
    return subprocess.Popen([sys.executable, "tests/bot/telegram/serving.py"], cwd=ROOT, env=environment)


def question(number: int) -> str:
    """A question of its own; no digits, for some numbers are emergencies."""
    return "câu " + "".join(chr(ord("a") + int(digit)) for digit in str(number))


async def post(updates: list[dict], rate: float) -> tuple[list[tuple[int, float]], float]:
    """Status and seconds of every delivery, begun at its time whatever became of those before; and seconds for all."""
    async with httpx.AsyncClient(trust_env=False, timeout=30, limits=httpx.Limits(max_connections=100)) as web:

        async def one(update: dict) -> tuple[int, float]:
            # Telegram delivers one update of a chat after the other.
            async with chats[update["message"]["chat"]["id"]]:
                return await deliver(update)

        async def deliver(update: dict) -> tuple[int, float]:
            began = time.perf_counter()
            try:
                answer = await web.post(f"http://127.0.0.1:{PORT}/telegram/webhook", json=update, headers=HEADERS)
            except httpx.TransportError:
                return await deliver(update)  # as Telegram does, and counted as time
            return answer.status_code, time.perf_counter() - began

        chats: dict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        started, tasks = time.monotonic(), []
        for number, update in enumerate(updates):
            await asyncio.sleep(max(0.0, started + number / rate - time.monotonic()))
            tasks.append(asyncio.create_task(one(update)))
        return await asyncio.gather(*tasks), time.monotonic() - started


def answers(people: list) -> int:
    return sum(len(person.replies()) for person in people)


def delivered(people: list, chosen: argparse.Namespace) -> dict[str, int]:
    """What became of the answers, compared with what was asked."""
    in_order = lost = doubled = 0
    other = []
    for index, person in enumerate(people):
        wanted = [question(number) for number in range(index, chosen.updates, chosen.chats)]
        given = [reply["text"] for reply in person.replies()]
        in_order += given == wanted
        lost += len(set(wanted) - set(given))
        doubled += sum(count - 1 for count in Counter(given).values())
        other += set(given) - set(wanted)
    return {"chats": len(people), "chats_in_order": in_order, "lost": lost, "doubled": doubled, "other": other[:3]}


def acknowledged(deliveries: list[tuple[int, float]]) -> dict[str, object]:
    """Statuses, and how long Telegram would have waited."""
    seconds = sorted(taken for _, taken in deliveries)
    at = {"p50": 0.5, "p99": 0.99, "max": 1.0}
    milliseconds = {name: round(1000 * seconds[int(part * (len(seconds) - 1))], 1) for name, part in at.items()}
    return {"statuses": dict(Counter(status for status, _ in deliveries)), "acknowledged_ms": milliseconds}


def stored(folder: Path) -> int:
    with sqlite3.connect(folder / "record.sqlite") as db:
        return db.execute("SELECT count(*) FROM telegram_updates").fetchone()[0]


if __name__ == "__main__":
    main()
