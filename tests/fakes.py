"""Small stand-ins for what is slow or far away."""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from bot.dialogue import DialogueFailed, Turn
from knowledge.lexical import features
from knowledge.search import Parameters, Thresholds

DIMENSION = 64


class FakeEncoder:
    """Texts that share words are near each other: each word is a fixed random direction."""

    model = "fake"
    dimension = DIMENSION

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        return np.stack([_vector(text) for text in texts])

    def encode_asks(self, texts: Sequence[str], progress: Callable[[int], None]) -> np.ndarray:
        self.encoded += texts
        progress(len(texts))
        return self.encode(texts)

    encode_answers = encode_asks


def _vector(text: str) -> np.ndarray:
    vector = np.full(DIMENSION, 1e-3, np.float32)
    for feature in sorted(features(text)):
        seed = int.from_bytes(hashlib.sha256(feature.encode()).digest()[:4])
        vector += np.random.default_rng(seed).normal(size=DIMENSION).astype(np.float32)
    return vector / np.linalg.norm(vector)


# Fitted by hand to the fake encoder, so that a new calibration does not change what the tests see.
PARAMETERS = Parameters(
    nearest=40,
    suggestions=3,
    weights={"ask": 6.0, "answer": 3.0, "coverage": 4.0},
    certainty={"ask": 6.0, "answer": 3.0, "coverage": 4.0},
    lead=1.0,
    intercept=-8.0,
    thresholds={"normal": Thresholds(answer=0.8, suggest=0.3), "strict": Thresholds(answer=0.9, suggest=0.3)},
    fitted_on={},
)


class FakeDialogue:
    """A dialogue that does as a test says: `reply` is called with every text or choice."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.reply: Callable[[str], dict[str, Any]] = lambda text: {
            "outcome": "answered",
            "language": "vi",
            "text": f"answer to {text}",
            "sources": [],
            "suggestions": [],
        }

    async def ask(self, conversation: str, turn: int, text: str, context: dict[str, Any]) -> Turn:
        return await self._answer(conversation, turn, text, context)

    async def open_entry(self, conversation: str, turn: int, entry: str, context: dict[str, Any]) -> Turn:
        return await self._answer(conversation, turn, entry, context)

    async def command(self, conversation: str, turn: int, command: str, context: dict[str, Any]) -> Turn:
        return await self._answer(conversation, turn, f"/{command}", context)

    async def _answer(self, conversation: str, turn: int, text: str, context: dict[str, Any]) -> Turn:
        self.asked.append({"conversation": conversation, "turn": turn, "text": text, "context": context})
        reply = self.reply(text)
        if hasattr(reply, "__await__"):
            reply = await reply
        return Turn([reply], {**context, "outcome": reply["outcome"]})

    async def ready(self) -> bool:
        return True

    async def close(self) -> None:
        pass


def broken(text: str) -> dict[str, Any]:
    """A dialogue that is down."""
    raise DialogueFailed("down")
