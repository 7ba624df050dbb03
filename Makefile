# `make` alone lists what there is. Everything runs with Go alone; the tools are
# pinned here, fetched by the Go command and kept in its cache.

SHELL       := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

GOLANGCI    := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
GOVULNCHECK := golang.org/x/vuln/cmd/govulncheck@v1.9.0

# A mirror of the database may stand here, also as file:///DIR.
VULNDB := https://vuln.go.dev

BENCHTIME := 200ms
FUZZTIME  := 30s
CHECKS    := 10000

# The randomised e-mail test that `make replay` reads. It has no formal licence,
# so it is not part of the project: keep a copy anywhere and name it here.
HILLSTROM := ../shared/data/hillstrom/hillstrom_bandit.csv.gz

# The classification data that `make learning` reads, as UCI has them.
UCI   := ../shared/data/uci
SEEDS := 30

# having lists the directories whose tests match a pattern.
having = $(shell grep -rlE --include='*_test.go' '$(1)' . | xargs -r -n1 dirname | sort -u)

.DEFAULT_GOAL := help

.PHONY: help
help: ## List the targets.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: demo
demo: ## Run a server, a store and simulated customers, and say where to look.
	go run ./cmd/proffer demo

.PHONY: build
build: ## Build bin/proffer.
	go build -trimpath -o bin/proffer ./cmd/proffer

.PHONY: test
test: ## Run every test. Vetting is left to `make lint`.
	go mod download
	go test -vet=off -timeout 20m ./...

.PHONY: race
race: ## Run every test, in its short form, under the race detector (needs a C compiler).
	CGO_ENABLED=1 go test -race -short -vet=off -timeout 20m ./...

# Where golangci-lint cannot be fetched, vet and staticcheck find the gravest of it.
.PHONY: lint
lint: ## Check the formatting and run the linters of .golangci.yml.
	@unformatted=$$(gofmt -l .); \
	if [ -n "$$unformatted" ]; then echo "gofmt would change:"; echo "$$unformatted"; exit 1; fi
	@if go run $(GOLANGCI) version; then \
		go run $(GOLANGCI) run ./...; \
	else \
		echo "golangci-lint cannot be had here: go vet and staticcheck instead"; \
		go vet ./... && go run $(STATICCHECK) ./...; \
	fi

# govulncheck ends with 3 when it found something. `go run` hides that number
# behind a 1 of its own and prints it, so the printed line is what tells a
# vulnerability from a database that cannot be reached.
.PHONY: vuln
vuln: ## Look the dependencies up in the Go vulnerability database.
	@go run $(GOVULNCHECK) -version >/dev/null 2>&1 || { echo "vuln: not checked, govulncheck cannot be had here"; exit 0; }; \
	if report=$$(go run $(GOVULNCHECK) -db $(VULNDB) ./... 2>&1); then echo "$$report"; \
	elif grep -q '^exit status 3$$' <<<"$$report"; then echo "$$report"; exit 1; \
	elif grep -q 'fetching vulnerabilities' <<<"$$report"; then echo "vuln: not checked, $(VULNDB) cannot be reached"; \
	else echo "$$report"; exit 1; fi

.PHONY: bench
bench: ## Run the benchmarks that stand beside the hot code, briefly.
	go test -run '^$$' -bench . -benchmem -benchtime $(BENCHTIME) $(call having,^func Benchmark)

.PHONY: properties
properties: ## Try every law on CHECKS random cases instead of a hundred.
	go test -vet=off -count=1 -timeout 60m $(call having,^\s+"pgregory\.net/rapid"$$) -rapid.checks=$(CHECKS)

.PHONY: crash
crash: ## Kill the store and the server at random moments, many times, and count what is lost.
	go test -vet=off -count=1 -timeout 30m -v ./store ./cmd/proffer -run 'TestKill|TestFaults|TestOnePlaceLeft' -args -long

.PHONY: guardrail-power
guardrail-power: ## Simulate false alarms and delays of the breakers at length, and print the tables.
	go test -vet=off -count=1 -timeout 60m -v ./guardrails/eprocess -run Power -args -power

.PHONY: coverage
coverage: ## Measure how often the intervals of estimates hold the truth, and hold the documents to it.
	go test -vet=off -count=1 -timeout 60m -v ./offline/coverage -run Coverage -args -coverage

.PHONY: fuzz
fuzz: ## Fuzz every Fuzz target for FUZZTIME each.
	@for dir in $(call having,^func Fuzz); do \
		for target in $$(go test -vet=off -list '^Fuzz' $$dir | grep '^Fuzz'); do \
			echo "== $$dir $$target"; \
			go test -vet=off -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) $$dir; \
		done; \
	done

.PHONY: soak
soak: properties crash fuzz ## Run all that takes long: properties, crash and fuzz.

.PHONY: replay
replay: ## Learn over a published randomised e-mail test, where a copy of it is at hand.
	@if [ -f "$(HILLSTROM)" ]; then \
		go run ./cmd/proffer replay --table "$(HILLSTROM)" --action arm --propensity propensity --reward visit \
			--context recency,log_history,mens,womens,newbie,zip_urban,zip_suburban,zip_rural,ch_web,ch_phone,ch_multi \
			--shuffles 8 --seed 1; \
	else echo "replay: skipped, no table at $(HILLSTROM)"; fi

.PHONY: learning
learning: build ## Measure the regret of the posteriors on published tasks, where their data are at hand.
	@for task in mushroom:mushroom.data.gz shuttle:shuttle.trn.gz; do \
		data="$(UCI)/$${task#*:}"; \
		if [ -f "$$data" ]; then bin/proffer lab --task "$${task%%:*}" --data "$$data" --seeds $(SEEDS); \
		else echo "$${task%%:*}: skipped, no data at $$data"; fi; \
	done
	@for delta in 0.5 0.95; do bin/proffer lab --task wheel --delta $$delta --seeds $(SEEDS); done

.PHONY: notebooks
notebooks: ## Execute the notebooks on logs simulated anew (needs Python; on Debian root may leave that to it).
	notebooks/run

.PHONY: ci
ci: ## Do what the build server does.
	.ci/run

.PHONY: clean
clean: ## Remove what was built.
	rm -rf bin coverage.*
