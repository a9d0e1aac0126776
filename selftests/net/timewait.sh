#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The addresses and ports of TIME-WAIT again: a SYN that is newer begins another
# connection, an older one is answered and changes nothing (RFC 9293 section 3.10.7.4). One
# that is newer by its timestamp alone (RFC 6191) cannot be made here: a client's next
# sequence number is larger, too. RSTs in TIME-WAIT are a part of reset.sh.
#
# shellcheck source=selftests/net/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/net/peer.sh
. "$(dirname "$0")/peer.sh"

# The server closes first and rests.
rests() { # PORT
	opened client 192.0.2.130 "$1" && tell server close && tell client close &&
		now server "$1" "responder time-wait"
}

# Each listener listens on.
again() { # PORT LISTENER
	tell client dial 192.0.2.2 "$client_port" 192.0.2.130 "$1" && tell server use "$2" &&
		tell server accept && now server "$1" "responder established" &&
		now client "$1" "initiator established"
}

# What ended the rest of the first connection, and how the second began.
second() { # PORT
	story "$1" | sed -n '/^responder time-wait/,$p' | head -n "$2"
}

answers() { # SEGMENTS
	reaches "$1" kernel_counts server TcpOutSegs
}

two_hosts
check "newer: rest" rests 8901
check "newer: the same addresses and ports" again 8901 0

# The client's host does not know what the answers are about and resets them: by default that
# ends TIME-WAIT, which is what reset.sh is about.
check "RSTs do not end TIME-WAIT" on server sysctl -qw net.ipv4.tcp_rfc1337=1
check "older: rest" rests 8902
sent=$(kernel_counts server TcpOutSegs)
check "older: a SYN" pretend 8902 -1000 2
check "older: it is answered" wait_until 2 answers $((sent + 1))
check "older: still there" now server 8902 "responder time-wait"
check "newer by its number: a SYN" pretend 8902 1000 2
check "newer by its number: told" monitor_wait 5 '"handshake".*"dport":8902,.*"abandoned"'
check "newer by its number: both are gone" now server 8902 ""

for ns in client server; do
	monitor_of "$ns"
	check "$ns: all is told" monitor_stop
done
monitor_of server
check "newer, by the server" is "$(second 8901 6)" \
	"responder time-wait > closed received-syn observed
initiator closed > syn-sent sent-syn observed
responder listen > syn-received received-syn observed
initiator syn-sent > established received-syn-ack inferred
responder syn-received > established received-ack observed
handshake established"
check "older and newer by its number, by the server" is "$(second 8902 6)" \
	"responder time-wait > closed received-syn observed
initiator closed > syn-sent sent-syn observed
responder listen > syn-received received-syn observed
initiator syn-sent > closed sent-rst observed
responder syn-received > listen received-rst observed
handshake abandoned"
finish
