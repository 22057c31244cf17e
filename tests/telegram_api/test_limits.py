"""Every limit is really enforced, and counted."""

import pytest

from . import ApiError, Limits
from .answers import METHODS as ANSWERS
from .chats import Chats
from .editing import METHODS as EDITING
from .parameters import Parameters
from .people import Group, Person
from .profile import METHODS as PROFILE
from .sending import METHODS as SENDING
from .state import Call, State

METHODS = {**ANSWERS, **EDITING, **PROFILE, **SENDING}


@pytest.fixture
def now():
    return [100.0]


@pytest.fixture
def state(now):
    return State("haidang_test_bot", Limits(clock=lambda: now[0]))


@pytest.fixture
def mai(state):
    person = Person(state, state.chats.open("private", "Mai"), "vi")
    person.starts()
    return person


@pytest.fixture
def bot(state):
    """Call a method; a refusal is counted as the server counts it."""

    def bot(method, **parameters):
        call = Call(method, Parameters(parameters))
        try:
            return METHODS[method](state, call)
        except ApiError as error:
            state.refused(call, error)
            raise

    return bot


def keyboard(*rows):
    return {"inline_keyboard": [[{"text": "x", "callback_data": data} for data in row] for row in rows]}


def test_text_has_4096_utf16_units_after_its_tags_are_taken_away(bot, mai, state):
    """An emoji is two units; tags and references do not count."""
    assert bot("sendMessage", chat_id=mai.id, text=f"<b>{'a' * 4095}</b>&amp;", parse_mode="HTML")
    assert bot("sendMessage", chat_id=mai.id, text="😀" * 2048)
    for text in ("a" * 4097, "😀" * 2048 + "a", "", "   ", "<b></b>"):
        with pytest.raises(ApiError, match=r"too long|empty"):
            bot("sendMessage", chat_id=mai.id, text=text, parse_mode="HTML")
    assert [violation.rule for violation in state.violations] == ["text length"] * 5


def test_a_caption_has_1024_units(bot, mai, state):
    """And may be absent."""
    from .parameters import Upload

    upload = Upload("a.ics", "text/calendar", b"x")
    assert "caption" not in bot("sendDocument", chat_id=mai.id, document=upload)
    with pytest.raises(ApiError, match="caption is too long"):
        bot("sendDocument", chat_id=mai.id, document=upload, caption="a" * 1025)
    with pytest.raises(ApiError, match="too big"):
        bot("sendDocument", chat_id=mai.id, document=Upload("a", "b", bytes(50_000_001)))


@pytest.mark.parametrize("data", ["", "ế" * 22, "a" * 65])
def test_callback_data_has_1_to_64_bytes(bot, mai, state, data):
    """Bytes, not characters."""
    assert bot("sendMessage", chat_id=mai.id, text="x", reply_markup=keyboard(["ế" * 21]))
    with pytest.raises(ApiError, match="BUTTON_DATA_INVALID"):
        bot("sendMessage", chat_id=mai.id, text="x", reply_markup=keyboard([data]))
    assert state.violations[0].rule == "callback data"


@pytest.mark.parametrize(
    "rows",
    [
        [["a"] * 9],
        [["a"] * 8] * 13,
    ],
)
def test_a_row_has_8_buttons_and_a_message_100(bot, mai, rows):
    """More is refused."""
    assert bot("sendMessage", chat_id=mai.id, text="x", reply_markup=keyboard(*[["a"] * 8] * 12))
    with pytest.raises(ApiError, match="too long"):
        bot("sendMessage", chat_id=mai.id, text="x", reply_markup=keyboard(*rows))


@pytest.mark.parametrize(
    "button",
    [
        {"text": "x"},
        {"text": " ", "callback_data": "a"},
        {"text": "x", "callback_data": "a", "url": "https://a.vn"},
        {"text": "x", "url": "http://localhost/a"},
        {"text": "x", "url": "javascript:alert(1)"},
    ],
)
def test_a_button_has_a_text_and_one_action(bot, mai, button):
    """And a link leads to a host with a dot."""
    with pytest.raises(ApiError):
        bot("sendMessage", chat_id=mai.id, text="x", reply_markup={"inline_keyboard": [[button]]})


def test_a_bad_deep_link_is_counted(bot, mai, state):
    """Telegram would pass it over in silence."""
    bot("sendMessage", chat_id=mai.id, text='<a href="https://t.me/b?start=con-dao_en">x</a>', parse_mode="HTML")
    assert state.violations == []
    bot("sendMessage", chat_id=mai.id, text='<a href="https://t.me/b?start=c%C3%B4n">x</a>', parse_mode="HTML")
    assert [violation.rule for violation in state.violations] == ["deep link"]
    with pytest.raises(ValueError, match="payload"):
        mai.starts("côn")


def test_a_private_chat_takes_a_burst_then_one_a_second(bot, mai, state, now):
    """429 says how long to wait, and that wait is enough."""
    for _ in range(5):
        bot("sendMessage", chat_id=mai.id, text="x")
    with pytest.raises(ApiError) as refused:
        bot("sendMessage", chat_id=mai.id, text="x")
    assert refused.value.body()["parameters"] == {"retry_after": 1}
    now[0] += 1
    bot("sendMessage", chat_id=mai.id, text="x")
    with pytest.raises(ApiError):
        bot("sendMessage", chat_id=mai.id, text="x")
    assert [violation.rule for violation in state.violations] == ["flood", "flood"]


def test_a_group_takes_20_a_minute(bot, state, now):
    """Also when each second has only one."""
    group = Group(state, state.chats.open("group", "Lớp"))
    sent = 0
    with pytest.raises(ApiError) as refused:
        for _ in range(60):
            bot("sendMessage", chat_id=group.id, text="x")
            sent += 1
            now[0] += 1
    assert 20 <= sent <= 30  # a full bucket, and what flows in meanwhile
    assert refused.value.parameters["retry_after"] <= 3


def test_all_chats_together_take_30_a_second(bot, state, now):
    """With three more for those that arrive closer than they were sent."""
    people = [Person(state, state.chats.open("private", "Mai"), None) for _ in range(90)]
    for person in people:
        person.starts()
    for person in people[:33]:
        bot("sendMessage", chat_id=person.id, text="x")
    with pytest.raises(ApiError, match="retry after 1"):
        bot("sendMessage", chat_id=people[33].id, text="x")
    now[0] += 1
    for person in people[33:63]:
        bot("sendMessage", chat_id=person.id, text="x")
    with pytest.raises(ApiError):
        bot("sendMessage", chat_id=people[63].id, text="x")


def test_edits_must_change_something_that_is_there_and_ones_own(bot, mai):
    """Telegram's three refusals."""
    sent = bot("sendMessage", chat_id=mai.id, text="x")
    here = {"chat_id": mai.id, "message_id": sent["message_id"]}
    with pytest.raises(ApiError, match="message is not modified"):
        bot("editMessageText", **here, text="<b></b>x", parse_mode="HTML")
    with pytest.raises(ApiError, match="message to edit not found"):
        bot("editMessageText", chat_id=mai.id, message_id=99, text="y")
    with pytest.raises(ApiError, match="can't be edited"):
        bot("editMessageText", chat_id=mai.id, message_id=1, text="y")
    assert bot("editMessageText", **here, text="y")["text"] == "y"
    assert bot("deleteMessage", **here)
    with pytest.raises(ApiError, match="message to delete not found"):
        bot("deleteMessage", **here)


def test_a_reply_needs_its_message(bot, mai):
    """Unless it may be sent without."""
    with pytest.raises(ApiError, match="message to be replied not found"):
        bot("sendMessage", chat_id=mai.id, text="x", reply_parameters={"message_id": 99})
    lenient = {"message_id": 99, "allow_sending_without_reply": True}
    assert "reply_to_message" not in bot("sendMessage", chat_id=mai.id, text="x", reply_parameters=lenient)


def test_only_a_press_that_happened_can_be_answered(bot, mai, state):
    """An old one cannot, and an answer has 200 characters."""
    bot("sendMessage", chat_id=mai.id, text="x", reply_markup=keyboard(["a"]))
    with pytest.raises(LookupError):
        mai.presses("never sent")
    query, old = mai.presses("x"), mai.presses("x", expired=True)
    for unknown in (old, "1"):
        with pytest.raises(ApiError, match="query is too old"):
            bot("answerCallbackQuery", callback_query_id=unknown)
    with pytest.raises(ApiError, match="TOO_LONG"):
        bot("answerCallbackQuery", callback_query_id=query, text="a" * 201)
    bot("answerCallbackQuery", callback_query_id=query, text="cảm ơn")
    assert mai.toasts == ["cảm ơn"]


def test_inline_results_are_checked_like_messages(bot, mai, state):
    """At most 50, unique ids, texts of allowed length and form."""

    def article(number, text="x"):
        content = {"message_text": text, "parse_mode": "HTML"}
        return {"type": "article", "id": str(number), "title": "x", "input_message_content": content}

    query = mai.asks_inline("visa")
    for results in ([article(n) for n in range(51)], [article(1), article(1)], [article("")], [article(1, "<b>")]):
        with pytest.raises(ApiError):
            bot("answerInlineQuery", inline_query_id=query, results=results)
    bot("answerInlineQuery", inline_query_id=query, results=[article(1, "<b>Visa</b>")])
    shown = state.inline_answers[query]["results"][0]["message"]
    assert shown == {"text": "Visa", "entities": [{"type": "bold", "offset": 0, "length": 4}]}
    with pytest.raises(ValueError, match="256"):
        mai.asks_inline("a" * 257)


@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        ("setMyCommands", {"commands": [{"command": "Help", "description": "x"}]}),
        ("setMyCommands", {"commands": [{"command": "help", "description": "x" * 257}]}),
        ("setMyCommands", {"commands": [{"command": f"c{n}", "description": "x"} for n in range(101)]}),
        ("setMyCommands", {"commands": [], "language_code": "vie"}),
        ("setMyCommands", {"commands": [], "scope": {"type": "everyone"}}),
        ("setMyDescription", {"description": "x" * 513}),
        ("setMyShortDescription", {"short_description": "x" * 121}),
        ("setMyName", {"name": "x" * 65}),
        ("setChatMenuButton", {"menu_button": {"type": "coffee"}}),
    ],
)
def test_profile_limits(bot, state, method, parameters):
    """Lengths, numbers, names."""
    with pytest.raises(ApiError):
        bot(method, **parameters)
    assert len(state.violations) == 1


def test_chats_do_not_share_message_numbers():
    """A number alone names no message, and ids are larger than 32 bits."""
    chats = Chats()
    one, other = chats.open("private", "Mai"), chats.open("group", "Lớp")
    assert one.add({}, {})["message_id"] == other.add({}, {})["message_id"] == 1
    assert one.id > 2**32
    assert other.id < 0
