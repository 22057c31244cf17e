"""A reply as Telegram shows it: title, text, notices, sources with links and dates."""

from datetime import date
from typing import Any
from urllib.parse import urlsplit

from bot.telegram.splitting import Run, parts
from knowledge.dates import written
from knowledge.wording import Wordings

Reply = dict[str, Any]


def render(reply: Reply, wordings: Wordings, notes: list[str] | None = None) -> list[str]:
    """The reply in HTML, in parts that fit; `notes` are said before it. Its text is shown byte for byte."""
    say = wordings[reply["language"]].say
    blocks = [[Run(note, "i")] for note in notes or []]
    if "title" in reply:
        blocks.append([Run(reply["title"], "b")])
    if "verdict" in reply:
        blocks.append([Run(say(f"widget_verdict_{reply['verdict']}"), "b")])
    blocks.append([Run(reply["text"])])
    if notice := reply.get("notice"):
        blocks.append([Run(notice["text"], "i")])
    if "place" in reply:
        blocks += _place(reply["place"], say("page_map"))
    # The reply to "which sources?" has them in its text.
    if reply["sources"] and reply.get("routed") != "source":
        blocks.append(_sources(reply["sources"], say("page_sources"), reply["language"]))
    if dates := _dates(reply, say):
        blocks.append([Run(dates, "i")])
    return parts(_joined(blocks))


def _joined(blocks: list[list[Run]]) -> list[Run]:
    joined: list[Run] = []
    for block in blocks:
        joined += [Run("\n\n"), *block] if joined else block
    return joined


def _place(place: dict[str, Any], map_label: str) -> list[list[Run]]:
    lines = [place[name] for name in ("address", "hours") if place.get(name)]
    runs = [Run("\n".join(lines))] if lines else []
    if url := place.get("map_url"):
        runs += [Run("\n"), Run(map_label, "a", url)] if runs else [Run(map_label, "a", url)]
    return [runs] if runs else []


def _sources(sources: list[dict[str, str]], heading: str, language: str) -> list[Run]:
    runs = [Run(heading, "b")]
    for source in sources:
        runs.append(Run("\n• "))
        runs.append(Run(source["title"], "a", source["url"]) if _is_web(source.get("url")) else Run(source["title"]))
        when = _day(source["date"], language) if source.get("date") else None
        details = [source["publisher"], source.get("number"), source.get("at"), when]
        runs.append(Run(", " + ", ".join(detail for detail in details if detail)))
    return runs


def _dates(reply: Reply, say: Any) -> str:
    dates = [
        say(f"page_{name}", date=_day(reply[name], reply["language"])) for name in ("as_of", "checked") if name in reply
    ]
    return " · ".join(dates)


def _day(text: str, language: str) -> str:
    """A full date in the visitor's way of writing; a year or a month stays as it is."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return written(day, day, language)


def _is_web(url: str | None) -> bool:
    return url is not None and urlsplit(url).scheme in ("http", "https")
