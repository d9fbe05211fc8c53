# Everything here is thin over the `rettesnor` command and pytest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
TOOLS := $(VENV)/.tools
COMPILE := $(BIN)/pip-compile -q --no-emit-index-url --no-emit-find-links --generate-hashes \
	--strip-extras --allow-unsafe --no-header --build-deps-for editable

.PHONY: site serve check test bench lint lock desk torture clean
.DEFAULT_GOAL := site

site: $(READY) ## check everything and build site/
	@$(BIN)/rettesnor build

serve: $(READY) ## live preview on http://127.0.0.1:8000/
	@$(BIN)/rettesnor serve

check: $(READY) ## only check
	@$(BIN)/rettesnor check

test: $(TOOLS) ## all tests; says what it skips where there is no browser
# Apart: Playwright's loop and Django's settings must not meet, and a browser is best young.
	@$(BIN)/python -m pytest --ignore tests/browser --ignore tests/horing
	@for suite in tests/browser/test_*.py; do \
		$(BIN)/python -m pytest $$suite || [ $$? -eq 5 ] || exit 1; done
	@$(BIN)/python -m pytest tests/horing

bench: $(TOOLS) ## measure against peers; takes hours with all sizes
	@$(BIN)/python -m benchmarks $(ARGS)
	@$(BIN)/python -m benchmarks.history

desk: $(TOOLS) ## the hearing desk on http://127.0.0.1:8001/
	@$(BIN)/rettesnor horing serve

torture: $(TOOLS) ## kill the desk under load, many times, on both databases
	@$(BIN)/python -m tests.horing.torture --kills 120 --database sqlite
	@$(BIN)/python -m tests.horing.torture --kills 120 --database postgres

lint: $(TOOLS) ## style and types
	@$(BIN)/ruff check .
	@HORING_SECRET_KEY=only-for-type-checking $(BIN)/mypy

lock: $(VENV)/bin/pip ## lock the dependencies anew, with hashes
	@$(BIN)/pip install -q --disable-pip-version-check pip-tools
	@$(COMPILE) -o requirements.txt pyproject.toml
	@$(COMPILE) --extra dev --extra fast --extra horing -o requirements-dev.txt pyproject.toml

clean: ## remove what can be made again
	rm -rf site .rettesnor $(VENV)

$(VENV)/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed: make PYTHON=python3.11 site"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(READY): $(VENV)/bin/pip requirements.txt pyproject.toml
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(TOOLS): $(VENV)/bin/pip requirements-dev.txt pyproject.toml
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@ $(READY)
