# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# shellcheck disable=SC2034	# half_closed_by_other is for tests
#
# What must be told of a connection after its handshake, by story() of lib.sh: how it
# ends, as seen from one of its hosts. Source it after lib.sh.

# An ordinary end. The host of the closer sees the other end's moves in its segments
# only, and never that the last ACK arrived.
by_closer() { # CLOSER OTHER KIND
	echo "$1 established > fin-wait-1 sent-fin observed
$2 established > close-wait received-fin inferred
$1 fin-wait-1 > fin-wait-2 received-ack observed
$2 close-wait > last-ack sent-fin observed
$1 fin-wait-2 > time-wait received-fin observed
teardown $3 by $1
$2 last-ack > closed received-ack timer
$1 time-wait > closed time-wait-expired timer"
}

# The host of the other end: that its ACK of the first FIN arrived is proven by the
# last ACK only, unless the closer answers to something in between; or it follows from
# four seconds of silence, which a debug kernel can take to get from one line to the next.
by_other() { # CLOSER OTHER PORT
	local arrived="$1 fin-wait-1 > fin-wait-2 received-ack" proven silent=

	proven="$arrived inferred"$'\n'
	if (($(told --argjson port "$3" 'select(.dport == $port and .from == "close-wait") |
			.elapsed') >= 4000000000)); then
		silent="$arrived timer"$'\n' proven=
	fi
	echo "$1 established > fin-wait-1 sent-fin observed
$2 established > close-wait received-fin observed
$silent$2 close-wait > last-ack sent-fin observed
$proven$1 fin-wait-2 > time-wait received-fin inferred
$2 last-ack > closed received-ack observed
teardown graceful by $1
$1 time-wait > closed time-wait-expired timer"
}

by_both() { # CLOSER OTHER
	echo "$1 established > fin-wait-1 sent-fin observed
$2 established > close-wait received-fin observed
$1 fin-wait-1 > fin-wait-2 received-ack observed
$2 close-wait > last-ack sent-fin observed
$1 fin-wait-2 > time-wait received-fin observed
teardown graceful by $1
$2 last-ack > closed received-ack observed
$1 time-wait > closed time-wait-expired timer"
}

half_closed_by_other="initiator established > fin-wait-1 sent-fin observed
responder established > close-wait received-fin observed
initiator fin-wait-1 > fin-wait-2 received-ack inferred
responder close-wait > last-ack sent-fin observed
initiator fin-wait-2 > time-wait received-fin inferred
responder last-ack > closed received-ack observed
teardown half-closed by initiator
initiator time-wait > closed time-wait-expired timer"

# Both FINs were on the way; each host sees its own leave first.
simultaneous() { # OWN OTHER
	echo "$1 established > fin-wait-1 sent-fin observed
$2 established > fin-wait-1 sent-fin observed
$1 fin-wait-1 > closing received-fin observed
$2 fin-wait-1 > closing received-fin inferred
$1 closing > time-wait received-ack observed
teardown simultaneous by $1
$2 closing > time-wait received-ack timer
initiator time-wait > closed time-wait-expired timer
responder time-wait > closed time-wait-expired timer"
}

# A RST that arrives.
reset() { # SENDER RECEIVER
	echo "$1 established > closed sent-rst observed
$2 established > closed received-rst observed
teardown aborted by $1"
}

# A RST that leaves is not seen to arrive.
reset_by_us() { # SENDER RECEIVER CONFIDENCE
	echo "$1 established > closed sent-rst observed
teardown aborted by $1
$2 established > closed received-rst $3"
}

# The end of the story; the handshake has a test of its own.
ends() { # PORT STORY
	is "$(story "$1" | sed '1,/^handshake/d' | grep -v '> established')" "$2"
}
