#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Listeners that do not take every ACK, and fast open. With a full accept queue the
# client is established and the server is not; the same with TCP_DEFER_ACCEPT until data
# comes. What ss says on both hosts is what we must say.
#
# shellcheck source=selftests/net/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/net/peer.sh
. "$(dirname "$0")/peer.sh"

kernel_says() { # NAMESPACE PORT
	on "$1" ss -Htan "( sport = :$2 or dport = :$2 )" | awk '$1 != "LISTEN" { print $1 }' |
		sed 's/SYN-RECV/syn-received/; s/ESTAB/established/' | sort | tr '\n' ' '
}

we_say() { # NAMESPACE PORT ROLE
	on "$1" sawtooth -j conn dport "$2" | jq -r --arg role "$3" '.[][$role].state' | sort |
		tr '\n' ' '
}

agree() { # PORT CLIENT SERVER
	is "$(kernel_says client "$1")" "$2" && is "$(we_say client "$1" initiator)" "$2" &&
		is "$(kernel_says server "$1")" "$3" && is "$(we_say server "$1" responder)" "$3"
}

now() {
	wait_until 10 agree "$@"
	agree "$@"
}

# The queue takes one more than it is asked for. A listener that is full also ignores SYNs, so
# there is room for both when they arrive, and for one when their ACKs do.
overflow() {
	tell server listen 192.0.2.130 8401 && tell server backlog 2 &&
		tell client connect 192.0.2.130 8401 && tell client connect 192.0.2.130 8401 &&
		tell client begin 192.0.2.130 8401 && tell client begin 192.0.2.130 8401
}

times() { # COUNT WORD
	local i

	for ((i = 0; i < $1; i++)); do
		printf '%s ' "$2"
	done
}

fast_open() { # PORT
	told --argjson port "$1" 'select(.event == "handshake" and .dport == $port) |
		"\(.outcome) \(.["fast-open"])"'
}

handshake() { # PORT
	monitor_wait 10 "\"handshake\".*\"dport\":$1,"
}

passive_opens() {
	on server nstat -asz TcpExtTCPFastOpenPassive | awk '$1 ~ /FastOpen/ { print $2 }'
}

two_hosts

check "a path of 50 ms" on client tc qdisc add dev host0 root netem delay 50ms
check "overflow" overflow
check "overflow: the ends differ" now 8401 "$(times 4 established)" \
	"$(times 3 established)syn-received "
check "overflow: room" tell server accept
check "overflow: all are there" now 8401 "$(times 4 established)" "$(times 4 established)"

check "deferred: listen" tell server listen 192.0.2.130 8402
check "deferred: until data comes" tell server defer 30
check "deferred: connect" tell client connect 192.0.2.130 8402
check "deferred: the ends differ" now 8402 "established " "syn-received "
check "deferred: data" tell client send 10
check "deferred: both are there" now 8402 "established " "established "

check "fast open for clients" on client sysctl -qw net.ipv4.tcp_fastopen=5
check "fast open for servers" on server sysctl -qw net.ipv4.tcp_fastopen=0x203
check "data in the SYN: listen" tell server listen 192.0.2.130 8403
check "data in the SYN: allow it" tell server fastopen 8
check "data in the SYN" tell client fast 192.0.2.130 8403 100
check "data in the SYN: told" handshake 8403
check "data in the SYN: the kernel took it" is "$(passive_opens)" 1
check "data in the SYN: accepted" is "$(fast_open 8403)" "established accepted"
check "not taken: listen" tell server listen 192.0.2.130 8404
check "not taken" tell client fast 192.0.2.130 8404 100
check "not taken: told" handshake 8404
check "not taken: the kernel did not" is "$(passive_opens)" 1
check "not taken: refused" is "$(fast_open 8404)" "established refused"
monitor_of client
check "by the client: told" handshake 8404
check "by the client: accepted" is "$(fast_open 8403)" "established accepted"
check "by the client: refused" is "$(fast_open 8404)" "established refused"
check "all is told" monitor_stop
finish
