#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A time-out that ends a recovery which the adaptive law has forgiven: what was forgiven is no
# more, and the window backs off in full. The kernel asks for no new ssthresh there, as it does
# not know of recoveries without reduction. The path is long and the window clamped to less than
# it carries, so that nothing ever waits; one segment is lost, and then all, with those that are
# on the way.
#
#	client --> (drop each 150th) router --200 ms--> server
#
# shellcheck source=selftests/net/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/net/peer.sh
. "$(dirname "$0")/peer.sh"

shown() { # FIELD
	on client sawtooth -j conn dport 8001 | jq -r ".[0].steer[0].$1"
}

in_phase() {
	is "$(shown phase)" "$1"
}

by_kernel() { # FIELD : of ss
	on client ss -Htin "dport = :8001" | sed -nE "s/.*[[:space:]]$1:([0-9]+).*/\1/p"
}

clamp() { # SEGMENTS
	on client sawtooth steer dport 8001 set clamp "$1"
}

long_path() {
	lib_plain client host0
	lib_plain router left
	on router tc qdisc add dev left clsact
	on router tc qdisc add dev right root netem delay 200ms limit 1000
}

drop_each() { # N
	on router tc filter add dev left ingress pref 1 protocol ip matchall \
		action pass random determ drop "$1"
}

# Also what is under way.
cut() {
	on router tc qdisc delete dev right root &&
		on router tc qdisc add dev right root netem loss 100%
}

# decided CAUSE : "BEFORE > AFTER" of each.
decided() {
	told --arg cause "$1" 'select(.event == "decision" and .cause == $cause) |
		"\(.before) > \(.after)"'
}

delivered() { # SEGMENTS
	atleast "$(by_kernel delivered)" "$1"
}

acknowledged_more() { # THAN
	(($(shown acked) > $1))
}

check "load" module_load
check "a network" topo_create
check "no neighbour is asked for" acquaint
check "a client" peer_start client client
check "a server" peer_start server server
check "a long path" long_path
check "adaptive is what the client takes" on client sawtooth binding set 0.0.0.0/0 adaptive
check "the client's host is followed" monitor_start client decisions
check "a listener" tell server listen 192.0.2.130 8001
check "connect" tell client connect 192.0.2.130 8001 sawtooth
check "accept" tell server accept
check "a window of 20" clamp 20
check "send without end" tell client pump
check "receive without end" tell server drain
check "the path is known" wait_until 30 delivered 200
check "the window is as large as it may be" is "$(by_kernel cwnd)" 20

check "a segment is lost" drop_each 150
check "that decides" monitor_wait 60 '"cause":"loss"'
check "and then all is" cut
check "it was forgiven" is "$(decided loss)" "20 > 20"
check "with the window of before" is "$(by_kernel cwnd)" 20
check "while it recovers" in_phase recovery
check "a time-out" monitor_wait 30 '"cause":"timeout"'
check "backs off by half" is "$(decided timeout)" "20 > 10"
check "so does the socket" is "$(by_kernel ssthresh)" 10
check "a window of one segment" is "$(shown cwnd)" 1
check "and its phase" in_phase loss
check "no more is decided" is "$(told 'select(.event == "decision").cause' | tail -n 1)" timeout
decisions=$(shown decisions)

check "no more is lost" on router tc filter delete dev left ingress pref 1
check "the path again" on router tc qdisc replace dev right root netem delay 200ms limit 1000
check "it goes on" wait_until 60 acknowledged_more "$(shown acked)"
check "and recovers" wait_until 60 in_phase avoidance
check "without any decision more" is "$(shown decisions)" "$decisions"
finish
