/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Tracepoints: the records of the event stream, for perf, bpftrace and trace-cmd.
 * The numbers are those of the uapi header; addresses are IPv6, or IPv4 mapped.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM sawtooth

#if !defined(_SAW_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define _SAW_TRACE_H

#include <linux/ipv6.h>
#include <linux/tracepoint.h>
#include <net/ipv6.h>

#include <uapi/linux/sawtooth.h>

#ifndef _SAW_TRACE_ADDR
#define _SAW_TRACE_ADDR
/* One form for both families, which %pI6c prints. */
static inline void saw_trace_addr(u8 *to, u8 family, const u8 *from)
{
	__be32 ipv4;

	if (family == AF_INET6) {
		memcpy(to, from, sizeof(struct in6_addr));
		return;
	}
	memcpy(&ipv4, from, sizeof(ipv4));
	ipv6_addr_set_v4mapped(ipv4, (struct in6_addr *)to);
}
#endif

TRACE_EVENT(sawtooth_transition,
	TP_PROTO(const struct sawtooth_transition *t),
	TP_ARGS(t),
	TP_STRUCT__entry(
		__field(u64, conn)
		__field(u64, elapsed)
		__field(u32, conn_seq)
		__field(u32, tcp_seq)
		__field(u32, tcp_ack)
		__field(u32, tcp_len)
		__field(u16, sport)
		__field(u16, dport)
		__field(u8, tcp_flags)
		__field(u8, role)
		__field(u8, from)
		__field(u8, to)
		__field(u8, cause)
		__field(u8, confidence)
		__array(u8, saddr, 16)
		__array(u8, daddr, 16)
	),
	TP_fast_assign(
		__entry->conn = t->conn;
		__entry->elapsed = t->elapsed;
		__entry->conn_seq = t->conn_seq;
		__entry->tcp_seq = t->tcp_seq;
		__entry->tcp_ack = t->tcp_ack;
		__entry->tcp_len = t->tcp_len;
		__entry->sport = t->sport;
		__entry->dport = t->dport;
		__entry->tcp_flags = t->tcp_flags;
		__entry->role = t->role;
		__entry->from = t->from;
		__entry->to = t->to;
		__entry->cause = t->cause;
		__entry->confidence = t->confidence;
		saw_trace_addr(__entry->saddr, t->family, t->saddr);
		saw_trace_addr(__entry->daddr, t->family, t->daddr);
	),
	TP_printk("conn=%llu %pI6c.%u > %pI6c.%u role=%u %u -> %u cause=%u confidence=%u elapsed_ns=%llu",
		  __entry->conn, __entry->saddr, __entry->sport, __entry->daddr, __entry->dport,
		  __entry->role, __entry->from, __entry->to, __entry->cause,
		  __entry->confidence, __entry->elapsed)
);

TRACE_EVENT(sawtooth_handshake,
	TP_PROTO(const struct sawtooth_handshake *h),
	TP_ARGS(h),
	TP_STRUCT__entry(
		__field(u64, conn)
		__field(u64, syn_leg)
		__field(u64, ack_leg)
		__field(u8, outcome)
		__field(u8, syn_retransmits)
		__field(u8, syn_ack_retransmits)
	),
	TP_fast_assign(
		__entry->conn = h->conn;
		__entry->syn_leg = h->syn_leg;
		__entry->ack_leg = h->ack_leg;
		__entry->outcome = h->outcome;
		__entry->syn_retransmits = h->syn_retransmits;
		__entry->syn_ack_retransmits = h->syn_ack_retransmits;
	),
	TP_printk("conn=%llu outcome=%u syn_leg_ns=%llu ack_leg_ns=%llu syn_retransmits=%u syn_ack_retransmits=%u",
		  __entry->conn, __entry->outcome, __entry->syn_leg, __entry->ack_leg,
		  __entry->syn_retransmits, __entry->syn_ack_retransmits)
);

TRACE_EVENT(sawtooth_teardown,
	TP_PROTO(const struct sawtooth_teardown_record *t),
	TP_ARGS(t),
	TP_STRUCT__entry(
		__field(u64, conn)
		__field(u64, lifetime)
		__field(u64, half_closed)
		__field(u8, teardown)
		__field(u8, closer)
	),
	TP_fast_assign(
		__entry->conn = t->conn;
		__entry->lifetime = t->lifetime;
		__entry->half_closed = t->half_closed;
		__entry->teardown = t->teardown;
		__entry->closer = t->closer;
	),
	TP_printk("conn=%llu teardown=%u closer=%u lifetime_ns=%llu half_closed_ns=%llu",
		  __entry->conn, __entry->teardown, __entry->closer, __entry->lifetime,
		  __entry->half_closed)
);

TRACE_EVENT(sawtooth_decision,
	TP_PROTO(const struct sawtooth_decision *d),
	TP_ARGS(d),
	TP_STRUCT__entry(
		__field(u64, conn)
		__field(u32, before)
		__field(u32, after)
		__field(u32, cwnd)
		__field(u32, in_flight)
		__field(u32, srtt)
		__field(u32, min_rtt)
		__field(u8, cause)
		__field(u8, law)
		__field(u8, phase)
	),
	TP_fast_assign(
		__entry->conn = d->conn;
		__entry->before = d->before;
		__entry->after = d->after;
		__entry->cwnd = d->cwnd;
		__entry->in_flight = d->in_flight;
		__entry->srtt = d->srtt;
		__entry->min_rtt = d->min_rtt;
		__entry->cause = d->cause;
		__entry->law = d->law;
		__entry->phase = d->phase;
	),
	TP_printk("conn=%llu ssthresh %u -> %u cause=%u law=%u phase=%u cwnd=%u in_flight=%u srtt_us=%u min_rtt_us=%u",
		  __entry->conn, __entry->before, __entry->after, __entry->cause, __entry->law,
		  __entry->phase, __entry->cwnd, __entry->in_flight, __entry->srtt,
		  __entry->min_rtt)
);

TRACE_EVENT(sawtooth_membership,
	TP_PROTO(const struct sawtooth_membership_record *m),
	TP_ARGS(m),
	TP_STRUCT__entry(
		__field(u64, elapsed)
		__field(u64, latency)
		__field(u32, ifindex)
		__field(u32, bridge)
		__field(u32, sources)
		__field(u8, change)
		__field(u8, protocol)
		__field(u8, local)
		__field(u8, mode)
		__array(u8, group, 16)
		__array(u8, host, 16)
		__array(u8, source, 16)
	),
	TP_fast_assign(
		__entry->elapsed = m->elapsed;
		__entry->latency = m->latency;
		__entry->ifindex = m->ifindex;
		__entry->bridge = m->bridge;
		__entry->sources = m->sources;
		__entry->change = m->change;
		__entry->protocol = m->protocol;
		__entry->local = m->local;
		__entry->mode = m->mode;
		saw_trace_addr(__entry->group, m->family, m->group);
		saw_trace_addr(__entry->host, m->family, m->host);
		saw_trace_addr(__entry->source, m->family, m->source);
	),
	TP_printk("change=%u group=%pI6c host=%pI6c source=%pI6c dev=%u bridge=%u protocol=%u local=%u mode=%u sources=%u elapsed_ns=%llu latency_ns=%llu",
		  __entry->change, __entry->group, __entry->host, __entry->source,
		  __entry->ifindex, __entry->bridge, __entry->protocol, __entry->local,
		  __entry->mode, __entry->sources, __entry->elapsed, __entry->latency)
);

TRACE_EVENT(sawtooth_querier,
	TP_PROTO(const struct sawtooth_querier_record *q),
	TP_ARGS(q),
	TP_STRUCT__entry(
		__field(u32, ifindex)
		__field(u32, interval)
		__field(u32, response)
		__field(u8, robustness)
		__field(u8, protocol)
		__field(u8, local)
		__array(u8, address, 16)
		__array(u8, previous, 16)
	),
	TP_fast_assign(
		__entry->ifindex = q->ifindex;
		__entry->interval = q->interval;
		__entry->response = q->response;
		__entry->robustness = q->robustness;
		__entry->protocol = q->protocol;
		__entry->local = q->local;
		saw_trace_addr(__entry->address, q->family, q->address);
		saw_trace_addr(__entry->previous, q->family, q->previous);
	),
	TP_printk("address=%pI6c previous=%pI6c dev=%u protocol=%u local=%u robustness=%u interval_s=%u response_ms=%u",
		  __entry->address, __entry->previous, __entry->ifindex, __entry->protocol,
		  __entry->local, __entry->robustness, __entry->interval, __entry->response)
);

#endif /* _SAW_TRACE_H */

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
