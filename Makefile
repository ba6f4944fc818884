# `make demo` and `make test` set up everything they need; `make help` lists the rest.
# Written for GNU make 3.81 and later (macOS ships that one) and for paths with spaces.

SHELL := /bin/bash
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# Any of these may be given: make test PYTHON=/opt/python3.12/bin/python3 PYTEST_ARGS="-k init"
PYTHON ?=
PYTEST_ARGS ?=
BENCH_ARGS ?=

UV_VERSION := 0.13.9
UV := build/tools/uv
BIN := .venv/bin
LOCK := pyproject.toml uv.lock
RUNNERS := ci sarif adf oidc forge unleash marp scorm

# Tests start hundreds of processes; each would compile everything anew.
export PYTHONDONTWRITEBYTECODE :=

# Groups only ever add to .venv: `make demo` after `make test` must not take pytest away.
SYNC = python=$$(.ci/python "$(PYTHON)") && \
	"$(UV)" sync --frozen --inexact --quiet --no-default-groups --python "$$python"

.PHONY: help demo test soak bench lint docs pins translations browser runners postgres clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

demo: .venv/.demo ## judge models trained on 1,989 real mortgage applications
	@"$(BIN)/fairgate" demo
	@echo "(fairgate is in $(BIN); to have it on PATH: source $(BIN)/activate)"

# Many tests wait for a server or a lease, so there are three workers a core.
test: .venv/.test browser runners postgres lint ## linters, types and layers, then the tests
	@"$(BIN)/python" -m pytest -m "not soak" --dist worksteal -n "$$(( $$(getconf _NPROCESSORS_ONLN) * 3 ))" $(PYTEST_ARGS)

soak: .venv/.test browser runners postgres ## what takes long: every benchmark once, pages in every combination, more examples
	@"$(BIN)/python" -m pytest -m "soak or hypothesis" --hypothesis-profile=thorough -n auto $(PYTEST_ARGS)

lint: .venv/.test ## ruff, mypy --strict, import-linter, jactionlint, zizmor, schemas
	@"$(BIN)/ruff" check
	@"$(BIN)/ruff" format --check
	@"$(BIN)/mypy"
	@"$(BIN)/lint-imports"
	@ci_actions/lint.sh "$(BIN)"

bench: .venv/.test ## print every figure of docs/benchmarks.md
	@"$(BIN)/python" -m benchmarks $(BENCH_ARGS)

docs: .venv/.docs ## the documentation, into site/
	@NO_MKDOCS_2_WARNING=1 "$(BIN)/mkdocs" build --strict --quiet && echo "docs: site/index.html"

pins: $(UV) ## what the action installs, with hashes, from uv.lock
	@ci_actions/pins.sh "$(UV)" "$(UV_VERSION)"

translations: .venv/.test ## words of the app's pages: extract, merge, compile
	@mkdir -p build
	@cd jira_app && "../$(BIN)/pybabel" -q extract -F translations/babel.cfg -k _l -k N_ -k lazy_gettext \
		-c translators: --no-location --sort-output -o ../build/messages.pot .
	@"$(BIN)/pybabel" -q update -i build/messages.pot -d jira_app/translations --no-fuzzy-matching \
		--ignore-obsolete --ignore-pot-creation-date -w 100
	@"$(BIN)/pybabel" compile -d jira_app/translations --statistics

browser: .venv/.test ## Chromium and axe-core, where this machine allows; tests skip without
	@tests/servers/browser.sh

runners: .venv/.test ## servers and checkers from npm that tests run, where this machine allows; tests skip without
	@for each in $(RUNNERS); do tests/servers/$$each.sh & done; wait

postgres: .venv/.test ## PostgreSQL, where this machine allows; tests skip without
	@tests/servers/postgres.sh

clean: ## remove everything that make made
	-@tests/servers/postgres.sh stop
	rm -rf .venv build site dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

.venv/.demo: $(LOCK) | $(UV)
	@echo "setting up .venv for the demo"
	@$(SYNC) --extra models --extra demo --extra flags && touch "$@"

.venv/.test: $(LOCK) | $(UV)
	@echo "setting up .venv for tests and linters"
	@$(SYNC) --all-extras --group test --group lint && touch "$@" .venv/.demo

.venv/.docs: $(LOCK) | $(UV)
	@echo "setting up .venv for the documentation"
	@$(SYNC) --group docs && touch "$@"

$(UV):
	@.ci/uv "$(UV_VERSION)" "$(PYTHON)"
