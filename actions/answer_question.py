"""Answers a question from the knowledge base, offers what was perhaps meant, or says that it does not know."""

import asyncio
from dataclasses import dataclass

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import Turn
from knowledge import choice, claim_frame, follow_up, reply
from knowledge.calendar import today
from knowledge.entry import Kind
from knowledge.library import Library
from knowledge.reply import Reply
from knowledge.search import ANSWERED, DECLINED, SUGGESTED, Search, SearchResult

TIME_LIMIT_SECONDS = 3.0
# How much better (in the score of search) an entry may be than one on the very claim that was passed on.
CLAIM_MARGIN = 0.7


@dataclass(frozen=True)
class Found:
    """The entries to answer with or to offer, and whether a claim was passed on."""

    outcome: str
    slugs: list[str]
    claim: bool = False


class AnswerQuestion(Action):
    """The default action."""

    def __init__(self, library: Library, search: Search) -> None:
        self._library = library
        self._search = search

    def name(self) -> str:
        """The name in `domain.yml`."""
        return "action_answer_question"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        """Search and reply. Raises `TimeoutError`, which the gateway turns into a `failed` reply."""
        turn = Turn.of(tracker)
        if not any(map(str.isalnum, turn.text)):
            key = turn.phrase(self._library, "silence")
            said = reply.say(self._library, "routed", turn.language, key, routed="silence")
            return turn.hand_over(dispatcher, said, key)
        offered = turn.context.suggestions
        place = choice.position(turn.text, len(offered))
        if place is not None and self._library.find(offered[place]):
            return turn.hand_over(dispatcher, reply.answer(self._library, offered[place], turn.language))
        found = await asyncio.wait_for(asyncio.to_thread(self._find, turn), TIME_LIMIT_SECONDS)
        answer, key = self._reply(turn, found)
        return turn.hand_over(dispatcher, answer, key)

    def _find(self, turn: Turn) -> Found:
        """Search once, and a second time for a claim in its frame or a question that leans on the last answer."""
        language = turn.question_language
        claim = claim_frame.inside(turn.text, language)
        plain = self._search.find(claim or turn.text, language, today())
        if claim is not None or claim_frame.forwarded(turn.text):
            return self._checked(turn, plain, framed=claim is not None)
        leaning = follow_up.leaning(turn.text, language)
        last = self._library.find(turn.last_entry or "")
        if last is not None and leaning is not None and not (plain.outcome == ANSWERED and leaning.names_something):
            slugs = follow_up.find(
                self._search, self._library, leaning, last=last.slug, language=language, today=today()
            )
            if slugs:
                return Found(ANSWERED if len(slugs) == 1 else SUGGESTED, slugs)
        return _found(plain)

    def _checked(self, turn: Turn, plain: SearchResult, *, framed: bool) -> Found:
        """An entry of kind claim goes first if it is nearly as good; otherwise the whole message is searched too."""
        if framed and plain.outcome == DECLINED:
            plain = self._search.find(turn.text, turn.question_language, today())
        if plain.outcome != DECLINED:
            best = plain.candidates[0].score
            for candidate in plain.candidates:
                near = best - candidate.score <= CLAIM_MARGIN
                if near and self._library.entries[candidate.entry].kind == Kind.CLAIM:
                    outcome = ANSWERED if plain.outcome == ANSWERED else SUGGESTED
                    slugs = [candidate.entry, *(c.entry for c in plain.kept if c.entry != candidate.entry)]
                    return Found(outcome, slugs[:3], claim=True)
        return Found(plain.outcome, [candidate.entry for candidate in plain.kept], claim=True)

    def _reply(self, turn: Turn, found: Found) -> tuple[Reply, str]:
        if found.outcome == ANSWERED:
            return reply.answer(self._library, found.slugs[0], turn.language), ""
        if found.outcome == SUGGESTED:
            return reply.suggest(self._library, found.slugs, turn.language), "suggest"
        key = turn.phrase(self._library, "claim_unknown" if found.claim else "not_known")
        reason = "claim" if found.claim else "not_known"
        return reply.not_known(self._library, turn.language, key, reason), key


def _found(result: SearchResult) -> Found:
    return Found(result.outcome, [candidate.entry for candidate in result.kept])
