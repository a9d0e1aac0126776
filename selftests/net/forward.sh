#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A router follows what it forwards when it is asked to, and only then: both ends are
# inferred, each from its own segments. The router takes no part, so nothing is known of it
# but what passed.
#
# shellcheck source=selftests/net/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/net/peer.sh
. "$(dirname "$0")/peer.sh"

whole="initiator closed > syn-sent sent-syn observed
responder listen > syn-received received-syn inferred
initiator syn-sent > established received-syn-ack inferred
handshake established
responder syn-received > established received-ack inferred
initiator established > fin-wait-1 sent-fin observed
responder established > close-wait received-fin inferred
responder close-wait > last-ack sent-fin observed
initiator fin-wait-1 > fin-wait-2 received-ack inferred
initiator fin-wait-2 > time-wait received-fin inferred
teardown graceful by initiator
responder last-ack > closed received-ack timer
initiator time-wait > closed time-wait-expired timer"

refused="initiator closed > syn-sent sent-syn observed
handshake refused
initiator syn-sent > closed received-rst timer"

conversation() { # ADDRESS PORT
	tell server listen "$1" "$2" && tell client connect "$1" "$2" && tell server accept &&
		tell server send 10 && tell client recv 10 && tell client close &&
		tell server end && tell server close
}

forward() {
	on router sysctl -qw net.sawtooth.forward="$1"
}

conns() {
	on router sawtooth -j status | jq .conns
}

local_ends() {
	told --slurp 'map(select(.event == "transition" and .local == 1)) | length'
}

check "load" module_load
check "a network" topo_create
check "a client" peer_start client client
check "a server" peer_start server server
check "the router is followed" monitor_start router

check "off by default" is "$(on router sysctl -n net.sawtooth.forward)" 0
check "not followed" conversation 192.0.2.130 8101
check "not followed: nothing there" is "$(conns)" 0
check "on" forward 1
check "on, once more" forward 1
check "no other value" no forward 2
check "IPv4" conversation 192.0.2.130 8102
check "IPv6" conversation 2001:db8:2::2 8103
check "refused" no tell client connect 192.0.2.130 9102
check "both are there" wait_until 5 atleast "$(conns)" 2
for port in 8102 8103; do
	check "port $port: it ends" monitor_wait 80 "\"dport\":$port,.*\"time-wait-expired\""
	check "port $port: the whole of it" is "$(story "$port")" "$whole"
done
check "refused: the whole of it" is "$(story 9102)" "$refused"
check "no end is on the router" is "$(local_ends)" 0
check "off" forward 0
check "no longer followed" conversation 192.0.2.130 8104
check "no longer followed: nothing there" is "$(conns)" 0
check "on when the namespace goes" forward 1
check "all is told" monitor_stop
check "nothing of what was not to be followed" is "$(story 8101)$(story 8104)" ""
finish
