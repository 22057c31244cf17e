"""How much one visitor or one address may ask for."""

import httpx
import pytest
from fastapi import Request

from bot.gateway import build_app
from bot.limits import Limits
from bot.settings import Settings


def request(peer, **headers):
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "client": (peer, 1), "headers": raw})


@pytest.mark.parametrize(
    ("peer", "forwarded", "trusted", "address"),
    [
        ("203.0.113.9", None, [], "203.0.113.9/32"),
        ("203.0.113.9", "1.2.3.4", [], "203.0.113.9/32"),
        ("127.0.0.1", "1.2.3.4", ["127.0.0.1"], "1.2.3.4/32"),
        ("127.0.0.1", "6.6.6.6, 1.2.3.4", ["127.0.0.1"], "1.2.3.4/32"),
        ("127.0.0.1", "6.6.6.6, 1.2.3.4, 10.0.0.2", ["127.0.0.1", "10.0.0.0/8"], "1.2.3.4/32"),
        ("127.0.0.1", "nonsense", ["127.0.0.1"], "127.0.0.1/32"),
        ("2001:db8:1:2:3:4:5:6", None, [], "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", None, [], "203.0.113.9/32"),
        ("testclient", None, [], "unknown"),
    ],
)
def test_the_address_is_the_last_one_that_nobody_trusted_wrote(peer, forwarded, trusted, address):
    """A visitor's own header counts for nothing; IPv6 counts by its /64."""
    limits = Limits(Settings(trusted_proxies=trusted))
    headers = {"x_forwarded_for": forwarded} if forwarded else {}
    assert limits.address(request(peer, **headers)) == address


async def test_limits_answer_429_with_the_seconds_to_wait(tmp_path, small_library, dialogue):
    """By conversation, and for new conversations by address; another visitor is not touched."""
    settings = Settings(data_dir=tmp_path, questions_per_minute=2, conversations_per_minute_address=2)
    app = build_app(settings, small_library, dialogue)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://bot") as web,
    ):
        ids = [(await web.post("/api/v1/conversations", json={})).json()["id"] for _ in range(2)]
        refused = await web.post("/api/v1/conversations", json={})
        assert refused.status_code == 429
        assert 1 <= int(refused.headers["Retry-After"]) <= 61

        async def ask(key):
            return (await web.post(f"/api/v1/conversations/{key}/messages", json={"text": "x"})).status_code

        assert [await ask(ids[0]) for _ in range(3)] == [200, 200, 429]
        assert await ask(ids[1]) == 200
