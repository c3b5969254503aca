# Two commands to begin with: « make demo » runs the product, « make test » proves it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
DATA ?= var/demo
SERVERS ?= var/servers
WORKERS ?= 2

.PHONY: demo test test-servers test-cluster bench check format lock dev clean

$(VENV)/.installed: requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installation des dépendances (une minute environ, une seule fois)…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

dev: $(VENV)/.installed-dev

demo: $(VENV)/.installed ## run the product with an invented territory
	@$(BIN)/cite demo --port $(PORT) --data $(DATA)

test: $(VENV)/.installed-dev ## everything that needs nothing but Python
	@$(BIN)/python -m pytest -m "not servers and not kills and not cluster" -n $(WORKERS) --dist worksteal tests

NODE_PARTS := $(foreach part,verifiers identity,tests/e2e/$(part)/node_modules/.package-lock.json)
tests/e2e/%/node_modules/.package-lock.json: tests/e2e/%/package-lock.json
	@cd tests/e2e/$* && npm ci --silent

test-servers: $(VENV)/.installed-dev $(NODE_PARTS) ## contract, integration and end-to-end suites on real servers and a real browser
	@infra/servers/with.sh $(SERVERS) $(BIN)/python -m pytest -m "servers or kills" -n $(WORKERS) --dist loadgroup tests

test-cluster: $(VENV)/.installed-dev ## the Kubernetes manifests on a Kubernetes of our own (built once, ten minutes)
	@infra/servers/with-cluster.sh $(SERVERS) $(BIN)/python -m pytest -m cluster tests/e2e/cluster

bench: $(VENV)/.installed-dev
	@$(BIN)/python -m bench

check: $(VENV)/.installed-dev ## lint, types, import rules
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m pytest -q tests/architecture

format: $(VENV)/.installed-dev
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

EXTRAS := --extra build --extra kafka --extra elasticsearch --extra postgresql --extra docker
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links

IMAGE_PARTS := kernel accounts badges candidates employers matching kafka postgresql elasticsearch

lock: ## write the locks again from pyproject.toml
	@$(BIN)/python -m pip install --quiet uv
	@$(LOCK) $(EXTRAS) pyproject.toml -o requirements.lock
	@$(LOCK) $(EXTRAS) --extra dev pyproject.toml -c requirements.lock -o requirements-dev.lock
	@for part in $(IMAGE_PARTS); do $(LOCK) --group $$part -c requirements.lock -o deploy/locks/$$part.lock || exit 1; done

clean:
	rm -rf var .mypy_cache .ruff_cache .pytest_cache .hypothesis build
