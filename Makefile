# Everything a person does here. `make` alone lists it; each target sets up what it needs, in .venv.

PYTHON ?= python3
PORT ?= 8080
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
# Forged requests and buttons, everybody who may not, changed bytes of the register, canaries in logs.
REFUSED := tests/bot/test_doorman.py tests/bot/test_sealing.py tests/dialogues/test_who_may.py \
	tests/desk/test_chain.py tests/dialogues/test_canaries.py
CODE := bot desk faq handlers locales sandbox storage tests $(wildcard bench dashboard)
LOCK = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	--no-emit-index-url pyproject.toml requirements/build.in
# The tree as it is, committed or not: `check` need not repeat a suite that has just passed on it.
GIT = GIT_INDEX_FILE=$(VENV)/tree git -c 'safe.directory=*'
TREE = $(GIT) add --all . 2>/dev/null && $(GIT) write-tree

# faq/checks/*.toml as the lines that `faq eval` reads.
CASES = import json, pathlib, tomllib; \
	[print(json.dumps({"q": one["q"], "id": one["id"] or None})) \
	for path in sorted(pathlib.Path("faq/checks").glob("*.toml")) for one in tomllib.loads(path.read_text("utf-8"))["check"]]

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help run demo test check bench faq faults soak fuzz migration map fix clean lock sbom chromium format lint types imports

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

run: $(VENV)/.ready ## Start: the sandbox on PORT=8080, or the bot on Telegram when BOT_TOKEN is set
	@if [ -n "$$BOT_TOKEN" ]; then exec $(BIN)/contact-center run; \
	else exec $(BIN)/contact-center sandbox --port $(PORT); fi

demo: $(VENV)/.ready ## Play a whole journey in the terminal: resident, operator, answer; ends by itself
	@$(BIN)/python -m sandbox.demo

test: $(VENV)/.ready-dev $(if $(ARGS),,chromium) ## Run all tests, or some: make test ARGS="tests/desk -k sla"
ifeq ($(ARGS),)
	@rm -f $(VENV)/.tested; before=$$($(TREE)); $(BIN)/python -m pytest -n 3 --dist worksteal --durations=20 && \
	if [ "$$before" = "$$($(TREE))" ]; then echo "$$before" > $(VENV)/.tested; fi
else
	@$(BIN)/python -m pytest $(ARGS)
endif

check: $(VENV)/.ready-dev format lint types imports ## Everything CI asks: format, lint, types, import rules, tests
	@tree=$$($(TREE)); if [ -n "$$tree" ] && [ "$$tree" = "$$(cat $(VENV)/.tested 2>/dev/null)" ]; \
	then echo "tests: already passed on this very tree"; else $(MAKE) --no-print-directory test; fi

format: $(VENV)/.ready-dev
	@$(BIN)/ruff format --check .

lint: $(VENV)/.ready-dev
	@$(BIN)/ruff check .

types: $(VENV)/.ready-dev
	@$(BIN)/mypy $(CODE)

imports: $(VENV)/.ready-dev
	@$(BIN)/lint-imports --no-logo

bench: $(VENV)/.ready-dev ## Measure the bot beside a bare and a stock one, answers, 20 kills, the search (ARGS=steady: ten minutes of load)
	@$(BIN)/python -m bench $(ARGS)

faq: $(VENV)/.ready ## Check the shipped knowledge base and evaluate it on its check questions
	@$(BIN)/contact-center faq check
	@$(BIN)/python -c '$(CASES)' | $(BIN)/contact-center faq eval /dev/stdin
	@$(BIN)/python -m faq.fitting --show

faults: $(VENV)/.ready-dev ## Break everything that can break, two hours: docs/faults.md (KILLS=20 TERMS=10 SEQUENCES=500: less)
	@$(BIN)/python -m pytest tests/faults tests/storage/test_canaries.py $(REFUSED) -m "not soak" -s $(ARGS)

soak: $(VENV)/.ready-dev ## Five minutes in which things break by chance (MINUTES=60; SEED=… as printed: the same again)
	@$(BIN)/python -m pytest tests/faults/test_soak.py -m soak -s

fuzz: $(VENV)/.ready-dev ## Bring 100,000 of everything with anything wrong about it, an hour (FUZZ=5000: less; SEED=… as printed)
	@FUZZ=$${FUZZ:-100000} $(BIN)/python -m pytest $(wildcard tests/faults/test_fuzz*.py) -m "not soak" -s

migration: $(VENV)/.ready ## Write a migration's draft: make migration M="add a column"
	@test -n "$(M)" || { echo 'Скажите, что меняется: make migration M="add a column"' >&2; exit 2; }
	@$(BIN)/python -m storage.migrating "$(M)"

map: $(VENV)/.ready-dev ## Write docs/house.md anew from the modules' docstrings
	@$(BIN)/python -m tests.house.house_map

rights: $(VENV)/.ready-dev ## Write docs/rights.md anew from the table of rights
	@$(BIN)/python -m tests.house.rights_paper

fix: $(VENV)/.ready-dev ## Put right what can be put right by itself: format, imports, the map
	@$(BIN)/ruff check --fix --exit-zero --quiet .
	@$(BIN)/ruff format --quiet .
	@$(BIN)/python -m tests.house.house_map
	@$(BIN)/python -m tests.house.rights_paper

lock: $(BIN)/python ## Write requirements/*.lock from pyproject.toml (ARGS=--upgrade: newest versions)
	@$(BIN)/python -m pip install --quiet uv
	@$(LOCK) $(ARGS) --output-file requirements/run.lock
	@$(LOCK) $(ARGS) --extra voice --output-file requirements/voice.lock
	@$(LOCK) $(ARGS) --extra voice --group dev --output-file requirements/dev.lock

sbom: $(BIN)/python ## Write the bill of materials, build/sbom.json (CycloneDX), and docs/licences.md
	@rm -rf build/sbom && mkdir -p build/sbom && $(BIN)/python -m venv --without-pip build/sbom/run && \
		$(BIN)/python -m venv build/sbom/tool
	@$(BIN)/python -m pip --python build/sbom/run/bin/python install --quiet --require-hashes --no-deps -r requirements/run.lock
	@build/sbom/tool/bin/python -m pip install --quiet cyclonedx-bom==7.5.0
	@build/sbom/tool/bin/cyclonedx-py environment build/sbom/run/bin/python --pyproject pyproject.toml \
		--output-reproducible --output-format JSON --output-file build/sbom.json
	@$(BIN)/python -m tests.house.licences build/sbom.json && rm -rf build/sbom && echo build/sbom.json docs/licences.md

clean: ## Remove .venv, caches and test results; data/ stays
	@rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache artefacts
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

chromium:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Ставлю Chromium: он нужен тестам страницы…"; \
		{ apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends chromium; } \
			>$(VENV)/chromium.log 2>&1 || { tail -5 $(VENV)/chromium.log; exit 1; } >&2; \
	else \
		echo "Нет Chromium, он нужен тестам страницы: sudo apt-get install chromium" \
			"(остальные тесты без него: make test ARGS=--ignore=tests/browser)." >&2; exit 1; \
	fi

# Set-up. A stamp for each lock, so nothing is installed twice; the tests' lock holds all of the bot's.

$(BIN)/python:
	@for one in $(PYTHON) python3.14 python3.13 python3.12 python3.11; do \
		if $$one -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$one; break; fi; \
	done; \
	test -n "$$found" || { echo "Нужен Python 3.11 или новее: установите его или укажите, где он: make PYTHON=…" >&2; exit 1; }; \
	$$found -m venv $(VENV) >/dev/null 2>&1 || { rm -rf $(VENV); \
		echo "Не получилось создать $(VENV): установите пакет python3-venv." >&2; exit 1; }

define install
	@echo "$(2)"
	@rm -f $(VENV)/.failed; \
	{ $(BIN)/python -m pip install --require-hashes --no-deps --progress-bar off -r $(1) 2>&1 || touch $(VENV)/.failed; } \
	| tee $(VENV)/install.log | awk -v all="$$(grep -c == $(1))" -v live="$$([ -t 2 ] && echo yes)" \
		'live && /^(Collecting|Processing)/ { sub(".*/", "", $$2); printf "\r\033[K  %d/%d  %s", ++n, all, $$2; fflush() } \
		live && /^Installing collected/ { printf "\r\033[K  распаковываю…"; fflush() } END { if (live) printf "\r\033[K" }'
	@test ! -e $(VENV)/.failed || { grep -i error $(VENV)/install.log | tail -3; \
		echo "Зависимости не поставились. Проверьте сеть и повторите; подробности: $(VENV)/install.log"; exit 1; } >&2
	@touch $@
endef

$(VENV)/.run: requirements/run.lock | $(BIN)/python
	$(call install,$<,Первый запуск: ставлю зависимости в $(VENV) (около минуты)…)

$(VENV)/.dev: requirements/dev.lock | $(BIN)/python
	$(call install,$<,Ставлю зависимости для тестов в $(VENV) (минута-другая)…)
	@touch $(VENV)/.run

$(VENV)/.ready: pyproject.toml $(VENV)/.run
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable . && touch $@

$(VENV)/.ready-dev: pyproject.toml $(VENV)/.dev
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable . && touch $@ $(VENV)/.ready
