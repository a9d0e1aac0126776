/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The short way of most segments: data or an acknowledgment, in order, between two ends in
 * ESTABLISHED. It is inline where segments come in, and does what saw_tcp_conn_flows()
 * does with the same segment; whatever asks for more is left to that.
 */
#ifndef _SAW_CORE_TCP_FLOW_H
#define _SAW_CORE_TCP_FLOW_H

#include "tcp_accept.h"
#include "tcp_conn.h"

/* In ESTABLISHED, with every number known, and nothing of the end has begun. */
static inline bool saw_tcp_flow_stands(const struct saw_ep *ep)
{
	const u16 known = SAW_EP_SENT | SAW_EP_ACKED | SAW_EP_EDGE;

	return ep->state == SAWTOOTH_TCP_STATE_ESTABLISHED &&
	       (ep->bits & (known | SAW_EP_ENDS)) == known;
}

/* @snd sent the segment: it has got everything before @ack. */
static inline void saw_tcp_flow_send(struct saw_tcp_conn *conn, unsigned int sender,
				     u32 end, u32 ack, u16 window)
{
	struct saw_ep *snd = &conn->ep[sender];

	conn->window[sender] = window;
	conn->waits[!sender] = SAW_WAIT_NOTHING;
	snd->snd_nxt = end;
	snd->rcv_nxt = ack;
	if (saw_seq_after(ack, snd->rcv_edge)) {
		snd->rcv_edge = ack;
		if (saw_seq_after(ack, snd->rcv_max))
			snd->rcv_max = ack;
	}
}

static inline void saw_tcp_flow_receive(struct saw_ep *rcv, u32 end)
{
	rcv->rcv_edge = end;
	if (saw_seq_after(end, rcv->rcv_max))
		rcv->rcv_max = end;
}

/*
 * A segment of @sender without SYN, FIN and RST and with ACK, @len bytes from @seq, was seen
 * at @point, which the compiler had better know. False if it is not as said above; then
 * nothing was changed. The caller sets @last of the connection.
 */
static __always_inline bool saw_tcp_flow(struct saw_tcp_conn *conn, unsigned int sender,
					 enum saw_point point, u32 seq, u32 len, u32 ack,
					 u16 window)
{
	struct saw_ep *snd = &conn->ep[sender];
	struct saw_ep *rcv = &conn->ep[!sender];
	u32 end = seq + len;

	if (!saw_tcp_flow_stands(snd) || !saw_tcp_flow_stands(rcv) ||
	    conn->outcome == SAWTOOTH_OUTCOME_PENDING)
		return false;
	if (point != SAW_POINT_IN_LOOP &&
	    (seq != snd->snd_nxt || saw_seq_before(ack, snd->rcv_nxt)))
		return false;
	if (point != SAW_POINT_OUT && rcv->snd_nxt - ack > SAW_TCP_WINDOW_MAX)
		return false;
	if (seq - rcv->rcv_edge > (point == SAW_POINT_PASS ? SAW_TCP_WINDOW_MAX : 0) &&
	    point != SAW_POINT_OUT)
		return false;
	if (point != SAW_POINT_IN_LOOP)
		saw_tcp_flow_send(conn, sender, end, ack, window);
	if (point == SAW_POINT_IN || point == SAW_POINT_IN_LOOP)
		saw_tcp_flow_receive(rcv, end);
	return true;
}

#endif /* _SAW_CORE_TCP_FLOW_H */
