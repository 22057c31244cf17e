"""Everything that the emulated Telegram knows; one lock guards it, as tests and server are different threads."""

import itertools
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .chats import Chats
from .errors import ApiError, bad_request
from .faults import Faults
from .limits import Limits
from .parameters import Parameters, Upload
from .updates import Updates

BOT_ID = 700_000_001
TOKEN = f"{BOT_ID}:AAF-emulated-token-for-tests-only-000000"


@dataclass
class Call:
    """One call of the bot; `status` is None while it is being answered, 0 when the connection was dropped."""

    method: str
    parameters: Parameters
    status: int | None = None
    description: str = ""
    at: float = field(default_factory=time.monotonic)


@dataclass(frozen=True)
class Violation:
    """A limit that the bot broke."""

    rule: str
    method: str
    chat: Any
    description: str


@dataclass
class State:
    """The bot, its chats, its updates, and what it did."""

    username: str
    limits: Limits
    privacy_mode: bool = True
    token: str = TOKEN
    lock: threading.RLock = field(default_factory=threading.RLock)
    chats: Chats = field(default_factory=Chats)
    updates: Updates = field(default_factory=Updates)
    faults: Faults = field(default_factory=Faults)
    calls: list[Call] = field(default_factory=list)
    violations: list[Violation] = field(default_factory=list)
    profile: dict[tuple[str, ...], Any] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)
    presses: dict[str, dict[str, Any]] = field(default_factory=dict)
    inline_queries: dict[str, dict[str, Any]] = field(default_factory=dict)
    inline_answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    ids: Iterator[int] = field(default_factory=lambda: itertools.count(9_000_000_001))

    @property
    def me(self) -> dict[str, Any]:
        """The bot as a user."""
        return {"id": BOT_ID, "is_bot": True, "first_name": "Hải Đăng", "username": self.username}

    def violated(self, rule: str, call: Call, description: str) -> None:
        """Remember a broken limit."""
        self.violations.append(Violation(rule, call.method, call.parameters.get("chat_id"), description))

    def refused(self, call: Call, error: ApiError) -> None:
        """Remember how a call failed."""
        call.status, call.description = error.status, error.description
        if error.rule:
            self.violated(error.rule, call, error.description)

    def keep_file(self, upload: Upload) -> str:
        """Store a file; gives its id."""
        file_id = f"BQACAgUAAx{next(self.ids)}"
        self.files[file_id] = upload
        return file_id

    def file(self, file_id: str) -> Upload:
        """A file that was sent before. Raises `ApiError` 400."""
        if file_id not in self.files:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return self.files[file_id]
