"""The gateway with its Telegram channel on, over real HTTP against the emulator, and a dialogue that a test rules."""

import asyncio
import socket
from contextlib import asynccontextmanager

import content as sample
import pytest
import uvicorn
from fakes import FakeDialogue
from pydantic import SecretStr
from telegram_api import TelegramApi

from bot.gateway import build_app
from bot.settings import Settings
from bot.telegram import application


@pytest.fixture
def api():
    with TelegramApi() as running:
        running.redelivery_seconds = 0.05
        yield running
        assert not running.violations


@pytest.fixture
def content_folder(tmp_path):
    """Sound entries, one of them an event and one a place."""
    when = {"calendar": "solar", "month": "10", "day": "2", "days": "3", "area": "Vũng Tàu"}
    place = {"lat": "10.33", "lon": "107.07"}
    entries = {
        "province/dan-so-vung-tau": sample.entry(),
        "sea/hai-dang": sample.other("hải đăng", kind="place", place=place),
        "events/le-hoi": sample.other("lễ hội", kind="event", event=when),
    }
    return sample.write(tmp_path / "content", entries)


@pytest.fixture
def dialogue() -> FakeDialogue:
    return FakeDialogue()


@pytest.fixture(autouse=True)
def hurried(monkeypatch, request):
    """What waits for half a minute in service waits for a moment here; menus are told where they are tested."""

    async def nothing(*_):
        pass

    monkeypatch.setattr(application, "AGAIN_SECONDS", 0.2)
    monkeypatch.setattr(application, "SOON_SECONDS", 4)
    if "menus" not in request.node.name:
        monkeypatch.setattr(application.menus, "publish", nothing)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def gateway(api, dialogue, small_library, tmp_path, monkeypatch):
    """The gateway to be run, by webhook or by polling; a second time is a restart over the same record."""
    monkeypatch.chdir(tmp_path)
    data_dir = tmp_path / "var"

    @asynccontextmanager
    async def run(mode: str = "webhook", **more):
        port = free_port()
        url = f"http://127.0.0.1:{port}" if mode == "webhook" else None
        settings = Settings(
            data_dir=data_dir,
            port=port,
            telegram_token=SecretStr(api.token),
            telegram_api=api.url,
            telegram_webhook_url=url,
            telegram_webhook_secret=SecretStr("s3cret"),
            hash_key=SecretStr("key"),
            **more,
        )
        app = build_app(settings, small_library, dialogue)
        server = uvicorn.Server(uvicorn.Config(app, port=port, log_config=None, access_log=False))
        server.install_signal_handlers = lambda: None
        serving = asyncio.create_task(server.serve())
        try:
            await api.wait_for(lambda: server.started)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.should_exit = True
            await serving

    return run


@pytest.fixture(params=["webhook", "polling"])
async def both(request, gateway):
    """The running gateway, in either mode."""
    async with gateway(request.param) as url:
        yield url


@pytest.fixture
async def hook(gateway):
    """The running gateway, by webhook."""
    async with gateway("webhook") as url:
        yield url
