// SPDX-License-Identifier: GPL-2.0
#include "tcp_news.h"

/* What must have reached @ep, a remote end, if it stays silent; NONE if nothing. */
static enum sawtooth_cause presumed(const struct saw_ep *ep, const struct saw_ep *peer)
{
	bool acked;

	if (saw_ep_has(ep, SAW_EP_LOCAL))
		return SAWTOOTH_CAUSE_NONE;
	if (saw_ep_has(peer, SAW_EP_RST_SENT))
		return SAWTOOTH_CAUSE_RECEIVED_RST;
	switch (ep->state) {
	case SAWTOOTH_TCP_STATE_SYN_RECEIVED:
		acked = saw_tcp_fsm_acked_syn(peer, ep);
		break;
	case SAWTOOTH_TCP_STATE_FIN_WAIT_1:
	case SAWTOOTH_TCP_STATE_CLOSING:
	case SAWTOOTH_TCP_STATE_LAST_ACK:
		acked = saw_ep_has(peer, SAW_EP_FIN_ACKED);
		break;
	default:
		return SAWTOOTH_CAUSE_NONE;
	}
	return acked ? SAWTOOTH_CAUSE_RECEIVED_ACK : SAWTOOTH_CAUSE_NONE;
}

/* How much silence moves the end @role, and why; cause NONE if it is gone. */
static u64 patience(const struct saw_tcp_conn *conn, const struct saw_tcp_timers *timers,
		    unsigned int role, enum sawtooth_cause *cause)
{
	const struct saw_ep *ep = &conn->ep[role];
	const struct saw_ep *peer = &conn->ep[!role];

	*cause = SAWTOOTH_CAUSE_NONE;
	if (saw_tcp_fsm_gone(ep))
		return 0;
	*cause = presumed(ep, peer);
	if (*cause != SAWTOOTH_CAUSE_NONE)
		return SAW_TCP_SILENCE;

	switch (ep->state) {
	case SAWTOOTH_TCP_STATE_SYN_SENT:
		*cause = SAWTOOTH_CAUSE_SYN_TIMEOUT;
		return timers->syn;
	case SAWTOOTH_TCP_STATE_SYN_RECEIVED:
		*cause = SAWTOOTH_CAUSE_SYN_ACK_TIMEOUT;
		return timers->syn_ack;
	case SAWTOOTH_TCP_STATE_FIN_WAIT_2:
		*cause = SAWTOOTH_CAUSE_FIN_WAIT_2_TIMEOUT;
		return timers->fin_wait_2;
	case SAWTOOTH_TCP_STATE_FIN_WAIT_1:
	case SAWTOOTH_TCP_STATE_CLOSING:
	case SAWTOOTH_TCP_STATE_LAST_ACK:
		*cause = SAWTOOTH_CAUSE_LAST_ACK_TIMEOUT;
		return timers->last_ack;
	case SAWTOOTH_TCP_STATE_TIME_WAIT:
		*cause = SAWTOOTH_CAUSE_TIME_WAIT_EXPIRED;
		return timers->time_wait;
	default:
		/* With the other end gone, what is left here cannot last. */
		*cause = SAWTOOTH_CAUSE_IDLE_TIMEOUT;
		return saw_tcp_fsm_gone(peer) ? timers->last_ack : timers->idle;
	}
}

/*
 * Retries of a handshake are counted from its beginning, other silence from the
 * last segment. Saturates: the end of time is never passed.
 */
static u64 due(const struct saw_tcp_conn *conn, const struct saw_tcp_timers *timers,
	       unsigned int role, enum sawtooth_cause *cause)
{
	u64 wait = patience(conn, timers, role, cause);
	bool retries = *cause == SAWTOOTH_CAUSE_SYN_TIMEOUT ||
		       *cause == SAWTOOTH_CAUSE_SYN_ACK_TIMEOUT;
	u64 since = retries ? conn->entered[role] : conn->last;

	if (*cause == SAWTOOTH_CAUSE_NONE || since + wait < wait)
		return ~0ULL;
	return since + wait;
}

u64 saw_tcp_conn_deadline(const struct saw_tcp_conn *conn, const struct saw_tcp_timers *timers)
{
	enum sawtooth_cause cause;
	u64 a = due(conn, timers, 0, &cause);
	u64 b = due(conn, timers, 1, &cause);

	return min_t(u64, a, b);
}

/* The end whose time comes first, and when; ~0ULL if there is none. */
static u64 next_due(const struct saw_tcp_conn *conn, const struct saw_tcp_timers *timers,
		    unsigned int alive, unsigned int *role, enum sawtooth_cause *cause)
{
	enum sawtooth_cause why;
	u64 first = ~0ULL;
	unsigned int r;

	*cause = SAWTOOTH_CAUSE_NONE;
	for (r = 0; r < 2; r++) {
		u64 at = due(conn, timers, r, &why);

		if (alive & (1U << r) || why == SAWTOOTH_CAUSE_NONE ||
		    (*cause != SAWTOOTH_CAUSE_NONE && at >= first))
			continue;
		first = at;
		*role = r;
		*cause = why;
	}
	return first;
}

/* An end moves at most twice, and each move leads nearer to CLOSED: the loop ends. */
void saw_tcp_conn_expire(struct saw_tcp_conn *conn, const struct saw_tcp_timers *timers,
			 unsigned int alive, u64 now, struct saw_news *news)
{
	struct saw_tcp_work work = { .conn = conn, .news = news, .now = now };
	struct saw_step steps[SAW_STEPS_MAX];
	enum sawtooth_cause cause;
	unsigned int role;

	saw_tcp_news_clear(news);
	while (next_due(conn, timers, alive, &role, &cause) <= now &&
	       cause != SAWTOOTH_CAUSE_NONE)
		saw_tcp_news_record(&work, role, steps,
				    saw_tcp_fsm_expire(&conn->ep[role], cause, steps));
	saw_tcp_news_silence(&work);
}
