"""What people get: commands, buttons, places, events, groups, edits."""

import asyncio

from fakes import broken

REPLY = {"outcome": "answered", "language": "vi", "text": "x", "sources": [], "suggestions": []}


async def answered(api, chat, asked):
    return await api.wait_for(lambda: chat.replies(after=asked))


async def test_start_greets_in_the_language_of_the_application(api, hook, dialogue):
    """A tag such as zh-hans is a hint; nothing is asked of the dialogue."""
    mai = api.person(language="zh-hans")
    (greeting,) = await answered(api, mai, mai.starts())
    assert "Hải Đăng" in greeting["text"]
    assert "90 天" in greeting["text"]
    mai.presses("Language")
    await api.wait_for(lambda: mai.button("한국어"))
    assert not dialogue.asked


async def test_a_deep_link_leads_to_an_entry_in_its_language(api, hook, dialogue):
    """A poster's link, for a person whose application says something else."""
    mai = api.person(language="vi")
    await answered(api, mai, mai.starts("dan-so-vung-tau_en"))
    assert dialogue.asked[0]["text"] == "dan-so-vung-tau"
    assert dialogue.asked[0]["context"]["language"] == "en"


async def test_a_deep_link_to_a_topic_lists_its_entries(api, hook, small_library):
    """And one that leads to nothing greets."""
    mai = api.person(language="vi")
    await answered(api, mai, mai.starts("sea_ko"))
    mai.button(small_library.entries["hai-dang"].texts["ko"].title)
    (greeting,) = await answered(api, mai, mai.starts("no-such-entry_ko"))
    assert "Hải Đăng" in greeting["text"]


async def test_the_chosen_language_stays(api, both, dialogue):
    """Whatever the question is written in."""
    mai = api.person(language="vi")
    await answered(api, mai, mai.says("/language"))
    mai.presses("ខ្មែរ")
    await api.wait_for(lambda: "ខ្មែរ" in mai.replies()[-1]["text"])
    await answered(api, mai, mai.says("where is the lighthouse"))
    assert dialogue.asked[-1]["context"]["language"] == "km"
    assert not api.unanswered


async def test_commands_reach_the_dialogue(api, hook, dialogue):
    """In the words of the menu; a claim to check is a question."""
    mai = api.person(language="en")
    for command in ("/help", "/events", "/sources", "/check Côn Đảo was sold"):
        await answered(api, mai, mai.says(command))
    assert [turn["text"] for turn in dialogue.asked] == ["/help", "/events", "/source", "Côn Đảo was sold"]


async def test_emergency_numbers_need_no_dialogue(api, hook, dialogue, small_library):
    """From the entry, while the dialogue is down."""
    dialogue.reply = broken
    mai = api.person(language="fr")
    (reply,) = await answered(api, mai, mai.says("/emergency"))
    assert small_library.entries["emergency-numbers"].texts["fr"].answer in reply["text"]


async def test_suggestions_are_buttons_and_stale_ones_still_answer(api, hook, dialogue):
    """Also after Telegram no longer takes an answer to the press."""
    entry = {"entry": "hai-dang", "title": "Hải đăng"}
    dialogue.reply = lambda text: {**REPLY, "text": text, "suggestions": [entry]}
    mai = api.person(language="vi")
    await answered(api, mai, mai.says("đèn biển"))
    mai.presses("Hải đăng", expired=True)
    await api.wait_for(lambda: mai.replies()[-1]["text"] == "hai-dang")


async def test_thumbs_are_kept_with_their_reason(api, hook, gateway, tmp_path):
    """The latest opinion counts."""
    mai = api.person(language="en")
    await answered(api, mai, mai.says("where is the lighthouse"))
    mai.presses("👍")
    await api.wait_for(lambda: mai.toasts)
    mai.presses("👎")
    await api.wait_for(lambda: mai.button("out of date"))
    mai.presses("out of date")
    await api.wait_for(lambda: len(mai.toasts) == 3)
    assert rows(tmp_path, "SELECT helpful, reason FROM feedback") == [(0, "outdated")]


async def test_a_comment_goes_with_the_last_answer(api, hook, tmp_path):
    """Identifiers masked."""
    mai = api.person(language="en")
    await answered(api, mai, mai.says("where is the lighthouse"))
    await answered(api, mai, mai.says("/feedback wrong, call me on 0912 345 678"))
    assert rows(tmp_path, "SELECT reason, comment FROM feedback") == [("other", "wrong, call me on [phone]")]


async def test_a_location_is_answered_and_not_kept(api, hook, tmp_path, dialogue):
    """By what is near; the queue forgets it, too."""
    mai = api.person(language="vi")
    await answered(api, mai, mai.says("/nearby"))
    mai.shares_location(10.3456789, 107.0843210)
    await api.wait_for(lambda: len(mai.replies()) == 2)
    await api.wait_for(lambda: rows(tmp_path, "SELECT count(*) FROM telegram_updates WHERE body IS NOT NULL") == [(0,)])
    assert rows(tmp_path, "SELECT text FROM questions WHERE text LIKE '%10.3%'") == []


async def test_places_are_venues_and_events_calendar_files(api, hook, dialogue, small_library):
    """After the text, in that order."""
    place = {"name": "Hải đăng", "lat": 10.33, "lon": 107.07, "address": "Núi Nhỏ", "map_url": "https://osm.org/x"}
    dialogue.reply = lambda _: {**REPLY, "title": "Hải đăng", "place": place}
    mai = api.person(language="vi")
    asked = mai.says("hải đăng")
    text, venue = await api.wait_for(lambda: two(mai.replies(after=asked)))
    assert "Núi Nhỏ" in text["text"]
    assert venue["venue"]["title"] == "Hải đăng"
    event = {"start": "2027-02-06", "end": "2027-02-08", "days_until": 70, "ics_url": "/x"}
    dialogue.reply = lambda _: {**REPLY, "entry": {"id": "le-hoi"}, "event": event}
    asked = mai.says("lễ hội")
    _, document = await api.wait_for(lambda: two(mai.replies(after=asked)))
    assert document["document"]["file_name"] == "le-hoi.ics"
    assert document["document"]["mime_type"] == "text/calendar"


async def test_an_edited_question_is_answered_by_editing(api, both, dialogue):
    """With what is left over deleted, and what is new added."""
    long = "một đoạn dài. " * 400
    dialogue.reply = lambda text: {**REPLY, "text": long if "dài" in text else f"về {text}"}
    mai = api.person(language="vi")
    asked = mai.says("kể dài")
    await api.wait_for(lambda: two(mai.replies(after=asked)))
    mai.edits(asked, "kể ngắn")
    await api.wait_for(lambda: [reply["text"] for reply in mai.replies(after=asked)] == ["về kể ngắn"])
    mai.edits(asked, "kể dài")
    await api.wait_for(lambda: two(mai.replies(after=asked)))


async def test_what_is_not_text_gets_a_kind_line(api, both, dialogue):
    """Whatever it is."""
    mai = api.person(language="en")
    for kind in ("sticker", "photo", "voice", "contact", "poll"):
        (line,) = await answered(api, mai, mai.sends(kind))
        assert "only read text" in line["text"]
    (line,) = await answered(api, mai, mai.says("/frobnicate"))
    assert "/help" in line["text"]
    assert not dialogue.asked


async def test_of_a_long_text_the_beginning_is_searched_and_it_says_so(api, hook, dialogue):
    """A thousand characters."""
    mai = api.person(language="en")
    (reply,) = await answered(api, mai, mai.says("where is " + "very " * 300 + "far"))
    assert len(dialogue.asked[0]["text"]) <= 1000
    assert "1000 characters" in reply["text"]


async def test_typing_is_shown_when_it_takes_long(api, hook, dialogue):
    """And not when it does not."""

    async def slowly(text):
        await asyncio.sleep(1.2)
        return REPLY

    mai = api.person(language="en")
    await answered(api, mai, mai.says("quick"))
    assert not mai.actions
    dialogue.reply = slowly
    await answered(api, mai, mai.says("slow"))
    assert mai.actions == ["typing"]


async def test_in_groups_only_when_meant(api, both, dialogue):
    """A mention, a command with the name, or a reply; the answer replies to the question."""
    mai, group = api.person(language="vi"), api.group("Lớp 10A")
    await api.wait_for(group.replies)
    mai.says("chào cả lớp", chat=group)
    mai.says("/help", chat=group)
    mai.sends("sticker", chat=group)
    asked = mai.says(f"@{api.username} Côn Đảo ở đâu?", chat=group)
    (reply,) = await answered(api, group, asked)
    assert reply["reply_to_message"]["message_id"] == asked["message_id"]
    again = mai.says("còn giờ mở cửa?", chat=group, reply_to=reply)
    await answered(api, group, again)
    await answered(api, group, mai.says(f"/help@{api.username}", chat=group))
    assert [turn["text"] for turn in dialogue.asked] == ["Côn Đảo ở đâu?", "còn giờ mở cửa?", "/help"]
    assert len({turn["conversation"] for turn in dialogue.asked}) == 1


async def test_a_group_keeps_its_conversation_as_a_supergroup(api, hook, dialogue):
    """Told by a message, or by Telegram's refusal of the old id."""
    mai, group = api.person(language="vi"), api.group("Xóm")
    await api.wait_for(group.replies)
    await answered(api, group, mai.says(f"@{api.username} một", chat=group))
    bigger = group.becomes_supergroup()
    asked = mai.says(f"@{api.username} hai", chat=bigger)
    await answered(api, bigger, asked)
    assert len({turn["conversation"] for turn in dialogue.asked}) == 1


async def test_an_answer_under_way_follows_its_group(api, hook, dialogue):
    """The group moved between question and answer."""
    mai, group = api.person(language="vi"), api.group("Xóm")
    await api.wait_for(group.replies)
    moved = {}

    async def meanwhile(text):
        moved["to"] = group.becomes_supergroup()
        return REPLY

    dialogue.reply = meanwhile
    mai.says(f"@{api.username} một", chat=group)
    await api.wait_for(lambda: moved and moved["to"].replies())


async def test_forgetting_erases_everything_of_the_chat(api, hook, tmp_path):
    """After it was confirmed, and a second time it is no mistake."""
    mai = api.person(language="en")
    await answered(api, mai, mai.says("a very private question"))
    await answered(api, mai, mai.says("/forget"))
    mai.presses("Keep it")
    await api.wait_for(lambda: "Nothing" in mai.replies()[-1]["text"])
    assert rows(tmp_path, "SELECT count(*) FROM questions") == [(1,)]
    mai.presses("Erase everything")
    await api.wait_for(lambda: "has been erased" in mai.replies()[-1]["text"])
    for table in ("conversations", "questions", "replies", "telegram_chats", "telegram_messages"):
        assert rows(tmp_path, f"SELECT count(*) FROM {table}") == [(0,)]

    def traces():
        files = [file.read_bytes() for file in (tmp_path / "var").iterdir()]
        return any(b"private question" in content or str(mai.id).encode() in content for content in files)

    assert await api.wait_for(lambda: not traces(), 10)


async def test_menus_are_set_in_every_language_once(api, gateway):
    """Commands for private chats and groups, descriptions; a restart tells nothing again."""
    async with gateway():
        await api.wait_for(lambda: api.calls_of("setChatMenuButton"))
    scopes = {key[1:] for key in api.profile if key[0] == "commands"}
    assert len(scopes) == 21
    assert len([key for key in api.profile if key[0] == "description"]) == 10
    told = len(api.calls_of("setMyCommands"))
    async with gateway():
        await api.wait_for(lambda: len(api.calls_of("setWebhook")) == 2)
        await asyncio.sleep(0.2)
    assert len(api.calls_of("setMyCommands")) == told


async def test_topics_are_paged(api, hook, small_library):
    """A topic lists its entries as buttons that open them."""
    mai = api.person(language="vi")
    await answered(api, mai, mai.says("/topics"))
    mai.presses(small_library.wording["vi"].say("widget_topic_sea"))
    title = small_library.entries["hai-dang"].texts["vi"].title
    await api.wait_for(lambda: mai.button(title))


def two(messages):
    return messages if len(messages) == 2 else None


def rows(tmp_path, query):
    import sqlite3

    with sqlite3.connect(f"file:{tmp_path}/var/record.sqlite?mode=ro", uri=True) as db:
        return db.execute(query).fetchall()
