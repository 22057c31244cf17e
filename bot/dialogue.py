"""What the gateway needs of a dialogue server, whichever it is."""

from dataclasses import dataclass
from typing import Any, Literal, Protocol, get_args

# What a channel may ask for without a text (a menu, a button): names of intents, the only ones that it can choose.
# `emergency` is answered by the gateway itself; `switch` goes with the language to change to.
Command = Literal["emergency", "events", "feedback", "help", "human", "more", "source", "switch", "topics", "who"]
COMMANDS: tuple[str, ...] = get_args(Command)


class DialogueFailed(Exception):
    """No reply: the dialogue or the actions are down, slow or broken."""


@dataclass(frozen=True)
class Turn:
    """What the dialogue gave: the replies, and the context to remember."""

    replies: list[dict[str, Any]]
    context: dict[str, Any]


class Dialogue(Protocol):
    """Decides what to do with a message; it may forget everything between two turns."""

    async def ask(self, conversation: str, turn: int, text: str, context: dict[str, Any]) -> Turn:
        """Answer a visitor's text. Raises `DialogueFailed`."""
        ...

    async def open_entry(self, conversation: str, turn: int, entry: str, context: dict[str, Any]) -> Turn:
        """Open the entry that the visitor chose. Raises `DialogueFailed`."""
        ...

    async def command(self, conversation: str, turn: int, command: str, context: dict[str, Any]) -> Turn:
        """Do what a channel's menu asks for: one of `COMMANDS`. Raises `DialogueFailed`."""
        ...

    async def ready(self) -> bool:
        """Whether it really answers."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...
