"""Fixtures for all tests, and what happens to tests that cannot run here."""

import os
import shutil
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import content as sample  # noqa: E402
from fakes import PARAMETERS, FakeEncoder  # noqa: E402
from running_bot import ask, bot, web  # noqa: E402, F401

from bot import logs  # noqa: E402
from knowledge import library, vector_index  # noqa: E402
from knowledge.search import Search, build_spelling  # noqa: E402

# As in production: a traceback with local variables would print the whole library, which takes minutes.
logs.configure("INFO")

CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
REQUIRE_ALL = os.environ.get("HAIDANG_REQUIRE_ALL") == "1"
NOT_RUN = pytest.StashKey[list[str]]()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    config.stash[NOT_RUN] = []
    if shutil.which("chromium"):
        return
    for item in items:
        if "browser" in item.keywords:
            config.stash[NOT_RUN].append(item.name)
            item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if not_run := config.stash.get(NOT_RUN, []):
        terminalreporter.write_line("")
        terminalreporter.write_line(
            f"{len(not_run)} browser tests were NOT run: they need Chromium and the Noto fonts "
            "(Debian: apt install chromium fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji)",
            yellow=True,
        )


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where everything is required, a skipped test is a failed run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if REQUIRE_ALL and reporter is not None and reporter.stats.get("skipped"):
        reporter.write_line("HAIDANG_REQUIRE_ALL=1: a skipped test is a failure", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture
def content_folder(tmp_path: Path) -> Path:
    """Four sound entries."""
    entries = {
        "province/dan-so-vung-tau": sample.entry(),
        "sea/hai-dang": sample.other("hải đăng", see_also=["dan-so-vung-tau"]),
    }
    return sample.write(tmp_path / "content", entries)


@pytest.fixture
def small_library(content_folder: Path) -> library.Library:
    return library.load(content_folder)


@pytest.fixture
def encoder() -> FakeEncoder:
    return FakeEncoder()


@pytest.fixture
def search(small_library: library.Library, encoder: FakeEncoder, tmp_path: Path) -> Search:
    vector_index.build(small_library, encoder, tmp_path / "index")
    index = vector_index.load(tmp_path / "index", small_library, encoder.model)
    return Search(small_library, index, encoder, build_spelling(small_library), PARAMETERS)


@pytest.fixture(scope="session")
def chromium():
    """One browser for all tests; a second one beside it is refused by Playwright."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM)
        yield browser
        browser.close()
