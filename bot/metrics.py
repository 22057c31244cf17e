"""What is counted and timed; no texts, no ids, no addresses."""

from contextlib import AbstractContextManager

from prometheus_client import Counter, Gauge, Histogram

_BUCKETS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5, 10)

QUESTIONS = Counter("haidang_questions", "Questions answered", ["channel", "language", "outcome"])
ANSWERING = Histogram("haidang_answering_seconds", "From the stored question to its reply", buckets=_BUCKETS)
REFUSED = Counter("haidang_refused", "Requests refused", ["reason"])
PURGED = Counter("haidang_purged", "Conversations erased at the end of their retention")
READY = Gauge("haidang_ready", "1 when every part is ready", ["part"])


def answering() -> AbstractContextManager[object]:
    """Times the answering of one question."""
    return ANSWERING.time()


def answered(channel: str, language: str, outcome: str) -> None:
    """Counts one question."""
    QUESTIONS.labels(channel, language, outcome).inc()
