// SPDX-License-Identifier: GPL-2.0
#include "tcp_accept.h"

#define SYN_WINDOW 0x10000U	/* the window in a SYN-ACK is never scaled */

/* Does @ack cover the SYN of @ep and nothing that it did not send? */
static bool acks_syn(const struct saw_ep *ep, u32 ack)
{
	return saw_seq_after(ack, ep->iss) && !saw_seq_after(ack, ep->snd_nxt);
}

static bool near(u32 a, u32 b)
{
	return a - b + SAW_TCP_WINDOW_MAX <= 2 * SAW_TCP_WINDOW_MAX;
}

/* Linux takes a RST in place of a FIN that it already has: some stacks send that. */
static bool rst_repeats_fin(const struct saw_ep *ep, u32 seq)
{
	switch (ep->state) {
	case SAWTOOTH_TCP_STATE_CLOSE_WAIT:
	case SAWTOOTH_TCP_STATE_CLOSING:
	case SAWTOOTH_TCP_STATE_LAST_ACK:
		return seq == ep->rcv_edge - 1;
	default:
		return false;
	}
}

/*
 * RFC 5961 section 3.2: a RST must hit RCV.NXT exactly, else the receiver only
 * answers with a challenge ACK. The number known here, @rcv_edge, is behind
 * RCV.NXT between the filling of a hole and the acknowledgment that follows at
 * once; then RCV.NXT is @rcv_max. With a hole, @rcv_max is the right edge of the
 * highest SACK block, which Linux accepts as well.
 *
 * An embryonic connection accepts a RST anywhere in its window.
 */
static bool accept_rst(const struct saw_ep *ep, const struct saw_seg *seg)
{
	switch (ep->state) {
	case SAWTOOTH_TCP_STATE_SYN_SENT:
		return seg->flags & SAW_TCP_ACK && acks_syn(ep, seg->ack);
	case SAWTOOTH_TCP_STATE_SYN_RECEIVED:
		return seg->seq - ep->rcv_edge < SYN_WINDOW;
	default:
		return seg->seq == ep->rcv_edge || seg->seq == ep->rcv_max ||
		       rst_repeats_fin(ep, seg->seq);
	}
}

enum sawtooth_reset_verdict saw_tcp_accept_reset(const struct saw_ep *ep,
						 const struct saw_seg *seg, u32 window)
{
	if (accept_rst(ep, seg))
		return SAWTOOTH_RESET_VERDICT_ACCEPTED;
	switch (ep->state) {
	case SAWTOOTH_TCP_STATE_SYN_SENT:
	case SAWTOOTH_TCP_STATE_SYN_RECEIVED:
	case SAWTOOTH_TCP_STATE_TIME_WAIT:
		return SAWTOOTH_RESET_VERDICT_OUTSIDE;
	default:
		return seg->seq - ep->rcv_edge <= window ? SAWTOOTH_RESET_VERDICT_CHALLENGED :
							   SAWTOOTH_RESET_VERDICT_OUTSIDE;
	}
}

/*
 * A SYN-ACK answers the SYN, confirms a SYN that crossed it, or is one sent
 * again. A SYN moves only an end that waits for one, so nothing is asked of it.
 */
static bool accept_syn(const struct saw_ep *ep, const struct saw_ep *peer,
		       const struct saw_seg *seg)
{
	if (!(seg->flags & SAW_TCP_ACK))
		return true;

	switch (ep->state) {
	case SAWTOOTH_TCP_STATE_SYN_SENT:
		return acks_syn(ep, seg->ack);
	case SAWTOOTH_TCP_STATE_SYN_RECEIVED:
		return acks_syn(ep, seg->ack) && seg->seq == ep->rcv_edge - 1;
	default:
		return seg->seq == peer->iss;
	}
}

/* An ACK of what @ep never sent is not its peer's. Only a start that was seen gives certainty. */
static bool accept_ack(const struct saw_ep *ep, u32 ack)
{
	if (ep->bits & SAW_EP_SENT && !near(ack, ep->snd_nxt))
		return false;
	return !(ep->bits & SAW_EP_SYN_SENT) || !saw_seq_after(ack, ep->snd_nxt);
}

bool saw_tcp_accept_origin(const struct saw_ep *ep, const struct saw_ep *peer,
			   const struct saw_seg *seg)
{
	if (seg->flags & SAW_TCP_RST)
		return accept_rst(ep, seg);
	if (seg->flags & SAW_TCP_SYN)
		return accept_syn(ep, peer, seg);
	return accept_ack(ep, seg->ack) && near(seg->seq, ep->rcv_edge);
}

/*
 * RFC 9293 section 3.10.7.4: what lies wholly before RCV.NXT is not acted upon,
 * not even its ACK. Linux compares with what it last acknowledged.
 */
bool saw_tcp_accept(const struct saw_ep *ep, const struct saw_ep *peer,
		    const struct saw_seg *seg)
{
	u32 end = seg->seq + seg->len + !!(seg->flags & SAW_TCP_FIN);

	if (!saw_tcp_accept_origin(ep, peer, seg))
		return false;
	if (seg->flags & (SAW_TCP_RST | SAW_TCP_SYN))
		return true;
	if (ep->state == SAWTOOTH_TCP_STATE_SYN_RECEIVED && !acks_syn(ep, seg->ack))
		return false;
	return !(ep->bits & SAW_EP_ACKED && saw_seq_before(end, ep->rcv_nxt));
}
