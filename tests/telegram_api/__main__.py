"""`python -m tests.telegram_api [--demo]`: chat with the bot in a browser, without Telegram and without a token."""

import argparse
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import typer
from starlette.middleware.trustedhost import TrustedHostMiddleware

from .control import TelegramApi
from .page import Page

ROOT = Path(__file__).resolve().parents[2]
STOP_SECONDS = 40


def main() -> int:
    """Serve until Ctrl-C; with `--demo`, start the bot with the settings that it needs and stop it, too."""
    parser = argparse.ArgumentParser(prog="python -m tests.telegram_api", description=__doc__)
    parser.add_argument("--port", type=int, default=8090, help="where the emulator and its page listen")
    parser.add_argument("--demo", action="store_true", help="also start `python -m bot run` against it")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    page = Page()
    page.api = api = TelegramApi(port=options.port, username="haidang_demo_bot", routes=page.routes())
    # The page is for this machine: no other site may reach it through a name that points here.
    api.server.app.add_middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])
    with api:
        settings = {"HAIDANG_TELEGRAM_TOKEN": api.token, "HAIDANG_TELEGRAM_API": api.url}
        typer.echo(f"Telegram, emulated: {api.url}/   (Ctrl-C stops it)")
        if not options.demo:
            typer.echo("\n".join(f"{name}={value}" for name, value in settings.items()))
        return _run_bot(settings) if options.demo else _wait()


def _run_bot(settings: dict[str, str]) -> int:
    """The bot's exit code; 0 when it was stopped here. It has a session of its own, so that Ctrl-C reaches it once."""
    command = [sys.executable, "-m", "bot", "run"]
    bot = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **settings}, start_new_session=True)
    try:
        return bot.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        if bot.poll() is None:
            bot.send_signal(signal.SIGINT)
            bot.wait(STOP_SECONDS)


def _wait() -> int:
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main())
