#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Level full: what segments are counted as. Where the kernel counts the same in its own
# sockets (tcp_info, by ss) or for the host, the numbers have to be equal; what it does not
# count is made one by one.
#
# shellcheck source=selftests/net/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/net/peer.sh
. "$(dirname "$0")/peer.sh"

level() { # VALUE
	on "$1" sysctl -qw net.sawtooth.level="$2"
}

# count HOST PORT ROLE FIELD : of an end, as that host counts it.
count() {
	on "$1" sawtooth -j conn dport "$2" | jq -r ".[0].$3.count.\"$4\" // \"absent\""
}

counts() { # HOST PORT ROLE FIELD NUMBER
	is "$(count "$1" "$2" "$3" "$4")" "$5"
}

# info HOST SIDE PORT FIELD : of its socket, by tcp_info; SIDE is where the port is.
info() {
	on "$1" ss -Htin "$2 = :$3" | awk -v field="$4:" '{
		for (i = 1; i <= NF; i++)
			if (index($i, field) == 1) {
				value = substr($i, length(field) + 1)
				sub(".*/", "", value)
			} } END { print value + 0 }'
}

# The kernel's number plus MORE is ours.
same() { # HOST PORT ROLE FIELD INFO MORE
	local side=dport

	[[ $1 == client ]] || side=sport
	is "$(count "$1" "$2" "$3" "$4")" $(($(info "$1" "$side" "$2" "$5") + $6))
}

acknowledged_all() { # PORT
	[[ $(info client dport "$1" bytes_sent) -gt 0 && $(info client dport "$1" notsent) == 0 &&
		$(info client dport "$1" unacked) == 0 ]]
}

# Nothing is on the way any more: all is acknowledged, and what was sent twice has come as well.
settled() { # PORT
	wait_until 60 acknowledged_all "$1" && pass 1
}

# The server's program takes nothing before all is there, so that its socket is never busy:
# segments that wait for a busy socket are merged before it counts them.
moves() { # PORT BYTES
	tell client send "$2" && settled "$1" && tell server recv "$2"
}

# All that tcp_info knows, at both hosts, of what the client sent and the server took. The
# server's SYN-ACK was sent before there was a socket.
as_the_kernel() { # TEXT PORT
	check "$1: segments sent" same client "$2" initiator segments segs_out 0
	check "$1: segments received" same server "$2" initiator segments segs_in 0
	check "$1: answers sent" same server "$2" responder segments segs_out 1
	check "$1: answers received" same client "$2" responder segments segs_in 0
	check "$1: bytes sent" same client "$2" initiator bytes bytes_sent 0
	check "$1: sent again" same client "$2" initiator retransmits retrans 0
	check "$1: answers sent again" same server "$2" responder retransmits retrans 0
	check "$1: out of order" same server "$2" responder out-of-order rcv_ooopack 0
	check "$1: out of order the other way" same client "$2" initiator out-of-order rcv_ooopack 0
	check "$1: none is damaged" counts server "$2" responder bad-checksums 0
	check "$1: of a remote end it is not known" counts server "$2" initiator retransmits absent
	check "$1: nor what reached it" counts client "$2" responder out-of-order absent
}

old_data() {
	kernel_counts server TcpExtDelayedACKLost
}

# lossy WORDS... : the way to the server. Segments are not merged on it.
lossy() {
	on router tc qdisc replace dev right root netem limit 1000 "$@"
}

clear_way() {
	on router tc qdisc delete dev right root
}

dropped() {
	on router tc -s qdisc show dev right | awk '/dropped/ { sub(",", "", $7); print $7 }'
}

# duration HOST PORT ROLE FIELD MINIMUM MAXIMUM, milliseconds
duration() {
	local ns

	ns=$(count "$1" "$2" "$3" "$4")
	atleast "$ns" $(($5 * 1000000)) && atleast $(($6 * 1000000)) "$ns"
}

acknowledged() { # BYTES
	((($(expected 8706) - before & 0xffffffff) == $1))
}

waits_no_longer() {
	[[ $(on server sawtooth -j conn dport 8706 | jq '.[0].responder.count["head-of-line"]') == "$held" ]]
}

no_window() { # HOST PORT
	(($(count "$1" "$2" responder zero-window) > 0))
}

total() { # HOST PORT ROLE FIELD
	monitor_of "$1"
	told --argjson port "$2" --arg role "$3" --arg field "$4" \
		'select(.event == "total" and .dport == $port and .role == $role)[$field]'
}

uncounted() {
	is "$(on client sawtooth -j conn dport 8700 | jq '.[0].initiator | has("count")')" false
}

two_hosts
check "nobody asks who a neighbour is" acquaint
check "level state by default" is "$(on client sysctl -n net.sawtooth.level)" state
check "at level state" opened client 192.0.2.130 8700
check "nothing is counted" uncounted
for word in "" 1 2 ful fuller "state full"; do
	check "no level \"$word\"" no level client "$word"
done
check "still level state" is "$(on client sysctl -n net.sawtooth.level)" state
for ns in client server; do
	check "level full on the $ns" level "$ns" full
done
check "it says so" is "$(on client sysctl -n net.sawtooth.level)" full
check "status says so" is "$(on client sawtooth -j status | jq -r .level)" full
check "what began before is not counted" uncounted
check "room for all that is sent" on server sysctl -qw net.ipv4.tcp_rmem="4096 8000000 8000000"
check "room to send it" on client sysctl -qw net.ipv4.tcp_wmem="4096 4000000 4000000"

check "offloads: a connection" opened client 192.0.2.130 8701
check "offloads: a megabyte" moves 8701 1000000
as_the_kernel "offloads" 8701
check "offloads: bytes received" counts server 8701 initiator bytes 1000000
check "IPv6: a connection" opened client 2001:db8:2::2 8702
check "IPv6: some data" moves 8702 100000
as_the_kernel "IPv6" 8702

for device in "client host0" "router left" "router right" "server host0"; do
	# shellcheck disable=SC2086	# two words
	check "packets from $device" lib_plain $device
done
check "loss: a connection" opened client 192.0.2.130 8703
check "loss: on the way there" lossy delay 5ms loss 2%
check "loss: a megabyte" moves 8703 1000000
as_the_kernel "loss" 8703
check "loss: there was some" atleast "$(dropped)" 5
check "loss: each was sent again" atleast "$(count client 8703 initiator retransmits)" "$(dropped)"
check "loss: what was sent and not dropped arrived" is \
	$(($(count server 8703 initiator segments) + $(dropped))) \
	"$(count client 8703 initiator segments)"
check "loss: data waited" duration server 8703 responder head-of-line 5 60000
check "loss: nobody's window was closed" duration server 8703 responder zero-window 0 0
check "loss: no longer" clear_way

# A segment that was overtaken by 2 ms is dropped for its timestamp before the socket counts it.
check "reordering: no timestamps" on client sysctl -qw net.ipv4.tcp_timestamps=0
check "reordering: a connection" opened client 192.0.2.130 8704
check "reordering: on the way there" lossy delay 5ms reorder 95% gap 5
check "reordering: some data" moves 8704 300000
as_the_kernel "reordering" 8704
check "reordering: there was some" atleast "$(count server 8704 responder out-of-order)" 5
check "reordering: no longer" clear_way

check "reordering: timestamps again" on client sysctl -qw net.ipv4.tcp_timestamps=1
check "duplication: a connection" opened client 192.0.2.130 8705
old=$(old_data)
check "duplication: on the way there" lossy delay 5ms duplicate 20%
check "duplication: some data" moves 8705 300000
check "duplication: there was some" atleast "$(count server 8705 responder duplicates)" 5
check "duplication: as the kernel counts" counts server 8705 responder duplicates \
	$(($(old_data) - old))
check "duplication: nothing was out of order" counts server 8705 responder out-of-order 0
check "duplication: no longer" clear_way

# The first hundred bytes are missing for a second.
check "hole: a connection" opened client 192.0.2.130 8706
before=$(expected 8706)
check "hole: data behind it" pretend 8706 100 0x10 50
check "hole: counted" wait_until 2 counts server 8706 responder out-of-order 1
check "hole: a second passes" pass 1
check "hole: data wait now" duration server 8706 responder head-of-line 1000 1900
check "hole: it is filled" pretend 8706 0 0x10 100
check "hole: the server says so" wait_until 2 acknowledged 150
held=$(count server 8706 responder head-of-line)
check "hole: so long" duration server 8706 responder head-of-line 1000 1900
check "hole: another second passes" pass 1
check "hole: nothing waits any more" waits_no_longer
check "twice: old data" pretend 8706 -50 0x10 50
check "twice: counted" wait_until 2 counts server 8706 responder duplicates 1
check "twice: not as out of order" counts server 8706 responder out-of-order 1
check "damaged: a segment" pretend 8706 0 0x10 50 bad
check "damaged: counted" wait_until 2 counts server 8706 responder bad-checksums 1
check "damaged: of all as well" is "$(we_count server malformed)" 1

# What the server sends does not arrive, so that it is outstanding.
check "duplicate ACKs: a connection" opened client 192.0.2.130 8707
check "duplicate ACKs: the way back is cut" sever left
check "duplicate ACKs: data" tell server send 10
check "duplicate ACKs: one with another window" pretend 8707 0 0x10 0 "" -10
before=$(count server 8707 initiator segments)
for i in 1 2 3; do
	check "duplicate ACKs: number $i" pretend 8707 0 0x10 0 "" -10
done
check "duplicate ACKs: they arrive" wait_until 2 counts server 8707 initiator segments \
	$((before + 3))
check "duplicate ACKs: three" counts server 8707 initiator dup-acks 3
check "duplicate ACKs: not of the server" counts server 8707 responder dup-acks 0
check "duplicate ACKs: the way back" mend left

check "zero window: a connection" opened client 192.0.2.130 8708
check "zero window: more than fits" tell client pump
for ns in client server; do
	check "zero window: it closes on the $ns" wait_until 20 no_window "$ns" 8708
done
check "zero window: two seconds pass" pass 2
check "zero window: the server reads" tell server drain
check "zero window: no more is sent" tell client stop
check "zero window: an end" tell client close
check "zero window: it comes" now client 8708 "initiator fin-wait-2"
for ns in client server; do
	check "zero window: so long, by the $ns" duration "$ns" 8708 responder zero-window 2000 6000
done
check "zero window: the client's was open" duration client 8708 initiator zero-window 0 0
check "zero window: the reader stops" tell server stop
check "zero window: and closes" tell server close
check "zero window: its end" now client 8708 "initiator time-wait"

# Both hooks of one host see each segment.
check "loopback: another peer" peer_start neighbour client
check "loopback: it listens" tell neighbour listen 127.0.0.1 8709
check "loopback: a connection" tell client connect 127.0.0.1 8709
check "loopback: accepted" tell neighbour accept
check "loopback: data" ask client send 200000
check "loopback: taken" tell neighbour recv 200000
check "loopback: sent" answered client
check "loopback: all is acknowledged" settled 8709
check "loopback: segments" is "$(count client 8709 initiator segments)" "$(info client dport 8709 segs_out)"
check "loopback: answers" is "$(count client 8709 responder segments)" "$(info client dport 8709 segs_in)"
check "loopback: bytes" counts client 8709 initiator bytes 200000
check "loopback: none came twice" counts client 8709 responder duplicates 0
check "loopback: text" like "$(on client sawtooth -n conn dport 8709 && on client sawtooth -n conn \
	"$(on client sawtooth -j conn dport 8709 | jq '.[0].id')")" \
	"sent [0-9]+ segments, 200000 bytes, 0 sent again"

check "the end: by the client" tell client close
check "the end: and the other" tell neighbour close
check "the end: it is told" monitor_of client
check "the end: of the responder" monitor_wait 5 '"total".*"dport":8709,.*"responder"'
check "the end: how it was" is "$(total client 8709 initiator bytes)" 200000
check "the end: what went into it" atleast "$(total client 8709 responder segments)" 3
for ns in client server; do
	check "the end: of both ends on the $ns" is "$(total "$ns" 8708 initiator role)$(
		total "$ns" 8708 responder role)" initiatorresponder
done
check "the end: how long there was no window" is \
	$(($(total server 8708 responder zero-window) >= 2000000000)) 1
check "the end: none of what was not counted" is "$(total client 8700 initiator role)" ""

check "level state again" level client state
check "and what begins is not counted" opened client 192.0.2.130 8710
check "no count" is \
	"$(on client sawtooth -j conn dport 8710 | jq '.[0].initiator | has("count")')" false
check "what began before goes on" counts client 8702 initiator retransmits 0
finish
