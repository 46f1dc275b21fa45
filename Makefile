# make demo    sets everything up and shows the bot at work on a sample wiki
# make test    sets everything up, a real MediaWiki included, and runs every check
# make quick   the same without a wiki and without the long proofs: under a minute
PYTHON ?= python3
# How many processes run the tests; each has a MediaWiki of its own.
WORKERS ?= 3
VENV := .venv
READY := $(VENV)/.ready

.PHONY: demo desk try-page test quick check types arrows rules unit docs desk-picture site score weigh reader bench bench-patrol bench-reader hostile fuzz simulate soak fleet-soak fix lock clean

demo: $(READY)
	@$(VENV)/bin/linterbot demo

# The desk on the web over the demo's sandbox wiki; it prints a link to come in by.
desk: $(READY)
	@if [ ! -e demo/config.yaml ]; then $(VENV)/bin/linterbot demo --all > /dev/null; fi
	@$(VENV)/bin/linterbot desk demo

# The page that lints in a browser; it prints its address.
try-page: $(READY)
	@$(VENV)/bin/linterbot browser serve

test: check types arrows rules unit

quick: check types arrows rules $(READY)
	$(VENV)/bin/python -m pytest -n $(WORKERS) -m "not mediawiki and not postgresql and not slow"

check: $(READY)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .

types: $(READY)
	$(VENV)/bin/mypy

arrows: $(READY)
	$(VENV)/bin/lint-imports

rules: $(READY)
	$(VENV)/bin/linterbot test

unit: $(READY)
	$(VENV)/bin/python -m pytest -n $(WORKERS)

# After a change of rules, check types, commands, the configuration or the second reader: the pages, the schemas and the
# picture of them.
docs: $(READY)
	$(VENV)/bin/python -m tools.rule_pages
	$(VENV)/bin/python -m tools.schemas
	$(VENV)/bin/python -m tools.command_pages
	$(VENV)/bin/python -m tools.terminal_picture
	$(VENV)/bin/python -m tools.reader_figures

# After a change of the desk: its pictures in docs/desk.md, drawn in a real Chromium.
desk-picture: $(READY)
	$(VENV)/bin/python -m tools.desk_picture > /dev/null

# The documentation as a site, into build/site; every broken link is an error. It needs no network, and neither does it.
site: $(READY)
	NO_MKDOCS_2_WARNING=1 $(VENV)/bin/python -m mkdocs build --strict --site-dir build/site

# How good the rules are on the labelled pages of tests/data, and on those of ../shared/gold where it is there, which is not
# part of the project. It fails on nothing. SCORE=--verbose names the lines.
score: $(READY)
	@$(VENV)/bin/python -m tools.score $(SCORE)
	@PYTHONPATH=reader $(VENV)/bin/python -m tools.strata
	@$(VENV)/bin/python -m pip install --quiet --upgrade --no-deps --no-build-isolation --target build/reader ./reader
	@for reader in "" build/reader; do \
	  if [ -f ../shared/gold/score.py ]; then \
	    echo; echo "$${reader:+with the second reader}"; \
	    PYTHONPATH="$${reader:+$(CURDIR)/$$reader}" PATH="$(CURDIR)/$(VENV)/bin:$$PATH" $(VENV)/bin/python ../shared/gold/score.py $(SCORE); \
	  fi; \
	done

# How good the rules that weigh evidence are on labelled pages they did not learn from: those of ../shared/gold where it is
# there, else those of tests/data/gold. WEIGH=--write puts the weights into the rules.
weigh: $(READY)
	$(VENV)/bin/python -m tools.weigh $(WEIGH)

# Trains the second reader and writes its files, after measuring it on pages that it has not seen (an hour or two). It
# needs PyTorch, which nothing else does, and the labels of ../shared/gold to be as good as the one that is here.
READER_VENV := build/reader-venv
reader: $(READY)
	$(PYTHON) -m venv $(READER_VENV)
	$(READER_VENV)/bin/python -m pip install --quiet --requirement reader/training/requirements.txt --editable .
	PYTHONPATH=.:reader $(READER_VENV)/bin/python -m training $(READER)

# How fast: beside mwparserfromhell, wikilint, re and bz2, on the same pages in one run (some minutes).
bench: $(READY)
	$(VENV)/bin/python -m tools.bench

# How bad it can get: every hostile input of 2 MB, with the limits of docs/performance.md (some minutes).
hostile: $(READY)
	$(VENV)/bin/python -m tools.bench.hostile

# Searches for inputs that break the readers, for FUZZ_SECONDS.
FUZZ_SECONDS ?= 1800
fuzz: $(READY)
	$(VENV)/bin/python -m pip install --quiet --requirement tools/fuzz.txt
	PYTHONPATH=. $(VENV)/bin/python tools/fuzz.py -max_total_time=$(FUZZ_SECONDS)

# A hundred thousand writes to a sandbox, with answers lost and the bot killed all the time (half an hour).
simulate: $(READY)
	$(VENV)/bin/python -m tests.simulation 100000

# The daemon, people who edit and revert, and a bad line, on the real MediaWiki, for SOAK_SECONDS.
SOAK_SECONDS ?= 1800
soak: $(READY)
	$(VENV)/bin/python -m tests.soak $(SOAK_SECONDS)

# A fleet of 200 wikis and four workers for ten minutes: people edit, machines die, the database starts again.
FLEET ?= --wikis 200 --workers 4 --seconds 600
fleet-soak: $(READY)
	$(VENV)/bin/python -m tests.fleet_soak $(FLEET)

# What a round costs on 1,000 changed pages of the real MediaWiki, beside a bare fetch of the same pages.
bench-patrol: $(READY)
	$(VENV)/bin/python -m tests.bench_patrol

# What rounds on 1,000 changed pages of the real MediaWiki cost with the second reader, beside the same ones without it.
bench-reader: $(READY)
	PYTHONPATH=.:reader $(VENV)/bin/python -m tests.bench_second_reader

fix: $(READY)
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

# After a change of dependencies in pyproject.toml: the newest versions, written down.
lock:
	rm -rf $(VENV)
	: > constraints.txt
	$(PYTHON) tools/environment.py $(VENV)
	printf '# The versions linterbot is tested with; written by `make lock`.\n' > constraints.txt
	$(VENV)/bin/python -m pip freeze --exclude-editable >> constraints.txt

clean:
	rm -rf $(VENV) demo dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(READY): pyproject.toml constraints.txt tools/environment.py
	$(PYTHON) tools/environment.py $(VENV)
	@touch $@
