"""Webhooks: the secret, refusals and their growing delay, order within a chat."""

import asyncio
import socket
from contextlib import asynccontextmanager
from itertools import pairwise

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
from telegram import Update
from telegram.error import BadRequest, Conflict

from . import TelegramApi
from .example_bot import build

SECRET = "s3cret_token-"


@pytest.fixture
def api():
    with TelegramApi(flood=False) as running:
        running.redelivery_seconds = 0.05
        yield running


class Receiver:
    """The bot's web side: answers with the statuses that it is told, then with 200."""

    def __init__(self, app):
        self.app = app
        self.statuses = []
        self.secrets = []

    async def receive(self, request):
        self.secrets.append(request.headers.get("x-telegram-bot-api-secret-token"))
        status = self.statuses.pop(0) if self.statuses else 200
        if status == 200:
            await self.app.update_queue.put(Update.de_json(await request.json(), self.app.bot))
        return Response(status_code=status, headers={"Retry-After": "1"} if status == 503 else {})


@pytest.fixture
async def receiver(api):
    app = build(api)
    app.updater = None
    web = Receiver(app)
    async with app, serving(web) as url:
        await app.start()
        await app.bot.set_webhook(url, secret_token=SECRET)
        yield web
        await app.stop()


@asynccontextmanager
async def serving(web):
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        routes = [Route("/hook", web.receive, methods=["POST"])]
        config = uvicorn.Config(Starlette(routes=routes), log_config=None, ws="none", lifespan="off")
        server = uvicorn.Server(config)
        running = asyncio.create_task(server.serve([listening]))
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/hook"
        server.should_exit = True
        await running


async def test_updates_are_posted_with_the_secret(api, receiver):
    """And the bot answers through the API."""
    mai = api.person("vi")
    mai.says("Côn Đảo?")
    await api.wait_for(mai.replies)
    assert receiver.secrets == [SECRET]
    await api.wait_for(lambda: not api.pending)


async def test_what_is_refused_comes_again_later_and_in_order(api, receiver):
    """The delay grows; what was written later waits, but not in other chats."""
    receiver.statuses = [500, 500, 500]
    mai, lan = api.person(), api.person(name="Lan")
    mai.says("a")
    await api.wait_for(lambda: api.posts)
    mai.says("b")
    await api.wait_for(lambda: len(mai.replies()) == 2)
    assert [reply["text"] for reply in mai.replies()] == ["a", "b"]
    refused = [at for at, _, status in api.posts if status == 500]
    waits = [later - earlier for earlier, later in pairwise([*refused, api.posts[3][0]])]
    assert waits[0] < waits[1] < waits[2]
    lan.says("c")
    await api.wait_for(lan.replies)
    info = await receiver.app.bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 500 Internal Server Error"


async def test_retry_after_is_obeyed(api, receiver):
    """A bot that cannot store says 503 and when to come again."""
    receiver.statuses = [503]
    mai = api.person()
    mai.says("a")
    await api.wait_for(mai.replies)
    (first, *_), (second, *_) = api.posts
    assert second - first >= 1


async def test_redelivered_and_reordered_updates_are_posted(api, receiver):
    """Twice, or the later one first."""
    mai = api.person()
    asked = mai.says("a")
    await api.wait_for(lambda: not api.pending)
    api.redelivers(asked)
    await api.wait_for(lambda: len(api.posts) == 2)
    assert api.posts[0][1] == api.posts[1][1]
    api.holds()
    mai.says("b")
    mai.says("c")
    api.releases(order=[1, 0])
    await api.wait_for(lambda: len(api.posts) == 4)
    assert api.posts[2][1] > api.posts[3][1]


async def test_polling_is_refused_while_a_webhook_is_set(api, receiver):
    """And what was not delivered waits for polling afterwards."""
    bot = receiver.app.bot
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
    receiver.statuses = [500] * 1000
    api.person().says("a")
    await api.wait_for(lambda: api.posts)
    assert (await bot.get_webhook_info()).pending_update_count == 1
    await bot.delete_webhook()
    assert [update.message.text for update in await bot.get_updates()] == ["a"]


@pytest.mark.parametrize(
    ("url", "secret"),
    [
        ("http://bot.gov.vn/hook", "x"),
        ("https://bot.gov.vn:8080/hook", "x"),
        ("https://bot.gov.vn/hook", "không"),
        ("https://bot.gov.vn/hook", "x" * 257),
    ],
)
async def test_bad_webhooks_are_refused(api, receiver, url, secret):
    """HTTPS, Telegram's ports, and a secret of allowed characters."""
    with pytest.raises(BadRequest):
        await receiver.app.bot.set_webhook(url, secret_token=secret)


async def test_a_second_poll_ends_the_first(api):
    """One bot, one poll."""
    async with build(api) as one, build(api) as other:
        first = asyncio.create_task(one.bot.get_updates(timeout=10))
        await api.wait_for(lambda: api.calls_of("getUpdates"))
        assert await other.bot.get_updates() == ()
        with pytest.raises(Conflict, match="terminated by other getUpdates"):
            await first
