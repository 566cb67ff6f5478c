# The two commands of the README are `make demo` and `make test`; each does all of its own set-up.

SHELL := /bin/bash
export SWIFT ?= swift
# CI may keep the build elsewhere; everything else uses the folder that SwiftPM expects.
SCRATCH ?= .build
BUILD_FLAGS := --scratch-path $(SCRATCH)
QUESTION ?= I'm feeling overwhelmed with my tasks
FORMATTED := Package.swift Sources Tests Snippets Benchmarks/Package.swift Benchmarks/Sources

.PHONY: demo test test-live simulate three-seconds voice server-load sanitize bench bench-http build format lint setup clean

demo: setup
	@Scripts/progress "Building Tutti (the first time takes some minutes)" Scripts/build-release --product tutti $(BUILD_FLAGS)
	@TUTTI_HOME="$${TUTTI_HOME:-$(SCRATCH)/demo}" "$(SCRATCH)/release/tutti" ask "$(QUESTION)"

# One after another: real processes and clocks among the tests must not starve behind those that only compute.
test: setup
	Scripts/test $(BUILD_FLAGS)

# Prepares the real parts in a cache folder and runs the suites that talk to them.
test-live: setup
	Scripts/test-live $(BUILD_FLAGS)

# The executor in random worlds of virtual time; SIMULATION_RUNS says in how many, SIMULATION_SEED replays one.
simulate: setup
	SCRATCH=$(SCRATCH) Scripts/simulate

# What a person waits for: the program with a scripted model on real sockets; nothing else should run meanwhile.
three-seconds: build
	Scripts/check-three-seconds "$(SCRATCH)/release/tutti" --runs 20

# A loop of speech in front of the server: whisper, three agents, a small model, piper; nothing else should run meanwhile.
voice: build
	TUTTI="$(SCRATCH)/release/tutti" Examples/voice/measure --check

# What the server bears: readers that do not read, sockets that do not speak, a stop in the middle of work.
server-load: build
	Scripts/server-load "$(SCRATCH)/release/tutti"

# The core under the thread and the address sanitizer.
sanitize: setup
	Scripts/test-sanitizers

# Tutti beside the peers that Benchmarks/Scripts/setup-peers has set up; nothing else should run meanwhile.
bench: setup
	@TUTTI_BENCH_BUILD=$(abspath $(SCRATCH))-bench Benchmarks/Scripts/bench

# A chat completion beside Hummingbird alone and FastAPI with LangGraph (setup-peers fastapi hummingbird), with wrk.
bench-http: build
	Benchmarks/Scripts/bench-http "$(SCRATCH)/release/tutti"

build: setup
	Scripts/build-release --product tutti $(BUILD_FLAGS)

format:
	$(SWIFT) format --in-place --parallel --recursive $(FORMATTED)

lint:
	$(SWIFT) format lint --strict --parallel --recursive $(FORMATTED)

setup:
	@Scripts/setup

clean:
	rm -rf $(SCRATCH) $(SCRATCH)-bench
