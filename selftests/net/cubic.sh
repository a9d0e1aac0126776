#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# With the profile cubic the congestion control is the kernel's own cubic: the same transfer
# over the same path by one and by the other, on virtual time, and the windows of both after
# each acknowledged segment, by the tracepoint tcp_probe. The experiment cubic-same of
# tools/lab, where each transfer has a boot of its own and K is the kernel's, finds no
# difference at all. Here there are the two causes of one that it excludes:
#
#	K	is the exact root, and the kernel's is off by 0.02 % on average
#	ticks	4 ms long, by which both measure time: each transfer begins with one, and yet
#		what is near the next may fall to either side of it
#
# Either lets a window grow an ACK or a few sooner or later, and so no more than a segment may
# differ, anywhere. Slow start ends at a threshold, as HyStart++ is not what the kernel has.
# Every 1500th segment is lost, and nothing else: the queue is long.
#
#	client --> (drop each 1500th) router ==10 Mbit/s==> server
#	       <-- 40 ms
#
# shellcheck source=selftests/net/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/net/peer.sh
. "$(dirname "$0")/peer.sh"
tracing=/sys/kernel/tracing/instances/cubic
parameters=/sys/module/tcp_cubic/parameters
bytes=25000000

trace_start() {
	mkdir "$tracing" && at_exit rmdir "$tracing" && echo 32768 >"$tracing/buffer_size_kb" &&
		echo 'dport == 8001 || dport == 8002' >"$tracing/events/tcp/tcp_probe/filter" &&
		echo 1 >"$tracing/events/tcp/tcp_probe/enable"
}

# The kernel's cubic asks for its own when there is no HyStart.
threshold() { # HYSTART INITIAL-SSTHRESH
	echo "$1" >"$parameters/hystart" && echo "$2" >"$parameters/initial_ssthresh"
}

transfer() { # PORT CONGESTION-CONTROL
	drop_each 1500 && tell server listen 192.0.2.130 "$1" &&
		tell client tick && tell client connect 192.0.2.130 "$1" "$2" &&
		tell server accept && ask server recv "$bytes" && tell client tick &&
		tell client send "$bytes" && answered server &&
		tell client close && tell server close
}

drop_each() { # N
	on router tc filter delete dev left ingress pref 1 2>/dev/null
	on router tc filter add dev left ingress pref 1 protocol ip matchall \
		action pass random determ drop "$1"
}

# Lines "acknowledged number cwnd ssthresh": the number is that of the ACK among those that
# acknowledge as much.
windows() { # PORT
	sed -nE "s/.*tcp_probe: .* dest=[^ ]*:$1 .* snd_una=(0x[0-9a-f]+) snd_cwnd=([0-9]+) ssthresh=([0-9]+) .*/\1 \2 \3/p" \
		"$tracing/trace" >"$lib_work/probe.$1"
	while read -r una cwnd ssthresh; do
		echo "$((una)) $cwnd $ssthresh"
	done <"$lib_work/probe.$1" | awk 'NR == 1 { first = $1 }
		{ at = ($1 - first + 4294967296) % 4294967296; print at, ++count[at], $2, $3 }' \
		>"$lib_work/windows.$1"
}

# What of: ACKs of both, those with the same windows, how far windows and thresholds differ at
# most, reductions. As threshold tcp_probe has three quarters of the window if that is more.
compare() {
	awk 'function distance(a, b) { return a > b ? a - b : b - a }
		function larger(a, b) { return a > b ? a : b }
		FILENAME != ARGV[2] { cwnd[$1, $2] = $3; ssthresh[$1, $2] = $4; next }
		($1, $2) in cwnd {
			both++
			same += cwnd[$1, $2] == $3 && ssthresh[$1, $2] == $4
			window = larger(window, distance(cwnd[$1, $2], $3))
			threshold = larger(threshold, distance(ssthresh[$1, $2], $4))
			reductions += $3 < before && !falling
			falling = $3 < before || (falling && $3 == before)
			before = $3
		}
		END { print both + 0, same + 0, window + 0, threshold + 0, reductions + 0 }' \
		"$lib_work/windows.8001" "$lib_work/windows.8002"
}

check "load" module_load
check "a network" topo_create
check "a client" peer_start client client
check "a server" peer_start server server
check "a shaped path" topo_shape 10mbit 40 1000000
check "a place for a filter" on router tc qdisc add dev left clsact
# One for every other segment would be for the odd ones in one transfer, the even in the other.
check "an ACK for each segment" on server ip route change default via 192.0.2.129 quickack 1
check "our profile" on client sawtooth profile set cubic slow-start-law standard \
	initial-ssthresh 50
check "is what the client takes" on client sawtooth binding set 0.0.0.0/0 cubic
at_exit threshold "$(<"$parameters/hystart")" "$(<"$parameters/initial_ssthresh")"
check "the same of the kernel's" threshold 0 50
check "each ACK is recorded" trace_start
check "cubic" transfer 8001 cubic
check "sawtooth" transfer 8002 sawtooth
check "end of the record" eval 'echo 0 >"$tracing/events/tcp/tcp_probe/enable"'
check "the windows of the one" windows 8001
check "the windows of the other" windows 8002
read -r both same window threshold reductions < <(compare)
echo "# $both ACKs, $same with the same windows; at most $window segments apart," \
	"thresholds $threshold; $reductions reductions"
check "each ACK was seen" atleast "$both" 16000
check "the window was reduced again and again" atleast "$reductions" 10
check "no window is more than a segment from the kernel's" atleast 1 "$window"
check "no threshold is more than that makes" atleast 2 "$threshold"
check "most are the same" atleast "$same" "$((both * 9 / 10))"
finish
