"""Says one of the bot's own phrases: greetings, thanks, what it is, what it can do."""

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import Turn
from knowledge import reply
from knowledge.library import Library


class Say(Action):
    """The phrase is the one that bears the intent's name."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def name(self) -> str:
        """The name in `domain.yml`."""
        return "action_say"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        """Reply with the phrase, in other words than last time; what was offered before stays on offer."""
        turn = Turn.of(tracker)
        key = turn.phrase(self._library, turn.intent)
        said = reply.say(self._library, "routed", turn.language, key, routed=turn.intent)
        return turn.hand_over(dispatcher, said, key)
