# giji: what a developer runs. `make` alone lists it.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

CARGO ?= cargo
PYTHON ?= python3
TARGET := $(or $(CARGO_TARGET_DIR),target)
PYTHON_TOOLS := $(TARGET)/tools/python
CARGO_TOOLS := $(TARGET)/tools/cargo
CARGO_DENY_VERSION := 0.20.2
CARGO_FUZZ_VERSION := 0.13.2
FUZZ_TARGETS ?= parse text docx pdf
FUZZ_SECONDS ?= 60
NODE_TOOLS := tools/node_modules
SCRIPTS := .ci/run scripts/with-postgres scripts/test-api

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-15s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

.PHONY: build
build: ## Build giji
	$(CARGO) build --locked

.PHONY: test
test: ## Run every test, on SQLite and on PostgreSQL
	scripts/with-postgres $(CARGO) test --locked

.PHONY: test-api
test-api: $(PYTHON_TOOLS)/ready ## Send generated requests to a live server (schemathesis)
	PATH="$(abspath $(PYTHON_TOOLS))/bin:$$PATH" scripts/test-api

.PHONY: fmt
fmt: ## Format the code
	$(CARGO) fmt

.PHONY: check-fmt
check-fmt: ## Check that the code is formatted
	$(CARGO) fmt --check

.PHONY: lint
lint: ## Run clippy; a warning is an error
	$(CARGO) clippy --locked --all-targets -- -D warnings

.PHONY: openapi
openapi: ## Write openapi/openapi.json from the code
	mkdir -p openapi
	$(CARGO) run --quiet --locked -- openapi >openapi/openapi.json.new
	mv openapi/openapi.json.new openapi/openapi.json

.PHONY: check-openapi
check-openapi: ## Check that openapi/openapi.json is what the code generates
	@$(CARGO) run --quiet --locked -- openapi | diff -u openapi/openapi.json - \
		|| { echo "openapi/openapi.json is not what the code generates: run 'make openapi'" >&2; exit 1; }

.PHONY: lint-openapi
lint-openapi: $(NODE_TOOLS)/.package-lock.json ## Lint openapi/openapi.json (redocly)
	REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true \
		$(NODE_TOOLS)/.bin/redocly lint --config tools/redocly.yaml openapi/openapi.json

.PHONY: check-scripts
check-scripts: $(PYTHON_TOOLS)/ready ## Check the shell scripts (shellcheck)
	$(PYTHON_TOOLS)/bin/shellcheck $(SCRIPTS)

# The variables are stand-ins: the file asks for them and has no defaults.
.PHONY: compose-check
compose-check: $(PYTHON_TOOLS)/ready ## Check docker-compose.yml against the compose schema
	$(PYTHON_TOOLS)/bin/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml
	@if docker compose version >/dev/null 2>&1; then \
		POSTGRES_PASSWORD=check MEILI_MASTER_KEY=check docker compose --file docker-compose.yml config --quiet \
			&& echo "docker compose reads it too"; \
	else \
		echo "docker compose is not on this machine: checked against its schema alone"; \
	fi

# The advisory database is a repository of its own, which is not everywhere within reach: `make advisories` asks it.
.PHONY: deny
deny: $(CARGO_TOOLS)/bin/cargo-deny ## Check licences, bans and sources of dependencies (cargo-deny)
	$< --locked check licenses bans sources

.PHONY: advisories
advisories: $(CARGO_TOOLS)/bin/cargo-deny ## Check dependencies for known vulnerabilities (needs the network)
	$< --locked check advisories

# Stable Rust takes the flags of a fuzzer where it is told that it may. The seeds are the fixtures of the tests.
.PHONY: fuzz
fuzz: $(CARGO_TOOLS)/bin/cargo-fuzz ## Fuzz the parser and the readers of files (FUZZ_TARGETS, FUZZ_SECONDS)
	for target in $(FUZZ_TARGETS); do \
		mkdir -p "fuzz/corpus/$$target"; \
		RUSTC_BOOTSTRAP=1 PATH="$(abspath $(CARGO_TOOLS))/bin:$$PATH" nice -n 19 $(CARGO) fuzz run "$$target" \
			"fuzz/corpus/$$target" tests/fixtures/files tests/fixtures/minutes \
			-- -max_total_time=$(FUZZ_SECONDS) -timeout=20 -rss_limit_mb=2048 -max_len=200000; \
	done

.PHONY: bench
bench: ## Run the benchmarks
	$(CARGO) bench --locked

.PHONY: demo
demo: ## Serve the demo
	$(CARGO) run --release --locked -- serve --demo

.PHONY: ci
ci: ## Run what CI runs
	.ci/run

.PHONY: python-tools
python-tools: $(PYTHON_TOOLS)/ready

$(PYTHON_TOOLS)/ready: tools/requirements.txt
	rm -rf $(PYTHON_TOOLS)
	$(PYTHON) -m venv $(PYTHON_TOOLS)
	$(PYTHON_TOOLS)/bin/pip install --quiet --disable-pip-version-check --requirement tools/requirements.txt
	touch $@

$(NODE_TOOLS)/.package-lock.json: tools/package.json tools/package-lock.json
	npm ci --prefix tools --no-audit --no-fund
	touch $@

$(CARGO_TOOLS)/wants-%:
	mkdir -p $(CARGO_TOOLS)
	touch $@

$(CARGO_TOOLS)/bin/cargo-fuzz: $(CARGO_TOOLS)/wants-fuzz-$(CARGO_FUZZ_VERSION)
	CARGO_PROFILE_DEV_DEBUG=0 CARGO_INCREMENTAL=0 CARGO_TARGET_DIR=$(abspath $(TARGET))/tools/build \
		$(CARGO) install cargo-fuzz@$(CARGO_FUZZ_VERSION) --locked --debug --force --root $(CARGO_TOOLS)
	rm -rf $(TARGET)/tools/build
	touch $@

# Unoptimised: it runs for two seconds, and building it takes one or two minutes instead of many.
$(CARGO_TOOLS)/bin/cargo-deny: $(CARGO_TOOLS)/wants-$(CARGO_DENY_VERSION)
	CARGO_PROFILE_DEV_DEBUG=0 CARGO_INCREMENTAL=0 CARGO_TARGET_DIR=$(abspath $(TARGET))/tools/build \
		$(CARGO) install cargo-deny@$(CARGO_DENY_VERSION) --locked --debug --force --root $(CARGO_TOOLS)
	rm -rf $(TARGET)/tools/build
	touch $@
