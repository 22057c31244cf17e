"""Opens the entry that the visitor chose among suggestions."""

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import Turn
from knowledge import reply
from knowledge.calendar import today
from knowledge.library import Library


class OpenEntry(Action):
    """No search: the visitor has said which entry is meant."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def name(self) -> str:
        """The name in `domain.yml`."""
        return "action_open_entry"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        """Reply with the entry, or say that it is not known (any more)."""
        turn = Turn.of(tracker)
        entry = self._library.find(turn.choice or "")
        if entry is None or not entry.served_on(today()):
            return turn.hand_over(dispatcher, reply.not_known(self._library, turn.language))
        return turn.hand_over(dispatcher, reply.answer(self._library, entry.slug, turn.language))
