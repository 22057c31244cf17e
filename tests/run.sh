#!/usr/bin/env bash
# All tests, in the order in which they are quick to tell what is wrong.
set -euo pipefail
cd "$(dirname "$0")/.."

stage() { printf '\n== %s\n' "$1"; }

stage "fast tests"
.venv/bin/python -m pytest -q -m "not model and not system and not browser"

stage "Rasa's environment (Python 3.10)"
.venv-rasa/bin/python -m pytest -q -p no:cacheprovider -W ignore --noconftest -c /dev/null --rootdir . tests/nlu

stage "content"
.venv/bin/python -m knowledge check --errors-only

stage "model folder, index, dialogue"
.venv/bin/python -m bot prepare

stage "search on the labelled questions"
.venv/bin/python -m knowledge evaluate --asks 20

stage "tests with model and processes"
.venv/bin/python -m pytest -q -m "(model or system) and not browser"

stage "tests with a browser"
.venv/bin/python -m pytest -q -m browser
