// SPDX-License-Identifier: GPL-2.0
#include "event.h"
#include "log.h"
#include "sock.h"
#include "tell.h"
#include "generated/trace.h"

/**
 * struct saw_telling - one piece of news on its way out
 * @conn: the connection
 * @at: the segment that brought it, NULL for a timer
 * @now: its time
 * @streams: event streams that somebody reads, a bit each
 * @filtered: those of @streams that do not want everything
 * @place: what their filters are asked about; only if there is one
 */
struct saw_telling {
	struct saw_conn *conn;
	const struct saw_sighting *at;
	u64 now;
	u32 streams;
	u32 filtered;
	struct saw_place place;
};

/* Which of the streams want it? @states as for saw_event_match(). */
static u32 saw_tell_match(const struct saw_telling *telling, unsigned int kind, u32 states)
{
	if (!telling->filtered)
		return telling->streams;
	return saw_event_match(telling->conn->sn, telling->streams, kind, &telling->place,
			       states);
}

/* Tracepoints are the whole machine's. */
static u32 saw_tell_netns(const struct saw_net *sn)
{
	return sn->net->ns.inum;
}

/* What most records have: the connection and its ends. */
#define SAW_TELL_CONN(record, of)						\
	do {									\
		typeof(record) r = (record);					\
		const struct saw_conn *c = (of);				\
										\
		r->seq = 0;							\
		r->conn = c->id;						\
		r->ifindex = c->ifindex;					\
		r->sport = saw_conn_port(c, SAWTOOTH_ROLE_INITIATOR);		\
		r->dport = saw_conn_port(c, SAWTOOTH_ROLE_RESPONDER);		\
		r->family = c->key.family;					\
		memcpy(r->saddr, saw_conn_addr(c, SAWTOOTH_ROLE_INITIATOR),	\
		       sizeof(r->saddr));					\
		memcpy(r->daddr, saw_conn_addr(c, SAWTOOTH_ROLE_RESPONDER),	\
		       sizeof(r->daddr));					\
	} while (0)

/* Whose socket it is that moved its end by what it sent; nobody's otherwise. */
static void saw_tell_owner(const struct saw_telling *telling, const struct saw_move *move,
			   struct sawtooth_transition *t)
{
	const struct saw_conn *conn = telling->conn;
	const struct saw_sighting *at = telling->at;
	const struct net *net = conn->sn->net;
	struct saw_sock_process process;
	struct saw_sock_owner owner;

	t->cookie = 0;
	t->cgroup = 0;
	t->uid = 0;
	t->pid = 0;
	memset(t->command, 0, sizeof(t->command));
	if (!at || at->point != SAW_POINT_OUT || move->role != (conn->initiator ^ at->sender) ||
	    !saw_sock_sender(conn, move->role, at, &owner))
		return;
	saw_sock_process(conn, move->role, at, &process);
	t->cookie = owner.cookie;
	t->cgroup = owner.cgroup;
	t->uid = from_kuid_munged(net->user_ns, owner.uid);
	t->pid = net->user_ns == &init_user_ns ? process.pid : 0;
	memcpy(t->command, process.command, sizeof(t->command));
}

static void saw_tell_transition(const struct saw_telling *telling, const struct saw_move *move,
				u32 streams)
{
	const struct saw_seg *seg = telling->at ? &telling->at->seg : NULL;
	struct saw_conn *conn = telling->conn;
	struct sawtooth_transition t SAW_FILLED;

	SAW_TELL_CONN(&t, conn);
	saw_tell_owner(telling, move, &t);
	t.time = telling->now;
	t.elapsed = move->elapsed;
	t.conn_seq = move->seq;
	t.tcp_seq = seg ? seg->seq : 0;
	t.tcp_ack = seg ? seg->ack : 0;
	t.tcp_len = seg ? seg->len : 0;
	t.tcp_flags = seg ? seg->flags : 0;
	t.role = move->role;
	t.local = !!(conn->tcp.ep[move->role].bits & SAW_EP_LOCAL);
	t.from = move->step.from;
	t.to = move->step.to;
	t.cause = move->step.cause;
	t.confidence = move->step.confidence;
	trace_sawtooth_transition(saw_tell_netns(conn->sn), &t);
	if (saw_log_wanted(conn->sn))
		saw_log_transition(conn->sn, &t);
	saw_event_put(conn->sn, streams, SAWTOOTH_EVENT_KIND_TRANSITION, &t, sizeof(t));
}

static void saw_tell_handshake(const struct saw_telling *telling)
{
	u32 streams = saw_tell_match(telling, SAWTOOTH_EVENT_KIND_HANDSHAKE, 0);
	const struct saw_tcp_conn *tcp = &telling->conn->tcp;
	struct sawtooth_handshake h SAW_FILLED;

	if (!streams && !trace_sawtooth_handshake_enabled())
		return;
	SAW_TELL_CONN(&h, telling->conn);
	h.time = telling->now;
	h.syn_leg = tcp->syn_leg;
	h.ack_leg = tcp->ack_leg;
	h.outcome = tcp->outcome;
	h.syn_retransmits = tcp->syn_retransmits;
	h.syn_ack_retransmits = tcp->syn_ack_retransmits;
	h.fast_open = tcp->fast_open;
	h.mptcp = tcp->mptcp;
	h.pad = 0;
	h.pad2 = 0;
	h.conn_seq = tcp->transitions;
	trace_sawtooth_handshake(saw_tell_netns(telling->conn->sn), &h);
	saw_event_put(telling->conn->sn, streams, SAWTOOTH_EVENT_KIND_HANDSHAKE, &h, sizeof(h));
}

static void saw_tell_teardown(const struct saw_telling *telling)
{
	u32 streams = saw_tell_match(telling, SAWTOOTH_EVENT_KIND_TEARDOWN, 0);
	const struct saw_tcp_conn *tcp = &telling->conn->tcp;
	struct sawtooth_teardown_record t SAW_FILLED;

	if (!streams && !trace_sawtooth_teardown_enabled())
		return;
	SAW_TELL_CONN(&t, telling->conn);
	t.time = telling->now;
	t.lifetime = telling->now - tcp->start;
	t.half_closed = saw_tcp_conn_half_closed(tcp);
	t.teardown = tcp->teardown;
	t.closer = tcp->closer;
	t.time_wait = tcp->time_wait;
	t.reset_by = saw_tcp_conn_reset_by(tcp);
	t.reset_verdict = tcp->reset_verdict;
	t.resets_ignored = tcp->resets_ignored;
	t.pad = 0;
	t.pad2 = 0;
	t.conn_seq = tcp->transitions;
	trace_sawtooth_teardown(saw_tell_netns(telling->conn->sn), &t);
	saw_event_put(telling->conn->sn, streams, SAWTOOTH_EVENT_KIND_TEARDOWN, &t, sizeof(t));
}

/* What was counted of one end. */
static void saw_tell_total(const struct saw_telling *telling, enum sawtooth_role role,
			   u32 streams)
{
	const struct saw_tcp_count *sent = &saw_conn_count(telling->conn)[role];
	const struct saw_tcp_count *received = &saw_conn_count(telling->conn)[!role];
	struct sawtooth_total t SAW_FILLED;

	SAW_TELL_CONN(&t, telling->conn);
	t.time = telling->now;
	t.segments = sent->segments;
	t.bytes = sent->bytes;
	t.zero_window = sent->zero_window;
	t.head_of_line = received->head_of_line;
	t.retransmits = sent->retransmits;
	t.dup_acks = sent->dup_acks;
	t.duplicates = received->duplicates;
	t.out_of_order = received->out_of_order;
	t.bad_checksums = received->bad_checksums;
	t.conn_seq = telling->conn->tcp.transitions;
	t.role = role;
	t.local = !!(telling->conn->tcp.ep[role].bits & SAW_EP_LOCAL);
	t.pad = 0;
	t.pad2 = 0;
	trace_sawtooth_total(saw_tell_netns(telling->conn->sn), &t);
	saw_event_put(telling->conn->sn, streams, SAWTOOTH_EVENT_KIND_TOTAL, &t, sizeof(t));
}

static void saw_tell_totals(const struct saw_telling *telling)
{
	u32 streams = saw_tell_match(telling, SAWTOOTH_EVENT_KIND_TOTAL, 0);

	if (!streams && !trace_sawtooth_total_enabled())
		return;
	saw_tell_total(telling, SAWTOOTH_ROLE_INITIATOR, streams);
	saw_tell_total(telling, SAWTOOTH_ROLE_RESPONDER, streams);
}

static void saw_tell_outcome(const struct saw_conn *conn)
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
	const struct saw_tcp_conn *tcp = &conn->tcp;

	if (stats[tcp->outcome])
		saw_stats_inc(conn->sn, stats[tcp->outcome]);
	if (tcp->syn_leg)
		saw_stats_time(conn->sn, SAWTOOTH_HISTOGRAM_KIND_SYN_LEG, tcp->syn_leg);
	if (tcp->ack_leg)
		saw_stats_time(conn->sn, SAWTOOTH_HISTOGRAM_KIND_ACK_LEG, tcp->ack_leg);
}

static void saw_tell_end(const struct saw_conn *conn, u64 now)
{
	if (conn->tcp.teardown == SAWTOOTH_TEARDOWN_ABORTED)
		saw_stats_inc(conn->sn, SAWTOOTH_STAT_ABORTED);
	else if (conn->tcp.teardown != SAWTOOTH_TEARDOWN_TIMED_OUT)
		saw_stats_inc(conn->sn, SAWTOOTH_STAT_GRACEFUL);
	saw_stats_time(conn->sn, SAWTOOTH_HISTOGRAM_KIND_LIFETIME, now - conn->tcp.start);
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

/* A RST that was not accepted: under tcp_rfc1337, in the window, or nowhere near. */
static void saw_tell_ignored(const struct saw_conn *conn)
{
	switch (conn->tcp.reset_verdict) {
	case SAWTOOTH_RESET_VERDICT_TIME_WAIT:
		saw_stats_inc(conn->sn, SAWTOOTH_STAT_RESETS_TIME_WAIT);
		break;
	case SAWTOOTH_RESET_VERDICT_CHALLENGED:
		saw_stats_inc(conn->sn, SAWTOOTH_STAT_RESETS_CHALLENGED);
		break;
	default:
		saw_stats_inc(conn->sn, SAWTOOTH_STAT_RESETS_OUTSIDE);
	}
}

void saw_tell_news(struct saw_conn *conn, const struct saw_news *news,
		   const struct saw_sighting *at, u64 now)
{
	struct saw_telling telling SAW_FILLED;

	if (news->syn_retransmit)
		saw_stats_inc(conn->sn, SAWTOOTH_STAT_SYN_RETRANSMITS);
	if (news->syn_ack_retransmit)
		saw_stats_inc(conn->sn, SAWTOOTH_STAT_SYN_ACK_RETRANSMITS);
	if (news->reset_ignored)
		saw_tell_ignored(conn);
	if (!news->count && !news->handshake && !news->teardown)
		return;
	telling.conn = conn;
	telling.at = at;
	telling.now = now;
	telling.streams = saw_event_streams(conn->sn);
	telling.filtered = saw_event_filtered(conn->sn, telling.streams);
	if (telling.filtered)
		saw_filter_place(&telling.place, conn);
	if (news->count)
		saw_tell_moves(&telling, news);
	if (news->handshake) {
		saw_tell_outcome(conn);
		saw_tell_handshake(&telling);
	}
	if (news->teardown) {
		saw_tell_end(conn, now);
		saw_tell_teardown(&telling);
		if (conn->full)
			saw_tell_totals(&telling);
	}
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

	trace_sawtooth_decision(saw_tell_netns(sn), decision);
	local_bh_disable();
	streams = saw_tell_decision_match(sn, saw_event_streams(sn), decision);
	saw_event_put(sn, streams, SAWTOOTH_EVENT_KIND_DECISION, decision, sizeof(*decision));
	local_bh_enable();
}

void saw_tell_membership(struct saw_net *sn, struct sawtooth_membership_record *m)
{
	const struct saw_place place = {
		.family = m->family, .ifindex = m->ifindex,
		.local = m->local ? BIT(SAWTOOTH_ROLE_INITIATOR) : 0,
		.saddr = m->host, .daddr = m->group, .source = m->source,
	};
	u32 streams;

	trace_sawtooth_membership(saw_tell_netns(sn), m);
	if (saw_log_wanted(sn))
		saw_log_membership(sn, m);
	local_bh_disable();
	streams = saw_event_match(sn, saw_event_streams(sn), SAWTOOTH_EVENT_KIND_MEMBERSHIP,
				  &place, 0);
	saw_event_put(sn, streams, SAWTOOTH_EVENT_KIND_MEMBERSHIP, m, sizeof(*m));
	local_bh_enable();
}

void saw_tell_querier(struct saw_net *sn, struct sawtooth_querier_record *q)
{
	const struct saw_place place = {
		.family = q->family, .ifindex = q->ifindex,
		.local = q->local ? BIT(SAWTOOTH_ROLE_INITIATOR) : 0,
		.saddr = q->address, .daddr = q->previous,
	};
	u32 streams;

	trace_sawtooth_querier(saw_tell_netns(sn), q);
	local_bh_disable();
	streams = saw_event_match(sn, saw_event_streams(sn), SAWTOOTH_EVENT_KIND_QUERIER,
				  &place, 0);
	saw_event_put(sn, streams, SAWTOOTH_EVENT_KIND_QUERIER, q, sizeof(*q));
	local_bh_enable();
}
