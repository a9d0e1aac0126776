#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The table of connections: what a dump shows, its filters, one connection by its id, and
# the bound. The topology is that of topo_create in lib.sh.
# shellcheck source=selftests/net/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/net/peer.sh
. "$(dirname "$0")/peer.sh"

# ports FILTER... : the responders' ports of what a dump of the client's host shows.
ports() {
	on client sawtooth -n -j conn "$@" | jq -r '[.[].dport] | sort | map(tostring) | join(" ")'
}

shows() { # PORTS FILTER...
	local expected=$1
	shift

	is "$(ports "$@")" "$expected"
}

connect() { # PEER ADDRESS PORT
	tell server listen "$2" "$3" && tell "$1" connect "$2" "$3" && tell server accept
}

by_id() { # ID ADDRESS
	is "$(on client sawtooth -n -j conn "$1" | jq -r '.. | .daddr? // empty')" "$2"
}

refused() { # STATUS REGEX COMMAND...
	local status=$1 regex=$2 said
	shift 2

	said=$("$@" 2>&1)
	is $? "$status" && like "$said" "$regex"
}

fills() { # LIMIT
	on client sysctl -qw net.sawtooth.conn_max="$1" || return
	local port

	for port in 9001 9002 9003; do
		no on client bash -c "exec 3<>/dev/tcp/127.0.0.1/$port" || return
	done
}

stat() {
	on client sawtooth -j stats | jq --arg stat "$1" '.counter[] | select(.stat == $stat).count'
}

check "load" module_load
check "a network" topo_create
for peer in one two three; do
	check "client $peer" peer_start "$peer" client
done
check "a server" peer_start server server
check "IPv4" connect one 192.0.2.130 8004
check "IPv6" connect two 2001:db8:2::2 8006
check "a third" connect three 192.0.2.130 8014
check "the third closes" tell three close

check "all" shows "8004 8006 8014"
check "state of either end" shows "8004 8006" state established
check "several states" shows "8004 8006 8014" state established,fin-wait-2
check "the closed one" shows "8014" state fin-wait-2
check "destination, a prefix" shows "8004 8014" dst 192.0.2.128/25
check "destination, another" shows "" dst 192.0.2.0/25
check "destination, IPv6" shows "8006" dst 2001:db8:2::/48
check "every IPv4" shows "8004 8014" dst 0.0.0.0/0
check "source" shows "8004 8014" src 192.0.2.2
check "destination port" shows "8006" dport 8006
check "port of no connection" shows "" dport 8007
check "source port" shows "8006" sport "$(on client sawtooth -j conn dport 8006 | jq '.[0].sport')"
check "interface" shows "8004 8006 8014" dev host0
check "another interface" shows "" dev lo
check "all of them together" shows "8004" state established dst 192.0.2.0/24 dport 8004 dev host0

id=$(on client sawtooth -j conn dport 8006 | jq '.[0].id')
check "one by its id" by_id "$id" 2001:db8:2::2
check "no such id" refused 1 "no connection has this id" on client sawtooth conn 999999
check "a host name for a prefix" refused 2 "." on client sawtooth conn dst 192.0.2.0/33
check "a table that is full" fills 3
check "counts what it does not track" atleast "$(stat conns-untracked-full)" 3
check "and keeps what it has" shows "8004 8006 8014"
finish
