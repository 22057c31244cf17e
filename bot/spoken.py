"""Which language a message is in, which one to answer in, and what is left of it when it asks for another."""

from dataclasses import dataclass
from typing import Any

from bot.record import Conversation
from knowledge import language_request, languages
from knowledge.languages import LANGUAGES, OTHER


@dataclass(frozen=True)
class Spoken:
    """`question` is None where there is no text; `text` is what to answer, None where only a switch was asked for.

    `lasting` is what the conversation remembers: the language to go on with, the visitor's own choice, and the
    channel's setting that was seen last. `wanted` is the language that a text asked for; `other` is one we lack.
    """

    question: str | None
    answer: str
    text: str | None
    wanted: str | None
    lasting: dict[str, str]


def understand(conversation: Conversation, text: str | None, setting: str | None) -> Spoken:
    """Decide the languages of a message. A choice holds until the next one, whatever language is written.

    A channel may send its setting with every message: it counts when it changes, so that "in English please" is
    not taken back by the next message.
    """
    context = conversation.context
    chosen, seen = context.get("chosen") or "", context.get("setting") or ""
    if setting is not None and setting != seen:
        chosen = seen = setting
    request = language_request.find(text) if text else None
    wanted = request.language if request else None
    once = request is not None and bool(request.question) and wanted != OTHER
    if request and wanted != OTHER:
        text = request.question or None
        chosen = chosen if once else request.language
    prior = context.get("question_language") or conversation.language
    question = languages.decide(text, prior, prior) if text else None
    going_on = chosen or _answered_in(question, conversation.language)
    answer = wanted if once and wanted else going_on
    written = question if question in LANGUAGES else prior
    lasting = {
        "language": conversation.language if once and not chosen else going_on,
        "question_language": written,
        "chosen": chosen,
        "setting": seen,
    }
    return Spoken(question, answer, text, wanted, lasting)


def context_of(conversation: Conversation, spoken: Spoken) -> dict[str, Any]:
    """What the dialogue is told for this one message."""
    return {**conversation.context, **spoken.lasting, "language": spoken.answer}


def _answered_in(question: str | None, before: str) -> str:
    if question is None:
        return before
    return "en" if question == OTHER else question
