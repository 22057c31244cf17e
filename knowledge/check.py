"""Proves what can be proved about the content: every rule, its findings, and what the base covers."""

import json
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from knowledge.checks import answers, asks, calendar, figures, names, scripts, sources, units, wording
from knowledge.checks.finding import ERROR, Check, Finding, Subject
from knowledge.entry import TOPICS, Kind
from knowledge.languages import LANGUAGES
from knowledge.library import CONTENT, Library, survey

CHECKS: tuple[Check, ...] = (
    sources.check,
    figures.check,
    units.check,
    calendar.check,
    names.check,
    scripts.check,
    asks.check,
    answers.check,
    wording.check,
)


@dataclass(frozen=True)
class Report:
    """What was found, and how many entries there are by topic, kind, language and status."""

    findings: list[Finding]
    coverage: dict[str, dict[str, int]]

    @property
    def clean(self) -> bool:
        """Whether nothing has to be mended."""
        return not any(finding.level == ERROR for finding in self.findings)

    def as_json(self) -> str:
        """For machines."""
        data = {"clean": self.clean, "findings": [asdict(f) for f in self.findings], "coverage": self.coverage}
        return json.dumps(data, ensure_ascii=False, indent=1)


def run(today: date, content: Path = CONTENT) -> Report:
    """Load the content and apply every rule; what cannot be loaded is a finding too."""
    library, faults = survey(content)
    findings = [
        Finding(ERROR, "schema", str(fault.path.relative_to(content)), fault.line, fault.message) for fault in faults
    ]
    if library is not None:
        subject = Subject(library, content, today)
        findings += [finding for check in CHECKS for finding in check(subject)]
    return Report(sorted(findings, key=_place), coverage(library) if library else {})


def coverage(library: Library) -> dict[str, dict[str, int]]:
    """Entries by topic and by kind; texts by language and status."""
    entries = list(library.entries.values())
    topics, kinds = Counter(entry.topic for entry in entries), Counter(str(entry.kind) for entry in entries)
    texts = Counter((language, str(text.status)) for entry in entries for language, text in entry.texts.items())
    return {
        "topics": {topic: topics[topic] for topic in TOPICS},
        "kinds": {kind: kinds[kind] for kind in map(str, Kind)},
        **{
            f"{status} texts": {language: texts[language, status] for language in LANGUAGES}
            for status in ("reviewed", "draft")
        },
    }


def language_table(library: Library) -> str:
    """The README's table of languages, as Markdown."""
    counts = coverage(library)
    rows = [
        f"| {language} | {counts['reviewed texts'][language]} | {counts['draft texts'][language]} |"
        for language in LANGUAGES
    ]
    return "\n".join(["| language | reviewed | draft |", "|---|---|---|", *rows])


def _place(finding: Finding) -> tuple[str, int, str]:
    return finding.file, finding.line, finding.message
