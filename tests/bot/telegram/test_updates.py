"""The durable queue by itself: order, waiting, forgetting."""

import asyncio
import time

from sqlalchemy import text

from bot.record import Record
from bot.telegram import updates as module
from bot.telegram.updates import Arrived, Later, Updates


def update(number, question="Côn Đảo ở đâu?", chat=7):
    message = {
        "message_id": 1,
        "date": 1,
        "chat": {"id": chat, "type": "private"},
        "from": {"id": chat, "is_bot": False, "first_name": "Mai"},
        "text": question,
    }
    return {"update_id": number, "message": message}  # fmt: skip


async def test_the_queue_finishes_what_it_began_and_keeps_the_rest(tmp_path):
    """SIGTERM drains; what has not begun waits in the record for the next start."""
    record = Record(tmp_path / "record.sqlite")
    dealt = []

    async def slowly(waiting):
        await asyncio.sleep(0.2)
        dealt.append(waiting.id)

    queue = Updates(record, slowly)
    await queue.store([Arrived(number, update(number)) for number in range(3)])
    await asyncio.sleep(0.05)
    await queue.stop(5)
    assert dealt == [0]
    again = Updates(record, slowly)
    assert await again.resume() == 2
    await asyncio.sleep(0.6)
    assert dealt == [0, 1, 2]
    assert await again.resume() == 0
    record.close()


async def test_later_keeps_the_order_of_its_chat_only(tmp_path):
    """Another chat goes on meanwhile."""
    record = Record(tmp_path / "record.sqlite")
    dealt = []

    async def handle(waiting):
        if waiting.id == 1 and waiting.id not in dealt:
            dealt.append(1)
            raise Later(0.2)
        dealt.append(waiting.id)

    queue = Updates(record, handle)
    await queue.store([Arrived(1, update(1)), Arrived(2, update(2)), Arrived(3, update(3, chat=8))])
    await asyncio.sleep(0.5)
    assert dealt == [1, 3, 1, 2]
    await queue.stop(1)
    record.close()


async def test_old_ids_are_forgotten(tmp_path, monkeypatch):
    """Telegram drops what it could not deliver for a day; after two their ids go, too."""
    record = Record(tmp_path / "record.sqlite")
    queue = Updates(record, lambda _: asyncio.sleep(0))
    await queue.store([Arrived(1, None)])
    now = time.time()
    monkeypatch.setattr(module.time, "time", lambda: now + 3 * 86400)
    await queue.purge()
    count = await record.run(lambda db: db.execute(text("SELECT count(*) FROM telegram_updates")).scalar())
    assert count == 0
    record.close()
