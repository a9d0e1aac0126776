#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A RST in each state of the server's end, received and sent: the kernel's socket is gone at
# once, and so is ours. Elsewhere are SYN-SENT (handshake.sh), ESTABLISHED (teardown.sh) and
# TIME-WAIT (reset.sh).
#
# shellcheck source=selftests/net/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/net/peer.sh
. "$(dirname "$0")/peer.sh"

talks() { # PORT
	opened client 192.0.2.130 "$1"
}

# Each brings the server's end of a connection there, with nothing on the way.

syn_received() { # PORT : its SYN-ACKs do not arrive, and the SYN does not come again
	tell server listen 192.0.2.130 "$1" && sever left && tell client begin 192.0.2.130 "$1" &&
		now server "$1" "responder syn-received" &&
		client_port=$(on server sawtooth -j conn dport "$1" | jq '.[0].sport') &&
		tell client close
}

fin_wait_1() {
	talks "$1" && sever left && tell server shutdown
}

fin_wait_2() {
	talks "$1" && tell server shutdown
}

close_wait() {
	talks "$1" && tell client close
}

# The client's FIN was sent before it knew of the server's.
closing() {
	fin_wait_1 "$1" && now server "$1" "responder fin-wait-1" && pretend "$1" 0 0x11 0 "" -1
}

last_ack() {
	talks "$1" && tell client close && now server "$1" "responder close-wait" && sever left &&
		tell server shutdown
}

# arrives STATE PORT, leaves STATE PORT
arrives() {
	check "received in $1" "${1//-/_}" "$2"
	check "received in $1: there" now server "$2" "responder $1"
	check "received in $1: a RST" pretend "$2" 0 4
	check "received in $1: gone" now server "$2" ""
	mend left 2>/dev/null	# those that were cut off
}

leaves() {
	check "sent in $1" "${1//-/_}" "$2"
	check "sent in $1: there" now server "$2" "responder $1"
	check "sent in $1: a RST" tell server reset
	check "sent in $1: gone" now server "$2" ""
	mend left 2>/dev/null	# those that were cut off
}

last_move() { # PORT : of the server's end
	story "$1" | grep '^responder' | tail -n 1
}

two_hosts
check "neighbours" acquaint
arrives syn-received 8001
arrives fin-wait-1 8002
arrives fin-wait-2 8003
arrives close-wait 8004
arrives closing 8005
arrives last-ack 8006
leaves fin-wait-1 8012
leaves fin-wait-2 8013
leaves close-wait 8014
monitor_of server
check "all is told" monitor_stop
check "received in syn-received: told" is "$(last_move 8001)" \
	"responder syn-received > listen received-rst observed"
for end in fin-wait-1:8002 fin-wait-2:8003 close-wait:8004 closing:8005 last-ack:8006; do
	check "received in ${end%:*}: told" is "$(last_move "${end#*:}")" \
		"responder ${end%:*} > closed received-rst observed"
done
for end in fin-wait-1:8012 fin-wait-2:8013 close-wait:8014; do
	check "sent in ${end%:*}: told" is "$(last_move "${end#*:}")" \
		"responder ${end%:*} > closed sent-rst observed"
done
finish
