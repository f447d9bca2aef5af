#!/bin/bash
# run.sh [result file]: our ESP against the Linux kernel's, in User-Mode Linux. Prints a table, ends with 0 only if every row is ok.
set -eu
here=$(dirname "$(readlink -f "$0")")
result=$(readlink -f "${1:-$here/../../../artifacts/kernel-esp.jsonl}")
dotnet build -v q --nologo -c Release "$here" >&2
exec "$here/../uml/run-in-uml.sh" 1G dotnet "$here/../../../artifacts/bin/DsMip.KernelEsp.Lab/release/DsMip.KernelEsp.Lab.dll" "$result"
