#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Handshakes that come to nothing, each with its own outcome: no route, an error of
# ICMP that prohibits, no answer at all, a process killed while it waited, and a socket
# closed. Seen from the client's host, whose kernel is asked each time, too: what we say
# must not come before its socket is gone.
#
# shellcheck source=selftests/net/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/net/peer.sh
. "$(dirname "$0")/peer.sh"

# The router refuses what goes to an address: route_as KIND ADDRESS
route_as() {
	local family=-4

	[[ $2 != *:* ]] || family=-6
	ip -n router "$family" route add "$1" "$2"
}

tries() { # ADDRESS PORT : nobody waits for the end
	tell client begin "$1" "$2"
}

fails() { # ADDRESS PORT WHY
	no tell client connect "$1" "$2" && like "$peer_said" "$3"
}

# What was told of a connection, once its handshake has ended.
told_of() { # SECONDS PORT STORY
	monitor_wait "$1" "\"handshake\".*\"dport\":$2," && is "$(story "$2")" "$3"
}

failed() { # CAUSE CONFIDENCE OUTCOME
	echo "initiator closed > syn-sent sent-syn observed
initiator syn-sent > closed $1 $2
handshake $3"
}

socket_state() { # PORT
	on client ss -Htan "dport = :$1" | awk '{ print $1 }'
}

# Nothing is said of a socket that still tries.
still_tries() { # PORT RETRIES
	wait_until 20 retried "$@" && is "$(socket_state "$1")" SYN-SENT &&
		is "$(story "$1")" "initiator closed > syn-sent sent-syn observed"
}

retried() { # PORT RETRIES
	(($(on client sawtooth -j conn dport "$1" | jq '.[0]["syn-retransmits"]') >= $2))
}

counted() {
	is "$(on client sawtooth -j stats | jq -c '[.counter[] |
		select(.stat == "unreachable" or .stat == "filtered" or .stat == "abandoned" or
		.stat == "handshake-timed-out") | .count]')" "[0,$1,$2,$3]"
}

check "load" module_load
check "a network" topo_create
check "a client" peer_start client client
check "a client to be killed" peer_start victim client
check "the client's host is followed" monitor_start client

check "IPv4: no way" route_as unreachable 198.51.100.1
check "IPv4: unreachable" fails 198.51.100.1 7001 "No route to host"
check "IPv4: unreachable is told" told_of 5 7001 \
	"$(failed received-unreachable observed unreachable)"
check "IPv6: no way" route_as unreachable 2001:db8:9::1
check "IPv6: unreachable" fails 2001:db8:9::1 7002 "Network is unreachable"
check "IPv6: unreachable is told" told_of 5 7002 \
	"$(failed received-unreachable observed unreachable)"

check "IPv4: a way that is prohibited" route_as prohibit 198.51.100.2
check "IPv4: prohibited" fails 198.51.100.2 7003 "No route to host"
check "IPv4: prohibited is told" told_of 5 7003 "$(failed received-prohibited observed filtered)"
check "IPv6: a way that is prohibited" route_as prohibit 2001:db8:9::2
check "IPv6: prohibited" fails 2001:db8:9::2 7004 "Permission denied"
check "IPv6: prohibited is told" told_of 5 7004 "$(failed received-prohibited observed filtered)"

# The client's own neighbour does not answer: its kernel sends the error to itself.
check "no neighbour" fails 192.0.2.9 7005 "No route to host"
check "no neighbour is told" told_of 5 7005 "$(failed received-unreachable observed unreachable)"

# Two retries are over after 7 seconds.
check "few retries" on client sysctl -qw net.ipv4.tcp_syn_retries=2
check "IPv4: a hole" route_as blackhole 198.51.100.3
check "IPv4: into the hole" tries 198.51.100.3 7006
check "IPv4: still tries" still_tries 7006 2
check "IPv4: no answer is told" told_of 10 7006 "$(failed syn-timeout timer filtered)"
check "IPv4: and then the socket is gone" is "$(socket_state 7006)" ""
check "IPv6: a hole" route_as blackhole 2001:db8:9::3
check "IPv6: into the hole" tries 2001:db8:9::3 7007
check "IPv6: still tries" still_tries 7007 1

# Killed, and closed, in between.
check "a process waits" tell victim begin 198.51.100.3 7008
check "the process still tries" still_tries 7008 1
check "the process is killed" kill -KILL "${peer_pid[victim]}"
check "killed is told within a second or two" told_of 3 7008 \
	"$(failed socket-gone timer abandoned)"
check "a socket waits" tries 198.51.100.3 7009
check "closed" tell client close
check "closed is told within a second or two" told_of 3 7009 \
	"$(failed socket-gone timer abandoned)"
check "IPv6: no answer is told" told_of 10 7007 "$(failed syn-timeout timer filtered)"

check "all is counted" counted 3 4 2
check "nothing is left" is "$(on client sawtooth -j status | jq .conns)" 0
check "all is told" monitor_stop
finish
