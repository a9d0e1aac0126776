#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# State belongs to a namespace and goes with it; the module goes under traffic and leaves
# nothing behind. On several processors, for the races.
# shellcheck source=selftests/net/lib.sh
. "$(dirname "$0")/lib.sh"

stat() { # NAMESPACE COUNTER
	on "$1" sawtooth -j stats | jq --arg stat "$2" '.counter[] | select(.stat == $stat).count'
}

traffic() { # NAMESPACE PORT
	ip -n "$1" link set lo up
	exec ip netns exec "$1" /usr/bin/python3 "$(dirname "$0")/traffic.py" "$2"
}

begun() { # NAMESPACE
	local conns

	conns=$(stat "$1" conns) && ((conns > 3))
}

# A namespace that is made, used and destroyed while connections run in it.
lives_and_dies() {
	local round pid

	for ((round = 0; round < 10; round++)); do
		ip netns add "short$round" || return
		traffic "short$round" 7000 &
		pid=$!
		wait_until 20 begun "short$round" || return
		kill -9 "$pid"
		wait "$pid"
		ip netns delete "short$round" || return
	done
	return 0
}

loads_and_unloads() {
	local round

	for ((round = 0; round < 10; round++)); do
		insmod "$SAWTOOTH_TREE/sawtooth.ko" || return
		wait_until 20 begun busy || return
		rmmod sawtooth || return
	done
	return 0
}

slab() {
	no grep -q '^saw_conn' /proc/slabinfo
}

check "load" module_load
check "two namespaces" eval 'ip netns add busy && ip netns add quiet'
at_exit ip netns delete busy
at_exit ip netns delete quiet
traffic busy 7001 &
busy=$!
at_exit kill $busy
check "traffic in one" wait_until 20 begun busy
check "none is seen in the other" is "$(stat quiet conns)" 0
check "namespaces come and go under traffic" lives_and_dies
check "unload under traffic" module_unload
check "the module comes and goes under traffic" loads_and_unloads
kill "$busy"
wait "$busy"
check "no cache is left" slab
check "no sysctl is left" no test -e /proc/sys/net/sawtooth
# shellcheck disable=SC2154 # lib.sh's
dmesg >"$lib_work/dmesg"
# shellcheck disable=SC2154
check "the kernel has nothing to object" "$SAWTOOTH_TREE/tools/vm/scan" "$lib_work/dmesg"
finish
