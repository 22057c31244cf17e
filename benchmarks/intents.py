"""How often the dialogue takes a message for what it is: held-back messages and all labelled questions.

Run with Rasa's environment, which needs no server: `.venv-rasa/bin/python -m benchmarks.intents`.
"""

import argparse
import asyncio
import json
import math
import os
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

import yaml

ROOT = Path(__file__).resolve().parent.parent
QUESTIONS = ROOT / "tests" / "questions"
LANGUAGES = ("vi", "en", "zh", "ko", "ja", "ru", "fr", "lo", "km")
ASK = "ask"
# What no entry answers may also be declined without a search.
DECLINING = ("opinion", "advice", "task", "injection", "personal_data", "abuse")


@dataclass(frozen=True)
class Case:
    """A message with the intents that are right for it; `group` is messages or questions."""

    group: str
    text: str
    language: str
    right: tuple[str, ...]

    @property
    def written(self) -> str:
        """The language, with Vietnamese without diacritics apart."""
        return "vi folded" if self.language == "vi" and self.text.isascii() else self.language


def messages() -> Iterator[Case]:
    """The held-back messages."""
    for item in read("messages"):
        yield Case("messages", item["text"], item["language"], (item["intent"], *item.get("also", ())))


def questions() -> Iterator[Case]:
    """The labelled questions, both halves: every one is to be searched for."""
    for name in (*LANGUAGES, "near", "out"):
        for item in read(name):
            right = (ASK, *DECLINING) if item.get("why") == "out" else (ASK,)
            yield Case("questions", item["q"], item.get("language", name), right)


def read(name: str) -> list:
    """The items of a file of labelled texts."""
    return yaml.safe_load((QUESTIONS / f"{name}.yml").read_text(encoding="utf-8"))


def examples() -> set:
    """What the model was trained on, as far as it is written by hand; letter case aside."""
    found = set()
    for path in (ROOT / "nlu" / "data").glob("*/*.yml"):
        for item in yaml.safe_load(path.read_text(encoding="utf-8")).get("nlu") or []:
            lines = str(item.get("examples", "")).splitlines()
            found |= {line.removeprefix("- ").strip().lower() for line in lines}
    return found


async def intents(model: Path, texts: list) -> list:
    """What the trained model takes each text for."""
    from rasa.core.agent import Agent

    agent = Agent.load(str(model))
    found = []
    for text in texts:
        # As the gateway sends it: a leading slash would be a command.
        parsed = await agent.parse_message(text.lstrip("/ \t\n") or "?")
        name = parsed["intent"]["name"]
        found.append(ASK if name in (None, "nlu_fallback") else name)
    return found


def tally(pairs: list) -> dict:
    """Right of n with the 95 % interval of Wilson; `pairs` are cases with what they were taken for."""
    n = len(pairs)
    right = sum(found in case.right for case, found in pairs)
    low, high = wilson(right, n)
    return {"n": n, "right": right, "wrong": n - right, "share": round(right / n, 4), "interval": [low, high]}


def wilson(right: int, n: int, z: float = 1.96) -> tuple:
    """The 95 % interval of a share."""
    share, spread = right / n, z * z / n
    middle = (share + spread / 2) / (1 + spread)
    half = z * math.sqrt(share * (1 - share) / n + spread / (4 * n)) / (1 + spread)
    return round(max(0.0, middle - half), 4), round(min(1.0, middle + half), 4)


def report(pairs: list) -> dict:
    """The tallies: of all, by language and by intent, for messages and for questions.

    People greet with the same few words everywhere, so some messages are examples as well; those apart, too.
    """
    found: dict = {}
    trained = examples()
    for group in dict.fromkeys(case.group for case, _ in pairs):
        mine = [pair for pair in pairs if pair[0].group == group]
        by: dict = {"language": defaultdict(list), "intent": defaultdict(list)}
        for case, name in mine:
            by["language"][case.written].append((case, name))
            by["intent"][case.right[0]].append((case, name))
        unseen = [(case, name) for case, name in mine if case.text.lower() not in trained]
        found[group] = {"all": tally(mine), "not among the examples": tally(unseen)} | {
            f"by {key}": {name: tally(some) for name, some in sorted(parts.items())} for key, parts in by.items()
        }
    return found


def show(title: str, rows: dict) -> None:
    """Tallies as a table."""
    print(f"\n{title}\n{'':14} {'n':>5} {'right':>6} {'wrong':>6}   share  95 % interval")
    for name, row in rows.items():
        low, high = row["interval"]
        print(f"{name:14} {row['n']:5} {row['right']:6} {row['wrong']:6} {row['share']:7.1%}  {low:.1%} - {high:.1%}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=ROOT / "models" / "haidang.tar.gz")
    parser.add_argument("--misses", action="store_true", help="list them; who trains the model must not look")
    parser.add_argument("--only", choices=("messages", "questions"))
    parser.add_argument("--out", type=Path, default=Path(__file__).with_suffix(".json"))
    arguments = parser.parse_args()

    cases = [case for case in (*messages(), *questions()) if arguments.only in (None, case.group)]
    os.chdir(ROOT)  # the model's components find the encoder from here
    found_intents = asyncio.run(intents(arguments.model.resolve(), [case.text for case in cases]))
    pairs = list(zip(cases, found_intents, strict=True))
    found = report(pairs)
    for group, parts in found.items():
        show(
            group,
            {
                "all": parts["all"],
                "no example": parts["not among the examples"],
                **parts["by language"],
                **parts["by intent"],
            },
        )
    if arguments.misses:
        for case, name in pairs:
            if name not in case.right:
                print(f"{case.written:10} {'/'.join(case.right[:2]):20} taken for {name:14} {case.text}")
    arguments.out.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
