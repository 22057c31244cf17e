"""The shape of the project: who may import whom, what is pinned, what is never committed."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ALLOWED = {
    "bot": {"bot", "knowledge"},
    "actions": {"actions", "knowledge"},
    "knowledge": {"knowledge"},
    "nlu": {"nlu", "knowledge.text", "knowledge.languages", "knowledge.spelling", "knowledge.onnx_encoder"},
}
OURS = tuple(ALLOWED)


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("package", ALLOWED)
def test_packages_import_only_what_they_may(package):
    """Bot -> knowledge <- actions; nlu shares four modules that run on Python 3.10."""
    for path in (ROOT / package).rglob("*.py"):
        for name in imported(path):
            if name.split(".")[0] in OURS:
                assert any(name == allowed or name.startswith(f"{allowed}.") for allowed in ALLOWED[package]), (
                    f"{path.relative_to(ROOT)} imports {name}"
                )
            assert not (package != "nlu" and name.split(".")[0] == "rasa"), path


@pytest.mark.parametrize("name", ["text.py", "languages.py"])
def test_what_rasas_environment_shares_is_standard_library_only(name):
    """No third-party import in what both environments load at start."""
    import sys

    for module in imported(ROOT / "knowledge" / name):
        top = module.split(".")[0]
        assert top in sys.stdlib_module_names or module.startswith("knowledge.text")


def test_importing_the_library_loads_no_model():
    """Neither torch nor onnxruntime nor faiss come with the content."""
    code = "import sys, knowledge.library, knowledge.check, bot.gateway; print([m for m in ('torch', 'onnxruntime', 'faiss', 'rasa_sdk') if m in sys.modules])"
    import sys

    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "nlu/requirements.txt"])
def test_requirements_are_pinned_and_name_no_registry(name):
    """Every line is an exact version; PyTorch is the plain release without CUDA packages."""
    lines = [line for line in (ROOT / name).read_text().splitlines() if line and not line.startswith("#")]
    for line in lines:
        assert re.fullmatch(r"[A-Za-z0-9._-]+(\[[a-z,-]+\])?==[^\s+]+( ; .+)?", line), line
        assert not line.startswith("nvidia-")
    if "nlu" not in name:
        assert "torch==2.13.0" in lines


def test_version_and_changelog_agree():
    """The newest heading of the changelog is the version of the package."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    newest = re.search(r"^## \[([^\]]+)\]", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert newest
    assert newest.group(1) == version


def test_the_readmes_table_of_languages_is_made_by_check():
    """Counts that nobody made up; `python -m knowledge table` writes them."""
    from knowledge.check import language_table
    from knowledge.library import load

    assert language_table(load()) in (ROOT / "README.md").read_text(encoding="utf-8")


def test_nothing_large_and_no_long_module_is_committed():
    """No file over 1 MB, no module over 300 lines."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if not path.exists():
            continue
        assert path.stat().st_size < 1_000_000, name
        if path.suffix == ".py":
            assert len(path.read_text(encoding="utf-8").splitlines()) <= 300, name
