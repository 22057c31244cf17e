"""Buttons. What a button sends back is short, names no message and so still works when the message is old.

`e:<entry>` opens an entry, `t:<reply>:<1|0>` rates a reply, `r:<reply>:<reason>` says why, `l:<language>` chooses
a language, `p:<topic>:<page>` lists a topic, `c:<command>` is a command, `f:<1|0>` confirms that all is forgotten.
"""

from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup

from bot.telegram.splitting import shortened
from knowledge.entry import TOPICS
from knowledge.languages import LANGUAGES
from knowledge.reply import Suggestion
from knowledge.wording import Wording

NAMES = {
    "vi": "Tiếng Việt", "en": "English", "zh": "中文", "ko": "한국어", "ja": "日本語",
    "ru": "Русский", "fr": "Français", "lo": "ລາວ", "km": "ខ្មែរ",
}  # fmt: skip
REASONS = ("wrong", "outdated", "unclear", "off_topic", "other")
MAX_LABEL = 60
PAGE = 8

Rows = list[list[InlineKeyboardButton]]


def of_reply(reply: dict[str, Any], wording: Wording) -> InlineKeyboardMarkup | None:
    """What can be asked next, and thumbs under what answers a question."""
    rows = entries(reply["suggestions"])
    if reply["outcome"] == "answered":
        thumbs = [(f"👍 {wording.say('page_helpful')}", 1), (f"👎 {wording.say('page_not_helpful')}", 0)]
        rows.append([_button(label, f"t:{reply['id']}:{helpful}") for label, helpful in thumbs])
    return InlineKeyboardMarkup(rows) if rows else None


def entries(suggestions: list[Suggestion]) -> Rows:
    """A button for each entry, under its title."""
    return [[_button(item["title"], f"e:{item['entry']}")] for item in suggestions]


def start(wording: Wording) -> InlineKeyboardMarkup:
    """Where a visitor may begin."""
    return InlineKeyboardMarkup(
        [
            [_button(f"📚 {wording.say('telegram_topics')}", "c:topics")],
            [_button(f"📅 {wording.say('telegram_events')}", "c:events")],
            [_button("🌐 Language · Ngôn ngữ", "c:language")],
        ]
    )


def languages(chosen: str) -> InlineKeyboardMarkup:
    """The nine languages under their own names."""
    labels = [_button(f"{'✓ ' if code == chosen else ''}{NAMES[code]}", f"l:{code}") for code in LANGUAGES]
    return InlineKeyboardMarkup([labels[start : start + 3] for start in range(0, len(labels), 3)])


def topics(wording: Wording) -> InlineKeyboardMarkup:
    """The topics of the library."""
    labels = [_button(wording.say(f"widget_topic_{topic}"), f"p:{topic}:0") for topic in TOPICS]
    return InlineKeyboardMarkup([labels[start : start + 2] for start in range(0, len(labels), 2)])


def topic(name: str, suggestions: list[Suggestion], page: int) -> InlineKeyboardMarkup:
    """A page of the entries of a topic, and the way to the pages beside it."""
    last = max(0, (len(suggestions) - 1) // PAGE)
    page = min(page, last)
    rows = entries(suggestions[page * PAGE : (page + 1) * PAGE])
    beside = [("‹", page - 1)] * (page > 0) + [("›", page + 1)] * (page < last)
    if beside:
        rows.append([_button(f"{label} {number + 1}/{last + 1}", f"p:{name}:{number}") for label, number in beside])
    return InlineKeyboardMarkup(rows)


def reasons(reply: str, wording: Wording) -> InlineKeyboardMarkup:
    """What was not right about a reply."""
    return InlineKeyboardMarkup(
        [[_button(wording.say(f"telegram_reason_{reason}"), f"r:{reply}:{reason}")] for reason in REASONS]
    )


def forget(wording: Wording) -> InlineKeyboardMarkup:
    """Really erase everything?"""
    return InlineKeyboardMarkup(
        [[_button(wording.say("telegram_forget_yes"), "f:1"), _button(wording.say("telegram_forget_no"), "f:0")]]
    )


def location(wording: Wording) -> ReplyKeyboardMarkup:
    """One button that shares the location, gone after use."""
    button = KeyboardButton(f"📍 {wording.say('telegram_nearby_button')}", request_location=True)
    return ReplyKeyboardMarkup([[button]], resize_keyboard=True, one_time_keyboard=True)


def _button(label: str, data: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(shortened(label, MAX_LABEL), callback_data=data)
