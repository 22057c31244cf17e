"""What people asked in a time, for the editors: `python -m bot report`.

Texts of visitors are shown only where several conversations asked the same, so that nobody is recognised by them.
"""

import csv
import io
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from bot.asked import Asked, read
from bot.question_groups import Group, group
from bot.settings import Settings
from knowledge import library as content
from knowledge import vector_index
from knowledge.encoder import open_encoder
from knowledge.library import Library
from knowledge.model_folder import ModelError
from knowledge.text import search_key

MINIMUM = 3
UNITS = {"h": 3600, "d": 86400, "w": 7 * 86400}

Embed = Callable[[Sequence[Asked]], np.ndarray]


@dataclass(frozen=True)
class Count:
    """How many questions now, and in the same length of time before."""

    now: int
    before: int

    def __str__(self) -> str:
        return f"{self.now} ({self.now - self.before:+d})"


@dataclass(frozen=True)
class Report:
    """Counts by name within each table; groups most asked first; `unhelpful` by entry."""

    days: float
    tables: dict[str, dict[str, Count]]
    unanswered: list[Group]
    claims: list[Group]
    unhelpful: dict[str, int]


def seconds(since: str) -> float:
    """The length of "24h", "7d" or "4w". Raises `ValueError`."""
    match = re.fullmatch(r"(\d{1,4})([hdw])", since)
    if match is None or int(match[1]) == 0:
        raise ValueError(f"{since!r} is not a time like 24h, 7d or 4w")
    return int(match[1]) * float(UNITS[match[2]])


def build(
    asked: Sequence[Asked],
    unhelpful: dict[str, int],
    library: Library,
    embed: Embed,
    length: float,
    *,
    minimum: int = MINIMUM,
    now: float | None = None,
) -> Report:
    """The report on the last `length` seconds; `asked` reaches back twice as far.

    `embed` gives language-centred unit vectors. Groups of fewer than `minimum` conversations are left out.
    """
    since = (now or time.time()) - length
    names: dict[str, Callable[[Asked], str]] = {
        "outcome": lambda one: one.outcome,
        "language": lambda one: one.language,
        "channel": lambda one: one.channel,
        "topic": lambda one: _topic(one, library),
    }
    tables = {name: _count(asked, of, since) for name, of in names.items()}
    declined = [one for one in asked if one.text and one.outcome in ("declined", "suggested", "failed")]
    unknown_claims = [one for one in declined if one.reason == "claim"]
    rest = [one for one in declined if one.reason in (None, "not_known")]
    groups = [group(ones, embed(ones), since, minimum) if ones else [] for ones in (rest, unknown_claims)]
    return Report(length / 86400, tables, groups[0], groups[1], unhelpful)


def make(settings: Settings, since: str, minimum: int) -> Report:
    """The report on this installation's record. Raises `ValueError` or `RecordUnusable`."""
    length = seconds(since)
    now = time.time()
    asked, _ = read(settings.record_path, now - 2 * length)
    _, unhelpful = read(settings.record_path, now - length)
    library = content.load()
    return build(asked, unhelpful, library, _embedder(settings, library), length, minimum=minimum, now=now)


def _embedder(settings: Settings, library: Library) -> Embed:
    """Vectors as search sees them. Raises `ValueError` when nothing is built yet."""

    def embed(asked: Sequence[Asked]) -> np.ndarray:
        try:
            index = vector_index.load(settings.index_path, library, settings.encoder)
            encoder = open_encoder(settings.model_path)
        except (vector_index.IndexRejected, ModelError) as error:
            raise ValueError(f"questions cannot be compared ({error}): run `make index`") from error
        vectors = encoder.encode_asks([search_key(one.text or "") for one in asked])
        return np.stack([index.asks.centre(v, one.language) for v, one in zip(vectors, asked, strict=True)])

    return embed


def as_text(report: Report) -> str:
    """For people; in brackets the change on the period before."""
    lines = [f"The last {report.days:g} days (in brackets: the change on the {report.days:g} days before)"]
    for name, counts in report.tables.items():
        lines.append(f"\nQuestions by {name}")
        lines += [f"  {key:<24} {count}" for key, count in counts.items()]
    for title, groups in (("Not answered", report.unanswered), ("Claims nobody has checked", report.claims)):
        lines.append(f"\n{title}, by conversations")
        lines += [f"  {one.conversations:4d} ({one.conversations - one.before:+d})  {one.example}" for one in groups]
        lines += [] if groups else ["  none asked often enough to be shown"]
    lines.append("\nAnswers called unhelpful, by entry")
    lines += [f"  {count:4d}  {entry}" for entry, count in report.unhelpful.items()] or ["  none"]
    return "\n".join(lines)


def as_json(report: Report) -> str:
    """For machines."""
    return json.dumps(asdict(report), ensure_ascii=False, indent=1)


def as_csv(report: Report) -> str:
    """One row a figure: table, name, now, before."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["table", "name", "now", "before"])
    for name, counts in report.tables.items():
        writer.writerows([name, key, count.now, count.before] for key, count in counts.items())
    for name, groups in (("unanswered", report.unanswered), ("claims", report.claims)):
        writer.writerows([name, _cell(one.example), one.conversations, one.before] for one in groups)
    writer.writerows(["unhelpful", entry, count, ""] for entry, count in report.unhelpful.items())
    return out.getvalue()


def _cell(text: str) -> str:
    """A visitor's text must not become a formula in a spreadsheet."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text


def _topic(asked: Asked, library: Library) -> str:
    entry = library.find(asked.entry) if asked.entry else None
    return entry.topic if entry else "none"


def _count(asked: Sequence[Asked], of: Callable[[Asked], str], since: float) -> dict[str, Count]:
    now = Counter(of(one) for one in asked if one.asked_at >= since)
    before = Counter(of(one) for one in asked if one.asked_at < since)
    order = sorted({*now, *before}, key=lambda key: (-now[key], key))
    return {key: Count(now[key], before[key]) for key in order}
