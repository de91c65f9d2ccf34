# Everything runs in .venv, which each command makes and fills by itself where it is missing.
# Variables: PORT=8000 HOST=127.0.0.1 DATA_DIR=var DATABASE_URL=… (a PostgreSQL of your own) ARGS=… (for pytest)

SHELL := /bin/sh
SETUP := @python3 -I jkrlm/bootstrap.py
PY := .venv/bin/python
HOUSE := $(PY) -m jkrlm.supervisor

.DEFAULT_GOAL := help
.PHONY: help run test test-slow bench lint format manage backup restore clean

help:  ## Show this list
	@grep -E '^[a-z-]+:.*  ## ' $(MAKEFILE_LIST) | sed 's/:.*  ## /\t/' | expand -t 12

run:  ## Start the store with the demo data on http://127.0.0.1:8000/ (PORT=…); Ctrl-C stops it
	$(SETUP)
	@exec $(HOUSE) run

test:  ## Run the tests on a throwaway database (ARGS="tests/catalogue -x")
	$(SETUP) --dev
	@exec $(HOUSE) test $(PY) -m pytest -m "not slow" $(ARGS)

test-slow:  ## Run the slow tests: large catalogues, kill storms, Lighthouse
	$(SETUP) --dev
	@exec $(HOUSE) test --durable $(PY) -m pytest -m slow $(ARGS)

bench:  ## Measure the budgets of docs/performance.md
	$(SETUP) --dev
	@exec $(HOUSE) test --durable $(PY) -m tests.bench $(ARGS)

lint:  ## Check style, types, layers and the contract with Saleor
	$(SETUP) --dev
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy .
	@$(PY) -c "from importlinter.cli import lint_imports_command; lint_imports_command()"
	@if [ -f ../shared/tools/contract_check.py ]; then \
	  $(PY) ../shared/tools/contract_check.py --operations commerce/operations --embedded commerce/schema.graphql; \
	else echo "The contract check is skipped: Saleor's schema is not at hand (../shared)."; fi

format:  ## Put the code into its standard form
	$(SETUP) --dev
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

manage:  ## Run a manage.py command on the store's database (CMD="check_invariants")
	$(SETUP)
	@exec $(HOUSE) manage $(CMD)

backup:  ## Write the database and the media files to backups/
	$(SETUP)
	@exec $(HOUSE) backup

restore:  ## Put a backup in the place of what is there (FILE=backups/umeed-….tar)
	$(SETUP)
	@exec $(HOUSE) restore "$(FILE)"

clean:  ## Remove .venv and caches; the data in var/ stays
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
