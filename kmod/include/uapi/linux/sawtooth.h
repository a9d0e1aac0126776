/* SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause) */
/* Do not edit directly, auto-generated from: */
/*	Documentation/netlink/specs/sawtooth.yaml */
/* YNL-GEN uapi header */

#ifndef _UAPI_LINUX_SAWTOOTH_H
#define _UAPI_LINUX_SAWTOOTH_H

#include <linux/types.h>

#define SAWTOOTH_FAMILY_NAME	"sawtooth"
#define SAWTOOTH_FAMILY_VERSION	1

#define SAWTOOTH_NAME_MAX	31
#define SAWTOOTH_SSTHRESH_MIN	2
#define SAWTOOTH_SSTHRESH_MAX	2147483647

/**
 * enum sawtooth_tcp_state - The states of RFC 9293 section 3.3.2, for one end
 *   of a connection.
 */
enum sawtooth_tcp_state {
	SAWTOOTH_TCP_STATE_CLOSED,
	SAWTOOTH_TCP_STATE_LISTEN,
	SAWTOOTH_TCP_STATE_SYN_SENT,
	SAWTOOTH_TCP_STATE_SYN_RECEIVED,
	SAWTOOTH_TCP_STATE_ESTABLISHED,
	SAWTOOTH_TCP_STATE_FIN_WAIT_1,
	SAWTOOTH_TCP_STATE_FIN_WAIT_2,
	SAWTOOTH_TCP_STATE_CLOSE_WAIT,
	SAWTOOTH_TCP_STATE_CLOSING,
	SAWTOOTH_TCP_STATE_LAST_ACK,
	SAWTOOTH_TCP_STATE_TIME_WAIT,

	/* private: */
	__SAWTOOTH_TCP_STATE_MAX,
	SAWTOOTH_TCP_STATE_MAX = (__SAWTOOTH_TCP_STATE_MAX - 1)
};

/**
 * enum sawtooth_role - Which end of a connection.
 * @SAWTOOTH_ROLE_INITIATOR: The end that sent the first SYN.
 * @SAWTOOTH_ROLE_RESPONDER: The other end.
 */
enum sawtooth_role {
	SAWTOOTH_ROLE_INITIATOR,
	SAWTOOTH_ROLE_RESPONDER,

	/* private: */
	__SAWTOOTH_ROLE_MAX,
	SAWTOOTH_ROLE_MAX = (__SAWTOOTH_ROLE_MAX - 1)
};

/**
 * enum sawtooth_confidence - How a transition is known.
 * @SAWTOOTH_CONFIDENCE_OBSERVED: A segment that this end sent or received was
 *   seen to cause it.
 * @SAWTOOTH_CONFIDENCE_INFERRED: The end's own later segment proves that it
 *   happened.
 * @SAWTOOTH_CONFIDENCE_TIMER: No segment shows it; the time for it has passed.
 * @SAWTOOTH_CONFIDENCE_MIDSTREAM: The beginning of the connection was not
 *   seen.
 */
enum sawtooth_confidence {
	SAWTOOTH_CONFIDENCE_OBSERVED,
	SAWTOOTH_CONFIDENCE_INFERRED,
	SAWTOOTH_CONFIDENCE_TIMER,
	SAWTOOTH_CONFIDENCE_MIDSTREAM,

	/* private: */
	__SAWTOOTH_CONFIDENCE_MAX,
	SAWTOOTH_CONFIDENCE_MAX = (__SAWTOOTH_CONFIDENCE_MAX - 1)
};

/**
 * enum sawtooth_cause - What made an endpoint change its state.
 * @SAWTOOTH_CAUSE_SHUT: Its process closed it or shut it down for writing, and
 *   the FIN waits behind data that is still to be sent.
 * @SAWTOOTH_CAUSE_RECEIVED_UNREACHABLE: ICMP says that the segment cannot
 *   reach its destination.
 * @SAWTOOTH_CAUSE_RECEIVED_PROHIBITED: ICMP says that a firewall or a router
 *   refuses the segment.
 * @SAWTOOTH_CAUSE_TIME_WAIT_EXPIRED: 2MSL passed.
 * @SAWTOOTH_CAUSE_SYN_TIMEOUT: The SYN was sent again until the retries ended.
 * @SAWTOOTH_CAUSE_SYN_ACK_TIMEOUT: The SYN-ACK was sent again until the
 *   retries ended.
 * @SAWTOOTH_CAUSE_FIN_WAIT_2_TIMEOUT: Nobody uses the end any more, and the
 *   FIN of its peer did not come.
 * @SAWTOOTH_CAUSE_RETRANSMIT_TIMEOUT: Data or a FIN was sent again until the
 *   retries ended.
 * @SAWTOOTH_CAUSE_KEEP_ALIVE_TIMEOUT: Probes of an idle connection were not
 *   answered.
 * @SAWTOOTH_CAUSE_IDLE_TIMEOUT: No segment for days.
 * @SAWTOOTH_CAUSE_PEER_GONE: The other end was gone, and for minutes this one
 *   was not heard of.
 * @SAWTOOTH_CAUSE_SOCKET_GONE: The kernel's table of sockets has lost the end,
 *   and no segment shows why.
 * @SAWTOOTH_CAUSE_MIDSTREAM: The beginning of the connection was not seen.
 */
enum sawtooth_cause {
	SAWTOOTH_CAUSE_NONE,
	SAWTOOTH_CAUSE_SENT_SYN,
	SAWTOOTH_CAUSE_SENT_SYN_ACK,
	SAWTOOTH_CAUSE_SENT_FIN,
	SAWTOOTH_CAUSE_SHUT,
	SAWTOOTH_CAUSE_SENT_RST,
	SAWTOOTH_CAUSE_RECEIVED_SYN,
	SAWTOOTH_CAUSE_RECEIVED_SYN_ACK,
	SAWTOOTH_CAUSE_RECEIVED_ACK,
	SAWTOOTH_CAUSE_RECEIVED_FIN,
	SAWTOOTH_CAUSE_RECEIVED_RST,
	SAWTOOTH_CAUSE_RECEIVED_UNREACHABLE,
	SAWTOOTH_CAUSE_RECEIVED_PROHIBITED,
	SAWTOOTH_CAUSE_TIME_WAIT_EXPIRED,
	SAWTOOTH_CAUSE_SYN_TIMEOUT,
	SAWTOOTH_CAUSE_SYN_ACK_TIMEOUT,
	SAWTOOTH_CAUSE_FIN_WAIT_2_TIMEOUT,
	SAWTOOTH_CAUSE_RETRANSMIT_TIMEOUT,
	SAWTOOTH_CAUSE_KEEP_ALIVE_TIMEOUT,
	SAWTOOTH_CAUSE_IDLE_TIMEOUT,
	SAWTOOTH_CAUSE_PEER_GONE,
	SAWTOOTH_CAUSE_SOCKET_GONE,
	SAWTOOTH_CAUSE_MIDSTREAM,

	/* private: */
	__SAWTOOTH_CAUSE_MAX,
	SAWTOOTH_CAUSE_MAX = (__SAWTOOTH_CAUSE_MAX - 1)
};

/**
 * enum sawtooth_outcome - How a handshake ended.
 * @SAWTOOTH_OUTCOME_PENDING: It has not ended yet.
 * @SAWTOOTH_OUTCOME_ESTABLISHED: Both ends reached ESTABLISHED.
 * @SAWTOOTH_OUTCOME_REFUSED: A RST answered the SYN.
 * @SAWTOOTH_OUTCOME_RESET: The responder sent a RST after its SYN-ACK.
 * @SAWTOOTH_OUTCOME_TIMED_OUT: The SYN-ACK came, and its acknowledgment never
 *   arrived.
 * @SAWTOOTH_OUTCOME_UNREACHABLE: ICMP says that there is no way for the SYN,
 *   or for the SYN-ACK.
 * @SAWTOOTH_OUTCOME_FILTERED: No answer to the SYN until the retries ended, or
 *   ICMP says that it is prohibited.
 * @SAWTOOTH_OUTCOME_ABANDONED: The initiator gave up before the retries ended.
 * @SAWTOOTH_OUTCOME_UNSEEN: The beginning of the connection was not seen.
 */
enum sawtooth_outcome {
	SAWTOOTH_OUTCOME_PENDING,
	SAWTOOTH_OUTCOME_ESTABLISHED,
	SAWTOOTH_OUTCOME_REFUSED,
	SAWTOOTH_OUTCOME_RESET,
	SAWTOOTH_OUTCOME_TIMED_OUT,
	SAWTOOTH_OUTCOME_UNREACHABLE,
	SAWTOOTH_OUTCOME_FILTERED,
	SAWTOOTH_OUTCOME_ABANDONED,
	SAWTOOTH_OUTCOME_UNSEEN,

	/* private: */
	__SAWTOOTH_OUTCOME_MAX,
	SAWTOOTH_OUTCOME_MAX = (__SAWTOOTH_OUTCOME_MAX - 1)
};

/**
 * enum sawtooth_teardown - How a connection ended.
 * @SAWTOOTH_TEARDOWN_NONE: It has not ended.
 * @SAWTOOTH_TEARDOWN_GRACEFUL: Two FINs, one after the other.
 * @SAWTOOTH_TEARDOWN_HALF_CLOSED: Graceful, and the second closer sent data
 *   after the first FIN.
 * @SAWTOOTH_TEARDOWN_SIMULTANEOUS: Two FINs that crossed.
 * @SAWTOOTH_TEARDOWN_ABORTED: A RST.
 * @SAWTOOTH_TEARDOWN_TIMED_OUT: The segments stopped.
 */
enum sawtooth_teardown {
	SAWTOOTH_TEARDOWN_NONE,
	SAWTOOTH_TEARDOWN_GRACEFUL,
	SAWTOOTH_TEARDOWN_HALF_CLOSED,
	SAWTOOTH_TEARDOWN_SIMULTANEOUS,
	SAWTOOTH_TEARDOWN_ABORTED,
	SAWTOOTH_TEARDOWN_TIMED_OUT,

	/* private: */
	__SAWTOOTH_TEARDOWN_MAX,
	SAWTOOTH_TEARDOWN_MAX = (__SAWTOOTH_TEARDOWN_MAX - 1)
};

/**
 * enum sawtooth_ends - Which ends of a connection.
 */
enum sawtooth_ends {
	SAWTOOTH_ENDS_NONE,
	SAWTOOTH_ENDS_INITIATOR,
	SAWTOOTH_ENDS_RESPONDER,
	SAWTOOTH_ENDS_BOTH,

	/* private: */
	__SAWTOOTH_ENDS_MAX,
	SAWTOOTH_ENDS_MAX = (__SAWTOOTH_ENDS_MAX - 1)
};

/**
 * enum sawtooth_reset_verdict - What became of a RST.
 * @SAWTOOTH_RESET_VERDICT_NONE: None was seen.
 * @SAWTOOTH_RESET_VERDICT_ACCEPTED: It ended the connection, or the end that
 *   sent it.
 * @SAWTOOTH_RESET_VERDICT_OUTSIDE: Its number lies outside the window, or does
 *   not answer the SYN: passed over without an answer.
 * @SAWTOOTH_RESET_VERDICT_CHALLENGED: In the window, and not the number that
 *   is expected: answered by an ACK (RFC 5961 section 3.2).
 * @SAWTOOTH_RESET_VERDICT_TIME_WAIT: The sysctl tcp_rfc1337 protects TIME-WAIT
 *   from it.
 */
enum sawtooth_reset_verdict {
	SAWTOOTH_RESET_VERDICT_NONE,
	SAWTOOTH_RESET_VERDICT_ACCEPTED,
	SAWTOOTH_RESET_VERDICT_OUTSIDE,
	SAWTOOTH_RESET_VERDICT_CHALLENGED,
	SAWTOOTH_RESET_VERDICT_TIME_WAIT,

	/* private: */
	__SAWTOOTH_RESET_VERDICT_MAX,
	SAWTOOTH_RESET_VERDICT_MAX = (__SAWTOOTH_RESET_VERDICT_MAX - 1)
};

/**
 * enum sawtooth_fast_open - What became of TCP Fast Open (RFC 7413).
 * @SAWTOOTH_FAST_OPEN_NONE: Not asked for.
 * @SAWTOOTH_FAST_OPEN_REQUESTED: The SYN asked for a cookie.
 * @SAWTOOTH_FAST_OPEN_ACCEPTED: The data in the SYN was taken, or some of it.
 * @SAWTOOTH_FAST_OPEN_REFUSED: The data in the SYN was not taken.
 */
enum sawtooth_fast_open {
	SAWTOOTH_FAST_OPEN_NONE,
	SAWTOOTH_FAST_OPEN_REQUESTED,
	SAWTOOTH_FAST_OPEN_ACCEPTED,
	SAWTOOTH_FAST_OPEN_REFUSED,

	/* private: */
	__SAWTOOTH_FAST_OPEN_MAX,
	SAWTOOTH_FAST_OPEN_MAX = (__SAWTOOTH_FAST_OPEN_MAX - 1)
};

/**
 * enum sawtooth_mptcp - What the connection is to Multipath TCP (RFC 8684).
 * @SAWTOOTH_MPTCP_NONE: Nothing, or one of the ends does not speak it.
 * @SAWTOOTH_MPTCP_CAPABLE: The first subflow.
 * @SAWTOOTH_MPTCP_JOIN: A further subflow.
 */
enum sawtooth_mptcp {
	SAWTOOTH_MPTCP_NONE,
	SAWTOOTH_MPTCP_CAPABLE,
	SAWTOOTH_MPTCP_JOIN,

	/* private: */
	__SAWTOOTH_MPTCP_MAX,
	SAWTOOTH_MPTCP_MAX = (__SAWTOOTH_MPTCP_MAX - 1)
};

/**
 * enum sawtooth_phase - The phase of congestion control of a steered
 *   connection.
 */
enum sawtooth_phase {
	SAWTOOTH_PHASE_SLOW_START,
	SAWTOOTH_PHASE_AVOIDANCE,
	SAWTOOTH_PHASE_RECOVERY,
	SAWTOOTH_PHASE_LOSS,

	/* private: */
	__SAWTOOTH_PHASE_MAX,
	SAWTOOTH_PHASE_MAX = (__SAWTOOTH_PHASE_MAX - 1)
};

/**
 * enum sawtooth_slow_start_law
 * @SAWTOOTH_SLOW_START_LAW_STANDARD: RFC 5681 section 3.1.
 * @SAWTOOTH_SLOW_START_LAW_HYSTART: RFC 9406 (HyStart++), which also ends when
 *   the delivery rate no longer grows.
 * @SAWTOOTH_SLOW_START_LAW_LIMITED: RFC 3742, at most max-ssthresh / 2
 *   segments a round trip.
 * @SAWTOOTH_SLOW_START_LAW_PLATEAU: Ends at the first round that a queue
 *   delays, or when the delivery rate no longer grows.
 */
enum sawtooth_slow_start_law {
	SAWTOOTH_SLOW_START_LAW_STANDARD,
	SAWTOOTH_SLOW_START_LAW_HYSTART,
	SAWTOOTH_SLOW_START_LAW_LIMITED,
	SAWTOOTH_SLOW_START_LAW_PLATEAU,

	/* private: */
	__SAWTOOTH_SLOW_START_LAW_MAX,
	SAWTOOTH_SLOW_START_LAW_MAX = (__SAWTOOTH_SLOW_START_LAW_MAX - 1)
};

/**
 * enum sawtooth_growth_law
 * @SAWTOOTH_GROWTH_LAW_RENO: RFC 5681 section 3.1, counted in segments
 *   acknowledged (RFC 3465).
 * @SAWTOOTH_GROWTH_LAW_CUBIC: RFC 9438.
 * @SAWTOOTH_GROWTH_LAW_ADAPTIVE: RFC 9438 while there is somebody to compete
 *   with; also in recovery that reduces nothing, and back to the
 *   bandwidth-delay product when the queue exceeds queue-limit.
 */
enum sawtooth_growth_law {
	SAWTOOTH_GROWTH_LAW_RENO,
	SAWTOOTH_GROWTH_LAW_CUBIC,
	SAWTOOTH_GROWTH_LAW_ADAPTIVE,

	/* private: */
	__SAWTOOTH_GROWTH_LAW_MAX,
	SAWTOOTH_GROWTH_LAW_MAX = (__SAWTOOTH_GROWTH_LAW_MAX - 1)
};

/**
 * enum sawtooth_ssthresh_law
 * @SAWTOOTH_SSTHRESH_LAW_HALF: Half the window, as RFC 5681 section 3.1,
 *   equation 4.
 * @SAWTOOTH_SSTHRESH_LAW_BETA: The window times the profile's beta.
 * @SAWTOOTH_SSTHRESH_LAW_FIXED: The profile's fixed-ssthresh, but never more
 *   than half the window after a timeout.
 * @SAWTOOTH_SSTHRESH_LAW_BDP: Bandwidth times minimum RTT times bdp-gain,
 *   never more than the window.
 * @SAWTOOTH_SSTHRESH_LAW_ADAPTIVE: As bdp where nothing but the loss itself
 *   speaks of congestion, else as beta.
 */
enum sawtooth_ssthresh_law {
	SAWTOOTH_SSTHRESH_LAW_HALF,
	SAWTOOTH_SSTHRESH_LAW_BETA,
	SAWTOOTH_SSTHRESH_LAW_FIXED,
	SAWTOOTH_SSTHRESH_LAW_BDP,
	SAWTOOTH_SSTHRESH_LAW_ADAPTIVE,

	/* private: */
	__SAWTOOTH_SSTHRESH_LAW_MAX,
	SAWTOOTH_SSTHRESH_LAW_MAX = (__SAWTOOTH_SSTHRESH_LAW_MAX - 1)
};

/**
 * enum sawtooth_ssthresh_cause - Why ssthresh changed, or another value of the
 *   connection by hand.
 * @SAWTOOTH_SSTHRESH_CAUSE_LOSS: Fast retransmit began.
 * @SAWTOOTH_SSTHRESH_CAUSE_ECN: The receiver echoed a congestion mark.
 * @SAWTOOTH_SSTHRESH_CAUSE_TIMEOUT: The retransmission timer ran out.
 * @SAWTOOTH_SSTHRESH_CAUSE_SLOW_START_EXIT: The slow-start law had seen
 *   enough.
 * @SAWTOOTH_SSTHRESH_CAUSE_QUEUE: The growth law "adaptive" found the
 *   queue-limit exceeded.
 * @SAWTOOTH_SSTHRESH_CAUSE_UNDO: What was reduced before was restored, since
 *   its reason turned out to be none.
 * @SAWTOOTH_SSTHRESH_CAUSE_MANUAL: ssthresh was set by hand.
 * @SAWTOOTH_SSTHRESH_CAUSE_CLAMP: The upper bound of the window was set by
 *   hand.
 * @SAWTOOTH_SSTHRESH_CAUSE_PROFILE: The connection was moved to another
 *   profile by hand.
 */
enum sawtooth_ssthresh_cause {
	SAWTOOTH_SSTHRESH_CAUSE_LOSS,
	SAWTOOTH_SSTHRESH_CAUSE_ECN,
	SAWTOOTH_SSTHRESH_CAUSE_TIMEOUT,
	SAWTOOTH_SSTHRESH_CAUSE_SLOW_START_EXIT,
	SAWTOOTH_SSTHRESH_CAUSE_QUEUE,
	SAWTOOTH_SSTHRESH_CAUSE_UNDO,
	SAWTOOTH_SSTHRESH_CAUSE_MANUAL,
	SAWTOOTH_SSTHRESH_CAUSE_CLAMP,
	SAWTOOTH_SSTHRESH_CAUSE_PROFILE,

	/* private: */
	__SAWTOOTH_SSTHRESH_CAUSE_MAX,
	SAWTOOTH_SSTHRESH_CAUSE_MAX = (__SAWTOOTH_SSTHRESH_CAUSE_MAX - 1)
};

/**
 * enum sawtooth_membership_change - What happened to a membership.
 * @SAWTOOTH_MEMBERSHIP_CHANGE_JOIN: The host became a member; a record for
 *   each of its sources follows.
 * @SAWTOOTH_MEMBERSHIP_CHANGE_LEAVE: It said that it leaves, and its time to
 *   be asked about it is over.
 * @SAWTOOTH_MEMBERSHIP_CHANGE_EXPIRE: It was not heard for as long as the
 *   querier's timers allow, or its interface went.
 * @SAWTOOTH_MEMBERSHIP_CHANGE_MODE: It includes instead of excludes or the
 *   other way round; its sources begin anew.
 * @SAWTOOTH_MEMBERSHIP_CHANGE_SOURCE_ADDED: A source was added to those that
 *   it includes or excludes.
 * @SAWTOOTH_MEMBERSHIP_CHANGE_SOURCE_REMOVED: A source was taken from them.
 */
enum sawtooth_membership_change {
	SAWTOOTH_MEMBERSHIP_CHANGE_JOIN,
	SAWTOOTH_MEMBERSHIP_CHANGE_LEAVE,
	SAWTOOTH_MEMBERSHIP_CHANGE_EXPIRE,
	SAWTOOTH_MEMBERSHIP_CHANGE_MODE,
	SAWTOOTH_MEMBERSHIP_CHANGE_SOURCE_ADDED,
	SAWTOOTH_MEMBERSHIP_CHANGE_SOURCE_REMOVED,

	/* private: */
	__SAWTOOTH_MEMBERSHIP_CHANGE_MAX,
	SAWTOOTH_MEMBERSHIP_CHANGE_MAX = (__SAWTOOTH_MEMBERSHIP_CHANGE_MAX - 1)
};

/**
 * enum sawtooth_filter_mode - What the sources of a membership are, RFC 9776
 *   section 2.
 * @SAWTOOTH_FILTER_MODE_INCLUDE: The only ones that are wanted.
 * @SAWTOOTH_FILTER_MODE_EXCLUDE: The only ones that are not.
 */
enum sawtooth_filter_mode {
	SAWTOOTH_FILTER_MODE_INCLUDE,
	SAWTOOTH_FILTER_MODE_EXCLUDE,

	/* private: */
	__SAWTOOTH_FILTER_MODE_MAX,
	SAWTOOTH_FILTER_MODE_MAX = (__SAWTOOTH_FILTER_MODE_MAX - 1)
};

enum sawtooth_membership_protocol {
	SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV1,
	SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV2,
	SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV3,
	SAWTOOTH_MEMBERSHIP_PROTOCOL_MLDV1,
	SAWTOOTH_MEMBERSHIP_PROTOCOL_MLDV2,

	/* private: */
	__SAWTOOTH_MEMBERSHIP_PROTOCOL_MAX,
	SAWTOOTH_MEMBERSHIP_PROTOCOL_MAX = (__SAWTOOTH_MEMBERSHIP_PROTOCOL_MAX - 1)
};

/**
 * enum sawtooth_event_kind - What an event tells of.
 */
enum sawtooth_event_kind {
	SAWTOOTH_EVENT_KIND_TRANSITION,
	SAWTOOTH_EVENT_KIND_HANDSHAKE,
	SAWTOOTH_EVENT_KIND_TEARDOWN,
	SAWTOOTH_EVENT_KIND_DECISION,
	SAWTOOTH_EVENT_KIND_MEMBERSHIP,
	SAWTOOTH_EVENT_KIND_QUERIER,
	SAWTOOTH_EVENT_KIND_TOTAL,

	/* private: */
	__SAWTOOTH_EVENT_KIND_MAX,
	SAWTOOTH_EVENT_KIND_MAX = (__SAWTOOTH_EVENT_KIND_MAX - 1)
};

/**
 * enum sawtooth_level - How much of a connection is followed.
 * @SAWTOOTH_LEVEL_STATE: The states of its ends, and how it began and ended.
 * @SAWTOOTH_LEVEL_FULL: Its segments are counted as well.
 */
enum sawtooth_level {
	SAWTOOTH_LEVEL_STATE,
	SAWTOOTH_LEVEL_FULL,

	/* private: */
	__SAWTOOTH_LEVEL_MAX,
	SAWTOOTH_LEVEL_MAX = (__SAWTOOTH_LEVEL_MAX - 1)
};

/**
 * enum sawtooth_stat - Counters of a network namespace, since the module was
 *   loaded or since stats-reset.
 * @SAWTOOTH_STAT_SEGMENTS: TCP segments that the hooks looked at.
 * @SAWTOOTH_STAT_MALFORMED: TCP packets too short or inconsistent to be a
 *   segment.
 * @SAWTOOTH_STAT_CONNS: Connections that entered the table.
 * @SAWTOOTH_STAT_CONNS_UNTRACKED_FULL: Connections not tracked because the
 *   table was full of ones that must not go.
 * @SAWTOOTH_STAT_CONNS_UNTRACKED_MEMORY: Connections not tracked because
 *   memory was short.
 * @SAWTOOTH_STAT_CONNS_UNCOUNTED: Connections followed at level state only,
 *   because memory for their counters was short.
 * @SAWTOOTH_STAT_CONNS_EVICTED_OPENING: Connections dropped from a full table
 *   while their handshake was under way.
 * @SAWTOOTH_STAT_CONNS_EVICTED_ENDED: Connections dropped from a full table
 *   after both ends had closed, as in TIME_WAIT.
 * @SAWTOOTH_STAT_TRANSITIONS: Transitions of all endpoints.
 * @SAWTOOTH_STAT_ESTABLISHED: Handshakes that ended in ESTABLISHED at both
 *   ends.
 * @SAWTOOTH_STAT_REFUSED: Handshakes that a RST answered.
 * @SAWTOOTH_STAT_RESET: Handshakes that the responder reset after its SYN-ACK.
 * @SAWTOOTH_STAT_HANDSHAKE_TIMED_OUT: Handshakes whose SYN-ACK was never
 *   acknowledged.
 * @SAWTOOTH_STAT_UNREACHABLE: Handshakes for which there was no way, as ICMP
 *   said.
 * @SAWTOOTH_STAT_FILTERED: Handshakes whose SYN was never answered, or
 *   prohibited.
 * @SAWTOOTH_STAT_ABANDONED: Handshakes that the initiator gave up before the
 *   retries ended.
 * @SAWTOOTH_STAT_RESETS_OUTSIDE: RSTs with a number that nobody expects, or
 *   that answer no SYN.
 * @SAWTOOTH_STAT_RESETS_CHALLENGED: RSTs in the window that were answered by
 *   an ACK.
 * @SAWTOOTH_STAT_RESETS_TIME_WAIT: RSTs that tcp_rfc1337 kept from TIME-WAIT.
 * @SAWTOOTH_STAT_SYN_RETRANSMITS: SYNs sent again.
 * @SAWTOOTH_STAT_SYN_ACK_RETRANSMITS: SYN-ACKs sent again.
 * @SAWTOOTH_STAT_GRACEFUL: Connections that ended with two FINs.
 * @SAWTOOTH_STAT_ABORTED: Established connections that a RST ended.
 * @SAWTOOTH_STAT_EVENTS: Events handed to listeners.
 * @SAWTOOTH_STAT_EVENTS_LOST: Events that could not be queued; each is also
 *   reported in the stream.
 * @SAWTOOTH_STAT_JOINS: Multicast joins.
 * @SAWTOOTH_STAT_LEAVES: Multicast leaves.
 * @SAWTOOTH_STAT_EXPIRIES: Multicast memberships that ended without a leave.
 * @SAWTOOTH_STAT_MEMBERSHIPS_UNTRACKED: Multicast joins not tracked because
 *   the table was full or memory was short.
 * @SAWTOOTH_STAT_MEMBERSHIPS_EVICTED: Multicast memberships dropped for others
 *   because the table was full.
 * @SAWTOOTH_STAT_SOURCES_UNTRACKED: Reports with sources that did not fit
 *   their membership.
 * @SAWTOOTH_STAT_QUERIES: IGMP and MLD queries.
 * @SAWTOOTH_STAT_QUERIES_ABSURD: Queries whose timers were out of bounds and
 *   cut down.
 * @SAWTOOTH_STAT_REPORTS_MALFORMED: IGMP and MLD packets that failed
 *   verification.
 * @SAWTOOTH_STAT_STEERED: Connections that the congestion control took on.
 * @SAWTOOTH_STAT_SSTHRESH_DECISIONS: Changes of ssthresh by loss, ECN,
 *   timeout, undo or by hand.
 * @SAWTOOTH_STAT_LOG_SUPPRESSED: Lines that the rate limit kept out of the
 *   kernel log.
 */
enum sawtooth_stat {
	SAWTOOTH_STAT_SEGMENTS,
	SAWTOOTH_STAT_MALFORMED,
	SAWTOOTH_STAT_CONNS,
	SAWTOOTH_STAT_CONNS_UNTRACKED_FULL,
	SAWTOOTH_STAT_CONNS_UNTRACKED_MEMORY,
	SAWTOOTH_STAT_CONNS_UNCOUNTED,
	SAWTOOTH_STAT_CONNS_EVICTED_OPENING,
	SAWTOOTH_STAT_CONNS_EVICTED_ENDED,
	SAWTOOTH_STAT_TRANSITIONS,
	SAWTOOTH_STAT_ESTABLISHED,
	SAWTOOTH_STAT_REFUSED,
	SAWTOOTH_STAT_RESET,
	SAWTOOTH_STAT_HANDSHAKE_TIMED_OUT,
	SAWTOOTH_STAT_UNREACHABLE,
	SAWTOOTH_STAT_FILTERED,
	SAWTOOTH_STAT_ABANDONED,
	SAWTOOTH_STAT_RESETS_OUTSIDE,
	SAWTOOTH_STAT_RESETS_CHALLENGED,
	SAWTOOTH_STAT_RESETS_TIME_WAIT,
	SAWTOOTH_STAT_SYN_RETRANSMITS,
	SAWTOOTH_STAT_SYN_ACK_RETRANSMITS,
	SAWTOOTH_STAT_GRACEFUL,
	SAWTOOTH_STAT_ABORTED,
	SAWTOOTH_STAT_EVENTS,
	SAWTOOTH_STAT_EVENTS_LOST,
	SAWTOOTH_STAT_JOINS,
	SAWTOOTH_STAT_LEAVES,
	SAWTOOTH_STAT_EXPIRIES,
	SAWTOOTH_STAT_MEMBERSHIPS_UNTRACKED,
	SAWTOOTH_STAT_MEMBERSHIPS_EVICTED,
	SAWTOOTH_STAT_SOURCES_UNTRACKED,
	SAWTOOTH_STAT_QUERIES,
	SAWTOOTH_STAT_QUERIES_ABSURD,
	SAWTOOTH_STAT_REPORTS_MALFORMED,
	SAWTOOTH_STAT_STEERED,
	SAWTOOTH_STAT_SSTHRESH_DECISIONS,
	SAWTOOTH_STAT_LOG_SUPPRESSED,

	/* private: */
	__SAWTOOTH_STAT_MAX,
	SAWTOOTH_STAT_MAX = (__SAWTOOTH_STAT_MAX - 1)
};

/**
 * enum sawtooth_histogram_kind - What is timed. Of a state, how long an
 *   endpoint was in it when it left; of a handshake and a connection, when it
 *   had ended.
 * @SAWTOOTH_HISTOGRAM_KIND_SYN_LEG: From the first SYN to the first SYN-ACK,
 *   as seen here.
 * @SAWTOOTH_HISTOGRAM_KIND_ACK_LEG: From the first SYN-ACK to its
 *   acknowledgment, as seen here.
 * @SAWTOOTH_HISTOGRAM_KIND_LIFETIME: From the first segment to the teardown.
 * @SAWTOOTH_HISTOGRAM_KIND_MEMBERSHIP: How long a membership lasted that was
 *   left, or expired.
 * @SAWTOOTH_HISTOGRAM_KIND_LEAVE_LATENCY: From the report by which a member
 *   leaves to the end of its membership.
 */
enum sawtooth_histogram_kind {
	SAWTOOTH_HISTOGRAM_KIND_SYN_LEG,
	SAWTOOTH_HISTOGRAM_KIND_ACK_LEG,
	SAWTOOTH_HISTOGRAM_KIND_LIFETIME,
	SAWTOOTH_HISTOGRAM_KIND_SYN_SENT,
	SAWTOOTH_HISTOGRAM_KIND_SYN_RECEIVED,
	SAWTOOTH_HISTOGRAM_KIND_ESTABLISHED,
	SAWTOOTH_HISTOGRAM_KIND_FIN_WAIT_1,
	SAWTOOTH_HISTOGRAM_KIND_FIN_WAIT_2,
	SAWTOOTH_HISTOGRAM_KIND_CLOSE_WAIT,
	SAWTOOTH_HISTOGRAM_KIND_CLOSING,
	SAWTOOTH_HISTOGRAM_KIND_LAST_ACK,
	SAWTOOTH_HISTOGRAM_KIND_TIME_WAIT,
	SAWTOOTH_HISTOGRAM_KIND_MEMBERSHIP,
	SAWTOOTH_HISTOGRAM_KIND_LEAVE_LATENCY,

	/* private: */
	__SAWTOOTH_HISTOGRAM_KIND_MAX,
	SAWTOOTH_HISTOGRAM_KIND_MAX = (__SAWTOOTH_HISTOGRAM_KIND_MAX - 1)
};

/**
 * struct sawtooth_transition - One endpoint went from one state to another.
 * @time: CLOCK_MONOTONIC, nanoseconds.
 * @seq: Position in the stream of the listener.
 * @conn: Id of the connection.
 * @elapsed: Nanoseconds spent in the state left; 0 when the time of entry is not known.
 * @cookie: Of the socket that sent the segment, if it moved its own end; 0 otherwise, and then
the owner is not told. A listener answers a SYN, so it is the owner of a SYN-ACK.

 * @cgroup: Id of the socket's cgroup, 0 if the kernel has no cgroups of sockets.
 * @conn_seq: Position among the transitions of the connection, from 1.
 * @ifindex: Interface of the segment; of the last segment for a timer.
 * @tcp_seq: Sequence number of the segment; 0 for a timer.
 * @tcp_ack: Acknowledgment number of the segment; 0 for a timer.
 * @tcp_len: Payload bytes of the segment.
 * @uid: The socket's user, in the user namespace that the network namespace belongs to.
 * @pid: Process in whose system call the segment was sent, by the number that it has for the
whole machine; 0 if it was sent in none, or if the network namespace belongs to a user
namespace of its own.

 * @sport: Port of the initiator.
 * @dport: Port of the responder.
 * @tcp_flags: Flags of the segment as in the TCP header; 0 for a timer.
 * @family: AF_INET or AF_INET6.
 * @role: The end that moved.
 * @local: 1 if the end that moved is on this host.
 * @from: See &enum sawtooth_tcp_state.
 * @to: See &enum sawtooth_tcp_state.
 * @cause: See &enum sawtooth_cause.
 * @confidence: See &enum sawtooth_confidence.
 * @saddr: Address of the initiator; IPv4 in the first four bytes.
 * @daddr: Address of the responder.
 * @command: Name of that process, ends with a zero; empty if it was sent in no system call.
 */
struct sawtooth_transition {
	__u64	time;
	__u64	seq;
	__u64	conn;
	__u64	elapsed;
	__u64	cookie;
	__u64	cgroup;
	__u32	conn_seq;
	__u32	ifindex;
	__u32	tcp_seq;
	__u32	tcp_ack;
	__u32	tcp_len;
	__u32	uid;
	__u32	pid;
	__u16	sport;
	__u16	dport;
	__u8	tcp_flags;
	__u8	family;
	__u8	role;
	__u8	local;
	__u8	from;
	__u8	to;
	__u8	cause;
	__u8	confidence;
	__u8	saddr[16];
	__u8	daddr[16];
	__u8	command[16];
};

/**
 * struct sawtooth_handshake - A handshake ended.
 * @time: CLOCK_MONOTONIC, nanoseconds.
 * @seq: Position in the stream of the listener.
 * @conn: Id of the connection.
 * @syn_leg: Nanoseconds from the first SYN to the SYN-ACK, as seen here; 0 without one.
 * @ack_leg: Nanoseconds from the SYN-ACK to its acknowledgment, as seen here; 0 without one.
 * @ifindex: Interface index.
 * @sport: Port of the initiator.
 * @dport: Port of the responder.
 * @family: AF_INET or AF_INET6.
 * @outcome: See &enum sawtooth_outcome.
 * @syn_retransmits: SYNs sent again; 255 stands for 255 and more.
 * @syn_ack_retransmits: SYN-ACKs sent again; 255 stands for 255 and more.
 * @conn_seq: Transitions of the connection so far.
 * @fast_open: See &enum sawtooth_fast_open.
 * @mptcp: See &enum sawtooth_mptcp.
 * @pad: Zero.
 * @pad2: Zero.
 * @saddr: Address of the initiator; IPv4 in the first four bytes.
 * @daddr: Address of the responder.
 */
struct sawtooth_handshake {
	__u64	time;
	__u64	seq;
	__u64	conn;
	__u64	syn_leg;
	__u64	ack_leg;
	__u32	ifindex;
	__u16	sport;
	__u16	dport;
	__u8	family;
	__u8	outcome;
	__u8	syn_retransmits;
	__u8	syn_ack_retransmits;
	__u32	conn_seq;
	__u8	fast_open;
	__u8	mptcp;
	__u16	pad;
	__u32	pad2;
	__u8	saddr[16];
	__u8	daddr[16];
};

/**
 * struct sawtooth_teardown_record - A connection ended, both ends are CLOSED or one is in TIME-WAIT.
 * @time: CLOCK_MONOTONIC, nanoseconds.
 * @seq: Position in the stream of the listener.
 * @conn: Id of the connection.
 * @lifetime: Nanoseconds since the first segment.
 * @half_closed: Nanoseconds between the first FIN and the second; 0 without both.
 * @ifindex: Interface index.
 * @sport: Port of the initiator.
 * @dport: Port of the responder.
 * @family: AF_INET or AF_INET6.
 * @teardown: See &enum sawtooth_teardown.
 * @closer: The end that sent the first FIN, or the RST.
 * @time_wait: The ends that have entered TIME-WAIT so far.
 * @conn_seq: Transitions of the connection so far.
 * @reset_by: The ends that sent a RST that counted.
 * @reset_verdict: Of the last RST.
 * @resets_ignored: RSTs that were not accepted; 255 stands for 255 and more.
 * @pad: Zero.
 * @pad2: Zero.
 * @saddr: Address of the initiator; IPv4 in the first four bytes.
 * @daddr: Address of the responder.
 */
struct sawtooth_teardown_record {
	__u64	time;
	__u64	seq;
	__u64	conn;
	__u64	lifetime;
	__u64	half_closed;
	__u32	ifindex;
	__u16	sport;
	__u16	dport;
	__u8	family;
	__u8	teardown;
	__u8	closer;
	__u8	time_wait;
	__u32	conn_seq;
	__u8	reset_by;
	__u8	reset_verdict;
	__u8	resets_ignored;
	__u8	pad;
	__u32	pad2;
	__u8	saddr[16];
	__u8	daddr[16];
};

/**
 * struct sawtooth_decision - ssthresh of a steered connection changed.
 * @time: CLOCK_MONOTONIC, nanoseconds.
 * @seq: Position in the stream of the listener.
 * @conn: Id of the connection; 0 when it is not in the table.
 * @bandwidth: Largest delivery rate of the last rounds, bytes a second; 0 when not yet known.
 * @before: ssthresh before, segments.
 * @after: ssthresh after, segments.
 * @cwnd: Congestion window at the decision, segments.
 * @in_flight: Segments in flight at the decision.
 * @srtt: Smoothed round-trip time, microseconds.
 * @min_rtt: Smallest round-trip time of the last minute, microseconds.
 * @queue: What the last round-trip time exceeded the smallest by, microseconds.
 * @round_loss: Segments lost of 10000 in the last complete round.
 * @ifindex: Always 0.
 * @sport: Port of the local end.
 * @dport: Port of the remote end.
 * @family: AF_INET or AF_INET6.
 * @cause: See &enum sawtooth_ssthresh_cause.
 * @law: See &enum sawtooth_ssthresh_law.
 * @phase: The phase before the decision.
 * @clamp: Upper bound of the window, segments.
 * @saddr: Address of the local end, the sender; IPv4 in the first four bytes.
 * @daddr: Address of the remote end.
 */
struct sawtooth_decision {
	__u64	time;
	__u64	seq;
	__u64	conn;
	__u64	bandwidth;
	__u32	before;
	__u32	after;
	__u32	cwnd;
	__u32	in_flight;
	__u32	srtt;
	__u32	min_rtt;
	__u32	queue;
	__u32	round_loss;
	__u32	ifindex;
	__u16	sport;
	__u16	dport;
	__u8	family;
	__u8	cause;
	__u8	law;
	__u8	phase;
	__u32	clamp;
	__u8	saddr[16];
	__u8	daddr[16];
};

/**
 * struct sawtooth_membership_record - Something happened to a membership.
 * @time: CLOCK_MONOTONIC, nanoseconds.
 * @seq: Position in the stream of the listener.
 * @elapsed: Nanoseconds since the join; 0 for a join.
 * @latency: For a leave, nanoseconds between the report that says so and its end; else 0.
 * @ifindex: Interface, or port of a bridge, that the host is behind.
 * @bridge: The bridge that the interface is a port of, or 0.
 * @sources: Sources of the membership, now.
 * @family: AF_INET or AF_INET6.
 * @change: See &enum sawtooth_membership_change.
 * @protocol: Of the last report.
 * @local: 1 if the host is this one.
 * @mode: See &enum sawtooth_filter_mode.
 * @pad: Zero.
 * @pad2: Zero.
 * @pad3: Zero.
 * @group: Address of the group; IPv4 in the first four bytes.
 * @host: Address that the last report came from.
 * @source: The source that was added or removed; else zero.
 */
struct sawtooth_membership_record {
	__u64	time;
	__u64	seq;
	__u64	elapsed;
	__u64	latency;
	__u32	ifindex;
	__u32	bridge;
	__u32	sources;
	__u8	family;
	__u8	change;
	__u8	protocol;
	__u8	local;
	__u8	mode;
	__u8	pad;
	__u16	pad2;
	__u32	pad3;
	__u8	group[16];
	__u8	host[16];
	__u8	source[16];
};

/**
 * struct sawtooth_querier_record - A link has another querier.
 * @time: CLOCK_MONOTONIC, nanoseconds.
 * @seq: Position in the event stream of the namespace.
 * @ifindex: Interface; the bridge, if the query came by a port of one.
 * @interval: Seconds between its queries.
 * @response: Time in which hosts answer one, milliseconds.
 * @robustness: Its robustness variable.
 * @family: AF_INET or AF_INET6.
 * @protocol: Of the query.
 * @local: 1 if this host is the querier.
 * @address: Its address, zero for one without; IPv4 in the first four bytes.
 * @previous: The one before, zero without.
 */
struct sawtooth_querier_record {
	__u64	time;
	__u64	seq;
	__u32	ifindex;
	__u32	interval;
	__u32	response;
	__u8	robustness;
	__u8	family;
	__u8	protocol;
	__u8	local;
	__u8	address[16];
	__u8	previous[16];
};

/**
 * struct sawtooth_total - What was counted of one end of a connection until its teardown, at level full; a record
for each end. What reached an end is known of one on this host only, as is what it sent
again.

 * @time: CLOCK_MONOTONIC, nanoseconds.
 * @seq: Position in the stream of the listener.
 * @conn: Id of the connection.
 * @segments: Segments that the end sent.
 * @bytes: Their payload, as often as it was sent.
 * @zero_window: Nanoseconds in which it advertised no window.
 * @head_of_line: Nanoseconds in which data that had reached it waited behind a hole.
 * @retransmits: Segments that it sent again.
 * @dup_acks: Duplicate ACKs that it sent (RFC 5681 section 2).
 * @duplicates: Segments that reached it and brought nothing new.
 * @out_of_order: Segments that reached it beyond a hole.
 * @bad_checksums: Segments that reached it damaged.
 * @conn_seq: Transitions of the connection so far.
 * @ifindex: Interface index.
 * @sport: Port of the initiator.
 * @dport: Port of the responder.
 * @family: AF_INET or AF_INET6.
 * @role: The end that was counted.
 * @local: 1 if it is on this host.
 * @pad: Zero.
 * @pad2: Zero.
 * @saddr: Address of the initiator; IPv4 in the first four bytes.
 * @daddr: Address of the responder.
 */
struct sawtooth_total {
	__u64	time;
	__u64	seq;
	__u64	conn;
	__u64	segments;
	__u64	bytes;
	__u64	zero_window;
	__u64	head_of_line;
	__u32	retransmits;
	__u32	dup_acks;
	__u32	duplicates;
	__u32	out_of_order;
	__u32	bad_checksums;
	__u32	conn_seq;
	__u32	ifindex;
	__u16	sport;
	__u16	dport;
	__u8	family;
	__u8	role;
	__u8	local;
	__u8	pad;
	__u32	pad2;
	__u8	saddr[16];
	__u8	daddr[16];
};

enum {
	SAWTOOTH_A_EDGE_FROM = 1,
	SAWTOOTH_A_EDGE_TO,
	SAWTOOTH_A_EDGE_COUNT,

	__SAWTOOTH_A_EDGE_MAX,
	SAWTOOTH_A_EDGE_MAX = (__SAWTOOTH_A_EDGE_MAX - 1)
};

enum {
	SAWTOOTH_A_POPULATION_STATE = 1,
	SAWTOOTH_A_POPULATION_COUNT,

	__SAWTOOTH_A_POPULATION_MAX,
	SAWTOOTH_A_POPULATION_MAX = (__SAWTOOTH_A_POPULATION_MAX - 1)
};

enum {
	SAWTOOTH_A_COUNTER_STAT = 1,
	SAWTOOTH_A_COUNTER_COUNT,

	__SAWTOOTH_A_COUNTER_MAX,
	SAWTOOTH_A_COUNTER_MAX = (__SAWTOOTH_A_COUNTER_MAX - 1)
};

enum {
	SAWTOOTH_A_STATS_COUNTER = 1,
	SAWTOOTH_A_STATS_EDGE,
	SAWTOOTH_A_STATS_POPULATION,
	SAWTOOTH_A_STATS_PAD,
	SAWTOOTH_A_STATS_SINCE,

	__SAWTOOTH_A_STATS_MAX,
	SAWTOOTH_A_STATS_MAX = (__SAWTOOTH_A_STATS_MAX - 1)
};

enum {
	SAWTOOTH_A_BUCKET_FROM = 1,
	SAWTOOTH_A_BUCKET_TO,
	SAWTOOTH_A_BUCKET_COUNT,
	SAWTOOTH_A_BUCKET_PAD,

	__SAWTOOTH_A_BUCKET_MAX,
	SAWTOOTH_A_BUCKET_MAX = (__SAWTOOTH_A_BUCKET_MAX - 1)
};

enum {
	SAWTOOTH_A_HISTOGRAM_KIND = 1,
	SAWTOOTH_A_HISTOGRAM_BUCKET,

	__SAWTOOTH_A_HISTOGRAM_MAX,
	SAWTOOTH_A_HISTOGRAM_MAX = (__SAWTOOTH_A_HISTOGRAM_MAX - 1)
};

enum {
	SAWTOOTH_A_STATUS_VERSION = 1,
	SAWTOOTH_A_STATUS_LOG,
	SAWTOOTH_A_STATUS_CONNS,
	SAWTOOTH_A_STATUS_CONN_MAX,
	SAWTOOTH_A_STATUS_MEMBERSHIPS,
	SAWTOOTH_A_STATUS_GROUP_MAX,
	SAWTOOTH_A_STATUS_STEERED,
	SAWTOOTH_A_STATUS_CONGESTION_CONTROL,
	SAWTOOTH_A_STATUS_CONN_BYTES,
	SAWTOOTH_A_STATUS_LEVEL,

	__SAWTOOTH_A_STATUS_MAX,
	SAWTOOTH_A_STATUS_MAX = (__SAWTOOTH_A_STATUS_MAX - 1)
};

enum {
	SAWTOOTH_A_ENDPOINT_STATE = 1,
	SAWTOOTH_A_ENDPOINT_ELAPSED,
	SAWTOOTH_A_ENDPOINT_LOCAL,
	SAWTOOTH_A_ENDPOINT_SND_NXT,
	SAWTOOTH_A_ENDPOINT_RCV_NXT,
	SAWTOOTH_A_ENDPOINT_CONFIDENCE,
	SAWTOOTH_A_ENDPOINT_PAD,
	SAWTOOTH_A_ENDPOINT_UID,
	SAWTOOTH_A_ENDPOINT_CGROUP,
	SAWTOOTH_A_ENDPOINT_COOKIE,
	SAWTOOTH_A_ENDPOINT_COUNT,

	__SAWTOOTH_A_ENDPOINT_MAX,
	SAWTOOTH_A_ENDPOINT_MAX = (__SAWTOOTH_A_ENDPOINT_MAX - 1)
};

enum {
	SAWTOOTH_A_COUNT_SEGMENTS = 1,
	SAWTOOTH_A_COUNT_BYTES,
	SAWTOOTH_A_COUNT_RETRANSMITS,
	SAWTOOTH_A_COUNT_DUP_ACKS,
	SAWTOOTH_A_COUNT_ZERO_WINDOW,
	SAWTOOTH_A_COUNT_DUPLICATES,
	SAWTOOTH_A_COUNT_OUT_OF_ORDER,
	SAWTOOTH_A_COUNT_BAD_CHECKSUMS,
	SAWTOOTH_A_COUNT_HEAD_OF_LINE,
	SAWTOOTH_A_COUNT_PAD,

	__SAWTOOTH_A_COUNT_MAX,
	SAWTOOTH_A_COUNT_MAX = (__SAWTOOTH_A_COUNT_MAX - 1)
};

enum {
	SAWTOOTH_A_STEER_ROLE = 1,
	SAWTOOTH_A_STEER_PROFILE,
	SAWTOOTH_A_STEER_PHASE,
	SAWTOOTH_A_STEER_CWND,
	SAWTOOTH_A_STEER_SSTHRESH,
	SAWTOOTH_A_STEER_IN_FLIGHT,
	SAWTOOTH_A_STEER_MSS,
	SAWTOOTH_A_STEER_SRTT,
	SAWTOOTH_A_STEER_MIN_RTT,
	SAWTOOTH_A_STEER_RETRANSMITS,
	SAWTOOTH_A_STEER_ACKED,
	SAWTOOTH_A_STEER_DECISIONS,
	SAWTOOTH_A_STEER_CLAMP,
	SAWTOOTH_A_STEER_BANDWIDTH,
	SAWTOOTH_A_STEER_QUEUE,
	SAWTOOTH_A_STEER_ROUND_LOSS,
	SAWTOOTH_A_STEER_DECISION,
	SAWTOOTH_A_STEER_PAD,

	__SAWTOOTH_A_STEER_MAX,
	SAWTOOTH_A_STEER_MAX = (__SAWTOOTH_A_STEER_MAX - 1)
};

enum {
	SAWTOOTH_A_FILTER_STATES = 1,
	SAWTOOTH_A_FILTER_FAMILY,
	SAWTOOTH_A_FILTER_SADDR,
	SAWTOOTH_A_FILTER_SADDR_LEN,
	SAWTOOTH_A_FILTER_DADDR,
	SAWTOOTH_A_FILTER_DADDR_LEN,
	SAWTOOTH_A_FILTER_SPORT,
	SAWTOOTH_A_FILTER_DPORT,
	SAWTOOTH_A_FILTER_IFINDEX,
	SAWTOOTH_A_FILTER_ADDR,
	SAWTOOTH_A_FILTER_ADDR_LEN,
	SAWTOOTH_A_FILTER_PORT,
	SAWTOOTH_A_FILTER_SOURCE,
	SAWTOOTH_A_FILTER_SOURCE_LEN,
	SAWTOOTH_A_FILTER_ROLE,
	SAWTOOTH_A_FILTER_UID,
	SAWTOOTH_A_FILTER_CGROUP,

	__SAWTOOTH_A_FILTER_MAX,
	SAWTOOTH_A_FILTER_MAX = (__SAWTOOTH_A_FILTER_MAX - 1)
};

enum {
	SAWTOOTH_A_CONN_ID = 1,
	SAWTOOTH_A_CONN_FAMILY,
	SAWTOOTH_A_CONN_SADDR,
	SAWTOOTH_A_CONN_DADDR,
	SAWTOOTH_A_CONN_SPORT,
	SAWTOOTH_A_CONN_DPORT,
	SAWTOOTH_A_CONN_IFINDEX,
	SAWTOOTH_A_CONN_INITIATOR,
	SAWTOOTH_A_CONN_RESPONDER,
	SAWTOOTH_A_CONN_AGE,
	SAWTOOTH_A_CONN_TRANSITIONS,
	SAWTOOTH_A_CONN_OUTCOME,
	SAWTOOTH_A_CONN_TEARDOWN,
	SAWTOOTH_A_CONN_CLOSER,
	SAWTOOTH_A_CONN_TIME_WAIT,
	SAWTOOTH_A_CONN_RESET_BY,
	SAWTOOTH_A_CONN_RESET_VERDICT,
	SAWTOOTH_A_CONN_RESETS_IGNORED,
	SAWTOOTH_A_CONN_FAST_OPEN,
	SAWTOOTH_A_CONN_MPTCP,
	SAWTOOTH_A_CONN_SYN_RETRANSMITS,
	SAWTOOTH_A_CONN_SYN_ACK_RETRANSMITS,
	SAWTOOTH_A_CONN_SYN_LEG,
	SAWTOOTH_A_CONN_ACK_LEG,
	SAWTOOTH_A_CONN_STEER,
	SAWTOOTH_A_CONN_FILTER,
	SAWTOOTH_A_CONN_PAD,
	SAWTOOTH_A_CONN_SSTHRESH,
	SAWTOOTH_A_CONN_ROLE,
	SAWTOOTH_A_CONN_CLAMP,
	SAWTOOTH_A_CONN_PROFILE,
	SAWTOOTH_A_CONN_CHANGED,

	__SAWTOOTH_A_CONN_MAX,
	SAWTOOTH_A_CONN_MAX = (__SAWTOOTH_A_CONN_MAX - 1)
};

enum {
	SAWTOOTH_A_PROFILE_NAME = 1,
	SAWTOOTH_A_PROFILE_SLOW_START_LAW,
	SAWTOOTH_A_PROFILE_GROWTH_LAW,
	SAWTOOTH_A_PROFILE_SSTHRESH_LAW,
	SAWTOOTH_A_PROFILE_BETA,
	SAWTOOTH_A_PROFILE_FIXED_SSTHRESH,
	SAWTOOTH_A_PROFILE_INITIAL_SSTHRESH,
	SAWTOOTH_A_PROFILE_BETA_ECN,
	SAWTOOTH_A_PROFILE_CUBIC_C,
	SAWTOOTH_A_PROFILE_MAX_SSTHRESH,
	SAWTOOTH_A_PROFILE_BDP_GAIN,
	SAWTOOTH_A_PROFILE_QUEUE_THRESHOLD,
	SAWTOOTH_A_PROFILE_QUEUE_LIMIT,
	SAWTOOTH_A_PROFILE_LOSS_THRESHOLD,
	SAWTOOTH_A_PROFILE_USERS,
	SAWTOOTH_A_PROFILE_BUILTIN,

	__SAWTOOTH_A_PROFILE_MAX,
	SAWTOOTH_A_PROFILE_MAX = (__SAWTOOTH_A_PROFILE_MAX - 1)
};

enum {
	SAWTOOTH_A_BINDING_FAMILY = 1,
	SAWTOOTH_A_BINDING_PREFIX,
	SAWTOOTH_A_BINDING_PREFIX_LEN,
	SAWTOOTH_A_BINDING_PROFILE,

	__SAWTOOTH_A_BINDING_MAX,
	SAWTOOTH_A_BINDING_MAX = (__SAWTOOTH_A_BINDING_MAX - 1)
};

enum {
	SAWTOOTH_A_GROUP_SOURCE_FAMILY = 1,
	SAWTOOTH_A_GROUP_SOURCE_ADDRESS,
	SAWTOOTH_A_GROUP_SOURCE_LEFT,
	SAWTOOTH_A_GROUP_SOURCE_PAD,

	__SAWTOOTH_A_GROUP_SOURCE_MAX,
	SAWTOOTH_A_GROUP_SOURCE_MAX = (__SAWTOOTH_A_GROUP_SOURCE_MAX - 1)
};

enum {
	SAWTOOTH_A_GROUP_FAMILY = 1,
	SAWTOOTH_A_GROUP_GROUP,
	SAWTOOTH_A_GROUP_HOST,
	SAWTOOTH_A_GROUP_IFINDEX,
	SAWTOOTH_A_GROUP_BRIDGE,
	SAWTOOTH_A_GROUP_PROTOCOL,
	SAWTOOTH_A_GROUP_COMPAT,
	SAWTOOTH_A_GROUP_LOCAL,
	SAWTOOTH_A_GROUP_MODE,
	SAWTOOTH_A_GROUP_SOURCE,
	SAWTOOTH_A_GROUP_AGE,
	SAWTOOTH_A_GROUP_IDLE,
	SAWTOOTH_A_GROUP_LEFT,
	SAWTOOTH_A_GROUP_LEAVING,
	SAWTOOTH_A_GROUP_REPORTS,
	SAWTOOTH_A_GROUP_JOINS,
	SAWTOOTH_A_GROUP_LEAVES,
	SAWTOOTH_A_GROUP_RX_PACKETS,
	SAWTOOTH_A_GROUP_RX_BYTES,
	SAWTOOTH_A_GROUP_TX_PACKETS,
	SAWTOOTH_A_GROUP_TX_BYTES,
	SAWTOOTH_A_GROUP_FILTER,
	SAWTOOTH_A_GROUP_PAD,

	__SAWTOOTH_A_GROUP_MAX,
	SAWTOOTH_A_GROUP_MAX = (__SAWTOOTH_A_GROUP_MAX - 1)
};

enum {
	SAWTOOTH_A_QUERIER_FAMILY = 1,
	SAWTOOTH_A_QUERIER_IFINDEX,
	SAWTOOTH_A_QUERIER_ADDRESS,
	SAWTOOTH_A_QUERIER_PROTOCOL,
	SAWTOOTH_A_QUERIER_LOCAL,
	SAWTOOTH_A_QUERIER_ROBUSTNESS,
	SAWTOOTH_A_QUERIER_INTERVAL,
	SAWTOOTH_A_QUERIER_RESPONSE,
	SAWTOOTH_A_QUERIER_IDLE,
	SAWTOOTH_A_QUERIER_LEFT,
	SAWTOOTH_A_QUERIER_PAD,

	__SAWTOOTH_A_QUERIER_MAX,
	SAWTOOTH_A_QUERIER_MAX = (__SAWTOOTH_A_QUERIER_MAX - 1)
};

enum {
	SAWTOOTH_A_EVENT_CPU = 1,
	SAWTOOTH_A_EVENT_FIRST,
	SAWTOOTH_A_EVENT_COUNT,
	SAWTOOTH_A_EVENT_LOST,
	SAWTOOTH_A_EVENT_CLOCK_OFFSET,
	SAWTOOTH_A_EVENT_TRANSITION,
	SAWTOOTH_A_EVENT_HANDSHAKE,
	SAWTOOTH_A_EVENT_TEARDOWN,
	SAWTOOTH_A_EVENT_DECISION,
	SAWTOOTH_A_EVENT_MEMBERSHIP,
	SAWTOOTH_A_EVENT_QUERIER,
	SAWTOOTH_A_EVENT_TOTAL,
	SAWTOOTH_A_EVENT_PAD,
	SAWTOOTH_A_EVENT_FILTER,
	SAWTOOTH_A_EVENT_KINDS,
	SAWTOOTH_A_EVENT_DELAY,

	__SAWTOOTH_A_EVENT_MAX,
	SAWTOOTH_A_EVENT_MAX = (__SAWTOOTH_A_EVENT_MAX - 1)
};

enum {
	SAWTOOTH_CMD_STATUS_GET = 1,
	SAWTOOTH_CMD_STATS_GET,
	SAWTOOTH_CMD_STATS_RESET,
	SAWTOOTH_CMD_HISTOGRAM_DUMP,
	SAWTOOTH_CMD_CONN_GET,
	SAWTOOTH_CMD_CONN_DUMP,
	SAWTOOTH_CMD_PROFILE_GET,
	SAWTOOTH_CMD_PROFILE_DUMP,
	SAWTOOTH_CMD_PROFILE_SET,
	SAWTOOTH_CMD_PROFILE_CREATE,
	SAWTOOTH_CMD_PROFILE_DELETE,
	SAWTOOTH_CMD_BINDING_SET,
	SAWTOOTH_CMD_BINDING_DELETE,
	SAWTOOTH_CMD_BINDING_DUMP,
	SAWTOOTH_CMD_STEER_SET,
	SAWTOOTH_CMD_GROUP_DUMP,
	SAWTOOTH_CMD_QUERIER_DUMP,
	SAWTOOTH_CMD_EVENT_SUBSCRIBE,
	SAWTOOTH_CMD_EVENT_NOTIFY,

	__SAWTOOTH_CMD_MAX,
	SAWTOOTH_CMD_MAX = (__SAWTOOTH_CMD_MAX - 1)
};

#define SAWTOOTH_MCGRP_EVENTS	"events"

#endif /* _UAPI_LINUX_SAWTOOTH_H */
