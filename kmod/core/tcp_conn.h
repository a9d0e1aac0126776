/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A connection: two endpoints, what a segment means for each of them, how the
 * handshake and the connection ended, and when silence ends it.
 *
 *	LOCAL_OUT	a local end sent: the sender moves
 *	FORWARD		a remote end sent: it moves by what its segment proves
 *	LOCAL_IN	a local end received: the receiver moves; a remote sender
 *			moves by what its segment proves
 *	loopback	a segment passes both, so at LOCAL_IN only the receiver moves
 *
 * A handshake is established when both ends are in ESTABLISHED; for a remote end
 * that cannot show it yet, when the other end is and has acknowledged its SYN.
 * A connection is torn down by the first RST that counts, or when an end enters
 * TIME_WAIT or leaves LAST_ACK, whichever is seen first, or by a timer. A
 * handshake that fails has no teardown.
 *
 * Who sends a RST before the handshake is established says what became of it: it is
 * abandoned by its initiator, refused by a responder that never answered otherwise, or
 * reset by one that sent a SYN-ACK before.
 *
 * Times are nanoseconds of a monotonic clock, given by the caller. A connection
 * has one writer at a time.
 */
#ifndef _SAW_CORE_TCP_CONN_H
#define _SAW_CORE_TCP_CONN_H

#include "tcp_fsm.h"
#include "tcp_stamp.h"

/*
 * A remote end cannot be seen to receive. What it was sent last, and would send
 * again for if it were lost, is taken as received after this much silence: the
 * ACK of its FIN or of its SYN-ACK, or a RST. Longer than two of its retries.
 */
#define SAW_TCP_SILENCE (4 * SAW_NSEC_PER_SEC)

/* How often a local end is looked for in the kernel's table of sockets: see there. */
#define SAW_TCP_LOOK_SOON (SAW_NSEC_PER_SEC / 1000)	/* did it heed what it was just told? */
#define SAW_TCP_LOOK_OPENING SAW_NSEC_PER_SEC
#define SAW_TCP_LOOK_WAITING (15 * SAW_NSEC_PER_SEC)
#define SAW_TCP_LOOK_QUIET (60 * SAW_NSEC_PER_SEC)

/* What an end has sent and got no segment after. */
enum saw_wait {
	SAW_WAIT_NOTHING,
	SAW_WAIT_AGAIN,		/* data or a FIN that it had sent before */
	SAW_WAIT_PROBE,		/* a keep-alive probe: RFC 9293 section 3.8.4 */
};

/* Where a segment was seen. */
enum saw_point {
	SAW_POINT_OUT,		/* a local end sent it */
	SAW_POINT_PASS,		/* it goes by: forwarded, or a local end will not take it */
	SAW_POINT_BUSY,		/* as IN, but it waits behind what its end has not taken yet */
	SAW_POINT_IN,		/* a local end receives it from a remote one */
	SAW_POINT_IN_LOOP,	/* a local end receives it from a local one */
};

/**
 * struct saw_tcp_conn - the protocol part of a tracked connection
 * @ep: the endpoints, indexed by enum sawtooth_role
 * @entered: when each endpoint entered its state; 0 if not known
 * @start: time of the first segment
 * @fin_time: time of the first FIN, 0 without one; once the second was seen, nanoseconds
 *	from the first to the second
 * @syn_leg: nanoseconds from the first SYN to the first SYN-ACK; 0 without both
 * @ack_leg: nanoseconds from the first SYN-ACK to its acknowledgment; 0 without both
 * @last: time of the last segment
 * @transitions: number of transitions so far; each brings an end nearer to its last, so
 *	that there are about a dozen
 * @outcome: enum sawtooth_outcome
 * @icmp: the cause, if ICMP spoke of the handshake and it is not known what came of it
 * @held: the endpoints, a bit each, whose FIN is acknowledged by a segment that they have
 *	not taken yet
 * @teardown: enum sawtooth_teardown
 * @closer: enum sawtooth_role, who closed first; valid once a FIN or RST was seen
 * @reset_verdict: enum sawtooth_reset_verdict of the last RST
 * @syn_retransmits: saturates at 255
 * @syn_ack_retransmits: saturates at 255
 * @waits: enum saw_wait of each endpoint
 * @window: that each endpoint advertised last, as in the header
 * @shift: window scale of each endpoint
 * @resets_ignored: RSTs that were not accepted; saturates at 255
 * @time_wait: enum sawtooth_ends, who entered TIME_WAIT
 * @fast_open: enum sawtooth_fast_open
 * @mptcp: enum sawtooth_mptcp
 * @rfc1337: no RST ends TIME_WAIT of a local end; the caller's, from the sysctl
 * @resent: an end sent again what it had sent before
 */
struct saw_tcp_conn {
	struct saw_ep ep[2];
	u64 entered[2];
	u64 start;
	u64 fin_time;
	u64 last;
	u64 syn_leg;
	u64 ack_leg;
	u8 transitions;
	u8 outcome;
	u8 icmp:6;
	u8 held:2;
	u8 teardown:4;
	u8 closer:1;
	u8 reset_verdict:3;
	u8 syn_retransmits;
	u8 syn_ack_retransmits;
	u8 waits[2];
	u8 shift[2];
	u16 window[2];
	u8 resets_ignored;
	u8 time_wait:2;
	u8 fast_open:2;
	u8 mptcp:2;
	u8 rfc1337:1;
	u8 resent:1;
};

/* Nanoseconds from the first FIN to the second; 0 without both. */
static inline u64 saw_tcp_conn_half_closed(const struct saw_tcp_conn *conn)
{
	return conn->ep[0].bits & conn->ep[1].bits & SAW_EP_FIN_SENT ? conn->fin_time : 0;
}

/* Who sent a RST that counted. */
static inline enum sawtooth_ends saw_tcp_conn_reset_by(const struct saw_tcp_conn *conn)
{
	return (conn->ep[0].bits & SAW_EP_RST_SENT ? SAWTOOTH_ENDS_INITIATOR : 0) |
	       (conn->ep[1].bits & SAW_EP_RST_SENT ? SAWTOOTH_ENDS_RESPONDER : 0);
}

/**
 * struct saw_tcp_timers - how long an end waits, nanoseconds; @syn and @syn_ack count
 *	from the entry into the state, the others from the last segment of the connection
 * @syn: a SYN without any answer
 * @syn_ack: a SYN-ACK without its acknowledgment
 * @fin_wait_2: FIN_WAIT_2 of an orphan
 * @orphan: FIN_WAIT_1, CLOSING and LAST_ACK without an answer
 * @retransmit: ESTABLISHED and CLOSE_WAIT after data that was sent again
 * @time_wait: 2MSL; each segment starts it anew, as RFC 9293 and Linux have it
 * @idle: ESTABLISHED and CLOSE_WAIT
 */
struct saw_tcp_timers {
	u64 syn;
	u64 syn_ack;
	u64 fin_wait_2;
	u64 orphan;
	u64 retransmit;
	u64 time_wait;
	u64 idle;
};

/*
 * How long a SYN, or data, is sent again before TCP gives up, nanoseconds, by the number
 * of retries: the wait doubles from one second, or from 200 ms, up to two minutes (RFC
 * 6298 section 5, and Linux's bounds). Before a SYN's retries that double come @linear
 * ones a second apart.
 */
u64 saw_tcp_syn_retry_time(unsigned int retries, unsigned int linear);
u64 saw_tcp_data_retry_time(unsigned int retries);

/* One segment or timer moves the two ends at most so often together. */
#define SAW_MOVES_MAX (4 * SAW_STEPS_MAX)

/**
 * struct saw_move - a transition of one end
 * @step: the transition
 * @role: enum sawtooth_role, the end that moved
 * @elapsed: nanoseconds in the state left; 0 if not known
 * @seq: position among the transitions of the connection, from 1
 */
struct saw_move {
	struct saw_step step;
	u8 role;
	u32 seq;
	u64 elapsed;
};

/**
 * struct saw_news - what a segment or a timer changed
 * @count: number of @moves
 * @handshake: the handshake ended now; see outcome
 * @teardown: the connection ended now; see teardown
 * @syn_retransmit: the segment is a SYN sent again
 * @syn_ack_retransmit: the segment is a SYN-ACK sent again
 * @reset_ignored: the segment is a RST that was not accepted; see reset_verdict
 * @done: both ends are CLOSED, or back in LISTEN: nothing more is to be tracked
 * @moves: the transitions, in order; what lies beyond @count is not written
 */
struct saw_news {
	unsigned int count;
	bool handshake;
	bool teardown;
	bool syn_retransmit;
	bool syn_ack_retransmit;
	bool reset_ignored;
	bool done;
	struct saw_move moves[SAW_MOVES_MAX];
};

/*
 * May a connection begin with @seg, and who sent it? A SYN is its initiator's, a
 * SYN-ACK its responder's; data or FIN of an unseen connection count as the
 * initiator's, for want of better. A bare RST, and nonsense, begin nothing.
 */
bool saw_tcp_conn_begins(const struct saw_seg *seg, enum sawtooth_role *sender);

/*
 * A new connection, seen at @now; both ends CLOSED. The caller sets SAW_EP_LOCAL
 * for each end on this host before the first segment.
 */
void saw_tcp_conn_init(struct saw_tcp_conn *conn, u64 now);

/*
 * True if @seg of @sender, seen at @point, is one of data or acknowledgment between two
 * ends in ESTABLISHED: nobody moves and there is no news, only the numbers advance, and
 * that is done. The caller sets @last of the connection.
 */
bool saw_tcp_conn_flows(struct saw_tcp_conn *conn, enum sawtooth_role sender,
			enum saw_point point, const struct saw_seg *seg);

/*
 * Can @seg of @sender, seen at @point, move a local end that it reaches, unless the socket
 * has reasons of its own to drop it? An end that has taken something sent later drops what
 * was sent before (RFC 7323 section 5); for that something must have been sent again, which
 * is seen where both ends are local. So hardly a connection on loopback asks its sockets.
 */
bool saw_tcp_conn_asks(const struct saw_tcp_conn *conn, enum sawtooth_role sender,
		       enum saw_point point, const struct saw_seg *seg);

/* The socket of @role has everything before @edge, and nothing at it. */
void saw_tcp_conn_edge(struct saw_tcp_conn *conn, enum sawtooth_role role, u32 edge);

/*
 * Is SAW_POINT_BUSY the point of @seg that reaches @role, whose socket is in use and has
 * everything before @edge? It is for the ACK of a FIN behind data that may bring the
 * other FIN into order: then the FIN moves the end first, and not before the socket is
 * released.
 */
bool saw_tcp_conn_busy(const struct saw_tcp_conn *conn, enum sawtooth_role role,
		       const struct saw_seg *seg, u32 edge);

/* @seg of @sender was seen at @point. */
void saw_tcp_conn_segment(struct saw_tcp_conn *conn, enum sawtooth_role sender,
			  enum saw_point point, const struct saw_seg *seg,
			  u64 now, struct saw_news *news);

/*
 * True if @seg, a SYN of @sender, starts a new incarnation on the addresses and
 * ports of @conn (RFC 9293 section 3.10.7.4, RFC 6191): the caller ends the old
 * one by saw_tcp_conn_end() and begins anew. @sender is the role in the old one. If the
 * end that the SYN reaches is local, @stamp is what its socket makes of the SYN's
 * timestamp, and @gone that it has none any more.
 */
bool saw_tcp_conn_reused(const struct saw_tcp_conn *conn, enum sawtooth_role sender,
			 const struct saw_seg *seg, enum saw_stamp stamp, bool gone);

/* When silence will next move an end, absolute; ~0ULL if both are gone. */
u64 saw_tcp_conn_deadline(const struct saw_tcp_conn *conn,
			  const struct saw_tcp_timers *timers);

/*
 * When to look again, absolute and after @now: at the deadline, or earlier for a local
 * end whose socket may go without a segment.
 */
u64 saw_tcp_conn_look(const struct saw_tcp_conn *conn,
		      const struct saw_tcp_timers *timers, u64 now);

/**
 * struct saw_sockets - what the kernel's table of sockets says of the local ends, a bit
 *	for each role
 * @alive: they exist, so that their silence ends nothing
 * @gone: they do not, so that they are at their end; unless their state has no socket
 *	(TIME_WAIT may, SYN_RECEIVED under SYN cookies does)
 */
struct saw_sockets {
	u8 alive;
	u8 gone;
};

/* Move every end whose time has come, and those that are gone. */
void saw_tcp_conn_expire(struct saw_tcp_conn *conn,
			 const struct saw_tcp_timers *timers, struct saw_sockets sockets,
			 u64 now, struct saw_news *news);

/*
 * ICMP says that a segment of @sender does not arrive. It ends a handshake, and only if
 * the segment is one that @sender may have in flight (RFC 5927 section 4.1); what stands
 * goes on (RFC 1122 section 4.2.3.9). A socket does not heed each error, not while it is
 * in use, and may send its SYN once more before it is gone. So of one that connects the
 * error is kept, and saw_tcp_conn_look() is soon: what counts is that it is gone then.
 */
void saw_tcp_conn_icmp(struct saw_tcp_conn *conn, enum sawtooth_role sender,
		       const struct saw_icmp *icmp, u64 now, struct saw_news *news);

/* The end @role, a local one, was shut, and its FIN waits behind data; see tcp_fsm.h. */
void saw_tcp_conn_shut(struct saw_tcp_conn *conn, enum sawtooth_role role, u64 now,
		       struct saw_news *news);

/* Close both ends now, because @sender's SYN began a new incarnation. */
void saw_tcp_conn_end(struct saw_tcp_conn *conn, enum sawtooth_role sender, u64 now,
		      struct saw_news *news);

#endif /* _SAW_CORE_TCP_CONN_H */
