"""One turn of a conversation as an action sees it, and how an action hands its reply over."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from knowledge import languages
from knowledge.reply import Reply

REMEMBERED = 2


@dataclass(frozen=True)
class Context:
    """What is remembered from turn to turn: the language, the last entries (latest first), what was offered."""

    language: str = "vi"
    entries: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    outcome: str = ""


@dataclass(frozen=True)
class Turn:
    """What the visitor sent, with the context of the conversation.

    The gateway sends context and language as metadata with every message. Where there is none (`rasa shell`)
    the slot remembers, and the language is decided here.
    """

    text: str
    intent: str
    choice: str | None
    context: Context

    @classmethod
    def of(cls, tracker: Tracker) -> "Turn":
        """Read the turn from Rasa's tracker."""
        message = tracker.latest_message
        text = message.get("text") or ""
        metadata = message.get("metadata") or {}
        if "context" in metadata:
            context = _context(metadata["context"])
        else:
            context = _context(tracker.get_slot("context") or {})
            language = languages.decide(text, context.language)
            context = replace(context, language="en" if language == languages.OTHER else language)
        return cls(text, (message.get("intent") or {}).get("name") or "", metadata.get("choice"), context)

    @property
    def language(self) -> str:
        """The language to answer in."""
        return self.context.language

    def hand_over(self, dispatcher: CollectingDispatcher, reply: Reply) -> list[EventType]:
        """Send text and reply together, so that `rasa shell` reads well, with the context for the next turn."""
        entries = list(self.context.entries)
        if "entry" in reply and reply["outcome"] == "answered":
            entry = reply["entry"]["id"]
            entries = [entry, *(slug for slug in entries if slug != entry)][:REMEMBERED]
        context = Context(
            language=self.language,
            entries=tuple(entries),
            suggestions=tuple(item["entry"] for item in reply.get("suggestions", [])),
            outcome=reply["outcome"],
        )
        dispatcher.utter_message(text=reply["text"], json_message={"reply": reply, "context": asdict(context)})
        return [SlotSet("context", asdict(context))]


def _context(data: dict[str, Any]) -> Context:
    return Context(
        language=data.get("language") or "vi",
        entries=tuple(data.get("entries") or ()),
        suggestions=tuple(data.get("suggestions") or ()),
        outcome=data.get("outcome") or "",
    )
