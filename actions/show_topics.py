"""Shows what can be asked about: an entry of every topic to choose from."""

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import Turn
from knowledge import reply
from knowledge.calendar import today
from knowledge.entry import TOPICS
from knowledge.library import Library


class ShowTopics(Action):
    """Another entry of each topic every time it is asked."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def name(self) -> str:
        """The name in `domain.yml`."""
        return "action_show_topics"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list[EventType]:
        """Reply with numbered examples."""
        turn = Turn.of(tracker)
        examples = [slug for topic in TOPICS if (slug := self._example(topic, turn))]
        shown = reply.offer(self._library, examples, turn.language, "topics")
        return turn.hand_over(dispatcher, {**shown, "outcome": "routed", "routed": "topics"}, "topics")

    def _example(self, topic: str, turn: Turn) -> str | None:
        """The topic's most linked entry that was not just shown."""
        served = list(self._library.served(today()))
        links = [slug for entry in served for slug in entry.see_also]
        of_topic = [entry.slug for entry in served if entry.topic == topic]
        order = sorted(of_topic, key=lambda slug: (slug in turn.context.suggestions, -links.count(slug), slug))
        return order[0] if order else None
