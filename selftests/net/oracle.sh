#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The oracle: the kernel's own tracepoint sock:inet_sock_set_state beside our stream, socket
# by socket and state by state, for connections of all kinds (oracle_traffic.c) over
# loopback and over a path that delays, loses, doubles, reorders and corrupts, in both
# families. Whatever the table of blind spots in oracle_compare.c does not explain fails.
#
#	client host0 ---- left router right ---- host0 server
#	                  netem       netem
#
# $ORACLE_CONNS connections, 3000 if it is not set; $ORACLE_SEED chooses them.
#
# shellcheck source=selftests/net/lib.sh
. "$(dirname "$0")/lib.sh"

conns=${ORACLE_CONNS:-3000}
seed=${ORACLE_SEED:-1}
here=$(dirname "$0")
tracing=/sys/kernel/tracing/instances/oracle

trace_start() {
	mkdir "$tracing" && at_exit rmdir "$tracing" && echo mono >"$tracing/trace_clock" &&
		echo $((4096 + conns * 3)) >"$tracing/buffer_size_kb" &&
		echo 'protocol == 6' >"$tracing/events/sock/inet_sock_set_state/filter" &&
		echo 1 >"$tracing/events/sock/inet_sock_set_state/enable"
}

# As many as there are, TIME-WAIT soon enough used again, and a handshake given up in time.
tune() { # NAMESPACE
	on "$1" sysctl -qw net.ipv4.tcp_max_tw_buckets=65536 net.ipv4.tcp_tw_reuse=1 \
		net.ipv4.tcp_syn_retries=4 net.ipv4.tcp_max_syn_backlog=4096 \
		net.core.somaxconn=4096
}

# A neighbour that takes everything and says nothing.
silent() {
	ip -n router neigh add 192.0.2.131 lladdr 02:00:00:00:00:99 nud permanent dev right &&
		ip -n router neigh add 2001:db8:2::3 lladdr 02:00:00:00:00:99 nud permanent \
			dev right
}

impair() { # DEVICE
	on router tc qdisc add dev "$1" root netem limit 20000 delay 5ms 3ms 25% loss 2% \
		duplicate 1% reorder 5% corrupt 0.5%
}

# Minutes pass until the last TIME-WAIT is over and the last end has been given up.
all_ended() { # NAMESPACE
	local _

	for _ in {1..240}; do
		[[ $(on "$1" sawtooth -j status | jq .conns) != 0 ]] || return 0
		! read -rt 5 <>"$lib_never"
	done
	on "$1" sawtooth -n conn
	return 1
}

# Nothing may be missing from the tracepoint's record.
complete() {
	is "$(awk '/overrun|dropped/ { sum += $NF } END { print sum + 0 }' \
		"$tracing"/per_cpu/cpu*/stats)" 0
}

judge() {
	"$here/oracle_compare" "$tracing/trace" "$lib_work/events.client" \
		"$lib_work/events.server" >"$lib_work/judgment"
	local status=$?

	cp "$lib_work/judgment" "$SAWTOOTH_OUT/oracle.judgment"
	grep -v '^blind\|^edge' "$lib_work/judgment" | tail -n 60
	return "$status"
}

# How often the kernel went along an edge, at least; all kinds of ends must be there.
went() { # EDGE TIMES
	atleast "$(awk -v edge="edge: $1 " 'index($0, edge) == 1 { times = $NF }
		END { print times + 0 }' "$lib_work/judgment")" "$2"
}

check "load" module_load
check "a network" topo_create
check "each change of a socket is recorded" trace_start
for ns in client server; do
	check "limits of the $ns" tune "$ns"
done
check "an address without a host" silent
check "a bad path there" impair right
check "a bad path back" impair left
for ns in client server; do
	check "the $ns is followed" monitor_start "$ns" -n
done
check "$conns connections" "$here/oracle_traffic" "$seed" "$conns" 200
for ns in client server; do
	check "all of the $ns have ended" all_ended "$ns"
	monitor_of "$ns"
	check "the end of the $ns" monitor_stop
done
echo 0 >"$tracing/events/sock/inet_sock_set_state/enable"
check "the record is complete" complete
check "no difference" judge
while read -r times edge; do
	check "$edge" went "$edge" $((times * conns / 3000))
done <<-END
	100 syn-sent > closed
	50 syn-sent > syn-received
	1700 syn-received > established
	3 syn-received > fin-wait-1
	100 fin-wait-1 > closing
	50 fin-wait-1 > closed
	1700 fin-wait-1 > fin-wait-2
	100 close-wait > closed
	1700 close-wait > last-ack
	500 established > closed
END
finish
