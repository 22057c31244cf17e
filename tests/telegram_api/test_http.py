"""The emulator's HTTP, seen without any library: tokens, unknown methods, forms, faults."""

import httpx
import pytest

from . import TelegramApi
from .parameters import Upload


@pytest.fixture
def api():
    with TelegramApi(flood=False) as running:
        yield running


@pytest.fixture
def call(api):
    """Call a method; gives (status, answer)."""
    with httpx.Client(base_url=f"{api.url}/bot{api.token}/", trust_env=False) as client:

        def call(method, files=None, **parameters):
            answer = client.post(
                method, json=None if files else parameters, data=parameters if files else None, files=files
            )
            return answer.status_code, answer.json()

        yield call


@pytest.fixture
def mai(api):
    person = api.person()
    person.starts()
    return person


def test_a_wrong_token_is_unauthorized(api):
    """401, in Telegram's form."""
    answer = httpx.get(f"{api.url}/botwrong/getMe", trust_env=False)
    assert answer.status_code == 401
    assert answer.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}


def test_an_unknown_method_is_not_found_and_counted(api, call):
    """404, and a violation."""
    assert call("sendCoffee")[0] == 404
    assert [violation.rule for violation in api.violations] == ["method"]


def test_missing_and_broken_parameters_are_refused(mai, call):
    """400, never 500."""
    assert call("sendMessage", chat_id=mai.id)[0] == 400
    assert call("sendMessage", chat_id="nobody", text="x")[1]["description"] == "Bad Request: chat not found"
    assert call("sendVenue", chat_id=mai.id, latitude="north", longitude=1, title="a", address="b")[0] == 400
    assert call("sendLocation", chat_id=mai.id, latitude=91, longitude=1)[0] == 400
    assert call("sendMessage", chat_id=mai.id, text="x", reply_markup="{")[0] == 400


def test_an_empty_or_unknown_file_is_refused(mai, call):
    """Telegram takes neither."""
    assert call("sendDocument", files={"document": ("a.ics", b"")}, chat_id=mai.id)[0] == 400
    assert call("sendDocument", chat_id=mai.id, document="never-sent")[0] == 400


def test_a_document_keeps_its_bytes_and_may_be_sent_again_by_id(api, mai, call):
    """Also bytes that look like a boundary, and line ends."""
    content = b"BEGIN\r\n--x\r\n\x00\xff\n"
    _, sent = call("sendDocument", files={"document": ("a.ics", content, "text/calendar")}, chat_id=mai.id)
    file_id = sent["result"]["document"]["file_id"]
    assert api.state.files[file_id] == Upload("a.ics", "text/calendar", content)
    assert call("sendDocument", chat_id=mai.id, document=file_id)[0] == 200
    path = call("getFile", file_id=file_id)[1]["result"]["file_path"]
    assert httpx.get(f"{api.url}/file/bot{api.token}/{path}", trust_env=False).content == content
    assert httpx.get(f"{api.url}/file/botwrong/{path}", trust_env=False).status_code == 404


def test_faults_hit_the_named_method_as_often_as_ordered(api, mai, call):
    """Errors, then all is well again."""
    api.fails("sendMessage", status=429, retry_after=7)
    api.fails("*", status=502, times=2)
    assert call("sendMessage", chat_id=mai.id, text="x")[1]["parameters"] == {"retry_after": 7}
    assert [call("getMe")[0] for _ in range(3)] == [502, 502, 200]
    assert mai.replies() == []
    assert api.violations == []


@pytest.mark.parametrize("carried_out", [True, False])
def test_a_dropped_connection_hides_whether_it_was_done(api, mai, call, carried_out):
    """The caller gets a broken connection in both cases."""
    api.drops("sendMessage", carried_out=carried_out)
    with pytest.raises(httpx.RemoteProtocolError):
        call("sendMessage", chat_id=mai.id, text="x")
    assert len(mai.replies()) == carried_out


def test_a_hanging_answer_comes_late(api, call):
    """The caller's time-out decides."""
    api.hangs("getMe", seconds=0.3)
    with pytest.raises(httpx.ReadTimeout):
        httpx.get(f"{api.url}/bot{api.token}/getMe", timeout=0.1, trust_env=False)
    assert call("getMe")[0] == 200


def test_get_updates_confirms_by_offset_and_obeys_limit(api, mai, call):
    """What was not confirmed comes again."""
    for text in "abc":
        mai.says(text)
    first = call("getUpdates", limit=2)[1]["result"]
    assert call("getUpdates", limit=2)[1]["result"] == first
    rest = call("getUpdates", offset=first[-1]["update_id"] + 1)[1]["result"]
    assert [update["message"]["text"] for update in [*first, *rest]] == ["/start", "a", "b", "c"]
    assert len(api.pending) == 2
    assert [update["message"]["text"] for update in call("getUpdates", offset=-1)[1]["result"]] == ["c"]


def test_kinds_that_were_not_asked_for_do_not_come(api, mai, call):
    """Reactions only when named; with a list nothing else."""
    asked = mai.says("a")
    mai.reacts(asked, "👍")
    call("getUpdates", allowed_updates=["message_reaction"])
    mai.says("b")
    mai.reacts(asked, "👎")
    kinds = [next(key for key in update if key != "update_id") for update in api.pending]
    assert kinds == ["message", "message", "message_reaction"]


def test_updates_can_be_held_reordered_and_sent_twice(api, mai, call):
    """Also after they were confirmed."""
    api.holds()
    first, second = mai.says("a"), mai.says("b")
    assert [update["message"]["text"] for update in call("getUpdates")[1]["result"]] == ["/start"]
    api.releases(order=[1, 0])
    assert [update["message"] for update in call("getUpdates")[1]["result"]] == [second, first]
    call("getUpdates", offset=2_000_000_000)
    api.redelivers(first)
    assert [update["message"] for update in call("getUpdates", offset=2_000_000_000)[1]["result"]] == [first]
