"""Inline mode: answers to quote, or none."""

import asyncio

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route


@pytest.fixture
async def search(api, unused_tcp_port):
    """The actions' search, which finds the lighthouse and keeps nothing else."""
    asked = []

    async def find(request):
        asked.append(request.query_params["q"])
        candidates = [{"entry": "hai-dang", "kept": True}, {"entry": "dan-so-vung-tau", "kept": False}]
        return JSONResponse({"language": "en", "candidates": candidates if "light" in asked[-1] else []})

    app = Starlette(routes=[Route("/search", find)])
    server = uvicorn.Server(uvicorn.Config(app, port=unused_tcp_port, log_config=None))
    server.install_signal_handlers = lambda: None
    serving = asyncio.create_task(server.serve())
    await api.wait_for(lambda: server.started)
    yield unused_tcp_port, asked
    server.should_exit = True
    await serving


async def test_answers_are_offered_to_quote(api, gateway, search, small_library):
    """With their sources; identifiers are masked before the search, too."""
    port, asked = search
    mai = api.person(language="en")
    async with gateway(actions_port=port):
        number = mai.asks_inline("lighthouse 0912345678")
        answer = await api.wait_for(lambda: api.inline_answers.get(number))
    (result,) = answer["results"]
    assert small_library.entries["hai-dang"].texts["en"].answer in result["message"]["text"]
    assert asked == ["lighthouse [phone]"]


async def test_nothing_rather_than_something_wrong(api, gateway, search):
    """Nothing found, nothing asked, and the search away."""
    port, _ = search
    mai = api.person(language="en")
    async with gateway(actions_port=port):
        for query in ("xyz", ""):
            number = mai.asks_inline(query)
            assert (await api.wait_for(lambda number=number: api.inline_answers.get(number)))["results"] == []
    async with gateway(actions_port=1):
        number = mai.asks_inline("lighthouse")
        assert (await api.wait_for(lambda: api.inline_answers.get(number)))["results"] == []
