"""Telegram's HTML: from tags to plain text with entities, as strict as Telegram is."""

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from .errors import ApiError, bad_request

TYPES = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    **dict.fromkeys(("tg-spoiler", "span"), "spoiler"),
    "a": "text_link",
    "blockquote": "blockquote",
    "code": "code",
    "pre": "pre",
    "tg-emoji": "custom_emoji",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(lt|gt|amp|quot));?")
ATTRIBUTE = re.compile(r"""\s+([a-zA-Z-]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>"']+))?""")
TAG = re.compile(rf"<(/?)([a-zA-Z0-9-]*)((?:{ATTRIBUTE.pattern})*)\s*>")
TOKEN = re.compile(rf"{REFERENCE.pattern}|<")
FOUND = (
    ("url", re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]]")),
    ("bot_command", re.compile(r"(?<![\w/@])/[A-Za-z0-9_]{1,32}(?:@[A-Za-z]\w{3,31})?(?![\w/])")),
    ("mention", re.compile(r"(?<![\w@/])@[A-Za-z]\w{3,31}")),
    ("hashtag", re.compile(r"(?<!\w)#\w*[^\W\d]\w*")),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
)


def utf16(text: str) -> int:
    """Telegram's unit of length."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass
class Parsed:
    """Plain text with entities; `faults` is what Telegram passes over in silence but nobody can have meant."""

    text: str = ""
    entities: list[dict[str, Any]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def parse_html(source: str) -> Parsed:
    """Telegram's HTML. Raises `ApiError` 400 "can't parse entities" where Telegram does."""
    parsed = Parsed()
    opened: list[dict[str, Any]] = []
    at = 0
    while token := TOKEN.search(source, at):
        parsed.text += source[at : token.start()]
        at = token.end()
        if token[0] != "<":
            parsed.text += _character(token)
            continue
        tag = TAG.match(source, token.start())
        offset = len(source[: token.start()].encode())
        if tag is None:
            raise _cannot(f"Unclosed start tag at byte offset {offset}")
        at = tag.end()
        if tag[1]:
            _close(parsed, opened, tag[2].lower(), offset)
        else:
            opened.append(_open(parsed, opened, tag, offset))
    parsed.text += source[at:]
    if opened:
        raise _cannot(f'Can\'t find end tag corresponding to start tag "{opened[-1]["tag"]}"')
    return trimmed(parsed)


def _open(parsed: Parsed, opened: list[dict[str, Any]], tag: re.Match[str], offset: int) -> dict[str, Any]:
    name = tag[2].lower()
    attributes = {key.lower(): _plain(value.strip("\"'")) for key, value in ATTRIBUTE.findall(tag[3])}
    if name not in TYPES:
        raise _cannot(f'Unsupported start tag "{name}" at byte offset {offset}')
    if name == "span" and attributes.get("class") != "tg-spoiler":
        raise _cannot(f'Tag "span" must have class "tg-spoiler" at byte offset {offset}')
    entity: dict[str, Any] = {"tag": name, "type": TYPES[name], "offset": utf16(parsed.text), "from": len(parsed.text)}
    if name == "a":
        entity["url"] = attributes.get("href", "")
    if name == "tg-emoji":
        entity["custom_emoji_id"] = attributes.get("emoji-id", "")
    if name == "blockquote" and "expandable" in attributes:
        entity["type"] = "expandable_blockquote"
    language = attributes.get("class", "")
    if name == "code" and opened and opened[-1]["tag"] == "pre" and language.startswith("language-"):
        opened[-1]["language"] = language.removeprefix("language-")
    return entity


def _close(parsed: Parsed, opened: list[dict[str, Any]], name: str, offset: int) -> None:
    if not opened:
        raise _cannot(f"Unexpected end tag at byte offset {offset}")
    entity = opened.pop()
    if name not in ("", entity["tag"]):
        raise _cannot(f'Unmatched end tag at byte offset {offset}, expected "</{entity["tag"]}>", found "</{name}>"')
    inside = parsed.text[entity.pop("from") :]
    del entity["tag"]
    entity["length"] = utf16(inside)
    if entity["type"] == "text_link":
        entity["url"] = entity["url"] or inside
        if not is_link(entity["url"]):
            parsed.faults.append(f"a link to {entity['url']!r} is dropped")
            return
    if entity["length"] and not any(outer["type"] in ("pre", "code") for outer in opened):
        parsed.entities.append(entity)


def _character(reference: re.Match[str]) -> str:
    hexadecimal, decimal, name = reference.groups()[:3]
    if name:
        return NAMED[name]
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else reference[0]


def _plain(value: str) -> str:
    return REFERENCE.sub(_character, value)


def _cannot(why: str) -> ApiError:
    return bad_request(f"can't parse entities: {why}", rule="entities")


def is_link(url: str) -> bool:
    """What Telegram makes a link of: a host with a dot, or its own schemes."""
    try:
        parts = urlsplit(url if "://" in url or url.startswith(("mailto:", "tel:")) else f"http://{url}")
    except ValueError:
        return False
    if parts.scheme in ("tg", "ton", "mailto", "tel"):
        return True
    return parts.scheme in ("http", "https") and "." in (parts.hostname or "") and not re.search(r"\s", url)


def trimmed(parsed: Parsed) -> Parsed:
    """Without white space around the text, as Telegram stores it; entities in their order."""
    text = parsed.text.rstrip()
    left = utf16(text) - utf16(text.lstrip())
    parsed.text = text.lstrip()
    end = utf16(parsed.text)
    kept = []
    for entity in parsed.entities:
        first = max(0, entity["offset"] - left)
        last = min(end, entity["offset"] - left + entity["length"])
        if last > first:
            kept.append({**entity, "offset": first, "length": last - first})
    parsed.entities = sorted(kept, key=lambda entity: (entity["offset"], -entity["length"]))
    return parsed


def found(text: str) -> list[dict[str, Any]]:
    """The entities that Telegram finds by itself: addresses, commands, mentions, hashtags."""
    entities: list[dict[str, Any]] = []
    for kind, pattern in FOUND:
        for match in pattern.finditer(text):
            offset = utf16(text[: match.start()])
            entity = {"type": kind, "offset": offset, "length": utf16(match[0])}
            if not any(_overlap(entity, other) for other in entities):
                entities.append(entity)
    return sorted(entities, key=lambda entity: entity["offset"])


def with_found(entities: list[dict[str, Any]], text: str) -> list[dict[str, Any]]:
    """Given entities, and those found where no link or code is."""
    closed = [entity for entity in entities if entity["type"] in ("text_link", "code", "pre")]
    more = [entity for entity in found(text) if not any(_overlap(entity, other) for other in closed)]
    return sorted([*entities, *more], key=lambda entity: (entity["offset"], -entity["length"]))


def _overlap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return one["offset"] < other["offset"] + other["length"] and other["offset"] < one["offset"] + one["length"]
