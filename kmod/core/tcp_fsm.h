/* SPDX-License-Identifier: GPL-2.0 */
/*
 * One end of a TCP connection: the state machine of RFC 9293 section 3.3.2,
 * driven by the segments that this end sends and receives.
 *
 * An end is CLOSED until it shows itself. Whether a SYN met a listener is known
 * only when the SYN-ACK leaves: then the end goes LISTEN -> SYN_RECEIVED, and
 * its way from CLOSED to LISTEN, which no segment made, is not told. So LISTEN
 * is left more often than it is entered. An end that a RST sends back to LISTEN
 * is at its end there: the listener belongs to no connection.
 *
 * Each transition is one arrow of the diagram, also when one segment makes two
 * of them, in the order in which the RFC (and Linux) handles a segment: the ACK
 * first, then the FIN.
 *
 * Sequence numbers are those of the wire, compared on the circle. Comparing with
 * @iss is right in the handshake only, because a connection may send more than
 * half the circle. Times and locks are the caller's: an endpoint has one writer
 * at a time.
 */
#ifndef _SAW_CORE_TCP_FSM_H
#define _SAW_CORE_TCP_FSM_H

#include "types.h"

/* Flags of a segment, as in the header (RFC 9293 section 3.1). */
#define SAW_TCP_FIN 0x01
#define SAW_TCP_SYN 0x02
#define SAW_TCP_RST 0x04
#define SAW_TCP_PSH 0x08
#define SAW_TCP_ACK 0x10
#define SAW_TCP_URG 0x20

/* What the options of a SYN or SYN-ACK say. */
#define SAW_OPTION_SHIFT 0x0f		/* window scale, with SAW_OPTION_SCALE (RFC 7323) */
#define SAW_OPTION_SCALE 0x10
#define SAW_OPTION_FAST_OPEN 0x20	/* a cookie, or the wish for one (RFC 7413) */
#define SAW_OPTION_MP_CAPABLE 0x40	/* RFC 8684 */
#define SAW_OPTION_MP_JOIN 0x80

/**
 * struct saw_seg - a TCP segment as a hook saw it
 * @seq: sequence number of the first byte, or of the SYN
 * @ack: acknowledgment number; meaningful with SAW_TCP_ACK
 * @len: payload bytes, without SYN and FIN
 * @window: as in the header, not scaled
 * @flags: SAW_TCP_*
 * @options: SAW_OPTION_*, of a SYN or SYN-ACK
 */
struct saw_seg {
	u32 seq;
	u32 ack;
	u32 len;
	u16 window;
	u8 flags;
	u8 options;
};

/**
 * struct saw_icmp - an ICMP error about a segment that an end has sent
 * @seq: sequence number of the segment
 * @prohibited: somebody refuses to forward the segment
 * @fatal: it ends also an end that is SYN_RECEIVED from LISTEN
 */
struct saw_icmp {
	u32 seq;
	bool prohibited;
	bool fatal;
};

/* struct saw_ep, @bits */
#define SAW_EP_SYN_SENT 0x001	/* it sent a SYN or SYN-ACK: @iss is valid */
#define SAW_EP_SYN_RCVD 0x002	/* the peer's SYN reached it, and it is to answer */
#define SAW_EP_FIN_SENT 0x004	/* it sent a FIN: @fin is valid */
#define SAW_EP_FIN_RCVD 0x008	/* the peer's FIN reached it, and all data before the FIN */
#define SAW_EP_LOCAL 0x010	/* this end is on this host */
#define SAW_EP_HALF 0x020	/* it sent data after the peer's FIN reached it */
#define SAW_EP_SENT 0x040	/* @snd_nxt is valid */
#define SAW_EP_ACKED 0x080	/* it sent an ACK: @rcv_nxt is valid */
#define SAW_EP_EDGE 0x100	/* @rcv_edge and @rcv_max are valid */
#define SAW_EP_ACTIVE 0x200	/* it opened actively: it sent a SYN without ACK */
#define SAW_EP_SYN_ACK_SENT 0x400	/* it sent a SYN-ACK */
#define SAW_EP_FIN_HELD 0x800	/* the peer's FIN reached it before some of the data */
#define SAW_EP_FIN_ACKED 0x1000	/* it acknowledged the peer's FIN: @fin_mark is valid */
#define SAW_EP_CROSSED 0x2000	/* its FIN left before the peer's FIN reached it */
#define SAW_EP_RST_SENT 0x4000	/* it sent a RST that ends the connection */
#define SAW_EP_LIVED 0x8000	/* it made a transition */

/* Any of these: the end of the connection has begun. */
#define SAW_EP_ENDS (SAW_EP_FIN_SENT | SAW_EP_FIN_RCVD | SAW_EP_FIN_HELD | SAW_EP_RST_SENT)

/**
 * struct saw_ep - one end of a connection
 * @iss: initial send sequence number
 * @snd_nxt: after the last sequence number that it sent
 * @rcv_nxt: highest acknowledgment number that it sent
 * @rcv_edge: up to here everything reached it, as far as is known; at least @rcv_nxt
 * @rcv_max: after the last sequence number that reached it; at least @rcv_edge
 * @fin: sequence number of its FIN
 * @fin_mark: its @snd_nxt when it first acknowledged the peer's FIN: what it sent from
 *	here on carried that acknowledgment whenever it was sent
 * @state: enum sawtooth_tcp_state
 * @confidence: enum sawtooth_confidence of its last transition
 * @bits: SAW_EP_*
 */
struct saw_ep {
	u32 iss;
	u32 snd_nxt;
	u32 rcv_nxt;
	u32 rcv_edge;
	u32 rcv_max;
	u32 fin;
	u32 fin_mark;
	u8 state;
	u8 confidence;
	u16 bits;
};

/**
 * struct saw_step - one transition
 * @from: state left, enum sawtooth_tcp_state
 * @to: state entered
 * @cause: enum sawtooth_cause
 * @confidence: enum sawtooth_confidence
 */
struct saw_step {
	u8 from;
	u8 to;
	u8 cause;
	u8 confidence;
};

/* One call moves an endpoint at most so often. */
#define SAW_STEPS_MAX 2

/*
 * Each of these returns the number of transitions written to @steps, which has
 * room for SAW_STEPS_MAX.
 */

/*
 * @ep is about to be seen sending @seg: what that proves it to have received from
 * @peer before. Call it before saw_tcp_fsm_send(). For a remote end this is the
 * only way to move on what it received; for a local one it settles what the
 * arrival alone left open: whether there was a listener for the SYN, and whether
 * a FIN that came too early is in order by now.
 */
unsigned int saw_tcp_fsm_infer(struct saw_ep *ep, const struct saw_ep *peer,
			       const struct saw_seg *seg, struct saw_step *steps);

/* @ep sent @seg. */
unsigned int saw_tcp_fsm_send(struct saw_ep *ep, const struct saw_seg *seg,
			      struct saw_step *steps);

/* @seg reached @ep; the sender is @peer, as it is after sending it. */
unsigned int saw_tcp_fsm_receive(struct saw_ep *ep, const struct saw_ep *peer,
				 const struct saw_seg *seg, struct saw_step *steps);

/*
 * The numbers of a segment that @ep sent, or that reached it, where no flag and no state
 * asks for more.
 */
void saw_tcp_fsm_sent(struct saw_ep *ep, const struct saw_seg *seg);
void saw_tcp_fsm_received(struct saw_ep *ep, const struct saw_seg *seg);

/*
 * Time moves @ep. @cause names the timer; or, for a remote end whose peer goes on
 * in silence, what must have reached it meanwhile: RECEIVED_ACK or RECEIVED_RST.
 */
unsigned int saw_tcp_fsm_expire(struct saw_ep *ep, enum sawtooth_cause cause,
				struct saw_step *steps);

/*
 * ICMP says that a segment of @ep, which is SYN_RECEIVED from LISTEN, did not reach its
 * peer: the request is dropped.
 */
unsigned int saw_tcp_fsm_icmp(struct saw_ep *ep, const struct saw_icmp *icmp,
			      struct saw_step *steps);

/* @ep is gone, because a new incarnation took its place. */
unsigned int saw_tcp_fsm_close(struct saw_ep *ep, enum sawtooth_cause cause,
			       enum sawtooth_confidence confidence, struct saw_step *steps);

/* @ep, in FIN_WAIT_1 or CLOSING, takes the ACK of its FIN that was seen before. */
unsigned int saw_tcp_fsm_release(struct saw_ep *ep, struct saw_step *steps);

/*
 * The process of @ep, a local end, has closed its side; its FIN waits behind data that the
 * windows do not let go. RFC 9293 section 3.10.4: the state changes all the same.
 */
unsigned int saw_tcp_fsm_shut(struct saw_ep *ep, struct saw_step *steps);

/*
 * @ep belongs to a connection that began unseen, is at least in @state, and has
 * received everything before @edge.
 */
unsigned int saw_tcp_fsm_pick_up(struct saw_ep *ep, enum sawtooth_tcp_state state, u32 edge,
				 struct saw_step *steps);

/* Is @ep CLOSED because it was never anything else? */
static inline bool saw_tcp_fsm_fresh(const struct saw_ep *ep)
{
	return !(ep->bits & SAW_EP_LIVED);
}

/* CLOSED, or back in LISTEN: no TCB is left. */
static inline bool saw_tcp_fsm_gone(const struct saw_ep *ep)
{
	return ep->state == SAWTOOTH_TCP_STATE_CLOSED || ep->state == SAWTOOTH_TCP_STATE_LISTEN;
}

/* SYN_RECEIVED from LISTEN: where Linux has a request, or a cookie, in place of a socket. */
static inline bool saw_tcp_fsm_passive(const struct saw_ep *ep)
{
	return ep->state == SAWTOOTH_TCP_STATE_SYN_RECEIVED && !(ep->bits & SAW_EP_ACTIVE);
}

/* Did @ep acknowledge the SYN of @peer? To be asked in the handshake only: numbers wrap. */
bool saw_tcp_fsm_acked_syn(const struct saw_ep *ep, const struct saw_ep *peer);

#endif /* _SAW_CORE_TCP_FSM_H */
