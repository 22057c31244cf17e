"""Asked for more, offers what stands beside the last answer."""

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import Turn
from knowledge import reply
from knowledge.calendar import today
from knowledge.library import Library

OFFERED = 3


class GiveMore(Action):
    """What `see_also` of the last two entries names and was not spoken of yet, then others of the topic."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def name(self) -> str:
        """The name in `domain.yml`."""
        return "action_give_more"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        """Reply with suggestions, or with what can be asked where nothing was answered yet."""
        turn = Turn.of(tracker)
        entry = self._library.find(turn.last_entry or "")
        if entry is None:
            key = turn.phrase(self._library, "help")
            said = reply.say(self._library, "routed", turn.language, key, routed="help")
            return turn.hand_over(dispatcher, said, key)
        title = reply.suggestion(self._library, entry.slug, turn.language)["title"]
        more = reply.offer(self._library, self._beside(turn), turn.language, "more", title=title)
        return turn.hand_over(dispatcher, {**more, "routed": "more"}, "more")

    def _beside(self, turn: Turn) -> list[str]:
        known = [entry for slug in turn.context.entries if (entry := self._library.find(slug))]
        served = {entry.slug: entry for entry in self._library.served(today())}
        beside = [slug for entry in known for slug in entry.see_also]
        beside += [slug for slug, entry in served.items() if entry.topic == known[0].topic]
        # What was offered a moment ago is offered last, so that "more" goes on.
        fresh = sorted(dict.fromkeys(beside), key=lambda slug: slug in turn.context.suggestions)
        return [slug for slug in fresh if slug in served and slug not in turn.context.entries][:OFFERED]
