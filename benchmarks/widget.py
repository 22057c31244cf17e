"""What the widget costs a visitor, in a real browser: `python -m benchmarks.widget` writes `widget.json`.

The gateway serves the real content with a dialogue that answers at once, so the figures are the widget's own.
"""

import json
import os
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import httpx
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from running_site import ARGUMENTS, Site  # noqa: E402

QUESTION = "le-hoi-dinh-co"
SLOWDOWN = 4
RUNS = 5
TURNS = 200
SHOWN = "n => document.querySelector('hai-dang').shadowRoot.querySelectorAll('.reply').length >= n"


def loaded(browser: Browser, url: str) -> dict[str, float]:
    """Kilobytes as transferred and requests of a first visit; milliseconds until one can type, on a slowed CPU."""
    context = browser.new_context(locale="km")
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
    paths, sizes, bodies = {}, {}, Counter()
    session.on("Network.responseReceived", lambda e: paths.update({e["requestId"]: e["response"]["url"]}))
    session.on("Network.loadingFinished", lambda e: sizes.update({e["requestId"]: e["encodedDataLength"]}))
    session.on("Network.dataReceived", lambda e: bodies.update({e["requestId"]: e["encodedDataLength"]}))
    started = time.perf_counter()
    page.goto(url, wait_until="commit")
    page.locator("#question").wait_for()
    page.locator("#question").fill("a")
    ready = (time.perf_counter() - started) * 1000
    page.wait_for_timeout(300)
    of_widget = [key for key, path in paths.items() if "/widget" in path]
    context.close()
    return {
        "ready_ms": ready,
        "requests": len(of_widget),
        "body_kb": sum(bodies[key] for key in of_widget) / 1000,
        "whole_kb": sum(sizes[key] for key in of_widget) / 1000,
    }


def asked(page: Page, number: int) -> float:
    """Milliseconds from Enter until the reply is in the page."""
    page.locator("#question").fill(QUESTION)
    started = time.perf_counter()
    page.keyboard.press("Enter")
    page.wait_for_function(SHOWN, arg=number)
    return (time.perf_counter() - started) * 1000


def heap(page: Page) -> float:
    """Megabytes of JavaScript memory after a collection."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    return session.send("Runtime.getHeapUsage")["usedSize"] / 1e6


def bare(url: str) -> float:
    """Milliseconds of the median API call alone."""
    with httpx.Client(base_url=url + "/api/v1", trust_env=False) as web:
        path = f"/conversations/{web.post('/conversations', json={}).json()['id']}/messages"
        times = []
        for _ in range(TURNS // 4):
            started = time.perf_counter()
            web.post(path, json={"text": QUESTION})
            times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        os.chdir(folder)
        site = Site(Path(folder) / "var")
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        visits = [loaded(browser, site.url) for _ in range(RUNS)]
        page = browser.new_page(locale="vi")
        page.goto(site.url)
        page.locator("#question").wait_for()
        before, sent = heap(page), []
        page.on("request", lambda request: sent.append(request.url))
        asked(page, 1)
        first = len(sent)
        times = [asked(page, number) for number in range(2, TURNS + 1)]
        figures = {
            "first_visit_kilobytes_gzip": round(max(visit["body_kb"] for visit in visits), 1),
            "first_visit_kilobytes_with_http_headers": round(max(visit["whole_kb"] for visit in visits), 1),
            "first_visit_requests": visits[0]["requests"],
            f"ready_to_type_ms_cpu_slowed_{SLOWDOWN}x": round(statistics.median(visit["ready_ms"] for visit in visits)),
            "enter_to_answer_shown_ms_median": round(statistics.median(times), 1),
            "enter_to_answer_shown_ms_p95": round(statistics.quantiles(times, n=20)[-1], 1),
            "bare_api_call_ms_median": round(bare(site.url), 1),
            "requests_for_the_first_question": first,
            "requests_for_each_further_question": round((len(sent) - first) / (TURNS - 1), 2),
            "heap_megabytes_at_start": round(before, 2),
            f"heap_megabytes_after_{TURNS}_turns": round(heap(page), 2),
        }
        browser.close()
        site.server.should_exit = True
    text = json.dumps(figures, indent=2) + "\n"
    (ROOT / "benchmarks" / "widget.json").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
