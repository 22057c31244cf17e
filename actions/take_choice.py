"""Takes "the second one", "yes" and "no" as answers to what was offered."""

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.answer_question import AnswerQuestion
from actions.turn import Turn
from knowledge import choice, reply
from knowledge.library import Library


class TakeChoice(Action):
    """For the intents `pick`, `affirm` and `deny`."""

    def __init__(self, library: Library, question: AnswerQuestion) -> None:
        self._library = library
        self._question = question

    def name(self) -> str:
        """The name in `domain.yml`."""
        return "action_take_choice"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        """Open the chosen entry; after a no, say where else to ask; where nothing was offered, a short word."""
        turn = Turn.of(tracker)
        offered = turn.context.suggestions
        place = choice.position(turn.text, len(offered))
        if place is None and turn.intent == "affirm" and turn.offered:
            place = 0
        if place is not None and self._library.find(offered[place]):
            return turn.hand_over(dispatcher, reply.answer(self._library, offered[place], turn.language))
        if turn.intent == "deny" and turn.offered:
            key = turn.phrase(self._library, "not_known")
            return turn.hand_over(dispatcher, reply.not_known(self._library, turn.language, key), key)
        if turn.intent == "pick":
            return await self._question.run(dispatcher, tracker, domain)
        key = turn.phrase(self._library, turn.intent)
        said = reply.say(self._library, "routed", turn.language, key, routed=turn.intent)
        return turn.hand_over(dispatcher, said, key)
