"""The HTTP contract: what a client sends, what it gets, and what is refused."""

import asyncio
import json

import pytest
from fakes import broken


async def ask(web, conversation, text="dân số vũng tàu", **more):
    return await web.post(f"{conversation}/messages", json={"text": text, **more})


async def test_a_conversation_begins_with_a_greeting_in_its_language(web):
    """201, an unguessable id and a greeting."""
    started = await web.post("/api/v1/conversations", json={"language": "km"})
    assert started.status_code == 201
    body = started.json()
    assert len(body["id"]) >= 22
    assert body["greeting"]["routed"] == "greet"
    assert "ហាយដាំង" in body["greeting"]["text"]


async def test_the_browsers_language_is_a_hint(web):
    """Without an explicit choice `Accept-Language` decides."""
    headers = {"Accept-Language": "de-DE,ko-KR;q=0.9,en;q=0.5"}
    started = await web.post("/api/v1/conversations", json={}, headers=headers)
    assert started.json()["language"] == "ko"


async def test_a_question_gets_a_stored_reply(web, conversation, dialogue):
    """With an id, in the language of the question."""
    answer = (await ask(web, conversation, "where is vung tau")).json()
    assert answer["question_language"] == "en"
    assert answer["language"] == "en"
    assert answer["replies"][0]["id"].isdecimal()
    assert dialogue.asked[0]["context"]["language"] == "en"
    history = (await web.get(f"{conversation}/messages")).json()["messages"]
    assert history[-1]["reply"] == answer["replies"][0]


async def test_a_repeat_gets_the_first_reply_and_is_not_asked_again(web, conversation, dialogue):
    """Same client id and content."""
    first = await ask(web, conversation, client_id="abc")
    second = await ask(web, conversation, client_id="abc")
    assert first.json() == second.json()
    assert len(dialogue.asked) == 1


async def test_a_repeat_waits_for_the_reply_under_way(web, conversation, dialogue):
    """Both get the same one reply."""

    async def slowly(text):
        await asyncio.sleep(0.2)
        return {"outcome": "answered", "language": "vi", "text": text, "sources": [], "suggestions": []}

    dialogue.reply = slowly
    first, second = await asyncio.gather(*(ask(web, conversation, client_id="abc") for _ in range(2)))
    assert first.json() == second.json()
    assert len(dialogue.asked) == 1


async def test_questions_of_one_conversation_are_answered_in_order(web, conversation, dialogue):
    """One after the other, as they came."""

    async def slowly(text):
        await asyncio.sleep(0.05)
        return {"outcome": "answered", "language": "vi", "text": text, "sources": [], "suggestions": []}

    dialogue.reply = slowly
    await asyncio.gather(*(ask(web, conversation, f"câu số {n}") for n in range(5)))
    history = (await web.get(f"{conversation}/messages")).json()["messages"]
    pairs = [(m["question"]["text"], m["reply"]["text"]) for m in history if "question" in m]
    assert pairs == [(f"câu số {n}", f"câu số {n}") for n in range(5)]


async def test_the_same_client_id_with_another_text_is_a_conflict(web, conversation):
    """409, not another question's reply."""
    await ask(web, conversation, client_id="abc")
    assert (await ask(web, conversation, "khác", client_id="abc")).status_code == 409


async def test_a_chosen_entry_is_opened_not_searched(web, conversation, dialogue):
    """A suggestion names its entry."""
    answer = await web.post(f"{conversation}/messages", json={"choice": "hai-dang"})
    assert answer.status_code == 200
    assert dialogue.asked[0]["text"] == "hai-dang"


async def test_a_location_gets_the_nearest_places_and_is_not_kept(
    web, conversation, settings, small_library, monkeypatch
):
    """Nearest first, with the distance; the coordinates are in no file."""
    from knowledge.entry import Place

    place = Place(lat=10.3, lon=107.1)
    near = small_library.entries["hai-dang"].model_copy(update={"place": place})
    monkeypatch.setitem(small_library.entries, "hai-dang", near)
    body = {"location": {"lat": 10.391234567, "lon": 107.1}}
    answer = (await web.post(f"{conversation}/messages", json=body)).json()
    assert [item["entry"] for item in answer["replies"][0]["suggestions"]] == ["hai-dang"]
    assert "(10,1 km)" in answer["replies"][0]["text"]
    for path in settings.data_dir.rglob("*"):
        assert b"10.391234567" not in path.read_bytes()


async def test_when_the_dialogue_fails_the_visitor_is_told_in_their_language(web, conversation, dialogue):
    """The stored `failed` reply carries emergency numbers and hotline; the next question works again."""
    works, dialogue.reply = dialogue.reply, broken
    answer = (await ask(web, conversation, "где находится вунгтау")).json()
    assert answer["replies"][0]["outcome"] == "failed"
    assert answer["language"] == "ru"
    assert "113" in answer["replies"][0]["text"]
    assert "1022" in answer["replies"][0]["text"]
    dialogue.reply = works
    assert (await ask(web, conversation, "снова")).json()["replies"][0]["outcome"] == "answered"


@pytest.mark.parametrize(
    "text",
    ["cứu với có người đuối nước", "cuu toi voi", "救命", "ຊ່ວຍແດ່ ໄຟໄໝ້", "ជួយផង", "someone is drowning help me please"],
)
async def test_an_emergency_is_answered_without_the_dialogue(web, conversation, dialogue, text):
    """At once, also when everything else is down."""
    dialogue.reply = broken
    reply = (await ask(web, conversation, text)).json()["replies"][0]
    assert (reply["outcome"], reply["routed"]) == ("routed", "emergency")
    assert reply["entry"]["id"] == "emergency-numbers"
    assert dialogue.asked == []


async def test_a_language_we_lack_gets_english_and_a_notice(web, conversation):
    """Kindly, with the list of languages."""
    answer = (await ask(web, conversation, "เกาะกงด๋าวอยู่ที่ไหน")).json()
    assert answer["language"] == "en"
    assert answer["question_language"] == "other"
    assert answer["replies"][0]["notice"]["code"] == "unsupported_language"


async def test_identifiers_never_reach_record_or_dialogue(web, conversation, dialogue, settings):
    """Masked before anything else sees the text."""
    await ask(web, conversation, "số của tôi là 0912345678, cccd 079123456789")
    assert "0912345678" not in json.dumps(dialogue.asked)
    for path in settings.data_dir.rglob("*"):
        assert b"0912345678" not in path.read_bytes()
        assert b"079123456789" not in path.read_bytes()


async def test_a_broken_filter_keeps_nothing_and_still_answers(web, conversation, dialogue, monkeypatch):
    """The text is not kept; the visitor gets the failed reply."""
    monkeypatch.setattr("bot.privacy._plain", lambda text: 1 / 0)
    answer = (await ask(web, conversation, "một câu hỏi")).json()
    assert answer["replies"][0]["outcome"] == "failed"
    history = (await web.get(f"{conversation}/messages")).json()["messages"]
    assert history[-1]["question"]["text"] is None
    assert dialogue.asked == []


async def test_erasing_a_conversation_makes_it_unknown(web, conversation):
    """204, then 404 for everything about it."""
    await ask(web, conversation)
    assert (await web.delete(conversation)).status_code == 204
    assert (await web.get(f"{conversation}/messages")).status_code == 404
    assert (await ask(web, conversation)).status_code == 404
    assert (await web.delete(conversation)).status_code == 404


async def test_feedback_is_kept_for_its_reply_only(web, conversation):
    """204; a reply of nobody or of someone else is 404."""
    reply = (await ask(web, conversation)).json()["replies"][0]["id"]
    path = f"{conversation}/replies/{reply}/feedback"
    assert (await web.post(path, json={"helpful": False, "reason": "wrong", "comment": "sai"})).status_code == 204
    assert (await web.post(f"{conversation}/replies/999/feedback", json={"helpful": True})).status_code == 404
    assert (await web.post(f"{conversation}/replies/x/feedback", json={"helpful": True})).status_code == 404


async def test_a_guessed_or_malformed_conversation_is_not_found(web):
    """404, never a hint whether something like it exists."""
    assert (await ask(web, "/api/v1/conversations/AAAAAAAAAAAAAAAAAAAAAA")).status_code == 404
    assert (await ask(web, "/api/v1/conversations/short")).status_code == 404
    assert (await web.get("/nowhere")).status_code == 404
    assert (await web.put("/api/v1/conversations", json={})).status_code == 405


async def test_a_record_that_cannot_write_is_a_503(web, conversation, monkeypatch):
    """Nothing is acknowledged that was not stored."""
    from bot.record import Record, RecordUnavailable

    async def full(*args, **kwargs):
        raise RecordUnavailable("database or disk is full")

    monkeypatch.setattr(Record, "take", full)
    answer = await ask(web, conversation)
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) >= 1


async def test_an_unforeseen_error_tells_nothing(web, conversation, dialogue):
    """No trace, no text, and the next question works."""
    works, dialogue.reply = dialogue.reply, lambda text: 1 / 0
    answer = await ask(web, conversation)
    assert answer.status_code == 503
    assert "ZeroDivision" not in answer.text
    dialogue.reply = works
    assert (await ask(web, conversation)).status_code == 200


async def test_entries_can_be_listed_and_read(web, small_library):
    """By topic and language; an unknown one is 404."""
    listed = (await web.get("/api/v1/entries", params={"language": "fr", "topic": "sea"})).json()
    assert [entry["id"] for entry in listed["entries"]] == ["hai-dang"]
    one = (await web.get("/api/v1/entries/hai-dang", params={"language": "fr"})).json()
    assert one["text"] == small_library.entries["hai-dang"].texts["fr"].answer
    assert (await web.get("/api/v1/entries/not-there")).status_code == 404


async def test_every_response_bears_the_security_headers(web, conversation):
    """Errors too; conversations are never cached."""
    for answer in (await web.get("/"), await web.get("/nowhere"), await ask(web, conversation)):
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert (await ask(web, conversation)).headers["Cache-Control"] == "no-store"


async def test_health_and_metrics(web, conversation):
    """Alive without the others; not ready when the actions are missing; counted without texts."""
    await ask(web, conversation, "một câu hỏi riêng tư")
    assert (await web.get("/live")).json() == {"status": "ok"}
    ready = await web.get("/ready")
    assert ready.status_code == 503
    assert ready.json()["parts"] == {"record": True, "dialogue": True, "actions": False, "content": False}
    counted = (await web.get("/metrics")).text
    assert "haidang_questions_total" in counted
    assert "riêng tư" not in counted
