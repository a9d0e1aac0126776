#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# An experiment that must give the same bytes each time: a transfer under our
# congestion control across a shaped path with random loss. Its course is
# written down in detail, by the traffic itself and by everything that the command
# can tell of it; the runner boots it twice and compares.
# shellcheck source=selftests/net/lib.sh
. "$(dirname "$0")/lib.sh"

seconds=5

serve() {
	on server iperf3 -s -1 >/dev/null 2>&1 &
	wait_listen server 5201
}

transfer() {
	on client iperf3 -c 192.0.2.130 -C sawtooth -t "$seconds" -i 0.2 -J >"$SAWTOOTH_OUT/iperf3.json"
}

course() { # FIELD : its values, an interval each
	grep -oE "\"$1\":[[:space:]]*[0-9]+" "$SAWTOOTH_OUT/iperf3.json" | grep -oE '[0-9]+$'
}

# The connection of the data, not that of iperf3's own affairs.
record_start() {
	ip netns exec client sawtooth -j conn dport 5201 --every 0.02 \
		>"$SAWTOOTH_OUT/series" 2>/dev/null &
	recorder=$!
	at_exit kill "$recorder"
}

windows() {
	grep -oE '"cwnd":[0-9]+' "$SAWTOOTH_OUT/series"
}

record_stop() {
	kill "$recorder"
	wait "$recorder"
	monitor_stop
	cp "$monitor_file" "$SAWTOOTH_OUT/events"
	on client sawtooth -j stats >"$SAWTOOTH_OUT/stats"
}

check "load" module_load
check "a network" topo_create
check "a shaped path" topo_shape 10mbit 20 30000 loss 1%
check "its events are recorded" monitor_start client
check "and its course" record_start
check "a server" serve
check "a transfer under sawtooth" transfer
check "it was sawtooth" grep -q '"sender_tcp_congestion":[[:space:]]*"sawtooth"' "$SAWTOOTH_OUT/iperf3.json"
check "the window was followed" atleast "$(course snd_cwnd | wc -l)" $((seconds * 4))
check "segments were lost" atleast "$(course retransmits | tail -n 1)" 1
check "the records are complete" record_stop
check "the command followed the window" atleast "$(wc -l <"$SAWTOOTH_OUT/series")" $((seconds * 40))
check "the window moved" atleast "$(windows | sort -u | wc -l)" 5
on client nstat -az >"$SAWTOOTH_OUT/nstat"
check "it told each loss" is "$(grep -c '"cause":"loss"' "$SAWTOOTH_OUT/events")" \
	"$(sed -nE 's/^TcpExtTCPSackRecovery +([0-9]+).*/\1/p' "$SAWTOOTH_OUT/nstat")"
date >"$SAWTOOTH_OUT/date"
check "take it down" topo_destroy
check "unload" module_unload
finish
