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

talks() { # PORT
	opened client 192.0.2.130 "$1"
}

forge() { # PORT OFFSET : a RST
	pretend "$1" "$2" 4
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
	kernel_counts server TcpExtTCPChallengeACK
}

both_say() { # PORT SS OURS
	is "$(socket_state "$1")" "$2" && is "$(our_state "$1")" "$3"
}

rest() { # PORT
	talks "$1" && tell server close && tell client close &&
		wait_until 2 both_say "$1" TIME-WAIT time-wait
}

gone() { # PORT
	[[ -z $(socket_state "$1") && $(our_state "$1") =~ ^(null|closed)$ ]]
}

out_of_order() { # SEGMENTS
	reaches "$1" kernel_counts server TcpExtTCPOFOQueue
}

last_word() { # PORT : of the teardown
	told --argjson port "$1" 'select(.event == "teardown" and .dport == $port) |
		"\(.teardown) \(.["reset-by"]) \(.["reset-verdict"]) \(.["resets-ignored"]) \(.["time-wait"])"'
}

check "load" module_load
check "a network" topo_create
check "a client" peer_start client client
check "a server" peer_start server server
check "the server's host is followed" monitor_start server

check "established" talks 8301
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

# The FIN is the last byte that was received: some stacks send a RST in its place.
check "behind a FIN" talks 8304
check "behind a FIN: close" tell client close
check "behind a FIN: half closed" wait_until 2 both_say 8304 CLOSE-WAIT close-wait
check "behind a FIN: a RST in its place" forge 8304 -1
check "behind a FIN: gone" wait_until 2 gone 8304
check "behind a FIN: told" monitor_wait 5 '"teardown".*"dport":8304'
check "behind a FIN: accepted" is "$(last_word 8304)" "aborted initiator accepted 0 none"

# Data came behind a hole: the receiver selectively acknowledges it.
check "a hole" talks 8305
check "a hole: data behind it" pretend 8305 100 0x10 10
check "a hole: the kernel keeps it" wait_until 2 out_of_order 1
check "a hole: a RST in the data" forge 8305 105
check "a hole: challenged" counts "[2,2,0]"
check "a hole: the kernel's challenge" is "$(challenges)" 2
check "a hole: still established" both_say 8305 ESTAB established
check "a hole: a RST at the edge" forge 8305 110
check "a hole: gone" wait_until 2 gone 8305
check "a hole: told" monitor_wait 5 '"teardown".*"dport":8305'
check "a hole: accepted" is "$(last_word 8305)" "aborted initiator accepted 1 none"

# A SYN on an established connection is answered, and changes nothing.
check "a SYN" talks 8306
check "a SYN: in the window" pretend 8306 10 2
check "a SYN: the kernel's challenge" wait_until 2 reaches 3 challenges
check "a SYN: still established" both_say 8306 ESTAB established
check "a SYN: nothing is told" is "$(story 8306 | sed '1,/^handshake/d')" ""

check "protected" on server sysctl -qw net.ipv4.tcp_rfc1337=1
check "protected: rest" rest 8302
check "protected: a RST" forge 8302 0
check "protected: counted" counts "[2,2,1]"
check "protected: outside" forge 8302 -1
check "protected: outside, counted" counts "[3,2,1]"
check "protected: still there" both_say 8302 TIME-WAIT time-wait
check "not protected" on server sysctl -qw net.ipv4.tcp_rfc1337=0
check "not protected: rest" rest 8303
check "not protected: outside" forge 8303 -1
check "not protected: outside, counted" counts "[4,2,1]"
check "not protected: still there" both_say 8303 TIME-WAIT time-wait
check "not protected: a RST" forge 8303 0
check "not protected: gone" wait_until 2 gone 8303
check "not protected: told" monitor_wait 5 '"time-wait","to":"closed","cause":"received-rst"'
check "who rested" is "$(last_word 8303)" "graceful none none 0 responder"
check "all is told" monitor_stop
finish
