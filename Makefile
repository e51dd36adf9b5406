# One short command for each habit. `make` alone tells them. They use the environment as it is: `make setup` brings it up to date.

RUN = uv run --no-sync

.DEFAULT_GOAL := help
.PHONY: help setup check style types rooms test harness deep coverage mutants format draw demo ci hooks

help: ## tell these commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

setup: ## install the locked libraries and tools into .venv
	uv sync --locked

check: style types rooms test ## all that must hold before a commit

style: ## ruff: rules and layout
	$(RUN) ruff check
	$(RUN) ruff format --check

types: ## mypy, strict
	$(RUN) mypy

rooms: ## a room imports only rooms to its left
	$(RUN) lint-imports

test: ## every test but the harnesses, two at a time
	$(RUN) pytest

harness: ## the harnesses: kills, faults, broken updates, damaged and missing rows
	$(RUN) pytest tests/harness

deep: ## the harnesses, as often as it takes to meet rare luck (hours)
	PUSKESOS_DEEP=1 $(RUN) pytest tests/harness

coverage: ## every test of both tiers, with the lines and branches that none of them reached (twice as slow)
	$(RUN) pytest -o 'norecursedirs=.*' --cov --cov-report=term-missing

mutants: ## change what must lose nothing in small ways, and see which tests notice (an hour)
	nice -n 15 $(RUN) python -m tests.mutants

format: ## lay the code out, and mend what can be mended without thinking
	$(RUN) ruff check --fix
	$(RUN) ruff format

draw: ## draw docs/lifecycle.md and docs/house.md anew
	$(RUN) python -m tests.test_docs

demo: ## the simulated Telegram with nine phones
	$(RUN) puskesos demo

ci: ## what a fresh machine does: .ci/run
	bash .ci/run

hooks: ## check style before every commit (needs pre-commit: uv tool install pre-commit)
	pre-commit install
