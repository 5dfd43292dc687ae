# One command each; `make help` lists them. Only Python 3.11+ and make are needed beforehand.
SHELL := /bin/sh
.DEFAULT_GOAL := help

# The newest Python that is new enough; looked up only when .venv has to be made.
PYTHON ?= $(shell for p in python3.14 python3.13 python3.12 python3.11 python3 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo "$$p"; break; }; done)

VENV := .venv
PY := $(VENV)/bin/python
UV := $(VENV)/bin/uv
SYNC := $(UV) pip sync --quiet --python $(PY) --require-hashes
CATALOGUES := $(wildcard lms/*/translations/*/LC_MESSAGES/*.po)

# A file in .venv marks each finished step, so that a second run has nothing to do.
TOOLS := $(VENV)/.tools
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev
ASSETS := $(VENV)/.assets
TRANSLATIONS := $(VENV)/.translations

.NOTPARALLEL:
.PHONY: run test check explore bench setup lock clean help

run: $(RUNTIME) $(ASSETS) $(TRANSLATIONS) ## set up what is missing, load the demo, serve it (HOST=, PORT=)
	@exec $(VENV)/bin/lms demo

test: setup ## every test, on SQLite and PostgreSQL, and in a browser where there is one
	@$(PY) -m scripts.install_chromium
	@$(PY) -m scripts.run_tests

check: setup ## lint, format, types, import contracts, fast tests; under a minute
	@$(VENV)/bin/ruff check --quiet .
	@$(VENV)/bin/ruff format --quiet --check .
	@$(VENV)/bin/mypy --no-error-summary
	@$(VENV)/bin/lint-imports --no-logo --cache-dir .cache/import-linter
	@$(PY) -m scripts.run_tests --fast

explore: setup ## the properties on new random cases, for as long as you let it: more than the suite draws
	@HYPOTHESIS_PROFILE=explore $(PY) -m pytest --quiet --numprocesses=auto tests/properties

bench: setup ## the benchmarks, one JSON line per figure
	@$(PY) -m benchmarks

setup: $(DEV) $(ASSETS) $(TRANSLATIONS) ## what developers need: dependencies, front-end files, catalogues

lock: $(TOOLS) ## write the locks anew; UPGRADE=--upgrade takes newer releases
	@$(PY) -m scripts.lock $(UPGRADE)

clean: ## remove what set-up and tools made, the database excepted
	@rm -rf $(VENV) node_modules .cache lms/web/fonts lms/web/static/vendor tests/browser/vendor
	@find lms -name '*.mo' -delete

help: ## this list
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/  make \1|\2/p' Makefile | while IFS='|' read -r name text; do \
		printf '%-14s %s\n' "$$name" "$$text"; done

$(TOOLS): requirements/uv.txt
	@[ -n "$(PYTHON)" ] || { \
		echo "Python 3.11 or newer was not found; install it, or name it: make PYTHON=/path/to/python3" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "$(PYTHON) is not Python 3.11 or newer" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) cannot make environments; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@[ -x $(PY) ] || { echo "Making $(VENV) with $(PYTHON)"; "$(PYTHON)" -m venv $(VENV); }
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

# Once a developer's set is there, bringing the runtime up to date must not remove it.
$(RUNTIME): requirements/runtime.txt pyproject.toml | $(TOOLS)
	@echo "Installing what running needs"
	@$(SYNC) $(if $(wildcard $(DEV)),requirements/dev.txt,requirements/runtime.txt)
	@$(UV) pip install --quiet --python $(PY) --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements/dev.txt pyproject.toml | $(TOOLS)
	@echo "Installing what developing needs"
	@$(SYNC) requirements/dev.txt
	@$(UV) pip install --quiet --python $(PY) --no-deps --no-build-isolation --editable .
	@touch $(RUNTIME) $@

$(ASSETS): package-lock.json .npmrc requirements/node.txt scripts/vendor_assets.py | $(TOOLS)
	@$(PY) -m scripts.vendor_assets
	@touch $@

$(TRANSLATIONS): $(CATALOGUES) scripts/compile_translations.py | $(RUNTIME)
	@$(PY) -m scripts.compile_translations
	@touch $@
