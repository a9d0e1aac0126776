// SPDX-License-Identifier: GPL-2.0
#include "tcp_conn.h"
#include "tcp_accept.h"
#include "tcp_news.h"

static_assert(sizeof(struct saw_tcp_conn) <= 136, "a tracked connection has 256 bytes in all");

bool saw_tcp_conn_begins(const struct saw_seg *seg, enum sawtooth_role *sender)
{
	if (!saw_tcp_accept_flags(seg) || seg->flags & SAW_TCP_RST)
		return false;
	if (seg->flags & SAW_TCP_SYN && seg->flags & SAW_TCP_ACK)
		*sender = SAWTOOTH_ROLE_RESPONDER;
	else
		*sender = SAWTOOTH_ROLE_INITIATOR;
	return seg->len || seg->flags & (SAW_TCP_SYN | SAW_TCP_FIN);
}

void saw_tcp_conn_init(struct saw_tcp_conn *conn, u64 now)
{
	memset(conn, 0, sizeof(*conn));
	conn->start = now;
	conn->last = now;
}

/*
 * The first segment is not a SYN. After a SYN-ACK the ends are where the
 * handshake has them; else both are taken as ESTABLISHED, the least that data
 * and FIN prove, and what follows corrects it.
 */
static void pick_up(struct saw_tcp_work *work, unsigned int sender, const struct saw_seg *seg)
{
	struct saw_ep *snd = &work->conn->ep[sender];
	struct saw_ep *rcv = &work->conn->ep[!sender];
	bool syn = seg->flags & SAW_TCP_SYN;
	struct saw_step step;
	unsigned int count;

	if (syn) {
		rcv->iss = seg->ack - 1;
		rcv->snd_nxt = seg->ack;
		rcv->bits |= SAW_EP_SYN_SENT;
	}
	work->conn->outcome = SAWTOOTH_OUTCOME_UNSEEN;
	count = saw_tcp_fsm_pick_up(snd, syn ? SAWTOOTH_TCP_STATE_SYN_RECEIVED :
					       SAWTOOTH_TCP_STATE_ESTABLISHED, seg->ack, &step);
	saw_tcp_news_record(work, sender, &step, count);
	count = saw_tcp_fsm_pick_up(rcv, syn ? SAWTOOTH_TCP_STATE_SYN_SENT :
					       SAWTOOTH_TCP_STATE_ESTABLISHED, seg->seq, &step);
	saw_tcp_news_record(work, !sender, &step, count);
}

static void count_up(u8 *counter)
{
	if (*counter < 255)
		(*counter)++;
}

/* SYN and SYN-ACK: sent again, or the end of the first leg. @before are the sender's bits. */
static void account_syn(struct saw_tcp_work *work, unsigned int sender, const struct saw_seg *seg,
			u16 before)
{
	struct saw_tcp_conn *conn = work->conn;
	const struct saw_ep *snd = &conn->ep[sender];
	bool again = seg->seq == snd->iss;

	if (!(seg->flags & SAW_TCP_ACK)) {
		if (again && before & SAW_EP_SYN_SENT) {
			count_up(&conn->syn_retransmits);
			work->news->syn_retransmit = true;
		}
	} else if (before & SAW_EP_SYN_ACK_SENT) {
		if (again) {
			count_up(&conn->syn_ack_retransmits);
			work->news->syn_ack_retransmit = true;
		}
	} else if (conn->outcome == SAWTOOTH_OUTCOME_PENDING &&
		   saw_ep_has(snd, SAW_EP_SYN_ACK_SENT) &&
		   !saw_ep_has(&conn->ep[!sender], SAW_EP_SYN_ACK_SENT)) {
		conn->syn_leg = work->now - conn->start;
	}
}

/* Who closed first, and how long the connection was half-closed. */
static void account_end(struct saw_tcp_work *work, unsigned int sender, u16 before)
{
	struct saw_tcp_conn *conn = work->conn;
	const struct saw_ep *snd = &conn->ep[sender];
	u16 newly = snd->bits & ~before;
	bool other = saw_ep_has(&conn->ep[!sender], SAW_EP_FIN_SENT);

	if (newly & SAW_EP_RST_SENT && !other)
		conn->closer = sender;
	if (!(newly & SAW_EP_FIN_SENT))
		return;
	if (other) {
		conn->fin_time = work->now - conn->fin_time;
	} else {
		conn->fin_time = work->now;
		conn->closer = sender;
	}
}

/*
 * A RST of an end that is still CLOSED makes no transition there. It counts if
 * it answers the SYN of the other end.
 */
static void note_refusal(struct saw_ep *snd, const struct saw_ep *rcv, const struct saw_seg *seg)
{
	if (seg->flags & SAW_TCP_RST && saw_tcp_fsm_fresh(snd) &&
	    rcv->state == SAWTOOTH_TCP_STATE_SYN_SENT && saw_tcp_accept(rcv, snd, seg))
		snd->bits |= SAW_EP_RST_SENT;
}

/*
 * @seg is about to be seen leaving: its sender has heard its peer, or tries again. What
 * goes in order, which is nearly everything, is known by one comparison.
 */
static inline void note_wait(struct saw_tcp_conn *conn, unsigned int sender,
			     const struct saw_seg *seg)
{
	const struct saw_ep *snd = &conn->ep[sender];
	u32 behind = snd->snd_nxt - seg->seq;

	conn->waits[!sender] = SAW_WAIT_NOTHING;
	if (!behind || behind >= 1U << 31 || !saw_ep_has(snd, SAW_EP_SENT))
		return;
	if (seg->len || seg->flags & SAW_TCP_FIN)
		conn->waits[sender] = SAW_WAIT_AGAIN;
	else if (behind == 1)
		conn->waits[sender] = SAW_WAIT_PROBE;
}

/* Linux gives up its probes with a RST, which has to be told from one that a user wanted. */
static void note_keep_alive(const struct saw_tcp_conn *conn, unsigned int sender,
			    struct saw_step *steps, unsigned int count)
{
	if (count && steps->cause == SAWTOOTH_CAUSE_SENT_RST &&
	    conn->waits[sender] == SAW_WAIT_PROBE)
		steps->cause = SAWTOOTH_CAUSE_KEEP_ALIVE_TIMEOUT;
}

static void handle_send(struct saw_tcp_work *work, unsigned int sender, const struct saw_seg *seg)
{
	struct saw_tcp_conn *conn = work->conn;
	struct saw_ep *snd = &conn->ep[sender];
	struct saw_ep *rcv = &conn->ep[!sender];
	bool acked = saw_tcp_fsm_acked_syn(snd, rcv);
	struct saw_step steps[SAW_STEPS_MAX];
	u16 before = snd->bits;
	unsigned int count;

	note_refusal(snd, rcv, seg);
	if (!(seg->flags & (SAW_TCP_SYN | SAW_TCP_RST)))
		note_wait(conn, sender, seg);
	saw_tcp_news_record(work, sender, steps, saw_tcp_fsm_infer(snd, rcv, seg, steps));
	count = saw_tcp_fsm_send(snd, seg, steps);
	note_keep_alive(conn, sender, steps, count);
	saw_tcp_news_record(work, sender, steps, count);

	if (seg->flags & SAW_TCP_SYN)
		account_syn(work, sender, seg, before);
	account_end(work, sender, before);
	if (conn->outcome == SAWTOOTH_OUTCOME_PENDING && saw_ep_has(rcv, SAW_EP_SYN_ACK_SENT) &&
	    !acked && saw_tcp_fsm_acked_syn(snd, rcv))
		conn->ack_leg = work->now - conn->start - conn->syn_leg;
}

static void handle_receive(struct saw_tcp_work *work, unsigned int sender,
			   const struct saw_seg *seg)
{
	struct saw_ep *snd = &work->conn->ep[sender];
	struct saw_ep *rcv = &work->conn->ep[!sender];
	struct saw_step steps[SAW_STEPS_MAX];

	saw_tcp_news_record(work, !sender, steps, saw_tcp_fsm_receive(rcv, snd, seg, steps));
}

bool saw_tcp_conn_flows(struct saw_tcp_conn *conn, enum sawtooth_role sender,
			enum saw_point point, const struct saw_seg *seg)
{
	struct saw_ep *snd = &conn->ep[sender];
	struct saw_ep *rcv = &conn->ep[!sender];

	if ((seg->flags & (SAW_TCP_SYN | SAW_TCP_FIN | SAW_TCP_RST | SAW_TCP_ACK)) != SAW_TCP_ACK ||
	    snd->state != SAWTOOTH_TCP_STATE_ESTABLISHED ||
	    rcv->state != SAWTOOTH_TCP_STATE_ESTABLISHED ||
	    (snd->bits | rcv->bits) & SAW_EP_ENDS || conn->outcome == SAWTOOTH_OUTCOME_PENDING)
		return false;
	if (point == SAW_POINT_OUT ||
	    (point == SAW_POINT_IN && saw_tcp_accept_origin(rcv, snd, seg))) {
		note_wait(conn, sender, seg);
		saw_tcp_fsm_sent(snd, seg);
	}
	if (point != SAW_POINT_OUT && saw_tcp_accept(rcv, snd, seg))
		saw_tcp_fsm_received(rcv, seg);
	return true;
}

void saw_tcp_conn_segment(struct saw_tcp_conn *conn, enum sawtooth_role sender,
			  enum saw_point point, const struct saw_seg *seg,
			  u64 now, struct saw_news *news)
{
	struct saw_tcp_work work = { .conn = conn, .news = news, .now = now };
	const struct saw_ep *snd = &conn->ep[sender];
	const struct saw_ep *rcv = &conn->ep[!sender];
	bool reset;

	saw_tcp_news_clear(news);
	if (!saw_tcp_accept_flags(seg))
		return;
	conn->last = now;
	if (saw_tcp_conn_flows(conn, sender, point, seg))
		return;
	if (!conn->transitions && seg->flags & SAW_TCP_ACK && !(seg->flags & SAW_TCP_RST))
		pick_up(&work, sender, seg);

	if (point == SAW_POINT_OUT ||
	    (point == SAW_POINT_IN && saw_tcp_accept_origin(rcv, snd, seg)))
		handle_send(&work, sender, seg);
	if (point != SAW_POINT_OUT)
		handle_receive(&work, sender, seg);

	/* A refusal that leaves for a remote end moves nobody, and is not seen to arrive. */
	reset = seg->flags & SAW_TCP_RST &&
		(news->count || (saw_ep_has(snd, SAW_EP_RST_SENT) &&
				 !saw_ep_has(rcv, SAW_EP_LOCAL)));
	saw_tcp_news_segment(&work, reset);
}

/* RFC 9293 section 3.10.7.4: a SYN is newer if it lies beyond all that was received. */
bool saw_tcp_conn_reused(const struct saw_tcp_conn *conn, enum sawtooth_role sender,
			 const struct saw_seg *seg)
{
	const struct saw_ep *snd = &conn->ep[sender];
	const struct saw_ep *rcv = &conn->ep[!sender];

	if (!(seg->flags & SAW_TCP_SYN) || seg->flags & SAW_TCP_ACK ||
	    !saw_tcp_accept_flags(seg))
		return false;
	/* The first SYN of this end: a simultaneous open. Or the same SYN again. */
	if (saw_tcp_fsm_fresh(snd) || (saw_ep_has(snd, SAW_EP_SYN_SENT) && seg->seq == snd->iss))
		return false;
	/* A local end that sends a SYN has left the old connection, whatever was seen of it. */
	if (saw_ep_has(snd, SAW_EP_LOCAL) || saw_tcp_fsm_gone(rcv))
		return true;
	return rcv->state == SAWTOOTH_TCP_STATE_TIME_WAIT &&
	       saw_seq_after(seg->seq, rcv->rcv_edge);
}

/*
 * The sender of the SYN has left the old connection; its peer did when the SYN
 * reached it. Of a remote peer this is only to be expected.
 */
void saw_tcp_conn_end(struct saw_tcp_conn *conn, enum sawtooth_role sender, u64 now,
		      struct saw_news *news)
{
	struct saw_tcp_work work = { .conn = conn, .news = news, .now = now };
	struct saw_ep *snd = &conn->ep[sender];
	struct saw_ep *rcv = &conn->ep[!sender];
	struct saw_step step;
	unsigned int count;

	saw_tcp_news_clear(news);
	count = saw_tcp_fsm_close(snd, SAWTOOTH_CAUSE_SENT_SYN,
				  saw_ep_has(snd, SAW_EP_LOCAL) ? SAWTOOTH_CONFIDENCE_OBSERVED :
								  SAWTOOTH_CONFIDENCE_INFERRED,
				  &step);
	saw_tcp_news_record(&work, sender, &step, count);
	count = saw_tcp_fsm_close(rcv, SAWTOOTH_CAUSE_RECEIVED_SYN,
				  saw_ep_has(rcv, SAW_EP_LOCAL) ? SAWTOOTH_CONFIDENCE_OBSERVED :
								  SAWTOOTH_CONFIDENCE_TIMER,
				  &step);
	saw_tcp_news_record(&work, !sender, &step, count);
	saw_tcp_news_silence(&work);
}
