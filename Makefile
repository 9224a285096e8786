# Two commands: `make run` and `make test`. What they need they get themselves; what was done is skipped.

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check install -c constraints.txt

# node and npm in PATH when node is new enough, else those that pip brought.
NODE_IS_NEW := $(shell node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null && npm --version 2>/dev/null)
NPM := $(if $(NODE_IS_NEW),npm,PATH="$(CURDIR)/$(VENV)/bin:$$PATH" npm)

CHROMIUM := $(shell command -v chromium || command -v chromium-browser)
PAGE := $(shell find static/js static/css static/img -type f 2>/dev/null) build.mjs

# Tests keep to themselves, but for the models: those are installed once for all.
TESTS := $(CURDIR)/data/tests
export TEST_MODELS_DIR ?= $(CURDIR)/data/models
ON_TEST_DATA := DATA_DIR="$(TESTS)"
TWO_AT_ONCE := -n 2 --dist loadfile --durations 20 --durations-min 5  # processes; each has a database, a Redis and a product of its own

.PHONY: run test lint bench peers clean help
.DELETE_ON_ERROR:

run: $(VENV)/.product static/dist/.built  ## start everything (PORT, HOST and DATA_DIR are honoured)
	@exec $(PY) manage.py up

test: lint $(TESTS)/.models  ## lint, then all tests: JavaScript, Python on SQLite and on PostgreSQL, browser
	$(NPM) test
	$(ON_TEST_DATA) $(PY) -m pytest $(TWO_AT_ONCE)
	$(ON_TEST_DATA) $(PY) tests/postgresql.py $(PY) -m pytest $(TWO_AT_ONCE) -m database
ifeq ($(CHROMIUM),)
	@echo "The browser tests were skipped, because there is no Chromium. \`apt-get install chromium\` gets it."
else
	$(ON_TEST_DATA) $(PY) -m pytest $(TWO_AT_ONCE) tests/browser
endif

lint: $(VENV)/.tests static/dist/.built  ## the quick checks
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy partyrock_clone widgets inference
	$(VENV)/bin/lint-imports
	$(ON_TEST_DATA) $(PY) manage.py check
	$(ON_TEST_DATA) $(PY) manage.py makemigrations --check --dry-run
	$(NPM) run check

bench: $(VENV)/.product $(TESTS)/.models  ## speed: our engine, the whole product, and the peers that are installed
	$(ON_TEST_DATA) $(PY) -m bench.playing

peers: data/bench/.made  ## install what `make bench` compares us with: llama.cpp (built here), Gradio, transformers serve

clean:  ## remove what was built and installed here, but none of the data
	rm -rf $(VENV) node_modules static/dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*  ## /\1\t/p' Makefile | expand -t 8

# Steps, each with a stamp ---------------------------------------------------------------------

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Python 3.11 or newer is needed, and $(PYTHON) is $$($(PYTHON) --version 2>&1). Name one with \`make run PYTHON=python3.12\`." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { \
	  echo "$(PYTHON) cannot make a virtual environment. On Debian and Ubuntu \`apt-get install python3-venv\` fixes that." >&2; exit 1; }
	@touch $@

$(VENV)/.product: $(VENV)/.made requirements.txt constraints.txt
	@echo "Installing the Python packages; the first time that takes some minutes"
	@$(PIP) --quiet pip==26.3 && $(PIP) --quiet -r requirements.txt || { \
	  echo "The Python packages could not be installed; the reason is above. The first start needs the network and 5 GB on the disk." >&2; exit 1; }
	@touch $@

$(VENV)/.tests: $(VENV)/.product tests/requirements.txt
	@$(PIP) --quiet -r tests/requirements.txt
	@touch $@

node_modules/.installed: $(VENV)/.product package.json package-lock.json
	@echo "Installing what the page is built from"
	@$(NPM) ci --ignore-scripts --no-audit --no-fund --loglevel=error || { \
	  echo "The packages of the page could not be installed; the reason is above. The first start needs the network." >&2; exit 1; }
	@touch $@

static/dist/.built: node_modules/.installed $(PAGE)
	@echo "Building the page"
	@$(NPM) run --silent build
	@touch $@

data/bench/.made: $(VENV)/.made bench/requirements.txt
	@echo "Installing what we are compared with; llama.cpp is built, which takes some minutes"
	@$(PYTHON) -m venv data/bench/.venv && data/bench/.venv/bin/python -m pip --disable-pip-version-check install --quiet -r bench/requirements.txt
	@touch $@

$(TESTS)/.models: $(VENV)/.product $(wildcard inference/catalogue/shipped/*.json)
	@mkdir -p $(TESTS) $(TEST_MODELS_DIR)
	@ln -sfn $(TEST_MODELS_DIR) $(TESTS)/models
	@$(ON_TEST_DATA) $(PY) manage.py migrate --verbosity 0
	@$(ON_TEST_DATA) $(PY) manage.py models install
	@touch $@
