# Attaché: the daily commands. `make help` lists them.

SWIFT ?= swift
DATA ?= .attache
BUILD := .build
# As the images are built: the Swift libraries are in the program, and the calls into them take no detour.
RELEASE := build -c release --static-swift-stdlib
# Real CalDAV clients of the tests live here, away from the system's Python.
export ATTACHE_TEST_PYTHON := $(CURDIR)/$(BUILD)/clients/bin/python

.DEFAULT_GOAL := help
.PHONY: help prepare clients run build test check format lint docs bench crash-test tsan clean \
  compat compat-server compat-caldav compat-vdirsyncer compat-litmus compat-cadaver compat-first-requests compat-browser \
  compat-evolution compat-thunderbird compat-terminal

help: ## Lists these commands.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-21s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

prepare: ## Installs the Debian packages that the build needs, if they are missing.
	@.ci/prepare

clients: ## Installs what the tests drive beside the services: curl, Python, and its clients of CalDAV.
	@.ci/prepare curl python3
	@.ci/prepare-clients $(BUILD)/clients

run: prepare ## Builds a release and starts `attache dev` on ./.attache.
	@echo "Building attache (release). The first build takes several minutes; later ones seconds."
	$(SWIFT) $(RELEASE) --product attache
	@exec $$($(SWIFT) $(RELEASE) --show-bin-path)/attache dev --data $(DATA)

build: prepare ## Builds everything (debug); warnings are errors.
	$(SWIFT) build --build-tests

test: clients ## Runs every test, those with real processes and real clients included.
	@echo "Building the tests (debug). The first build takes several minutes; later ones seconds."
	$(SWIFT) build --build-tests
	@SWIFT="$(SWIFT)" .ci/test $(BUILD)/tests

compat: compat-caldav compat-vdirsyncer compat-litmus compat-cadaver compat-first-requests ## Lets every real client work with a fresh server: under a minute.

# A server of its own for each program, which is stopped whatever happens.
ATTACHE = "$$($(SWIFT) build --show-bin-path)/attache"
WITH_SERVER = $(ATTACHE_TEST_PYTHON) Tests/Compatibility/with_server.py $(ATTACHE)
WITH_SERVER_BY_TLS = $(ATTACHE_TEST_PYTHON) Tests/Compatibility/with_server.py --tls

compat-server: clients
	$(SWIFT) build --product attache

compat-caldav: compat-server ## The caldav client from PyPI, and caldav-server-tester.
	$(WITH_SERVER) $(ATTACHE_TEST_PYTHON) Tests/Compatibility/caldav_client.py
	$(WITH_SERVER) $(ATTACHE_TEST_PYTHON) Tests/Compatibility/caldav_calendars.py
	$(WITH_SERVER) $(ATTACHE_TEST_PYTHON) Tests/Compatibility/caldav_server_tester.py

compat-vdirsyncer: compat-server ## vdirsyncer keeps a directory of 1,000 events and a calendar in step.
	$(WITH_SERVER) $(ATTACHE_TEST_PYTHON) Tests/Compatibility/vdirsyncer_sync.py

compat-litmus: compat-server ## litmus, a suite for WebDAV servers, by way of a lens.
	@.ci/prepare litmus
	$(WITH_SERVER) $(ATTACHE_TEST_PYTHON) Tests/Compatibility/litmus_suite.py

compat-cadaver: compat-server ## cadaver, a WebDAV client for terminals.
	@.ci/prepare cadaver curl
	$(WITH_SERVER) Tests/Compatibility/cadaver_session.sh

compat-first-requests: compat-server ## The first requests of Apple Calendar, Thunderbird, and DAVx5, by curl.
	@.ci/prepare curl
	$(WITH_SERVER) Tests/Compatibility/first_requests/apple_calendar.sh
	$(WITH_SERVER) Tests/Compatibility/first_requests/thunderbird.sh
	$(WITH_SERVER) Tests/Compatibility/first_requests/davx5.sh

compat-browser: compat-server ## The page for people in headless Chromium, with and without script; screenshots in .build/screenshots.
	@.ci/prepare chromium chromium-driver fonts-wqy-zenhei fonts-noto-color-emoji fonts-noto-core
	@.ci/prepare-clients $(BUILD)/browser Tests/Compatibility/browser/requirements.txt
	$(WITH_SERVER) $(BUILD)/browser/bin/python Tests/Compatibility/browser/browser_page.py

compat-evolution: compat-server ## Evolution Data Server: events, tasks, files; once over TLS, where files of the desktop become managed.
	@.ci/prepare evolution-data-server gir1.2-ecal-2.0 gir1.2-edataserver-1.2 python3-gi gnome-keyring dbus openssl
	$(WITH_SERVER) /usr/bin/python3 Tests/Compatibility/desktop/evolution.py inline
	$(WITH_SERVER_BY_TLS) --setting attachments.inline-from=1KiB $(ATTACHE) /usr/bin/python3 Tests/Compatibility/desktop/evolution.py managed

compat-thunderbird: compat-server ## Thunderbird without a screen: events, tasks, files, its editor; pictures in .build/screenshots.
	@.ci/prepare thunderbird openssl
	$(WITH_SERVER) $(ATTACHE_TEST_PYTHON) Tests/Compatibility/desktop/thunderbird.py
	$(WITH_SERVER_BY_TLS) $(ATTACHE) $(ATTACHE_TEST_PYTHON) Tests/Compatibility/desktop/thunderbird.py

compat-terminal: compat-server ## khal and todoman by way of vdirsyncer, and calcurse.
	@.ci/prepare calcurse python3-httplib2
	@.ci/prepare-clients $(BUILD)/terminal Tests/Compatibility/desktop/requirements.txt
	$(WITH_SERVER) $(BUILD)/terminal/bin/python Tests/Compatibility/desktop/terminal_programs.py

check: lint test docs ## Format, a build with warnings as errors, every test, and the documentation check.

format: ## Formats the sources in place.
	$(SWIFT) format -i -p -r Sources Tests Package.swift

lint: ## Fails on any finding of the formatter.
	$(SWIFT) format lint --strict -p -r Sources Tests Package.swift

docs: prepare ## Fails on a declaration without documentation, a dead link, or a README over 120 lines.
	@.ci/check-documentation

# Microseconds that every synchronisation takes longer, as on a slower disk.
SYNC_DELAY ?=
DELAY := .build-bench/synchronisation_delay.so

bench: prepare ## Runs the benchmarks, each beside its peer, and prints their table; ARGS names groups of them; SYNC_DELAY slows the disk.
	@.ci/prepare nginx-light restic borgbackup
	@.ci/prepare-clients $(BUILD)/peers Tests/Benchmarks/requirements.txt
	for product in attache attache-front attache-blob AttacheBenchmarks; do \
	  ENABLE_BENCHMARKS=1 $(SWIFT) $(RELEASE) --product $$product --scratch-path .build-bench || exit 1; done
	$(if $(SYNC_DELAY),clang -O2 -Wall -Wextra -Werror -shared -fPIC -o $(DELAY) Tests/Benchmarks/synchronisation_delay.c)
	$(if $(SYNC_DELAY),SYNC_DELAY=$(SYNC_DELAY) LD_PRELOAD=$(CURDIR)/$(DELAY)) .build-bench/release/AttacheBenchmarks $(ARGS)

crash-test: prepare ## Takes the power at thousands of moments and fails every call once: minutes, with random seeds.
	@echo "Building engine-probe (release). The first build takes several minutes; later ones seconds."
	$(SWIFT) $(RELEASE) --product engine-probe
	@.ci/crash-test "$$($(SWIFT) $(RELEASE) --show-bin-path)/engine-probe"

tsan: prepare ## Runs the engine's tests under the thread sanitizer; the first build takes minutes.
	$(SWIFT) build --build-tests --sanitize=thread --scratch-path .build-tsan
	TSAN_OPTIONS="suppressions=$(CURDIR)/.ci/thread-sanitizer-suppressions halt_on_error=1" \
	  $(SWIFT) test --skip-build --sanitize=thread --scratch-path .build-tsan --no-parallel \
	  --filter 'BlobStoreTests|KeyValueIndexTests|DurableIOTests'

clean: ## Removes what was built; data under ./.attache stays.
	rm -rf $(BUILD) .build-bench .build-tsan
