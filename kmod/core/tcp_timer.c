// SPDX-License-Identifier: GPL-2.0
#include "tcp_news.h"

#define RTO_MAX (120 * SAW_NSEC_PER_SEC)

/* Each retry waits twice as long as the one before it, from @first, so often as @doublings. */
static u64 retry_time(u64 first, unsigned int doublings, unsigned int retries)
{
	if (retries <= doublings)
		return ((2ULL << retries) - 1) * first;
	return ((2ULL << doublings) - 1) * first + (retries - doublings) * RTO_MAX;
}

u64 saw_tcp_syn_retry_time(unsigned int retries, unsigned int linear)
{
	return linear * SAW_NSEC_PER_SEC + retry_time(SAW_NSEC_PER_SEC, 6, retries);
}

u64 saw_tcp_data_retry_time(unsigned int retries)
{
	return retry_time(SAW_NSEC_PER_SEC / 5, 9, retries);
}

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
	bool again;

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
	case SAWTOOTH_TCP_STATE_FIN_WAIT_1:
	case SAWTOOTH_TCP_STATE_CLOSING:
	case SAWTOOTH_TCP_STATE_LAST_ACK:
		*cause = SAWTOOTH_CAUSE_RETRANSMIT_TIMEOUT;
		return timers->orphan;
	case SAWTOOTH_TCP_STATE_TIME_WAIT:
		*cause = SAWTOOTH_CAUSE_TIME_WAIT_EXPIRED;
		return timers->time_wait;
	case SAWTOOTH_TCP_STATE_FIN_WAIT_2:
		/* Only this tells whether anybody uses it, and it is just half closed. */
		if (saw_ep_has(ep, SAW_EP_LOCAL)) {
			*cause = SAWTOOTH_CAUSE_FIN_WAIT_2_TIMEOUT;
			return timers->fin_wait_2;
		}
		fallthrough;
	default:
		again = conn->waits[role] == SAW_WAIT_AGAIN;
		/* With the other end gone, what is left here cannot last, nor get an answer. */
		if (saw_tcp_fsm_gone(peer) && !(again && saw_ep_has(ep, SAW_EP_LOCAL))) {
			*cause = SAWTOOTH_CAUSE_PEER_GONE;
			return timers->orphan;
		}
		*cause = again ? SAWTOOTH_CAUSE_RETRANSMIT_TIMEOUT : SAWTOOTH_CAUSE_IDLE_TIMEOUT;
		return again ? timers->retransmit : timers->idle;
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

/*
 * How often a local end is looked for; ~0ULL if that says nothing. A handshake may be
 * abandoned at any moment, an end that waits for an answer gives up some day, and of one
 * that stands quietly the socket seldom goes without a segment.
 */
static u64 look_interval(const struct saw_tcp_conn *conn, unsigned int role)
{
	const struct saw_ep *ep = &conn->ep[role];

	if (!saw_ep_has(ep, SAW_EP_LOCAL) || saw_tcp_fsm_gone(ep) || saw_tcp_fsm_passive(ep))
		return ~0ULL;
	switch (ep->state) {
	case SAWTOOTH_TCP_STATE_SYN_SENT:
	case SAWTOOTH_TCP_STATE_SYN_RECEIVED:
		return SAW_TCP_LOOK_OPENING;
	case SAWTOOTH_TCP_STATE_ESTABLISHED:
	case SAWTOOTH_TCP_STATE_CLOSE_WAIT:
		return conn->waits[role] ? SAW_TCP_LOOK_WAITING : SAW_TCP_LOOK_QUIET;
	case SAWTOOTH_TCP_STATE_TIME_WAIT:
		return ~0ULL;
	default:
		return SAW_TCP_LOOK_WAITING;
	}
}

u64 saw_tcp_conn_look(const struct saw_tcp_conn *conn, const struct saw_tcp_timers *timers,
		      u64 now)
{
	u64 deadline = saw_tcp_conn_deadline(conn, timers);
	u64 often = min_t(u64, look_interval(conn, 0), look_interval(conn, 1));

	if (conn->icmp && often == SAW_TCP_LOOK_OPENING)
		often = SAW_TCP_LOOK_SOON;

	/* Overdue, and its socket is there: a request is, or one whose user has own timers. */
	if (deadline <= now)
		deadline = now + (conn->outcome == SAWTOOTH_OUTCOME_PENDING ?
				  SAW_TCP_LOOK_OPENING : SAW_TCP_LOOK_WAITING);
	return min_t(u64, deadline, often == ~0ULL ? often : now + often);
}

/*
 * The socket of an end is gone, and no segment shows why. The kernel counts in ticks,
 * and so a retry may come a little early.
 */
static enum sawtooth_cause vanished(const struct saw_tcp_conn *conn,
				    const struct saw_tcp_timers *timers, unsigned int role,
				    u64 now)
{
	const struct saw_ep *ep = &conn->ep[role];
	u64 spent = now - conn->entered[role] + SAW_NSEC_PER_SEC;

	if (saw_tcp_fsm_gone(ep) || saw_tcp_fsm_passive(ep))
		return SAWTOOTH_CAUSE_NONE;
	switch (ep->state) {
	case SAWTOOTH_TCP_STATE_TIME_WAIT:
		return SAWTOOTH_CAUSE_NONE;
	case SAWTOOTH_TCP_STATE_SYN_RECEIVED:
		return conn->icmp ? conn->icmp : SAWTOOTH_CAUSE_SOCKET_GONE;
	case SAWTOOTH_TCP_STATE_SYN_SENT:
		if (conn->icmp)
			return conn->icmp;
		return spent < timers->syn ? SAWTOOTH_CAUSE_SOCKET_GONE :
					     SAWTOOTH_CAUSE_SYN_TIMEOUT;
	case SAWTOOTH_TCP_STATE_FIN_WAIT_2:
		return spent < timers->fin_wait_2 ? SAWTOOTH_CAUSE_SOCKET_GONE :
						    SAWTOOTH_CAUSE_FIN_WAIT_2_TIMEOUT;
	default:
		return conn->waits[role] ? SAWTOOTH_CAUSE_RETRANSMIT_TIMEOUT :
					   SAWTOOTH_CAUSE_SOCKET_GONE;
	}
}

static void take_gone(struct saw_tcp_work *work, const struct saw_tcp_timers *timers,
		      unsigned int gone)
{
	struct saw_step steps[SAW_STEPS_MAX];
	enum sawtooth_cause cause;
	unsigned int role;

	for (role = 0; role < 2; role++) {
		cause = gone & 1U << role ? vanished(work->conn, timers, role, work->now) :
					    SAWTOOTH_CAUSE_NONE;
		if (cause != SAWTOOTH_CAUSE_NONE)
			saw_tcp_news_record(work, role, steps,
					    saw_tcp_fsm_expire(&work->conn->ep[role], cause,
							       steps));
	}
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
			 struct saw_sockets sockets, u64 now, struct saw_news *news)
{
	struct saw_tcp_work work = { .conn = conn, .news = news, .now = now };
	struct saw_step steps[SAW_STEPS_MAX];
	enum sawtooth_cause cause;
	unsigned int role = 0;

	saw_tcp_news_clear(news);
	take_gone(&work, timers, sockets.gone);
	if (sockets.alive)
		conn->icmp = SAWTOOTH_CAUSE_NONE;
	while (next_due(conn, timers, sockets.alive, &role, &cause) <= now &&
	       cause != SAWTOOTH_CAUSE_NONE)
		saw_tcp_news_record(&work, role, steps,
				    saw_tcp_fsm_expire(&conn->ep[role], cause, steps));
	saw_tcp_news_silence(&work);
}

void saw_tcp_conn_icmp(struct saw_tcp_conn *conn, enum sawtooth_role sender,
		       const struct saw_icmp *icmp, u64 now, struct saw_news *news)
{
	struct saw_tcp_work work = { .conn = conn, .news = news, .now = now };
	struct saw_ep *ep = &conn->ep[sender];
	struct saw_step steps[SAW_STEPS_MAX];

	saw_tcp_news_clear(news);
	if ((ep->state != SAWTOOTH_TCP_STATE_SYN_SENT &&
	     ep->state != SAWTOOTH_TCP_STATE_SYN_RECEIVED) ||
	    icmp->seq - ep->iss >= ep->snd_nxt - ep->iss)
		return;
	if (!saw_tcp_fsm_passive(ep)) {
		conn->icmp = icmp->prohibited ? SAWTOOTH_CAUSE_RECEIVED_PROHIBITED :
						SAWTOOTH_CAUSE_RECEIVED_UNREACHABLE;
	} else if (icmp->fatal) {
		saw_tcp_news_record(&work, sender, steps, saw_tcp_fsm_icmp(ep, icmp, steps));
		saw_tcp_news_silence(&work);
	}
}
