#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# After all other tests: nothing that the module allocated is without an owner, while it is
# loaded and after it has gone, and the kernel's checks themselves are still at work.
# shellcheck source=selftests/net/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tools/debug/tests/kmemleak.sh
. "$(dirname "$0")/kmemleak.sh"

nothing_leaked() {
	leaks_scan && no grep . "$leaks"
}

begun() {
	(($(ip netns exec busy sawtooth -j status | jq .conns) > 20))
}

alive() { # FILE REGEX
	grep -E -- "$2" "$1"
}

check "nothing leaked so far" nothing_leaked
check "load" module_load
check "a namespace" ip netns add busy
at_exit ip netns delete busy
ip -n busy link set lo up
ip netns exec busy /usr/bin/python3 "$(dirname "$0")/traffic.py" 7001 &
busy=$!
at_exit kill $busy
check "connections in it" wait_until 60 begun
check "nothing leaked while loaded" nothing_leaked
kill "$busy"
wait "$busy"
check "unload" module_unload
check "nothing leaked when it had gone" nothing_leaked
check "the lock checker is alive" alive /proc/lockdep_stats '^ *debug_locks: *1$'
# shellcheck disable=SC2154 # lib.sh's
dmesg >"$lib_work/dmesg"
check "no checker gave up" no grep -E 'ODEBUG: Out of memory|kmemleak: .*disabled|INFO: lockdep is turned off|MAX_LOCK[A-Z_]* too low' \
	"$lib_work/dmesg"
finish
