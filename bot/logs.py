"""Structured logs: JSON lines without texts, ids of visitors or addresses."""

import logging
import sys

import structlog
from structlog.typing import Processor


def configure(level: str) -> None:
    """JSON lines on standard error for our own log and for the libraries'."""
    processors: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        # Without local variables: they would hold what visitors wrote.
        structlog.processors.ExceptionRenderer(structlog.tracebacks.ExceptionDictTransformer(show_locals=False)),
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]
    structlog.configure(
        processors=processors,
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=processors[:-1], processor=processors[-1])
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # httpx would log the address of every call (with Telegram's token in it), the Telegram library what was
    # written, and uvicorn's access log the address of every visitor.
    for noisy in ("httpx", "httpcore", "telegram", "uvicorn.access"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
