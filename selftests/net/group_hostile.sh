#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Who wants to harm the table of memberships by what he sends: a host on the link of a real
# member. What he says is bounded, counted, told to the kernel log once, and takes the place
# of nobody who answered a query.
#
#	    hub: br0, no snooping
#	 |p0           |p1
#	 |e0           |e0
#	h0, member    h1, attacker
#	10.9.1.1      10.9.1.2
#
# shellcheck source=selftests/net/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/net/peer.sh
. "$(dirname "$0")/peer.sh"
export LC_ALL=C

limit=500
room=64		# sources of a membership
all_hosts=224.0.0.1
routers=224.0.0.22
group=239.1.0.0		# number 0 of group_hosts
hex=ef010000

network_create() {
	local host

	at_exit ip netns delete hub
	ip netns add hub && ip -n hub link add br0 type bridge mcast_snooping 0 || return
	on hub sysctl -qw net.ipv6.conf.all.disable_ipv6=1 "net.sawtooth.group_max=$limit"
	for host in 0 1; do
		at_exit ip netns delete "h$host"
		ip netns add "h$host"
		on "h$host" sysctl -qw net.ipv6.conf.all.disable_ipv6=1
		ip link add e0 netns "h$host" type veth peer name "p$host" netns hub || return
		ip -n "h$host" link set e0 up
		ip -n "h$host" address add "10.9.1.$((host + 1))/16" dev e0
		ip -n "h$host" route add default dev e0
		ip -n hub link set "p$host" master br0 up
	done
	ip -n hub link set br0 up
}

# craft SOURCE DESTINATION MESSAGE... : the attacker sends it; see group_craft.c.
craft() {
	on h1 "$(dirname "$0")/group_craft" "$@"
}

# report SOURCE RECORDS HEX
report() {
	craft "$1" "$routers" "22000000$(printf %08x "$2")$3"
}

counter() { # NAME
	on hub sawtooth -j stats | jq --arg name "$1" '.counter[] | select(.stat == $name).count'
}

counted() { # NAME NUMBER
	is "$(counter "$1")" "$2"
}

# "group host mode sources" of all, or of what the arguments select.
table() {
	on hub sawtooth -j group "$@" | jq -r '.[] | "\(.group) \(.host) \(.mode) " +
		([.source[]?.address] | sort | join(","))' | sort
}

size() {
	on hub sawtooth -j status | jq .memberships
}

member() {
	is "$(table group "$group" host 10.9.1.1)" "$group 10.9.1.1 exclude "
}

# What was sent before has arrived, as this comes after it.
seen=0
arrived() {
	((++seen))
	report 10.9.1.2 1 "04000000effe00$(printf %02x "$seen")" &&
		wait_until 10 listed "239.254.0.$seen"
}

listed() { # GROUP
	[[ -n $(table group "$1") ]]
}

heard_again() { # REPORTS
	atleast "$(on hub sawtooth -j group group "$group" host 10.9.1.1 | jq '.[0].reports // 0')" "$1"
}

# The kernel's log since this test began: a namespace may have the number of one before it.
mark="group_hostile.sh begins"
logged() {
	dmesg | sed "1,/$mark/d"
}

# By the namespace that it is about, which the line names as /proc does.
told_once() { # TEXT
	is "$(logged | grep -cF "sawtooth: $(on hub readlink /proc/self/ns/net): $1")" 1
}

not_told() { # TEXT
	is "$(logged | grep -cE "sawtooth: net:.[0-9]+.: $1")" 0
}

# unharmed WHAT COMMAND... : it is counted as malformed and changes nothing.
unharmed() {
	local what=$1 before bad
	shift

	before=$(table) bad=$(counter reports-malformed)
	check "$what" "$@"
	check "$what: is counted" wait_until 10 counted reports-malformed $((bad + 1))
	check "$what: changes nothing" is "$(table)" "$before"
}

querier() { # FIELD
	on hub sawtooth -j group queriers | jq -r ".[0][\"$1\"]"
}

querier_is() { # ADDRESS
	is "$(querier address)" "$1"
}

check "a mark in the kernel's log" tee /dev/kmsg <<<"$mark"
check "load" module_load
check "a network" network_create
check "the member" peer_start hosts "" group_hosts
check "of both hosts" tell hosts hosts 2
check "it joins" tell hosts join 0 0
check "and is known" wait_until 10 member
pass 11		# Who reports as long after the join was asked, and answered.
check "a query" craft 10.9.0.1 $all_hosts 110a000000000000027d0000
check "the member answers it" wait_until 10 heard_again 3
check "the querier is known" querier_is 10.9.0.1

unharmed "a record of which the end is missing" report 10.9.1.2 1 04000002${hex}c6336401
unharmed "one record said to be two" report 10.9.1.2 2 04000000${hex}
unharmed "sources as many as can be said" report 10.9.1.2 1 0400ffff${hex}c6336401
unharmed "auxiliary data beyond the end" report 10.9.1.2 1 04ff0000${hex}00000000
unharmed "a bad record behind a good one" report 10.9.1.2 2 04000000ef01000104000001${hex}
unharmed "a group that is none" report 10.9.1.2 1 040000000a000001
unharmed "a source that is a group" report 10.9.1.2 1 04000001ef010001ef010002
unharmed "a report from a group" report 239.0.0.1 1 04000000ef010001
unharmed "a query of a group that is none" craft 10.9.0.1 $all_hosts 110a00000a000001027d0000
unharmed "a query with fewer sources than it says" \
	craft 10.9.0.1 $all_hosts 110a0000${hex}027d0002c6336401

# The same bytes as a record and as what belongs to the one before it.
check "a record inside of another's auxiliary data" report 10.9.1.2 1 04020000ef01000204000000ef010003
check "it arrived" wait_until 10 listed 239.1.0.2
check "is no record" no listed 239.1.0.3
check "the same group two times, with opposite meaning" \
	report 10.9.1.2 2 04000000ef01000403000000ef010004
check "it arrived" arrived
check "the last one counts" wait_until 10 no listed 239.1.0.4

check "100,000 sources" craft 10.9.1.2 $routers sources 100000
check "they arrived" arrived
check "no more are kept than there is room" is \
	"$(on hub sawtooth -j group group 239.1.0.99 | jq '.[0].source | length')" $room
check "reports with others are counted" counted sources-untracked 286
check "no room for any" on hub sysctl -qw net.sawtooth.group_sources=0
check "a source that is included" report 10.9.1.2 1 05000001ef010005c6336401
check "is counted" wait_until 10 counted sources-untracked 287
check "who includes nothing that is kept is not, either" no listed 239.1.0.5
check "more than a dump has room for are not allowed" \
	no on hub sysctl -qw net.sawtooth.group_sources=257
check "as many as it has are" on hub sysctl -qw net.sawtooth.group_sources=256
check "the sources again" craft 10.9.1.2 $routers sources 1000
check "they arrived" arrived
check "as many are kept" is \
	"$(on hub sawtooth -j group group 239.1.0.99 | jq '.[0].source | length')" 256
check "and told once" told_once "a multicast membership has more sources than are kept"
check "the member is untouched" member

check "nothing is told of a full table yet" not_told "the table of multicast memberships is full"
before=$(size)
check "a million groups of forged hosts" craft 10.77.0.0 $routers groups 1000000
check "they arrived" wait_until 60 listed 239.143.66.63
check "the table is full and no larger" is "$(size)" $limit
check "each that is not in it any more is counted" counted memberships-evicted \
	$((1000000 - limit + before))
check "and told once" told_once "the table of multicast memberships is full"
check "the member is untouched" member
check "who answers a query is known among them" craft 10.9.0.1 $all_hosts 110a000000000000027d0000
check "the member answers" wait_until 10 heard_again 4

check "a leave that the member did not send" report 10.9.1.1 1 03000000${hex}
check "a query, as after each leave" craft 10.9.0.1 $group 110a0000${hex}027d0000
check "the member answers" wait_until 10 heard_again 6
pass 5
check "and is one still" member

check "a querier with absurd timers and the higher address" \
	craft 10.9.1.2 $all_hosts 11ff00000000000007ff0000
check "it arrived" arrived
check "counts for nothing" querier_is 10.9.0.1
check "nothing is told of it" not_told "a multicast querier has timers out of bounds"
check "with the lowest address" craft 10.0.0.1 $all_hosts 11ff00000000000007ff0000
check "it is believed" wait_until 10 querier_is 10.0.0.1
check "but for its timers" is "$(querier interval)" 3600
check "that is counted" counted queries-absurd 1
check "again" craft 10.0.0.1 $all_hosts 11ff00000000000007ff0000
check "is counted again" wait_until 10 counted queries-absurd 2
check "and told once" told_once "a multicast querier has timers out of bounds"
check "the member is untouched" member
finish
