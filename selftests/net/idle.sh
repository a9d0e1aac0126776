#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Ends that are silent for long: half closed, an orphan whose peer does not close, one with
# keep-alive probes, and one whose peer has no room. Silence by itself ends nothing as long
# as the kernel keeps the socket, and what the kernel ends has ended.
#
# shellcheck source=selftests/net/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/net/peer.sh
. "$(dirname "$0")/peer.sh"

probed() { # COUNT : keep-alive probes of the client have been answered or not
	reaches "$1" kernel_counts client TcpExtTCPKeepAlive
}

shuts() { # PORT : one half, and nobody says anything for longer than any timer of it
	opened client 192.0.2.130 "$1" && tell client shutdown && pass 70
}

stuffed() { # the receiver does not read, until its window is closed and has been probed
	tell client stuff && stuffed=$peer_said &&
		wait_until 20 reaches 3 kernel_counts client TcpExtTCPWinProbe
}

# The rest of a connection on which the client closes first.
ending() { # PORT KIND
	tell server end && is "$peer_said" "$2" && tell server close && now client "$1" \
		"initiator time-wait" && now server "$1" ""
}

told_end() { # PORT : "kind cause" of the client's teardown
	told --argjson port "$1" 'select(.dport == $port) | if .event == "teardown" then .teardown
		elif .role == "initiator" and .to == "closed" then .cause else empty end' |
		tr '\n' ' '
}

two_hosts
check "neighbours" acquaint
check "few seconds in FIN-WAIT-2" on client sysctl -qw net.ipv4.tcp_fin_timeout=5

check "half-close idle: a minute" shuts 8801
check "half-close idle: the client stays" now client 8801 "initiator fin-wait-2"
check "half-close idle: the server stays" now server 8801 "responder close-wait"
check "half-close idle: it ends" ending 8801 0
check "half-close idle: the client closes" tell client close

check "orphan: open" opened client 192.0.2.130 8802
check "orphan: close" tell client close
check "orphan: fin-wait-2" now client 8802 "initiator fin-wait-2"
monitor_of client
check "orphan: told" monitor_wait 20 '"dport":8802,.*"fin-wait-2-timeout"'
check "orphan: the kernel says so, too" now client 8802 ""
check "orphan: the server does not know" now server 8802 "responder close-wait"
check "orphan: data" tell server send 10
check "orphan: nobody is there" now server 8802 ""

check "keep-alive: open" opened client 192.0.2.130 8803
check "keep-alive: after a second" tell client keepalive 1 1 3
check "keep-alive: probes are answered" wait_until 20 probed 5
check "keep-alive: the client stands" now client 8803 "initiator established"
check "keep-alive: the server stands" now server 8803 "responder established"
check "keep-alive: the way there is cut" sever right
check "keep-alive: told" monitor_wait 20 '"dport":8803,.*"keep-alive-timeout"'
check "keep-alive: the kernel says so, too" now client 8803 ""
check "keep-alive: the way is free" mend right

check "zero window: open" opened client 192.0.2.130 8804
check "zero window: until it is probed" stuffed
check "zero window: a while" pass 20
check "zero window: the client stands" now client 8804 "initiator established"
check "zero window: the server stands" now server 8804 "responder established"
check "zero window: the client closes" tell client close
check "zero window: the kernel's fin-wait-1" is "$(kernel_says client 8804)" "initiator fin-wait-1"
# The next probe, which carries no FIN yet, is what tells us.
check "zero window: ours" monitor_wait 60 '"dport":8804,.*"fin-wait-1","cause":"shut"'
check "zero window: both" now client 8804 "initiator fin-wait-1"
check "zero window: all arrives" ending 8804 "$stuffed"

monitor_of client
check "zero window: told" monitor_wait 80 '"dport":8804,.*"time-wait-expired"'
check "all is told" monitor_stop
check "half-close idle: the end" is "$(told_end 8801)" "graceful time-wait-expired "
check "orphan: the end" is "$(told_end 8802)" "fin-wait-2-timeout timed-out "
check "keep-alive: the end" is "$(told_end 8803)" "keep-alive-timeout timed-out "
check "zero window: the end" is "$(told_end 8804)" "graceful time-wait-expired "
finish
