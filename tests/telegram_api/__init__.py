"""Telegram's Bot API, played by ourselves over real HTTP, so that the bot is tested and tried without a token.

In tests (nothing here needs the network; `telegram_api` is importable because `tests/` is on the path):

    from telegram_api import Limits, TelegramApi

    with TelegramApi() as api:                      # a free port; TelegramApi(flood=False) lifts the flood limits only
        ...start the bot with api.token and api.url; it calls <api.url>/bot<token>/<method>
        mai = api.person(language="vi")             # language=None: Telegram sends no language_code
        mai.starts("con-dao_en")                    # /start, with a deep link's payload if given
        asked = mai.says("Côn Đảo ở đâu?")          # gives the message, as Telegram writes it (a dict)
        reply = await api.wait_for(lambda: mai.replies(after=asked))      # or api.wait(...) where no loop runs here
        mai.edits(asked, "Hồ Tràm ở đâu?")
        mai.presses("👍")                           # the newest button with this text; presses("👍", message=reply[-1])
        mai.shares_location(10.35, 107.08)
        mai.sends("sticker")                        # photo, voice, video, document, contact, poll, dice ...
        mai.asks_inline("visa")                     # -> api.inline_answers[id]
        mai.blocks(); mai.unblocks()                # the bot is told, and gets 403 from then on
        group = api.group("Lớp 10A")                # the bot is told that it was added; privacy mode as Telegram's
        mai.says(f"@{api.username} Côn Đảo?", chat=group)
        mai.says("còn giờ mở cửa?", chat=group, reply_to=group.replies()[-1])
        bigger = group.becomes_supergroup()         # the old id gives 400 with migrate_to_chat_id
        api.puts({"message": {...}})                # any other update, raw

        api.fails("sendMessage", status=429, retry_after=1)               # the next call; times=3; method "*" is any
        api.hangs("sendMessage", seconds=3)         # answers late;        carried_out=True: done, but ...
        api.drops("sendMessage", carried_out=True)  # the connection closes; ... the bot never hears of it
        api.redelivers(asked)                       # the update of a message (or its update_id) comes once more
        api.holds(); ...; api.releases(order=[1, 0])

        api.calls                                   # Call(method, parameters, status, description, at), oldest first
        api.calls_of("sendMessage")
        mai.messages                                # what is visible in a chat now, both sides, in order
        mai.toasts                                  # what answerCallbackQuery showed; api.unanswered: presses without
        api.violations                              # Violation(rule, method, chat, description); must be empty
        api.pending                                 # updates that the bot has not confirmed yet

`says`, `presses` and so on may be called from any thread. Flood limits: see `limits.py`; 429 carries `retry_after`.
Webhooks: `setWebhook` as usual, plain http is accepted for loopback addresses only; what is not answered by 2xx comes
again with growing delay (`api.redelivery_seconds`, at least Retry-After), in order within a chat.
"""

from .control import TelegramApi
from .errors import ApiError
from .limits import Limits
from .people import Group, Person
from .state import Call, Violation

__all__ = ["ApiError", "Call", "Group", "Limits", "Person", "TelegramApi", "Violation"]
