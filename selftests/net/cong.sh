#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The congestion control: chosen in every way that Linux has, carrying a download
# through a bottleneck, and deciding as RFC 5681 has it at a loss, a time-out, a mark
# and when a time-out turns out to be none. The topology is that of topo_create in
# lib.sh, shaped by topo_shape: data goes from the client's host, where it is
# steered, to the server's.
#
#	client --> router ==10 Mbit/s, 33 packets==> server
#	       <-- 40 ms
#
# shellcheck source=selftests/net/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=selftests/net/peer.sh
. "$(dirname "$0")/peer.sh"

bytes=4000000

# The congestion control of the client's socket, as the kernel says it.
steered_by() { # NAMESPACE PORT NAME
	like "$(on "$1" ss -Htin "dport = :$2")" "[[:space:]]$3 "
}

opened() { # PORT ADDRESS [CONGESTION]
	tell server use 0 && tell client connect "$2" "$1" "${@:3}" && tell server use "$3" &&
		tell server accept
}

steered() { # how many
	is "$(on client sawtooth -j status | jq .steered)" "$1"
}

by_sysctl_here() {
	local before

	before=$(sysctl -n net.ipv4.tcp_congestion_control)
	sysctl -qw net.ipv4.tcp_congestion_control=sawtooth &&
		tell here listen 127.0.0.1 8000 && tell here connect 127.0.0.1 8000 &&
		like "$(ss -Htin "dport = :8000")" "sawtooth" &&
		is "$(sawtooth -j status | jq -r '"\(.steered) \(.["congestion-control"])"')" \
			"2 sawtooth" &&
		sysctl -qw net.ipv4.tcp_congestion_control="$before"
}

serve() {
	local root=$lib_work/www

	mkdir "$root"
	mkdir -p /var/log/nginx /var/lib/nginx
	[[ -e /etc/passwd ]] || echo root:x:0:0::/root:/bin/sh >/etc/passwd
	[[ -e /etc/group ]] || echo root:x:0: >/etc/group
	head -c "$bytes" /dev/urandom >"$root/file"
	cat >"$lib_work/nginx.conf" <<-CONF
		user root root;
		daemon off;
		pid $lib_work/nginx.pid;
		error_log $lib_work/nginx.log;
		events { }
		http {
			access_log off;
			server { listen 80; root $root; }
		}
	CONF
	ip netns exec client nginx -c "$lib_work/nginx.conf" &
	at_exit kill $!
	wait_listen client 80 || { cat "$lib_work/nginx.log"; return 1; }
}

download() {
	on server curl -sS --max-time 120 -o "$lib_work/file" http://192.0.2.2/file &&
		cmp "$lib_work/file" "$lib_work/www/file"
}

# decided PORT CAUSE : how often
decided() {
	told --slurp --argjson port "$1" --arg cause "$2" \
		'[.[] | select(.event == "decision" and .sport == $port or .dport == $port) |
		  select(.cause == $cause)] | length'
}

# RFC 5681 equation 4, with the window for the flight size.
halved() { # PORT
	is "$(told --argjson port "$1" 'select(.event == "decision") |
		select(.sport == $port or .dport == $port) |
		select(.cause == "loss" or .cause == "timeout" or .cause == "ecn") |
		select(.after != ([.cwnd / 2 | floor, 2] | max))')" ""
}

# What the kernel's own counters say of the same.
counter() { # NAMESPACE NAME
	on "$1" nstat -az "$2" | awk -v name="$2" '$1 == name { print $2 }'
}

# The steered end of the connection to a port.
window() { # PORT FIELD
	on client sawtooth -j conn dport "$1" | jq ".[0].steer[0].$2"
}

acknowledged_more() { # PORT THAN
	(($(window "$1" acked) > $2))
}

path() { # NETEM-WORD... : of the way back, where the ACKs are
	on router tc qdisc change dev left root netem limit 20000 "$@"
}

in_phase() { # PORT PHASE
	is "$(window "$1" phase)" "\"$2\""
}

timed_out() { # PORT
	monitor_wait 30 "\"dport\":$1,.*\"cause\":\"timeout\""
}

goes_on() { # PORT
	wait_until 30 acknowledged_more "$1" "$(window "$1" acked)"
}

no_unload() {
	local said

	said=$(rmmod sawtooth 2>&1) && return 1
	like "$said" "in use|unavailable"
}

check "load" module_load
check "a peer on this host" peer_start here
check "by sysctl, here" by_sysctl_here
check "a socket that uses it holds the module" no_unload
check "no longer" tell here close
check "the listener, too" eval 'tell here use 0 && tell here close'

check "a network" topo_create
check "a client" peer_start client client
check "a server" peer_start server server
check "its listener" tell server listen 192.0.2.130 8001
check "by sysctl, in a namespace" on client sysctl -qw net.ipv4.tcp_congestion_control=sawtooth
check "connect" tell client connect 192.0.2.130 8001
check "steered" steered_by client 8001 sawtooth
check "counted" steered 1
check "the other end is not" like "$(on server ss -Htin "sport = :8001")" "cubic|reno"
check "another by sysctl" on client sysctl -qw net.ipv4.tcp_congestion_control=reno
check "a second listener" tell server listen 192.0.2.130 8002
check "connect, not steered" tell client connect 192.0.2.130 8002
check "not steered" steered_by client 8002 reno
check "still one" steered 1
check "by route" ip -n client route replace default via 192.0.2.1 congctl sawtooth
check "a third listener" tell server listen 192.0.2.130 8003
check "connect by that route" tell client connect 192.0.2.130 8003
check "steered by route" steered_by client 8003 sawtooth
check "no longer by route" ip -n client route replace default via 192.0.2.1
check "a fourth listener" tell server listen 2001:db8:2::2 8004
check "by socket, IPv6" tell client connect 2001:db8:2::2 8004 sawtooth
check "steered by socket" steered_by client 8004 sawtooth
check "a living one changes to it" eval 'tell client use 1 && tell client congestion sawtooth'
check "steered from now on" steered_by client 8002 sawtooth
check "and away" tell client congestion reno
check "three are left" steered 3

check "a shaped path" topo_shape 10mbit 40 50000
check "the client's host is followed" monitor_start client decisions
check "new ones are steered" on client sysctl -qw net.ipv4.tcp_congestion_control=sawtooth
check "a web server" serve
check "a download arrives whole" download
check "segments were lost" atleast "$(counter client TcpRetransSegs)" 1
check "and that decided" monitor_wait 5 '"sport":80,.*"cause":"loss"'
check "as often as the kernel recovered" is "$(decided 80 loss)" "$(counter client TcpExtTCPSackRecovery)"
check "each halved" halved 80
check "no time-out" is "$(decided 80 timeout)" 0

# From here on one connection that always has something to send.
check "a listener" tell server listen 192.0.2.130 8005
check "connect" tell client connect 192.0.2.130 8005
check "accept" tell server accept
check "send without end" tell client pump
check "receive without end" tell server drain
check "a loss" monitor_wait 60 '"dport":8005,.*"cause":"loss"'
check "it recovers" wait_until 20 in_phase 8005 avoidance
check "no ACK comes through" path loss 100%
check "a time-out" timed_out 8005
check "window of one segment" is "$(window 8005 cwnd)" 1
check "and its phase" in_phase 8005 loss
check "ACKs again" path delay 40ms
check "it goes on" goes_on 8005
check "each halved" halved 8005
check "counted alike" is "$(window 8005 decisions)" \
	"$(told 'select(.event == "decision" and .dport == 8005) | .seq' | wc -l)"

# An answer that comes late only: the window is taken back.
check "a detour of a second" path delay 1040ms
check "another time-out" wait_until 20 eval '(($(decided 8005 timeout) > 1))'
check "which was none" monitor_wait 20 '"dport":8005,.*"cause":"undo"'
check "the direct way" path delay 40ms

check "end of the traffic" eval 'tell client stop && tell server stop'
check "in use" no_unload

# Marks instead of drops.
check "ECN, client" on client sysctl -qw net.ipv4.tcp_ecn=1
check "ECN, server" on server sysctl -qw net.ipv4.tcp_ecn=1
check "a router that marks" on router tc qdisc replace dev right root netem limit 1000 loss 2% ecn
check "a listener for ECN" tell server listen 192.0.2.130 8006
check "connect for ECN" tell client connect 192.0.2.130 8006
check "accept for ECN" tell server accept
check "receive all" tell server drain
check "send" tell client send 1000000
check "a mark decides" monitor_wait 20 '"dport":8006,.*"cause":"ecn"'
check "each halved" halved 8006
check "nothing is lost for it" is "$(decided 8006 loss)" 0

check "all is told" monitor_stop
check "no network" topo_destroy
check "nobody is steered" wait_until 20 eval '[[ $(cut -d" " -f3 < <(grep ^sawtooth /proc/modules)) == 0 ]]'
check "unload" module_unload
finish
