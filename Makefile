# Everything a person or CI does with this repository. Debian 12, the .NET 10 SDK, and root for the lab.
SHELL := /bin/bash
CONFIGURATION := Release
export DOTNET_CLI_TELEMETRY_OPTOUT := 1
export DOTNET_NOLOGO := 1

# The daemons are started by their own launchers, which look for the runtime here.
export DOTNET_ROOT ?= $(dir $(realpath $(shell command -v dotnet)))

SOURCES := $(shell find src tests -not -path '*/obj/*' \( -name '*.cs' -o -name '*.csproj' -o -name '*.proto' -o -name '*.json' -o -name '*.py' -o -name '*.sh' \) 2>/dev/null) \
	$(wildcard *.props *.sln *.txt global.json .editorconfig)
# Changes when a file comes or goes, so that a deleted source is noticed too. Two may run at a time.
SOURCE_LIST := artifacts/.sources
$(shell mkdir -p artifacts; new=$(SOURCE_LIST).$$$$; printf '%s\n' $(SOURCES) | sort >$$new; cmp -s $$new $(SOURCE_LIST) && rm $$new || mv $$new $(SOURCE_LIST))
# dotnet build has no way to keep quiet about a success.
ERRORS := { grep -Ev '^$$|Build succeeded|0 Warning|0 Error|Time Elapsed' || true; }
LAB := artifacts/bin/DsMip.Lab/release/dsmip-lab
# Where the machine's own kernel has no ESP, User-Mode Linux has; KERNEL=uml or KERNEL=own decides otherwise.
ifeq ($(IPSEC)$(KERNEL),native)
KERNEL := $(if $(shell tests/lab/has-esp.sh && echo yes),own,uml)
endif
INSIDE := $(if $(filter uml,$(KERNEL)),UML_TIMEOUT=1200 tests/lab/uml/run-in-uml.sh 3G)

.PHONY: setup tools build demo-build check map test lab native demo demo-down bench fuzz clean

setup: ## Debian packages and NuGet packages, only what is missing
	@tests/lab/setup.sh

tools: ## Helm and promtool, for the tests of the chart
	@tests/lab/chart-tools.sh

# The stamps make a second run quick: nothing is built while no source is newer.
artifacts/.built: $(SOURCES) $(SOURCE_LIST)
	@echo "building..."
	@set -o pipefail; dotnet build DsMip.sln -c $(CONFIGURATION) -v q --nologo | $(ERRORS)
	@touch $@

artifacts/.built-lab: $(SOURCES) $(SOURCE_LIST)
	@echo "building the daemons and the lab..."
	@set -o pipefail; dotnet build tests/lab/Demo -c $(CONFIGURATION) -v q --nologo | $(ERRORS)
	@touch $@

build: setup tools artifacts/.built ## everything, warnings are errors

check: build ## build, and the tests that leave the machine alone
	@tests/lab/run-tests.sh fast

map: ## docs/rfc-map.md, from docs/clauses and the [Clause] attributes of the tests
	@dotnet run --project tests/map -c $(CONFIGURATION) -v q -- write

test: build ## every test there is
	@tests/lab/run-tests.sh all

lab: build ## real daemons in network namespaces (root)
	@tests/lab/run-tests.sh lab

native: build ## IPsec of the kernel and of strongSwan, in User-Mode Linux where this kernel has none
	@tests/lab/run-tests.sh native

demo: setup artifacts/.built-lab ## the walk through five networks, twice; KEEP=1 leaves the lab up, CRASH=1 also kills the home agent, CLUSTER=3: three control nodes and two edges are the home agent, and one of each is killed, GAPS=report does not judge silences (GAPS=judge: those of a cluster, too), IPSEC=native: ESP of the kernel and keys by strongSwan (KEYS=manual: by hand, PROTECT=1: payload as well), KERNEL=uml walks inside User-Mode Linux
	@$(INSIDE) $(LAB) demo

demo-build: artifacts/.built-lab

demo-down: artifacts/.built-lab ## removes what KEEP=1 left
	@$(LAB) down

bench: build ## packets: ratios to a buffer copy and to the platform's AES-GCM; durable updates: ratio to plain batched INSERTs (root); PART=packets or PART=durable: one of them
	@dotnet run --project tests/bench -c $(CONFIGURATION) --no-build -- $(PART)

fuzz: setup ## frames made by mutation, guided by coverage, against all that takes bytes from others: COUNT=10000000, TARGET=name: one of them, SEED=1, KEEP=folder: write the corpora there
	@dotnet build tests/fuzz -c $(CONFIGURATION) -v q --nologo | $(ERRORS)
	@nice dotnet artifacts/bin/DsMip.Fuzz/release/DsMip.Fuzz.dll --count $(or $(COUNT),10000000) --seed $(or $(SEED),1) $(if $(TARGET),--target $(TARGET)) $(if $(KEEP),--keep $(KEEP))

clean:
	@rm -rf artifacts
