#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The membership table against the kernel's own tables, over random joins and leaves of 50
# hosts in 200 groups, of any source and of some, by IGMPv3 and MLDv2:
#
#	     hub: br0, snooping, querier
#	 |p0         |p1             |p49
#	 |e0         |e0             |e0
#	h0          h1     ...      h49
#
# - the table of each host against its /proc/net/igmp, igmp6, mcfilter, mcfilter6 and the
#   groups of "ip maddress";
# - the table of the bridge's host against its mdb, and against what the hosts have joined;
# - both again while three in ten packets of the hosts are lost, and when the queriers'
#   timers have healed what that did;
# - what was delivered against what sockets received.
#
# Where they may differ, and why; nothing else is left out:
#
# what			between			when and why
# a group that was	what a host has and	until the next query is answered: the kernel
# of any source and,	what it reported	puts one report for both, which only allows
# before that was told			the sources. Whoever listens keeps EXCLUDE.
# to be over, is of some
# all of it		what the hosts have	while reports are lost
#			and the bridge knows
# a source that is	mdb and our table	until its time is over: a router believes no
# excluded		of the bridge's host	EXCLUDE of a source that answers a query, as
#						another host may want it (RFC 9776 section
#						6.4.1); an entry of ours is one host, and is
#						believed at once.
# a port that excludes	mdb and our table	while reports are lost, and where the host did
# in the mdb		of the bridge's host	not say that this is over (the first row):
#						likewise a router believes no INCLUDE that
#						answers a query until its timer for EXCLUDE
#						is over.
# sources of an		/proc/net/mcfilter*	always, where its newest group has none: they
# interface					are not shown. One that has is joined while
#						they are read.
#
# shellcheck source=selftests/net/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/net/peer.sh
. "$(dirname "$0")/peer.sh"
export LC_ALL=C

hosts=${ORACLE_HOSTS:-50}
steps=${ORACLE_STEPS:-2500}
seed=${ORACLE_SEED:-1}
# The groups of the random memberships.
ours='(.group | test("^(239\\.1|232\\.1|ff15|ff35)[.:]"))'

each_host() { # FUNCTION [ARGUMENT]...
	local host

	for ((host = 0; host < hosts; host++)); do
		"$@" "$host" || return
	done
}

# Of the RFCs: 260 s until who does not report is no member, 2 s after a leave.
hub_create() {
	at_exit ip netns delete hub
	ip netns add hub && ip -n hub link add br0 type bridge mcast_snooping 1 mcast_querier 1 \
		mcast_igmp_version 3 mcast_mld_version 2 mcast_query_use_ifaddr 1 \
		mcast_hash_max 32768 || return
	on hub sysctl -qw net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.br0.accept_dad=0 \
		net.sawtooth.group_max=50000
	ip -n hub address add 10.9.0.1/16 dev br0
}

host_create() { # HOST
	at_exit ip netns delete "h$1"
	ip netns add "h$1"
	ip link add e0 netns "h$1" type veth peer name "p$1" netns hub
	on "h$1" sysctl -qw net.ipv6.conf.e0.accept_dad=0 net.ipv6.conf.e0.router_solicitations=0
	ip -n "h$1" link set e0 up
	ip -n "h$1" address add "10.9.1.$(($1 + 1))/16" dev e0
	ip -n hub link set "p$1" master br0 up
}

asked() {
	is "$(on hub sawtooth -j group queriers | jq 'map(select(.local == 1)) | length')" 2
}

lose() { # HOST
	tc -n "h$1" qdisc add dev e0 root netem loss 30%
}

lose_no_more() { # HOST
	tc -n "h$1" qdisc delete dev e0 root
}

# "host group mode sources", sorted, of each table.

# Of what its neighbours report each host knows nearly everything, too: its own only.
host_dump() { # HOST
	on "h$1" sawtooth -j group role initiator >"$lib_work/dump/$1"
}

hosts_table() {
	mkdir -p "$lib_work/dump"
	each_host host_dump && jq -r ".[] | select($ours) |"'
		"\(input_filename | sub(".*/"; "")) \(.group) \(.mode) " +
		([.source[]?.address] | sort | join(","))' "$lib_work"/dump/* | sort >"$lib_work/hosts"
}

kernel_table() {
	tell hosts kernel "$lib_work/unsorted" && sort "$lib_work/unsorted" >"$lib_work/kernel"
}

host_maddress() { # HOST
	ip -n "h$1" -j maddress show dev e0 >"$lib_work/maddress/$1"
}

maddress_table() {
	mkdir -p "$lib_work/maddress"
	each_host host_maddress && jq -r '.[].maddr[] | select(.address) |
		{ group: .address } | select('"$ours"') |
		"\(input_filename | sub(".*/"; "")) \(.group)"' "$lib_work"/maddress/* |
		sort >"$lib_work/maddresses"
}

# Both at one time; ports are named after their hosts.
bridge_dump() {
	on hub sawtooth -j group >"$lib_work/bridge.dump" &&
		bridge -n hub -j -d mdb show >"$lib_work/mdb.dump" &&
		ip -n hub -j link | jq 'map({ key: "\(.ifindex)", value: .ifname[1:] }) | from_entries' \
			>"$lib_work/ports"
}

bridge_table() {
	jq -r --slurpfile ports "$lib_work/ports" ".[] | select(.local == 0 and $ours) |"'
		"\($ports[0]["\(.ifindex)"]) \(.group) \(.mode) " +
		([.source[]?.address] | sort | join(","))' "$lib_work/bridge.dump" |
		sort >"$lib_work/bridge"
}

# The time of a source that a port includes is running, that of one that it excludes is over.
mdb_table() {
	jq -r '.[0].mdb[] | select((.src | not) and .port != "br0") | .group = .grp |
		select('"$ours"') | (.filter_mode // "exclude") as $mode |
		"\(.port[1:]) \(.group) \($mode) " + ([.source_list[]? |
			select(((.timer | tonumber) > 0) == ($mode == "include")).address] |
			sort | join(","))' "$lib_work/mdb.dump" | sort >"$lib_work/mdb"
}

# Our table without the sources whose time is running at a port that excludes.
believe() {
	jq -r '.[0].mdb[] | select(.filter_mode == "exclude") | "\(.port[1:]) \(.grp) " +
		(.source_list[]? | select((.timer | tonumber) > 0).address)' "$lib_work/mdb.dump" \
		>"$lib_work/running"
	awk 'FILENAME == ARGV[1] { running[$1, $2, $3] = 1; next }
		{
			count = split($4, source, ","); all = ""
			for (i = 1; i <= count; i++)
				if ($3 == "include" || !(($1, $2, source[i]) in running))
					all = all (all == "" ? "" : ",") source[i]
			print $1, $2, $3, all
		}' "$lib_work/running" "$lib_work/bridge" >"$lib_work/bridge.believed"
}

# same TABLE TABLE [ENTRIES]
same() {
	comm -3 "$lib_work/$1" "$lib_work/$2" >"$lib_work/differences"
	head -n 20 "$lib_work/differences"
	echo "$(wc -l <"$lib_work/differences") differences"
	[[ ! -s $lib_work/differences ]] && atleast "$(wc -l <"$lib_work/$1")" "${3:-$((hosts * 10))}"
}

same_maddresses() {
	awk '{ print $1, $2 }' "$lib_work/hosts" >"$lib_work/groups"
	same groups maddresses
}

# without LIST TABLE... : TABLE.rest has those whose host and group are not in LIST.
without() {
	local list=$lib_work/$1 table
	shift

	for table; do
		awk 'FILENAME == ARGV[1] { skip[$1, $2] = 1; next } !(($1, $2) in skip)' \
			"$list" "$lib_work/$table" >"$lib_work/$table.rest"
	done
}

# Without what the hosts did not say of the churn, which is little.
same_but_hidden() { # TABLE KERNEL
	tell hosts hidden "$lib_work/hidden" && without hidden "$@" &&
		atleast $((steps / 100)) "$(wc -l <"$lib_work/hidden")" && same "$1.rest" "$2.rest"
}

same_bridge() {
	believe && same bridge.believed mdb
}

# Of what the hosts did not say of the churn they may have answered a query since.
same_bridge_but_hidden() {
	believe && tell hosts hidden "$lib_work/hidden" || return
	awk 'FILENAME == ARGV[1] { hidden[$1, $2] = 1; next }
		FILENAME == ARGV[2] { if ($3 == "exclude") excluded[$1, $2] = 1; next }
		$3 == "include" && ($1, $2) in hidden && ($1, $2) in excluded' \
		"$lib_work/hidden" "$lib_work/mdb" "$lib_work/bridge.believed" >"$lib_work/answered"
	without answered bridge.believed mdb
	same bridge.believed.rest mdb.rest
}

# The modes and sources of those only that do not exclude by the mdb, the others of all.
same_but_excluded() {
	local table

	awk '$3 == "exclude"' "$lib_work/mdb" >"$lib_work/excluded"
	without excluded bridge mdb
	for table in bridge mdb; do
		awk '{ print $1, $2 }' "$lib_work/$table" >"$lib_work/$table.who"
	done
	same bridge.who mdb.who && same bridge.rest mdb.rest $((hosts * 4))
}

compare_hosts() { # WHEN FUNCTION-THAT-COMPARES
	check "$1: what each host has joined" hosts_table
	check "$1: by its kernel" kernel_table
	check "$1: they are the same" "$2" hosts kernel
	check "$1: the groups of ip maddress" maddress_table
	check "$1: are the same" same_maddresses
	check "$1: the bridge and its host are asked" bridge_dump
	check "$1: what the bridge's host knows" bridge_table
	check "$1: what the bridge knows" mdb_table
}

# counts HOST GROUP : what it has of its own membership.
counts() {
	on "h$1" sawtooth -j group group "$2" | jq -r '.[] | select(.local == 1) |
		"\(."rx-packets") \(."rx-bytes") \(."tx-packets") \(."tx-bytes")"'
}

members_are() { # GROUP MEMBERS
	is "$(on hub sawtooth -j group group "$1" | jq 'map(select(.local == 0)) | length')" "$2"
}

# Four members, the first of them sends: so it hears itself, and nothing from the wire.
delivered() {
	awk -v datagrams=500 -v hosts="$hosts" '
		{ members = NR <= 4; wire = members && NR > 1 }
		$2 != members * datagrams || $3 != wire * datagrams { print; bad = 1 }
		END { exit bad || NR != hosts }' "$lib_work/heard"
}

deliver() { # GROUP BYTES-A-PACKET
	check "$1: four members, and all others listen" tell hosts members 4 "$1"
	check "$1: the bridge knows them" wait_until 10 members_are "$1" 4
	check "$1: one of them sends" tell hosts send 0 500
	check "$1: it counts what it sent and heard" is "$(counts 0 "$1")" \
		"500 $((500 * $2)) 500 $((500 * $2))"
	for host in 1 2 3; do
		check "$1: member $host counts what it received" is "$(counts "$host" "$1")" \
			"500 $((500 * $2)) 0 0"
	done
	check "$1: who is no member counts nothing" is "$(counts 4 "$1")" ""
	check "$1: what was heard" tell hosts heard "$lib_work/heard"
	check "$1: sent once, received by each member, by nobody else" delivered
	check "$1: all have left" wait_until 10 members_are "$1" 0
}

joins_told() {
	is "$(grep -c '"change":"join"' "$monitor_file")" 10000
}

backlog() { # PACKETS
	at_exit sysctl -qw "net.core.netdev_max_backlog=$(sysctl -n net.core.netdev_max_backlog)"
	sysctl -qw "net.core.netdev_max_backlog=$1"
}

# What a processor has not yet received of all hosts is not to be dropped.
nothing_dropped() {
	awk '$2 != "00000000" { bad = 1 } { print } END { exit bad }' /proc/net/softnet_stat
}

check "load" module_load
check "room for what all hosts say at once" backlog 100000
check "a hub" hub_create
check "and its hosts" each_host host_create
check "the bridge is up" ip -n hub link set br0 up
check "it is the querier of both families" wait_until 60 asked
check "the hosts' memberships" peer_start hosts "" group_hosts
check "of them all" tell hosts hosts "$hosts"

check "joins and leaves" tell hosts churn "$seed" "$steps"
pass 10	# Reports are repeated within a second, and what is left is asked for twice.
compare_hosts "no report lost" same_but_hidden
check "no report lost: the bridge's host and the bridge know the same" same_bridge_but_hidden
check "no report lost: it is what the hosts have joined" same_but_hidden bridge kernel
check "no report lost: that is so" nothing_dropped

check "reports are lost" each_host lose
check "joins and leaves with loss" tell hosts churn $((seed + 1)) "$steps"
pass 10
compare_hosts "reports lost" same_but_hidden
check "reports lost: the bridge's host and the bridge know the same" same_but_excluded
check "reports lost: but it is not what the hosts have joined" no same bridge kernel
check "no more loss" each_host lose_no_more
pass 600	# Two times what a membership lasts without a report, and a query.
compare_hosts "healed" same
check "healed: the bridge's host and the bridge know the same" same_bridge
check "healed: it is what the hosts have joined" same bridge kernel

deliver 239.77.0.1 100
deliver ff15:77::1 120

check "a host is followed" monitor_start h0 memberships
check "it joins 10,000 groups at once" tell hosts flood 0 10000
check "each join is told" wait_until 60 joins_told
check "the end" monitor_stop
check "and no event is lost" is "$(on h0 sawtooth -j stats |
	jq '.counter[] | select(.stat == "events-lost").count')" 0
finish
