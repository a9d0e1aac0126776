#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A monitor that begins with what is there and goes on with what happens: of no connection is
# a transition missing or told twice, however busy the processors are when it begins.
# shellcheck source=selftests/net/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/net/peer.sh
. "$(dirname "$0")/peer.sh"

# Connections come and go on each processor, with ports of their own.
busy() {
	local cpu

	for ((cpu = 0; cpu < cpus; cpu++)); do
		taskset -c "$cpu" ip netns exec client python3 \
			"$(dirname "$0")/traffic.py" $((7000 + cpu)) &
		at_exit kill "$!"
		wait_listen client $((7000 + cpu)) || return
	done
}

made() {
	on client sawtooth -j stats | jq '.counter[] | select(.stat == "conns").count'
}

grown() { # COUNT
	(($(made) >= $1))
}

# From the beginning of one until so many more connections later. One connection is there
# before it begins and ends after that.
listens() { # CONNECTIONS
	local before

	tell client connect 192.0.2.130 6000 && tell server accept && monitor_start client || return
	before=$(made)
	tell server reset && tell client close && tell server use 0 || return
	wait_until 100 grown $((before + $1))
	monitor_stop
}

# Each connection: what the dump had, and the transitions after it one by one. One that the dump
# did not have began later, unless it ended while the dump was read: then something of it may
# be missing before its first transition, and nothing after that.
whole() {
	is "$(jq -cs '
		(map(select(.event == "conn")) | INDEX(.id)) as $there |
		(map(select(.event == "transition")) | group_by(.conn) |
			map({ id: .[0].conn, told: map(.["conn-seq"]),
			      ended: (map(select(.cause == "time-wait-expired" or .to == "closed")) != []) })) |
		map((.told[0] - 1) as $before | $there[.id | tostring] as $conn |
			select(.told != [range($before + 1; $before + 1 + (.told | length))] or
			       $before != ($conn.transitions // if .ended then $before else 0 end)))[:3]
		' "$monitor_file")" "[]"
}

lost() {
	jq -s 'map(select(.event == "loss")) | length' "$monitor_file"
}

# How many were there, and how many of those moved later.
met() {
	jq -s '(map(select(.event == "conn")) | INDEX(.id)) as $there |
		map(select(.event == "transition" and $there[.conn | tostring])) |
		length' "$monitor_file"
}

processors() {
	jq -s '[.[] | select(.cpu != null).cpu] | unique | length' "$monitor_file"
}

cpus=$(nproc)
((cpus > 1)) || skip_all "needs more than one processor"
check "load" module_load
check "a network" topo_create
check "a client" peer_start client client
check "a server" peer_start server server
check "it listens" tell server listen 192.0.2.130 6000
check "connections on each processor" busy
for round in 1 2; do
	check "round $round: a monitor" listens 60
	check "round $round: nothing was lost" is "$(lost)" 0
	check "round $round: events of every processor" is "$(processors)" "$cpus"
	check "round $round: connections of the dump go on" atleast "$(met)" 1
	check "round $round: without a gap or a double" whole
done
finish
