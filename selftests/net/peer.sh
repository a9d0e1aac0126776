# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154	# lib_work is lib.sh's, client_port for tests
#
# Conversations in which the test says who does what and when: each peer is a
# process in a namespace that takes one command after the other (peer.c). Source
# it after lib.sh.

declare -A peer_to peer_from peer_pid

# peer_start NAME [NAMESPACE [PROGRAM]] : PROGRAM takes commands as peer does.
peer_start() {
	local name=$1 pipe=$lib_work/peer.$1 to from
	shift

	mkfifo "$pipe.to" "$pipe.from"
	exec {to}<>"$pipe.to" {from}<>"$pipe.from"
	${1:+ip netns exec "$1"} "$(dirname "${BASH_SOURCE[0]}")/${2:-peer}" \
		<"$pipe.to" >"$pipe.from" 2>"$pipe.err" {to}>&- {from}>&- &
	# shellcheck disable=SC2034	# for tests
	peer_pid[$name]=$!
	at_exit peer_kill $!
	peer_to[$name]=$to
	peer_from[$name]=$from
	peer_hear "$name"
}

# With its children: what pumps and drains.
peer_kill() {
	pkill -P "$1"
	kill "$1"
	wait "$1"
}

peer_hear() {
	if ! read -rt 60 -u "${peer_from[$1]}" peer_said; then
		echo "$1: no answer"
		cat "$lib_work/peer.$1.err"
		return 1
	fi
	[[ $peer_said == ok* ]] || { echo "$1: $peer_said"; return 1; }
	peer_said=${peer_said#ok}
	peer_said=${peer_said# }
}

# tell NAME COMMAND... : returns when it is done; what it said is in $peer_said.
tell() {
	local name=$1
	shift

	echo "$*" >&"${peer_to[$name]}"
	peer_hear "$name"
}

# ask NAME COMMAND... : does not wait; answered NAME does.
ask() {
	local name=$1
	shift

	echo "$*" >&"${peer_to[$name]}"
}

answered() {
	peer_hear "$@"
}

# two_hosts : a client and a server, each followed on its host.
two_hosts() {
	check "load" module_load
	check "a network" topo_create
	check "a client" peer_start client client
	check "a server" peer_start server server
	check "the client's host is followed" monitor_start client
	check "the server's host is followed" monitor_start server
}

# opened CLIENT ADDRESS PORT : a connection, on which the server has said something.
opened() {
	tell server listen "$2" "$3" && tell "$1" connect "$2" "$3" && client_port=$peer_said &&
		tell server accept && tell server send 10 && tell "$1" recv 10
}

# The states of both ends by ss, and what we say of the ends of the same host.
kernel_says() { # NAMESPACE PORT
	on "$1" ss -Htan "( sport = :$2 or dport = :$2 )" | awk -v port="$2" '$1 != "LISTEN" {
		print ($4 ~ ":" port "$" ? "responder " : "initiator ") $1 }' |
		sed 's/SYN-RECV/SYN-RECEIVED/; s/ESTAB/ESTABLISHED/' | tr '[:upper:]' '[:lower:]' | sort
}

we_say() { # NAMESPACE PORT
	on "$1" sawtooth -j conn dport "$2" | jq -r '.[] | ("initiator", "responder") as $role |
		.[$role] | select(.local == 1 and .state != "closed") | "\($role) \(.state)"' | sort
}

agree() { # NAMESPACE PORT STATES
	is "$(kernel_says "$1" "$2")" "$3" && is "$(we_say "$1" "$2")" "$3"
}

# States change with a segment, which needs a moment to arrive.
now() { # NAMESPACE PORT STATES
	wait_until 2 agree "$@" || agree "$@"
}

# slow MS : segments take so long each way, so that two can be on the way; quick : no longer.
slow() {
	on client tc qdisc add dev host0 root netem delay "$1ms" &&
		on server tc qdisc add dev host0 root netem delay "$1ms"
}

quick() {
	on client tc qdisc delete dev host0 root && on server tc qdisc delete dev host0 root
}

# acquaint : nobody has to ask who a neighbour is, also while the way there or back is cut.
acquaint() {
	local ns dev address far far_dev lladdr

	while read -r ns dev address far far_dev; do
		lladdr=$(on "$far" cat "/sys/class/net/$far_dev/address") &&
			ip -n "$ns" neighbour replace "$address" dev "$dev" lladdr "$lladdr" \
				nud permanent || return
	done <<-END
		client host0 192.0.2.1 router left
		router left 192.0.2.2 client host0
		router right 192.0.2.130 server host0
		server host0 192.0.2.129 router right
	END
}

# sever DEVICE : nothing leaves the router by it, left to the client and right to the server.
sever() {
	on router tc qdisc add dev "$1" root netem loss 100%
}

mend() { # DEVICE
	on router tc qdisc delete dev "$1" root
}

# What the kernel counts, and what we do.
kernel_counts() { # NAMESPACE NAME
	on "$1" nstat -asz "$2" | awk -v name="$2" '$1 == name { print $2 }'
}

we_count() { # NAMESPACE COUNTER
	on "$1" sawtooth -j stats | jq --arg stat "$2" '.counter[] | select(.stat == $stat).count'
}

# reaches NUMBER COMMAND... : true when it prints so much or more.
reaches() {
	local number=$1
	shift

	(($("$@") >= number))
}

# expected PORT : the number that the server expects; promised PORT : the next that it sends.
expected() {
	on server sawtooth -j conn dport "$1" | jq '.[0].responder["rcv-nxt"]'
}

promised() {
	on server sawtooth -j conn dport "$1" | jq '.[0].responder["snd-nxt"]'
}

# The router pretends to be the client: pretend PORT OFFSET FLAGS [BYTES [HOW [ACK]]], OFFSET
# from the number that is expected, ACK from what was promised; HOW as craft has it.
pretend() {
	on router "$(dirname "${BASH_SOURCE[0]}")/craft" 192.0.2.2 "$client_port" 192.0.2.130 \
		"$1" $((($(expected "$1") + $2) & 0xffffffff)) \
		$((($(promised "$1") + ${6:-0}) & 0xffffffff)) "$3" "${4:-0}" "${5-}"
}
