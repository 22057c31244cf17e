"""Changes the language, and gives the last answer again in the new one."""

from dataclasses import replace

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import Turn
from knowledge import language_request, reply
from knowledge.languages import LANGUAGES
from knowledge.library import Library


class SwitchLanguage(Action):
    """The gateway has already read most requests (no text is left then); here come those put in other words."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def name(self) -> str:
        """The name in `domain.yml`."""
        return "action_switch_language"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        """Reply with the last answer or a word in the new language, or with the list where none of ours was named."""
        turn = Turn.of(tracker)
        wanted = language_request.named_in(turn.text) if turn.text else turn.language
        if wanted not in LANGUAGES:
            key = "notice_unsupported_language" if wanted else "switch_which"
            said = reply.say(self._library, "routed", turn.language, key, routed="switch")
            return turn.hand_over(dispatcher, said, key)
        turn = replace(turn, context=replace(turn.context, language=wanted, chosen=wanted))
        if turn.last_entry and self._library.find(turn.last_entry):
            return turn.hand_over(dispatcher, reply.answer(self._library, turn.last_entry, wanted))
        said = reply.say(self._library, "routed", wanted, "switch", routed="switch")
        return turn.hand_over(dispatcher, said, "switch")
