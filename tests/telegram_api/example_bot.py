"""A small bot with python-telegram-bot, to show that the emulator satisfies the real library."""

from contextlib import asynccontextmanager

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, TypeHandler, filters

BUTTONS = InlineKeyboardMarkup([[InlineKeyboardButton("👍", callback_data="1")]])


async def _echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    await update.effective_message.reply_html(f"<b>{update.effective_message.text}</b>", reply_markup=BUTTONS)


async def _rate(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    await update.callback_query.answer("cảm ơn")
    await update.callback_query.edit_message_reply_markup(None)


def build(api):
    """An application whose `bot_data["seen"]` holds every update that came, as python-telegram-bot understood it."""
    builder = Application.builder().token(api.token).base_url(f"{api.url}/bot").base_file_url(f"{api.url}/file/bot")
    app = builder.build()
    app.bot_data["seen"] = []

    async def see(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        app.bot_data["seen"].append(update)

    app.add_handler(TypeHandler(Update, see), group=-1)
    app.add_handler(MessageHandler(filters.TEXT, _echo))
    app.add_handler(CallbackQueryHandler(_rate))
    return app


@asynccontextmanager
async def polling(api):
    """The bot, asking for updates."""
    app = build(api)
    async with app:
        await app.updater.start_polling(timeout=5, allowed_updates=Update.ALL_TYPES)
        await app.start()
        yield app
        await app.updater.stop()
        await app.stop()
