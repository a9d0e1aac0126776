#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Who moves an end: the process is told when it is in a system call that sends the segment,
# as in connect(), close() or its death, whoever made the socket; and none when a segment is
# sent by what no process asks for, such as a timer, an answer, or another's order to abort.
# shellcheck source=selftests/net/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/net/peer.sh
. "$(dirname "$0")/peer.sh"

# acts HOST PORT ROLE CAUSE FIELDS : of each such transition, the fields as jq names them.
acts() {
	monitor_of "$1"
	told "select(.event == \"transition\" and .dport == $2 and .role == \"$3\" and
		.cause == \"$4\") | [$5] | map(tostring) | join(\" \")"
}

# user_start UID CGROUP PORT WORDS : bash of a user in a cgroup connects and does the words,
# which may read from descriptor 4; $user is its id.
# shellcheck disable=SC2154	# lib_work is lib.sh's
user_start() {
	local uid=$1 folder=$2 port=$3 words=$4

	rm -f "$lib_work/hold" && mkfifo "$lib_work/hold" && exec {hold}<>"$lib_work/hold"
	(
		echo "$BASHPID" >"$folder/cgroup.procs"
		exec ip netns exec client setpriv --reuid "$uid" --clear-groups \
			bash -c "exec 3<>/dev/tcp/192.0.2.130/$port; $words" 4<"$lib_work/hold"
	) &
	user=$!
	at_exit kill "$user"
	tell server accept
}

go_on() {
	echo >&"$hold"
}

cgroup_make() { # NAME
	mkdir "$root/$1" && at_exit rmdir "$root/$1"
}

two_hosts
server=${peer_pid[server]}
check "cgroups" mount -t cgroup2 none "$(mktemp -d -p "$lib_work" cgroup.XXX)"
root=$(echo "$lib_work"/cgroup.*)
at_exit umount "$root"
check "a cgroup" cgroup_make one
check "another one" cgroup_make two
one=$(stat -c %i "$root/one") two=$(stat -c %i "$root/two")

check "a server" tell server listen 192.0.2.130 8000
check "connect: a user in a cgroup" user_start 4711 "$root/one" 8000 'read -r <&4'
monitor_of client
check "connect: is told of" monitor_wait 10 '"transition",.*"dport":8000,.*"sent-syn"'
check "connect: whose it is, and who does it" \
	is "$(acts client 8000 initiator sent-syn '.uid, .cgroup, .pid, .command')" "4711 $one $user bash"
check "connect: the socket" is "$(acts client 8000 initiator sent-syn '.cookie')" \
	"$(on client sawtooth -j conn dport 8000 | jq '.[0].initiator.cookie')"
monitor_of server
check "answer: is told of" monitor_wait 10 '"transition",.*"dport":8000,.*"received-syn"'
check "answer: the listener's, of no process" \
	is "$(acts server 8000 responder received-syn '.uid, .pid, .command')" "0 null null"
check "answer: the socket" is "$(acts server 8000 responder received-syn '.cookie')" \
	"$(on server sawtooth -j conn dport 8000 | jq '.[0].responder.cookie')"
check "exit: the user ends" go_on
wait "$user"
monitor_of client
check "exit: is told of" monitor_wait 10 '"transition",.*"dport":8000,.*"sent-fin"'
check "exit: who does it" \
	is "$(acts client 8000 initiator sent-fin '.uid, .cgroup, .pid, .command')" "4711 $one $user bash"
check "close: the server hears of it" tell server end
check "close: and ends" tell server close
monitor_of server
check "close: is told of" monitor_wait 10 '"transition",.*"dport":8000,.*"sent-fin"'
check "close: who does it" is "$(acts server 8000 responder sent-fin '.uid, .pid, .command')" \
	"0 $server peer"
for ns in client server; do
	monitor_of "$ns"
	check "nothing of the remote end on the $ns" is \
		"$(told 'select(.event == "transition" and .cookie).role' | sort -u)" \
		"$([[ $ns == client ]] && echo initiator || echo responder)"
done

check "killed: a server" tell server listen 192.0.2.130 8001
check "killed: another user in another cgroup" user_start 4712 "$root/two" 8001 'read -r <&4'
kill -KILL "$user"
wait "$user"
monitor_of client
check "killed: its end is told of" monitor_wait 10 '"transition",.*"dport":8001,.*"sent-fin"'
check "killed: of the one that died" \
	is "$(acts client 8001 initiator sent-fin '.uid, .cgroup, .pid, .command')" "4712 $two $user bash"

check "passed on: a server" tell server listen 192.0.2.130 8002
check "passed on: its maker goes, its child stays" user_start 4711 "$root/one" 8002 \
	'sleep infinity & echo >&3; exit'
check "passed on: the maker says so" tell server recv 1
wait "$user"
check "passed on: the child is alone" wait_until 10 is \
	"$(wc -l <"$root/one/cgroup.procs")" 1
heir=$(cat "$root/one/cgroup.procs")
kill -KILL "$heir"
monitor_of client
check "passed on: the end is told of" monitor_wait 10 '"transition",.*"dport":8002,.*"sent-fin"'
check "passed on: connected by one" is "$(acts client 8002 initiator sent-syn '.pid, .command')" \
	"$user bash"
check "passed on: closed by the other" \
	is "$(acts client 8002 initiator sent-fin '.pid, .command')" "$heir sleep"

check "reset: a server, and a client" opened client 192.0.2.130 8003
check "reset: it throws its connection away" tell client reset
monitor_of client
check "reset: is told of" monitor_wait 10 '"transition",.*"dport":8003,.*"sent-rst"'
check "reset: who does it" is "$(acts client 8003 initiator sent-rst '.uid, .pid, .command')" \
	"0 ${peer_pid[client]} peer"

check "aborted: a server, and a client" opened client 192.0.2.130 8004
check "aborted: by another's order" on client ss -HKt 'dport = :8004'
check "aborted: is told of" monitor_wait 10 '"transition",.*"dport":8004,.*"sent-rst"'
check "aborted: whose it was, but not who" \
	is "$(acts client 8004 initiator sent-rst '.uid, .pid, .command')" "0 null null"

check "late: a server, and a client" opened client 192.0.2.130 8005
check "late: more than fits" tell server stuff
check "late: the server ends" tell server close
check "late: the client makes room" tell client end
monitor_of server
check "late: then the end is told of" \
	monitor_wait 20 '"transition",.*"dport":8005,.*"cause":"(shut|sent-fin)"'
check "late: it leaves in no call" is "$(acts server 8005 responder shut '.uid, .pid, .command')$(
	acts server 8005 responder sent-fin '.uid, .pid, .command')" "0 null null"
for ns in client server; do
	monitor_of "$ns"
	check "all is told on the $ns" monitor_stop
done
finish
