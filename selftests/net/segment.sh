#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Segments that are not what TCP made of them, and some that nobody should make: merged and
# split by offloads, longer than 64 KB, with checksums that are partial or wrong, in fragments,
# with flags that mean nothing, and such as the socket drops after the hook.
#
# shellcheck source=selftests/net/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/net/peer.sh
. "$(dirname "$0")/peer.sh"

tracing=/sys/kernel/tracing

# offloads HOST TSO GRO
offloads() {
	on "$1" ethtool -K host0 tso "$2" gso "$2" gro "$3"
}

# Much data with the FIN right behind it: it leaves in one segment with the last of the data.
pours() { # ADDRESS PORT
	tell server listen "$1" "$2" && tell client connect "$1" "$2" && tell server accept &&
		tell client stuff && tell client close && tell server end && tell server close &&
		now client "$2" "initiator time-wait" && now server "$2" ""
}

# fin_length HOST PORT : of the segment that has the client's FIN, as it was seen there.
fin_length() {
	monitor_of "$1"
	monitor_wait 10 "\"dport\":$2,.*\"fin-wait-1\"" >&2 &&
		told --argjson port "$2" \
			'select(.dport == $port and .to == "fin-wait-1" and .role == "initiator")["tcp-len"]'
}

between() { # LENGTH MINIMUM MAXIMUM
	atleast "$1" "$2" && atleast "$3" "$1"
}

# Segments of more than 64 KB, as the devices see them.
big_on() {
	local ns dev

	local tso="tso on gso on gro on"

	for ns in client:host0 router:left router:right server:host0; do
		dev=${ns#*:}
		# shellcheck disable=SC2086	# several words
		on "${ns%:*}" ethtool -K "$dev" $tso || return
		ip -n "${ns%:*}" link set "$dev" gso_max_size 180000 gro_max_size 180000 || return
	done
	echo 'len > 65700' >"$tracing/events/net/net_dev_start_xmit/filter" &&
		echo 1 >"$tracing/events/net/net_dev_start_xmit/enable" && : >"$tracing/trace"
}

big_off() {
	echo 0 >"$tracing/events/net/net_dev_start_xmit/enable"
	echo 0 >"$tracing/events/net/net_dev_start_xmit/filter"
}

# As much as goes, until it is told to stop.
flows() { # ADDRESS PORT
	on server sysctl -qw net.ipv4.tcp_rmem="4096 2000000 6000000" &&
		opened client "$1" "$2" && tell server drain && tell client pump
}

ebbs() { # PORT
	tell client stop && tell client close && tell server stop && tell server end &&
		now client "$1" "initiator fin-wait-2" && tell server close &&
		now client "$1" "initiator time-wait"
}

big_ones() {
	grep -ac net_dev_start_xmit: "$tracing/trace"
}

malformed() {
	we_count server malformed
}

# Nothing has moved, by ss and by us; what was sent has arrived, as a counter says.
stands() { # PORT
	agree server "$1" "responder established" && is "$(story "$1" | sed '1,/^handshake/d')" ""
}

segments() {
	kernel_counts server TcpInSegs
}

nonsense() { # PORT FLAGS
	local before

	before=$(segments)
	pretend "$1" 0 "$2" && wait_until 2 reaches $((before + 1)) segments && stands "$1"
}

stamped() { # VALUE FLAGS : a segment with such a timestamp
	pretend 8608 0 "$2" 0 "stamp=$1"
}

# Whatever timestamp the server saw last, of four that go round once each is newer than the
# one before, or older than all that follow: the last of them is the newest in the end.
newest_stamp() {
	local value

	for value in 0 0x40000000 0x80000000 0xc0000000; do
		stamped "$value" 0x10 || return
	done
}

old_ones() {
	kernel_counts server TcpExtPAWSEstab
}

two_hosts
check "large segments to send" offloads client on off
check "none to be merged" offloads server on off
check "TSO FIN" pours 192.0.2.130 8601
check "TSO FIN: in one segment with more data than a packet has" \
	atleast "$(fin_length client 8601)" 1449

for device in "client host0" "router left" "router right"; do
	# shellcheck disable=SC2086	# two words
	check "packets from $device" lib_plain $device
done
check "packets that stay alone" pours 192.0.2.130 8609
check "packets that stay alone: the FIN in one" between "$(fin_length server 8609)" 1 1448
check "packets that are merged" offloads server on on
check "GRO-merged FIN" pours 192.0.2.130 8602
check "GRO-merged FIN: in one segment with more data" atleast "$(fin_length server 8602)" 1449

check "BIG TCP" big_on
at_exit big_off
check "BIG TCP over IPv6" flows 2001:db8:2::2 8603
check "BIG TCP over IPv6: it is" wait_until 60 reaches 1 big_ones
check "BIG TCP over IPv6: an end" ebbs 8603
check "BIG TCP over IPv6: no longer" big_off

check "whole checksums" on client ethtool -K host0 tx off
check "whole checksums: a conversation" pours 192.0.2.130 8604
check "partial checksums" on client ethtool -K host0 tx on
check "partial checksums: a conversation" pours 2001:db8:2::2 8605
check "nothing was malformed" is "$(malformed)" 0

check "bad checksum" opened client 192.0.2.130 8606
check "bad checksum: of a RST" pretend 8606 0 4 0 bad
check "bad checksum: counted" wait_until 2 reaches 1 malformed
check "bad checksum: once" is "$(malformed)" 1
check "bad checksum: it stands" stands 8606
check "bad checksum: as the kernel counts" is "$(kernel_counts server TcpInCsumErrors)" 1

check "fragments: a FIN in pieces" pretend 8606 0 0x11 10 pieces
check "fragments: it arrives" now server 8606 "responder close-wait"

check "nonsense: a connection" opened client 192.0.2.130 8607
for flags in 0 0x01 0x08 0x20 0x28 0x29 0x03 0x0b; do
	check "nonsense flags $flags" nonsense 8607 "$flags"
done
check "nonsense: still with data" tell client send 10

check "dropped after the hook: a connection" opened client 192.0.2.130 8608
check "dropped after the hook: a timestamp that is known" newest_stamp
dropped=$(old_ones)
check "dropped after the hook: a FIN with an older one" stamped 0xb0000000 0x11
check "dropped after the hook: so it was" wait_until 2 reaches $((dropped + 1)) old_ones
check "dropped after the hook: nothing moved" agree server 8608 "responder established"
check "dropped after the hook: the same with a newer one" stamped 0xd0000000 0x11
check "dropped after the hook: this one moves it" now server 8608 "responder close-wait"
finish
