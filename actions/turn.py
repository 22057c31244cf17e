"""One turn of a conversation as an action sees it, and how an action hands its reply over."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from knowledge import languages
from knowledge.library import Library
from knowledge.reply import Reply

REMEMBERED = 2


@dataclass(frozen=True)
class Context:
    """What is remembered from turn to turn, and no more.

    The language to answer in and the one that the visitor writes, the last entries (latest first), what was offered,
    what became of the last question, and the key of the last phrase said. `chosen` and `setting` are the gateway's.
    """

    language: str = "vi"
    question_language: str = ""
    entries: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    outcome: str = ""
    said: str = "greet"
    chosen: str = ""
    setting: str = ""


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
            language = "en" if language == languages.OTHER else language
            context = replace(context, language=language, question_language=language)
        intent = (message.get("intent") or {}).get("name") or ""
        # What a channel's menu sends is the name of the intent and no text of the visitor's.
        return cls("" if text == f"/{intent}" else text, intent, metadata.get("choice"), context)

    @property
    def language(self) -> str:
        """The language to answer in."""
        return self.context.language

    @property
    def question_language(self) -> str:
        """The language that the visitor writes."""
        return self.context.question_language or self.context.language

    @property
    def last_entry(self) -> str | None:
        """The entry spoken of last."""
        return self.context.entries[0] if self.context.entries else None

    @property
    def offered(self) -> bool:
        """Whether the visitor was asked to choose: a "no" is an answer to that only."""
        return self.context.outcome == "suggested" and bool(self.context.suggestions)

    def phrase(self, library: Library, key: str) -> str:
        """The key of a phrase that says this and was not said last: `key`, `key_2`, `key_3` in turn."""
        known = library.wording[self.language].phrases
        variants = [name for name in (key, f"{key}_2", f"{key}_3") if name in known]
        after = variants.index(self.context.said) + 1 if self.context.said in variants else 0
        return variants[after % len(variants)]

    def hand_over(self, dispatcher: CollectingDispatcher, reply: Reply, said: str = "") -> list[EventType]:
        """Send text and reply together, so that `rasa shell` reads well, with the context for the next turn.

        `said` is the key of the phrase in the reply. What was offered stays on offer through a greeting or thanks.
        """
        entries, suggestions = list(self.context.entries), self.context.suggestions
        if "entry" in reply and reply["outcome"] == "answered":
            entry = reply["entry"]["id"]
            entries = [entry, *(slug for slug in entries if slug != entry)][:REMEMBERED]
        small_talk = reply["outcome"] == "routed" and not reply.get("suggestions")
        if not small_talk:
            suggestions = tuple(item["entry"] for item in reply.get("suggestions", []))
        context = replace(
            self.context,
            entries=tuple(entries),
            suggestions=suggestions,
            outcome=self.context.outcome if small_talk and self.offered else reply["outcome"],
            said=said,
        )
        dispatcher.utter_message(text=reply["text"], json_message={"reply": reply, "context": asdict(context)})
        return [SlotSet("context", asdict(context))]


def _context(data: dict[str, Any]) -> Context:
    return Context(
        language=data.get("language") or "vi",
        question_language=data.get("question_language") or "",
        entries=tuple(data.get("entries") or ())[:REMEMBERED],
        suggestions=tuple(data.get("suggestions") or ()),
        outcome=data.get("outcome") or "",
        said=data.get("said", "greet"),
        chosen=data.get("chosen") or "",
        setting=data.get("setting") or "",
    )
