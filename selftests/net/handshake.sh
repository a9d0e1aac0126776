#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Every transition of both ends in a handshake, in order, with what is known of
# each: where both ends are on this host, and as seen from each of two hosts. The
# topology is that of topo_create in lib.sh.
#
# shellcheck source=selftests/net/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/net/peer.sh
. "$(dirname "$0")/peer.sh"

# handshake SYN SYN-ACK ACK : how it is known that each arrived; both ends are established
# by then, or the responder shows it later, in its own first data.
handshake() {
	local last="responder syn-received > established received-ack $3"

	echo "initiator closed > syn-sent sent-syn observed
responder listen > syn-received received-syn $1
initiator syn-sent > established received-syn-ack $2"
	if [[ $3 == observed ]]; then
		echo "$last"
		echo "handshake established"
	else
		echo "handshake established"
		echo "$last"
	fi
}

# A remote responder: its SYN-ACK proves that it got the SYN. A remote initiator: its SYN is
# itself what is observed; its ACK proves that it got the SYN-ACK.
both=$(handshake observed observed observed)
from_initiator=$(handshake inferred observed inferred)
from_responder=$(handshake observed inferred observed)

refused="initiator closed > syn-sent sent-syn observed
initiator syn-sent > closed received-rst observed
handshake refused"

# The SYN is seen to arrive, the RST to leave; that it arrives can be expected only.
refused_by_us="initiator closed > syn-sent sent-syn observed
handshake refused
initiator syn-sent > closed received-rst timer"

# connected CLIENT ADDRESS PORT : a connection, and a byte in each direction.
connected() {
	tell server listen "$2" "$3" &&
		tell "$1" connect "$2" "$3" &&
		tell server accept &&
		tell server send 1 &&
		tell "$1" recv 1
}

closed_port() { # CLIENT ADDRESS PORT
	no tell "$1" connect "$2" "$3" && [[ $peer_said == *refused* ]]
}

# At least the handshake, however long the connection lives.
begins() { # STORY PORT
	is "$(story "$2" | head -n "$(wc -l <<<"$1")")" "$1"
}

legs() { # PORT
	[[ $(told --argjson port "$1" 'select(.event == "handshake" and .dport == $port) |
		.["syn-leg"] > 0 and .["ack-leg"] > 0 and
		.["syn-leg"] < 1e9 and .["ack-leg"] < 1e9') == true ]]
}

two_hosts
check "a client on the server's host" peer_start local server

check "IPv4" connected client 192.0.2.130 8004
check "IPv6" connected client 2001:db8:2::2 8006
check "IPv4, refused" closed_port client 192.0.2.130 9004
check "IPv6, refused" closed_port client 2001:db8:2::2 9006
check "IPv4, loopback" connected local 127.0.0.1 8014
check "IPv6, loopback" connected local ::1 8016
check "IPv4, own address" connected local 192.0.2.130 8024
check "IPv4, refused on loopback" closed_port local 127.0.0.1 9014
check "IPv6, refused on loopback" closed_port local ::1 9016

for port in 9004 9006; do
	monitor_of client
	check "port $port: told to the client's host" monitor_wait 20 "\"handshake\".*\"dport\":$port"
	monitor_of server
	check "port $port: the refused end is gone" monitor_wait 20 "\"timer\".*\"dport\":$port|\"dport\":$port.*\"timer\""
done
for ns in client server; do
	monitor_of "$ns"
	check "$ns: all is told" monitor_stop
done

monitor_of client
for port in 8004 8006; do
	check "port $port, seen by the initiator" begins "$from_initiator" "$port"
	check "port $port, seen by the initiator: how long it took" legs "$port"
done
for port in 9004 9006; do
	check "port $port, refused, seen by the initiator" is "$(story "$port")" "$refused"
done
monitor_of server
for port in 8004 8006; do
	check "port $port, seen by the responder" begins "$from_responder" "$port"
	check "port $port, seen by the responder: how long it took" legs "$port"
done
for port in 9004 9006; do
	check "port $port, refused, seen by the responder" is "$(story "$port")" "$refused_by_us"
done
for port in 8014 8016 8024; do
	check "port $port, seen from both ends" begins "$both" "$port"
	check "port $port, seen from both ends: how long it took" legs "$port"
done
for port in 9014 9016; do
	check "port $port, refused, seen from both ends" is "$(story "$port")" "$refused"
done
finish
