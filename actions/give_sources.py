"""Gives the sources of the last answer in full."""

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import Turn
from knowledge import reply
from knowledge.library import Library


class GiveSources(Action):
    """Asked "what is your source?"."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def name(self) -> str:
        """The name in `domain.yml`."""
        return "action_give_sources"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        """Reply with the sources, or explain that there was no answer yet."""
        turn = Turn.of(tracker)
        entry = self._library.find(turn.context.entries[0]) if turn.context.entries else None
        return turn.hand_over(dispatcher, reply.sources(self._library, entry, turn.language))
