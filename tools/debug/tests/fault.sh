#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Allocations that fail: each one of loading and of every request, one after the other; then
# by chance those made for connections, memberships, sockets and events, in a storm of them.
# What is not followed is counted, and nothing stays behind (leak.sh looks after this test).
# shellcheck source=selftests/net/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tools/debug/tests/kmemleak.sh
. "$(dirname "$0")/kmemleak.sh"

here=$(dirname "$0")
fault=/sys/kernel/debug/failslab
python=/usr/bin/python3

# For tools/debug/check.scan.
mark() {
	echo "fault.sh: $*" >/dev/kmsg
}

# The kernel forgets a name when a cache finds no room in sysfs. All else would be ours.
only_the_kernels_leaks() {
	leaks_scan || return
	awk 'BEGIN { RS = "unreferenced object" }
		NR > 1 && !/ sysfs_slab_add/ { print; ours = 1 }
		END { exit ours }' "$leaks" && echo clear >"$leaks"
}

# Also of what may wait.
each_allocation() { # ARGUMENT...
	echo N >"$fault/cache-filter" && echo N >"$fault/ignore-gfp-wait" &&
		"$python" "$here/nth.py" "$@"
}

# The caches that the module's objects come from are marked on the kernel's command line.
marked() {
	is "$(cat "/sys/kernel/slab/$1/failslab")" 1
}

# Only what may not wait, as in the hooks: programs go on undisturbed.
faults_on() { # PERCENT
	echo Y >"$fault/cache-filter" && echo Y >"$fault/ignore-gfp-wait" && echo -1 >"$fault/times" &&
		echo "$1" >"$fault/probability"
}

faults_off() {
	echo 0 >"$fault/probability"
}

counter() { # NAME
	on storm sawtooth -j stats | jq --arg stat "$1" '.counter[] | select(.stat == $stat).count'
}

counted() { # NAME MINIMUM
	local count

	count=$(counter "$1") && ((count >= $2))
}

storm() {
	ip netns exec storm "$python" "$here/storm.py" 7002 192.0.2.1 &
	storm=$!
	at_exit kill $storm
}

echo 0 >"$fault/verbose"
at_exit faults_off
ynl=$("$SAWTOOTH_TREE/tools/deps/fetch" source-6.12) || exit 1

# A second namespace: the first is undone when the second cannot be had.
check "a namespace" ip netns add storm
at_exit ip netns delete storm
ip -n storm link set lo up
check "a device to join on" ip -n storm link add wire type dummy
ip -n storm address add 192.0.2.1/24 dev wire
ip -n storm link set wire up
mark "allocations fail"
check "each allocation of loading" each_allocation load "$SAWTOOTH_TREE/sawtooth.ko"
check "what leaked is not ours" only_the_kernels_leaks
mark "allocations do not fail"
check "load" module_load
check "each allocation of each request" each_allocation request "$ynl" \
	"$SAWTOOTH_TREE/Documentation/netlink/specs/sawtooth.yaml"

check "a listener" monitor_start storm
storm
check "connections and joins" eval 'wait_until 60 counted conns 20 && wait_until 60 counted joins 5'
check "the cache of connections is marked" marked saw_conn
check "faults" faults_on 20
check "connections that were not followed" wait_until 100 counted conns-untracked-memory 5
check "joins that were not followed" wait_until 100 counted memberships-untracked 1
check "events that were lost" wait_until 100 counted events-lost 1
faults_off
conns=$(counter conns)
check "after it, connections are followed again" wait_until 60 counted conns $((conns + 20))
kill "$storm"
wait "$storm"
monitor_of storm
check "the listener was told of the loss" monitor_wait 20 '"event":"loss"'
check "it ends" monitor_stop
check "unload" module_unload
finish
