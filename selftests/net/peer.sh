# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# shellcheck disable=SC2154	# lib_work is lib.sh's
#
# Conversations in which the test says who does what and when: each peer is a
# process in a namespace that takes one command after the other (peer.c). Source
# it after lib.sh.

declare -A peer_to peer_from peer_pid

# peer_start NAME [NAMESPACE]
peer_start() {
	local name=$1 pipe=$lib_work/peer.$1 to from
	shift

	mkfifo "$pipe.to" "$pipe.from"
	exec {to}<>"$pipe.to" {from}<>"$pipe.from"
	${1:+ip netns exec "$1"} "$(dirname "${BASH_SOURCE[0]}")/peer" \
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
