# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# For the tests of this folder: points of TAP, the module, a network of three
# namespaces, and ways to wait for something instead of for a while.
#
# A test sources this file, calls check for each thing that must be true, and
# ends with finish. What it made is taken down whichever way it ends.
set -u

: "${SAWTOOTH_TREE:?is set by the runner, which runs in the VM only}"
lib_begun=0
lib_points=0
lib_failed=0
lib_work=$(mktemp -d /tmp/sawtooth-test.XXXXXX)

# ---- points

# check NAME COMMAND... : a point that is good when the command is, and whose
# output is shown when it is not.
check() {
	local name=$1 status
	shift

	((++lib_begun))
	# In this shell, so that the command may set what later points use.
	"$@" >"$lib_work/said" 2>&1
	status=$?
	((++lib_points))
	if ((status)); then
		lib_failed=1
		echo "# ${*%%$'\n'*}: exit status $status"
		sed 's/^/# /' "$lib_work/said"
		echo "not ok $lib_points - $name"
	else
		echo "ok $lib_points - $name"
	fi
	return "$status"
}

# no COMMAND... : the command must fail.
no() {
	! "$@"
}

# is VALUE EXPECTED, like VALUE REGEX, atleast VALUE MINIMUM
is() {
	[[ $1 == "$2" ]] || { echo "is '$1', should be '$2'"; return 1; }
}

like() {
	[[ $1 =~ $2 ]] || { echo "is '$1', should match '$2'"; return 1; }
}

atleast() {
	(($1 >= $2)) || { echo "is $1, should be $2 or more"; return 1; }
}

finish() {
	# An error of arithmetic makes bash drop the whole check, point and all.
	check "every check came to its end" is "$((lib_points + 1))" "$((lib_begun + 1))"
	echo "1..$lib_points"
	exit "$lib_failed"
}

# A need that cannot be met here and is not a fault.
skip_all() { # REASON
	echo "1..0 # SKIP $1"
	exit 4
}

# ---- what must be taken down, last made first

lib_cleanups=()

at_exit() { # COMMAND...
	lib_cleanups=("$(printf '%q ' "$@")" "${lib_cleanups[@]}")
}

lib_cleanup() {
	local status=$? action

	for action in "${lib_cleanups[@]}"; do
		eval "$action" >/dev/null 2>&1
	done
	rm -rf "$lib_work"
	exit "$status"
}
trap lib_cleanup EXIT
trap 'exit 143' INT TERM

# ---- waiting

# wait_until SECONDS COMMAND... : for what has no event. Looks often and gives
# up loudly. Whole seconds.
wait_until() {
	local limit=$1 end
	shift

	end=$((${EPOCHREALTIME/./} + limit * 1000000))
	until "$@" >/dev/null 2>&1; do
		if ((${EPOCHREALTIME/./} > end)); then
			echo "not within $limit s: $*"
			return 1
		fi
		read -rt 0.02 <>"$lib_never"
	done
	return 0
}
lib_never=$lib_work/never
mkfifo "$lib_never"

# pass SECONDS : where time itself is what is tested; all else waits for an event.
pass() {
	read -rt "$1" <>"$lib_never"
	return 0
}

# wait_listen NAMESPACE PORT : until somebody listens there, for 10 s at most.
wait_listen() {
	wait_until 10 lib_listens "$@"
}

lib_listens() {
	[[ -n $(on "$1" ss -Hltn "sport = :$2") ]]
}

# monitor_start NAMESPACE [ARGUMENT]... : follow the events of a namespace as JSON
# lines into $monitor_file; returns when the listener is subscribed. One a
# namespace; the functions below speak of the newest, or of that of monitor_of.
declare -A lib_monitors

monitor_start() {
	local ns=$1 ready
	shift

	monitor_of "$ns"
	mkfifo "$monitor_file.ready"
	exec {ready}<>"$monitor_file.ready"
	ip netns exec "$ns" sawtooth monitor -j --ready-fd "$ready" "$@" \
		>"$monitor_file" 2>"$monitor_file.err" &
	lib_monitors[$ns]=$!
	at_exit kill "$!"
	read -rn 1 -t 20 -u "$ready"
	set -- $?
	exec {ready}>&-
	rm "$monitor_file.ready"
	(($1 == 0)) || cat "$monitor_file.err"
	return "$1"
}

monitor_of() { # NAMESPACE
	monitor_ns=$1
	monitor_file=$lib_work/events.$1
}

# monitor_wait SECONDS REGEX : until an event matches. The whole stream is
# looked at, also what came before the call.
monitor_wait() {
	if ! timeout "$1" grep -qm 1 -E -- "$2" \
		<(exec tail -c +1 -s 0.05 --pid="${lib_monitors[$monitor_ns]}" -f "$monitor_file"); then
		echo "no event within $1 s that matches: $2"
		tail -n 5 "$monitor_file"
		return 1
	fi
}

# Returns when everything that had happened is in the file.
monitor_stop() {
	kill "${lib_monitors[$monitor_ns]}"
	wait "${lib_monitors[$monitor_ns]}"
}

# story PORT : what was told of the connections to a port, a line each.
story() {
	jq -r --argjson port "$1" 'select(.dport == $port) |
		if .event == "transition" then "\(.role) \(.from) > \(.to) \(.cause) \(.confidence)"
		elif .event == "handshake" then "handshake \(.outcome)"
		elif .event == "teardown" then "teardown \(.teardown) by \(.closer)"
		else empty end' "$monitor_file"
}

# told FILTER : what jq makes of the events.
told() {
	jq -r "$@" "$monitor_file"
}

# histogram NAMESPACE KIND : "from count" of each bucket that holds something, a line each.
histogram() {
	on "$1" sawtooth -j histogram "$2" | jq -r '.[].bucket[]? | "\(.from) \(.count)"'
}

# The times that FILTER makes of the events, in buckets. A power of two of nanoseconds has
# four; below 2^10 there is one.
told_times() { # FILTER
	told "$1 | select(. > 0)" | jq -rs 'map(
			if . < 1024 then 0
			else . as $t | [range(10; 44) | pow(2; .) | select(. <= $t)] | last as $p |
				($t / ($p / 4) | floor) * ($p / 4)
			end) |
		group_by(.) | .[] | "\(.[0]) \(length)"'
}

same_times() { # NAMESPACE KIND FILTER
	local there
	there=$(histogram "$1" "$2")

	[[ -n $there ]] && is "$there" "$(told_times "$3")"
}

# ---- the module

module_load() { # [PARAMETER=VALUE]...
	local needed

	for needed in $(modinfo -F depends "$SAWTOOTH_TREE/sawtooth.ko" | tr , ' '); do
		modprobe "$needed" || return
	done
	insmod "$SAWTOOTH_TREE/sawtooth.ko" "$@" || return
	at_exit module_unload
}

# A socket that uses the congestion control holds the module, as it should; one
# that is about to end is waited for.
module_unload() {
	[[ -e /sys/module/sawtooth ]] || return 0
	wait_until 10 rmmod sawtooth
}

# ---- the network

# topo_create : two hosts and a router between them, IPv4 and IPv6.
#
#   client                       router                        server
#  +--------+ 192.0.2.0/25  +--------------+ 192.0.2.128/25 +--------+
#  | host0  +---------------+ left   right +----------------+ host0  |
#  +--------+ .2         .1 +--------------+ .129      .130 +--------+
#             2001:db8:1::/64                2001:db8:2::/64
#             ::2        ::1                 ::1          ::2
topo_create() {
	local ns

	at_exit topo_destroy
	for ns in client router server; do
		ip netns add "$ns"
		# Not a packet that a test did not ask for.
		on "$ns" sysctl -qw net.ipv6.conf.default.accept_dad=0 \
			net.ipv6.conf.default.router_solicitations=0 net.ipv4.tcp_no_metrics_save=1
		ip -n "$ns" link set lo up
	done
	ip link add host0 netns client type veth peer name left netns router
	ip link add host0 netns server type veth peer name right netns router
	lib_address client host0 192.0.2.2/25 2001:db8:1::2/64
	lib_address router left 192.0.2.1/25 2001:db8:1::1/64
	lib_address router right 192.0.2.129/25 2001:db8:2::1/64
	lib_address server host0 192.0.2.130/25 2001:db8:2::2/64
	on router sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
	ip -n client route add default via 192.0.2.1
	ip -n server route add default via 192.0.2.129
	ip -n client -6 route add default via 2001:db8:1::1
	ip -n server -6 route add default via 2001:db8:2::1
}

lib_address() { # NAMESPACE DEVICE ADDRESS...
	local ns=$1 dev=$2 address
	shift 2

	ip -n "$ns" link set "$dev" up
	for address; do
		ip -n "$ns" address add "$address" dev "$dev"
	done
}

# on NAMESPACE COMMAND...
on() {
	ip netns exec "$@"
}

# topo_shape RATE DELAY-MS [LIMIT-BYTES] [NETEM-WORD]... : from client to server
# the bottleneck is the router's right side and the delay its left side's way
# back; no shaping stands on a sender's own device, which would be told of drops.
# Segments are not merged, so that a queue of packets is one of segments.
topo_shape() {
	local rate=$1 delay=$2 limit=${3:-60000}
	shift $(($# < 3 ? $# : 3))

	lib_plain client host0
	lib_plain router left
	lib_plain router right
	lib_plain server host0
	on router tc qdisc replace dev left root netem delay "${delay}ms" limit 20000
	on router tc qdisc replace dev right root handle 1: tbf rate "$rate" burst 5000 limit "$limit"
	(($# == 0)) || on server tc qdisc replace dev host0 root netem limit 20000 "$@"
}

lib_plain() { # NAMESPACE DEVICE
	on "$1" ethtool -K "$2" tso off gso off gro off
}

# Orphans would hold the module for seconds after their namespace has gone.
topo_destroy() {
	local ns

	for ns in client router server; do
		[[ -e /run/netns/$ns ]] || continue
		wait_until 10 lib_deserted "$ns"
		ip netns delete "$ns"
	done
}

# End its processes and connections; true when there are none.
lib_deserted() { # NAMESPACE
	local pids

	pids=$(ip netns pids "$1")
	# shellcheck disable=SC2086	# several words
	[[ -z $pids ]] || kill -KILL $pids
	on "$1" ss -K dst 0.0.0.0/0
	on "$1" ss -K dst ::/0
	[[ -z $pids$(on "$1" ss -Htan state connected exclude time-wait) ]]
}
