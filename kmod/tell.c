// SPDX-License-Identifier: GPL-2.0
#include "event.h"
#include "log.h"
#include "tell.h"
#include "trace.h"

static void saw_tell_transition(struct saw_conn *conn, const struct saw_move *move,
				const struct saw_seg *seg, u64 now)
{
	struct sawtooth_transition t = {
		.time = now,
		.conn = conn->id,
		.elapsed = move->elapsed,
		.conn_seq = move->seq,
		.ifindex = conn->ifindex,
		.sport = saw_conn_port(conn, SAWTOOTH_ROLE_INITIATOR),
		.dport = saw_conn_port(conn, SAWTOOTH_ROLE_RESPONDER),
		.family = conn->key.family,
		.role = move->role,
		.local = !!(conn->tcp.ep[move->role].bits & SAW_EP_LOCAL),
		.from = move->step.from,
		.to = move->step.to,
		.cause = move->step.cause,
		.confidence = move->step.confidence,
	};

	if (seg) {
		t.tcp_seq = seg->seq;
		t.tcp_ack = seg->ack;
		t.tcp_len = seg->len;
		t.tcp_flags = seg->flags;
	}
	memcpy(t.saddr, saw_conn_addr(conn, SAWTOOTH_ROLE_INITIATOR), sizeof(t.saddr));
	memcpy(t.daddr, saw_conn_addr(conn, SAWTOOTH_ROLE_RESPONDER), sizeof(t.daddr));
	trace_sawtooth_transition(&t);
	if (saw_log_wanted(conn->sn))
		saw_log_transition(conn->sn, &t);
	if (saw_event_wanted(conn->sn))
		saw_event_put(conn->sn, SAWTOOTH_A_EVENT_TRANSITION, &t, sizeof(t));
}

static void saw_tell_handshake(struct saw_conn *conn, u64 now)
{
	static const u8 stats[__SAWTOOTH_OUTCOME_MAX] = {
		[SAWTOOTH_OUTCOME_ESTABLISHED] = SAWTOOTH_STAT_ESTABLISHED,
		[SAWTOOTH_OUTCOME_REFUSED] = SAWTOOTH_STAT_REFUSED,
		[SAWTOOTH_OUTCOME_RESET] = SAWTOOTH_STAT_RESET,
		[SAWTOOTH_OUTCOME_TIMED_OUT] = SAWTOOTH_STAT_HANDSHAKE_TIMED_OUT,
	};
	const struct saw_tcp_conn *tcp = &conn->tcp;
	struct sawtooth_handshake h = {
		.time = now,
		.conn = conn->id,
		.syn_leg = tcp->syn_leg,
		.ack_leg = tcp->ack_leg,
		.ifindex = conn->ifindex,
		.sport = saw_conn_port(conn, SAWTOOTH_ROLE_INITIATOR),
		.dport = saw_conn_port(conn, SAWTOOTH_ROLE_RESPONDER),
		.family = conn->key.family,
		.outcome = tcp->outcome,
		.syn_retransmits = tcp->syn_retransmits,
		.syn_ack_retransmits = tcp->syn_ack_retransmits,
	};

	if (stats[tcp->outcome])
		saw_stats_inc(conn->sn, stats[tcp->outcome]);
	trace_sawtooth_handshake(&h);
	if (!saw_event_wanted(conn->sn))
		return;
	memcpy(h.saddr, saw_conn_addr(conn, SAWTOOTH_ROLE_INITIATOR), sizeof(h.saddr));
	memcpy(h.daddr, saw_conn_addr(conn, SAWTOOTH_ROLE_RESPONDER), sizeof(h.daddr));
	saw_event_put(conn->sn, SAWTOOTH_A_EVENT_HANDSHAKE, &h, sizeof(h));
}

static void saw_tell_teardown(struct saw_conn *conn, u64 now)
{
	const struct saw_tcp_conn *tcp = &conn->tcp;
	struct sawtooth_teardown_record t = {
		.time = now,
		.conn = conn->id,
		.lifetime = now - tcp->start,
		.half_closed = tcp->half_closed,
		.ifindex = conn->ifindex,
		.sport = saw_conn_port(conn, SAWTOOTH_ROLE_INITIATOR),
		.dport = saw_conn_port(conn, SAWTOOTH_ROLE_RESPONDER),
		.family = conn->key.family,
		.teardown = tcp->teardown,
		.closer = tcp->closer,
	};

	if (tcp->teardown == SAWTOOTH_TEARDOWN_ABORTED)
		saw_stats_inc(conn->sn, SAWTOOTH_STAT_ABORTED);
	else if (tcp->teardown != SAWTOOTH_TEARDOWN_TIMED_OUT)
		saw_stats_inc(conn->sn, SAWTOOTH_STAT_GRACEFUL);
	trace_sawtooth_teardown(&t);
	if (!saw_event_wanted(conn->sn))
		return;
	memcpy(t.saddr, saw_conn_addr(conn, SAWTOOTH_ROLE_INITIATOR), sizeof(t.saddr));
	memcpy(t.daddr, saw_conn_addr(conn, SAWTOOTH_ROLE_RESPONDER), sizeof(t.daddr));
	saw_event_put(conn->sn, SAWTOOTH_A_EVENT_TEARDOWN, &t, sizeof(t));
}

static bool saw_tell_transition_wanted(const struct saw_net *sn)
{
	return saw_event_wanted(sn) || saw_log_wanted(sn) || trace_sawtooth_transition_enabled();
}

static void saw_tell_moves(struct saw_conn *conn, const struct saw_news *news,
			   const struct saw_seg *seg, u64 now)
{
	bool wanted = saw_tell_transition_wanted(conn->sn);
	unsigned int i;

	for (i = 0; i < news->count; i++) {
		const struct saw_step *step = &news->moves[i].step;

		saw_stats_edge(conn->sn, step->from, step->to);
		if (wanted)
			saw_tell_transition(conn, &news->moves[i], seg, now);
	}
	saw_stats_add(conn->sn, SAWTOOTH_STAT_TRANSITIONS, news->count);
}

void saw_tell_news(struct saw_conn *conn, const struct saw_news *news,
		   const struct saw_seg *seg, u64 now)
{
	if (news->count)
		saw_tell_moves(conn, news, seg, now);
	if (news->syn_retransmit)
		saw_stats_inc(conn->sn, SAWTOOTH_STAT_SYN_RETRANSMITS);
	if (news->syn_ack_retransmit)
		saw_stats_inc(conn->sn, SAWTOOTH_STAT_SYN_ACK_RETRANSMITS);
	if (news->handshake)
		saw_tell_handshake(conn, now);
	if (news->teardown)
		saw_tell_teardown(conn, now);
}

bool saw_tell_decision_wanted(const struct saw_net *sn)
{
	return saw_event_wanted(sn) || trace_sawtooth_decision_enabled();
}

void saw_tell_decision(struct saw_net *sn, struct sawtooth_decision *decision)
{
	trace_sawtooth_decision(decision);
	if (saw_event_wanted(sn))
		saw_event_put(sn, SAWTOOTH_A_EVENT_DECISION, decision, sizeof(*decision));
}

void saw_tell_membership(struct saw_net *sn, struct sawtooth_membership_record *m)
{
	trace_sawtooth_membership(m);
	if (saw_log_wanted(sn))
		saw_log_membership(sn, m);
	if (saw_event_wanted(sn))
		saw_event_put(sn, SAWTOOTH_A_EVENT_MEMBERSHIP, m, sizeof(*m));
}
