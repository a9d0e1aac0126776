#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The kernel log: silent unless asked, one line a transition or join in the form that
# Documentation/log.rst shows, by namespace, and limited in its rate.
# shellcheck source=selftests/net/lib.sh
. "$(dirname "$0")/lib.sh"

lines() {
	dmesg | grep -c -- "$1"
}

# A connection to a closed port of loopback: two transitions.
touch_port() { # NAMESPACE PORT
	no on "$1" bash -c "exec 3<>/dev/tcp/127.0.0.1/$2"
}

switch() { # NAMESPACE VALUE
	on "$1" sysctl -qw net.sawtooth.log="$2"
}

transition="sawtooth: tcp conn=[0-9]+ 127\.0\.0\.1:[0-9]+ > 127\.0\.0\.1:9001 initiator"
form="$transition syn-sent -> closed cause=received-rst confidence=observed elapsed_us=[0-9]+$"

joined() {
	on client timeout 20 socat -u UDP4-RECV:5000,ip-add-membership=239.1.2.3:host0 - &
	local member=$!

	wait_until 10 heard_join
	local status=$?
	kill "$member"
	wait "$member"
	return "$status"
}

flood() {
	on client bash -c 'for ((port = 20000; port < 20600; port++)); do
		exec 3<>/dev/tcp/127.0.0.1/$port; done' 2>/dev/null
	return 0
}

heard_join() {
	(($(lines "sawtooth: group join") > 0))
}

limited() {
	(($(lines ":20[0-9]* initiator") <= 1000))
}

suppressed() {
	on client sawtooth -j stats | jq '.counter[] | select(.stat == "log-suppressed").count'
}

check "load" module_load
check "a network" topo_create
check "silent" touch_port client 9000
check "not a line" is "$(lines 'sawtooth: tcp')" 0
check "switch on" switch client 1
check "a refused connection" touch_port client 9001
check "two lines" is "$(lines ':9001 initiator')" 2
check "in the documented form" like "$(dmesg | grep ':9001.*syn-sent -> closed')" "$form"
check "not in another namespace" touch_port server 9002
check "not a line of it" is "$(lines ':9002')" 0
check "a join" joined
check "in the documented form" like "$(dmesg | grep 'group join.*239.1.2.3')" \
	"sawtooth: group join dev=[0-9]+ group=239\.1\.2\.3 host=192\.0\.2\.2 protocol=igmpv3 sources=0$"
check "a flood of 1200 lines" flood
check "no more than 1000 in five seconds" limited
check "the rest is counted" atleast "$(suppressed)" 1
check "switch off" switch client 0
check "a connection" touch_port client 9003
check "not a line of it" is "$(lines ':9003')" 0
check "topology down" topo_destroy
check "unload" module_unload
check "load with log=1" module_load log=1
check "a namespace" ip netns add client
check "its switch is on" is "$(on client sysctl -n net.sawtooth.log)" 1
check "no more namespace" ip netns delete client
finish
