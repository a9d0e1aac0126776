#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Whose the ends of a connection are: user and cgroup of the socket against those of the
# process that made it, its cookie and the processes that hold it against what ss says; nothing
# of a remote end. And dumps and events of what belongs to a user or a cgroup.
# shellcheck source=selftests/net/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/net/peer.sh
. "$(dirname "$0")/peer.sh"

# of NAMESPACE ROLE FIELD : of the only connection there.
of() {
	on "$1" sawtooth -j conn dport 8000 | jq -r ".[0].$2.\"$3\" // \"absent\""
}

# As user 4711 in a cgroup of its own, until its input ends.
# shellcheck disable=SC2154	# lib_work is lib.sh's
client_start() {
	mkfifo "$lib_work/hold"
	exec {hold}<>"$lib_work/hold"
	(
		echo "$BASHPID" >"$cgroup/cgroup.procs"
		exec ip netns exec client setpriv --reuid 4711 --clear-groups \
			bash -c 'exec 3<>/dev/tcp/192.0.2.130/8000; read -r' <"$lib_work/hold"
	) &
	client=$!
	at_exit kill "$client"
}

# The cookie of the socket with these ports, as ss prints it.
cookie() { # NAMESPACE FILTER
	printf '%d' "0x$(on "$1" ss -Htne state established "$2" | grep -o 'sk:[0-9a-f]*' | cut -c 4-)"
}

# The processes at the only connection there: by us, and by ss.
holders() { # NAMESPACE
	on "$1" sawtooth -j conn -p dport 8000 |
		jq -r '.[0].processes[] | "\(.role) \(.command) \(.pid)"'
}

holders_by_ss() { # NAMESPACE FILTER
	on "$1" ss -Htnp state established "$2" | sed -nE 's/.*\(\("([^"]*)",pid=([0-9]+),.*/\1 \2/p'
}

client_end() {
	echo >&"$hold"
}

in_state() { # STATE
	[[ $(of client initiator state) == "$1" ]]
}

# shows HOST PORTS FILTER... : the responders' ports of a dump
shows() {
	local ns=$1 ports=$2
	shift 2

	is "$(on "$ns" sawtooth -j conn "$@" | jq -r '[.[].dport] | sort | map(tostring) | join(" ")')" \
		"$ports"
}

# What was told of, by the ports.
told_of() { # HOST PORTS
	monitor_of "$1"
	is "$(told -rs 'map(.dport) | unique | map(tostring) | join(" ")')" "$2"
}

check "load" module_load
check "a network" topo_create
check "cgroups" mount -t cgroup2 none "$(mktemp -d -p "$lib_work" cgroup.XXX)"
root=$(echo "$lib_work"/cgroup.*)
at_exit umount "$root"
cgroup=$root/sawtooth-test
check "a cgroup" mkdir "$cgroup"
at_exit rmdir "$cgroup"
check "a server, of root" peer_start server server
check "it listens" tell server listen 192.0.2.130 8000
check "what is that user's in that cgroup is followed" monitor_start client --no-dump \
	user 4711 cgroup "$cgroup"
check "so it is on the server, where nothing is" monitor_start server --no-dump user 4711
check "a client, of another user" client_start
check "accepted" tell server accept
check "established" wait_until 10 in_state established

check "user of the client" is "$(of client initiator uid)" 4711
check "its cgroup" is "$(of client initiator cgroup)" "$(stat -c %i "$cgroup")"
check "its cookie" is "$(of client initiator cookie)" "$(cookie client 'dport = :8000')"
check "user of the server" is "$(of server responder uid)" 0
check "its cookie as well" is "$(of server responder cookie)" "$(cookie server 'sport = :8000')"
for field in uid cgroup cookie; do
	check "no $field of a remote responder" is "$(of client responder $field)" absent
	check "no $field of a remote initiator" is "$(of server initiator $field)" absent
done
id=$(on client sawtooth -j conn dport 8000 | jq '.[0].id')
check "as text" like "$(on client sawtooth -n conn "$id")" \
	"socket sk:[0-9a-f]+, uid 4711, cgroup $(stat -c %i "$cgroup")"$'\n'

check "who holds it on the client" is "$(holders client)" "initiator bash $client"
check "so says ss" is "$(holders_by_ss client 'dport = :8000')" "bash $client"
check "who holds it on the server" is "$(holders server)" "responder peer ${peer_pid[server]}"
check "so says ss, too" is "$(holders_by_ss server 'sport = :8000')" "peer ${peer_pid[server]}"
check "in the text" like "$(on client sawtooth -n conn "$id" -p)" "held by bash.$client."$'\n'
check "in the table" like "$(on client sawtooth -n conn -p dport 8000)" "initiator: bash.$client."
check "not unasked" no grep -q "held by" <(on client sawtooth -n conn "$id")

check "another client, of root" peer_start other client
check "a port for it" tell server listen 192.0.2.130 8001
check "its connection" tell other connect 192.0.2.130 8001
check "accepted as well" tell server accept
check "by user" shows client 8000 user 4711
check "by the other user" shows client 8001 user root
check "by a user without any" shows client "" user 4712
check "by cgroup" shows client 8000 cgroup "$cgroup"
check "by the id of a cgroup" shows client 8000 cgroup "$(stat -c %i "$cgroup")"
check "by both" shows client 8000 user 4711 cgroup "$cgroup"
check "user and cgroup of different sockets" shows client "" user root cgroup "$cgroup"
check "by user and port" shows client "" user 4711 port 8001
check "on the server all are root's" shows server "8000 8001" user 0
check "of a remote end nobody knows the user" shows server "" user 4711
check "no cgroup has the id 0" no on client sawtooth conn cgroup 0
check "the other ends" tell other reset
check "the server begins with the first again" tell server use 1

before=$(of client initiator cookie)
check "the client ends" client_end
check "the server hears of it" tell server end
check "and ends as well" tell server close
check "until time-wait" wait_until 10 in_state time-wait
check "then no user is known" is "$(of client initiator uid)" absent
check "and no cgroup" is "$(of client initiator cgroup)" absent
check "but the cookie" is "$(of client initiator cookie)" "$before"
wait "$client"
check "its time-wait is nobody's" shows client "" user 4711

check "events: its handshake" monitor_of client
check "events: until nobody uses the socket" monitor_wait 10 '"to":"fin-wait-2"'
for ns in client server; do
	monitor_of "$ns"
	check "events: all is told on the $ns" monitor_stop
done
check "events: of that user only" told_of client 8000
check "events: none of a remote end" told_of server ""
finish
