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
from knowledge.questions import FOLDER, Question
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
        language = found if found in languages.LANGUAGES else "en"
        result = search.find(question.text, language, today)
        judged.append(Judged(question, found, result.outcome, tuple(c.entry for c in result.kept)))
    return judged


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


def as_text(figures: dict[str, dict[str, Share]]) -> str:
    """A table for people."""
    lines = []
    for group, shares in figures.items():
        lines.append(group)
        lines += [f"  {name:<28} {share}" for name, share in shares.items() if share.count]
    return "\n".join(lines)


def as_json(figures: dict[str, dict[str, Share]]) -> str:
    """The same for machines."""
    data = {
        group: {name: {**asdict(share), "interval": share.interval} for name, share in shares.items() if share.count}
        for group, shares in figures.items()
    }
    return json.dumps(data, ensure_ascii=False, indent=1)


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
