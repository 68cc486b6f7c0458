# Everything a developer and the CI do, as words. Needs git, make and Python 3.11 or newer with venv; the rest is fetched.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/bash

PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11,$(shell \
  $(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(name))))
VENV := .venv
BIN := $(VENV)/bin
BANLI_HOME ?= var
export BANLI_HOME
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
WORKERS ?= 2

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-15s %s\n", $$1, $$2}'

# --- set-up: one stamp per lock file, so a second start has nothing to do

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: apt-get install python3 python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "venv is missing: apt-get install python3-venv" >&2; exit 1; }

$(VENV)/.installed-run: requirements/run.txt requirements/build.txt setup.cfg pyproject.toml | $(BIN)/python
	$(PIP_INSTALL) -r requirements/build.txt -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-%: requirements/%.txt | $(VENV)/.installed-run
	$(PIP_INSTALL) -r $<
	@touch $@

setup: $(VENV)/.installed-run $(VENV)/.installed-test $(VENV)/.installed-check ui ## virtual environment with everything, front-end built

ui: $(VENV)/.installed-run ## build the front-end, when its sources changed
	@test ! -e ui/package.json || $(BIN)/python scripts/build_ui.py

# --- run

BUNDLE := $(shell find bpmn forms migrations -type f -not -name '*.pyc' 2>/dev/null)

$(BANLI_HOME)/.seeded: $(VENV)/.installed-run $(BUNDLE)
	@mkdir -p $(BANLI_HOME)
	$(BIN)/banli db upgrade
	$(BIN)/banli deploy --bundle
	$(BIN)/banli demo seed
	@touch $@

run: ui $(BANLI_HOME)/.seeded ## set everything up and serve http://127.0.0.1:8080 with the demo office
	$(BIN)/banli serve

demo: $(VENV)/.installed-run ## play one topic to archived minutes on a simulated clock
	$(BIN)/banli demo executive-meeting

new-process: $(VENV)/.installed-run ## KEY=invoice: a new process with its form and worker
	@test -n "$(KEY)" || { echo "usage: make new-process KEY=invoice" >&2; exit 1; }
	$(BIN)/banli new-process $(KEY)

# --- check and test

check: $(VENV)/.installed-run $(VENV)/.installed-test $(VENV)/.installed-check ## format, lint, types, import contracts, sizes, bundle
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --config setup.cfg
	$(BIN)/python scripts/size_budget.py
	$(BIN)/banli check

format: $(VENV)/.installed-check ## put the code into shape
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format --quiet .

test: ui $(VENV)/.installed-test ## set up what is missing and run the whole suite (TESTS=tests/unit for a part)
	$(BIN)/python scripts/prepare_tests.py
	$(BIN)/pytest -n $(WORKERS) --dist loadfile $(TESTS)

property-long: $(VENV)/.installed-test ## 10,000 random processes instead of 1,000
	HYPOTHESIS_PROFILE=long BANLI_PROPERTY_CASES=10000 $(BIN)/pytest -n $(WORKERS) tests/property $(TESTS)

conformance: $(VENV)/.installed-test ## play the element matrix and write its page (CORPUS=<folder>: every BPMN file below it)
	$(BIN)/python -m scripts.conformance $(if $(filter undefined,$(origin CORPUS)),,--corpus "$(CORPUS)") \
	  $(if $(filter undefined,$(origin TCK)),,--tck "$(TCK)") $(if $(JSON),--json "$(JSON)")

bench: $(VENV)/.installed-test ## measure completions, step cost and waiting clients
	$(BIN)/python -m bench

bench-long: $(VENV)/.installed-test ## the same, for hours
	$(BIN)/python -m bench --long

bench-peers: $(VENV)/.installed-test ## the same work on Banli, Operaton, Flowable, SpiffWorkflow (QUICK=1, ARGS=--help)
	$(BIN)/python -m bench.peers $(if $(QUICK),--quick) $(if $(JSON),--json "$(JSON)") $(ARGS)

# --- documents and dependencies

docs: $(VENV)/.installed-docs ## build the documentation into site/
	$(BIN)/mkdocs build --strict --quiet

screenshots: ui $(VENV)/.installed-test ## take docs/images anew (WIDTH=1280 PLACE=/tmp/pages: only look)
	$(BIN)/python scripts/prepare_tests.py
	$(BIN)/python -m scripts.screenshots $(if $(WIDTH),--width $(WIDTH)) $(if $(PLACE),--to $(PLACE))

lock: $(VENV)/.installed-lock ## lock the dependencies of setup.cfg again (UPGRADE=1: newest versions)
	$(BIN)/python scripts/lock.py $(if $(UPGRADE),--upgrade)

clean: ## remove what was built, but neither .venv nor the database in var/
	rm -rf app/web/static/ui ui/node_modules bench/peers/jvm/target site build dist *.egg-info
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +

.PHONY: help setup ui run demo new-process check format test property-long conformance bench bench-long bench-peers docs screenshots lock clean
