#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The event stream loses nothing in silence: what a listener got and what it was told
# that it lost are together what the kernel counted.
# shellcheck source=selftests/net/lib.sh
. "$(dirname "$0")/lib.sh"

count() { # COUNTER
	on client sawtooth -j stats | jq --arg stat "$1" '.counter[] | select(.stat == $stat).count'
}

# So many connections to a closed port: three events each.
refused() { # COUNT
	# shellcheck disable=SC2016 # the inner shell expands
	on client bash -c 'for ((i = 0; i < $1; i++)); do exec 3<>/dev/tcp/127.0.0.1/1; done' _ "$1" \
		2>/dev/null
	return 0
}

received() {
	jq -s 'map(select(.event != "loss")) | length' "$monitor_file"
}

lost() {
	jq -s 'map(select(.event == "loss") | .kernel + .queue) | add // 0' "$monitor_file"
}

accounted() {
	(($(received) + $(lost) == $(count events) + $(count events-lost)))
}

# A listener with a small queue that does not look for a while. A gap shows in what
# comes after it, once there is room.
sleepy() {
	monitor_start client --queue 20000 || return
	kill -STOP "${lib_monitors[client]}"
	refused 400
	kill -CONT "${lib_monitors[client]}"
	wait_until 5 eval '(($(received) > 0))'
	refused 1
	wait_until 5 accounted || { received; lost; count events; return 1; }
}

check "load" module_load
check "a network" topo_create
check "nothing was told to nobody" is "$(count events)" 0
check "a listener that sleeps knows exactly what it missed" sleepy
check "it missed something" atleast "$(lost)" 1
check "it got something" atleast "$(received)" 1
check "three events for each connection" is "$(count events)" 1203
check "none without memory" is "$(count events-lost)" 0
finish
