"""What is kept of an update, and that nothing breaks it but in the one way it says."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.intake import Malformed, Me, chat_of, keep

ME = Me(99, "haidang_bot")
MESSAGE = {
    "message_id": 5,
    "date": 1,
    "from": {"id": 7, "is_bot": False, "first_name": "Mai", "username": "mai", "language_code": "vi"},
    "chat": {"id": 7, "type": "private", "first_name": "Mai", "username": "mai"},
    "text": "Côn Đảo?",
}
GROUP = {**MESSAGE, "chat": {"id": -8, "type": "supergroup", "title": "Xóm"}}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*MESSAGE, "id", "type", "location", "entities", "user", "reply_to_message", "data", "message", "query"]), inner, max_size=6),
    max_leaves=20,
)  # fmt: skip
KINDS = st.sampled_from(["message", "edited_message", "callback_query", "inline_query", "my_chat_member", "poll"])


def kept(message, kind="message"):
    body = keep({"update_id": 1, kind: message}, ME)
    return body and body[kind]


def test_names_and_accounts_are_left_out():
    """The chat's id is needed to answer; nothing else tells who it was."""
    assert kept(MESSAGE) == {
        "message_id": 5,
        "date": 1,
        "from": {"id": 0, "is_bot": False, "first_name": "", "language_code": "vi"},
        "chat": {"id": 7, "type": "private"},
        "text": "Côn Đảo?",
        "entities": [],
    }
    assert chat_of({"update_id": 1, "message": kept(MESSAGE)}) == 7


def test_identifiers_are_masked():
    """Also in a command, in a caption and in an inline query."""
    assert kept({**MESSAGE, "text": "/check gọi 0912345678"})["text"] == "/check gọi [phone]"
    photo = {**MESSAGE, "photo": [], "caption": "gọi 0912345678"}
    del photo["text"]
    assert kept(photo)["text"] == "gọi [phone]"
    assert (
        kept({"id": "1", "from": MESSAGE["from"], "query": "a@b.vn", "offset": ""}, "inline_query")["query"]
        == "[email]"
    )


@pytest.mark.parametrize(
    ("text", "more", "expected"),
    [
        ("chào cả lớp", {}, None),
        ("@haidang_bot Côn Đảo?", {}, "Côn Đảo?"),
        ("Côn Đảo, @HaiDang_Bot?", {}, "Côn Đảo, ?"),
        ("@haidang_bot2 Côn Đảo?", {}, None),
        ("/help@haidang_bot", {}, "/help"),
        ("/help@other_bot", {}, None),
        ("/help", {}, None),
        ("còn giờ mở cửa?", {"reply_to_message": {"from": {"id": 99}}}, "còn giờ mở cửa?"),
        ("còn giờ mở cửa?", {"reply_to_message": {"from": {"id": 98}}}, None),
        ("Hải Đăng ơi", {"entities": [{"type": "text_mention", "user": {"id": 99}}]}, "Hải Đăng ơi"),
    ],
)
def test_in_groups_only_what_is_meant_for_the_bot(text, more, expected):
    """Of the rest not even the text is kept."""
    found = kept({**GROUP, "text": text, **more})
    assert (found and found["text"]) == expected


def test_what_bots_write_is_left_out():
    """Also what our own inline results become."""
    assert kept({**MESSAGE, "from": {"id": 3, "is_bot": True}}) is None
    assert kept({**MESSAGE, "via_bot": {"id": 99}}) is None


def test_service_messages_get_nothing():
    """Somebody joined, a title changed."""
    joined = {**MESSAGE, "new_chat_members": []}
    del joined["text"]
    assert kept(joined) is None


@given(KINDS, JSON)
def test_any_json_is_kept_or_malformed(kind, content):
    """Nothing else can happen."""
    with suppress(Malformed):
        keep({"update_id": 1, kind: content}, ME)


@given(st.dictionaries(st.sampled_from([*MESSAGE, "location", "caption"]), JSON))
def test_a_message_with_any_field_wrong_is_kept_or_malformed(changes):
    """One field at a time or several."""
    with suppress(Malformed):
        keep({"update_id": 1, "message": {**MESSAGE, **changes}}, ME)
