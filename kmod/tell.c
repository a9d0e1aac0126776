// SPDX-License-Identifier: GPL-2.0
#include "event.h"
#include "log.h"
#include "tell.h"
#include "trace.h"

/**
 * struct saw_telling - one piece of news on its way out
 * @conn: the connection
 * @seg: the segment that brought it, NULL for a timer
 * @now: its time
 * @streams: event streams that somebody reads, a bit each
 * @place: what their filters are asked about; only if @streams has more than the group's
 */
struct saw_telling {
	struct saw_conn *conn;
	const struct saw_seg *seg;
	u64 now;
	u32 streams;
	struct saw_place place;
};

/* Which of the streams want it? @states as for saw_event_match(). */
static u32 saw_tell_match(const struct saw_telling *telling, unsigned int kind, u32 states)
{
	if (!(telling->streams & ~BIT(SAW_EVENT_GROUP)))
		return telling->streams;
	return saw_event_match(telling->conn->sn, telling->streams, kind, &telling->place,
			       states);
}

static void saw_tell_transition(const struct saw_telling *telling, const struct saw_move *move,
				u32 streams)
{
	const struct saw_seg *seg = telling->seg;
	struct saw_conn *conn = telling->conn;
	struct sawtooth_transition t = {
		.time = telling->now,
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
	if (streams)
		saw_event_put(conn->sn, streams, SAWTOOTH_EVENT_KIND_TRANSITION, &t, sizeof(t));
}

static void saw_tell_handshake(const struct saw_telling *telling)
{
	static const u8 stats[__SAWTOOTH_OUTCOME_MAX] = {
		[SAWTOOTH_OUTCOME_ESTABLISHED] = SAWTOOTH_STAT_ESTABLISHED,
		[SAWTOOTH_OUTCOME_REFUSED] = SAWTOOTH_STAT_REFUSED,
		[SAWTOOTH_OUTCOME_RESET] = SAWTOOTH_STAT_RESET,
		[SAWTOOTH_OUTCOME_TIMED_OUT] = SAWTOOTH_STAT_HANDSHAKE_TIMED_OUT,
		[SAWTOOTH_OUTCOME_UNREACHABLE] = SAWTOOTH_STAT_UNREACHABLE,
		[SAWTOOTH_OUTCOME_FILTERED] = SAWTOOTH_STAT_FILTERED,
		[SAWTOOTH_OUTCOME_ABANDONED] = SAWTOOTH_STAT_ABANDONED,
	};
	u32 streams = saw_tell_match(telling, SAWTOOTH_EVENT_KIND_HANDSHAKE, 0);
	struct saw_conn *conn = telling->conn;
	const struct saw_tcp_conn *tcp = &conn->tcp;
	struct sawtooth_handshake h = {
		.time = telling->now,
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
		.conn_seq = tcp->transitions,
	};

	if (stats[tcp->outcome])
		saw_stats_inc(conn->sn, stats[tcp->outcome]);
	if (tcp->syn_leg)
		saw_stats_time(conn->sn, SAWTOOTH_HISTOGRAM_KIND_SYN_LEG, tcp->syn_leg);
	if (tcp->ack_leg)
		saw_stats_time(conn->sn, SAWTOOTH_HISTOGRAM_KIND_ACK_LEG, tcp->ack_leg);
	if (!streams && !trace_sawtooth_handshake_enabled())
		return;
	memcpy(h.saddr, saw_conn_addr(conn, SAWTOOTH_ROLE_INITIATOR), sizeof(h.saddr));
	memcpy(h.daddr, saw_conn_addr(conn, SAWTOOTH_ROLE_RESPONDER), sizeof(h.daddr));
	trace_sawtooth_handshake(&h);
	saw_event_put(conn->sn, streams, SAWTOOTH_EVENT_KIND_HANDSHAKE, &h, sizeof(h));
}

static void saw_tell_teardown(const struct saw_telling *telling)
{
	u32 streams = saw_tell_match(telling, SAWTOOTH_EVENT_KIND_TEARDOWN, 0);
	struct saw_conn *conn = telling->conn;
	const struct saw_tcp_conn *tcp = &conn->tcp;
	struct sawtooth_teardown_record t = {
		.time = telling->now,
		.conn = conn->id,
		.lifetime = telling->now - tcp->start,
		.half_closed = saw_tcp_conn_half_closed(tcp),
		.ifindex = conn->ifindex,
		.sport = saw_conn_port(conn, SAWTOOTH_ROLE_INITIATOR),
		.dport = saw_conn_port(conn, SAWTOOTH_ROLE_RESPONDER),
		.family = conn->key.family,
		.teardown = tcp->teardown,
		.closer = tcp->closer,
		.conn_seq = tcp->transitions,
	};

	if (tcp->teardown == SAWTOOTH_TEARDOWN_ABORTED)
		saw_stats_inc(conn->sn, SAWTOOTH_STAT_ABORTED);
	else if (tcp->teardown != SAWTOOTH_TEARDOWN_TIMED_OUT)
		saw_stats_inc(conn->sn, SAWTOOTH_STAT_GRACEFUL);
	saw_stats_time(conn->sn, SAWTOOTH_HISTOGRAM_KIND_LIFETIME, t.lifetime);
	if (!streams && !trace_sawtooth_teardown_enabled())
		return;
	memcpy(t.saddr, saw_conn_addr(conn, SAWTOOTH_ROLE_INITIATOR), sizeof(t.saddr));
	memcpy(t.daddr, saw_conn_addr(conn, SAWTOOTH_ROLE_RESPONDER), sizeof(t.daddr));
	trace_sawtooth_teardown(&t);
	saw_event_put(conn->sn, streams, SAWTOOTH_EVENT_KIND_TEARDOWN, &t, sizeof(t));
}

/* The time of entry is not known of what began unseen. */
static void saw_tell_time(struct saw_net *sn, const struct saw_move *move)
{
	int kind = saw_histogram_of_state(move->step.from);

	if (move->elapsed && kind >= 0)
		saw_stats_time(sn, kind, move->elapsed);
}

static void saw_tell_moves(const struct saw_telling *telling, const struct saw_news *news)
{
	struct saw_net *sn = telling->conn->sn;
	bool always = saw_log_wanted(sn) || trace_sawtooth_transition_enabled();
	unsigned int i;

	for (i = 0; i < news->count; i++) {
		const struct saw_step *step = &news->moves[i].step;
		u32 streams = saw_tell_match(telling, SAWTOOTH_EVENT_KIND_TRANSITION,
					     BIT(step->from) | BIT(step->to));

		saw_stats_edge(sn, step->from, step->to);
		saw_tell_time(sn, &news->moves[i]);
		if (streams || always)
			saw_tell_transition(telling, &news->moves[i], streams);
	}
	saw_stats_add(sn, SAWTOOTH_STAT_TRANSITIONS, news->count);
}

void saw_tell_news(struct saw_conn *conn, const struct saw_news *news,
		   const struct saw_seg *seg, u64 now)
{
	struct saw_telling telling;

	if (news->syn_retransmit)
		saw_stats_inc(conn->sn, SAWTOOTH_STAT_SYN_RETRANSMITS);
	if (news->syn_ack_retransmit)
		saw_stats_inc(conn->sn, SAWTOOTH_STAT_SYN_ACK_RETRANSMITS);
	if (!news->count && !news->handshake && !news->teardown)
		return;
	telling.conn = conn;
	telling.seg = seg;
	telling.now = now;
	telling.streams = saw_event_streams(conn->sn);
	if (telling.streams & ~BIT(SAW_EVENT_GROUP))
		saw_filter_place(&telling.place, conn);
	if (news->count)
		saw_tell_moves(&telling, news);
	if (news->handshake)
		saw_tell_handshake(&telling);
	if (news->teardown)
		saw_tell_teardown(&telling);
}

bool saw_tell_decision_wanted(const struct saw_net *sn)
{
	return saw_event_streams(sn) || trace_sawtooth_decision_enabled();
}

/* The local end may be either: an event passes if it does in one of the roles. */
static u32 saw_tell_decision_match(const struct saw_net *sn, u32 streams,
				   const struct sawtooth_decision *d)
{
	const struct saw_place initiator = {
		.family = d->family, .ports = true, .local = BIT(SAWTOOTH_ROLE_INITIATOR),
		.saddr = d->saddr, .daddr = d->daddr, .sport = d->sport, .dport = d->dport,
	};
	const struct saw_place responder = {
		.family = d->family, .ports = true, .local = BIT(SAWTOOTH_ROLE_RESPONDER),
		.saddr = d->daddr, .daddr = d->saddr, .sport = d->dport, .dport = d->sport,
	};

	return saw_event_match(sn, streams, SAWTOOTH_EVENT_KIND_DECISION, &initiator, 0) |
	       saw_event_match(sn, streams, SAWTOOTH_EVENT_KIND_DECISION, &responder, 0);
}

void saw_tell_decision(struct saw_net *sn, struct sawtooth_decision *decision)
{
	u32 streams;

	trace_sawtooth_decision(decision);
	rcu_read_lock();
	streams = saw_tell_decision_match(sn, saw_event_streams(sn), decision);
	saw_event_put(sn, streams, SAWTOOTH_EVENT_KIND_DECISION, decision, sizeof(*decision));
	rcu_read_unlock();
}

void saw_tell_membership(struct saw_net *sn, struct sawtooth_membership_record *m)
{
	const struct saw_place place = {
		.family = m->family, .ifindex = m->ifindex,
		.local = m->local ? BIT(SAWTOOTH_ROLE_INITIATOR) : 0,
		.saddr = m->host, .daddr = m->group, .source = m->source,
	};
	u32 streams;

	trace_sawtooth_membership(m);
	if (saw_log_wanted(sn))
		saw_log_membership(sn, m);
	rcu_read_lock();
	streams = saw_event_match(sn, saw_event_streams(sn), SAWTOOTH_EVENT_KIND_MEMBERSHIP,
				  &place, 0);
	saw_event_put(sn, streams, SAWTOOTH_EVENT_KIND_MEMBERSHIP, m, sizeof(*m));
	rcu_read_unlock();
}

void saw_tell_querier(struct saw_net *sn, struct sawtooth_querier_record *q)
{
	const struct saw_place place = {
		.family = q->family, .ifindex = q->ifindex,
		.local = q->local ? BIT(SAWTOOTH_ROLE_INITIATOR) : 0,
		.saddr = q->address, .daddr = q->previous,
	};
	u32 streams;

	trace_sawtooth_querier(q);
	rcu_read_lock();
	streams = saw_event_match(sn, saw_event_streams(sn), SAWTOOTH_EVENT_KIND_QUERIER,
				  &place, 0);
	saw_event_put(sn, streams, SAWTOOTH_EVENT_KIND_QUERIER, q, sizeof(*q));
	rcu_read_unlock();
}
