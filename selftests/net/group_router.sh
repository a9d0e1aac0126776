#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Multicast routers: pimd, by IPv4, and one with a static route, by IPv6. What our table on the
# router says is what it forwards, and what it forwards is sent once, received by every
# member, by nobody else. Reports of groups that the router has not joined are heard as long
# as it routes.
#
#	          router
#	h3 ---- p3      p0 ---- h0
#	sender          p1 ---- h1
#	                p2 ---- h2
#
# shellcheck source=selftests/net/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/net/peer.sh
. "$(dirname "$0")/peer.sh"
export LC_ALL=C
RANDOM=${ORACLE_SEED:-1}

hosts=4
groups=12
steps=40
group=239.1.0	# the first three numbers of each
declare -A joined

link_create() { # HOST
	at_exit ip netns delete "h$1"
	ip netns add "h$1" && ip link add e0 netns "h$1" type veth peer name "p$1" netns router || return
	ip -n "h$1" link set e0 up
	ip -n router link set "p$1" up
	ip -n "h$1" address add "10.8.$1.2/24" dev e0
	ip -n router address add "10.8.$1.1/24" dev "p$1"
	ip -n "h$1" route add default via "10.8.$1.1"
	ip -n "h$1" address add "fd00:8:$1::2/64" dev e0 nodad
	ip -n router address add "fd00:8:$1::1/64" dev "p$1" nodad
}

network_create() {
	local host

	at_exit ip netns delete router
	ip netns add router
	on router sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
	for ((host = 0; host < hosts; host++)); do
		link_create "$host" || return
	done
}

# Itself the meeting point of all groups: nobody has to be elected first. Its queries of
# IGMPv3 have a checksum over their first 8 bytes only: no host answers those.
router_start() {
	local host

	echo "rp-address 10.8.3.1 224.0.0.0/4" >"$lib_work/pimd.conf"
	for ((host = 0; host < hosts; host++)); do
		echo "phyint p$host igmpv2"
	done >>"$lib_work/pimd.conf"
	mkdir -p /var/run
	ip netns exec router pimd -f -c "$lib_work/pimd.conf" >"$lib_work/pimd.log" 2>&1 &
	router_daemon=$!
	at_exit kill "$router_daemon"
}

# To these two whoever has joined.
router6_start() {
	ip netns exec router "$(dirname "$0")/group_mroute" fd00:8:3::2 ff15::77 p3 p0 p1 &
	at_exit kill $!
}

router_stop() {
	kill "$router_daemon" && wait "$router_daemon"
	wait_until 10 no routes
}

routes() {
	(($(on router cat /proc/net/ip_mr_vif | wc -l) > 1))
}

# Member host $1 of another group each time: reported two times, and not heard by the router.
probes=0
unheard() {
	local probe=239.98.0.$((++probes))

	tell hosts members 1 "$probe" && wait_until 30 reported "$probe" && members_are "$probe" ""
}

reported() { # GROUP
	atleast "$(on h0 sawtooth -j group group "$1" | jq '.[0].reports // 0')" 2
}

# On each of its links, which it has once its own queries are known.
asks() {
	is "$(on router sawtooth -j group queriers | jq 'map(select(.local == 1)) | length')" "$hosts"
}

# Joins and leaves at random of all hosts but the sender.
churn() {
	local step host number

	for ((step = 0; step < steps; step++)); do
		host=$((RANDOM % (hosts - 1))) number=$((RANDOM % groups))
		if [[ -n ${joined[$host $number]-} ]]; then
			tell hosts leave "$host" "$number" || return
			unset "joined[$host $number]"
		else
			tell hosts join "$host" "$number" || return
			joined[$host $number]=1
		fi
	done
}

# One to each group: the router makes a route only then, and where it goes on to is decided
# with those that follow.
send_to_all() {
	local number

	for ((number = 0; number < groups; number++)); do
		echo | on h3 socat -u - \
			"UDP4-DATAGRAM:$group.$number:7000,ip-multicast-if=10.8.3.2,ip-multicast-ttl=8" || return
	done
}

# "group port", sorted: what the hosts joined, what we know, what is forwarded.
hosts_table() {
	local pair

	for pair in "${!joined[@]}"; do
		echo "$group.${pair#* } p${pair% *}"
	done | sort
}

our_table() {
	on router sawtooth -j group group "$group.0/24" | jq -r --argjson name "$ports" '.[] |
		select(.local == 0) | "\(.group) \($name["\(.ifindex)"])"' | sort
}

router_table() {
	ip -n router -j mroute show | jq -r --arg group "$group." '.[] |
		select((.dst | startswith($group)) and .src == "10.8.3.2") |
		"\(.dst) \(.multipath[]?.oif | select(test("^p[0-9]")))"' | sort
}

same_tables() {
	hosts_table >"$lib_work/hosts" && our_table >"$lib_work/ours" &&
		router_table >"$lib_work/router" || return
	comm -3 "$lib_work/hosts" "$lib_work/ours"
	comm -3 "$lib_work/ours" "$lib_work/router"
	[[ -z $(comm -3 "$lib_work/hosts" "$lib_work/ours")$(
		comm -3 "$lib_work/ours" "$lib_work/router") ]]
}

agree() {
	send_to_all && same_tables
}

agreed() {
	wait_until 60 agree || same_tables
}

members_are() { # GROUP PORTS
	is "$(on router sawtooth -j group group "$1" | jq -r --argjson name "$ports" '
		[.[] | select(.local == 0) | $name["\(.ifindex)"]] | sort | join(" ")')" "$2"
}

# counts NAMESPACE GROUP LOCAL : "received sent" in packets, one entry after the other.
counts() {
	on "$1" sawtooth -j group group "$2" | jq -r --argjson local "$3" '
		[.[] | select(.local == $local) | "\(."rx-packets") \(."tx-packets")"] | join(" ")'
}

counted() { # NAMESPACE GROUP LOCAL EXPECTED
	is "$(counts "$1" "$2" "$3")" "$4"
}

routes6() {
	[[ $(ip -n router -6 -j mroute show | jq '.[0].multipath | length') == 2 ]]
}

# Two members; the router's port to the third host and the sender's sees none of it.
delivered() {
	awk -v sent=500 '
		$2 != (NR <= 2) * sent || $3 != (NR <= 2) * sent { print; bad = 1 }
		END { exit bad || NR != 4 }' "$lib_work/heard"
}

forwards() { # GROUP
	is "$(ip -n router -j mroute show | jq -r --arg group "$1" '.[] |
		select(.dst == $group and .src == "10.8.3.2") |
		[.multipath[]?.oif | select(test("^p[0-9]"))] | sort | join(" ")')" "p0 p1"
}

route_made() { # GROUP
	tell hosts send 3 1 && forwards "$1"
}

check "load" module_load
check "a router and its hosts" network_create
ports=$(ip -n router -j link | jq 'map({ key: "\(.ifindex)", value: .ifname }) | from_entries')
check "a routing daemon" router_start
check "it asks on each link" wait_until 60 asks
check "the hosts' memberships" peer_start hosts "" group_hosts
check "of them all" tell hosts hosts "$hosts"

for round in 1 2 3; do
	check "round $round: joins and leaves" churn
	check "round $round: there is something to compare" atleast "${#joined[@]}" 5
	check "round $round: our table is what was joined and what the router forwards" agreed
done

check "two members, and all others listen" tell hosts members 2 239.99.0.1
check "the router's table has both" wait_until 10 members_are 239.99.0.1 "p0 p1"
# What is sent while the router decides may come late or not at all.
check "the first datagrams make a route to both" wait_until 60 route_made 239.99.0.1
check "both have left" tell hosts heard "$lib_work/first"
check "and are gone" wait_until 10 members_are 239.99.0.1 ""
check "both come back" tell hosts members 2 239.99.0.1
check "the router's table has both again" wait_until 10 members_are 239.99.0.1 "p0 p1"
check "and the router its route" wait_until 60 forwards 239.99.0.1
check "500 datagrams" tell hosts send 3 500
check "the router forwarded each once to each link" is "$(counts router 239.99.0.1 0)" \
	"0 500 0 500"
for host in 0 1; do
	check "member $host counts what it received" is "$(counts "h$host" 239.99.0.1 1)" "500 0"
done
check "who is no member counts nothing" is "$(counts h2 239.99.0.1 1)" ""
check "what was heard" tell hosts heard "$lib_work/heard"
check "sent once, received by each member, by nobody else" delivered
check "the router forwards to nobody any more" wait_until 60 no forwards 239.99.0.1
check "and has nobody in its table" members_are 239.99.0.1 ""

check "the daemon ends" router_stop
check "who does not route hears no reports but those for him" wait_until 60 unheard

check "a router of IPv6" router6_start
check "routes" wait_until 10 routes6
check "two members" tell hosts members 2 ff15::77
check "the router's table has both" wait_until 60 members_are ff15::77 "p0 p1"
check "500 datagrams" tell hosts send 3 500
check "the router forwarded each once to each link" wait_until 10 counted router ff15::77 0 \
	"0 500 0 500"
for host in 0 1; do
	check "member $host counts what it received" is "$(counts "h$host" ff15::77 1)" "500 0"
done
check "what was heard" tell hosts heard "$lib_work/heard"
check "sent once, received by each member, by nobody else" delivered
check "the table has nobody any more" wait_until 10 members_are ff15::77 ""
finish
