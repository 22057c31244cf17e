"""The action server's own endpoints."""

from pathlib import Path

import pytest
import yaml

from actions.server import build_app

DOMAIN = yaml.safe_load((Path(__file__).resolve().parents[2] / "domain.yml").read_text(encoding="utf-8"))


@pytest.fixture
def server(small_library, search):
    from sanic import Sanic

    Sanic.test_mode = True
    app = build_app(small_library, search, {"content_version": small_library.version})
    yield app
    Sanic._app_registry.clear()


async def test_ready_search_and_actions(server, small_library):
    """What is loaded, what would be found, and the actions of `domain.yml`."""
    _, ready = await server.asgi_client.get("/ready")
    assert ready.json == {"content_version": small_library.version}
    _, found = await server.asgi_client.get("/search", params={"q": "dân số vũng tàu bao nhiêu"})
    assert found.json["outcome"] == "answered"
    assert found.json["language"] == "vi"
    _, actions = await server.asgi_client.get("/actions")
    assert {action["name"] for action in actions.json} == set(DOMAIN["actions"])


async def test_an_error_does_not_send_the_request_back(server):
    """What a visitor wrote stays out of errors, and so out of Rasa's log."""
    call = {"next_action": "action_answer_question", "tracker": {"secret": "riêng tư"}}
    _, answer = await server.asgi_client.post("/webhook", json=call)
    assert answer.status == 500
    assert "riêng tư" not in answer.text
