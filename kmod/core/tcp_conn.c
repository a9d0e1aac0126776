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
 * What SYN and SYN-ACK agree on. The windows are scaled, and there is Multipath TCP, if
 * both have the option; data in a SYN counts as refused until it is acknowledged.
 */
static void note_options(struct saw_tcp_conn *conn, unsigned int sender,
			 const struct saw_seg *seg)
{
	u8 mptcp = SAWTOOTH_MPTCP_NONE;

	if (seg->options & SAW_OPTION_MP_CAPABLE)
		mptcp = SAWTOOTH_MPTCP_CAPABLE;
	else if (seg->options & SAW_OPTION_MP_JOIN)
		mptcp = SAWTOOTH_MPTCP_JOIN;
	conn->mptcp = mptcp;
	conn->shift[sender] = seg->options & SAW_OPTION_SHIFT;
	conn->window[sender] = seg->window;
	if (!(seg->flags & SAW_TCP_ACK)) {
		if (seg->len)
			conn->fast_open = SAWTOOTH_FAST_OPEN_REFUSED;
		else if (seg->options & SAW_OPTION_FAST_OPEN)
			conn->fast_open = SAWTOOTH_FAST_OPEN_REQUESTED;
		return;
	}
	if (!(seg->options & SAW_OPTION_SCALE))
		conn->shift[!sender] = 0;
	if (conn->fast_open == SAWTOOTH_FAST_OPEN_REFUSED &&
	    saw_seq_after(seg->ack, conn->ep[!sender].iss + 1))
		conn->fast_open = SAWTOOTH_FAST_OPEN_ACCEPTED;
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

	conn->window[sender] = seg->window;
	conn->waits[!sender] = SAW_WAIT_NOTHING;
	if (!behind || behind >= 1U << 31 || !saw_ep_has(snd, SAW_EP_SENT))
		return;
	conn->resent = 1;
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

/* @role has taken all that waited before the ACK of its FIN, so it takes that. */
static void release_ack(struct saw_tcp_work *work, unsigned int role)
{
	struct saw_ep *ep = &work->conn->ep[role];
	struct saw_step step;

	work->conn->held &= ~(1U << role);
	saw_tcp_news_record(work, role, &step, saw_tcp_fsm_release(ep, &step));
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
	if (conn->held & 1U << sender && !saw_seq_before(seg->ack, snd->rcv_edge))
		release_ack(work, sender);
	count = saw_tcp_fsm_send(snd, seg, steps);
	note_keep_alive(conn, sender, steps, count);
	saw_tcp_news_record(work, sender, steps, count);

	if (seg->flags & SAW_TCP_SYN) {
		account_syn(work, sender, seg, before);
		if (conn->outcome == SAWTOOTH_OUTCOME_PENDING)
			note_options(conn, sender, seg);
	}
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

	if (work->conn->held & 1U << !sender)
		release_ack(work, !sender);
	saw_tcp_news_record(work, !sender, steps, saw_tcp_fsm_receive(rcv, snd, seg, steps));
}

/*
 * Is @seg, seen at @point, known to be its sender's? Where it goes by, its receiver may
 * know more of what was sent than is known here.
 */
static bool is_senders(const struct saw_ep *snd, const struct saw_ep *rcv, enum saw_point point,
		       const struct saw_seg *seg)
{
	switch (point) {
	case SAW_POINT_OUT:
		return true;
	case SAW_POINT_IN_LOOP:
		return false;
	case SAW_POINT_PASS:
		if (seg->flags & SAW_TCP_RST && saw_ep_has(snd, SAW_EP_SENT) &&
		    seg->seq == snd->snd_nxt)
			return true;
		fallthrough;
	default:
		return saw_tcp_accept_origin(rcv, snd, seg);
	}
}

static bool arrives(enum saw_point point)
{
	return point == SAW_POINT_IN || point == SAW_POINT_IN_LOOP;
}

/* False if @seg is a RST that reaches the end @role and is not accepted. */
static bool stands_reset(struct saw_tcp_work *work, unsigned int role, const struct saw_seg *seg)
{
	struct saw_tcp_conn *conn = work->conn;
	const struct saw_ep *ep = &conn->ep[role];
	enum sawtooth_reset_verdict verdict;

	if (!(seg->flags & SAW_TCP_RST) || saw_tcp_fsm_gone(ep))
		return true;
	verdict = saw_tcp_accept_reset(ep, seg, (u32)conn->window[role] << conn->shift[role]);
	if (verdict == SAWTOOTH_RESET_VERDICT_ACCEPTED) {
		if (ep->state != SAWTOOTH_TCP_STATE_TIME_WAIT || !conn->rfc1337)
			return true;
		verdict = SAWTOOTH_RESET_VERDICT_TIME_WAIT;
	}
	conn->reset_verdict = verdict;
	count_up(&conn->resets_ignored);
	work->news->reset_ignored = true;
	return false;
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
	if (is_senders(snd, rcv, point, seg)) {
		note_wait(conn, sender, seg);
		saw_tcp_fsm_sent(snd, seg);
	}
	if (arrives(point) && saw_tcp_accept(rcv, snd, seg))
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
	if (arrives(point) && !stands_reset(&work, !sender, seg))
		return;
	conn->last = now;
	if (saw_tcp_conn_flows(conn, sender, point, seg))
		return;
	if (!conn->transitions && seg->flags & SAW_TCP_ACK && !(seg->flags & SAW_TCP_RST))
		pick_up(&work, sender, seg);

	if (is_senders(snd, rcv, point, seg))
		handle_send(&work, sender, seg);
	if (arrives(point))
		handle_receive(&work, sender, seg);
	else if (point == SAW_POINT_BUSY)
		conn->held |= 1U << !sender;

	/* A refusal that leaves for a remote end moves nobody, and is not seen to arrive. */
	reset = seg->flags & SAW_TCP_RST &&
		(news->count || (saw_ep_has(snd, SAW_EP_RST_SENT) &&
				 !saw_ep_has(rcv, SAW_EP_LOCAL)));
	if (reset)
		conn->reset_verdict = SAWTOOTH_RESET_VERDICT_ACCEPTED;
	saw_tcp_news_segment(&work, reset);
}

bool saw_tcp_conn_asks(const struct saw_tcp_conn *conn, enum sawtooth_role sender,
		       enum saw_point point, const struct saw_seg *seg)
{
	const struct saw_ep *rcv = &conn->ep[!sender];

	if (!arrives(point) || (point == SAW_POINT_IN_LOOP && !conn->resent) ||
	    !saw_ep_has(rcv, SAW_EP_LOCAL) ||
	    (seg->flags & (SAW_TCP_SYN | SAW_TCP_RST | SAW_TCP_ACK)) != SAW_TCP_ACK)
		return false;
	switch (rcv->state) {
	case SAWTOOTH_TCP_STATE_SYN_RECEIVED:
		return saw_ep_has(rcv, SAW_EP_ACTIVE);
	case SAWTOOTH_TCP_STATE_ESTABLISHED:
	case SAWTOOTH_TCP_STATE_FIN_WAIT_2:
		return seg->flags & SAW_TCP_FIN || saw_ep_has(rcv, SAW_EP_FIN_HELD);
	case SAWTOOTH_TCP_STATE_FIN_WAIT_1:
	case SAWTOOTH_TCP_STATE_CLOSING:
	case SAWTOOTH_TCP_STATE_LAST_ACK:
		return true;
	default:
		return false;
	}
}

void saw_tcp_conn_edge(struct saw_tcp_conn *conn, enum sawtooth_role role, u32 edge)
{
	struct saw_ep *ep = &conn->ep[role];

	if (saw_seq_before(edge, ep->rcv_edge))
		ep->rcv_edge = edge;
}

bool saw_tcp_conn_busy(const struct saw_tcp_conn *conn, enum sawtooth_role role,
		       const struct saw_seg *seg, u32 edge)
{
	const struct saw_ep *ep = &conn->ep[role];

	return ep->state == SAWTOOTH_TCP_STATE_FIN_WAIT_1 && saw_ep_has(ep, SAW_EP_FIN_HELD) &&
	       saw_ep_has(ep, SAW_EP_FIN_SENT) && seg->ack == ep->fin + 1 && !seg->len &&
	       !(seg->flags & SAW_TCP_FIN) && saw_seq_before(edge, ep->rcv_edge);
}

void saw_tcp_conn_shut(struct saw_tcp_conn *conn, enum sawtooth_role role, u64 now,
		       struct saw_news *news)
{
	struct saw_tcp_work work = { .conn = conn, .news = news, .now = now };
	struct saw_step step;

	saw_tcp_news_clear(news);
	saw_tcp_news_record(&work, role, &step, saw_tcp_fsm_shut(&conn->ep[role], &step));
}

/* RFC 9293 section 3.10.7.4: a SYN is newer if it lies beyond all that was received. */
bool saw_tcp_conn_reused(const struct saw_tcp_conn *conn, enum sawtooth_role sender,
			 const struct saw_seg *seg, enum saw_stamp stamp, bool gone)
{
	const struct saw_ep *snd = &conn->ep[sender];
	const struct saw_ep *rcv = &conn->ep[!sender];

	if (!(seg->flags & SAW_TCP_SYN) || !saw_tcp_accept_flags(seg))
		return false;
	/* That a SYN was newer, for all that is not known here, shows when it is answered. */
	if (seg->flags & SAW_TCP_ACK)
		return saw_ep_has(snd, SAW_EP_LOCAL) && snd->state == SAWTOOTH_TCP_STATE_TIME_WAIT;
	/* The first SYN of this end: a simultaneous open. Or the same SYN again. */
	if (saw_tcp_fsm_fresh(snd) || (saw_ep_has(snd, SAW_EP_SYN_SENT) && seg->seq == snd->iss))
		return false;
	/* A local end that sends a SYN has left the old connection, whatever was seen of it. */
	if (saw_ep_has(snd, SAW_EP_LOCAL) || saw_tcp_fsm_gone(rcv) || gone)
		return true;
	if (rcv->state != SAWTOOTH_TCP_STATE_TIME_WAIT || stamp == SAW_STAMP_OLD)
		return false;
	return stamp == SAW_STAMP_NEW || saw_seq_after(seg->seq, rcv->rcv_edge);
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
