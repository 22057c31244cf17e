"""Lists the events of a period and an area: "what is on this week", "lễ hội tháng 8"."""

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import Turn
from knowledge import event_list
from knowledge.calendar import today
from knowledge.library import Library


class ListEvents(Action):
    """Period and area are read from the question; without a period, the next events are given."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def name(self) -> str:
        """The name in `domain.yml`."""
        return "action_list_events"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        """Reply with the list."""
        turn = Turn.of(tracker)
        return turn.hand_over(dispatcher, event_list.answer(self._library, turn.text, turn.language, today()))
