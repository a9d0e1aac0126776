#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The histograms hold what the event stream tells, each time in its bucket, whether or
# not anybody listens; and known delays are found where they belong.
# shellcheck source=selftests/net/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/net/peer.sh
. "$(dirname "$0")/peer.sh"

converse() { # TIMES
	local i

	for ((i = 0; i < $1; i++)); do
		tell client connect 192.0.2.130 8000 && tell server use 0 && tell server accept &&
			tell client send 100 && tell server recv 100 &&
			tell client close && tell server close || return
	done
}

over() { # COUNT
	is "$(on client sawtooth -j histogram time-wait | jq '[.[].bucket[]?.count] | add')" "$1"
}

check "load" module_load
check "a network" topo_create
check "40 ms for an answer" topo_shape 100mbit 40
check "a client" peer_start client client
check "a server" peer_start server server
check "somebody listens on the port" tell server listen 192.0.2.130 8000
check "nothing yet" is "$(on client sawtooth histogram)" "no times yet"
check "listen for events" monitor_start client
check "twenty connections" converse 20
check "until they are over" wait_until 100 over 20
check "what is told is told" monitor_stop

check "first leg" same_times client syn-leg 'select(.event == "handshake")."syn-leg"'
check "second leg" same_times client ack-leg 'select(.event == "handshake")."ack-leg"'
check "lifetime" same_times client lifetime 'select(.event == "teardown").lifetime'
for state in syn-sent syn-received established fin-wait-1 last-ack time-wait; do
	check "$state" same_times client "$state" \
		"select(.event == \"transition\" and .from == \"$state\").elapsed"
done
check "none was in closing" is "$(histogram client closing)" ""
# 40 ms and a little: from 2^25 to 2^25 + 2^23 ns. The first one waits until the address of
# the link is known, for as long again.
check "the first leg has the delay of the path" \
	is "$(histogram client syn-leg | xargs)" "33554432 19 67108864 1"
check "as text" like "$(on client sawtooth histogram syn-leg)" \
	'syn-leg: 20 times, half within 3[0-9.]+ms.*33.5ms \.\. 41.9ms +19  #{40}'

check "another namespace has its own" is "$(on router sawtooth -j histogram | jq -c 'map(.bucket) | unique')" '[null]'
check "reset" on client sawtooth stats reset
check "is nothing again" is "$(on client sawtooth histogram)" "no times yet"
check "one connection, and nobody listens" converse 1
check "counts again" is "$(on client sawtooth -j histogram syn-leg | jq '.[].bucket[].count')" 1
finish
