"""What the gateway decides by itself, on held-back messages: languages, emergencies and false alarms.

No server and no model: `python -m benchmarks.held_back`.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterator

from benchmarks.intents import LANGUAGES, Case, read, show, tally
from knowledge.emergencies import Emergencies, load_help
from knowledge.languages import OTHER, decide, identify
from knowledge.library import load

NONE = "none"
Pair = tuple[Case, str]


def languages() -> Iterator[Pair]:
    """Every message for language identification, with the language found."""
    for item in read("languages"):
        case = Case("languages", item["text"], item["language"], (item["language"],))
        yield case, identify(case.text, item.get("prior")).language or NONE


def emergencies(known: Emergencies, *, of_its_kind: bool) -> Iterator[Pair]:
    """Every message of someone in need, with the kind found; any kind is right unless its own is asked for."""
    every = tuple(load_help())
    for item in read("emergencies"):
        group = "emergencies, of their kind" if of_its_kind else "emergencies, found"
        right = (item["kind"], *(item.get("also", ()) if of_its_kind else every))
        case = Case(group, item["text"], item["language"], right)
        yield case, kind(known, case)


def false_alarms(known: Emergencies) -> Iterator[Pair]:
    """Every labelled question; an alarm is right only where it gives the entry that answers the question."""
    given = {name: one.entry for name, one in load_help().items()}
    for name in (*LANGUAGES, "near", "out"):
        for item in read(name):
            entries = {item["entry"], *item.get("also", ())}
            right = (NONE, *(alarm for alarm, entry in given.items() if entry in entries))
            case = Case("labelled questions, no false alarm", item["q"], item.get("language", name), right)
            yield case, kind(known, case)


def kind(known: Emergencies, case: Case) -> str:
    """As in a conversation that began in the visitor's language."""
    language = decide(case.text, case.language)
    return known.kind(case.text, "en" if language == OTHER else language) or NONE


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", action="store_true", help="list them; who writes the phrases must not look")
    arguments = parser.parse_args()
    known = Emergencies(load())
    pairs = [
        *languages(),
        *emergencies(known, of_its_kind=False),
        *emergencies(known, of_its_kind=True),
        *false_alarms(known),
    ]
    groups: dict[str, dict[str, list[Pair]]] = defaultdict(lambda: defaultdict(list))
    for case, found in pairs:
        groups[case.group]["all"].append((case, found))
        groups[case.group][case.written].append((case, found))
    for case, found in pairs:
        if case.group.startswith("emergencies"):
            groups[case.group][case.right[0]].append((case, found))
    for group, parts in groups.items():
        show(group, {name: tally(some) for name, some in parts.items()})
    if arguments.misses:
        for case, found in pairs:
            if found not in case.right:
                print(f"{case.group[:26]:26} {case.written:10} {case.right[0]:9} {found:9} {case.text}")


if __name__ == "__main__":
    main()
