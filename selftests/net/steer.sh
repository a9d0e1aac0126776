#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Live connections changed by hand, one by its id and several by a filter: threshold, clamp
# and profile. The sockets have what was set, and each change is an event of its own. The
# topology is that of topo_create in lib.sh.
#
# shellcheck source=selftests/net/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/net/peer.sh
. "$(dirname "$0")/peer.sh"

connect() { # ADDRESS PORT
	tell server listen "$1" "$2" && tell client connect "$1" "$2" sawtooth
}

id_of() { # PORT
	on client sawtooth -j conn dport "$1" | jq '.[0].id'
}

shown() { # PORT FIELD
	on client sawtooth -j conn dport "$1" | jq -r --arg field "$2" '.[0].steer[0][$field]'
}

each_shows() { # FIELD : of ports 8001, 8002 and 8003
	echo "$(shown 8001 "$1") $(shown 8002 "$1") $(shown 8003 "$1")"
}

by_kernel() { # PORT : what ss knows of the threshold
	on client ss -Htin "dport = :$1" | sed -nE 's/.*[[:space:]]ssthresh:([0-9]+).*/\1/p'
}

steer() {
	on client sawtooth steer "$@"
}

# steers NUMBER ARGUMENT... : so many ends were changed.
steers() {
	local number=$1
	shift

	like "$(steer "$@" 2>&1)" "^$number changed"
}

# refused STATUS REGEX ARGUMENT...
refused() {
	local status=$1 regex=$2 said
	shift 2

	said=$(steer "$@" 2>&1)
	is $? "$status" && like "$said" "$regex"
}

# Port and threshold of the decisions with a cause, in the order of the ports.
decided() { # CAUSE
	# shellcheck disable=SC2016	# jq's own variable
	told --slurp --arg cause "$1" '[.[] | select(.event == "decision" and .cause == $cause) |
		"\(.dport) \(.before) > \(.after)"] | sort | join(", ")'
}

check "load" module_load
check "a network" topo_create
check "a client" peer_start client client
check "a server" peer_start server server
check "a threshold from the start" on client sawtooth profile set reno initial-ssthresh 20
check "a profile" on client sawtooth profile create far growth-law cubic
check "the client's host is followed" monitor_start client decisions
check "a connection" connect 192.0.2.130 8001
check "another" connect 192.0.2.130 8002
check "one of IPv6" connect 2001:db8:2::2 8003
check "as they begin" is "$(each_shows ssthresh) $(each_shows profile)" "20 20 20 reno reno reno"

id=$(id_of 8001)
check "one by its id" steer "$id" set ssthresh 50
check "it has it, the others do not" is "$(each_shows ssthresh)" "50 20 20"
check "so has its socket" is "$(by_kernel 8001) $(by_kernel 8002)" "50 20"
check "told" monitor_wait 5 '"after":50,.*"cause":"manual"'
check "those to an address" steers 2 dst 192.0.2.130 set ssthresh 60
check "they have it" is "$(each_shows ssthresh)" "60 60 20"
check "all that there are" steers 3 state established set ssthresh 70
check "they have it" is "$(each_shows ssthresh)" "70 70 70"
check "nobody passes" steers 0 dport 9000 set ssthresh 80
check "nothing was changed" is "$(each_shows ssthresh)" "70 70 70"
check "told to the last" monitor_wait 5 '"sport":[0-9]+,"dport":8003,.*"cause":"manual"'

check "another profile for one" steer "$id" set profile far
check "it has that" is "$(each_shows profile)" "far reno reno"
check "and for those of IPv4" steers 2 dst 192.0.2.0/24 set profile cubic
check "they have that" is "$(each_shows profile)" "cubic cubic reno"
check "a bound of the window" steers 3 role initiator set clamp 5
check "the window is within it" is "$(each_shows cwnd)" "5 5 5"
check "no bound" steers 3 role initiator set clamp none
check "the other end is not here" steers 0 state established set ssthresh 90 role responder
check "all at once" steer "$id" set ssthresh 33 clamp 8 profile adaptive
check "threshold and profile" is "$(shown 8001 ssthresh) $(shown 8001 profile)" "33 adaptive"

check "the last is told" monitor_wait 5 '"after":33,.*"cause":"manual"'
check "everything is told" monitor_stop
thresholds="8001 20 > 50, 8001 50 > 60, 8001 60 > 70, 8001 70 > 33"
thresholds+=", 8002 20 > 60, 8002 60 > 70, 8003 20 > 70"
check "each threshold once" is "$(decided manual)" "$thresholds"
check "each profile once" is "$(decided profile | grep -o '^[0-9]*\|, [0-9]*' | tr -dc '0-9\n' | tr '\n' ' ')" \
	"8001 8001 8001 8002 "
check "each clamp once" is "$(decided clamp | tr ',' '\n' | wc -l)" 7

check "no such connection" refused 1 "no connection has this id" 999999 set ssthresh 50
check "no such profile" refused 1 "no profile has this name" "$id" set profile nobody
check "no threshold" refused 2 "2 to 2147483647" "$id" set ssthresh 1
check "nothing to set" refused 2 "." "$id" set
check "whose end" refused 1 "not steered" "$id" set ssthresh 50 role responder
check "nothing was changed by that" is "$(each_shows ssthresh) $(each_shows profile)" \
	"33 70 70 adaptive cubic reno"
finish
