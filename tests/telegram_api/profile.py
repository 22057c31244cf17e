"""The methods about the bot itself: who it is, its commands, names and descriptions in each language, its chats."""

import json
import re
from collections.abc import Callable
from typing import Any

from .errors import ApiError, bad_request
from .state import Call, State

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
LANGUAGE = re.compile(r"[a-z]{2}")
SCOPES = {
    "default", "all_private_chats", "all_group_chats", "all_chat_administrators", "chat", "chat_administrators",
    "chat_member",
}  # fmt: skip
TEXTS = {  # what is set: parameter, characters, name of the answer's field
    "MyName": ("name", 64),
    "MyDescription": ("description", 512),
    "MyShortDescription": ("short_description", 120),
}
PROFILE = {
    "can_join_groups": True,
    "supports_inline_queries": True,
    "can_connect_to_business": False,
    "has_main_web_app": False,
}


def get_me(state: State, call: Call) -> Any:
    """The bot as a user."""
    return {**state.me, **PROFILE, "can_read_all_group_messages": not state.privacy_mode}


def set_my_commands(state: State, call: Call) -> Any:
    """Commands of a scope in a language. Raises `ApiError` 400 for a list that Telegram refuses."""
    commands = call.parameters.get("commands")
    if not isinstance(commands, list) or len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH", rule="commands")
    for command in commands:
        if not COMMAND.fullmatch(command.get("command", "")):
            raise bad_request("BOT_COMMAND_INVALID", rule="commands")
        if not 1 <= len(command.get("description", "")) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID", rule="commands")
    state.profile["commands", _scope(call), _language(call)] = commands
    return True


def get_my_commands(state: State, call: Call) -> Any:
    """Commands exactly of this scope and language."""
    return state.profile.get(("commands", _scope(call), _language(call)), [])


def delete_my_commands(state: State, call: Call) -> Any:
    """Back to the commands of the wider scope."""
    state.profile.pop(("commands", _scope(call), _language(call)), None)
    return True


def shown_commands(state: State, scope: str, language: str | None) -> list[dict[str, str]]:
    """What a person sees: the narrowest scope first, in each the language first."""
    for wanted in (scope, "default"):
        for code in ((language or "")[:2], ""):
            found = state.profile.get(("commands", json.dumps({"type": wanted}), code))
            if found:
                return found
    return []


def set_chat_menu_button(state: State, call: Call) -> Any:
    """What the button beside the input line opens."""
    button = call.parameters.get("menu_button") or {"type": "default"}
    if button.get("type") not in ("commands", "web_app", "default"):
        raise bad_request("menu button type is invalid", rule="parameters")
    if "chat_id" in call.parameters:
        state.chats.writable(call.parameters["chat_id"])
    state.profile["menu button", str(call.parameters.get("chat_id", ""))] = button
    return True


def get_chat_menu_button(state: State, call: Call) -> Any:
    """The button of this chat, else of all."""
    own = state.profile.get(("menu button", str(call.parameters.get("chat_id", ""))))
    return own or state.profile.get(("menu button", ""), {"type": "commands"})


def get_chat(state: State, call: Call) -> Any:
    """A chat in full."""
    chat = state.chats.find(call.parameters.get("chat_id"))
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    return {
        **chat.json(),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }


def get_chat_member(state: State, call: Call) -> Any:
    """Everyone is a plain member."""
    state.chats.find(call.parameters.get("chat_id"))
    user = call.parameters.whole("user_id")
    return {"status": "member", "user": {"id": user, "is_bot": user == state.me["id"], "first_name": "Member"}}


def leave_chat(state: State, call: Call) -> Any:
    """The bot goes."""
    chat = state.chats.writable(call.parameters.get("chat_id"))
    if not chat.is_group:
        raise bad_request("chat member status can't be changed in private chats")
    chat.refusal = ApiError(403, f"Forbidden: bot is not a member of the {chat.type} chat")
    return True


def get_file(state: State, call: Call) -> Any:
    """Where a file can be fetched."""
    file_id = str(call.parameters.required("file_id"))
    size = len(state.file(file_id).content)
    return {"file_id": file_id, "file_unique_id": file_id[-10:], "file_size": size, "file_path": f"files/{file_id}"}


def _text_setter(name: str) -> Callable[[State, Call], Any]:
    field, limit = TEXTS[name]

    def set_text(state: State, call: Call) -> Any:
        value = str(call.parameters.get(field, ""))
        if len(value) > limit:
            raise bad_request(f"{field} is too long", rule="description length")
        state.profile[field, _language(call)] = value
        return True

    return set_text


def _text_getter(name: str) -> Callable[[State, Call], Any]:
    field, _ = TEXTS[name]
    return lambda state, call: {field: state.profile.get((field, _language(call)), "")}


def _language(call: Call) -> str:
    code = str(call.parameters.get("language_code") or "")
    if code and not LANGUAGE.fullmatch(code):
        raise bad_request("LANG_CODE_INVALID", rule="language code")
    return code


def _scope(call: Call) -> str:
    scope = call.parameters.get("scope") or {"type": "default"}
    if scope.get("type") not in SCOPES:
        raise bad_request("can't find scope type", rule="parameters")
    return json.dumps(scope, sort_keys=True)


METHODS = {
    "getMe": get_me,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "leaveChat": leave_chat,
    "getFile": get_file,
    **{f"set{name}": _text_setter(name) for name in TEXTS},
    **{f"get{name}": _text_getter(name) for name in TEXTS},
}
