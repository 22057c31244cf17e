"""The action server: rasa-sdk's application in a single process, with `/ready` and `/search` beside the actions.

rasa-sdk's own start makes four processes, of which one keeps the port after the first is killed.
"""

import argparse
import asyncio
import logging
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor
from sanic import Request, Sanic
from sanic.response import HTTPResponse, json

from actions.answer_question import TIME_LIMIT_SECONDS, AnswerQuestion
from actions.decline import Decline
from actions.give_contact import GiveContact
from actions.give_more import GiveMore
from actions.give_sources import GiveSources
from actions.list_events import ListEvents
from actions.open_entry import OpenEntry
from actions.say import Say
from actions.show_topics import ShowTopics
from actions.switch_language import SwitchLanguage
from actions.take_choice import TakeChoice
from actions.take_feedback import TakeFeedback
from knowledge import library as content
from knowledge import vector_index
from knowledge.calendar import today
from knowledge.encoder import open_encoder
from knowledge.languages import LANGUAGES, decide
from knowledge.library import Library
from knowledge.search import Search, build_spelling, load_parameters

MAX_QUESTION = 2000

logger = logging.getLogger(__name__)


def build_app(library: Library, search: Search, ready: dict[str, str]) -> Sanic:
    """The application over a loaded library; `ready` is what `/ready` tells."""
    executor = ActionExecutor()
    question = AnswerQuestion(library, search)
    for action in (
        question,
        TakeChoice(library, question),
        OpenEntry(library),
        GiveSources(library),
        GiveContact(library),
        ListEvents(library),
        GiveMore(library),
        ShowTopics(library),
        SwitchLanguage(library),
        TakeFeedback(library),
        Decline(library),
        Say(library),
    ):
        executor.register_action(action)
    app = create_app(executor, cors_origins=[])
    app.config.MOTD = False
    # In place of rasa-sdk's handler, which sends back (and so lets Rasa log) what the visitor wrote.
    app.error_handler.cached_handlers[(Exception, None)] = _failed

    @app.get("/ready")
    async def tell_ready(_: Request) -> HTTPResponse:
        return json(ready)

    @app.get("/search")
    async def find(request: Request) -> HTTPResponse:
        question = request.args.get("q", "")[:MAX_QUESTION]
        language = request.args.get("language")
        if language not in LANGUAGES:
            language = decide(question)
            language = language if language in LANGUAGES else "en"
        work = asyncio.to_thread(search.find, question, language, today())
        return json(asdict(await asyncio.wait_for(work, TIME_LIMIT_SECONDS)))

    return app


async def _failed(request: Request, error: Exception) -> HTTPResponse:
    """Tell Rasa what kind of error it was, and nothing of the request."""
    logger.error("%s failed: %s", request.path, type(error).__name__, exc_info=error)
    return json({"error": type(error).__name__}, status=getattr(error, "status_code", 500))


def main() -> None:
    """Load everything, then serve on loopback until stopped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--model", type=Path, required=True, help="the model folder")
    parser.add_argument("--index", type=Path, required=True, help="the index folder")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")

    library = content.load()
    encoder = open_encoder(arguments.model)
    index = _load_index(arguments.index, arguments.model, library, encoder.model)
    search = Search(library, index, encoder, build_spelling(library), load_parameters())
    ready = {"content_version": library.version, "index_version": index.content_version, "model": index.model}
    app = build_app(library, search, ready)
    app.run(host="127.0.0.1", port=arguments.port, single_process=True, access_log=False, motd=False)


def _load_index(folder: Path, model: Path, library: Library, model_name: str) -> vector_index.VectorIndex:
    """The index; one that does not fit is built again, in a process of its own because that needs torch."""
    try:
        return vector_index.load(folder, library, model_name)
    except vector_index.IndexRejected as reason:
        logger.warning("index rejected (%s): building it again", reason)
    command = [sys.executable, "-m", "knowledge", "index", "--model-folder", str(model), "--index", str(folder)]
    subprocess.run(command, check=True)  # noqa: S603 - our own command
    return vector_index.load(folder, library, model_name)


if __name__ == "__main__":
    main()
