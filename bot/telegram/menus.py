"""What Telegram shows of the bot before a word is said: commands, descriptions and menus in every language."""

import hashlib
import json

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert
from telegram import Bot, BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats, MenuButtonCommands

from bot.languages import DEFAULT
from bot.record import Record
from bot.telegram.commands import GROUP, PRIVATE
from bot.telegram.tables import notes
from knowledge.languages import LANGUAGES
from knowledge.wording import Wording, Wordings

NOTE = "menus"
SCOPES = ((BotCommandScopeAllPrivateChats(), PRIVATE), (BotCommandScopeAllGroupChats(), GROUP))


async def publish(bot: Bot, record: Record, wordings: Wordings) -> None:
    """Tell Telegram, unless it was told the same before."""
    fingerprint = _fingerprint(bot, wordings)
    known = await record.run(lambda db: db.execute(select(notes.c.value).where(notes.c.name == NOTE)).scalar())
    if known == fingerprint:
        return
    # Without a code for people whose application speaks none of our languages.
    for code, wording in [(None, wordings["en"]), *((language, wordings[language]) for language in LANGUAGES)]:
        for scope, names in SCOPES:
            await bot.set_my_commands(_commands(names, wording), scope, code)
        await bot.set_my_description(wording.say("telegram_description"), code)
        await bot.set_my_short_description(wording.say("telegram_short_description"), code)
    await bot.set_my_commands(_commands(PRIVATE, wordings[DEFAULT]))
    await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    value = {"name": NOTE, "value": fingerprint}
    new = insert(notes).values(value).on_conflict_do_update(["name"], set_={"value": fingerprint})
    await record.run(lambda db: db.execute(new))


def _commands(names: tuple[str, ...], wording: Wording) -> list[BotCommand]:
    return [BotCommand(name, wording.say(f"telegram_command_{name}")) for name in names]


def _fingerprint(bot: Bot, wordings: Wordings) -> str:
    phrases = {
        code: {key: phrase for key, phrase in wording.phrases.items() if key.startswith("telegram_")}
        for code, wording in wordings.items()
    }
    state = [bot.username, PRIVATE, GROUP, phrases]
    return hashlib.sha256(json.dumps(state, sort_keys=True).encode()).hexdigest()
