#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# RSTs from somebody who knows the addresses and the ports, and not always the number: on
# an established connection and in TIME-WAIT, where tcp_rfc1337 decides. The server's
# kernel says by ss and its counters what each was worth.
#
# shellcheck source=selftests/net/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/net/peer.sh
. "$(dirname "$0")/peer.sh"

opened() { # PORT
	tell server listen 192.0.2.130 "$1" && tell client connect 192.0.2.130 "$1" &&
		client_port=$peer_said && tell server accept && tell client send 10 &&
		tell server recv 10
}

# The router pretends to be the client: forge PORT OFFSET, from the number that is expected.
forge() {
	local expected

	expected=$(on server sawtooth -j conn dport "$1" | jq '.[0].responder["rcv-nxt"]')
	tell forger craft 192.0.2.2 "$client_port" 192.0.2.130 "$1" $(((expected + $2) & 0xffffffff)) 4
}

socket_state() { # PORT
	on server ss -Htan "sport = :$1" | awk '$1 != "LISTEN" { print $1 }'
}

our_state() { # PORT
	on server sawtooth -j conn dport "$1" | jq -r '.[0].responder.state'
}

ignored() { # : outside, challenged, by tcp_rfc1337
	on server sawtooth -j stats | jq -c '[.counter[] | select(.stat == "resets-outside" or
		.stat == "resets-challenged" or .stat == "resets-time-wait") | .count]'
}

# Counters change with a segment, which needs a moment to arrive.
counts() { # COUNTS
	wait_until 2 counts_now "$1"
	is "$(ignored)" "$1"
}

counts_now() {
	[[ $(ignored) == "$1" ]]
}

challenges() {
	on server nstat -asz TcpExtTCPChallengeACK | awk '$1 ~ /Challenge/ { print $2 }'
}

both_say() { # PORT SS OURS
	is "$(socket_state "$1")" "$2" && is "$(our_state "$1")" "$3"
}

rest() { # PORT
	opened "$1" && tell server close && tell client close &&
		wait_until 2 both_say "$1" TIME-WAIT time-wait
}

gone() { # PORT
	[[ -z $(socket_state "$1") && $(our_state "$1") != time-wait ]]
}

last_word() { # PORT : of the teardown
	told --argjson port "$1" 'select(.event == "teardown" and .dport == $port) |
		"\(.teardown) \(.["reset-by"]) \(.["reset-verdict"]) \(.["resets-ignored"]) \(.["time-wait"])"'
}

check "load" module_load
check "a network" topo_create
check "a client" peer_start client client
check "a server" peer_start server server
check "a forger" peer_start forger router
check "the server's host is followed" monitor_start server

check "established" opened 8301
check "before the window" forge 8301 -1
check "before the window: counted" counts "[1,0,0]"
check "far behind the window" forge 8301 $((1 << 30))
check "far behind the window: counted" counts "[2,0,0]"
check "the kernel did not answer" is "$(challenges)" 0
check "in the window" forge 8301 100
check "in the window: counted" counts "[2,1,0]"
check "in the window: the kernel's challenge" is "$(challenges)" 1
check "still established" both_say 8301 ESTAB established
check "the number that is expected" forge 8301 0
check "the number that is expected: gone" wait_until 2 gone 8301
check "the number that is expected: told" monitor_wait 5 '"teardown".*"dport":8301'
check "who and what" is "$(last_word 8301)" "aborted initiator accepted 3 none"

check "protected" on server sysctl -qw net.ipv4.tcp_rfc1337=1
check "protected: rest" rest 8302
check "protected: a RST" forge 8302 0
check "protected: counted" counts "[2,1,1]"
check "protected: outside" forge 8302 -1
check "protected: outside, counted" counts "[3,1,1]"
check "protected: still there" both_say 8302 TIME-WAIT time-wait
check "not protected" on server sysctl -qw net.ipv4.tcp_rfc1337=0
check "not protected: rest" rest 8303
check "not protected: outside" forge 8303 -1
check "not protected: outside, counted" counts "[4,1,1]"
check "not protected: still there" both_say 8303 TIME-WAIT time-wait
check "not protected: a RST" forge 8303 0
check "not protected: gone" wait_until 2 gone 8303
check "not protected: told" monitor_wait 5 '"time-wait","to":"closed","cause":"received-rst"'
check "who rested" is "$(last_word 8303)" "graceful none none 0 responder"
check "all is told" monitor_stop
finish
