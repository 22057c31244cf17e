"""A gateway with the real content, a dialogue that does as a test says, and a site that embeds the widget."""

import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import uvicorn
from fakes import FakeDialogue

from bot.gateway import build_app
from bot.settings import Settings
from knowledge import library as content
from knowledge import reply

HOST_POLICY = (
    "default-src 'none'; script-src {site}; connect-src {site}; style-src 'self'; base-uri 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)


class Dialogue(FakeDialogue):
    """Opens the entry that a text names; other texts get `otherwise`, called with text and language."""

    def __init__(self, library):
        super().__init__()
        self.library = library
        self.forget()

    def forget(self):
        self.asked.clear()
        self.otherwise = lambda _, language: reply.answer(self.library, "le-hoi-dinh-co", language)

    async def ask(self, conversation, turn, text, context):
        self.language = context["language"]
        self.reply = self._reply
        return await self._answer(conversation, turn, text, context)

    open_entry = ask

    def _reply(self, text):
        if text in self.library.entries:
            return dict(reply.answer(self.library, text, self.language))
        return self.otherwise(text, self.language)


class Site:
    """A running gateway and, on another origin, the page of somebody who embeds the widget."""

    def __init__(self, folder):
        self.library = content.load()
        self.dialogue = Dialogue(self.library)
        host = ThreadingHTTPServer(("127.0.0.1", 0), self._host_page())
        threading.Thread(target=host.serve_forever, daemon=True).start()
        self.host = f"http://127.0.0.1:{host.server_port}"
        port = _free_port()
        self.url = f"http://127.0.0.1:{port}"
        settings = Settings(
            data_dir=folder, port=port, telegram_name="HaiDangBot", widget_origins=[self.host], retention_days=90,
            questions_per_minute=10_000, questions_per_minute_address=10_000, conversations_per_minute_address=10_000,
        )  # fmt: skip
        app = build_app(settings, self.library, self.dialogue)
        self.server = uvicorn.Server(uvicorn.Config(app, port=port, log_config=None, timeout_graceful_shutdown=1))
        threading.Thread(target=self.server.run, daemon=True).start()
        while not self.server.started:
            time.sleep(0.05)
        self.line = f'<script defer src="{self.url}/widget.js"></script>'

    def _host_page(site):  # noqa: N805
        class Page(BaseHTTPRequestHandler):
            def do_GET(self):
                html = f"<!doctype html><html lang=fr><title>Portail</title><style>* {{ color: red }}</style><h1>Portail</h1><div id=box></div>{site.line}"
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Security-Policy", HOST_POLICY.format(site=site.url))
                self.end_headers()
                self.wfile.write(html.encode())

            def log_message(self, *_):
                pass

        return Page


def _free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]
