"""Asks the running gateway from a terminal."""

import httpx
import typer

from bot.settings import Settings


def run(settings: Settings, language: str) -> None:
    """Read questions until an empty line or the end of input."""
    base = f"http://127.0.0.1:{settings.port}/api/v1/conversations"
    with httpx.Client(timeout=15, trust_env=False) as http:
        try:
            started = http.post(base, json={"language": language})
            started.raise_for_status()
        except httpx.HTTPError as error:
            typer.echo(f"No answer at {base}: is `make run` running? ({error})", err=True)
            raise typer.Exit(1) from error
        conversation = started.json()
        typer.echo(conversation["greeting"]["text"])
        suggestions: list[dict[str, str]] = []
        while question := _read():
            body = _body(question, suggestions)
            answer = http.post(f"{base}/{conversation['id']}/messages", json=body).json()
            for reply in answer.get("replies", []):
                _show(reply)
                suggestions = reply["suggestions"]
            if "replies" not in answer:
                typer.echo(answer.get("detail", ""))


def _read() -> str:
    try:
        return input("\n> ").strip()
    except (EOFError, KeyboardInterrupt):
        return ""


def _body(question: str, suggestions: list[dict[str, str]]) -> dict[str, str]:
    """A number chooses among the suggestions."""
    if question.isdecimal() and 1 <= int(question) <= len(suggestions):
        return {"choice": suggestions[int(question) - 1]["entry"]}
    return {"text": question}


def _show(reply: dict) -> None:
    if "title" in reply:
        typer.secho(reply["title"], bold=True)
    if "notice" in reply:
        typer.secho(reply["notice"]["text"], fg="yellow")
    typer.echo(reply["text"])
    if "as_of" in reply:
        typer.secho(f"({reply['as_of']}; {reply['checked']})", dim=True)
    for source in reply["sources"] if "entry" in reply else []:
        parts = (source["publisher"], source["title"], source.get("number"), source.get("date"), source.get("url"))
        typer.secho("- " + ", ".join(part for part in parts if part), dim=True)
    if reply["outcome"] != "suggested":
        for number, suggestion in enumerate(reply["suggestions"], 1):
            typer.secho(f"{number}. {suggestion['title']}", fg="cyan")
