"""Declines what the bot does not do (opinions, advice, chores, orders, personal data) and says what it can do."""

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import Turn
from knowledge import reply
from knowledge.library import Library


class Decline(Action):
    """The intent is the reason; nothing that the visitor wrote is repeated."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def name(self) -> str:
        """The name in `domain.yml`."""
        return "action_decline"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        """Reply with one sentence, in other words than last time."""
        turn = Turn.of(tracker)
        key = turn.phrase(self._library, f"decline_{turn.intent}")
        declined = reply.decline(self._library, turn.language, key, turn.intent)
        return turn.hand_over(dispatcher, declined, key)
