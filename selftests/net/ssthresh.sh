#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# ssthresh of a live connection, set by hand: the kernel's socket has it, it is told,
# and the window grows accordingly. Then what is refused, and why. The topology is that
# of topo_create in lib.sh; the path is long and has room, so that nothing is lost.
#
#	client --> router ==20 Mbit/s==> server
#	       <-- 100 ms
#
# shellcheck source=selftests/net/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/net/peer.sh
. "$(dirname "$0")/peer.sh"

id_of() { # NAMESPACE PORT
	on "$1" sawtooth -j conn dport "$2" | jq '.[0].id'
}

shown() { # FIELD
	on client sawtooth -j ssthresh "$id" | jq -r ".[0].$1"
}

by_kernel() { # FIELD : of ss
	on client ss -Htin "dport = :8001" | sed -nE "s/.*[[:space:]]$1:([0-9]+).*/\1/p"
}

set_to() { # SEGMENTS
	on client sawtooth ssthresh set "$id" "$@"
}

set_to_id() { # ID SEGMENTS [ROLE]
	on client sawtooth ssthresh set "$@"
}

in_phase() {
	is "$(shown phase)" "$1"
}

# refused STATUS REGEX COMMAND...
refused() {
	local status=$1 regex=$2 said
	shift 2

	said=$("$@" 2>&1)
	is $? "$status" && like "$said" "$regex"
}

window_is() { # MINIMUM
	atleast "$(shown cwnd)" "$1"
}

# Everything about the connection, a line each 50 ms.
record_start() {
	ip netns exec client sawtooth -j conn "$id" --every 0.05 >"$lib_work/series" &
	recorder=$!
	at_exit kill "$recorder"
}

record_stop() {
	kill "$recorder"
	wait "$recorder"
	[[ -s $lib_work/series ]]
}

# Segments a second between the first and the last sample in which FILTER holds.
slope() { # FILTER
	jq --slurp "[.[] | {time} + .steer[0] | select($1)] |
		(last.cwnd - first.cwnd) / (last.time - first.time) | round" "$lib_work/series"
}

# Milliseconds from the Nth decision until the window has so many segments.
until_window() { # N SEGMENTS
	local when

	when=$(told --slurp "[.[] | select(.event == \"decision\")][$1 - 1].time / 1e9")
	jq --slurp --argjson when "$when" "[.[] | {time} + .steer[0] |
		select(.time >= \$when and .cwnd >= $2)][0].time - \$when | . * 1000 | round" \
		"$lib_work/series"
}

between() { # VALUE LOW HIGH
	(($2 <= $1 && $1 <= $3)) || { echo "is $1, should be $2 to $3"; return 1; }
}

decision() { # N : the Nth
	told --slurp "[.[] | select(.event == \"decision\")][$1 - 1] |
		\"\(.cause) \(.before) > \(.after) conn \(.conn)\""
}

check "load" module_load
check "a network" topo_create
check "a long path" topo_shape 20mbit 100 2000000
check "a client" peer_start client client
check "a server" peer_start server server
check "a listener" tell server listen 192.0.2.130 8001
check "the client's host is followed" monitor_start client decisions
check "a threshold from the start" on client sawtooth profile set reno initial-ssthresh 20
check "connect" tell client connect 192.0.2.130 8001 sawtooth
check "accept" tell server accept
id=$(id_of client 8001)
check "the connection has it" is "$(shown ssthresh)" 20
check "so has the socket" is "$(by_kernel ssthresh)" 20
check "slow start" in_phase slow-start
check "its course is recorded" record_start
check "send without end" tell client pump
check "receive without end" tell server drain
check "past the threshold" wait_until 20 in_phase avoidance

check "a little more" wait_until 20 window_is 26
check "raise it" set_to 200
check "the connection has the new one" is "$(shown ssthresh)" 200
check "so has the socket" is "$(by_kernel ssthresh)" 200
check "slow start again" in_phase slow-start
check "told" monitor_wait 5 '"cause":"manual"'
check "with before, after and whose" is "$(decision 1)" "manual 20 > 200 conn $id"
check "up to the new one" wait_until 5 window_is 200
check "and no longer" in_phase avoidance
check "none at all" set_to none
check "slow start" in_phase slow-start
check "told as the largest" monitor_wait 5 '"before":200,"after":2147483647'
window=$(shown cwnd)
check "as low as can be" set_to 2
check "slow start is over" in_phase avoidance
check "the window has not shrunk" window_is "$window"
check "so has the socket" is "$(by_kernel ssthresh)" 2
check "told" monitor_wait 5 '"after":2,.*"cause":"manual"'
check "counted" is "$(shown decisions)" 3
check "the record is complete" record_stop

# Above the threshold one segment each round trip, which takes 0.1 s; below it
# twice the window each.
check "growth above the first threshold" between "$(slope '.phase == "avoidance" and .ssthresh == 20')" 8 11
check "growth below the second: from 26 to 200 in three round trips" between "$(until_window 1 200)" 200 500

check "no such connection" refused 1 "no connection has this id" set_to_id 999999 50
check "no threshold" refused 2 "2 to 2147483647" set_to_id "$id" 1
check "too large" refused 2 "2 to 2147483647" set_to_id "$id" 2147483648
check "no number" refused 2 "2 to 2147483647" set_to_id "$id" much
check "the end that is not here" refused 1 "not steered" set_to_id "$id" 50 responder
check "no role" refused 2 "initiator and responder" set_to_id "$id" 50 sender
check "a host that does not steer" refused 1 "not steered" \
	on server sawtooth ssthresh set "$(id_of server 8001)" 50
check "nothing was changed by that" is "$(shown ssthresh)" 2

check "end of the traffic" eval 'tell client stop && tell server stop'
check "a listener that is steered" tell client listen 127.0.0.1 8002 sawtooth
check "both ends are steered" tell client connect 127.0.0.1 8002 sawtooth
id=$(id_of client 8002)
check "which one?" refused 1 "both ends are steered here: say which role" set_to_id "$id" 50
check "the responder" set_to 50 responder
check "its own is set" is "$(on client sawtooth -j ssthresh "$id" |
	jq -c 'map({(.role): .ssthresh}) | add')" '{"initiator":20,"responder":50}'
check "the initiator" set_to 60 initiator
check "its own, too" is "$(on client sawtooth -j ssthresh "$id" |
	jq -c 'map({(.role): .ssthresh}) | add')" '{"initiator":60,"responder":50}'
finish
