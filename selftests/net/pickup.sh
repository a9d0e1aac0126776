#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Connections whose beginning is not what it usually is: they were there before we were, the
# listener kept nothing of the SYN (a cookie), or they are subflows of Multipath TCP.
#
# shellcheck source=selftests/net/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/net/peer.sh
. "$(dirname "$0")/peer.sh"
# shellcheck source=selftests/net/story.sh
. "$(dirname "$0")/story.sh"

midstream() { # ROLE : an end that was there
	echo "$1 closed > established midstream midstream"
}

# Who speaks first is taken for the initiator, which here is the client.
speaks() { # PORT
	tell client use "$2" && tell server use "$3" && tell client send 10 && tell server recv 10
}

cookies() { # NAME
	kernel_counts server "TcpExtSyncookies$1"
}

subflows() { # PORT : of each connection, what it is
	told --argjson port "$1" 'select(.event == "handshake" and .dport == $port) |
		"\(.outcome) \(.mptcp)"'
}

joins() {
	tell client protocol mptcp && tell server protocol mptcp &&
		ip -n client address add 192.0.2.3/25 dev host0 &&
		on client ip mptcp limits set subflows 2 && on server ip mptcp limits set subflows 2 &&
		on client ip mptcp endpoint add 192.0.2.3 dev host0 subflow &&
		opened client 192.0.2.130 8203
}

check "a network" topo_create
check "a client" peer_start client client
check "a server" peer_start server server
check "midstream: a connection without us" opened client 192.0.2.130 8201
check "midstream: another" opened client 192.0.2.130 8202
check "load" module_load
check "the client's host is followed" monitor_start client
check "the server's host is followed" monitor_start server
check "midstream: nothing is known" is "$(we_say client 8201)$(we_say server 8201)" ""
check "midstream: data" speaks 8201 0 1
check "midstream: the client" now client 8201 "initiator established"
check "midstream: the server" now server 8201 "responder established"
check "midstream: the client closes" tell client close
check "midstream: fin-wait-2" now client 8201 "initiator fin-wait-2"
check "midstream: close-wait" now server 8201 "responder close-wait"
check "midstream: the server closes" tell server close
check "midstream: the other begins with a FIN" tell client use 1
check "midstream: it closes" tell client close
check "midstream: fin-wait-2 of the other" now client 8202 "initiator fin-wait-2"
check "midstream: close-wait of the other" now server 8202 "responder close-wait"

check "SYN cookies, always" on server sysctl -qw net.ipv4.tcp_syncookies=2
check "SYN cookies: a connection" opened client 192.0.2.130 8204
check "SYN cookies: so it was" is "$(cookies Sent) $(cookies Recv)" "1 1"
check "SYN cookies: the client" now client 8204 "initiator established"
check "SYN cookies: the server" now server 8204 "responder established"
check "no SYN cookies" on server sysctl -qw net.ipv4.tcp_syncookies=1

check "MPTCP" joins
check "MPTCP: two subflows" monitor_wait 10 '"handshake".*"dport":8203,.*"mptcp":"join"'

for ns in client server; do
	monitor_of "$ns"
	check "$ns: all is told" monitor_stop
	check "$ns: MPTCP, the first and the other" is "$(subflows 8203)" "established capable
established join"
	check "$ns: midstream is known as such" is "$(story 8201 | head -n 2 | sort)" \
		"$(midstream initiator)
$(midstream responder)"
	check "$ns: no handshake was seen" is "$(story 8201 | grep ^handshake)" ""
done
monitor_of server
check "SYN cookies: told" is "$(story 8204 | head -n 5)" "initiator closed > syn-sent sent-syn observed
responder listen > syn-received received-syn observed
initiator syn-sent > established received-syn-ack inferred
responder syn-received > established received-ack observed
handshake established"
finish
