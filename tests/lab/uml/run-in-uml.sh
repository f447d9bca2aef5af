#!/bin/bash
# run-in-uml.sh <memory> <command...>
#
# Boots User-Mode Linux (Debian: user-mode-linux) with this machine's file system as its root, runs the command there as root in the current
# directory and ends with the command's exit code. The command finds an own kernel with its own network stack: TUN, veth, namespaces, ESP,
# Mobile IPv6 (mip6), ip6_tunnel, netem. It sees the caller's environment; /tmp, /run and /dev are its own, everything else is the host's.
# Its output is shown as it comes. Ctrl-C or SIGTERM switches the machine off.
#
# UML_TIMEOUT   seconds until the machine is switched off (default 300); the exit code is then 124
# UML_MODULES   more kernel modules to load before the command
# UML_VERBOSE   1: print the console of the machine too
#
# Leaves nothing behind: all files of its own lie in one temporary directory.
set -u
[ $# -ge 2 ] || { sed -n 2,3p "$0" >&2; exit 64; }
memory=$1; shift
kernel=$(command -v linux.uml) || { echo "run-in-uml.sh: linux.uml is missing (Debian package user-mode-linux)" >&2; exit 69; }

work=$(mktemp -d /tmp/dsmip-uml.XXXXXX)
machine= tail=
off() { # the machine's processes, then its files
    [ -z "$machine" ] || { kill "$machine" && wait "$machine"; } 2>/dev/null
    [ -z "$tail" ] || { kill "$tail" && wait "$tail"; } 2>/dev/null
    rm -rf "$work"
}
trap off EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
cp "$(dirname "$(readlink -f "$0")")/guest.sh" "$work/guest.sh"
{ export -p; printf 'cd %q\n' "$PWD"; } >"$work/environment"
printf '%q ' "$@" >"$work/command"
printf '%s' "${UML_MODULES:-}" >"$work/modules"
: >"$work/output"

tail -n +1 -s 0.2 -f --pid=$$ "$work/output" & tail=$!
TMPDIR=/dev/shm timeout -k 10 "${UML_TIMEOUT:-300}" "$kernel" mem="$memory" uml_dir="$work/" umid=guest \
    rootfstype=hostfs rootflags=/ rw init="$work/guest.sh" con=null con0=null,fd:1 loglevel=4 </dev/null >"$work/console" 2>&1 & machine=$!
wait "$machine"
booted=$? machine=
sleep 0.4
kill "$tail" 2>/dev/null; wait "$tail" 2>/dev/null
tail=
[ "${UML_VERBOSE:-}" = 1 ] && cat "$work/console" >&2
[ $booted = 124 ] && { echo "run-in-uml.sh: switched off after ${UML_TIMEOUT:-300} s" >&2; exit 124; }
[ -s "$work/exit" ] || { echo "run-in-uml.sh: the machine did not come to an end of its own:" >&2; tail -n 20 "$work/console" >&2; exit 70; }
exit "$(cat "$work/exit")"
