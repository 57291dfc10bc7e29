# Attaché: the daily commands. `make help` lists them.

SWIFT ?= swift
DATA ?= .attache
BUILD := .build
# Real CalDAV clients of the tests live here, away from the system's Python.
export ATTACHE_TEST_PYTHON := $(CURDIR)/$(BUILD)/clients/bin/python

.DEFAULT_GOAL := help
.PHONY: help prepare clients run build test check format lint docs bench crash-test tsan clean

help: ## Lists these commands.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

prepare: ## Installs the Debian packages that the build needs, if they are missing.
	@.ci/prepare

clients: prepare ## Installs the real clients that the tests drive, where Python is there.
	@.ci/prepare-clients $(BUILD)/clients

run: prepare ## Builds a release and starts `attache dev` on ./.attache.
	@echo "Building attache (release). The first build takes several minutes; later ones seconds."
	$(SWIFT) build -c release --product attache
	@exec $$($(SWIFT) build -c release --show-bin-path)/attache dev --data $(DATA)

build: prepare ## Builds everything (debug); warnings are errors.
	$(SWIFT) build --build-tests

test: prepare clients ## Runs every test, those with real processes and real clients included.
	@echo "Building the tests (debug). The first build takes several minutes; later ones seconds."
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build --no-parallel

check: lint test docs ## Format, a build with warnings as errors, every test, and the documentation check.

format: ## Formats the sources in place.
	$(SWIFT) format -i -p -r Sources Tests Package.swift

lint: ## Fails on any finding of the formatter.
	$(SWIFT) format lint --strict -p -r Sources Tests Package.swift

docs: prepare ## Fails on a declaration without documentation, a dead link, or a README over 120 lines.
	@.ci/check-documentation

bench: prepare ## Runs the benchmarks, each beside its peer, and prints their table; ARGS names groups of them.
	@.ci/prepare nginx-light restic borgbackup
	ENABLE_BENCHMARKS=1 $(SWIFT) build -c release --product attache --scratch-path .build-bench
	ENABLE_BENCHMARKS=1 $(SWIFT) run -c release --scratch-path .build-bench AttacheBenchmarks $(ARGS)

crash-test: prepare ## Takes the power at thousands of moments and fails every call once: minutes, with random seeds.
	$(SWIFT) build --product engine-probe
	@.ci/crash-test "$$($(SWIFT) build --show-bin-path)/engine-probe"

tsan: prepare ## Runs the engine's tests under the thread sanitizer; the first build takes minutes.
	$(SWIFT) build --build-tests --sanitize=thread --scratch-path .build-tsan
	TSAN_OPTIONS="suppressions=$(CURDIR)/.ci/thread-sanitizer-suppressions halt_on_error=1" \
	  $(SWIFT) test --skip-build --sanitize=thread --scratch-path .build-tsan --no-parallel \
	  --filter 'BlobStoreTests|KeyValueIndexTests|DurableIOTests'

clean: ## Removes what was built; data under ./.attache stays.
	rm -rf $(BUILD) .build-bench .build-tsan
