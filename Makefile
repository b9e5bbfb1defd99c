# Needs make and python3 (3.11 or newer). PORT and PANTAU_DATABASE_URL are respected: make run PORT=8600

PYTHON ?= python3
VENV := .venv/bin/python
PREPARE := $(PYTHON) scripts/prepare.py
CODE := app.py pages pantau etl migrations scripts tests bench
MODULES := pantau etl scripts $(wildcard app.py pages/*.py bench/*.py)

.DEFAULT_GOAL := help
.PHONY: help run test lint bench demo clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-6s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## set up, load the demo data once, start the dashboard
	@$(PREPARE)
	@$(VENV) scripts/serve.py

# A file stays with one worker, so what it sets up is set up once. Both runs share the demo database they make. Threads of
# the linear algebra library only wait for one another where two workers have two processors.
test: ## set up and run every check and test
	@$(PREPARE) --dev --system
	@$(MAKE) --no-print-directory checks
ifdef ARGS
	$(VENV) -m pytest -rs $(ARGS)
else
	@set -e; export OPENBLAS_NUM_THREADS=1; PANTAU_TEST_FOLDER=$$(mktemp -d); export PANTAU_TEST_FOLDER; trap 'rm -rf "$$PANTAU_TEST_FOLDER"' EXIT; set -x; \
	$(VENV) -m pytest -n 2 --dist loadfile --no-loadscope-reorder --durations=20 -rs -m "not browser"; \
	$(VENV) -m pytest -n 2 --dist loadfile --no-loadscope-reorder --durations=20 -rs -m browser
endif

lint: ## style, types and import rules only
	@$(PREPARE) --dev
	@$(MAKE) --no-print-directory checks

.PHONY: checks
checks:
	$(VENV) -m ruff check $(wildcard $(CODE))
	$(VENV) -m mypy $(MODULES)
	.venv/bin/lint-imports

bench: ## print load rate, page times and map size
	@$(PREPARE) --dev --system
	$(VENV) -m bench $(ARGS)

demo: ## create the database and load the demo data, without starting the dashboard
	@$(PREPARE)
	@$(VENV) scripts/serve.py --only-data

clean: ## remove the virtual environment and caches; data/local is kept
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
