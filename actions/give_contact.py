"""Tells a visitor who wants a person whom to call."""

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import Turn
from knowledge import reply
from knowledge.library import Library


class GiveContact(Action):
    """The hotline, from its own checked entry."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def name(self) -> str:
        """The name in `domain.yml`."""
        return "action_give_contact"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        """Reply with the hotline's entry."""
        turn = Turn.of(tracker)
        return turn.hand_over(dispatcher, reply.contact(self._library, turn.language))
