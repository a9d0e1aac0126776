#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Joins and leaves of real sockets by each version of IGMP and MLD, as the member's
# own host tells them and as its neighbour does.
#
#	 member                         neighbour, of the groups of routers
#	client host0 --------------- left router
#	192.0.2.2, fe80::             192.0.2.1
#
# A report of IGMPv1, IGMPv2 and MLDv1 goes to its own group: there the neighbour is a
# member as well. Hosts send each report more than once, and each is to be told once.
#
# shellcheck source=selftests/net/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/net/peer.sh
. "$(dirname "$0")/peer.sh"

# version, group, sysctl that demands it
versions="igmpv1 239.0.0.1 net.ipv4.conf.host0.force_igmp_version=1
igmpv2 239.0.0.2 net.ipv4.conf.host0.force_igmp_version=2
igmpv3 239.0.0.3 net.ipv4.conf.host0.force_igmp_version=3
mldv1 ff15::1 net.ipv6.conf.host0.force_mld_version=1
mldv2 ff15::2 net.ipv6.conf.host0.force_mld_version=2"

member_row() { # NAMESPACE GROUP LOCAL
	on "$1" sawtooth -j group |
		jq -c --arg group "$2" --argjson local "$3" '.[] |
			select(.group == $group and .local == $local)'
}

row_is() { # NAMESPACE GROUP LOCAL EXPECTED : protocol, host, ifindex
	is "$(member_row "$1" "$2" "$3" | jq -r '"\(.protocol) \(.host) \(.ifindex)"')" "$4"
}

repeated() { # NAMESPACE GROUP LOCAL
	atleast "$(member_row "$1" "$2" "$3" | jq .reports)" 2
}

gone() { # NAMESPACE GROUP LOCAL
	is "$(member_row "$@")" ""
}

joins() { # VERSION GROUP
	tell member join "$2" host0 && wait_until 30 repeated client "$2" 1
}

# What was told of a member of a group: who, when it was over after how long. The
# neighbour is a member of some groups too, and its reports reach the member's host.
course() { # GROUP HOST LOCAL
	told --arg group "$1" --arg host "$2" --argjson local "$3" 'select(.event == "membership" and
		.group == $group and .host == $host and .local == $local) | "\(.change) \(.protocol) \(.host) " +
		"dev \(.ifindex) sources \(.sources)" +
		(if .change == "leave" and .elapsed <= 0 then " in no time" else "" end)'
}

expected() { # VERSION HOST IFINDEX
	echo "join $1 $2 dev $3 sources 0"
	# There is no leave in the first version.
	[[ $1 == igmpv1 ]] || echo "leave $1 $2 dev $3 sources 0"
}

# Multicast packets of the member's host.
sent() {
	on client nstat -az IpExtOutMcastPkts Ip6OutMcastPkts |
		awk '{ sum += $2 } END { print sum + 0 }'
}

sent_since() { # PACKETS HOW-MANY
	atleast $(($(sent) - $1)) "$2"
}

evicted() {
	is "$(counter client memberships-evicted)" 1
}

locals() {
	on client sawtooth -j group | jq '[.[] | select(.local == 1)] | length'
}

# IGMPv2, 239.0.0.8; of protocol 2.
bad_report() {
	printf '\x16\x00\x12\x34\xef\x00\x00\x08' |
		on client socat -u - IP4-SENDTO:239.0.0.8:2,ip-multicast-if=192.0.2.2
}

counter() { # NAMESPACE NAME
	on "$1" sawtooth -j stats | jq --arg name "$2" '.counter[] | select(.stat == $name).count'
}

index() { # NAMESPACE DEVICE
	ip -n "$1" -j link show dev "$2" | jq '.[0].ifindex'
}

# The address that reports of this group come from.
sender() { # GROUP
	if [[ $1 == *:* ]]; then
		ip -n client -o -6 address show dev host0 scope link | awk '{ sub("/.*", "", $4); print $4 }'
	else
		echo 192.0.2.2
	fi
}

check "load" module_load
check "a network" topo_create
check "a member" peer_start member client
check "a neighbour" peer_start neighbour router
for group in 224.0.0.2 224.0.0.22 ff02::2 ff02::16 239.0.0.1 239.0.0.2 ff15::1; do
	check "the neighbour hears $group" tell neighbour join "$group" left
done
# Its own reports come back to it, which makes no second member.
check "the member hears 224.0.0.22" tell member join 224.0.0.22 host0
check "the member's host is followed" monitor_start client memberships
check "the neighbour is followed" monitor_start router memberships

while read -r version group sysctl; do
	host=$(sender "$group")
	packets=$(sent)
	check "$version: demanded" on client sysctl -qw "$sysctl"
	check "$version: join, reported twice" joins "$version" "$group"
	check "$version: the member's table" row_is client "$group" 1 \
		"$version $host $(index client host0)"
	check "$version: the neighbour's table" row_is router "$group" 0 \
		"$version $host $(index router left)"
	check "$version: leave" tell member leave "$group" host0
	[[ $version != igmpv1 ]] || continue
	check "$version: gone from the member's table" wait_until 5 gone client "$group" 1
	check "$version: gone from the neighbour's table" wait_until 5 gone router "$group" 0
	# Two reports of the join, two of the leave.
	[[ $version == mldv1 || $version == igmpv2 ]] ||
		check "$version: the leave is sent again" wait_until 10 sent_since "$packets" 4
done <<<"$versions"

# A report of IGMPv2 goes to its group, which the neighbour has not joined.
check "a report for nobody but routers" \
	on client sysctl -qw net.ipv4.conf.host0.force_igmp_version=2
check "sent two times" joins igmpv2 239.0.0.7
check "is not heard by who is none" gone router 239.0.0.7 0
check "leave" tell member leave 239.0.0.7 host0
check "gone" wait_until 5 gone client 239.0.0.7 1
check "but by who wants to hear all" on router sysctl -qw net.sawtooth.group_all=1
check "join, reported two times" joins igmpv2 239.0.0.7
check "the neighbour's table" row_is router 239.0.0.7 0 "igmpv2 192.0.2.2 $(index router left)"
check "and each report once" is "$(member_row router 239.0.0.7 0 | jq .reports)" \
	"$(member_row client 239.0.0.7 1 | jq .reports)"
check "leave" tell member leave 239.0.0.7 host0
check "gone" wait_until 5 gone router 239.0.0.7 0
check "and that is not wanted any more" on router sysctl -qw net.sawtooth.group_all=0
check "join, reported two times" joins igmpv2 239.0.0.7
check "is not heard" gone router 239.0.0.7 0
check "by IGMPv3 again" on client sysctl -qw net.ipv4.conf.host0.force_igmp_version=3

check "a table of what it has" on client sysctl -qw \
	net.sawtooth.group_max="$(on client sawtooth -j status | jq .memberships)"
mine=$(locals)
check "a join too many" tell member join 239.0.0.9 host0
check "takes the place of a remote one" wait_until 5 evicted
check "and is listed" row_is client 239.0.0.9 1 "igmpv3 192.0.2.2 $(index client host0)"
check "no local one was dropped" is "$(locals)" $((mine + 1))
check "good reports only" is "$(counter client reports-malformed)" 0
check "a report with a wrong checksum" bad_report
check "is counted" is "$(counter client reports-malformed)" 1
check "and not listed" gone client 239.0.0.8 1
check "nor by the neighbour" gone router 239.0.0.8 0

check "the neighbour's end" monitor_stop
monitor_of client
check "the member's end" monitor_stop
while read -r version group _; do
	host=$(sender "$group")
	monitor_of client
	check "$version: told once by the member" is "$(course "$group" "$host" 1)" \
		"$(expected "$version" "$host" "$(index client host0)")"
	check "$version: its own reports are no other's" is "$(course "$group" "$host" 0)" ""
	monitor_of router
	check "$version: told once by the neighbour" is "$(course "$group" "$host" 0)" \
		"$(expected "$version" "$host" "$(index router left)")"
done <<<"$versions"
monitor_of client
check "joins are counted" is "$(counter client joins)" $(($(counter client leaves) +
	$(counter client expiries) + $(counter client memberships-evicted) +
	$(on client sawtooth -j status | jq .memberships)))
check "leaves are counted" is "$(counter client leaves)" \
	"$(told 'select(.change == "leave") | .seq' | wc -l)"
monitor_of router
check "how long memberships lasted is counted" same_times router membership \
	'select(.change == "leave" or .change == "expire").elapsed'
check "and how long leaves took" same_times router leave-latency 'select(.change == "leave").latency'
finish
