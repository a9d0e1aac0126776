#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Who may do what: anybody may look; changes and events take CAP_NET_ADMIN in the user
# namespace that owns the network namespace, and no other.
# shellcheck source=selftests/net/lib.sh
. "$(dirname "$0")/lib.sh"

nobody() {
	setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
}

# Root of a user namespace of its own, with a network namespace of its own.
stranger() {
	unshare --user --map-root-user --net "$@"
}

# refused STATUS REGEX COMMAND... : ends so, and says so.
refused() {
	local status=$1 regex=$2 said
	shift 2

	said=$("$@" 2>&1)
	is $? "$status" && like "$said" "$regex"
}

in_own_namespace() {
	# shellcheck disable=SC2016 # the inner shell expands
	stranger bash -c 'sawtooth profile set reno beta 0.8 && sawtooth stats reset &&
		sawtooth -j profile reno' | jq -e '(if type == "array" then .[0] else . end).beta == 800'
}

beta() {
	sawtooth -j profile reno | jq '(if type == "array" then .[0] else . end).beta'
}

check "load" module_load
for what in status stats conn group profile fsm; do
	check "anybody may ask for $what" nobody sawtooth "$what"
done
denied="CAP_NET_ADMIN"
check "not anybody may reset statistics" refused 1 "$denied" nobody sawtooth stats reset
check "nor change a profile" refused 1 "$denied" nobody sawtooth profile set reno beta 0.8
check "nor set ssthresh" refused 1 "$denied" nobody sawtooth ssthresh set 1 10
check "nor listen to events" refused 1 "$denied" nobody sawtooth monitor --count 1
check "nothing was changed by that" is "$(beta)" 700
check "who owns a namespace may, there" in_own_namespace
check "and changes nothing elsewhere" is "$(beta)" 700
check "who owns a namespace may listen there" refused 124 "" \
	timeout 2 unshare --user --map-root-user --net sawtooth monitor
finish
