# Everything here is thin over the `rettesnor` command and pytest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
TOOLS := $(VENV)/.tools
AUDIT := $(VENV)/audit
VNU := vnu-jar-26.9.27.tgz
VNU_SHA512 := 4e441de4315f39a582f5e6edbe8cd3b2b1f655aa1dde3620faface791133217c417b12f3f7ead2d8336d8e7efe44f5226618258b44a0860057e9125135e6b428
CATALOGUES := site_plugins/rettesnor/rendering/locale
# One lock for Linux, macOS and Windows, and for every Python from 3.11.
COMPILE := $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header
SETUP := echo "Henter det Rettesnor trenger, til $(VENV)/. Det tar et minutt eller to." >&2

# A file at a time to each worker, as its fixtures are. Files are taken by name: by number of tests,
# those with a few slow ones came last, and one worker waited for the other.
PYTEST = $(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder -o cache_dir=.pytest_cache/$@

# On a machine that stops for seconds, a browser or a server can fail a correct test. In CI the failed
# tests run once more, alone, and both results are shown; anywhere else a failure is a failure.
again = { test -n "$$CI" && echo "These failed the first time; they run once more, alone:" \
	&& $(BIN)/python -m pytest -rA --last-failed --last-failed-no-failures none \
	-o cache_dir=.pytest_cache/$@ $(1); }

.PHONY: help site serve check links test test-core test-editor test-browser test-hearing rehearse bench \
	lint types types-win32 types-darwin texts lock desk torture audit clean edit team html-checker accessibility tilgjengelighet editor-script
.DEFAULT_GOAL := site

help: ## list what make can do
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

site: $(READY) ## check everything and build site/ with the files as they are; the other look: THEME=material
	@$(BIN)/rettesnor build $(if $(THEME),--theme $(THEME))

serve: $(READY) ## live preview on http://127.0.0.1:8000/; another port: PORT=8001
	@$(BIN)/rettesnor serve $(if $(PORT),--port $(PORT))

check: $(READY) ## only check
	@$(BIN)/rettesnor check

links: $(READY) ## check that every address out of the site answers (needs a network)
	@$(BIN)/rettesnor links --check

test: test-core test-editor test-browser test-hearing ## all tests; says what it skips where there is no browser

# A run each: the event loop of Playwright and the settings of Django must not share a process.
# All but the first wait for browsers, servers and kills a good deal: two at a time take less time.
CORE := --ignore tests/browser --ignore tests/horing --ignore tests/editor --ignore tests/editor_team

test-core: $(TOOLS)
	@$(PYTEST) $(CORE) || $(call again,$(CORE))

test-editor: $(TOOLS)
	@$(PYTEST) tests/editor || $(call again,tests/editor)
	@$(PYTEST) tests/editor_team || $(call again,tests/editor_team)

test-browser: $(TOOLS)
	@$(PYTEST) tests/browser || $(call again,tests/browser)

test-hearing: $(TOOLS)
	@$(PYTEST) tests/horing || $(call again,tests/horing)

html-checker: $(VENV)/vnu.jar ## fetch the Nu Html Checker for the tests; needs npm, and Java to run it

accessibility: $(TOOLS) html-checker ## test every kind of page, and write the result: DATE=2026-11-22
	@$(BIN)/python -m tests.support.accessibility_result $(DATE)

# The old name works for one more version; see also cli/old_names.py.
tilgjengelighet:
	@echo "«make tilgjengelighet DATO=…» heter nå «make accessibility DATE=…»." >&2
	@$(MAKE) --no-print-directory accessibility DATE=$(DATO)

bench: $(TOOLS) ## measure against peers; takes hours with all sizes
	@$(BIN)/python -m benchmarks $(ARGS)
	@$(BIN)/python -m benchmarks.history

desk: $(TOOLS) ## the hearing desk on http://127.0.0.1:8001/; another port: PORT=8002
	@$(BIN)/rettesnor hearing serve $(if $(PORT),--port $(PORT))

torture: $(TOOLS) ## kill the desk under load, many times, on both databases
	@$(BIN)/python -m tests.horing.torture --kills 120 --database sqlite
	@$(BIN)/python -m tests.horing.torture --kills 120 --database postgres

rehearse: $(TOOLS) ## random editing sequences on copies of the guideline: MINUTES=30
	@$(BIN)/python -m tests.lifecycle --minutes $(or $(MINUTES),30)

lint: $(TOOLS) ## style and types
	@$(BIN)/ruff check .
	@$(MAKE) --no-print-directory -j 2 types types-win32 types-darwin

types types-win32 types-darwin: export EDITOR_KEY := only-for-type-checking
types types-win32 types-darwin: export HORING_SECRET_KEY := only-for-type-checking

types:
	@$(BIN)/mypy

types-win32 types-darwin: types-%:
	@$(BIN)/mypy --platform $* --cache-dir .mypy_cache/$* -p rettesnor

texts: $(TOOLS) ## update the translations of the interface's texts, and compile them
	@mkdir -p .rettesnor
	@$(BIN)/pybabel -q extract -F babel.toml --no-location --sort-output --strip-comments \
		-o .rettesnor/texts.pot site_plugins/rettesnor
	@$(BIN)/pybabel -q update -i .rettesnor/texts.pot -d $(CATALOGUES) -D rettesnor \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width 100
	@$(BIN)/pybabel compile -d $(CATALOGUES) -D rettesnor
	@$(BIN)/pybabel -q extract -F site_plugins/rettesnor_editor/babel.toml -k say -k N_ --no-location \
		--sort-output --strip-comments -o .rettesnor/editor.pot site_plugins/rettesnor_editor schema
	@$(BIN)/pybabel -q update -i .rettesnor/editor.pot -d site_plugins/rettesnor_editor/locale -D django \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width 100
	@$(BIN)/pybabel compile -d site_plugins/rettesnor_editor/locale -D django

edit: $(TOOLS) ## revise the guideline in the browser (PORT=8002)
	@$(BIN)/rettesnor edit --port $(or $(PORT),8002)

team: $(TOOLS) ## revise the guideline together, with approval (PORT=8003)
	@$(BIN)/rettesnor team serve --port $(or $(PORT),8003)

editor-script: ## build the text editor of the editor's desk from editor_js/; needs npm
	@cd editor_js && npm ci --silent --ignore-scripts && node build.mjs

lock: $(VENV)/bin/pip ## write the locked versions of the dependencies again, with hashes
	@$(BIN)/pip install -q --disable-pip-version-check uv
	@$(COMPILE) --extra material -o requirements.txt pyproject.toml requirements-build.in
	@$(COMPILE) -o requirements-audit.txt requirements-audit.in
	@$(COMPILE) --extra dev --extra documents --extra editor --extra fast --extra hearing \
		--extra import --extra material --extra signing -o requirements-dev.txt pyproject.toml requirements-build.in

audit: $(READY) $(AUDIT)/.ready ## known vulnerabilities, licences and an SBOM (CycloneDX) in audit/
	@mkdir -p audit
	@$(AUDIT)/bin/cyclonedx-py environment $(BIN)/python --pyproject pyproject.toml --mc-type application \
		--output-reproducible --of JSON -o audit/sbom.cdx.json
	@$(AUDIT)/bin/pip-licenses --python $(BIN)/python --format markdown --output-file audit/licences.md
	@$(AUDIT)/bin/pip-audit --requirement requirements.txt --require-hashes --disable-pip --strict \
		--progress-spinner off --output audit/vulnerabilities.txt 2>audit/pip-audit.log \
		|| { cat audit/vulnerabilities.txt 2>/dev/null; tail -n 1 audit/pip-audit.log; \
		echo "Known vulnerabilities, or no answer from the advisory database: see audit/."; exit 1; }
	@echo "No known vulnerability. See audit/sbom.cdx.json and audit/licences.md."

clean: ## remove everything that can be built again
	rm -rf site .rettesnor audit .mypy_cache .ruff_cache .pytest_cache $(VENV)

$(AUDIT)/.ready: requirements-audit.txt | $(VENV)/bin/pip
	@$(PYTHON) -m venv --clear $(AUDIT)
	@$(AUDIT)/bin/pip install -q --disable-pip-version-check --require-hashes -r requirements-audit.txt
	@touch $@

$(VENV)/vnu.jar: | $(VENV)/bin/pip
	@cd $(VENV) && npm pack --silent vnu-jar@$(VNU:vnu-jar-%.tgz=%) >/dev/null
	@cd $(VENV) && echo "$(VNU_SHA512)  $(VNU)" | sha512sum --check --quiet
	@cd $(VENV) && tar xzf $(VNU) --strip-components 3 package/build/dist/vnu.jar && rm $(VNU)

$(VENV)/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed: make PYTHON=python3.11 site"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(READY): $(VENV)/bin/pip requirements.txt pyproject.toml
	@$(SETUP)
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(TOOLS): $(VENV)/bin/pip requirements-dev.txt pyproject.toml
	@$(SETUP)
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@ $(READY)
