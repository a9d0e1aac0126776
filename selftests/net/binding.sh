#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Profiles bound to prefixes: the longest that holds the peer decides, for IPv4 and IPv6 and
# for either end, when a connection begins. The topology is that of topo_create in lib.sh.
#
# shellcheck source=selftests/net/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/net/peer.sh
. "$(dirname "$0")/peer.sh"

port=8000

profile_of() { # NAMESPACE PORT
	on "$1" sawtooth -j conn dport "$2" | jq -r '.[0].steer[0].profile'
}

# A new connection to this address takes this profile at the client.
takes() { # ADDRESS PROFILE
	((++port))
	tell server listen "$1" "$port" && tell client connect "$1" "$port" sawtooth &&
		is "$(profile_of client "$port")" "$2"
}

# The listener steers too, and its peer is the client.
responder_takes() { # ADDRESS PROFILE
	((++port))
	tell server listen "$1" "$port" sawtooth && tell client connect "$1" "$port" &&
		tell server accept && is "$(profile_of server "$port")" "$2"
}

bind_to() { # PREFIX PROFILE
	on client sawtooth binding set "$@"
}

unbind() { # PREFIX
	on client sawtooth binding delete "$1"
}

bindings() { # NAMESPACE
	on "$1" sawtooth -j binding | jq -cS 'map({("\(.prefix)/\(.["prefix-len"])"): .profile}) | add'
}

# refused STATUS REGEX COMMAND...
refused() {
	local status=$1 regex=$2 said
	shift 2

	said=$(on client sawtooth "$@" 2>&1)
	is $? "$status" && like "$said" "$regex"
}

check "load" module_load
check "a network" topo_create
check "a client" peer_start client client
check "a server" peer_start server server
for name in host net wide; do
	check "profile $name" on client sawtooth profile create "$name"
done

check "nothing is bound" is "$(bindings client)" null
check "without a binding" takes 192.0.2.130 reno
first=$port
check "of IPv6, too" takes 2001:db8:2::2 reno

check "all of IPv4" bind_to 0.0.0.0/0 cubic
check "is taken" takes 192.0.2.130 cubic
check "not by IPv6" takes 2001:db8:2::2 reno
check "a network" bind_to 192.0.2.0/24 wide
check "a part of it" bind_to 192.0.2.128/25 net
check "an address of that" bind_to 192.0.2.130 host
check "and one that is not meant" bind_to 192.0.2.131/32 adaptive
check "the longest is taken" takes 192.0.2.130 host
check "its binding is given up" unbind 192.0.2.130/32
check "then the next" takes 192.0.2.130 net
check "replace one" bind_to 192.0.2.128/25 adaptive
check "by the other profile" takes 192.0.2.130 adaptive
check "give it up" unbind 192.0.2.128/25
check "then the next" takes 192.0.2.130 wide
check "give it up" unbind 192.0.2.0/24
check "then that of all" takes 192.0.2.130 cubic
check "a connection stays with what it took" is "$(profile_of client "$first")" reno

check "all of IPv6" bind_to ::/0 cubic
check "a network of IPv6" bind_to 2001:db8::/33 wide
check "a part of it" bind_to 2001:db8:2::/64 net
check "an address of that" bind_to 2001:db8:2::2 host
check "the longest is taken" takes 2001:db8:2::2 host
check "give it up" unbind 2001:db8:2::2/128
check "then the next" takes 2001:db8:2::2 net
check "give it up" unbind 2001:db8:2::/64
check "then the next" takes 2001:db8:2::2 wide
check "give it up" unbind 2001:db8::/33
check "then that of all" takes 2001:db8:2::2 cubic
check "the list" is "$(bindings client)" \
	'{"0.0.0.0/0":"cubic","192.0.2.131/32":"adaptive","::/0":"cubic"}'

check "the server has none of them" is "$(bindings server)" null
check "its end takes its own" responder_takes 192.0.2.130 reno
check "bind the client there" on server sawtooth binding set 192.0.2.2 adaptive
check "and the server, which is nobody's peer there" on server sawtooth binding set 192.0.2.130 cubic
check "the responder's peer is the initiator" responder_takes 192.0.2.130 adaptive

check "a profile that is bound stays" bind_to 198.51.100.0/24 net
check "it cannot be deleted" refused 1 "a connection or a binding uses it" profile delete net
check "until nothing uses it" unbind 198.51.100.0/24
check "no such profile" refused 1 "no profile has this name" binding set 10.0.0.0/8 nobody
check "nothing bound" refused 1 "nothing is bound to this prefix" binding delete 10.0.0.0/8
check "bits behind the prefix" refused 1 "bits after the prefix must be zero" \
	binding set 10.0.0.1/8 cubic
check "too long a prefix" refused 2 "/33" binding set 10.0.0.0/33 cubic
check "nothing was changed by that" is "$(bindings client)" \
	'{"0.0.0.0/0":"cubic","192.0.2.131/32":"adaptive","::/0":"cubic"}'
finish
