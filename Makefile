# The commands of Hải Đăng. `make run` and `make test` need Python 3.11, make and a package registry; Python 3.10
# (for Rasa) is fetched by uv where it is missing.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON := .venv/bin/python
UV := .venv/bin/uv
UV_VERSION := 0.13.9
RASA_PYTHON := .venv-rasa/bin/python
# uv does not read pip's configuration; without its find-links PyTorch would come with several GB of CUDA.
export UV_FIND_LINKS := $(or $(UV_FIND_LINKS),$(shell python3 -m pip config get global.find-links 2>/dev/null | tr '\n ' ',,' | sed 's/,*$$//'))
export PYTHONPATH := $(CURDIR)

.PHONY: help run chat demo test test-fast setup setup-dev train index check bench lint format lock clean

help:            ## show this list
	@grep -hE '^[a-z-]+: *.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## */\1\t/' | expand -t 12

run: setup       ## set everything up and start the bot with its web page
	@exec $(PYTHON) -m bot run

chat:            ## ask the running bot in the terminal
	@$(PYTHON) -m bot chat

demo: setup      ## chat on an emulated Telegram in the browser, without a token
	@exec $(PYTHON) -m tests.telegram_api --demo

test: setup-dev  ## set everything up and run all tests
	@bash tests/run.sh

test-fast: setup-dev ## the tests that need neither model nor Rasa nor browser
	@$(PYTHON) -m pytest -m "not model and not system and not browser"

setup: .venv/.runtime .venv-rasa/.ready

setup-dev: .venv/.dev .venv-rasa/.ready

.venv/bin/uv:
	@command -v python3.11 >/dev/null || { echo "Python 3.11 is missing: install python3.11 (Debian: apt install python3.11 python3.11-venv)"; exit 1; }
	@echo "setup     creating .venv"
	@python3.11 -m venv .venv
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

.venv/.runtime: requirements.txt .venv/bin/uv
	@start=$$SECONDS; $(UV) pip install --quiet --python $(PYTHON) -r requirements.txt; echo "setup     .venv in $$((SECONDS - start)) s"
	@touch $@

.venv/.dev: requirements-dev.txt .venv/.runtime
	@start=$$SECONDS; $(UV) pip install --quiet --python $(PYTHON) -r requirements-dev.txt; echo "setup     .venv for development in $$((SECONDS - start)) s"
	@touch $@

.venv-rasa/.ready: nlu/requirements.txt .venv/bin/uv
	@start=$$SECONDS; \
	test -x $(RASA_PYTHON) || $(UV) venv --quiet --python 3.10 .venv-rasa || { echo "Python 3.10 is missing and uv could not fetch it: install Python 3.10 (for example with pyenv) and run make again"; exit 1; }; \
	$(UV) pip install --quiet --python $(RASA_PYTHON) -r nlu/requirements.txt; echo "setup     .venv-rasa in $$((SECONDS - start)) s"
	@touch $@

train: setup     ## train the dialogue if anything it learns from has changed
	@$(PYTHON) -m bot train

index: setup     ## embed what is new and write the search index
	@$(PYTHON) -m knowledge index

check: setup     ## check the content
	@$(PYTHON) -m knowledge check

bench: setup-dev ## measure speed and memory of the whole path (several minutes)
	@$(PYTHON) -m benchmarks.turns

lint: setup-dev  ## ruff and mypy
	@.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy

format: setup-dev ## let ruff put everything in order
	@.venv/bin/ruff check --fix . && .venv/bin/ruff format .

lock: .venv/bin/uv ## compile the pinned requirement files again
	@# The CPU build is named +cpu only where it was found locally; the pin must not be.
	@$(UV) pip compile --quiet --python-version 3.11 --no-annotate pyproject.toml -o requirements.txt
	@$(UV) pip compile --quiet --python-version 3.11 --no-annotate --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt
	@sed -i 's/^torch==\([0-9.]*\)+cpu/torch==\1/; /^nvidia-/d; /^triton==/d' requirements.txt requirements-dev.txt
	@$(UV) pip compile --quiet --python-version 3.10 --no-annotate nlu/requirements.in -o nlu/requirements.txt

clean:           ## remove what make has built, but not the record
	@rm -rf .venv .venv-rasa models var/models var/index
