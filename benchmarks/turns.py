"""The whole path over HTTP: one visitor against the floor of the same run, then eight at once; memory; start.

The floor is what cannot be avoided with this stack: a turn of the same Rasa process whose action only says a phrase,
plus the bare encoding of the keys that the turn encodes. Ratios within one run count; absolute times depend on the
machine and on what else runs there.
"""

import argparse
import json
import os
import statistics
import threading
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import psutil

from bot.launch import prepare, processes, wait_until_ready
from bot.settings import Settings
from knowledge import library
from knowledge.onnx_encoder import OnnxEncoder
from knowledge.search import build_spelling
from knowledge.text import search_key

UNLIMITED = ("questions_per_minute", "questions_per_minute_address", "conversations_per_minute_address")
TURNS_PER_CONVERSATION = 18


def milliseconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def spread(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {
        "n": len(times),
        "p50": round(statistics.median(ordered), 1),
        "p95": round(ordered[int(0.95 * (len(ordered) - 1))], 1),
    }


def questions() -> list[str]:
    """Asks of every language, in turn."""
    base = library.load()
    asks = [text.asks[-1] for entry in base.entries.values() for text in entry.texts.values()]
    return asks[:: max(1, len(asks) // 400)]


class Visitor:
    """Asks in conversations of the usual length."""

    def __init__(self, port: int) -> None:
        self._http = httpx.Client(base_url=f"http://127.0.0.1:{port}/api/v1", timeout=30, trust_env=False)
        self._turns, self._path = 0, ""

    def ask(self, text: str) -> int:
        """The status of the answer."""
        if self._turns % TURNS_PER_CONVERSATION == 0:
            started = self._http.post("/conversations", json={"language": "vi"})
            self._path = f"/conversations/{started.json()['id']}/messages"
        self._turns += 1
        return self._http.post(self._path, json={"text": text}).status_code


def one_visitor(settings: Settings, asks: list[str], rounds: int) -> dict:
    """Turns and floor, interleaved, so that both meet the same machine."""
    visitor = Visitor(settings.port)
    rasa = httpx.Client(base_url=settings.dialogue_url, timeout=30, trust_env=False)
    encoder = OnnxEncoder(settings.model_path)
    spelling = build_spelling(library.load())
    turn, floor, encoding = [], [], []

    def phrase(number: int) -> None:
        body = {"sender": f"b{number // 18}", "message": "/thank", "metadata": {"context": {"language": "vi"}}}
        assert rasa.post("/webhooks/rest/webhook", json=body).json()

    for number in range(rounds):
        text = asks[number % len(asks)]
        typed = search_key(text)
        restored = spelling.restore(typed)
        keys = [typed, typed, *([restored] if restored != typed and text.isascii() else [])]
        turn.append(milliseconds(lambda t=text: visitor.ask(t)))
        said = milliseconds(lambda n=number: phrase(n))
        encoded = milliseconds(lambda k=keys: encoder.encode(k))
        floor.append(said + encoded)
        encoding.append(encoded)
    figures = {"turn ms": spread(turn[20:]), "floor ms": spread(floor[20:]), "encoding ms": spread(encoding[20:])}
    figures["turn / floor"] = round(figures["turn ms"]["p50"] / figures["floor ms"]["p50"], 2)
    return figures


def eight_visitors(settings: Settings, asks: list[str], seconds: float) -> dict:
    """As fast as eight can ask, for so long."""
    times: list[float] = []
    failures: list[int] = []
    end = time.monotonic() + seconds

    def visit(number: int) -> None:
        visitor, turn = Visitor(settings.port), number * 37
        while time.monotonic() < end:
            turn += 1
            started = time.perf_counter()
            status = visitor.ask(asks[turn % len(asks)])
            times.append((time.perf_counter() - started) * 1000)
            if status != 200:
                failures.append(status)

    threads = [threading.Thread(target=visit, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {"turns per second": round(len(times) / seconds, 1), "ms": spread(times), "failures": len(failures)}


def memory(supervisor_pid: int) -> dict[str, int]:
    """Resident megabytes of every process."""
    found = {}
    for process in [psutil.Process(supervisor_pid), *psutil.Process(supervisor_pid).children(recursive=True)]:
        command = " ".join(process.cmdline())
        name = next((n for n in ("bot.gateway", "actions.server", "rasa") if n in command), "supervisor")
        found[name] = found.get(name, 0) + process.memory_info().rss // 2**20
    return {**found, "all": sum(found.values())}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--json", type=Path, default=Path(__file__).parent / "turns.json")
    arguments = parser.parse_args()
    for name in UNLIMITED:
        os.environ[f"HAIDANG_{name.upper()}"] = "1000000"
    settings = Settings()
    prepare(settings)
    asks = questions()
    with processes(settings) as supervisor:
        started = time.monotonic()
        wait_until_ready(settings, supervisor)
        figures = {"start s": round(time.monotonic() - started, 1), "load before": round(os.getloadavg()[0], 2)}
        figures["one visitor"] = one_visitor(settings, asks, arguments.rounds)
        figures["eight visitors"] = eight_visitors(settings, asks, arguments.seconds)
        figures["memory MB"] = memory(supervisor.pid)
        figures["entries"] = len(library.load().entries)
    arguments.json.write_text(json.dumps(figures, indent=1) + "\n")
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
