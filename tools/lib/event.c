// SPDX-License-Identifier: GPL-2.0
/*
 * The event stream. A message is a batch of one CPU: first what it says of itself,
 * then records of a fixed layout, each an attribute, in the order they were made.
 *
 * A record that the kernel could not queue takes a position in the stream of its
 * CPU like any other. So whatever is missing, there or in the receive queue, is the
 * gap between the end of one batch and the beginning of the next of the same CPU.
 */
#include <errno.h>
#include <string.h>
#include <linux/genetlink.h>

#include "event.h"
#include "socket.h"

/* A member of an event record. */
#define MEMBER(type, member, spec, what)			\
	.name = (spec), .kind = (what), .offset = offsetof(struct sawtooth_##type, member)
#define ADDRESS(type, member, spec)				\
	MEMBER(type, member, spec, SAW_ADDR),			\
	.other = offsetof(struct sawtooth_##type, family)

/* Of the owner, as far as it is known. */
#define OWNED(member) .needs = offsetof(struct sawtooth_transition, member)

static const struct saw_field transition_fields[] = {
	{ MEMBER(transition, time, "time", SAW_U64) },
	{ MEMBER(transition, seq, "seq", SAW_U64) },
	{ MEMBER(transition, conn, "conn", SAW_U64) },
	{ MEMBER(transition, elapsed, "elapsed", SAW_U64) },
	{ MEMBER(transition, cookie, "cookie", SAW_U64), OWNED(cookie) },
	{ MEMBER(transition, cgroup, "cgroup", SAW_U64), OWNED(cookie) },
	{ MEMBER(transition, conn_seq, "conn-seq", SAW_U32) },
	{ MEMBER(transition, ifindex, "ifindex", SAW_U32) },
	{ MEMBER(transition, tcp_seq, "tcp-seq", SAW_U32) },
	{ MEMBER(transition, tcp_ack, "tcp-ack", SAW_U32) },
	{ MEMBER(transition, tcp_len, "tcp-len", SAW_U32) },
	{ MEMBER(transition, uid, "uid", SAW_U32), OWNED(cookie) },
	{ MEMBER(transition, pid, "pid", SAW_U32), OWNED(command) },
	{ MEMBER(transition, sport, "sport", SAW_U16) },
	{ MEMBER(transition, dport, "dport", SAW_U16) },
	{ MEMBER(transition, tcp_flags, "tcp-flags", SAW_U8) },
	{ MEMBER(transition, family, "family", SAW_U8) },
	{ MEMBER(transition, role, "role", SAW_U8), .words = &saw_role_words },
	{ MEMBER(transition, local, "local", SAW_U8) },
	{ MEMBER(transition, from, "from", SAW_U8), .words = &saw_tcp_state_words },
	{ MEMBER(transition, to, "to", SAW_U8), .words = &saw_tcp_state_words },
	{ MEMBER(transition, cause, "cause", SAW_U8), .words = &saw_cause_words },
	{ MEMBER(transition, confidence, "confidence", SAW_U8), .words = &saw_confidence_words },
	{ ADDRESS(transition, saddr, "saddr") },
	{ ADDRESS(transition, daddr, "daddr") },
	{ MEMBER(transition, command, "command", SAW_TEXT), OWNED(command) },
};

static const struct saw_field handshake_fields[] = {
	{ MEMBER(handshake, time, "time", SAW_U64) },
	{ MEMBER(handshake, seq, "seq", SAW_U64) },
	{ MEMBER(handshake, conn, "conn", SAW_U64) },
	{ MEMBER(handshake, syn_leg, "syn-leg", SAW_U64) },
	{ MEMBER(handshake, ack_leg, "ack-leg", SAW_U64) },
	{ MEMBER(handshake, ifindex, "ifindex", SAW_U32) },
	{ MEMBER(handshake, sport, "sport", SAW_U16) },
	{ MEMBER(handshake, dport, "dport", SAW_U16) },
	{ MEMBER(handshake, family, "family", SAW_U8) },
	{ MEMBER(handshake, outcome, "outcome", SAW_U8), .words = &saw_outcome_words },
	{ MEMBER(handshake, syn_retransmits, "syn-retransmits", SAW_U8) },
	{ MEMBER(handshake, syn_ack_retransmits, "syn-ack-retransmits", SAW_U8) },
	{ MEMBER(handshake, conn_seq, "conn-seq", SAW_U32) },
	{ MEMBER(handshake, fast_open, "fast-open", SAW_U8), .words = &saw_fast_open_words },
	{ MEMBER(handshake, mptcp, "mptcp", SAW_U8), .words = &saw_mptcp_words },
	{ ADDRESS(handshake, saddr, "saddr") },
	{ ADDRESS(handshake, daddr, "daddr") },
};

static const struct saw_field teardown_fields[] = {
	{ MEMBER(teardown_record, time, "time", SAW_U64) },
	{ MEMBER(teardown_record, seq, "seq", SAW_U64) },
	{ MEMBER(teardown_record, conn, "conn", SAW_U64) },
	{ MEMBER(teardown_record, lifetime, "lifetime", SAW_U64) },
	{ MEMBER(teardown_record, half_closed, "half-closed", SAW_U64) },
	{ MEMBER(teardown_record, ifindex, "ifindex", SAW_U32) },
	{ MEMBER(teardown_record, sport, "sport", SAW_U16) },
	{ MEMBER(teardown_record, dport, "dport", SAW_U16) },
	{ MEMBER(teardown_record, family, "family", SAW_U8) },
	{ MEMBER(teardown_record, teardown, "teardown", SAW_U8), .words = &saw_teardown_words },
	{ MEMBER(teardown_record, closer, "closer", SAW_U8), .words = &saw_role_words },
	{ MEMBER(teardown_record, time_wait, "time-wait", SAW_U8), .words = &saw_ends_words },
	{ MEMBER(teardown_record, conn_seq, "conn-seq", SAW_U32) },
	{ MEMBER(teardown_record, reset_by, "reset-by", SAW_U8), .words = &saw_ends_words },
	{ MEMBER(teardown_record, reset_verdict, "reset-verdict", SAW_U8),
	  .words = &saw_reset_verdict_words },
	{ MEMBER(teardown_record, resets_ignored, "resets-ignored", SAW_U8) },
	{ ADDRESS(teardown_record, saddr, "saddr") },
	{ ADDRESS(teardown_record, daddr, "daddr") },
};

static const struct saw_field decision_fields[] = {
	{ MEMBER(decision, time, "time", SAW_U64) },
	{ MEMBER(decision, seq, "seq", SAW_U64) },
	{ MEMBER(decision, conn, "conn", SAW_U64) },
	{ MEMBER(decision, bandwidth, "bandwidth", SAW_U64) },
	{ MEMBER(decision, before, "before", SAW_U32) },
	{ MEMBER(decision, after, "after", SAW_U32) },
	{ MEMBER(decision, cwnd, "cwnd", SAW_U32) },
	{ MEMBER(decision, in_flight, "in-flight", SAW_U32) },
	{ MEMBER(decision, srtt, "srtt", SAW_U32) },
	{ MEMBER(decision, min_rtt, "min-rtt", SAW_U32) },
	{ MEMBER(decision, queue, "queue", SAW_U32) },
	{ MEMBER(decision, round_loss, "round-loss", SAW_U32) },
	{ MEMBER(decision, ifindex, "ifindex", SAW_U32) },
	{ MEMBER(decision, sport, "sport", SAW_U16) },
	{ MEMBER(decision, dport, "dport", SAW_U16) },
	{ MEMBER(decision, family, "family", SAW_U8) },
	{ MEMBER(decision, cause, "cause", SAW_U8), .words = &saw_ssthresh_cause_words },
	{ MEMBER(decision, law, "law", SAW_U8), .words = &saw_ssthresh_law_words },
	{ MEMBER(decision, phase, "phase", SAW_U8), .words = &saw_phase_words },
	{ MEMBER(decision, clamp, "clamp", SAW_U32) },
	{ ADDRESS(decision, saddr, "saddr") },
	{ ADDRESS(decision, daddr, "daddr") },
};

const struct saw_set saw_decision_set = { SET(sawtooth_decision, decision_fields) };

static const struct saw_field membership_fields[] = {
	{ MEMBER(membership_record, time, "time", SAW_U64) },
	{ MEMBER(membership_record, seq, "seq", SAW_U64) },
	{ MEMBER(membership_record, elapsed, "elapsed", SAW_U64) },
	{ MEMBER(membership_record, latency, "latency", SAW_U64) },
	{ MEMBER(membership_record, ifindex, "ifindex", SAW_U32) },
	{ MEMBER(membership_record, bridge, "bridge", SAW_U32) },
	{ MEMBER(membership_record, sources, "sources", SAW_U32) },
	{ MEMBER(membership_record, family, "family", SAW_U8) },
	{ MEMBER(membership_record, change, "change", SAW_U8),
	  .words = &saw_membership_change_words },
	{ MEMBER(membership_record, protocol, "protocol", SAW_U8),
	  .words = &saw_membership_protocol_words },
	{ MEMBER(membership_record, local, "local", SAW_U8) },
	{ MEMBER(membership_record, mode, "mode", SAW_U8), .words = &saw_filter_mode_words },
	{ ADDRESS(membership_record, group, "group") },
	{ ADDRESS(membership_record, host, "host") },
	{ ADDRESS(membership_record, source, "source") },
};

static const struct saw_field querier_fields[] = {
	{ MEMBER(querier_record, time, "time", SAW_U64) },
	{ MEMBER(querier_record, seq, "seq", SAW_U64) },
	{ MEMBER(querier_record, ifindex, "ifindex", SAW_U32) },
	{ MEMBER(querier_record, interval, "interval", SAW_U32) },
	{ MEMBER(querier_record, response, "response", SAW_U32) },
	{ MEMBER(querier_record, robustness, "robustness", SAW_U8) },
	{ MEMBER(querier_record, family, "family", SAW_U8) },
	{ MEMBER(querier_record, protocol, "protocol", SAW_U8),
	  .words = &saw_membership_protocol_words },
	{ MEMBER(querier_record, local, "local", SAW_U8) },
	{ ADDRESS(querier_record, address, "address") },
	{ ADDRESS(querier_record, previous, "previous") },
};

static const struct saw_field total_fields[] = {
	{ MEMBER(total, time, "time", SAW_U64) },
	{ MEMBER(total, seq, "seq", SAW_U64) },
	{ MEMBER(total, conn, "conn", SAW_U64) },
	{ MEMBER(total, segments, "segments", SAW_U64) },
	{ MEMBER(total, bytes, "bytes", SAW_U64) },
	{ MEMBER(total, zero_window, "zero-window", SAW_U64) },
	{ MEMBER(total, head_of_line, "head-of-line", SAW_U64) },
	{ MEMBER(total, retransmits, "retransmits", SAW_U32) },
	{ MEMBER(total, dup_acks, "dup-acks", SAW_U32) },
	{ MEMBER(total, duplicates, "duplicates", SAW_U32) },
	{ MEMBER(total, out_of_order, "out-of-order", SAW_U32) },
	{ MEMBER(total, bad_checksums, "bad-checksums", SAW_U32) },
	{ MEMBER(total, conn_seq, "conn-seq", SAW_U32) },
	{ MEMBER(total, ifindex, "ifindex", SAW_U32) },
	{ MEMBER(total, sport, "sport", SAW_U16) },
	{ MEMBER(total, dport, "dport", SAW_U16) },
	{ MEMBER(total, family, "family", SAW_U8) },
	{ MEMBER(total, role, "role", SAW_U8), .words = &saw_role_words },
	{ MEMBER(total, local, "local", SAW_U8) },
	{ ADDRESS(total, saddr, "saddr") },
	{ ADDRESS(total, daddr, "daddr") },
};

static const struct {
	const char *name;
	struct saw_set set;
} records[] = {
	[SAWTOOTH_A_EVENT_TRANSITION] = {
		"transition", { SET(sawtooth_transition, transition_fields) } },
	[SAWTOOTH_A_EVENT_HANDSHAKE] = {
		"handshake", { SET(sawtooth_handshake, handshake_fields) } },
	[SAWTOOTH_A_EVENT_TEARDOWN] = {
		"teardown", { SET(sawtooth_teardown_record, teardown_fields) } },
	[SAWTOOTH_A_EVENT_DECISION] = {
		"decision", { SET(sawtooth_decision, decision_fields) } },
	[SAWTOOTH_A_EVENT_MEMBERSHIP] = {
		"membership", { SET(sawtooth_membership_record, membership_fields) } },
	[SAWTOOTH_A_EVENT_QUERIER] = {
		"querier", { SET(sawtooth_querier_record, querier_fields) } },
	[SAWTOOTH_A_EVENT_TOTAL] = {
		"total", { SET(sawtooth_total, total_fields) } },
};

static const struct saw_field batch_fields[] = {
	{ FIELD(saw_batch, cpu, "cpu", SAWTOOTH_A_EVENT_CPU, SAW_U32) },
	{ FIELD(saw_batch, first, "first", SAWTOOTH_A_EVENT_FIRST, SAW_U64) },
	{ FIELD(saw_batch, count, "count", SAWTOOTH_A_EVENT_COUNT, SAW_U32) },
	{ FIELD(saw_batch, lost, "lost", SAWTOOTH_A_EVENT_LOST, SAW_U64) },
	{ FIELD(saw_batch, clock_offset, "clock-offset",
		SAWTOOTH_A_EVENT_CLOCK_OFFSET, SAW_S64) },
};

static const struct saw_set batch_set = { SET(saw_batch, batch_fields) };

static const struct saw_field wish_fields[] = {
	{ FIELD(saw_wish, filter, "filter", SAWTOOTH_A_EVENT_FILTER, SAW_NEST),
	  .set = &saw_filter_set },
	{ FIELD(saw_wish, kinds, "kinds", SAWTOOTH_A_EVENT_KINDS, SAW_U32) },
	{ FIELD(saw_wish, delay, "delay", SAWTOOTH_A_EVENT_DELAY, SAW_U32) },
};

static const struct saw_set wish_set = { SET(saw_wish, wish_fields) };

const struct saw_set *saw_event_set(unsigned int kind)
{
	if (kind >= ARRAY_SIZE(records) || !records[kind].name)
		return NULL;
	return &records[kind].set;
}

const char *saw_event_name(unsigned int kind)
{
	return saw_event_set(kind) ? records[kind].name : NULL;
}

/* Is there a whole attribute at @attr, before @end? libmnl's own words, but inline. */
static inline bool there(const struct nlattr *attr, const char *end)
{
	size_t left = end - (const char *)attr;

	return left >= sizeof(*attr) && attr->nla_len >= sizeof(*attr) && attr->nla_len <= left;
}

static inline const struct nlattr *next(const struct nlattr *attr)
{
	return (const void *)((const char *)attr + MNL_ALIGN(attr->nla_len));
}

/* Most records are transitions, and the compiler copies what it knows the size of. */
static inline void copy_record(struct saw_event *event, const void *payload, size_t size)
{
	if (size == sizeof(event->transition))
		memcpy(&event->transition, payload, sizeof(event->transition));
	else
		memcpy(&event->transition, payload, size);
}

int saw_event_parse(const struct nlmsghdr *nlh,
		    void (*begin)(const struct saw_batch *batch, void *data),
		    void (*each)(const struct saw_event *event, void *data), void *data)
{
	const char *attrs = mnl_nlmsg_get_payload_offset(nlh, sizeof(struct genlmsghdr));
	const char *end = mnl_nlmsg_get_payload_tail(nlh);
	const struct nlattr *attr = (const void *)attrs;
	struct saw_batch batch;
	struct saw_event event;
	int ret;

	/* what it says of itself comes first */
	while (there(attr, end) && !saw_event_set(attr->nla_type & NLA_TYPE_MASK))
		attr = next(attr);
	ret = saw_set_parse(&batch_set, attrs, (const char *)attr - attrs, &batch);
	if (ret)
		return ret;
	begin(&batch, data);
	for (; there(attr, end); attr = next(attr)) {
		const struct saw_set *set;

		event.kind = attr->nla_type & NLA_TYPE_MASK;
		set = saw_event_set(event.kind);
		if (!set)
			continue;
		/* a newer module may append members to a record, never take any away */
		if (attr->nla_len - sizeof(*attr) < set->size)
			return -EBADMSG;
		copy_record(&event, attr + 1, set->size);
		if (event.kind == SAWTOOTH_A_EVENT_TRANSITION)
			event.transition.command[sizeof(event.transition.command) - 1] = 0;
		each(&event, data);
	}
	return 0;
}

int saw_event_subscribe(struct saw_sock *sock, const struct saw_wish *wish, unsigned int bytes)
{
	saw_transport_queue(sock->transport, bytes);
	sock->keep_events = true;
	return saw_request(sock, SAWTOOTH_CMD_EVENT_SUBSCRIBE, 0, &wish_set, wish, NULL, NULL);
}

int saw_event_fd(const struct saw_sock *sock)
{
	return saw_transport_fd(sock->transport);
}

/* The batches among the messages in the @len bytes at @buf. */
static int read_batches(struct saw_sock *sock, const void *buf, size_t len,
			void (*begin)(const struct saw_batch *batch, void *data),
			void (*each)(const struct saw_event *event, void *data), void *data)
{
	const struct nlmsghdr *nlh = buf;
	int left = (int)len, ret;

	for (; mnl_nlmsg_ok(nlh, left); nlh = mnl_nlmsg_next(nlh, &left)) {
		const struct genlmsghdr *genl = mnl_nlmsg_get_payload(nlh);

		if (nlh->nlmsg_type != sock->family ||
		    mnl_nlmsg_get_payload_len(nlh) < sizeof(*genl) ||
		    genl->cmd != SAWTOOTH_CMD_EVENT_NOTIFY)
			continue;
		ret = saw_event_parse(nlh, begin, each, data);
		if (ret)
			return saw_fail(&sock->failure, ret,
					"an event is not what this library reads");
	}
	return 0;
}

int saw_event_read(struct saw_sock *sock,
		   void (*begin)(const struct saw_batch *batch, void *data),
		   void (*each)(const struct saw_event *event, void *data), void *data)
{
	size_t early = sock->early_len;
	ssize_t got;

	if (early) {
		sock->early_len = 0;
		return read_batches(sock, sock->early, early, begin, each, data);
	}
	got = saw_transport_receive(sock->transport, sock->reply, sizeof(sock->reply), false);
	if (got == -EAGAIN)
		return -EAGAIN;
	if (got < 0)
		return saw_fail(&sock->failure, (int)got, "cannot read from the kernel");
	return read_batches(sock, sock->reply, got, begin, each, data);
}

bool saw_loss_note(struct saw_loss *loss, const struct saw_batch *batch,
		   uint64_t *kernel, uint64_t *queue)
{
	uint64_t gap = batch->lost;

	if (batch->cpu < SAW_LOSS_CPUS) {
		gap = batch->first - loss->next[batch->cpu];
		loss->next[batch->cpu] = batch->first + batch->count;
	}
	*kernel = batch->lost < gap ? batch->lost : gap;
	*queue = gap - *kernel;
	loss->kernel += *kernel;
	loss->queue += *queue;
	return gap > 0;
}
