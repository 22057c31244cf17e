"""What Telegram checks in a message before it is sent."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from .entities import Parsed, is_link, parse_html, trimmed, utf16, with_found
from .errors import bad_request
from .parameters import Parameters
from .state import Call, State

TEXT_UNITS = 4096
CAPTION_UNITS = 1024
ENTITIES = 100
BUTTONS_A_ROW = 8
BUTTONS = 100
CALLBACK_BYTES = 64
PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}")
ACTIONS = {
    "callback_data", "copy_text", "login_url", "pay", "callback_game", "switch_inline_query",
    "switch_inline_query_chosen_chat", "switch_inline_query_current_chat", "url", "web_app",
}  # fmt: skip


def text(state: State, call: Call, name: str = "text", limit: int = TEXT_UNITS) -> dict[str, Any]:
    """The text or caption with its entities, as it goes into a message; empty for no caption. Raises `ApiError` 400."""
    parsed = _parsed(call.parameters, name)
    if not parsed.text and name == "caption":
        return {}
    if not parsed.text:
        raise bad_request("message text is empty", rule="text length")
    if utf16(parsed.text) > limit:
        what = "message is" if name == "text" else "message caption is"
        raise bad_request(f"{what} too long", rule="text length")
    if len(parsed.entities) > ENTITIES:
        state.violated("entities", call, f"{len(parsed.entities)} entities: all after the first 100 are dropped")
    for fault in parsed.faults:
        state.violated("links", call, fault)
    entities = with_found(parsed.entities[:ENTITIES], parsed.text)
    _check_deep_links(state, call, [entity.get("url", "") for entity in entities])
    key = "entities" if name == "text" else "caption_entities"
    return {name: parsed.text, **({key: entities} if entities else {})}


def _parsed(parameters: Parameters, name: str) -> Parsed:
    source = str(parameters.get(name, ""))
    mode = str(parameters.get("parse_mode", ""))
    if mode.lower() == "html":
        return parse_html(source)
    if mode:
        raise bad_request("unsupported parse_mode", rule="parameters")
    entities = parameters.get("entities" if name == "text" else "caption_entities") or []
    for entity in entities:
        if entity["offset"] < 0 or entity["offset"] + entity["length"] > utf16(source):
            raise bad_request(f"entity at {entity['offset']} is outside of the text", rule="entities")
    return trimmed(Parsed(source, list(entities)))


def markup(state: State, call: Call) -> dict[str, Any]:
    """The reply markup. Raises `ApiError` 400 for buttons that Telegram refuses."""
    given = call.parameters.get("reply_markup") or {}
    rows = given.get("inline_keyboard") or []
    if sum(map(len, rows)) > BUTTONS or any(len(row) > BUTTONS_A_ROW for row in rows):
        raise bad_request("reply markup is too long", rule="buttons")
    for button in (button for row in rows for button in row):
        _check_button(button)
    _check_deep_links(state, call, [button.get("url", "") for row in rows for button in row])
    for row in given.get("keyboard") or []:
        if not all((button if isinstance(button, str) else button.get("text", "")).strip() for button in row):
            raise bad_request("keyboard button text must be non-empty", rule="buttons")
    return given


def _check_button(button: dict[str, Any]) -> None:
    if not str(button.get("text", "")).strip():
        raise bad_request("inline keyboard button text must be non-empty", rule="buttons")
    if len(ACTIONS & button.keys()) != 1:
        raise bad_request("text buttons are unallowed in the inline keyboard", rule="buttons")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= CALLBACK_BYTES:
        raise bad_request("BUTTON_DATA_INVALID", rule="callback data")
    if "url" in button and not is_link(button["url"]):
        url = button["url"]
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL", rule="links")


def _check_deep_links(state: State, call: Call, urls: list[str]) -> None:
    for url in filter(is_link, urls):
        parts = urlsplit(url)
        if parts.hostname not in ("t.me", "telegram.me"):
            continue
        for key, values in parse_qs(parts.query).items():
            if key in ("start", "startgroup") and not PAYLOAD.fullmatch(values[0]):
                state.violated("deep link", call, f"{key}={values[0]}")


def place(parameters: Parameters) -> dict[str, float]:
    """A location. Raises `ApiError` 400."""
    latitude, longitude = parameters.real("latitude"), parameters.real("longitude")
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad_request("wrong latitude or longitude specified", rule="parameters")
    return {"latitude": latitude, "longitude": longitude}
