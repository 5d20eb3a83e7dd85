# Everything a person or a machine does with this project, one word each. `make help` lists them.

SHELL := /bin/bash
.DEFAULT_GOAL := help

# A Python of 3.11 or newer; `make PYTHON=/path/to/python demo` names another one.
PYTHON ?=
PY := .venv/bin/python
APP := .venv/.app-installed
DEV := .venv/.dev-installed
PIP := $(PY) -m pip install --disable-pip-version-check --no-input --require-hashes
# The optional folder with real plans and their scores; nothing else needs it.
SHARED ?= ../shared

.PHONY: help
help: ## What there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# --- setting up -------------------------------------------------------------------------------------------------

$(PY):
	@python="$(PYTHON)"; \
	enough='import sys; sys.exit(sys.version_info < (3, 11))'; \
	for each in python3.11 python3 python3.12 python3.13 python; do \
	  if [ -z "$$python" ] && "$$each" -c "$$enough" >/dev/null 2>&1; then python="$$each"; fi; \
	done; \
	if [ -z "$$python" ] || ! "$$python" -c "$$enough" >/dev/null 2>&1; then \
	  echo "Cần Python 3.11 trở lên / Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 demo" >&2; exit 1; \
	fi; \
	echo "Đang tạo môi trường ảo… / Making the virtual environment …"; \
	"$$python" -m venv --clear .venv || { rm -rf .venv; \
	  echo "Không tạo được .venv (trên Debian, Ubuntu: apt install python3-venv) /" \
	    "Could not make .venv (on Debian, Ubuntu: apt install python3-venv)" >&2; exit 1; }

$(APP): requirements/app.txt | $(PY)
	@echo "Đang cài đặt… / Installing what the bot needs …"
	@$(PIP) -r requirements/app.txt
	@touch $@

$(DEV): requirements/dev.txt $(APP)
	@echo "Đang cài đặt… / Installing what the tests and the checks need …"
	@$(PIP) -r requirements/app.txt -r requirements/dev.txt
	@touch $@

# --- running ----------------------------------------------------------------------------------------------------

.PHONY: demo poll serve migrate
demo: $(APP) ## The bot and a chat page on 127.0.0.1 (DEMO_PORT=8090), no Telegram needed
	@$(PY) -m bot demo

poll: $(APP) ## Run the bot with a real token, asking Telegram for updates
	@$(PY) -m bot poll

serve: $(APP) ## Run the bot with a real token, Telegram calling PUBLIC_URL
	@$(PY) -m bot serve

migrate: $(APP) ## Bring the database to the newest migration
	@$(PY) -m bot migrate

# --- testing ----------------------------------------------------------------------------------------------------

# The child processes (test workers, the reader, the bot) are measured too: each starts coverage by itself.
MEASURED := COVERAGE_PROCESS_START=$(CURDIR)/pyproject.toml COVERAGE_FILE=$(CURDIR)/.coverage

define RUN_TESTS
	@rm -f .coverage .coverage.*
	@$(MEASURED) $(PY) -m pytest -n 2 $(ARGS); result=$$?; \
	$(PY) -m coverage combine --quiet && $(PY) -m coverage report; exit $$result
endef

.PHONY: test coverage check demo-check bench scores
test: export NOT_MEASURED := plans/*
test: $(DEV) ## All tests, with coverage of all but plans/ (ARGS="-k reminder" chooses some)
	$(RUN_TESTS)

coverage: $(DEV) ## All tests, with coverage of plans/ too: slower
	$(RUN_TESTS)

check: $(DEV) ## Style, types and the rules of the house
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -m pytest -q tests/house tests/locales

demo-check: $(APP) ## The demo's office without a browser, compared with the committed transcript
	@$(PY) -m bot demo --check

# What the reader is measured beside stands in an environment of its own.
PEERS := .venv/.bench
$(PEERS)/.installed: requirements/bench.txt | $(PY)
	@echo "Đang cài đặt… / Installing what the benchmarks compare with …"
	@$(PY) -m venv $(PEERS)
	@$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r $<
	@touch $@

bench: $(DEV) $(PEERS)/.installed ## Start-up, memory, updates a second, reminders beside their peers
	@$(PY) -m benchmarks

scores: $(APP) ## How well real plans are read, written into docs/reading.md (where the folder with them is at hand)
	@if [ -f $(SHARED)/score_plans.py ]; then $(PY) -m scripts.write_scores $(SHARED); \
	else echo "$(SHARED)/score_plans.py is not here: nothing to score."; fi

# --- keeping house ----------------------------------------------------------------------------------------------

LOCK_TOOLS := .venv/.lock-tools
COMPILE := CUSTOM_COMPILE_COMMAND="make lock" $(LOCK_TOOLS)/bin/pip-compile --quiet --generate-hashes --strip-extras \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header --no-annotate

.PHONY: lock docs clean
lock: $(PY) ## Pin and hash the requirements again (ARGS=--upgrade for newer versions)
	@[ -x $(LOCK_TOOLS)/bin/pip-compile ] || { $(PY) -m venv $(LOCK_TOOLS) && \
	  $(LOCK_TOOLS)/bin/python -m pip install --disable-pip-version-check --quiet pip-tools; }
	$(COMPILE) $(ARGS) -o requirements/app.txt requirements/app.in
	$(COMPILE) $(ARGS) -o requirements/dev.txt requirements/dev.in
	$(COMPILE) $(ARGS) -o requirements/bench.txt requirements/bench.in
	@if grep -nE '://|^ *--(extra-)?(index|find)' requirements/*.txt; then \
	  echo "An address stands in a lock file: take it out." >&2; exit 1; fi

docs: $(APP) ## Write .env.example and docs/settings.md from the table of settings
	@$(PY) -m bot.settings --env > .env.example
	@$(PY) -m bot.settings --markdown > docs/settings.md

clean: ## Take away the virtual environment and the caches; var/ with the data stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage .coverage.* build *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
