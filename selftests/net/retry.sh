#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What is lost and sent again moves nobody twice, and is counted as the kernel counts it: a
# SYN, a SYN-ACK, the FIN of either end, the last ACK.
#
# shellcheck source=selftests/net/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/net/peer.sh
. "$(dirname "$0")/peer.sh"
# shellcheck source=selftests/net/story.sh
. "$(dirname "$0")/story.sh"

handshakes() { # PORT : outcome, SYNs and SYN-ACKs sent again
	told --argjson port "$1" 'select(.event == "handshake" and .dport == $port) |
		"\(.outcome) \(.["syn-retransmits"]) \(.["syn-ack-retransmits"])"'
}

told_of() { # NAMESPACE PORT REGEX
	monitor_of "$1"
	monitor_wait 80 "$3.*\"dport\":$2,|\"dport\":$2,.*$3"
}

begins() { # DEVICE PORT : while nothing leaves by it
	tell server listen 192.0.2.130 "$2" && sever "$1" && tell client begin 192.0.2.130 "$2"
}

two_hosts
check "neighbours" acquaint

check "SYN retransmitted: the way there is cut" begins right 8501
check "SYN retransmitted: once in vain" wait_until 5 reaches 1 we_count client syn-retransmits
check "SYN retransmitted: the way is free" mend right
check "SYN retransmitted: told to the client's host" told_of client 8501 '"handshake"'
check "SYN retransmitted: as often as the kernel did" is "$(handshakes 8501)" \
	"established $(kernel_counts client TcpExtTCPSynRetrans) 0"
check "SYN retransmitted: more than once" atleast "$(we_count client syn-retransmits)" 2
check "SYN retransmitted: told to the server's host" told_of server 8501 '"handshake"'
check "SYN retransmitted: the server got one" is "$(handshakes 8501)" "established 0 0"

check "SYN-ACK retransmitted: the way back is cut" begins left 8502
check "SYN-ACK retransmitted: once in vain" \
	wait_until 5 reaches 1 we_count server syn-ack-retransmits
check "SYN-ACK retransmitted: the way is free" mend left
check "SYN-ACK retransmitted: told" told_of server 8502 '"handshake"'
check "SYN-ACK retransmitted: as often as the kernel did" is \
	"$(we_count server syn-ack-retransmits)" "$(kernel_counts server TcpRetransSegs)"
check "SYN-ACK retransmitted: the story" is "$(story 8502 | sort | uniq -d)" ""

check "FIN retransmitted: open" opened client 192.0.2.130 8503
again=$(kernel_counts client TcpRetransSegs)
check "FIN retransmitted: the way there is cut" sever right
check "FIN retransmitted: close" tell client close
check "FIN not yet acknowledged: fin-wait-1" now client 8503 "initiator fin-wait-1"
check "FIN not yet acknowledged: established" now server 8503 "responder established"
check "FIN retransmitted: twice in vain" \
	wait_until 10 reaches $((again + 2)) kernel_counts client TcpRetransSegs
check "FIN retransmitted: still fin-wait-1" now client 8503 "initiator fin-wait-1"
check "FIN retransmitted: the way is free" mend right
check "FIN retransmitted: fin-wait-2" wait_until 10 agree client 8503 "initiator fin-wait-2"
check "FIN retransmitted: close-wait" now server 8503 "responder close-wait"

# The client's last ACK is lost, so that the server's FIN comes again in TIME-WAIT.
check "last ACK lost: the way there is cut" sever right
check "last ACK lost: the server closes, too" tell server close
check "last ACK lost: last-ack" now server 8503 "responder last-ack"
check "last ACK lost: time-wait" now client 8503 "initiator time-wait"
again=$(kernel_counts server TcpRetransSegs)
check "last ACK lost: the FIN comes again" \
	wait_until 10 reaches $((again + 1)) kernel_counts server TcpRetransSegs
check "last ACK lost: the way is free" mend right
check "last ACK lost: closed" wait_until 10 agree server 8503 ""
check "last ACK lost: still time-wait" now client 8503 "initiator time-wait"

for ns in client server; do
	check "$ns: it ends" told_of "$ns" 8503 '"time-wait-expired"'
	check "$ns: all is told" monitor_stop
done
monitor_of client
check "FIN retransmitted, by the client" ends 8503 "$(by_closer initiator responder graceful)"
monitor_of server
check "FIN retransmitted, by the server" ends 8503 "$(by_other initiator responder 8503)"
finish
