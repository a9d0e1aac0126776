// SPDX-License-Identifier: GPL-2.0
#include "invariant.h"

#define S(name) (1u << SAWTOOTH_TCP_STATE_##name)

/* The arrows of RFC 9293 figure 5; from every state a RST or a timer leads to CLOSED. */
static const u32 arrows[__SAWTOOTH_TCP_STATE_MAX] = {
	[SAWTOOTH_TCP_STATE_CLOSED] = S(SYN_SENT),
	[SAWTOOTH_TCP_STATE_LISTEN] = S(SYN_RECEIVED),
	[SAWTOOTH_TCP_STATE_SYN_SENT] = S(SYN_RECEIVED) | S(ESTABLISHED) | S(CLOSED),
	[SAWTOOTH_TCP_STATE_SYN_RECEIVED] = S(ESTABLISHED) | S(FIN_WAIT_1) | S(LISTEN) | S(CLOSED),
	[SAWTOOTH_TCP_STATE_ESTABLISHED] = S(FIN_WAIT_1) | S(CLOSE_WAIT) | S(CLOSED),
	[SAWTOOTH_TCP_STATE_FIN_WAIT_1] = S(FIN_WAIT_2) | S(CLOSING) | S(CLOSED),
	[SAWTOOTH_TCP_STATE_FIN_WAIT_2] = S(TIME_WAIT) | S(CLOSED),
	[SAWTOOTH_TCP_STATE_CLOSE_WAIT] = S(LAST_ACK) | S(CLOSED),
	[SAWTOOTH_TCP_STATE_CLOSING] = S(TIME_WAIT) | S(CLOSED),
	[SAWTOOTH_TCP_STATE_LAST_ACK] = S(CLOSED),
	[SAWTOOTH_TCP_STATE_TIME_WAIT] = S(CLOSED),
};

static const u32 midstream = S(SYN_SENT) | S(SYN_RECEIVED) | S(ESTABLISHED);

static const char *check_move(struct invariant *inv, const struct saw_tcp_conn *conn,
			      const struct saw_move *move)
{
	const struct saw_step *step = &move->step;
	bool local = conn->ep[move->role].bits & SAW_EP_LOCAL;
	u32 allowed = arrows[step->from];

	if (move->seq != ++inv->moves)
		return "the moves are not numbered one by one";
	if (step->from != inv->state[move->role] &&
	    !(step->from == SAWTOOTH_TCP_STATE_LISTEN &&
	      inv->state[move->role] == SAWTOOTH_TCP_STATE_CLOSED))
		return "a move does not begin where the one before ended";
	inv->state[move->role] = step->to;
	inv->confidence[move->role] = step->confidence;

	if (step->confidence == SAWTOOTH_CONFIDENCE_MIDSTREAM) {
		if (step->from != SAWTOOTH_TCP_STATE_CLOSED ||
		    step->cause != SAWTOOTH_CAUSE_MIDSTREAM)
			return "a connection was picked up that was known";
		allowed = midstream;
	}
	if (!(allowed & 1u << step->to))
		return "a move is no arrow of the diagram";
	if (step->cause == SAWTOOTH_CAUSE_NONE)
		return "a move has no cause";
	if (local && step->confidence == SAWTOOTH_CONFIDENCE_TIMER &&
	    step->cause < SAWTOOTH_CAUSE_TIME_WAIT_EXPIRED)
		return "a segment was presumed to have reached a local end";
	return NULL;
}

static const char *check_decisions(struct invariant *inv, const struct saw_tcp_conn *conn,
				   const struct saw_news *news)
{
	bool ended = conn->teardown != SAWTOOTH_TEARDOWN_NONE;

	inv->handshakes += news->handshake;
	inv->teardowns += news->teardown;
	if (inv->handshakes > 1)
		return "the handshake ended twice";
	if (inv->teardowns > 1)
		return "the connection ended twice";
	if (news->handshake && conn->outcome == SAWTOOTH_OUTCOME_PENDING)
		return "the handshake ended without an outcome";
	if (news->handshake && conn->outcome == SAWTOOTH_OUTCOME_UNSEEN)
		return "a handshake that was not seen ended";
	if (inv->teardowns != ended)
		return "how the connection ended was not told when it did";
	if (ended && conn->outcome != SAWTOOTH_OUTCOME_ESTABLISHED &&
	    conn->outcome != SAWTOOTH_OUTCOME_UNSEEN)
		return "a connection ended that never stood";
	return NULL;
}

static const char *check_end(const struct saw_tcp_conn *conn, const struct saw_news *news)
{
	bool gone = saw_tcp_fsm_gone(&conn->ep[0]) && saw_tcp_fsm_gone(&conn->ep[1]);

	if (news->done && !gone)
		return "done before both ends are gone";
	if (news->count && gone && !news->done)
		return "both ends are gone and it is not done";
	if (news->done && conn->transitions && conn->outcome == SAWTOOTH_OUTCOME_PENDING)
		return "done without an outcome";
	if (news->done && conn->outcome == SAWTOOTH_OUTCOME_ESTABLISHED &&
	    conn->teardown == SAWTOOTH_TEARDOWN_NONE)
		return "done without a teardown";
	return NULL;
}

const char *invariant_check(struct invariant *inv, const struct saw_tcp_conn *conn,
			    const struct saw_news *news)
{
	const char *wrong = NULL;
	unsigned int i;

	if (news->count > SAW_MOVES_MAX)
		return "more moves than there is room for";
	for (i = 0; i < news->count && !wrong; i++)
		wrong = check_move(inv, conn, &news->moves[i]);
	if (!wrong && inv->moves != conn->transitions)
		wrong = "not every move was told";
	for (i = 0; i < 2 && !wrong; i++)
		if (inv->state[i] != conn->ep[i].state ||
		    inv->confidence[i] != conn->ep[i].confidence)
			wrong = "an end is not where its moves led it";
	if (!wrong)
		wrong = check_decisions(inv, conn, news);
	if (!wrong)
		wrong = check_end(conn, news);
	return wrong;
}
