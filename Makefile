# Every target is one line that can be typed by hand. Variables: EMPATHY_RAW_DIR, EMPATHY_WAREHOUSE, EMPATHY_PUBLISH_DIR, EMPATHY_AS_OF (README).
PYTHON ?= python3
BIN := .venv/bin
UV := $(BIN)/uv
export DBT_PROFILES_DIR := profiles
export DAGSTER_HOME ?= $(CURDIR)/data/dagster
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export GX_ANALYTICS_ENABLED := false

.PHONY: run land test lint format dashboard dagster dbt-docs docs bench lock clean

run: .venv/.run-installed ## land, check, build, check, publish, report
	$(BIN)/python -m orchestration.run

land: .venv/.run-installed ## only map the raw zone to relations, so that dbt can be used alone
	$(BIN)/python -m orchestration.land

test: .venv/.test-installed lint ## every check: lint, types, dbt unit and data tests, pytest, Spark parity, browser
	$(BIN)/python -m pytest

lint: .venv/.test-installed
	@mkdir -p data  # sqlfluff's templater opens a build file there
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/sqlfluff lint --processes 2 models tests

format: .venv/.test-installed
	$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

dashboard: .venv/.run-installed ## the page on http://localhost:8501, over the published build
	$(BIN)/streamlit run dashboard/app.py

dagster: .venv/.run-installed ## lineage, schedules and runs on http://localhost:3000
	@mkdir -p $(DAGSTER_HOME) && cp -n orchestration/dagster.yaml $(DAGSTER_HOME)/ || true
	$(BIN)/dagster dev -m orchestration.definitions

docs: .venv/.run-installed ## the metric dictionary and the semantic layer, from the catalogue
	$(BIN)/python -m orchestration.metric_dictionary
	$(BIN)/python -m orchestration.semantic_layer

dbt-docs: .venv/.run-installed ## dbt's own documentation and lineage page: target/static_index.html
	$(BIN)/dbt docs generate --static

bench: .venv/.run-installed ## builds of several sizes against what no build can do without; BENCH="--messages 100000 --folder data/bench"
	$(BIN)/python -m benchmarks $(BENCH)

lock: ## compile requirements/*.lock from pyproject.toml; needs uv on the PATH
	uv pip compile pyproject.toml --group dev --group spark --generate-hashes --no-header --no-annotate -q -o requirements/.all.lock
	uv pip compile pyproject.toml --generate-hashes --no-header --no-annotate -q -c requirements/.all.lock -o requirements/run.lock
	uv pip compile pyproject.toml --group dev --generate-hashes --no-header --no-annotate -q -c requirements/.all.lock -o requirements/dev.lock
	uv pip compile pyproject.toml --group spark --generate-hashes --no-header --no-annotate -q -c requirements/.all.lock -o requirements/spark.lock
	rm requirements/.all.lock

clean: ## everything that can be built again; the published builds stay
	rm -rf target logs data/warehouse.duckdb* data/build data/logs .pytest_cache .ruff_cache .mypy_cache

$(UV): requirements/uv.lock
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Python 3.11 or newer is needed; set PYTHON=...')"
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/uv.lock

.venv/.run-installed: requirements/run.lock $(UV)
	$(UV) pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes --no-deps -r requirements/run.lock
	touch $@

.venv/.test-installed: requirements/dev.lock requirements/spark.lock .venv/.run-installed
	$(UV) pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes --no-deps -r requirements/dev.lock -r requirements/spark.lock
	touch $@
