# `make demo` and `make test` do all their set-up themselves; see .ci/setup.
# One .venv serves both, with the test extras in it: those are few and small, and a second environment
# would compile durable-rules and install WeasyPrint twice.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
READY_DEV := .venv/.ready-dev
READY_ALL := .venv/.ready-all

.PHONY: help demo test test-all check bench gallery clean

help:
	@echo "make demo      set up, then assess examples/hertfordshire-2007.yaml; reports go to demo/"
	@echo "make test      set up, then run the tests that need no browser and no office suite"
	@echo "make test-all  install both, then run the tests that need them"
	@echo "make check     format, lint and types"
	@echo "make bench     speed against its goals"
	@echo "make gallery   docs/gallery.md and its pictures, from the examples"
	@echo "make clean     remove what make made, .venv included"

demo: $(READY)
	@mkdir -p demo
	$(BIN)/ctcheck assess examples/hertfordshire-2007.yaml --fail-on never \
	  -f text -f html=demo/hertfordshire-2007.html -f pdf=demo/hertfordshire-2007.pdf

test: $(READY)
	$(BIN)/python -m pytest -n auto
	@echo "Left to make test-all: the pages in a real Chromium with axe-core (tests/browser), and the office files in LibreOffice (tests/office)."

# Nothing is skipped here: where a browser or an office suite is missing, the tests fail.
test-all: $(READY_ALL)
	$(BIN)/python -m pytest -n auto -m "browser or office"

check: $(READY_DEV)
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy

bench: $(READY)
	$(BIN)/python bench/run.py

gallery: $(READY_ALL)
	$(BIN)/python docs/make_gallery.py

clean:
	rm -rf .venv demo build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps are touched last: an installation that was broken off is done again.
$(READY): pyproject.toml .ci/setup .ci/missing.py
	@PYTHON="$(PYTHON)" bash .ci/setup
	@touch $@

$(READY_DEV): $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@

$(READY_ALL): $(READY) .ci/setup-all
	@bash .ci/setup-all
	@touch $@
