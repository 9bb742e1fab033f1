# Everything that a person does with askcity from a checkout. `make` lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: help install demo test lint types check slow fuzz bench clean

help:
	@echo "make demo      set up, then the whole product on the demo city (http://127.0.0.1:8000/)"
	@echo "make test      set up, then the tests"
	@echo "make install   set up only: .venv/bin/askcity"
	@echo "make check     ruff, mypy strict, and the tests"
	@echo "make slow      kill loops and load, bounded"
	@echo "make fuzz      many cases for every operation of the API's description (minutes)"
	@echo "make clean     remove the environment; the data folder stays"

# torch comes first and with what it needs; everything else is pinned, so nothing has to be resolved.
$(READY): constraints.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "$$(grep '^torch==' constraints.txt)"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -r constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

install: $(READY)

demo: $(READY)
	$(BIN)/askcity demo

test: $(READY)
	$(BIN)/python -m pytest -n 3 --dist loadfile

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

check: lint types test

slow: $(READY)
	$(BIN)/python -m tests.slow.crawl_kills
	$(BIN)/python -m tests.slow.server_kills
	$(BIN)/python -m tests.slow.handoff_races
	$(BIN)/python -m tests.slow.obedience
	$(BIN)/python -m tests.slow.load --profile t1 --seconds 60
	$(BIN)/python -m tests.slow.load --profile t3 --seconds 30

fuzz: $(READY)
	ASKCITY_FUZZ=100 $(BIN)/python -m pytest tests/web/test_schemathesis.py

clean:
	rm -rf $(VENV)
