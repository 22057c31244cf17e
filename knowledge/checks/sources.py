"""Sources: used, registered once, and two where an answer states a quantity."""

from collections.abc import Iterator

from knowledge.checks.finding import ERROR, Finding, Subject
from knowledge.quantities import quantities

PLAIN_YEARS = range(1500, 2101)
SMALL = 31


def check(subject: Subject) -> Iterator[Finding]:
    """Every source serves an entry, no address is registered twice, quantities have two sources."""
    yield from _registry(subject)
    for entry in subject.library.entries.values():
        ids = [reference.id for reference in entry.sources]
        if len(ids) != len(set(ids)) and len({(r.id, r.at) for r in entry.sources}) != len(ids):
            yield subject.about(entry, ("sources",), "sources", "the same source stands there twice")
        figures = quantities(entry.texts["vi"].answer, "vi").values
        quoted = [v for v in figures if v > SMALL and not (v == int(v) and int(v) in PLAIN_YEARS)]
        if quoted and len(set(ids)) < 2 and not entry.single_source:
            shown = ", ".join(f"{value:f}" for value in sorted(quoted)[:4])
            message = f"states {shown} on one source: give a second, or `single_source` with the reason"
            yield subject.about(entry, ("sources",), "sources", message)


def _registry(subject: Subject) -> Iterator[Finding]:
    library = subject.library
    used = {reference.id for entry in library.entries.values() for reference in entry.sources}
    lines = {
        key[0]: (name, file.lines[key])
        for name, file in library.files.items()
        if name.startswith("sources/")
        for key in file.lines
        if len(key) == 1
    }
    addresses: dict[str, str] = {}
    for source in library.sources.values():
        file, line = lines[source.id]
        if source.id not in used:
            yield Finding(ERROR, "sources", file, line, f"the source '{source.id}' is used by no entry")
        if source.url and (other := addresses.setdefault(source.url, source.id)) != source.id:
            yield Finding(ERROR, "sources", file, line, f"'{source.id}' and '{other}' have the same address")
        if source.seen > subject.today:
            yield Finding(ERROR, "sources", file, line, f"'{source.id}' was seen in the future")
