#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# With the profile reno the congestion control is the kernel's own reno: the same
# transfer over the same path, by one and by the other, on virtual time. Recovery begins by
# the third duplicate ACK or by RACK's timer, whichever is first, and that timer goes by
# ticks, which lie elsewhere in each transfer of one boot: here sums are compared, within
# bounds. The experiment reno-same of tools/lab, where each transfer has a boot of its own,
# compares every ACK. What does not hang on recovery, the restart after a rest, is the same
# to the segment. Topology and shaping are those of lib.sh.
#
#	client --> (drop each Nth) router ==10 Mbit/s, 33 packets==> server
#	       <-- 40 ms
#
# shellcheck source=selftests/net/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/net/peer.sh
. "$(dirname "$0")/peer.sh"

transfer() { # NAME CONGESTION-CONTROL
	ip netns exec server iperf3 -s -1 >/dev/null 2>&1 &
	wait_listen server 5201 &&
		on client iperf3 -c 192.0.2.130 -C "$2" -t 20 -i 0 -J >"$lib_work/$1.$2" &&
		is "$(result "$1.$2" .end.sender_tcp_congestion)" "$2"
}

result() { # FILE FILTER
	jq -r "$2" "$lib_work/$1"
}

drop_each() { # N, 0 for none
	on router tc filter delete dev left ingress pref 1 2>/dev/null
	(($1 == 0)) || on router tc filter add dev left ingress pref 1 matchall \
		action pass random determ drop "$1"
}

# near A B PERMILLE : the difference is at most so many thousandths of B.
near() {
	local difference=$(($1 > $2 ? $1 - $2 : $2 - $1))

	((difference * 1000 <= $2 * $3)) || { echo "is $1, should be $2"; return 1; }
}

received() {
	result "$1" .end.sum_received.bytes
}

retransmitted() {
	result "$1" .end.sum_sent.retransmits
}

# burst PORT CONGESTION-CONTROL : send, rest for longer than a time-out, send again. One
# segment of the first lot is lost, in mid-stream: three duplicate ACKs come sooner than
# RACK's timer. Leaves the window and the threshold after each.
burst() {
	tell server listen 192.0.2.130 "$1" && tell client connect 192.0.2.130 "$1" "$2" &&
		tell server accept && drop_each 200 &&
		at_once "$1" 400000 >"$lib_work/burst.$2" && drop_each 0 &&
		pause 2 && at_once "$1" 20000 >>"$lib_work/burst.$2" &&
		pause 5 && at_once "$1" 300000 >>"$lib_work/burst.$2"
}

at_once() { # PORT BYTES
	tell client send "$2" && tell server recv "$2" && wait_until 10 all_acked "$1" &&
		socket_of "$1" | grep -oE '[[:space:]](cwnd|ssthresh):[0-9]+'
}

all_acked() { # PORT
	! socket_of "$1" | grep -q 'unacked:'
}

socket_of() { # PORT
	on client ss -Htin "dport = :$1"
}

# The rest is the experiment.
pause() { # SECONDS
	! read -rt "$1" <>"$lib_never"
}

check "load" module_load
check "a network" topo_create
check "a client" peer_start client client
check "a server" peer_start server server
check "a shaped path" topo_shape 10mbit 40 50000
check "a place for a filter" on router tc qdisc add dev left clsact

for drop in 0 100 15; do
	name="drop$drop"
	for cc in reno sawtooth; do
		check "$name: the filter" drop_each "$drop"
		check "$name: $cc" transfer "$name" "$cc"
	done
	check "$name: segments were lost" atleast "$(retransmitted "$name.reno")" 50
	check "$name: as many sent again" near "$(retransmitted "$name.sawtooth")" \
		"$(retransmitted "$name.reno")" 40
	check "$name: as much received" near "$(received "$name.sawtooth")" \
		"$(received "$name.reno")" 20
done
check "a queue that holds each burst" topo_shape 10mbit 40 1000000
check "bursts, reno" burst 8001 reno
check "bursts, sawtooth" burst 8002 sawtooth
check "window and threshold were looked at" is "$(wc -l <"$lib_work/burst.reno")" 6
check "and are the same after each rest" cmp "$lib_work/burst.reno" "$lib_work/burst.sawtooth"
finish
