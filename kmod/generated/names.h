/* SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause) */
/* Do not edit directly, auto-generated from: */
/*	Documentation/netlink/specs/sawtooth.yaml */

#ifndef _SAWTOOTH_NAMES_H
#define _SAWTOOTH_NAMES_H

/*
 * The words of the specification, indexed by the values of the enums. A
 * source file uses the tables that it needs.
 */

static const char *const sawtooth_tcp_state_names[] __attribute__((__unused__)) = {
	"closed",
	"listen",
	"syn-sent",
	"syn-received",
	"established",
	"fin-wait-1",
	"fin-wait-2",
	"close-wait",
	"closing",
	"last-ack",
	"time-wait",
};

static const char *const sawtooth_role_names[] __attribute__((__unused__)) = {
	"initiator",
	"responder",
};

static const char *const sawtooth_confidence_names[] __attribute__((__unused__)) = {
	"observed",
	"inferred",
	"timer",
	"midstream",
};

static const char *const sawtooth_cause_names[] __attribute__((__unused__)) = {
	"none",
	"sent-syn",
	"sent-syn-ack",
	"sent-fin",
	"shut",
	"sent-rst",
	"received-syn",
	"received-syn-ack",
	"received-ack",
	"received-fin",
	"received-rst",
	"received-unreachable",
	"received-prohibited",
	"time-wait-expired",
	"syn-timeout",
	"syn-ack-timeout",
	"fin-wait-2-timeout",
	"retransmit-timeout",
	"keep-alive-timeout",
	"idle-timeout",
	"peer-gone",
	"socket-gone",
	"midstream",
};

static const char *const sawtooth_outcome_names[] __attribute__((__unused__)) = {
	"pending",
	"established",
	"refused",
	"reset",
	"timed-out",
	"unreachable",
	"filtered",
	"abandoned",
	"unseen",
};

static const char *const sawtooth_teardown_names[] __attribute__((__unused__)) = {
	"none",
	"graceful",
	"half-closed",
	"simultaneous",
	"aborted",
	"timed-out",
};

static const char *const sawtooth_ends_names[] __attribute__((__unused__)) = {
	"none",
	"initiator",
	"responder",
	"both",
};

static const char *const sawtooth_reset_verdict_names[] __attribute__((__unused__)) = {
	"none",
	"accepted",
	"outside",
	"challenged",
	"time-wait",
};

static const char *const sawtooth_fast_open_names[] __attribute__((__unused__)) = {
	"none",
	"requested",
	"accepted",
	"refused",
};

static const char *const sawtooth_mptcp_names[] __attribute__((__unused__)) = {
	"none",
	"capable",
	"join",
};

static const char *const sawtooth_phase_names[] __attribute__((__unused__)) = {
	"slow-start",
	"avoidance",
	"recovery",
	"loss",
};

static const char *const sawtooth_slow_start_law_names[] __attribute__((__unused__)) = {
	"standard",
	"hystart",
	"limited",
	"plateau",
};

static const char *const sawtooth_growth_law_names[] __attribute__((__unused__)) = {
	"reno",
	"cubic",
	"adaptive",
};

static const char *const sawtooth_ssthresh_law_names[] __attribute__((__unused__)) = {
	"half",
	"beta",
	"fixed",
	"bdp",
	"adaptive",
};

static const char *const sawtooth_ssthresh_cause_names[] __attribute__((__unused__)) = {
	"loss",
	"ecn",
	"timeout",
	"slow-start-exit",
	"queue",
	"undo",
	"manual",
	"clamp",
	"profile",
};

static const char *const sawtooth_membership_change_names[] __attribute__((__unused__)) = {
	"join",
	"leave",
	"expire",
	"mode",
	"source-added",
	"source-removed",
};

static const char *const sawtooth_filter_mode_names[] __attribute__((__unused__)) = {
	"include",
	"exclude",
};

static const char *const sawtooth_membership_protocol_names[] __attribute__((__unused__)) = {
	"igmpv1",
	"igmpv2",
	"igmpv3",
	"mldv1",
	"mldv2",
};

static const char *const sawtooth_event_kind_names[] __attribute__((__unused__)) = {
	"transition",
	"handshake",
	"teardown",
	"decision",
	"membership",
	"querier",
	"total",
};

static const char *const sawtooth_level_names[] __attribute__((__unused__)) = {
	"state",
	"full",
};

static const char *const sawtooth_stat_names[] __attribute__((__unused__)) = {
	"segments",
	"malformed",
	"conns",
	"conns-untracked-full",
	"conns-untracked-memory",
	"conns-uncounted",
	"conns-evicted-opening",
	"conns-evicted-ended",
	"transitions",
	"established",
	"refused",
	"reset",
	"handshake-timed-out",
	"unreachable",
	"filtered",
	"abandoned",
	"resets-outside",
	"resets-challenged",
	"resets-time-wait",
	"syn-retransmits",
	"syn-ack-retransmits",
	"graceful",
	"aborted",
	"events",
	"events-lost",
	"joins",
	"leaves",
	"expiries",
	"memberships-untracked",
	"memberships-evicted",
	"sources-untracked",
	"queries",
	"queries-absurd",
	"reports-malformed",
	"steered",
	"ssthresh-decisions",
	"log-suppressed",
};

static const char *const sawtooth_histogram_kind_names[] __attribute__((__unused__)) = {
	"syn-leg",
	"ack-leg",
	"lifetime",
	"syn-sent",
	"syn-received",
	"established",
	"fin-wait-1",
	"fin-wait-2",
	"close-wait",
	"closing",
	"last-ack",
	"time-wait",
	"membership",
	"leave-latency",
};

#endif /* _SAWTOOTH_NAMES_H */
