#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# SYNs from anywhere into a namespace whose table is small: half-open entries go first and
# established ones never, handshakes that are meant are still followed, and each connection
# that is not tracked is counted. The router is where they come from, and it
# keeps the answers.
#
# shellcheck source=selftests/net/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/net/peer.sh
. "$(dirname "$0")/peer.sh"

limit=200
standing=20
sent=0

flood() { # SYNS : none of them like one before
	on router "$(dirname "$0")/craft" 198.18.0.0 0 192.0.2.130 8404 "$sent" 0 2 0 "$1" &&
		((sent += $1))
}

# Each SYN of the newest flood has got an entry or been counted.
all_counted() { # SYNS
	(($(counts conns-untracked-full) - before + $(counts conns) - made == $1))
}

limits() { # CONNECTIONS
	on server sysctl -qw net.sawtooth.conn_max="$1"
}

# counts NAME... : of the server's host.
counts() {
	on server sawtooth -j stats | jq -r '[.counter[] | { (.stat): .count }] | add as $all |
		[$ARGS.positional[] | $all[.]] | join(" ")' --args "$@"
}

tracked() {
	on server sawtooth -j status | jq .conns
}

connects() { # COUNT
	local i

	for ((i = 0; i < $1; i++)); do
		tell client connect 192.0.2.130 8403 && tell server use 0 && tell server accept || return
	done
}

stand() { # : established ones on the server, as we and as ss have it
	is "$(on server sawtooth -j conn state established dport 8403 | jq length)" "$1" &&
		is "$(on server ss -Htn state established "sport = :8403" | grep -c .)" "$1"
}

# A handshake that takes a while, and a flood that would not fill the table in that time.
amid() { # SYNS
	tell client begin 192.0.2.130 8403 && flood "$1" && tell server use 0 && tell server accept
}

handshakes() { # PORT : that were established and seen from the first SYN on
	told --slurp --argjson port "$1" 'map(select(.event == "handshake" and .dport == $port and
		.outcome == "established")) | length'
}

answers_again() { # SEGMENTS
	reaches "$1" kernel_counts server TcpRetransSegs
}

# All that were accepted, after the two listeners.
resets() { # COUNT
	local i

	for ((i = 2; i < 2 + $1; i++)); do
		tell server use "$i" && tell server reset || return
	done
}

two_hosts
check "nobody answers the answers" ip -n router route add blackhole 198.18.0.0/15
check "a listener for those that are meant" tell server listen 192.0.2.130 8403
check "room for them all" tell server backlog 100
check "one for the others" tell server listen 192.0.2.130 8404
check "the table is small" limits "$limit"
check "no answer comes again" on server sysctl -qw net.ipv4.tcp_synack_retries=0
check "connections" connects "$standing"

check "a flood" flood 1000
check "a flood: it arrives" wait_until 5 reaches $((sent + standing)) counts conns
check "a flood: each got an entry" is "$(counts conns conns-untracked-full)" \
	"$((sent + standing)) 0"
check "a flood: half-open ones went for it" is \
	"$(counts conns-evicted-opening conns-evicted-ended)" \
	"$((sent + standing - limit)) 0"
check "a flood: the table is full" is "$(tracked)" "$limit"
check "a flood: the established ones stay" stand "$standing"
check "the limit is the namespace's" is "$(on client sysctl -n net.sawtooth.conn_max)" 65536
check "and so are the counters" is "$(we_count client conns) $(we_count client conns-evicted-opening)" \
	"$standing 0"

check "a path of 50 ms" on client tc qdisc add dev host0 root netem delay 50ms
for ((i = 0; i < 5; i++)); do
	check "a handshake amid a flood, $i" amid $((limit / 4))
done
check "the path is quick again" on client tc qdisc delete dev host0 root
for ((i = 0; i < 2; i++)); do
	check "behind a flood, $i" flood 500
	check "behind a flood, $i: a handshake" connects 1
done
check "all of them stand" stand $((standing + 7))

# Now the table has room for the established ones only.
# shellcheck disable=SC2034	# all_counted() has them
before=$(counts conns-untracked-full)
# shellcheck disable=SC2034
made=$(counts conns)
check "no room" limits $((standing + 7))
check "no room: a flood" flood 300
check "no room: not tracked, and counted" \
	wait_until 5 all_counted 300
check "no room: the established ones stay" stand $((standing + 7))
check "no room: half-open ones went until there were none" \
	is "$(tracked)" $((standing + 7))

# Answers that come again find that they are forgotten, and must not take the place of others.
check "answers that come again" on server sysctl -qw net.ipv4.tcp_synack_retries=5
check "answers that come again: room" limits "$limit"
again=$(kernel_counts server TcpRetransSegs)
check "answers that come again: a flood" flood 500
check "answers that come again: they do" wait_until 10 answers_again $((again + limit))
check "answers that come again: a connection" connects 1
check "answers that come again: it stands as well" stand $((standing + 8))

check "the server resets them" resets $((standing + 8))
for ns in client server; do
	monitor_of "$ns"
	check "$ns: all is told" monitor_stop
	check "$ns: every handshake that was meant" is "$(handshakes 8403)" $((standing + 8))
done
monitor_of server
check "every end of them" is "$(told --slurp 'map(select(.event == "teardown" and .dport == 8403)) |
	length')" $((standing + 8))
finish
