#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Filters in the kernel: a listener gets the events that it asked for, and for others no
# record is made. The topology is that of topo_create in lib.sh.
# shellcheck source=selftests/net/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/net/peer.sh
. "$(dirname "$0")/peer.sh"

count() { # COUNTER
	on client sawtooth -j stats | jq --arg stat "$1" '.counter[] | select(.stat == $stat).count'
}

# A connection to the listener that is number LISTENER of its peer. A reset ends it, so that
# nothing of it comes later.
talk() { # FROM TO LISTENER ADDRESS PORT
	tell "$1" connect "$4" "$5" && tell "$2" use "$3" && tell "$2" accept &&
		tell "$1" reset && tell "$2" close
}

traffic() {
	talk near far 0 192.0.2.130 8004 && talk far near 0 192.0.2.2 8104 &&
		talk near far 1 2001:db8:2::2 8006
}

made() {
	(($(count events) - before == expected))
}

# wants EVENTS PORTS WORDS... : a monitor with these words gets so many events, of these
# responders' ports, and the kernel made so many records.
wants() {
	local expected=$1 ports=$2 before
	shift 2

	before=$(count events)
	monitor_start client -n --no-dump "$@" && traffic || return
	wait_until 5 made || echo "made $(($(count events) - before)), should be $expected"
	monitor_stop
	is "$(told -s length)" "$expected" &&
		is "$(told -rs 'map(.dport) | unique | map(tostring) | join(" ")')" "$ports"
}

check "load" module_load
check "a network" topo_create
check "a peer" peer_start near client
check "another" peer_start far server
check "it listens" tell near listen 192.0.2.2 8104
check "so does the other" tell far listen 192.0.2.130 8004
check "also on IPv6" tell far listen 2001:db8:2::2 8006
check "traffic" traffic
check "nobody listened, no record" is "$(count events)" 0

# Both ends' transitions, the handshake and the teardown.
check "everything" wants 24 "8004 8006 8104"
each=8
check "one kind" wants 3 "8004 8006 8104" handshakes
check "two kinds" wants 6 "8004 8006 8104" teardowns handshakes
check "destination port" wants "$each" 8006 dport 8006
check "port of either end" wants "$each" 8104 port 8104
check "no such port" wants 0 "" port 8105
check "source, a prefix" wants "$each" 8004 src 192.0.2.0/25
finish
