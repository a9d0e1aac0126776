#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Filters in the kernel: a listener gets the events that it asked for, and for others no
# record is made; dumps show the same. The topology is that of topo_create in lib.sh.
# shellcheck source=selftests/net/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/net/peer.sh
. "$(dirname "$0")/peer.sh"

count() { # COUNTER
	on client sawtooth -j stats | jq --arg stat "$1" '.counter[] | select(.stat == $stat).count'
}

# A connection to the listener that is number LISTENER of its peer. The far end resets it:
# a RST that arrives ends it at once, and nothing of it comes later.
talk() { # FROM TO LISTENER ADDRESS PORT
	tell "$1" connect "$4" "$5" && tell "$2" use "$3" && tell "$2" accept &&
		tell "$2" send 1 && tell "$1" recv 1 && tell far reset && tell near close
}

# So that also the initiators' ports are known.
one_port() { # NAMESPACE PORT
	on "$1" sysctl -qw net.ipv4.ip_local_port_range="$2 $2"
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

# As wants, of a host's join of a group.
joins() { # EVENTS WORDS...
	local expected=$1 before
	shift

	before=$(count events)
	monitor_start client --no-dump "$@" && tell near join 239.1.2.3 host0 || return
	wait_until 20 joined
	wait_until 5 made || echo "made $(($(count events) - before)), should be $expected"
	monitor_stop
	tell near leave 239.1.2.3 host0 && wait_until 20 no joined &&
		is "$(told -s length)" "$expected"
}

joined() {
	on client sawtooth -j group | jq -e 'map(select(.group == "239.1.2.3")) | length == 1'
}

shows() { # PORTS FILTER...
	local expected=$1
	shift

	is "$(on client sawtooth -n -j conn "$@" |
		jq -r '[.[].dport] | unique | map(tostring) | join(" ")')" "$expected"
}

denied() { # REGEX COMMAND...
	local regex=$1 said
	shift

	said=$("$@" 2>&1) && return 1
	like "$said" "$regex"
}

# As many listeners as there may be; each is told when it may go.
crowd() {
	local i

	for ((i = 0; i < 15; i++)); do
		ip netns exec client sawtooth monitor --ready-fd 3 \
			3>"$lib_work/ready.$i" >"$lib_work/crowd.$i" 2>&1 &
		crowd+=($!)
		at_exit kill "$!"
	done
	for ((i = 0; i < 15; i++)); do
		wait_until 10 test -s "$lib_work/ready.$i" || return
	done
}

disperse() {
	kill "${crowd[@]}"
	wait "${crowd[@]}"
	true
}

check "load" module_load
check "a network" topo_create
check "a peer" peer_start near client
check "another" peer_start far server
check "it listens" tell near listen 192.0.2.2 8104
check "so does the other" tell far listen 192.0.2.130 8004
check "also on IPv6" tell far listen 2001:db8:2::2 8006
check "near has one port" one_port client 40000
check "far has one, too" one_port server 40001
check "traffic" traffic
check "nobody listened, no record" is "$(count events)" 0

# Both ends' transitions, the handshake and the teardown.
check "everything" wants 24 "8004 8006 8104"
each=8
check "one kind" wants 3 "8004 8006 8104" handshakes
check "two kinds" wants 6 "8004 8006 8104" teardowns handshakes
check "destination port" wants "$each" 8006 dport 8006
check "source port" wants $((2 * each)) "8004 8006" sport 40000
check "port of either end" wants "$each" 8104 port 8104
check "port of either end, the other" wants "$each" 8104 port 40001
check "no such port" wants 0 "" port 8105
check "source, a prefix" wants "$each" 8004 src 192.0.2.0/25
check "destination, a prefix" wants "$each" 8004 dst 192.0.2.128/25
check "either, a prefix" wants $((2 * each)) "8004 8104" addr 192.0.2.128/25
check "either, one address" wants "$each" 8006 addr 2001:db8:2::2
check "either, the other address" wants "$each" 8006 addr 2001:db8:1::2
check "either, IPv6 up to a bit in the middle" wants "$each" 8006 addr 2001:db8:3::/47
check "either, the next prefix" wants 0 "" addr 2001:db8:4::/46
check "address and port of the same end" wants "$each" 8104 addr 192.0.2.2 port 8104
check "address and port of different ends" wants 0 "" addr 192.0.2.130 port 8104
check "every IPv6" wants "$each" 8006 src ::/0
check "state" wants 6 "8004 8006 8104" state syn-sent
check "state and port" wants 2 8104 state syn-sent dport 8104
check "interface" wants 24 "8004 8006 8104" dev host0
check "another interface" wants 0 "" dev lo
check "this host is the initiator" wants $((2 * each)) "8004 8006" role initiator
check "this host is the responder" wants "$each" 8104 role responder
check "all together" wants 6 8104 transitions src 192.0.2.130 dst 192.0.2.2:8104 \
	dev host0 role responder
check "a membership, by its host" joins 1 src 192.0.2.0/25
check "by its group" joins 1 dst 239.0.0.0/8
check "by another host" joins 0 src 192.0.2.128/25
check "a membership has no port" joins 0 port 0

check "15 listeners" crowd
check "no more" denied "as many sockets as can have subscribed" on client sawtooth monitor
check "but elsewhere" eval 'monitor_start server && monitor_stop'
check "they go" disperse
check "and there is room" eval 'monitor_start client && monitor_stop'
before=$(count events)
check "traffic for nobody" traffic
check "no record" is "$(count events)" "$before"

# Here all three stay.
check "a connection" tell near connect 192.0.2.130 8004
check "one to this host" tell far connect 192.0.2.2 8104
check "one by IPv6" tell near connect 2001:db8:2::2 8006
check "dump: everything" shows "8004 8006 8104"
check "dump: either port" shows 8104 port 8104
check "dump: either address" shows "8004 8104" addr 192.0.2.130
check "dump: address and port of the same end" shows 8104 addr 192.0.2.2:8104
check "dump: of different ends" shows "" addr 192.0.2.130:8104
check "dump: role" shows 8104 role responder
check "dump: the other role" shows "8004 8006" role initiator
finish
