"""A real python-telegram-bot application, polling."""

import asyncio

import pytest
from telegram import BotCommand, BotCommandScopeAllPrivateChats, InlineQueryResultArticle, InputTextMessageContent
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter

from . import TelegramApi
from .example_bot import polling


@pytest.fixture
def api(monkeypatch):
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    with TelegramApi() as running:
        yield running


@pytest.fixture
async def app(api):
    async with polling(api) as running:
        yield running


async def test_a_question_is_answered_and_a_button_pressed(api, app):
    """Text, edit, press, toast; nothing broken, nothing left."""
    mai = api.person("vi")
    asked = mai.says("Côn Đảo?")
    reply = (await api.wait_for(lambda: mai.replies(after=asked)))[0]
    assert reply["text"] == "Côn Đảo?"
    assert reply["entities"] == [{"type": "bold", "offset": 0, "length": 8}]
    mai.presses("👍")
    await api.wait_for(lambda: mai.toasts == ["cảm ơn"] and "reply_markup" not in mai.replies()[0])
    mai.edits(asked, "Hồ Tràm?")
    await api.wait_for(lambda: len(mai.replies()) == 2)
    await api.wait_for(lambda: not api.pending)
    assert api.violations == []
    assert api.unanswered == []


async def test_everything_that_people_send_is_understood(api, app):
    """One update of each kind, parsed by the library."""
    mai = api.person()
    kinds = ("sticker", "photo", "voice", "video", "document", "contact", "poll", "dice", "audio", "animation")
    for kind in kinds:
        mai.sends(kind)
    mai.shares_location(10.35, 107.08)
    mai.asks_inline("visa")
    mai.blocks()
    mai.unblocks()
    seen = app.bot_data["seen"]
    await api.wait_for(lambda: len(seen) == len(kinds) + 4)
    for update, kind in zip(seen, kinds, strict=False):
        assert getattr(update.message, kind), kind
    assert seen[0].effective_user.language_code is None
    assert seen[-4].message.location.latitude == 10.35
    assert seen[-3].inline_query.query == "visa"
    assert [update.my_chat_member.new_chat_member.status for update in seen[-2:]] == ["kicked", "member"]


async def test_in_a_group_the_bot_gets_what_is_meant_for_it(api, app):
    """Mentions, commands and replies; the rest is private to the group."""
    mai, group = api.person("vi"), api.group("Lớp 10A")
    mai.says("chuyện riêng", chat=group)
    mai.says("/help@other_bot", chat=group)
    mai.says(f"@{api.username} Côn Đảo?", chat=group)
    reply = (await api.wait_for(group.replies))[0]
    mai.says("còn giờ mở cửa?", chat=group, reply_to=reply)
    await api.wait_for(lambda: len(group.replies()) == 2)
    texts = [update.message.text for update in app.bot_data["seen"] if update.message]
    assert texts == [f"@{api.username} Côn Đảo?", "còn giờ mở cửa?"]


async def test_a_migrated_group_names_its_new_id(api, app):
    """And both service messages come."""
    group = api.group()
    bigger = group.becomes_supergroup()
    with pytest.raises(ChatMigrated) as moved:
        await app.bot.send_message(group.id, "x")
    assert moved.value.new_chat_id == bigger.id
    await app.bot.send_message(bigger.id, "x")
    await api.wait_for(
        lambda: any(u.message and u.message.migrate_from_chat_id == group.id for u in app.bot_data["seen"])
    )
    bigger.removes_bot()
    with pytest.raises(Forbidden):
        await app.bot.send_message(bigger.id, "x")


async def test_refusals_are_the_librarys_exceptions(api, app):
    """400, 403, 429, 502, time-outs and dropped connections."""
    mai, stranger = api.person(), api.person()
    mai.starts()
    with pytest.raises(BadRequest, match=r"(?i)can't parse entities"):
        await app.bot.send_message(mai.id, "<p>x</p>", parse_mode="HTML")
    with pytest.raises(Forbidden, match="can't initiate"):
        await app.bot.send_message(stranger.id, "x")
    mai.blocks()
    with pytest.raises(Forbidden, match="blocked"):
        await app.bot.send_message(mai.id, "x")
    mai.unblocks()
    api.fails("sendMessage", status=429, retry_after=3)
    with pytest.raises(RetryAfter) as wait:
        await app.bot.send_message(mai.id, "x")
    assert wait.value.retry_after.total_seconds() == 3
    api.fails("sendMessage", status=502)
    with pytest.raises(NetworkError):
        await app.bot.send_message(mai.id, "x")
    api.drops("sendMessage")
    with pytest.raises(NetworkError):
        await app.bot.send_message(mai.id, "x")
    api.hangs("sendMessage", seconds=0.4)
    with pytest.raises(NetworkError):
        await app.bot.send_message(mai.id, "x", read_timeout=0.1)
    assert [violation.rule for violation in api.violations] == ["entities"]


async def test_flooding_is_answered_with_429(api, app):
    """Six messages at once are one too many for a chat."""
    mai = api.person()
    mai.blocks()  # so that the echo says nothing
    mai.unblocks()
    sent = await asyncio.gather(*(app.bot.send_message(mai.id, "x") for _ in range(6)), return_exceptions=True)
    assert [type(one) for one in sent].count(RetryAfter) == 1
    assert [violation.rule for violation in api.violations] == ["flood"]


async def test_an_update_that_comes_again_is_delivered_again(api, app):
    """It is the bot's affair to know it."""
    mai = api.person()
    asked = mai.says("a")
    await api.wait_for(lambda: not api.pending)
    api.redelivers(asked)
    await api.wait_for(lambda: len(app.bot_data["seen"]) == 2)
    first, second = app.bot_data["seen"]
    assert first.update_id == second.update_id


async def test_what_a_bot_says_about_itself(api, app):
    """Commands by scope and language, descriptions, menu button."""
    scope = BotCommandScopeAllPrivateChats()
    await app.bot.set_my_commands([BotCommand("help", "Trợ giúp")], scope=scope, language_code="vi")
    assert (await app.bot.get_my_commands(scope=scope, language_code="vi"))[0].description == "Trợ giúp"
    assert await app.bot.get_my_commands() == ()
    await app.bot.set_my_description("Biển", language_code="vi")
    assert (await app.bot.get_my_description("vi")).description == "Biển"
    await app.bot.set_my_short_description("x")
    await app.bot.set_my_name("x")
    await app.bot.set_chat_menu_button()
    assert (await app.bot.get_chat_menu_button()).type == "default"
    assert api.violations == []


async def test_places_files_and_results_are_sent(api, app):
    """Venue, location, document, typing, reaction, inline results, deletion, leaving."""
    mai, group = api.person(), api.group()
    asked = mai.sends("sticker")
    await app.bot.send_chat_action(mai.id, "typing")
    assert mai.actions == ["typing"]
    venue = await app.bot.send_venue(mai.id, 10.35, 107.08, "Hải đăng", "Núi Nhỏ")
    assert venue.venue.title == "Hải đăng"
    await app.bot.send_location(mai.id, 10.35, 107.08)
    sent = await app.bot.send_document(mai.id, b"BEGIN:VCALENDAR\r\n", filename="lễ hội.ics", caption="Lễ")
    again = await app.bot.send_document(mai.id, sent.document.file_id)
    assert again.document.file_name == "lễ hội.ics"
    assert await (await again.document.get_file()).download_as_bytearray() == b"BEGIN:VCALENDAR\r\n"
    await app.bot.set_message_reaction(mai.id, asked["message_id"], "👍")
    assert mai.chat.reactions == {asked["message_id"]: [{"type": "emoji", "emoji": "👍"}]}
    query = mai.asks_inline("visa")
    await app.bot.answer_inline_query(query, [InlineQueryResultArticle("1", "Visa", InputTextMessageContent("x"))])
    assert api.inline_answers[query]["results"][0]["title"] == "Visa"
    await app.bot.delete_message(mai.id, venue.message_id)
    assert len(mai.replies()) == 3
    assert (await app.bot.get_chat(group.id)).title == "Nhóm"
    await app.bot.leave_chat(group.id)
    assert api.violations == []
