"""A gateway in a process of its own, to be killed: `python serving.py` with the settings in the environment.

Its dialogue takes `ANSWER_SECONDS` and then repeats the question.
"""

import asyncio
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import uvicorn  # noqa: E402
from fakes import FakeDialogue  # noqa: E402

from bot import gateway, logs  # noqa: E402
from bot.settings import Settings  # noqa: E402
from knowledge import library  # noqa: E402


async def slowly(text):
    await asyncio.sleep(float(os.environ.get("ANSWER_SECONDS", "0")))
    return {"outcome": "answered", "language": "vi", "text": text, "sources": [], "suggestions": []}


if __name__ == "__main__":
    settings = Settings()
    logs.configure(settings.log_level)
    dialogue = FakeDialogue()
    dialogue.reply = slowly
    app = gateway.build_app(settings, library.load(Path(os.environ["CONTENT"])), dialogue)
    uvicorn.run(app, port=settings.port, log_config=None, access_log=False, timeout_graceful_shutdown=10)
