"""From a set-up checkout to a running bot: model, content, index, dialogue, processes; each stage named and timed."""

import ctypes
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import typer

from bot.settings import Settings
from knowledge import model_folder, vector_index
from knowledge.library import load

ROOT = Path(__file__).resolve().parent.parent
RASA = ROOT / ".venv-rasa" / "bin" / "rasa"
RASA_MODEL = ROOT / "models" / "haidang.tar.gz"
READY_WITHIN_SECONDS = 120
PR_SET_PDEATHSIG = 1  # of Linux' prctl.h
TRAINED_FROM = (
    "config.yml",
    "domain.yml",
    "nlu/**/*.yml",
    "nlu/**/*.py",
    "knowledge/text.py",
    "knowledge/languages.py",
    "knowledge/spelling.py",
    "knowledge/onnx_encoder.py",
)


class LaunchError(Exception):
    """A stage failed; the message says which and what to do."""


def run(settings: Settings) -> None:
    """Everything, then the processes until Ctrl-C. Raises `LaunchError`."""
    prepare(settings)
    with processes(settings) as supervisor:
        with _stage("start"):
            wait_until_ready(settings, supervisor)
        typer.echo(f"\nHải Đăng: http://{settings.host}:{settings.port}/   (Ctrl-C stops it)")
        supervisor.wait()


def prepare(settings: Settings) -> None:
    """Model, content, index and dialogue as they must be before anything can start."""
    with _stage("model"):
        model = model_folder.ensure(settings.data_dir, settings.encoder)
    with _stage("content"):
        _check()
    with ThreadPoolExecutor(1) as beside:
        # Half of a training is Rasa's own loading, on one core; the index leaves room for that.
        training = beside.submit(train, settings)
        with _stage("index"):
            _index(settings, model)
        with _stage("dialogue"):
            training.result()


def train(settings: Settings) -> None:
    """Train Rasa, if anything it learns from has changed. Raises `LaunchError`."""
    fingerprint = _fingerprint(settings)
    note = RASA_MODEL.with_suffix(".json")
    if RASA_MODEL.exists() and note.exists() and json.loads(note.read_text()) == fingerprint:
        return
    if not RASA.exists():
        raise LaunchError("Rasa's environment is missing: run `make setup`")
    command = [str(RASA), "train", "--fixed-model-name", "haidang", "--out", str(RASA_MODEL.parent), "--quiet"]
    log = settings.data_dir / "log" / "train.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as output:
        done = subprocess.run(command, cwd=ROOT, env=environment(settings), stdout=output, stderr=output, check=False)  # noqa: S603
    if done.returncode:
        raise LaunchError(f"rasa train failed, see {log}")
    note.write_text(json.dumps(fingerprint))


def environment(settings: Settings) -> dict[str, str]:
    """What the processes need to know beyond their own settings."""
    return {
        **os.environ,
        "HAIDANG_DATA_DIR": str(settings.data_dir),
        "HAIDANG_PYTHON": sys.executable,
        "HAIDANG_RASA": str(RASA),
        "HAIDANG_MODEL": str(settings.model_path),
        "HAIDANG_DIALOGUE_PORT": settings.dialogue_url.rpartition(":")[2],
        "HAIDANG_ACTIONS_PORT": settings.actions_url.rpartition(":")[2],
        "OMP_NUM_THREADS": "1",
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "PYTHONPATH": str(ROOT),
    }


def _check() -> None:
    try:
        load()
    except ExceptionGroup as group:
        faults = "\n".join(f"  {fault}" for fault in group.exceptions[:20])
        raise LaunchError(f"the content has faults:\n{faults}") from group


def _index(settings: Settings, model: Path) -> None:
    try:
        vector_index.load(settings.index_path, load(), settings.encoder)
    except vector_index.IndexRejected:
        _run_python("-m", "knowledge", "index", "--model-folder", str(model), "--index", str(settings.index_path))


def _run_python(*arguments: str) -> None:
    # In a process of its own: embedding needs torch, which would stay in memory here.
    if subprocess.run([sys.executable, *arguments], cwd=ROOT, check=False).returncode:  # noqa: S603
        raise LaunchError(f"python {' '.join(arguments[:3])} failed")


def _fingerprint(settings: Settings) -> dict[str, str]:
    files = sorted(path for pattern in TRAINED_FROM for path in ROOT.glob(pattern))
    digests = {str(path.relative_to(ROOT)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    manifest = settings.model_path / model_folder.MANIFEST
    return {**digests, "content": load().version, "model": hashlib.sha256(manifest.read_bytes()).hexdigest()}


@contextmanager
def processes(settings: Settings) -> Iterator[subprocess.Popen]:
    """Supervisord with the three processes; stopped, whatever happens."""
    (settings.data_dir / "log").mkdir(parents=True, exist_ok=True)
    endpoints = (ROOT / "endpoints.yml").read_text(encoding="utf-8")
    url = f"{settings.actions_url}/webhook"
    (settings.data_dir / "endpoints.yml").write_text(endpoints.replace("http://127.0.0.1:8082/webhook", url))
    command = [str(Path(sys.executable).parent / "supervisord"), "-c", str(ROOT / "supervisord.conf")]
    supervisor = subprocess.Popen(  # noqa: S603 - our own command
        command,
        cwd=ROOT,
        env=environment(settings),
        start_new_session=True,
        preexec_fn=_stop_with_parent,  # noqa: PLW1509 - one system call, made before any thread of ours
    )
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        yield supervisor
    except KeyboardInterrupt:
        typer.echo("\nstopping")
    finally:
        supervisor.terminate()
        supervisor.wait()


def _stop_with_parent() -> None:
    """Ask Linux to stop supervisord when the launcher dies, even by SIGKILL; elsewhere nothing happens."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def wait_until_ready(settings: Settings, supervisor: subprocess.Popen) -> None:
    """Return when `/ready` says so. Raises `LaunchError` when it takes too long or nothing runs any more."""
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < deadline:
        if supervisor.poll() is not None:
            raise LaunchError(f"supervisord stopped; is a port taken? See {settings.data_dir / 'log'}")
        try:
            if httpx.get(f"http://127.0.0.1:{settings.port}/ready", trust_env=False).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.5)
    raise LaunchError(f"not ready after {READY_WITHIN_SECONDS} s, see {settings.data_dir / 'log'}")


@contextmanager
def _stage(name: str) -> Iterator[Callable[[], None] | None]:
    typer.echo(f"{name:<9} ...", nl=False)
    started = time.monotonic()
    yield None
    typer.echo(f"\r{name:<9} {time.monotonic() - started:6.1f} s")
