#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Every transition of both ends from ESTABLISHED to CLOSED, who closed first and how
# it ended: the client first, the server first, half-closed with data, both at
# once, and resets. Seen from the client's host, from the server's, and from one
# that has both ends. The topology is that of topo_create in lib.sh.
#
# What the kernel itself says is the judge: "ss" at the same moments, and the
# tracepoint sock:inet_sock_set_state. It tells of time-wait as close, and knows
# it by "ss" only.
#
# shellcheck source=selftests/net/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/net/peer.sh
. "$(dirname "$0")/peer.sh"
# shellcheck source=selftests/net/story.sh
. "$(dirname "$0")/story.sh"

tracing=/sys/kernel/tracing

# ---- what is done

half_closes() {
	tell client shutdown && tell server end && tell server send 100000 &&
		tell client recv 100000 && tell server close && tell client end
}

# Both FINs are on the way when the first arrives.
closes_at_once() {
	slow 50 && tell client close && tell server close
}

# ---- the kernel's tracepoint

trace_on() {
	: >"$tracing/trace"
	echo 'protocol == 6' >"$tracing/events/sock/inet_sock_set_state/filter"
	echo 1 >"$tracing/events/sock/inet_sock_set_state/enable"
	at_exit trace_off
}

trace_off() {
	echo 0 >"$tracing/events/sock/inet_sock_set_state/enable"
	echo 0 >"$tracing/events/sock/inet_sock_set_state/filter"
}

# Sequence of both ends of a connection on one host as the kernel traced it. What
# concerns the listener is not the connection's.
kernel_traced() { # PORT
	sed -nE 's/.*(sport=[0-9]+ dport=[0-9]+).*oldstate=TCP_([A-Z0-9_]+) newstate=TCP_([A-Z0-9_]+).*/\1 \2 \3/p' \
		"$tracing/trace" |
		awk -v port="$1" '/LISTEN/ { next }
			$1 == "sport=" port { print "responder", $3, ">", $4 }
			$2 == "dport=" port { print "initiator", $3, ">", $4 }' |
		sed 's/SYN_RECV/SYN_RECEIVED/g; s/FIN_WAIT\([12]\)/FIN_WAIT_\1/g; s/CLOSE\b/CLOSED/g' |
		tr 'A-Z_' 'a-z-'
}

# Ours as the kernel can tell it: a socket that enters time-wait is closed.
we_traced() { # PORT
	story "$1" | sed -nE '/timer$/d; s/^(.*) (.*) > ([^ ]*) .*/\1 \2 > \3/p' |
		sed 's/> time-wait/> closed/; /listen >/d'
}

same_trace() { # PORT ROLE
	is "$(we_traced "$1" | grep "^$2")" "$(kernel_traced "$1" | grep "^$2")" &&
		like "$(kernel_traced "$1")" "$2 established > "
}

# ----

two_hosts
check "a client on the server's host" peer_start local server
check "the kernel's tracepoint" trace_on

# The client closes first; stop at each state.
check "client first: open" opened client 192.0.2.130 8001
check "client first: client established" now client 8001 "initiator established"
check "client first: server established" now server 8001 "responder established"
check "client first: close" tell client close
check "client first: client in fin-wait-2" now client 8001 "initiator fin-wait-2"
check "client first: server in close-wait" now server 8001 "responder close-wait"
check "client first: the server closes, too" tell server close
check "client first: client in time-wait" now client 8001 "initiator time-wait"
check "client first: server closed" now server 8001 ""

check "server first: open" opened client 2001:db8:2::2 8002
check "server first: close" tell server close
check "server first: server in fin-wait-2" now server 8002 "responder fin-wait-2"
check "server first: client in close-wait" now client 8002 "initiator close-wait"
check "server first: the client closes, too" tell client close
check "server first: server in time-wait" now server 8002 "responder time-wait"
check "server first: client closed" now client 8002 ""

check "one host: open" opened local 127.0.0.1 8003
check "one host: both established" now server 8003 "initiator established
responder established"
check "one host: close" tell local close
check "one host: half closed" now server 8003 "initiator fin-wait-2
responder close-wait"
check "one host: close the other" tell server close
check "one host: time-wait" now server 8003 "initiator time-wait"

check "one host, server first: open" opened local ::1 8004
check "one host, server first: close" tell server close
check "one host, server first: half closed" now server 8004 "initiator close-wait
responder fin-wait-2"
check "one host, server first: close the other" tell local close
check "one host, server first: time-wait" now server 8004 "responder time-wait"

check "half-closed: open" opened client 192.0.2.130 8005
check "half-closed: data after the client's FIN" half_closes

check "reset by the client: open" opened client 192.0.2.130 8006
check "reset by the client" tell client reset
check "reset by the client: both gone" now server 8006 ""
check "reset by the server: open" opened client 2001:db8:2::2 8007
check "reset by the server" tell server reset
check "reset by the server: both gone" now client 8007 ""
check "reset on one host: open" opened local 127.0.0.1 8008
check "reset on one host" tell local reset

check "both at once: open" opened client 192.0.2.130 8009
check "both at once: close" closes_at_once
check "both at once: client in time-wait" now client 8009 "initiator time-wait"
check "both at once: server in time-wait" now server 8009 "responder time-wait"
check "both at once: done" quick

# The minute of TIME-WAIT of the last of them.
for ns in client server; do
	monitor_of "$ns"
	for role in initiator responder; do
		check "$ns: the last $role is closed" \
			monitor_wait 80 "\"dport\":8009.*\"$role\".*\"time-wait-expired\""
	done
	check "$ns: nothing is left" is "$(on "$ns" sawtooth -j status | jq .conns)" 0
	check "$ns: all is told" monitor_stop
done

# The kernel's timers, and so ours, are late by up to 512 ticks of 4 ms when they are set
# for a minute: so coarse is the level of the timer wheel that they lie in.
rests() {
	is "$(told --slurp --compact-output '[.[] |
		select(.from == "time-wait" and .local == 1).elapsed / 1e9] |
		if length > 0 then map(select(. < 60 or . > 62.1)) else "none" end')" "[]"
}

counted() { # NAMESPACE GRACEFUL ABORTED
	is "$(on "$1" sawtooth -j stats | jq -c '[(.counter[] |
		select(.stat == "graceful" or .stat == "aborted") | .count),
		([.population[].count] | add)]')" "[$2,$3,0]"
}

monitor_of client
check "client first, by the client" ends 8001 "$(by_closer initiator responder graceful)"
check "server first, by the client" ends 8002 "$(by_other responder initiator 8002)"
check "half-closed, by the client" ends 8005 "$(by_closer initiator responder half-closed)"
check "client resets, by the client" ends 8006 "$(reset_by_us initiator responder timer)"
check "server resets, by the client" ends 8007 "$(reset responder initiator)"
check "both at once, by the client" ends 8009 "$(simultaneous initiator responder)"
check "TIME-WAIT lasts a minute, by the client" rests
check "the client's host counts" counted client 4 2
monitor_of server
check "client first, by the server" ends 8001 "$(by_other initiator responder 8001)"
check "server first, by the server" ends 8002 "$(by_closer responder initiator graceful)"
check "half-closed, by the server" ends 8005 "$half_closed_by_other"
check "client resets, by the server" ends 8006 "$(reset initiator responder)"
check "server resets, by the server" ends 8007 "$(reset_by_us responder initiator timer)"
check "both at once, by the server" ends 8009 "$(simultaneous responder initiator)"
check "client first, by both" ends 8003 "$(by_both initiator responder)"
check "server first, by both" ends 8004 "$(by_both responder initiator)"
check "client resets, by both" ends 8008 "$(reset_by_us initiator responder observed)"
check "TIME-WAIT lasts a minute, by the server" rests
check "the server's host counts" counted server 6 3

for port in 8001 8002 8003 8004 8005 8006 8007 8008 8009; do
	[[ $port == 800[348] ]] || monitor_of client
	check "port $port: the client's socket, by the kernel" same_trace "$port" initiator
	monitor_of server
	check "port $port: the server's socket, by the kernel" same_trace "$port" responder
done
finish
