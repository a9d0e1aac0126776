#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The tracepoints: what tracefs records of a namespace is what the event stream tells of
# it, each record with all its fields, and trace-cmd, perf and bpftrace can read them.
#
# shellcheck source=selftests/net/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/net/peer.sh
. "$(dirname "$0")/peer.sh"

tracing=/sys/kernel/tracing/instances/sawtooth

trace_start() {
	mkdir "$tracing" && at_exit rmdir "$tracing" && echo 1 >"$tracing/events/sawtooth/enable"
}

# Whoever asks for members tells that it does when it has a port.
querier() {
	ip -n client link add br0 up type bridge mcast_querier 1 &&
		ip -n client link add port up type veth peer name other &&
		ip -n client link set other up && ip -n client link set port master br0 &&
		monitor_wait 60 '"event":"querier"'
}

# One of each kind, on both addresses' families.
traffic() {
	tell server listen 192.0.2.130 8001 && tell client connect 192.0.2.130 8001 sawtooth &&
		tell server accept &&
		on client sawtooth steer dport 8001 set ssthresh 50 &&
		tell client close 8001 && tell server close 8001 &&
		no on client bash -c 'exec 3<>/dev/tcp/2001:db8:2::2/1' &&
		tell client join 239.0.0.1 host0 &&
		monitor_wait 10 '"change":"join",.*"group":"239.0.0.1"' &&
		tell client leave 239.0.0.1 host0 &&
		monitor_wait 10 '"change":"leave",.*"group":"239.0.0.1"'
}

# NAME=VALUE of all that a record has, a line each.
told_records() {
	told '"\(.event): " + (del(.event, .seq, .cpu, ."clock-offset") |
		[to_entries[] | "\(.key | gsub("-"; "_"))=\(.value)"] | join(" "))' | sort
}

# IPv4 addresses are mapped there, and an owner or a process that is not known is zero.
traced_records() { # NAMESPACE
	local netns

	netns=$(on "$1" stat -Lc %i /proc/self/ns/net)
	sed -n "s/.* sawtooth_\([a-z]*\): netns=$netns /\1: /p" "$tracing/trace" |
		sed -e 's/=::ffff:/=/g' -e '/ cookie=0 /s/ uid=0//; s/ cookie=0 cgroup=0//' \
			-e '/ command=$/s/ pid=0//; s/ command=$//' | sort
}

agree() {
	told_records >"$lib_work/told" && traced_records client >"$lib_work/traced" &&
		diff "$lib_work/told" "$lib_work/traced"
}

# So many of a kind at least; nothing agrees with nothing as well.
recorded() { # KIND COUNT
	grep "^$1:" "$lib_work/traced" || true
	atleast "$(grep -c "^$1:" "$lib_work/traced")" "$2"
}

# Whatever follows it must show two transitions: a SYN that is answered by a RST.
refuse_create() {
	printf '#!/bin/bash\nip netns exec client bash -c "exec 3<>/dev/tcp/127.0.0.1/1"\nexit 0\n' \
		>"$lib_work/refuse" && chmod +x "$lib_work/refuse"
}

by_trace_cmd() {
	trace-cmd record -q -e sawtooth -o "$lib_work/trace.dat" "$lib_work/refuse" >/dev/null 2>&1
	trace-cmd report -i "$lib_work/trace.dat" 2>&1
}

by_perf() {
	perf record -q -a -e 'sawtooth:*' -o "$lib_work/perf.data" -- "$lib_work/refuse" \
		>/dev/null 2>&1
	perf script -i "$lib_work/perf.data" 2>&1
}

by_bpftrace() {
	# shellcheck disable=SC2016	# no variable
	bpftrace -e 'tracepoint:sawtooth:sawtooth_transition {
			printf("from=%d to=%d dport=%d\n", args->from, args->to, args->dport) }
		tracepoint:sawtooth:sawtooth_handshake { printf("outcome=%d\n", args->outcome) }' \
		-c "$(command -v bash) $lib_work/refuse" 2>&1
}

# shows PROGRAM REGEX...
shows() {
	local said regex

	said=$("$1")
	shift
	for regex; do
		like "$said" "$regex" || return
	done
}

check "load" module_load
check "a network" topo_create
check "a client" peer_start client client
check "a server" peer_start server server
check "segments are counted" on client sysctl -qw net.sawtooth.level=full
check "the tracepoints are recorded" trace_start
check "the client is followed" monitor_start client -n
check "connections and memberships" traffic
check "a querier" querier
check "both have ended" monitor_stop
echo 0 >"$tracing/events/sawtooth/enable"
check "record by record, field by field" agree
while read -r count kind; do
	check "$kind" recorded "$kind" "$count"
done <<-END
	10 transition
	2 handshake
	1 teardown
	1 decision
	2 membership
	1 querier
	2 total
END
check "a program to follow" refuse_create
check "trace-cmd" shows by_trace_cmd 'from=closed to=syn-sent' 'outcome=refused'
check "perf" shows by_perf 'from=closed to=syn-sent' 'outcome=refused'
# Without the kernel's types it knows not even u32.
[[ ! -e /sys/kernel/btf/vmlinux ]] ||
	check "bpftrace" shows by_bpftrace 'from=0 to=2 dport=1' 'outcome=2'
finish
