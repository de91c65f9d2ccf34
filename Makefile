# Everything runs in .venv, which each command makes and fills by itself where it is missing.
# Variables: PORT=8000 HOST=127.0.0.1 DATA_DIR=var DATABASE_URL=… (a PostgreSQL of your own) ARGS=… (for pytest)
# WHEELS=folder (install from there, without a network)

SHELL := /bin/sh
SETUP := @python3 -I jkrlm/bootstrap.py
PY := .venv/bin/python
HOUSE := $(PY) -m jkrlm.supervisor

.DEFAULT_GOAL := help
.PHONY: help run test all-parts test-saleor test-slow bench bench-saleor lint format manage backup restore wheels clean

help:  ## Show this list
	@grep -E '^[a-z-]+:.*  ## ' $(MAKEFILE_LIST) | sed 's/:.*  ## /\t/' | expand -t 14

run:  ## Start the store with the demo data on http://127.0.0.1:8000/ (PORT=…); Ctrl-C stops it
	$(SETUP)
	@exec $(HOUSE) run

TESTS := @env -u SALEOR_API_URL -u SALEOR_APP_TOKEN $(HOUSE) test

test:  ## Run the tests on throwaway databases (ARGS="tests/catalogue -x": only these; WORKERS=2 at once)
	$(SETUP) --dev --production
ifeq ($(strip $(ARGS)),)
	$(TESTS) $(MAKE) --no-print-directory all-parts
else
	$(TESTS) $(PY) -m pytest -m "not slow" $(ARGS)
endif

# pytest's cache_dir: what failed.
TRIED := var/tried
IN_BROWSER := -m "not slow and not alone and browser"

all-parts:  # on one database, made once
	@$(PY) -m pytest -m "not slow and not alone and not browser" -n $(or $(WORKERS),2) --dist loadfile; together=$$?; \
	rm -rf $(TRIED); $(PY) -m pytest $(IN_BROWSER) -n $(or $(WORKERS),2) --dist loadfile; browser=$$?; \
	if [ $$browser -eq 1 ]; then \
	  echo "Once more, what failed in the browser. What passes now is a fault of the test: docs/decisions/0046."; \
	  $(PY) -m pytest $(IN_BROWSER) --last-failed --last-failed-no-failures none; browser=$$?; fi; \
	$(PY) -m pytest -m "not slow and alone"; alone=$$?; exit $$(( together | browser | alone ))

test-saleor:  ## Run the story tests on the Saleor that SALEOR_API_URL and SALEOR_APP_TOKEN name
	@[ -n "$$SALEOR_API_URL" ] && [ -n "$$SALEOR_APP_TOKEN" ] || { \
	  echo "Set SALEOR_API_URL and SALEOR_APP_TOKEN to a Saleor for tests: docs/saleor.md says how." >&2; exit 2; }
	$(SETUP) --dev --production
	@exec $(HOUSE) test $(PY) -m pytest -m "story and not slow" $(ARGS)

test-slow:  ## Run the slow tests: large catalogues, kill storms, Lighthouse
	$(SETUP) --dev --production
	@exec env -u SALEOR_API_URL -u SALEOR_APP_TOKEN $(HOUSE) test --durable $(PY) -m pytest -m slow $(ARGS)

bench:  ## Measure the budgets of docs/performance.md
	$(SETUP) --dev --production
	@exec $(HOUSE) test --durable $(PY) -m tests.bench $(ARGS)

bench-saleor:  ## Measure a real Saleor beside us (SALEOR_API_URL, SALEOR_APP_TOKEN; ARGS="--store-pids 12,34")
	$(SETUP) --dev
	@exec $(HOUSE) test --durable $(PY) -m tests.bench.saleor $(ARGS)

lint:  ## Check style, types, layers and the contract with Saleor
	$(SETUP) --dev --production
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy .
	@$(PY) -c "from importlinter.cli import lint_imports_command; lint_imports_command()"
	@if [ -f ../shared/tools/contract_check.py ]; then \
	  $(PY) ../shared/tools/contract_check.py --operations commerce/operations --embedded commerce/schema.graphql; \
	else echo "The contract check is skipped: Saleor's schema is not at hand (../shared)."; fi

format:  ## Put the code into its standard form
	$(SETUP) --dev --production
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

manage:  ## Run a manage.py command on the store's database (CMD="check_invariants")
	$(SETUP)
	@exec $(HOUSE) manage $(CMD)

backup:  ## Write the database and the media files to backups/ (BACKUP_DIR=…), the keys beside them
	$(SETUP)
	@exec $(HOUSE) backup

restore:  ## Prove a backup and put it in the place of what is there (FILE=backups/umeed-….tar ANYWAY=1)
	$(SETUP)
	@exec $(HOUSE) restore "$(FILE)" $(if $(ANYWAY),--anyway)

wheels:  ## Fetch every pinned wheel into wheels/, for a machine without internet (ARGS=--dev: the tests' too)
	@WHEELS= python3 -I jkrlm/bootstrap.py --production $(ARGS) --download "$(or $(WHEELS),wheels)"

clean:  ## Remove .venv and caches; the data in var/ stays
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
