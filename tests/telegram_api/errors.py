"""Telegram's refusals."""

from typing import Any


class ApiError(Exception):
    """An answer with `ok: false`.

    Attributes:
        status: the HTTP status, by which python-telegram-bot judges.
        rule: the limit that was broken, when the bot should have known better; None when it could not know.
        parameters: Telegram's hints: `retry_after`, `migrate_to_chat_id`.
    """

    def __init__(self, status: int, description: str, *, rule: str | None = None, **parameters: Any) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.rule = rule
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        """As Telegram writes it."""
        error: dict[str, Any] = {"ok": False, "error_code": self.status, "description": self.description}
        return {**error, "parameters": self.parameters} if self.parameters else error


def bad_request(description: str, rule: str | None = None) -> ApiError:
    """400, with or without a broken rule."""
    return ApiError(400, f"Bad Request: {description}", rule=rule)
