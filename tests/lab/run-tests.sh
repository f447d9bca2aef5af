#!/bin/bash
# Runs test projects that are already built (Release) and sums up: one line a project, and as the last line
# "N passed, N failed, N skipped". Not zero on any failure; with CI=true also on any skip.
#   run-tests.sh all | fast | lab
set -u
cd "$(dirname "$0")/../.."
results=$PWD/artifacts/test-results
rm -rf "$results"
mkdir -p "$results"

# These change the machine (namespaces, TUN devices, a User-Mode Linux): one after the other, and not beside anything else.
machine='^(Linux|KernelEsp|HomeAgent\.Host|MobileNode\.Host|Lab)\.Tests$'
projects() { for p in tests/*.Tests/*.csproj; do basename "$(dirname "$p")"; done; }
case ${1:-all} in
    all) pure=$(projects | grep -Ev "$machine"); alone=$(projects | grep -E "$machine" | grep -v '^Lab'; echo Lab.Tests) ;;
    fast) pure=$(projects | grep -Ev "$machine"); alone= ;;
    lab) pure=; alone=Lab.Tests ;;
esac

run() { # one project
    local project=$1 start=$SECONDS log=$results/$1.log dll=artifacts/bin/DsMip.$1/release/DsMip.$1.dll
    [ -f "$dll" ] || { echo "$dll was not built" >"$log"; count "$project" 0; return; }
    dotnet test "$dll" --nologo --logger "trx;LogFileName=$project.trx" --results-directory "$results" >"$log" 2>&1
    count "$project" $((SECONDS - start))
}

counter() { grep -o '<Counters [^>]*' "$1" | grep -o " $2=\"[0-9]*\"" | grep -o '[0-9]*'; }

count() { # project, seconds; the trx counts a skipped test only in total minus executed
    local trx=$results/$1.trx passed=0 failed=1 skipped=0
    if [ -s "$trx" ]; then
        passed=$(counter "$trx" passed)
        skipped=$(($(counter "$trx" total) - $(counter "$trx" executed)))
        failed=$(($(counter "$trx" executed) - passed))
    fi
    grep -q 'No test is available' "$results/$1.log" && failed=0
    echo "$passed $failed $skipped" >"$results/$1.sum"
    printf '%-24s %5d passed, %d failed, %d skipped  (%d s)\n' "$1" "$passed" "$failed" "$skipped" "$2"
    [ "$failed" = 0 ] || grep -Ev '^(Test run for|A total of|VSTest|\[xUnit|$)' "$results/$1.log"
}
export -f run count counter
export results

[ -z "$pure" ] || printf '%s\n' $pure | xargs -P 2 -I{} bash -c 'run {}'
for project in $alone; do run "$project"; done

read -r passed failed skipped < <(cat "$results"/*.sum | awk '{ p += $1; f += $2; s += $3 } END { print p, f, s }')
if [ "$skipped" != 0 ]; then
    echo "skipped:"
    grep -ho '\[SKIP\].*\|.*\[SKIP\]' "$results"/*.log | sed 's/^/  /' | sort -u
fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ] && { [ "$skipped" = 0 ] || [ "${CI:-}" != true ]; }
