"""The gateway over a small library, with a dialogue that does as a test says."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fakes import FakeDialogue

from bot.gateway import build_app
from bot.settings import Settings


@pytest.fixture
def dialogue() -> FakeDialogue:
    return FakeDialogue()


@pytest.fixture
def settings(tmp_path, monkeypatch) -> Settings:
    monkeypatch.chdir(tmp_path)
    return Settings(data_dir=tmp_path / "var", port=18080)


@pytest.fixture
async def web(settings, small_library, dialogue) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the running application."""
    app = build_app(settings, small_library, dialogue)
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
            yield client


@pytest.fixture
async def conversation(web) -> str:
    """The path of a conversation in Vietnamese."""
    started = await web.post("/api/v1/conversations", json={"language": "vi"})
    return f"/api/v1/conversations/{started.json()['id']}"
