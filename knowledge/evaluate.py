"""How good search is on labelled questions: by language, topic and style, with counts and 95 % intervals."""

import json
import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import yaml

from knowledge import languages
from knowledge.library import Library
from knowledge.questions import FOLDER, Message, Question, language_to_search
from knowledge.search import ANSWERED, SUGGESTED, Search

BARS = FOLDER / "bars.yml"
_Z = 1.96


@dataclass(frozen=True)
class Judged:
    """A question and what became of it."""

    question: Question
    language: str
    outcome: str
    kept: tuple[str, ...]
    best: str | None = None
    """the first candidate, whatever became of it"""
    probability: float = 0.0
    """that it is right"""

    @property
    def verdict(self) -> str:
        """right, suggested, wrong, silent for questions with an answer; false or quiet for those without."""
        if self.question.entry is None:
            return "false" if self.outcome == ANSWERED else "quiet"
        if self.outcome == ANSWERED:
            return "right" if self.kept[0] in self.question.right else "wrong"
        return "suggested" if self.outcome == SUGGESTED and set(self.kept) & self.question.right else "silent"


@dataclass(frozen=True)
class Share:
    """A share with its count and its 95 % Wilson interval."""

    hits: int
    count: int

    @property
    def value(self) -> float:
        """The share itself."""
        return self.hits / self.count if self.count else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson (1927), which holds for few cases and shares near 1 too."""
        if not self.count:
            return 0.0, 1.0
        centre = self.value + _Z**2 / (2 * self.count)
        spread = _Z * math.sqrt(self.value * (1 - self.value) / self.count + _Z**2 / (4 * self.count**2))
        scale = 1 + _Z**2 / self.count
        return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{100 * self.value:5.1f} % [{100 * low:5.1f}, {100 * high:5.1f}] n={self.count}"


def judge(search: Search, questions: Sequence[Question], today: date) -> list[Judged]:
    """Ask every question as a new visitor would: the language is found from the text."""
    judged = []
    for question in questions:
        found = languages.decide(question.text, None, "vi")
        result = search.find(question.text, language_to_search(question.text), today)
        best = result.candidates[0] if result.candidates else None
        judged.append(
            Judged(
                question,
                found,
                result.outcome,
                tuple(c.entry for c in result.kept),
                best.entry if best else None,
                best.probability if best else 0.0,
            )
        )
    return judged


def identification(messages: Sequence[Message]) -> dict[str, Share]:
    """How often the language of a message is found, by language, and of Vietnamese without diacritics."""
    groups: dict[str, list[bool]] = defaultdict(list)
    for message in messages:
        right = languages.decide(message.text, message.prior, "vi") == message.language
        for name in ("all", message.language, *([f"{message.language} folded"] if message.folded else [])):
            groups[name].append(right)
    return {name: Share(sum(rights), len(rights)) for name, rights in groups.items()}


@dataclass(frozen=True)
class Bin:
    """Questions whose best candidate had about the same probability."""

    probability: float
    """the mean of them"""
    right: Share


@dataclass(frozen=True)
class Reliability:
    """Whether probabilities are what they say: the bins of the reliability curve, and the mean distance from it."""

    bins: list[Bin]

    @property
    def error(self) -> float:
        """The expected calibration error: the distance of share and probability, by how many are in the bin."""
        count = sum(one.right.count for one in self.bins)
        return sum(one.right.count * abs(one.right.value - one.probability) for one in self.bins) / count


def reliability(judged: Sequence[Judged], count: int = 10) -> Reliability:
    """Equal parts of the range from 0 to 1; a question without an answer is never right."""
    parts: dict[int, list[Judged]] = defaultdict(list)
    for one in judged:
        if one.best is not None:
            parts[min(count - 1, int(one.probability * count))].append(one)
    return Reliability(
        [
            Bin(
                sum(one.probability for one in part) / len(part),
                Share(sum(one.best in one.question.right for one in part), len(part)),
            )
            for _, part in sorted(parts.items())
        ]
    )


def summary(judged: Sequence[Judged], library: Library) -> dict[str, dict[str, Share]]:
    """Every figure that is reported, by group of questions."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        question, entry = one.question, library.find(one.question.entry) if one.question.entry else None
        named = ["all", question.language]
        if question.language == "vi" and question.style != "plain":
            named.append(f"vi {question.style}")
        if entry is not None:
            named += [entry.topic, "strict" if entry.strict else "normal"]
        for name in named:
            groups[name].append(one)
    return {name: _shares(members) for name, members in groups.items()}


def _shares(judged: Sequence[Judged]) -> dict[str, Share]:
    count = Counter(j.verdict for j in judged)
    inside = count["right"] + count["wrong"] + count["suggested"] + count["silent"]
    without = defaultdict(list)
    for j in judged:
        if j.question.entry is None:
            without[j.question.why].append(j.verdict == "false")
    return {
        "right when answered": Share(count["right"], count["right"] + count["wrong"]),
        "answered right": Share(count["right"], inside),
        "answered right or suggested": Share(count["right"] + count["suggested"], inside),
        "wrong": Share(count["wrong"], inside),
        "out of scope answered": Share(sum(without["out"]), len(without["out"])),
        "near topic answered": Share(sum(without["near"]), len(without["near"])),
        "language right": Share(sum(j.language == j.question.language for j in judged), len(judged)),
    }


def as_text(figures: dict[str, dict[str, Share]], identified: dict[str, Share], curve: Reliability) -> str:
    """A table for people."""
    lines = []
    for group, shares in figures.items():
        lines.append(group)
        lines += [f"  {name:<28} {share}" for name, share in shares.items() if share.count]
    if identified:
        lines += ["language of messages", *(f"  {name:<28} {share}" for name, share in identified.items())]
    lines.append(f"expected calibration error {100 * curve.error:.1f} %: probability, share right")
    lines += [f"  {one.probability:<28.2f} {one.right}" for one in curve.bins]
    return "\n".join(lines)


def as_json(figures: dict[str, dict[str, Share]], identified: dict[str, Share], curve: Reliability) -> str:
    """The same for machines."""
    data = {
        "questions": {group: _plain(shares) for group, shares in figures.items()},
        "messages": _plain(identified),
        "calibration": {
            "error": curve.error,
            "bins": [{"probability": one.probability, **_plain({"right": one.right})} for one in curve.bins],
        },
    }
    return json.dumps(data, ensure_ascii=False, indent=1)


def _plain(shares: dict[str, Share]) -> dict[str, dict]:
    return {name: {**asdict(share), "interval": share.interval} for name, share in shares.items() if share.count}


def below_bars(figures: dict[str, dict[str, Share]], bars: Path = BARS) -> list[str]:
    """Where the interval's bound is worse than the bar: `least` for the lower one, `most` for the upper one."""
    faults = []
    for group, wanted in yaml.safe_load(bars.read_text(encoding="utf-8")).items():
        for name, bar in wanted.items():
            share = figures[group][name]
            low, high = share.interval
            if "least" in bar and low < bar["least"]:
                faults.append(f"{group}: {name} {share} is under {100 * bar['least']:.1f} %")
            if "most" in bar and high > bar["most"]:
                faults.append(f"{group}: {name} {share} is over {100 * bar['most']:.1f} %")
    return faults
