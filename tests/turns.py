"""Runs an action on one turn, as Rasa would."""

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher


def tracker(text="", intent="ask", context=None, choice=None, slot=None):
    metadata = {} if context is None else {"context": context, "choice": choice}
    message = {"text": text, "intent": {"name": intent}, "metadata": metadata}
    return Tracker("sender", {"context": slot}, message, [], False, None, {}, "action_listen")


async def run(action, **turn):
    dispatcher = CollectingDispatcher()
    events = await action.run(dispatcher, tracker(**turn), {})
    (message,) = dispatcher.messages
    assert message["text"] == message["custom"]["reply"]["text"]
    assert events[0]["value"] == message["custom"]["context"]
    return message["custom"]["reply"], message["custom"]["context"]
