#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Both ends connect to each other, and their SYNs cross (RFC 9293 section 3.5, figure 8).
# Each end is an initiator to itself: a host takes the one whose SYN it saw first. A
# simultaneous close is a part of teardown.sh.
#
# shellcheck source=selftests/net/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/net/peer.sh
. "$(dirname "$0")/peer.sh"

# So slow that each state can be looked at, and not so slow that a SYN is sent again.
dials() {
	slow 450 && tell client dial 192.0.2.2 8701 192.0.2.130 8702 &&
		tell server dial 192.0.2.130 8702 192.0.2.2 8701
}

both="initiator closed > syn-sent sent-syn observed
responder closed > syn-sent sent-syn observed
initiator syn-sent > syn-received received-syn observed
responder syn-sent > syn-received received-syn inferred
initiator syn-received > established received-syn-ack observed
handshake established
responder syn-received > established received-ack inferred"

talks() {
	tell client wait && tell server wait && tell client send 10 && tell server recv 10 &&
		tell server send 10 && tell client recv 10
}

two_hosts
check "simultaneous open" dials
check "simultaneous open: the client waits" now client 8702 "initiator syn-sent"
check "simultaneous open: the server waits" now server 8701 "initiator syn-sent"
check "simultaneous open: their SYNs have crossed" now client 8702 "initiator syn-received"
check "simultaneous open: also at the server" now server 8701 "initiator syn-received"
check "simultaneous open: the client is up" now client 8702 "initiator established"
check "simultaneous open: the server is up" now server 8701 "initiator established"
check "simultaneous open: data" talks
check "simultaneous open: quick again" quick
check "simultaneous open: the server resets it" tell server reset
for ns in client server; do
	monitor_of "$ns"
	check "$ns: told" monitor_wait 10 '"teardown"'
	check "$ns: all is told" monitor_stop
done
monitor_of client
check "simultaneous open, by the client" is "$(story 8702 | head -n 7)" "$both"
monitor_of server
check "simultaneous open, by the server" is "$(story 8701 | head -n 7)" "$both"
finish
