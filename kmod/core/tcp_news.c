// SPDX-License-Identifier: GPL-2.0
#include "tcp_news.h"

void saw_tcp_news_moves(struct saw_tcp_work *work, unsigned int role,
			const struct saw_step *steps, unsigned int count)
{
	struct saw_tcp_conn *conn = work->conn;
	unsigned int i;

	for (i = 0; i < count; i++) {
		struct saw_move *move = &work->news->moves[work->news->count++];
		u64 entered = conn->entered[role];

		move->step = steps[i];
		move->role = role;
		move->seq = ++conn->transitions;
		move->elapsed = entered ? work->now - entered : 0;
		conn->entered[role] = work->now;
		if (steps[i].to == SAWTOOTH_TCP_STATE_TIME_WAIT)
			conn->time_wait |= 1U << role;
	}
}

/* Did this end arrive in ESTABLISHED, or must it have, for all that @other knows? */
static bool is_up(const struct saw_ep *ep, const struct saw_ep *other)
{
	if (ep->state >= SAWTOOTH_TCP_STATE_ESTABLISHED)
		return true;
	return ep->state == SAWTOOTH_TCP_STATE_SYN_RECEIVED && !saw_ep_has(ep, SAW_EP_LOCAL) &&
	       saw_tcp_fsm_acked_syn(other, ep);
}

static bool moved_to_the_end(const struct saw_news *news)
{
	unsigned int i;

	for (i = 0; i < news->count; i++) {
		const struct saw_step *step = &news->moves[i].step;

		if (step->to == SAWTOOTH_TCP_STATE_TIME_WAIT ||
		    (step->from == SAWTOOTH_TCP_STATE_LAST_ACK &&
		     step->cause == SAWTOOTH_CAUSE_RECEIVED_ACK))
			return true;
	}
	return false;
}

static void decide_outcome(struct saw_tcp_work *work, enum sawtooth_outcome outcome)
{
	work->conn->outcome = outcome;
	work->news->handshake = true;
}

static void decide_teardown(struct saw_tcp_work *work, enum sawtooth_teardown teardown)
{
	work->conn->teardown = teardown;
	work->news->teardown = true;
}

/* May a teardown be told: did the connection stand, as far as was seen, and does it still? */
static bool stands(const struct saw_tcp_conn *conn)
{
	return conn->teardown == SAWTOOTH_TEARDOWN_NONE &&
	       (conn->outcome == SAWTOOTH_OUTCOME_ESTABLISHED ||
		conn->outcome == SAWTOOTH_OUTCOME_UNSEEN);
}

static enum sawtooth_teardown two_fins(const struct saw_tcp_conn *conn)
{
	const struct saw_ep *ep = conn->ep;

	if (saw_ep_has(&ep[0], SAW_EP_CROSSED) && saw_ep_has(&ep[1], SAW_EP_CROSSED))
		return SAWTOOTH_TEARDOWN_SIMULTANEOUS;
	if (saw_ep_has(&ep[0], SAW_EP_HALF) || saw_ep_has(&ep[1], SAW_EP_HALF))
		return SAWTOOTH_TEARDOWN_HALF_CLOSED;
	return SAWTOOTH_TEARDOWN_GRACEFUL;
}

/*
 * What an end makes of silence, although it tells its peer by a RST. While a connection
 * stands, each RST that counts moves an end.
 */
static bool by_keep_alive(const struct saw_news *news)
{
	return news->moves[0].step.cause == SAWTOOTH_CAUSE_KEEP_ALIVE_TIMEOUT;
}

static void finish(struct saw_tcp_work *work)
{
	const struct saw_ep *ep = work->conn->ep;

	work->news->done = saw_tcp_fsm_gone(&ep[0]) && saw_tcp_fsm_gone(&ep[1]);
}

/* A RST came before both ends were established. */
static enum sawtooth_outcome reset_outcome(const struct saw_tcp_conn *conn)
{
	if (conn->closer == SAWTOOTH_ROLE_INITIATOR)
		return SAWTOOTH_OUTCOME_ABANDONED;
	return saw_tcp_fsm_fresh(&conn->ep[SAWTOOTH_ROLE_RESPONDER]) ? SAWTOOTH_OUTCOME_REFUSED :
								       SAWTOOTH_OUTCOME_RESET;
}

void saw_tcp_news_segment(struct saw_tcp_work *work, bool reset)
{
	struct saw_tcp_conn *conn = work->conn;
	const struct saw_ep *ini = &conn->ep[SAWTOOTH_ROLE_INITIATOR];
	const struct saw_ep *rsp = &conn->ep[SAWTOOTH_ROLE_RESPONDER];

	if (conn->outcome == SAWTOOTH_OUTCOME_PENDING) {
		if (reset)
			decide_outcome(work, reset_outcome(conn));
		else if (is_up(ini, rsp) && is_up(rsp, ini))
			decide_outcome(work, SAWTOOTH_OUTCOME_ESTABLISHED);
	} else if (stands(conn)) {
		if (reset)
			decide_teardown(work, by_keep_alive(work->news) ?
					      SAWTOOTH_TEARDOWN_TIMED_OUT :
					      SAWTOOTH_TEARDOWN_ABORTED);
		else if (moved_to_the_end(work->news))
			decide_teardown(work, two_fins(conn));
	}
	finish(work);
}

/* No RST came, and the first move says why the handshake ended. */
static enum sawtooth_outcome silent_outcome(const struct saw_tcp_work *work)
{
	const struct saw_ep *rsp = &work->conn->ep[SAWTOOTH_ROLE_RESPONDER];

	enum sawtooth_cause cause = work->news->moves[0].step.cause;

	/* A remote end that ICMP spoke to is not seen to go. */
	if (cause == SAWTOOTH_CAUSE_SYN_TIMEOUT && work->conn->icmp)
		cause = work->conn->icmp;
	switch (cause) {
	case SAWTOOTH_CAUSE_RECEIVED_UNREACHABLE:
		return SAWTOOTH_OUTCOME_UNREACHABLE;
	case SAWTOOTH_CAUSE_RECEIVED_PROHIBITED:
		return SAWTOOTH_OUTCOME_FILTERED;
	case SAWTOOTH_CAUSE_SYN_TIMEOUT:
		return saw_tcp_fsm_fresh(rsp) ? SAWTOOTH_OUTCOME_FILTERED :
						SAWTOOTH_OUTCOME_TIMED_OUT;
	case SAWTOOTH_CAUSE_SOCKET_GONE:
	case SAWTOOTH_CAUSE_SENT_SYN:
	case SAWTOOTH_CAUSE_RECEIVED_SYN:
		return SAWTOOTH_OUTCOME_ABANDONED;
	default:
		return SAWTOOTH_OUTCOME_TIMED_OUT;
	}
}

void saw_tcp_news_silence(struct saw_tcp_work *work)
{
	struct saw_tcp_conn *conn = work->conn;
	bool gone = saw_tcp_fsm_gone(&conn->ep[0]) || saw_tcp_fsm_gone(&conn->ep[1]);

	if (moved_to_the_end(work->news) && stands(conn))
		decide_teardown(work, two_fins(conn));
	finish(work);
	if (!work->news->count || !gone)
		return;
	if (conn->outcome == SAWTOOTH_OUTCOME_PENDING)
		decide_outcome(work, silent_outcome(work));
	else if (stands(conn))
		decide_teardown(work, SAWTOOTH_TEARDOWN_TIMED_OUT);
}
