"""What is refused before anything is done with it, and what is odd but taken as text."""

import pytest


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"text": ""}, 422),
        ({"text": "   "}, 422),
        ({"text": "x" * 1001}, 422),
        ({}, 400),
        ({"text": "a", "choice": "hai-dang"}, 400),
        ({"text": 5}, 400),
        ({"text": "a", "surprise": 1}, 400),
        ({"text": "a", "language": "de"}, 400),
        ({"text": "a", "client_id": "x" * 65}, 400),
        ({"choice": "../../etc/passwd"}, 400),
        ({"location": {"lat": 91, "lon": 0}}, 400),
    ],
)
async def test_a_faulty_message_is_explained_without_an_echo(web, conversation, body, status):
    """A problem document in the visitor's language; nothing of the body comes back."""
    answer = await web.post(f"{conversation}/messages", json=body, headers={"Accept-Language": "ko"})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert problem["language"] == "ko"
    assert "surprise" not in answer.text
    assert "passwd" not in answer.text


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        (b"{", {"Content-Type": "application/json"}, 400),
        (b"[1]", {"Content-Type": "application/json"}, 400),
        (b'{"text": NaN}', {"Content-Type": "application/json"}, 400),
        (b"[" * 20_000, {"Content-Type": "application/json"}, 413),
        (b"[" * 15_000, {"Content-Type": "application/json"}, 400),
        (b'{"text": "\xff"}', {"Content-Type": "application/json"}, 400),
        (b'{"text": "a"}', {"Content-Type": "text/plain"}, 415),
        (b'{"text": "a"}', {}, 415),
        (b'{"text": "' + b"a" * 10_000_000 + b'"}', {"Content-Type": "application/json"}, 413),
        (b"{}", {"Content-Type": "application/json", "Content-Length": "abc"}, 400),
    ],
)
async def test_a_body_that_is_not_small_json_is_refused(web, conversation, content, headers, status):
    """Before it is parsed into anything."""
    answer = await web.post(f"{conversation}/messages", content=content, headers=headers)
    assert answer.status_code == status
    assert answer.json()["status"] == status


@pytest.mark.parametrize(
    "text",
    [
        "\\ud800 vũng tàu",
        "vũng\\u0000tàu",
        "\\ufdfa" * 1000,
        "/restart",
        '/greet{\\"a\\": 1}',
        "<script>alert(1)</script>",
        "'; DROP TABLE replies; --",
    ],
)
async def test_odd_text_gets_an_answer(web, conversation, dialogue, text):
    """Lone surrogates, NUL, ligatures, commands and code are text to us."""
    body = f'{{"text": "{text}"}}'.encode()
    answer = await web.post(f"{conversation}/messages", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 200
    assert answer.json()["replies"][0]["outcome"] == "answered"
