// SPDX-License-Identifier: GPL-2.0
#include "tcp_fsm.h"
#include "tcp_accept.h"

/* The steps of one call. */
struct trail {
	struct saw_step *steps;
	unsigned int count;
};

static void go(struct saw_ep *ep, struct trail *trail, enum sawtooth_tcp_state to,
	       enum sawtooth_cause cause, enum sawtooth_confidence confidence)
{
	trail->steps[trail->count++] = (struct saw_step) {
		.from = ep->state,
		.to = to,
		.cause = cause,
		.confidence = confidence,
	};
	ep->state = to;
	ep->confidence = confidence;
	ep->bits |= SAW_EP_LIVED;
}

bool saw_tcp_fsm_acked_syn(const struct saw_ep *ep, const struct saw_ep *peer)
{
	return ep->bits & SAW_EP_ACKED && peer->bits & SAW_EP_SYN_SENT &&
	       saw_seq_after(ep->rcv_nxt, peer->iss);
}

/* What reached @ep without a gap, in the order of arrival. */
static void advance_edge(struct saw_ep *ep, u32 seq, u32 end)
{
	if (!(ep->bits & SAW_EP_EDGE)) {
		ep->rcv_edge = end;
		ep->rcv_max = end;
		ep->bits |= SAW_EP_EDGE;
		return;
	}
	if (!saw_seq_after(seq, ep->rcv_edge) && saw_seq_after(end, ep->rcv_edge))
		ep->rcv_edge = end;
	if (saw_seq_after(end, ep->rcv_max))
		ep->rcv_max = end;
}

static void advance_snd(struct saw_ep *ep, u32 end)
{
	if (!(ep->bits & SAW_EP_SENT) || saw_seq_after(end, ep->snd_nxt))
		ep->snd_nxt = end;
	ep->bits |= SAW_EP_SENT;
}

/* @ep acknowledged everything before @ack, so it has it. */
static void advance_ack(struct saw_ep *ep, u32 ack)
{
	if (!(ep->bits & SAW_EP_ACKED) || saw_seq_after(ack, ep->rcv_nxt))
		ep->rcv_nxt = ack;
	ep->bits |= SAW_EP_ACKED;
	advance_edge(ep, ep->rcv_edge, ack);
}

void saw_tcp_fsm_sent(struct saw_ep *ep, const struct saw_seg *seg)
{
	advance_ack(ep, seg->ack);
	advance_snd(ep, seg->seq + seg->len);
}

void saw_tcp_fsm_received(struct saw_ep *ep, const struct saw_seg *seg)
{
	advance_edge(ep, seg->seq, seg->seq + seg->len);
}

/* The FIN of @peer is in order at @ep. */
static void take_fin(struct saw_ep *ep, const struct saw_ep *peer, struct trail *trail,
		     enum sawtooth_confidence confidence)
{
	static const u8 next[__SAWTOOTH_TCP_STATE_MAX] = {
		[SAWTOOTH_TCP_STATE_ESTABLISHED] = SAWTOOTH_TCP_STATE_CLOSE_WAIT,
		[SAWTOOTH_TCP_STATE_FIN_WAIT_1] = SAWTOOTH_TCP_STATE_CLOSING,
		[SAWTOOTH_TCP_STATE_FIN_WAIT_2] = SAWTOOTH_TCP_STATE_TIME_WAIT,
	};

	if (!next[ep->state])
		return;
	ep->bits |= SAW_EP_FIN_RCVD;
	advance_edge(ep, peer->fin, peer->fin + 1);
	go(ep, trail, next[ep->state], SAWTOOTH_CAUSE_RECEIVED_FIN, confidence);
}

/* The SYN or the FIN of @ep was acknowledged, and the ACK is known to have reached it. */
static void take_ack(struct saw_ep *ep, struct trail *trail, enum sawtooth_confidence confidence)
{
	static const u8 next[__SAWTOOTH_TCP_STATE_MAX] = {
		[SAWTOOTH_TCP_STATE_SYN_RECEIVED] = SAWTOOTH_TCP_STATE_ESTABLISHED,
		[SAWTOOTH_TCP_STATE_FIN_WAIT_1] = SAWTOOTH_TCP_STATE_FIN_WAIT_2,
		[SAWTOOTH_TCP_STATE_CLOSING] = SAWTOOTH_TCP_STATE_TIME_WAIT,
		[SAWTOOTH_TCP_STATE_LAST_ACK] = SAWTOOTH_TCP_STATE_CLOSED,
	};

	go(ep, trail, next[ep->state], SAWTOOTH_CAUSE_RECEIVED_ACK, confidence);
}

/* RFC 9293 section 3.10.7.4, second check: a passive opener goes back to LISTEN. */
static enum sawtooth_tcp_state after_failure(const struct saw_ep *ep)
{
	return saw_tcp_fsm_passive(ep) ? SAWTOOTH_TCP_STATE_LISTEN : SAWTOOTH_TCP_STATE_CLOSED;
}

static void take_rst(struct saw_ep *ep, struct trail *trail, enum sawtooth_confidence confidence)
{
	if (!saw_tcp_fsm_gone(ep))
		go(ep, trail, after_failure(ep), SAWTOOTH_CAUSE_RECEIVED_RST, confidence);
}

/* A SYN-ACK proves that the SYN arrived, and from a fresh end also that it met a listener. */
static void infer_syn(struct saw_ep *ep, const struct saw_ep *peer, const struct saw_seg *seg,
		      struct trail *trail)
{
	bool seen = ep->bits & SAW_EP_SYN_RCVD;

	if (!(peer->bits & SAW_EP_SYN_SENT) || !saw_seq_after(seg->ack, peer->iss))
		return;
	if (saw_tcp_fsm_fresh(ep)) {
		ep->state = SAWTOOTH_TCP_STATE_LISTEN;
		go(ep, trail, SAWTOOTH_TCP_STATE_SYN_RECEIVED, SAWTOOTH_CAUSE_RECEIVED_SYN,
		   seen ? SAWTOOTH_CONFIDENCE_OBSERVED : SAWTOOTH_CONFIDENCE_INFERRED);
	} else if (ep->state == SAWTOOTH_TCP_STATE_SYN_SENT) {
		go(ep, trail, SAWTOOTH_TCP_STATE_SYN_RECEIVED, SAWTOOTH_CAUSE_RECEIVED_SYN,
		   SAWTOOTH_CONFIDENCE_INFERRED);
	}
}

/*
 * Only an initiator that got the SYN-ACK acknowledges its SYN. A responder that
 * sends data, or acknowledges some, got the acknowledgment of its own SYN, for
 * all that its peer sent after the SYN carried it. A FIN proves the same unless
 * that acknowledgment has not left yet: RFC 9293 lets SYN_RECEIVED close, too.
 */
static void infer_established(struct saw_ep *ep, const struct saw_ep *peer,
			      const struct saw_seg *seg, struct trail *trail)
{
	if (ep->state == SAWTOOTH_TCP_STATE_SYN_SENT && peer->bits & SAW_EP_SYN_ACK_SENT &&
	    saw_seq_after(seg->ack, peer->iss)) {
		go(ep, trail, SAWTOOTH_TCP_STATE_ESTABLISHED, SAWTOOTH_CAUSE_RECEIVED_SYN_ACK,
		   SAWTOOTH_CONFIDENCE_INFERRED);
		return;
	}
	if (ep->state == SAWTOOTH_TCP_STATE_SYN_RECEIVED && saw_tcp_fsm_acked_syn(peer, ep) &&
	    (seg->len || seg->flags & SAW_TCP_FIN || saw_seq_after(seg->ack, peer->iss + 1)))
		take_ack(ep, trail, SAWTOOTH_CONFIDENCE_INFERRED);
}

/*
 * An end in FIN_WAIT_1 whose FIN the peer acknowledged shows that it knows when
 * it acknowledges something that carried this acknowledgment. So it passes
 * through FIN_WAIT_2 if the peer's FIN carried it, and through CLOSING if the
 * two FINs crossed. Of a local end it is known without that: it was seen to take
 * the acknowledgment, or to drop it, and what it has from its peer may have
 * left before that and come later.
 */
static void infer_fin(struct saw_ep *ep, const struct saw_ep *peer, const struct saw_seg *seg,
		      struct trail *trail)
{
	bool held = ep->bits & SAW_EP_FIN_HELD;

	if (!(ep->bits & SAW_EP_LOCAL) && ep->state == SAWTOOTH_TCP_STATE_FIN_WAIT_1 &&
	    peer->bits & SAW_EP_FIN_ACKED && saw_seq_after(seg->ack, peer->fin_mark))
		take_ack(ep, trail, SAWTOOTH_CONFIDENCE_INFERRED);

	if (peer->bits & SAW_EP_FIN_SENT && !(ep->bits & SAW_EP_FIN_RCVD) &&
	    seg->ack == peer->fin + 1)
		take_fin(ep, peer, trail,
			 held ? SAWTOOTH_CONFIDENCE_OBSERVED : SAWTOOTH_CONFIDENCE_INFERRED);
}

unsigned int saw_tcp_fsm_infer(struct saw_ep *ep, const struct saw_ep *peer,
			       const struct saw_seg *seg, struct saw_step *steps)
{
	struct trail trail = { .steps = steps };

	if (!(seg->flags & SAW_TCP_ACK) || seg->flags & SAW_TCP_RST)
		return 0;
	if (seg->flags & SAW_TCP_SYN) {
		infer_syn(ep, peer, seg, &trail);
	} else {
		infer_established(ep, peer, seg, &trail);
		infer_fin(ep, peer, seg, &trail);
	}
	return trail.count;
}

/*
 * A SYN that is neither the first nor the same again belongs to another
 * incarnation. A SYN-ACK may change its number while nothing acknowledged it:
 * SYN cookies do.
 */
static void send_syn(struct saw_ep *ep, const struct saw_seg *seg, struct trail *trail)
{
	if (!(seg->flags & SAW_TCP_ACK) && saw_tcp_fsm_fresh(ep)) {
		ep->iss = seg->seq;
		ep->bits |= SAW_EP_SYN_SENT | SAW_EP_ACTIVE;
		advance_snd(ep, seg->seq + 1 + seg->len);
		go(ep, trail, SAWTOOTH_TCP_STATE_SYN_SENT, SAWTOOTH_CAUSE_SENT_SYN,
		   SAWTOOTH_CONFIDENCE_OBSERVED);
	} else if (seg->flags & SAW_TCP_ACK && ep->state == SAWTOOTH_TCP_STATE_SYN_RECEIVED) {
		ep->iss = seg->seq;
		ep->bits |= SAW_EP_SYN_SENT | SAW_EP_SYN_ACK_SENT;
		advance_snd(ep, seg->seq + 1 + seg->len);
		advance_ack(ep, seg->ack);
	}
}

/*
 * A RST ends its sender, with two exceptions: one sent for an end that is gone,
 * and one that answers a bad ACK in the handshake and takes its number from
 * there. That of a remote end was measured against its receiver already.
 */
static void send_rst(struct saw_ep *ep, const struct saw_seg *seg, struct trail *trail)
{
	if (saw_tcp_fsm_gone(ep))
		return;
	if (ep->bits & SAW_EP_LOCAL && (ep->state == SAWTOOTH_TCP_STATE_SYN_SENT ||
					ep->state == SAWTOOTH_TCP_STATE_SYN_RECEIVED) &&
	    (!saw_seq_after(seg->seq, ep->iss) || saw_seq_after(seg->seq, ep->snd_nxt)))
		return;
	ep->bits |= SAW_EP_RST_SENT;
	go(ep, trail, SAWTOOTH_TCP_STATE_CLOSED, SAWTOOTH_CAUSE_SENT_RST,
	   SAWTOOTH_CONFIDENCE_OBSERVED);
}

/* Was the end shut before its FIN could leave? Asked before it leaves, or as it does. */
static bool is_shut(const struct saw_ep *ep)
{
	return ep->state == SAWTOOTH_TCP_STATE_FIN_WAIT_1 ||
	       ep->state == SAWTOOTH_TCP_STATE_CLOSING ||
	       ep->state == SAWTOOTH_TCP_STATE_LAST_ACK;
}

static void send_fin(struct saw_ep *ep, u32 fin, struct trail *trail)
{
	enum sawtooth_tcp_state to = SAWTOOTH_TCP_STATE_FIN_WAIT_1;

	if (ep->bits & SAW_EP_FIN_SENT || ep->state == SAWTOOTH_TCP_STATE_SYN_SENT)
		return;
	ep->fin = fin;
	ep->bits |= SAW_EP_FIN_SENT;
	if (ep->bits & SAW_EP_FIN_RCVD)
		to = SAWTOOTH_TCP_STATE_LAST_ACK;
	else
		ep->bits |= SAW_EP_CROSSED;
	if (!is_shut(ep))
		go(ep, trail, to, SAWTOOTH_CAUSE_SENT_FIN, SAWTOOTH_CONFIDENCE_OBSERVED);
}

unsigned int saw_tcp_fsm_send(struct saw_ep *ep, const struct saw_seg *seg,
			      struct saw_step *steps)
{
	struct trail trail = { .steps = steps };
	u32 end = seg->seq + seg->len;

	if (seg->flags & SAW_TCP_RST) {
		send_rst(ep, seg, &trail);
		return trail.count;
	}
	if (seg->flags & SAW_TCP_SYN) {
		send_syn(ep, seg, &trail);
		return trail.count;
	}
	if (saw_tcp_fsm_gone(ep))
		return 0;

	if (ep->bits & SAW_EP_FIN_RCVD && seg->len && saw_seq_after(end, ep->snd_nxt))
		ep->bits |= SAW_EP_HALF;
	advance_ack(ep, seg->ack);
	if (ep->bits & SAW_EP_FIN_RCVD && !(ep->bits & SAW_EP_FIN_ACKED) &&
	    !saw_seq_before(seg->ack, ep->rcv_edge)) {
		ep->bits |= SAW_EP_FIN_ACKED;
		/* What lies before this segment left before it, and may come later. */
		advance_snd(ep, seg->seq);
		ep->fin_mark = ep->snd_nxt;
	}
	advance_snd(ep, end + !!(seg->flags & SAW_TCP_FIN));
	if (seg->flags & SAW_TCP_FIN)
		send_fin(ep, end, &trail);
	return trail.count;
}

static void receive_syn(struct saw_ep *ep, const struct saw_seg *seg, struct trail *trail)
{
	bool waits = saw_tcp_fsm_fresh(ep) || ep->state == SAWTOOTH_TCP_STATE_SYN_SENT;

	if (seg->flags & SAW_TCP_ACK) {
		if (ep->state != SAWTOOTH_TCP_STATE_SYN_SENT &&
		    ep->state != SAWTOOTH_TCP_STATE_SYN_RECEIVED)
			return;
		advance_edge(ep, seg->seq, seg->seq + 1);
		go(ep, trail, SAWTOOTH_TCP_STATE_ESTABLISHED, SAWTOOTH_CAUSE_RECEIVED_SYN_ACK,
		   SAWTOOTH_CONFIDENCE_OBSERVED);
	} else if (waits) {
		advance_edge(ep, seg->seq, seg->seq + 1);
		ep->bits |= SAW_EP_SYN_RCVD;
		if (ep->state == SAWTOOTH_TCP_STATE_SYN_SENT)
			go(ep, trail, SAWTOOTH_TCP_STATE_SYN_RECEIVED,
			   SAWTOOTH_CAUSE_RECEIVED_SYN, SAWTOOTH_CONFIDENCE_OBSERVED);
	}
}

/* RFC 9293 section 3.10.7.4, fifth check: the ACK of the SYN or of the FIN. */
static void receive_ack(struct saw_ep *ep, const struct saw_seg *seg, struct trail *trail)
{
	bool acked;

	switch (ep->state) {
	case SAWTOOTH_TCP_STATE_SYN_RECEIVED:
		acked = true;	/* else the segment were not accepted */
		break;
	case SAWTOOTH_TCP_STATE_FIN_WAIT_1:
	case SAWTOOTH_TCP_STATE_CLOSING:
	case SAWTOOTH_TCP_STATE_LAST_ACK:
		acked = ep->bits & SAW_EP_FIN_SENT && seg->ack == ep->fin + 1;
		break;
	default:
		return;
	}
	if (acked)
		take_ack(ep, trail, SAWTOOTH_CONFIDENCE_OBSERVED);
}

/* Seventh and eighth check: a FIN counts once everything before it is there. */
static void receive_text(struct saw_ep *ep, const struct saw_ep *peer, const struct saw_seg *seg,
			 struct trail *trail)
{
	if (ep->bits & SAW_EP_FIN_RCVD)
		return;
	advance_edge(ep, seg->seq, seg->seq + seg->len);
	if (seg->flags & SAW_TCP_FIN)
		ep->bits |= SAW_EP_FIN_HELD;
	if (ep->bits & SAW_EP_FIN_HELD &&
	    peer->bits & SAW_EP_FIN_SENT && ep->rcv_edge == peer->fin)
		take_fin(ep, peer, trail, SAWTOOTH_CONFIDENCE_OBSERVED);
}

unsigned int saw_tcp_fsm_receive(struct saw_ep *ep, const struct saw_ep *peer,
				 const struct saw_seg *seg, struct saw_step *steps)
{
	struct trail trail = { .steps = steps };

	if (!saw_tcp_accept(ep, peer, seg))
		return 0;
	if (seg->flags & SAW_TCP_RST) {
		take_rst(ep, &trail, SAWTOOTH_CONFIDENCE_OBSERVED);
	} else if (seg->flags & SAW_TCP_SYN) {
		receive_syn(ep, seg, &trail);
	} else if (!saw_tcp_fsm_gone(ep) && ep->state != SAWTOOTH_TCP_STATE_SYN_SENT) {
		receive_ack(ep, seg, &trail);
		receive_text(ep, peer, seg, &trail);
	}
	return trail.count;
}

unsigned int saw_tcp_fsm_expire(struct saw_ep *ep, enum sawtooth_cause cause,
				struct saw_step *steps)
{
	struct trail trail = { .steps = steps };

	switch (cause) {
	case SAWTOOTH_CAUSE_RECEIVED_ACK:
		take_ack(ep, &trail, SAWTOOTH_CONFIDENCE_TIMER);
		break;
	case SAWTOOTH_CAUSE_RECEIVED_RST:
		take_rst(ep, &trail, SAWTOOTH_CONFIDENCE_TIMER);
		break;
	case SAWTOOTH_CAUSE_RECEIVED_UNREACHABLE:
	case SAWTOOTH_CAUSE_RECEIVED_PROHIBITED:
		go(ep, &trail, SAWTOOTH_TCP_STATE_CLOSED, cause, SAWTOOTH_CONFIDENCE_OBSERVED);
		break;
	default:
		go(ep, &trail, SAWTOOTH_TCP_STATE_CLOSED, cause, SAWTOOTH_CONFIDENCE_TIMER);
	}
	return trail.count;
}

unsigned int saw_tcp_fsm_icmp(struct saw_ep *ep, const struct saw_icmp *icmp,
			      struct saw_step *steps)
{
	struct trail trail = { .steps = steps };

	go(ep, &trail, SAWTOOTH_TCP_STATE_LISTEN,
	   icmp->prohibited ? SAWTOOTH_CAUSE_RECEIVED_PROHIBITED :
			      SAWTOOTH_CAUSE_RECEIVED_UNREACHABLE,
	   SAWTOOTH_CONFIDENCE_OBSERVED);
	return trail.count;
}

unsigned int saw_tcp_fsm_close(struct saw_ep *ep, enum sawtooth_cause cause,
			       enum sawtooth_confidence confidence, struct saw_step *steps)
{
	struct trail trail = { .steps = steps };

	if (!saw_tcp_fsm_gone(ep))
		go(ep, &trail, SAWTOOTH_TCP_STATE_CLOSED, cause, confidence);
	return trail.count;
}

unsigned int saw_tcp_fsm_shut(struct saw_ep *ep, struct saw_step *steps)
{
	static const u8 next[__SAWTOOTH_TCP_STATE_MAX] = {
		[SAWTOOTH_TCP_STATE_SYN_RECEIVED] = SAWTOOTH_TCP_STATE_FIN_WAIT_1,
		[SAWTOOTH_TCP_STATE_ESTABLISHED] = SAWTOOTH_TCP_STATE_FIN_WAIT_1,
		[SAWTOOTH_TCP_STATE_CLOSE_WAIT] = SAWTOOTH_TCP_STATE_LAST_ACK,
	};
	struct trail trail = { .steps = steps };

	if (next[ep->state])
		go(ep, &trail, next[ep->state], SAWTOOTH_CAUSE_SHUT,
		   SAWTOOTH_CONFIDENCE_OBSERVED);
	return trail.count;
}

unsigned int saw_tcp_fsm_release(struct saw_ep *ep, struct saw_step *steps)
{
	struct trail trail = { .steps = steps };

	if (ep->state == SAWTOOTH_TCP_STATE_FIN_WAIT_1 || ep->state == SAWTOOTH_TCP_STATE_CLOSING)
		take_ack(ep, &trail, SAWTOOTH_CONFIDENCE_OBSERVED);
	return trail.count;
}

unsigned int saw_tcp_fsm_pick_up(struct saw_ep *ep, enum sawtooth_tcp_state state, u32 edge,
				 struct saw_step *steps)
{
	struct trail trail = { .steps = steps };

	advance_edge(ep, edge, edge);
	go(ep, &trail, state, SAWTOOTH_CAUSE_MIDSTREAM, SAWTOOTH_CONFIDENCE_MIDSTREAM);
	return trail.count;
}
