"""The commands of the bot: `python -m bot run|prepare|train|chat|report`."""

from enum import StrEnum
from typing import Annotated

import typer
from pydantic import ValidationError

from bot.settings import Settings


class Form(StrEnum):
    """What a report looks like."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


app = typer.Typer(add_completion=False, help="Hải Đăng.", no_args_is_help=True)


@app.command()
def run() -> None:
    """Prepare what is missing, start everything, and stop it on Ctrl-C."""
    from bot import launch

    _launching(launch.run)


@app.command()
def prepare() -> None:
    """Build model folder and index and train the dialogue, without starting anything."""
    from bot import launch

    _launching(launch.prepare)


@app.command()
def train() -> None:
    """Train the dialogue, if anything it learns from has changed."""
    from bot import launch

    _launching(launch.train)


@app.command()
def chat(language: str = "vi") -> None:
    """Ask in the terminal; an empty line ends it."""
    from bot import chat

    chat.run(_settings(), language)


@app.command()
def report(
    since: Annotated[str, typer.Option(help="how far back: 24h, 7d, 4w")] = "7d",
    form: Annotated[Form, typer.Option("--format", help="text, json or csv")] = Form.TEXT,
    minimum: Annotated[int, typer.Option(min=1, help="hide what fewer conversations asked")] = 3,
) -> None:
    """What people asked, for the editors."""
    from bot import report as reports
    from bot.record import RecordUnusable

    try:
        made = reports.make(_settings(), since, minimum)
    except (ValueError, RecordUnusable) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    show = {Form.TEXT: reports.as_text, Form.JSON: reports.as_json, Form.CSV: reports.as_csv}
    typer.echo(show[form](made))


@app.command()
def poster(
    entry: str,
    language: str = "vi",
    bot: Annotated[
        str | None, typer.Option(help="the bot's name in Telegram; without it the code opens the page")
    ] = None,
) -> None:
    """A poster (SVG, A4) with a QR code that opens an entry."""
    from bot import poster as posters
    from knowledge.languages import LANGUAGES
    from knowledge.library import load

    library = load()
    if language not in LANGUAGES or entry not in library.entries:
        typer.echo(f"there is no entry '{entry}' or no language '{language}'", err=True)
        raise typer.Exit(2)
    url = posters.link(entry, language, address=_settings().address, username=bot and bot.removeprefix("@"))
    typer.echo(posters.svg(library, entry, language, url), nl=False)


def _launching(stage) -> None:  # noqa: ANN001
    from bot.launch import LaunchError
    from knowledge.model_folder import ModelError

    try:
        stage(_settings())
    except (LaunchError, ModelError) as error:
        typer.echo(f"\n{error}", err=True)
        raise typer.Exit(1) from error


def _settings() -> Settings:
    try:
        return Settings()
    except ValidationError as error:
        for fault in error.errors():
            typer.echo(f"HAIDANG_{'_'.join(map(str, fault['loc'])).upper()}: {fault['msg']}", err=True)
        raise typer.Exit(2) from error


if __name__ == "__main__":
    app()
