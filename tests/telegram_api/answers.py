"""The methods that answer a pressed button or an inline query."""

from typing import Any

from . import checks
from .entities import utf16
from .errors import bad_request
from .parameters import Parameters
from .state import Call, State

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
RESULT_TYPES = {"article", "location", "venue", "photo", "document", "contact"}


def answer_callback_query(state: State, call: Call) -> Any:
    """End the button's waiting; only for presses that happened and are not too old."""
    press = state.presses.get(str(call.parameters.get("callback_query_id")))
    if press is None:
        raise bad_request(TOO_OLD)
    text = str(call.parameters.get("text", ""))
    if utf16(text) > 200:
        raise bad_request("MESSAGE_TOO_LONG", rule="text length")
    press["answer"] = {"text": text, "show_alert": call.parameters.flag("show_alert")}
    return True


def answer_inline_query(state: State, call: Call) -> Any:
    """The results that a person sees while typing `@bot ...`."""
    query = str(call.parameters.get("inline_query_id"))
    if query not in state.inline_queries:
        raise bad_request(TOO_OLD)
    results = call.parameters.get("results")
    if not isinstance(results, list) or len(results) > 50:
        raise bad_request("RESULTS_TOO_MUCH", rule="inline results")
    ids = [str(result.get("id", "")) for result in results]
    if len(set(ids)) < len(ids):
        raise bad_request("RESULT_ID_DUPLICATE", rule="inline results")
    if any(not 1 <= len(number.encode()) <= 64 for number in ids):
        raise bad_request("RESULT_ID_INVALID", rule="inline results")
    if len(str(call.parameters.get("next_offset", "")).encode()) > 64:
        raise bad_request("NEXT_OFFSET_INVALID", rule="inline results")
    shown = [{**result, "message": _message(state, call, result)} for result in results]
    state.inline_answers[query] = {**call.parameters, "results": shown}
    return True


def _message(state: State, call: Call, result: dict[str, Any]) -> dict[str, Any]:
    """What a chosen result would write into the chat, checked like any other message."""
    if result.get("type") not in RESULT_TYPES:
        raise bad_request("can't parse inline query result: unallowed type", rule="inline results")
    if result["type"] in ("article", "venue") and not result.get("title"):
        raise bad_request("can't parse inline query result: title is empty", rule="inline results")
    content = result.get("input_message_content") or {}
    if result["type"] == "article" and not content:
        raise bad_request("input message content is not specified", rule="inline results")
    text = {**content, "text": content.get("message_text"), "reply_markup": result.get("reply_markup")}
    inner = Call(call.method, Parameters(text))
    markup = checks.markup(state, inner)
    shown = checks.text(state, inner) if "message_text" in content else {}
    return {**shown, **({"reply_markup": markup} if markup else {})}


METHODS = {"answerCallbackQuery": answer_callback_query, "answerInlineQuery": answer_inline_query}
