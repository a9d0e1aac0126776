#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A host whose device belongs to a VRF: what passes the hooks a second time there, by the VRF's
# device, counts once, and what a group delivers is found by the device that it came in by.
#
# shellcheck source=selftests/net/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/net/peer.sh
. "$(dirname "$0")/peer.sh"

vrf() {
	ip -n server link add red type vrf table 10 && ip -n server link set red up &&
		ip -n server link set host0 master red &&
		ip -n server -6 address add 2001:db8:2::2/64 dev host0 &&
		ip -n server route add default via 192.0.2.129 vrf red &&
		ip -n server -6 route add default via 2001:db8:2::1 vrf red
}

all_full() {
	local ns

	for ns in client router server; do
		on "$ns" sysctl -qw net.sawtooth.level=full || return
	done
}

# count HOST PORT ROLE FIELD
count() {
	on "$1" sawtooth -j conn dport "$2" | jq -r ".[0].$3.count.\"$4\""
}

# What one host sent the other received.
same_at_both() { # CLIENT PORT FIELD
	local role client server

	for role in initiator responder; do
		client=$(count "$1" "$2" "$role" "$3")
		server=$(count server "$2" "$role" "$3")
		like "$client" '^[0-9]+$' && is "$server" "$client" || return
	done
}

# An address of a VRF is not one of the host to who is not bound to it.
connected() { # ADDRESS ANY PORT
	tell server listen "$2" "$3" && tell client connect "$1" "$3" && tell server accept
}

on_the_link() { # PORT
	local address

	address=$(ip -n server -j -6 address show dev host0 scope link | jq -r ".[].addr_info[]?.local | strings")
	tell server listen :: "$1" && tell neighbour connect "$address%right" "$1" &&
		tell server accept && tell neighbour send 1000 && tell server recv 1000
}

# From the server, by a socket that is bound to DEVICE; both hosts say of it what their kernels do.
bound() { # DEVICE ADDRESS PORT
	tell server device "$1" && tell client listen "$2" "$3" && tell server connect "$2" "$3" &&
		tell client accept && tell server device none &&
		now server "$3" "initiator established"
}

cookie() { # PORT
	on server ss -Htne "dport = :$1" | sed -n 's/.* sk:\([^ ]*\).*/\1/p'
}

owned() { # PORT
	local cookie

	cookie=$(on server sawtooth -j conn dport "$1" | jq -r '.[0].initiator.cookie')
	like "$cookie" '^[0-9]+$' && is "$(printf %x "$cookie")" "$(cookie "$1")"
}

# member LOCAL GROUP : of the server's device, not of the VRF.
member() {
	is "$(on server sawtooth -j group group "$2" | jq -r --argjson local "$1" \
		'.[] | select(.local == $local).ifindex')" "$(on server cat /sys/class/net/host0/ifindex)"
}

datagrams() { # NUMBER
	local i

	ip -n router route add 239.0.0.1 dev right
	for ((i = 0; i < $1; i++)); do
		echo x | on router socat -u STDIN UDP4-DATAGRAM:239.0.0.1:5000 || return
	done
}

delivered() { # GROUP PACKETS
	is "$(on server sawtooth -j group group "$1" |
		jq '.[] | select(.local == 1)["rx-packets"]')" "$2"
}

two_hosts
check "the server's device in a VRF" vrf
check "its sockets are those of all VRFs" on server sysctl -qw net.ipv4.tcp_l3mdev_accept=1 \
	net.ipv4.udp_l3mdev_accept=1
check "all segments are counted" all_full
port=9500
for family in "192.0.2.130 0.0.0.0 IPv4" "2001:db8:2::2 :: IPv6"; do
	read -r address any name <<<"$family"
	((++port))
	check "$name: a connection" connected "$address" "$any" "$port"
	check "$name: data" tell client send 20000
	check "$name: read" tell server recv 20000
	check "$name: both ends as the kernel has them" now server "$port" "responder established"
	check "$name: segments" wait_until 5 same_at_both client "$port" segments
	check "$name: bytes" same_at_both client "$port" bytes
	check "$name: none was sent again" is "$(count server "$port" responder retransmits)" 0
	check "$name: none came twice" is "$(count server "$port" responder duplicates)" 0
	check "$name: the server closes" tell server close
	check "$name: the client closes" tell client close
	monitor_of server
	check "$name: torn down" monitor_wait 20 "\"event\":\"teardown\".*\"dport\":$port"
	check "$name: no SYN-ACK was sent again" is \
		"$(told --argjson port "$port" 'select(.event == "handshake" and .dport == $port) |
			.["syn-ack-retransmits"]')" 0
done
# What is for the link itself is not diverted to the VRF.
check "a host on the link" peer_start neighbour router
check "link-local: a connection" on_the_link 9503
check "link-local: segments" wait_until 5 same_at_both router 9503 segments
check "link-local: none was sent again" is "$(count server 9503 responder retransmits)" 0

# A socket that is bound to a member of the VRF is not found by the VRF alone.
port=9510
for address in 192.0.2.2 2001:db8:1::2; do
	for device in host0 red; do
		((++port))
		check "$address by $device: a connection" bound "$device" "$address" "$port"
		check "$address by $device: whose it is" owned "$port"
	done
done
check "nothing happens for a while" sleep 70
for port in 9511 9512 9513 9514; do
	check "$port is still established" now server "$port" "initiator established"
done

check "the server joins" tell server join 239.0.0.1 host0
check "it is a member where it joined" wait_until 5 member 1 239.0.0.1
check "datagrams to the group" datagrams 5
check "are counted where they came in" wait_until 5 delivered 239.0.0.1 5
check "the server hears reports" tell server join 224.0.0.22 host0
check "a neighbour joins" tell neighbour join 239.0.0.5 right
check "it is a member where its report came in" wait_until 5 member 0 239.0.0.5
finish
