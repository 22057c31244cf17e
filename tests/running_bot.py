"""The whole bot, started as a person starts it, on ports and with a record of its own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil
import pytest

ROOT = Path(__file__).resolve().parents[1]
PREPARED = Path(os.environ.get("HAIDANG_DATA_DIR", ROOT / "var"))
READY_WITHIN_SECONDS = 90


@dataclass
class Bot:
    """A running bot."""

    port: int
    data_dir: Path
    process: subprocess.Popen

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=15, trust_env=False)

    def pid(self, part: str) -> int:
        """The process of a part, as supervisor started it."""
        marks = {"gateway": "bot.gateway", "actions": "actions.server", "dialogue": "rasa"}
        supervisor = next(
            p for p in psutil.Process(self.process.pid).children() if "supervisord" in " ".join(p.cmdline())
        )
        return next(p.pid for p in supervisor.children() if marks[part] in " ".join(p.cmdline()))

    def wait_until_ready(self, seconds: float = READY_WITHIN_SECONDS) -> float:
        """Seconds until `/ready` says so; fails after `seconds`."""
        started = time.monotonic()
        with self.client() as web:
            while time.monotonic() - started < seconds:
                try:
                    if web.get("/ready").status_code == 200:
                        return time.monotonic() - started
                except httpx.HTTPError:
                    pass
                time.sleep(0.3)
        pytest.fail(f"not ready after {seconds} s")

    def wait_until_not_ready(self, seconds: float = 20) -> None:
        started = time.monotonic()
        with self.client() as web:
            while time.monotonic() - started < seconds:
                try:
                    if web.get("/ready").status_code != 200:
                        return
                except httpx.HTTPError:
                    return
                time.sleep(0.2)
        pytest.fail("still ready")


def three_free_ports() -> int:
    """The first of three free ports in a row."""
    for port in range(18100, 19000, 3):
        with_sockets = [socket.socket() for _ in range(3)]
        try:
            for offset, one in enumerate(with_sockets):
                one.bind(("127.0.0.1", port + offset))
        except OSError:
            continue
        finally:
            for one in with_sockets:
                one.close()
        return port
    raise RuntimeError("no three free ports")


@pytest.fixture(scope="session")
def bot(tmp_path_factory):
    """`python -m bot run` over the prepared model and index; Ctrl-C at the end must leave nothing behind."""
    data_dir = tmp_path_factory.mktemp("var")
    (data_dir / "models").symlink_to(PREPARED / "models")
    shutil.copytree(PREPARED / "index", data_dir / "index")
    port = three_free_ports()
    limits = {
        "HAIDANG_QUESTIONS_PER_MINUTE": "100000",
        "HAIDANG_QUESTIONS_PER_MINUTE_ADDRESS": "100000",
        "HAIDANG_CONVERSATIONS_PER_MINUTE_ADDRESS": "100000",
    }
    env = {
        **os.environ,
        "HAIDANG_PORT": str(port),
        "HAIDANG_DATA_DIR": str(data_dir),
        "PYTHONPATH": str(ROOT),
        **limits,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "run"], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True
    )
    running = Bot(port, data_dir, process)
    running.wait_until_ready(180)
    yield running
    family = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGINT)
    assert process.wait(40) == 0
    _, alive = psutil.wait_procs(family, 5)
    assert not alive, "processes were left behind"
    for offset in range(3):
        with socket.socket() as free:
            free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            free.bind(("127.0.0.1", port + offset))


@pytest.fixture
def web(bot):
    with bot.client() as client:
        yield client


@pytest.fixture
def ask(web):
    """Ask in a conversation of its own; gives the first reply."""
    started = web.post("/api/v1/conversations", json={"language": "vi"}).json()

    def ask(text=None, **body):
        message = {**({"text": text} if text is not None else {}), **body}
        answer = web.post(f"/api/v1/conversations/{started['id']}/messages", json=message)
        assert answer.status_code == 200, answer.text
        return {**answer.json()["replies"][0], "answer": answer.json()}

    return ask
