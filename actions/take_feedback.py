"""Thanks someone who says that the answer is wrong; the gateway keeps the words with the reply they are about."""

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import Turn
from knowledge import reply
from knowledge.library import Library


class TakeFeedback(Action):
    """Never argues."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def name(self) -> str:
        """The name in `domain.yml`."""
        return "action_take_feedback"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        """Reply with thanks; a menu's command without words is answered with how to give them."""
        turn = Turn.of(tracker)
        key = turn.phrase(self._library, "feedback" if turn.text else "feedback_how")
        said = reply.say(self._library, "routed", turn.language, key, routed="feedback")
        return turn.hand_over(dispatcher, said, key)
