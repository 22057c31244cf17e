"""What is counted of the Telegram channel."""

from prometheus_client import Counter

ARRIVED = Counter("haidang_telegram_arrived", "Updates stored, or known already", ["kind"])
UPDATES = Counter("haidang_telegram_updates", "Updates dealt with", ["state"])
RETRIED = Counter("haidang_telegram_retried", "Calls of the Bot API made again", ["reason"])
