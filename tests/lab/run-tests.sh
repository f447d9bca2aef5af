#!/bin/bash
# Runs test projects that are already built (Release) and sums up: one line a project; a line for each requirement that MUST be met and whose
# tests did not all pass (docs/rfc-map.md); what failed, once more and short; and as the last line "N passed, N failed, N skipped". Not zero on
# any failure; with CI=true also on any skip.
#   run-tests.sh all | fast | lab | native
set -u
# None of it runs for long enough to be compiled by measurements.
export DOTNET_TieredPGO=0
cd "$(dirname "$0")/../.."
results=$PWD/artifacts/test-results
rm -rf "$results"
mkdir -p "$results"

# Native.Tests need a kernel with ESP. Where this one has none, User-Mode Linux has: a network stack of its own, so beside all others. One machine
# of it has one CPU and mostly waits, so there are three: two for the tests that start our daemons, one for the rest.
if tests/lab/has-esp.sh; then native_kernel= native='|Native'; else native_kernel='tests/lab/uml/run-in-uml.sh 3G' native=; fi

# These change the machine (namespaces, TUN devices) or need much of it (a browser): one after the other, and beside nothing that does, too.
machine="^(Linux|KernelEsp|Dashboard|HomeAgent\.Host|MobileNode\.Host|Cluster|Load|Lab$native)\.Tests\$"
fast() { projects | grep -Ev "$machine|^Native"; }
projects() { for p in tests/*.Tests/*.csproj; do basename "$(dirname "$p")"; done; }
nodes='Demo MobileNode' agents='Mixed HomeAgent Faults' # namespaces of those that start daemons
machines=${native_kernel:+Native.Tests+nodes Native.Tests+agents Native.Tests+rest}
beside= quiet=
case ${1:-all} in
    all) beside=$machines; pure=$(fast); alone=$(projects | grep -E "$machine" | grep -Ev '^(Lab|Cluster)'; echo Lab.Tests) quiet=Cluster.Tests ;;
    fast) pure=$(fast); alone= ;;
    lab) pure=; alone=Lab.Tests quiet=Cluster.Tests ;;
    native) beside=$machines; pure=; alone=$([ -n "$machines" ] || echo Native.Tests) ;;
esac

# A project counts as one failure until its results say otherwise: a host that dies, hangs or finds no test must not look green.
run() { # one project, or project+part
    local start=$SECONDS code=1 filter=
    case $1 in
        *+nodes) filter=$(printf '|FullyQualifiedName~.Native.Tests.%s.' $nodes) ;;
        *+agents) filter=$(printf '|FullyQualifiedName~.Native.Tests.%s.' $agents) ;;
        *+rest) filter=$(printf '&FullyQualifiedName!~.Native.Tests.%s.' $nodes $agents) ;;
    esac
    echo "0 1 0" >"$results/$1.sum"
    execute "$1" "$results" "${filter:1}" && code=0 || code=$?
    count "$1" $((SECONDS - start)) $code
    [ "$(cut -d' ' -f2 "$results/$1.sum")" = 0 ] || grep -Ev '^(Test run for|A total of|VSTest|\[xUnit| *Passed |$)' "$results/$1.log"
}

execute() { # project or project+part, folder for log and results, filter or nothing
    local name=${1%+*} inside= dll=artifacts/bin/DsMip.${1%+*}/release/DsMip.${1%+*}.dll
    [ "$name" != Native.Tests ] || inside=$native_kernel
    if [ ! -f "$dll" ]; then
        echo "$dll was not built" >"$2/$1.log"
        return 1
    fi
    UML_TIMEOUT=1800 $inside dotnet test "$dll" --nologo --blame-hang-timeout 10m --blame-hang-dump-type none ${3:+--filter "$3"} \
        --logger "console;verbosity=normal" --logger "trx;LogFileName=$1.trx" --results-directory "$2" >"$2/$1.log" 2>&1
}

outcome() { grep -o "<UnitTestResult [^>]* outcome=\"$2\"" "$1" | wc -l; }

count() { # project, seconds, exit code of the runner
    local trx=$results/$1.trx passed=0 failed=0 skipped=0
    if [ -s "$trx" ]; then
        passed=$(outcome "$trx" Passed)
        failed=$(outcome "$trx" Failed)
        skipped=$(outcome "$trx" NotExecuted)
    fi
    [ "$failed" != 0 ] || { [ "$3" = 0 ] && [ $((passed + skipped)) != 0 ]; } || failed=1
    echo "$passed $failed $skipped" >"$results/$1.sum"
    printf '%-24s %5d passed, %d failed, %d skipped  (%d s)\n' "$1" "$passed" "$failed" "$skipped" "$2"
}

# What failed among the tests with real processes is run once more when nothing else runs: something else may have had the machine. Which tests
# needed that is said; what they said the first time stays in a folder that no other tool reads.
again() { # project
    local project=$1 start=$SECONDS filter names
    [ "$(cut -d' ' -f2 "$results/$project.sum")" != 0 ] && [ -s "$results/$project.trx" ] || return 0
    filter=$($map again "$results/$project.trx") || return 0
    mkdir -p "$results/first" "$results/second"
    cp "$results/$project.trx" "$results/$project.log" "$results/first/"
    [ "$project" != Cluster.Tests ] || [ ! -d artifacts/cluster ] || cp -r artifacts/cluster "$results/first/"
    echo "$project: what failed once more, what it said first is in artifacts/test-results/first"
    execute "$project" "$results/second" "$filter" || true
    names=$($map merge "$results/$project.trx" "$results/second/$project.trx" 2>/dev/null) || names=
    count "$project" $((SECONDS - start)) 0
    [ -z "$names" ] || printf '%s\n' "$names" | sed 's/^/  passed the second time: /'
}
export -f run execute count outcome
map='dotnet artifacts/bin/DsMip.Map/release/DsMip.Map.dll'
export results native_kernel nodes agents

for part in $beside; do run "$part" & done
[ -z "$pure" ] || printf '%s\n' $pure | xargs -P 2 -I{} bash -c 'run {}'
for project in $alone; do run "$project"; done
wait
# Five daemons, a database and a load: they are judged by what they do in seconds, and have the machine to themselves.
for project in $quiet; do run "$project"; done
for project in $beside $alone $quiet; do again "$project"; done

# One failure, beside those of the tests themselves, if any requirement is without its proof.
if [ "${1:-all}" = all ]; then
    echo "0 0 0" >"$results/requirements.sum"
    if ! $map results "$results" >"$results/requirements.log" 2>&1; then
        echo "0 1 0" >"$results/requirements.sum"
        echo "requirements that no passing test speaks for:"
        sed 's/^/  /' "$results/requirements.log"
    fi
fi

$map failures "$results"
read -r passed failed skipped < <(cat "$results"/*.sum | awk '{ p += $1; f += $2; s += $3 } END { print p, f, s }')
if [ "$skipped" != 0 ]; then
    echo "skipped:"
    grep -ho '\[SKIP\].*\|.*\[SKIP\]' "$results"/*.log | sed 's/^/  /' | sort -u
fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ] && { [ "$skipped" = 0 ] || [ "${CI:-}" != true ]; }
