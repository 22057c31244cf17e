"""Helps a person in need whose words the gateway's phrases did not know."""

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import Turn
from knowledge.emergencies import ANY, Emergencies
from knowledge.library import Library


class GiveEmergency(Action):
    """The number to call and the emergency numbers, from their checked entries."""

    def __init__(self, library: Library) -> None:
        self._emergencies = Emergencies(library)

    def name(self) -> str:
        """The name in `domain.yml`."""
        return "action_give_emergency"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        """Reply at once."""
        turn = Turn.of(tracker)
        kind = self._emergencies.kind(turn.text, turn.question_language) or ANY
        return turn.hand_over(dispatcher, self._emergencies.reply(kind, turn.language))
