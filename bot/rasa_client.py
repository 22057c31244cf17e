"""The dialogue, as the gateway sees it: one call, and a failure is a failure.

Rasa answers 200 with an empty list when something broke inside; that is a failure too.
"""

from typing import Any

import httpx

from bot.dialogue import COMMANDS, DialogueFailed, Turn

TIMEOUT_SECONDS = 6.0
TURNS_PER_SENDER = 20


class RasaClient:
    """Speaks to Rasa's REST channel."""

    def __init__(self, url: str) -> None:
        limits = httpx.Limits(max_connections=64, max_keepalive_connections=16)
        self._http = httpx.AsyncClient(base_url=url, timeout=TIMEOUT_SECONDS, limits=limits, trust_env=False)

    async def ask(self, conversation: str, turn: int, text: str, context: dict[str, Any]) -> Turn:
        """Send a visitor's text. Raises `DialogueFailed`."""
        return await self._send(conversation, turn, _as_text(text), {"context": context})

    async def open_entry(self, conversation: str, turn: int, entry: str, context: dict[str, Any]) -> Turn:
        """The visitor chose an entry. Raises `DialogueFailed`."""
        return await self._send(conversation, turn, "/choose", {"context": context, "choice": entry})

    async def command(self, conversation: str, turn: int, command: str, context: dict[str, Any]) -> Turn:
        """What a channel's menu asks for. Raises `DialogueFailed`, and `ValueError` for a name not in the list."""
        if command not in COMMANDS:
            raise ValueError(f"'{command}' is not a command")
        return await self._send(conversation, turn, f"/{command}", {"context": context})

    async def ready(self) -> bool:
        """Whether the dialogue really answers."""
        try:
            return bool(await self._post("ready", "/ping", {}))
        except DialogueFailed:
            return False

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def _send(self, conversation: str, turn: int, message: str, metadata: dict[str, Any]) -> Turn:
        # A turn costs Rasa more the longer its tracker is, so a sender is used for twenty turns only.
        sender = f"{conversation}.{turn // TURNS_PER_SENDER}"
        messages = await self._post(sender, message, metadata)
        handed = [message["custom"] for message in messages if isinstance(message.get("custom"), dict)]
        try:
            return Turn([item["reply"] for item in handed], handed[-1]["context"])
        except (IndexError, KeyError) as error:
            raise DialogueFailed("no reply in the dialogue's answer") from error

    async def _post(self, sender: str, message: str, metadata: dict[str, Any]) -> list[dict[str, Any]]:
        body = {"sender": sender, "message": message, "metadata": metadata}
        try:
            answer = await self._http.post("/webhooks/rest/webhook", json=body)
            answer.raise_for_status()
            messages = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise DialogueFailed(type(error).__name__) from error
        if not isinstance(messages, list) or not messages:
            raise DialogueFailed("empty answer")
        return messages


def _as_text(text: str) -> str:
    """What a visitor writes is never a command: Rasa takes a leading slash for one."""
    return text.lstrip("/ \t\n") or "?"
