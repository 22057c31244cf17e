"""Answers a question from the knowledge base, offers what was perhaps meant, or says that it does not know."""

import asyncio

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import Turn
from knowledge import reply
from knowledge.calendar import today
from knowledge.library import Library
from knowledge.search import ANSWERED, SUGGESTED, Search

TIME_LIMIT_SECONDS = 3.0


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
        found = await asyncio.wait_for(
            asyncio.to_thread(self._search.find, turn.text, turn.language, today()), TIME_LIMIT_SECONDS
        )
        slugs = [candidate.entry for candidate in found.kept]
        if found.outcome == ANSWERED:
            return turn.hand_over(dispatcher, reply.answer(self._library, slugs[0], turn.language))
        if found.outcome == SUGGESTED:
            return turn.hand_over(dispatcher, reply.suggest(self._library, slugs, turn.language))
        return turn.hand_over(dispatcher, reply.not_known(self._library, turn.language))
