"""The widget's files: hashes, caches, phrases, and who may use the API from another site."""

import base64
import gzip
import hashlib
import json
import re

import httpx
import pytest
from pydantic import ValidationError

from bot import widget
from bot.gateway import build_app
from bot.settings import Settings
from knowledge.languages import LANGUAGES

SITE = "https://www.example.vn"
BUDGET_BYTES = 30_000


@pytest.fixture
async def open_web(settings, small_library, dialogue):
    """A gateway that lets one site embed the widget."""
    app = build_app(settings.model_copy(update={"widget_origins": [SITE]}), small_library, dialogue)
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://bot")
    async with app.router.lifespan_context(app), client:
        yield client


async def release(web):
    text = (await web.get("/widget.js")).text
    return json.loads(re.search(r"RELEASE = (\{.*\});", text)[1])


async def test_every_file_is_served_for_ever_under_the_hash(web):
    """What the loader says of it is true, and any page may load it."""
    known = await release(web)
    assert {"main.js", "look.css", *(f"{language}.json" for language in LANGUAGES)} <= set(known["files"])
    for name, integrity in known["files"].items():
        answer = await web.get(f"/widget/{known['hash']}/{name}")
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers["access-control-allow-origin"] == "*"
        assert integrity == "sha384-" + base64.b64encode(hashlib.sha384(answer.content).digest()).decode()


@pytest.mark.parametrize("path", ["0000000000000000/main.js", "{hash}/nothing.js", "{hash}/..%2Fsite.css"])
async def test_other_hashes_and_names_are_not_found(web, path):
    """A version that is gone is not answered with another one."""
    known = await release(web)
    assert (await web.get(f"/widget/{path.replace('{hash}', known['hash'])}")).status_code == 404


async def test_the_loader_is_fresh_and_can_be_pinned(web):
    """The short one is cached for minutes; the pinned one is the same text under the hash."""
    short = await web.get("/widget.js")
    assert "max-age=300" in short.headers["cache-control"]
    version = (await web.get("/api/v1/widget")).json()
    pinned = await web.get(version["src"])
    assert pinned.content == short.content
    assert version["integrity"] == widget.integrity(pinned.content)


async def test_any_change_changes_the_hash(settings, small_library):
    """Of a phrase, an example or a setting."""
    first = widget.Release(small_library, settings)
    assert widget.Release(small_library, settings).hash == first.hash
    other = widget.Release(small_library, settings.model_copy(update={"retention_days": 7}))
    assert other.hash != first.hash
    assert widget.Release(small_library, settings.model_copy(update={"telegram_name": "a_bot"})).hash != first.hash


async def test_a_locale_has_the_phrases_and_examples_of_its_language(web, settings):
    """Filled with the setting, and with a title for every topic that has entries."""
    known = await release(web)
    for language in LANGUAGES:
        locale = (await web.get(f"/widget/{known['hash']}/{language}.json")).json()
        assert str(settings.retention_days) in locale["phrases"]["page_notice"]
        assert {"greet", "page_send", "widget_open"} <= set(locale["phrases"])
        assert all(example["title"] for example in locale["examples"])


def test_the_widget_is_light(settings, small_library):
    """Everything with the heaviest locale, as transferred."""
    files = widget.Release(small_library, settings).files
    sizes = {name: len(gzip.compress(content, 9, mtime=0)) for name, content in files.items()}
    locales = [sizes.pop(f"{language}.json") for language in LANGUAGES]
    assert sum(sizes.values()) + max(locales) <= BUDGET_BYTES


async def test_files_are_compressed(web):
    """For those who say that they can read it."""
    answer = await web.get("/widget.js", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"


async def test_only_listed_sites_may_ask(open_web):
    """Exactly those origins, without credentials; a refusal can be read by them, too."""
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    allowed = await open_web.options("/api/v1/conversations", headers={"Origin": SITE, **asked})
    assert allowed.headers["access-control-allow-origin"] == SITE
    assert "access-control-allow-credentials" not in allowed.headers
    refused = await open_web.options("/api/v1/conversations", headers={"Origin": SITE + ".evil.example", **asked})
    assert "access-control-allow-origin" not in refused.headers
    problem = await open_web.post(
        "/api/v1/conversations", content="{", headers={"Origin": SITE, "Content-Type": "application/json"}
    )
    assert problem.status_code == 400
    assert problem.headers["access-control-allow-origin"] == SITE
    assert "Retry-After" in problem.headers["access-control-expose-headers"]


@pytest.mark.parametrize("origins", [["*"], ["https://a.vn/"], ["a.vn"], ["https://*.a.vn"]])
def test_origins_are_whole_and_without_wildcards(tmp_path, origins):
    """A typing error must not open the API to everyone."""
    with pytest.raises(ValidationError):
        Settings(data_dir=tmp_path, widget_origins=origins, _env_file=None)


@pytest.mark.parametrize("path", ["/", "/demo", "/site.css", "/demo.css", "/icon.svg"])
async def test_the_pages_and_what_they_are_made_of(web, path):
    """With the strict policy."""
    answer = await web.get(path)
    assert answer.status_code == 200
    assert "require-trusted-types-for 'script'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_main_page_is_in_the_language_of_the_address(web, language):
    """Else in the browser's."""
    named = await web.get("/", params={"language": language}, headers={"Accept-Language": "en"})
    assert f'<html lang="{language}">' in named.text
    browser = await web.get("/", params={"language": "xx"}, headers={"Accept-Language": language})
    assert f'<html lang="{language}">' in browser.text
