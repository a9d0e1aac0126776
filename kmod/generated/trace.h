/* SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause) */
/* Do not edit directly, auto-generated from: */
/*	Documentation/netlink/specs/sawtooth.yaml */

/*
 * Tracepoints: the records of the event stream, for perf, bpftrace and trace-cmd. The
 * fields are those of the uapi header without the position in a stream, and the inode
 * of the network namespace; addresses are IPv6, or IPv4 mapped.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM sawtooth

#if !defined(_SAWTOOTH_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define _SAWTOOTH_TRACE_H

#include <linux/ipv6.h>
#include <linux/tracepoint.h>
#include <net/ipv6.h>

#include <uapi/linux/sawtooth.h>

#define SAW_TRACE_CAUSE \
	{ 0, "none" }, \
	{ 1, "sent-syn" }, \
	{ 2, "sent-syn-ack" }, \
	{ 3, "sent-fin" }, \
	{ 4, "shut" }, \
	{ 5, "sent-rst" }, \
	{ 6, "received-syn" }, \
	{ 7, "received-syn-ack" }, \
	{ 8, "received-ack" }, \
	{ 9, "received-fin" }, \
	{ 10, "received-rst" }, \
	{ 11, "received-unreachable" }, \
	{ 12, "received-prohibited" }, \
	{ 13, "time-wait-expired" }, \
	{ 14, "syn-timeout" }, \
	{ 15, "syn-ack-timeout" }, \
	{ 16, "fin-wait-2-timeout" }, \
	{ 17, "retransmit-timeout" }, \
	{ 18, "keep-alive-timeout" }, \
	{ 19, "idle-timeout" }, \
	{ 20, "peer-gone" }, \
	{ 21, "socket-gone" }, \
	{ 22, "midstream" }

#define SAW_TRACE_CONFIDENCE \
	{ 0, "observed" }, \
	{ 1, "inferred" }, \
	{ 2, "timer" }, \
	{ 3, "midstream" }

#define SAW_TRACE_ENDS \
	{ 0, "none" }, \
	{ 1, "initiator" }, \
	{ 2, "responder" }, \
	{ 3, "both" }

#define SAW_TRACE_FAST_OPEN \
	{ 0, "none" }, \
	{ 1, "requested" }, \
	{ 2, "accepted" }, \
	{ 3, "refused" }

#define SAW_TRACE_FILTER_MODE \
	{ 0, "include" }, \
	{ 1, "exclude" }

#define SAW_TRACE_MEMBERSHIP_CHANGE \
	{ 0, "join" }, \
	{ 1, "leave" }, \
	{ 2, "expire" }, \
	{ 3, "mode" }, \
	{ 4, "source-added" }, \
	{ 5, "source-removed" }

#define SAW_TRACE_MEMBERSHIP_PROTOCOL \
	{ 0, "igmpv1" }, \
	{ 1, "igmpv2" }, \
	{ 2, "igmpv3" }, \
	{ 3, "mldv1" }, \
	{ 4, "mldv2" }

#define SAW_TRACE_MPTCP \
	{ 0, "none" }, \
	{ 1, "capable" }, \
	{ 2, "join" }

#define SAW_TRACE_OUTCOME \
	{ 0, "pending" }, \
	{ 1, "established" }, \
	{ 2, "refused" }, \
	{ 3, "reset" }, \
	{ 4, "timed-out" }, \
	{ 5, "unreachable" }, \
	{ 6, "filtered" }, \
	{ 7, "abandoned" }, \
	{ 8, "unseen" }

#define SAW_TRACE_PHASE \
	{ 0, "slow-start" }, \
	{ 1, "avoidance" }, \
	{ 2, "recovery" }, \
	{ 3, "loss" }

#define SAW_TRACE_RESET_VERDICT \
	{ 0, "none" }, \
	{ 1, "accepted" }, \
	{ 2, "outside" }, \
	{ 3, "challenged" }, \
	{ 4, "time-wait" }

#define SAW_TRACE_ROLE \
	{ 0, "initiator" }, \
	{ 1, "responder" }

#define SAW_TRACE_SSTHRESH_CAUSE \
	{ 0, "loss" }, \
	{ 1, "ecn" }, \
	{ 2, "timeout" }, \
	{ 3, "slow-start-exit" }, \
	{ 4, "queue" }, \
	{ 5, "undo" }, \
	{ 6, "manual" }, \
	{ 7, "clamp" }, \
	{ 8, "profile" }

#define SAW_TRACE_SSTHRESH_LAW \
	{ 0, "half" }, \
	{ 1, "beta" }, \
	{ 2, "fixed" }, \
	{ 3, "bdp" }, \
	{ 4, "adaptive" }

#define SAW_TRACE_TCP_STATE \
	{ 0, "closed" }, \
	{ 1, "listen" }, \
	{ 2, "syn-sent" }, \
	{ 3, "syn-received" }, \
	{ 4, "established" }, \
	{ 5, "fin-wait-1" }, \
	{ 6, "fin-wait-2" }, \
	{ 7, "close-wait" }, \
	{ 8, "closing" }, \
	{ 9, "last-ack" }, \
	{ 10, "time-wait" }

#define SAW_TRACE_TEARDOWN \
	{ 0, "none" }, \
	{ 1, "graceful" }, \
	{ 2, "half-closed" }, \
	{ 3, "simultaneous" }, \
	{ 4, "aborted" }, \
	{ 5, "timed-out" }

#ifndef _SAWTOOTH_TRACE_ADDR
#define _SAWTOOTH_TRACE_ADDR
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
	TP_PROTO(u32 netns, const struct sawtooth_transition *r),
	TP_ARGS(netns, r),
	TP_STRUCT__entry(
		__field(u32, netns)
		__field(u64, time)
		__field(u64, conn)
		__field(u64, elapsed)
		__field(u64, cookie)
		__field(u64, cgroup)
		__field(u32, conn_seq)
		__field(u32, ifindex)
		__field(u32, tcp_seq)
		__field(u32, tcp_ack)
		__field(u32, tcp_len)
		__field(u32, uid)
		__field(u32, pid)
		__field(u16, sport)
		__field(u16, dport)
		__field(u8, tcp_flags)
		__field(u8, family)
		__field(u8, role)
		__field(u8, local)
		__field(u8, from)
		__field(u8, to)
		__field(u8, cause)
		__field(u8, confidence)
		__array(u8, saddr, 16)
		__array(u8, daddr, 16)
		__array(char, command, 16)
	),
	TP_fast_assign(
		__entry->netns = netns;
		__entry->time = r->time;
		__entry->conn = r->conn;
		__entry->elapsed = r->elapsed;
		__entry->cookie = r->cookie;
		__entry->cgroup = r->cgroup;
		__entry->conn_seq = r->conn_seq;
		__entry->ifindex = r->ifindex;
		__entry->tcp_seq = r->tcp_seq;
		__entry->tcp_ack = r->tcp_ack;
		__entry->tcp_len = r->tcp_len;
		__entry->uid = r->uid;
		__entry->pid = r->pid;
		__entry->sport = r->sport;
		__entry->dport = r->dport;
		__entry->tcp_flags = r->tcp_flags;
		__entry->family = r->family;
		__entry->role = r->role;
		__entry->local = r->local;
		__entry->from = r->from;
		__entry->to = r->to;
		__entry->cause = r->cause;
		__entry->confidence = r->confidence;
		saw_trace_addr(__entry->saddr, r->family, r->saddr);
		saw_trace_addr(__entry->daddr, r->family, r->daddr);
		memcpy(__entry->command, r->command, 16);
	),
	TP_printk("netns=%u time=%llu conn=%llu elapsed=%llu cookie=%llu cgroup=%llu conn_seq=%u ifindex=%u tcp_seq=%u tcp_ack=%u tcp_len=%u uid=%u pid=%u sport=%u dport=%u tcp_flags=%u family=%u role=%s local=%u from=%s to=%s cause=%s confidence=%s saddr=%pI6c daddr=%pI6c command=%s",
		  __entry->netns,
		  __entry->time,
		  __entry->conn,
		  __entry->elapsed,
		  __entry->cookie,
		  __entry->cgroup,
		  __entry->conn_seq,
		  __entry->ifindex,
		  __entry->tcp_seq,
		  __entry->tcp_ack,
		  __entry->tcp_len,
		  __entry->uid,
		  __entry->pid,
		  __entry->sport,
		  __entry->dport,
		  __entry->tcp_flags,
		  __entry->family,
		  __print_symbolic(__entry->role, SAW_TRACE_ROLE),
		  __entry->local,
		  __print_symbolic(__entry->from, SAW_TRACE_TCP_STATE),
		  __print_symbolic(__entry->to, SAW_TRACE_TCP_STATE),
		  __print_symbolic(__entry->cause, SAW_TRACE_CAUSE),
		  __print_symbolic(__entry->confidence, SAW_TRACE_CONFIDENCE),
		  __entry->saddr,
		  __entry->daddr,
		  __entry->command)
);

TRACE_EVENT(sawtooth_handshake,
	TP_PROTO(u32 netns, const struct sawtooth_handshake *r),
	TP_ARGS(netns, r),
	TP_STRUCT__entry(
		__field(u32, netns)
		__field(u64, time)
		__field(u64, conn)
		__field(u64, syn_leg)
		__field(u64, ack_leg)
		__field(u32, ifindex)
		__field(u16, sport)
		__field(u16, dport)
		__field(u8, family)
		__field(u8, outcome)
		__field(u8, syn_retransmits)
		__field(u8, syn_ack_retransmits)
		__field(u32, conn_seq)
		__field(u8, fast_open)
		__field(u8, mptcp)
		__array(u8, saddr, 16)
		__array(u8, daddr, 16)
	),
	TP_fast_assign(
		__entry->netns = netns;
		__entry->time = r->time;
		__entry->conn = r->conn;
		__entry->syn_leg = r->syn_leg;
		__entry->ack_leg = r->ack_leg;
		__entry->ifindex = r->ifindex;
		__entry->sport = r->sport;
		__entry->dport = r->dport;
		__entry->family = r->family;
		__entry->outcome = r->outcome;
		__entry->syn_retransmits = r->syn_retransmits;
		__entry->syn_ack_retransmits = r->syn_ack_retransmits;
		__entry->conn_seq = r->conn_seq;
		__entry->fast_open = r->fast_open;
		__entry->mptcp = r->mptcp;
		saw_trace_addr(__entry->saddr, r->family, r->saddr);
		saw_trace_addr(__entry->daddr, r->family, r->daddr);
	),
	TP_printk("netns=%u time=%llu conn=%llu syn_leg=%llu ack_leg=%llu ifindex=%u sport=%u dport=%u family=%u outcome=%s syn_retransmits=%u syn_ack_retransmits=%u conn_seq=%u fast_open=%s mptcp=%s saddr=%pI6c daddr=%pI6c",
		  __entry->netns,
		  __entry->time,
		  __entry->conn,
		  __entry->syn_leg,
		  __entry->ack_leg,
		  __entry->ifindex,
		  __entry->sport,
		  __entry->dport,
		  __entry->family,
		  __print_symbolic(__entry->outcome, SAW_TRACE_OUTCOME),
		  __entry->syn_retransmits,
		  __entry->syn_ack_retransmits,
		  __entry->conn_seq,
		  __print_symbolic(__entry->fast_open, SAW_TRACE_FAST_OPEN),
		  __print_symbolic(__entry->mptcp, SAW_TRACE_MPTCP),
		  __entry->saddr,
		  __entry->daddr)
);

TRACE_EVENT(sawtooth_teardown,
	TP_PROTO(u32 netns, const struct sawtooth_teardown_record *r),
	TP_ARGS(netns, r),
	TP_STRUCT__entry(
		__field(u32, netns)
		__field(u64, time)
		__field(u64, conn)
		__field(u64, lifetime)
		__field(u64, half_closed)
		__field(u32, ifindex)
		__field(u16, sport)
		__field(u16, dport)
		__field(u8, family)
		__field(u8, teardown)
		__field(u8, closer)
		__field(u8, time_wait)
		__field(u32, conn_seq)
		__field(u8, reset_by)
		__field(u8, reset_verdict)
		__field(u8, resets_ignored)
		__array(u8, saddr, 16)
		__array(u8, daddr, 16)
	),
	TP_fast_assign(
		__entry->netns = netns;
		__entry->time = r->time;
		__entry->conn = r->conn;
		__entry->lifetime = r->lifetime;
		__entry->half_closed = r->half_closed;
		__entry->ifindex = r->ifindex;
		__entry->sport = r->sport;
		__entry->dport = r->dport;
		__entry->family = r->family;
		__entry->teardown = r->teardown;
		__entry->closer = r->closer;
		__entry->time_wait = r->time_wait;
		__entry->conn_seq = r->conn_seq;
		__entry->reset_by = r->reset_by;
		__entry->reset_verdict = r->reset_verdict;
		__entry->resets_ignored = r->resets_ignored;
		saw_trace_addr(__entry->saddr, r->family, r->saddr);
		saw_trace_addr(__entry->daddr, r->family, r->daddr);
	),
	TP_printk("netns=%u time=%llu conn=%llu lifetime=%llu half_closed=%llu ifindex=%u sport=%u dport=%u family=%u teardown=%s closer=%s time_wait=%s conn_seq=%u reset_by=%s reset_verdict=%s resets_ignored=%u saddr=%pI6c daddr=%pI6c",
		  __entry->netns,
		  __entry->time,
		  __entry->conn,
		  __entry->lifetime,
		  __entry->half_closed,
		  __entry->ifindex,
		  __entry->sport,
		  __entry->dport,
		  __entry->family,
		  __print_symbolic(__entry->teardown, SAW_TRACE_TEARDOWN),
		  __print_symbolic(__entry->closer, SAW_TRACE_ROLE),
		  __print_symbolic(__entry->time_wait, SAW_TRACE_ENDS),
		  __entry->conn_seq,
		  __print_symbolic(__entry->reset_by, SAW_TRACE_ENDS),
		  __print_symbolic(__entry->reset_verdict, SAW_TRACE_RESET_VERDICT),
		  __entry->resets_ignored,
		  __entry->saddr,
		  __entry->daddr)
);

TRACE_EVENT(sawtooth_decision,
	TP_PROTO(u32 netns, const struct sawtooth_decision *r),
	TP_ARGS(netns, r),
	TP_STRUCT__entry(
		__field(u32, netns)
		__field(u64, time)
		__field(u64, conn)
		__field(u64, bandwidth)
		__field(u32, before)
		__field(u32, after)
		__field(u32, cwnd)
		__field(u32, in_flight)
		__field(u32, srtt)
		__field(u32, min_rtt)
		__field(u32, queue)
		__field(u32, round_loss)
		__field(u32, ifindex)
		__field(u16, sport)
		__field(u16, dport)
		__field(u8, family)
		__field(u8, cause)
		__field(u8, law)
		__field(u8, phase)
		__field(u32, clamp)
		__array(u8, saddr, 16)
		__array(u8, daddr, 16)
	),
	TP_fast_assign(
		__entry->netns = netns;
		__entry->time = r->time;
		__entry->conn = r->conn;
		__entry->bandwidth = r->bandwidth;
		__entry->before = r->before;
		__entry->after = r->after;
		__entry->cwnd = r->cwnd;
		__entry->in_flight = r->in_flight;
		__entry->srtt = r->srtt;
		__entry->min_rtt = r->min_rtt;
		__entry->queue = r->queue;
		__entry->round_loss = r->round_loss;
		__entry->ifindex = r->ifindex;
		__entry->sport = r->sport;
		__entry->dport = r->dport;
		__entry->family = r->family;
		__entry->cause = r->cause;
		__entry->law = r->law;
		__entry->phase = r->phase;
		__entry->clamp = r->clamp;
		saw_trace_addr(__entry->saddr, r->family, r->saddr);
		saw_trace_addr(__entry->daddr, r->family, r->daddr);
	),
	TP_printk("netns=%u time=%llu conn=%llu bandwidth=%llu before=%u after=%u cwnd=%u in_flight=%u srtt=%u min_rtt=%u queue=%u round_loss=%u ifindex=%u sport=%u dport=%u family=%u cause=%s law=%s phase=%s clamp=%u saddr=%pI6c daddr=%pI6c",
		  __entry->netns,
		  __entry->time,
		  __entry->conn,
		  __entry->bandwidth,
		  __entry->before,
		  __entry->after,
		  __entry->cwnd,
		  __entry->in_flight,
		  __entry->srtt,
		  __entry->min_rtt,
		  __entry->queue,
		  __entry->round_loss,
		  __entry->ifindex,
		  __entry->sport,
		  __entry->dport,
		  __entry->family,
		  __print_symbolic(__entry->cause, SAW_TRACE_SSTHRESH_CAUSE),
		  __print_symbolic(__entry->law, SAW_TRACE_SSTHRESH_LAW),
		  __print_symbolic(__entry->phase, SAW_TRACE_PHASE),
		  __entry->clamp,
		  __entry->saddr,
		  __entry->daddr)
);

TRACE_EVENT(sawtooth_membership,
	TP_PROTO(u32 netns, const struct sawtooth_membership_record *r),
	TP_ARGS(netns, r),
	TP_STRUCT__entry(
		__field(u32, netns)
		__field(u64, time)
		__field(u64, elapsed)
		__field(u64, latency)
		__field(u32, ifindex)
		__field(u32, bridge)
		__field(u32, sources)
		__field(u8, family)
		__field(u8, change)
		__field(u8, protocol)
		__field(u8, local)
		__field(u8, mode)
		__array(u8, group, 16)
		__array(u8, host, 16)
		__array(u8, source, 16)
	),
	TP_fast_assign(
		__entry->netns = netns;
		__entry->time = r->time;
		__entry->elapsed = r->elapsed;
		__entry->latency = r->latency;
		__entry->ifindex = r->ifindex;
		__entry->bridge = r->bridge;
		__entry->sources = r->sources;
		__entry->family = r->family;
		__entry->change = r->change;
		__entry->protocol = r->protocol;
		__entry->local = r->local;
		__entry->mode = r->mode;
		saw_trace_addr(__entry->group, r->family, r->group);
		saw_trace_addr(__entry->host, r->family, r->host);
		saw_trace_addr(__entry->source, r->family, r->source);
	),
	TP_printk("netns=%u time=%llu elapsed=%llu latency=%llu ifindex=%u bridge=%u sources=%u family=%u change=%s protocol=%s local=%u mode=%s group=%pI6c host=%pI6c source=%pI6c",
		  __entry->netns,
		  __entry->time,
		  __entry->elapsed,
		  __entry->latency,
		  __entry->ifindex,
		  __entry->bridge,
		  __entry->sources,
		  __entry->family,
		  __print_symbolic(__entry->change, SAW_TRACE_MEMBERSHIP_CHANGE),
		  __print_symbolic(__entry->protocol, SAW_TRACE_MEMBERSHIP_PROTOCOL),
		  __entry->local,
		  __print_symbolic(__entry->mode, SAW_TRACE_FILTER_MODE),
		  __entry->group,
		  __entry->host,
		  __entry->source)
);

TRACE_EVENT(sawtooth_querier,
	TP_PROTO(u32 netns, const struct sawtooth_querier_record *r),
	TP_ARGS(netns, r),
	TP_STRUCT__entry(
		__field(u32, netns)
		__field(u64, time)
		__field(u32, ifindex)
		__field(u32, interval)
		__field(u32, response)
		__field(u8, robustness)
		__field(u8, family)
		__field(u8, protocol)
		__field(u8, local)
		__array(u8, address, 16)
		__array(u8, previous, 16)
	),
	TP_fast_assign(
		__entry->netns = netns;
		__entry->time = r->time;
		__entry->ifindex = r->ifindex;
		__entry->interval = r->interval;
		__entry->response = r->response;
		__entry->robustness = r->robustness;
		__entry->family = r->family;
		__entry->protocol = r->protocol;
		__entry->local = r->local;
		saw_trace_addr(__entry->address, r->family, r->address);
		saw_trace_addr(__entry->previous, r->family, r->previous);
	),
	TP_printk("netns=%u time=%llu ifindex=%u interval=%u response=%u robustness=%u family=%u protocol=%s local=%u address=%pI6c previous=%pI6c",
		  __entry->netns,
		  __entry->time,
		  __entry->ifindex,
		  __entry->interval,
		  __entry->response,
		  __entry->robustness,
		  __entry->family,
		  __print_symbolic(__entry->protocol, SAW_TRACE_MEMBERSHIP_PROTOCOL),
		  __entry->local,
		  __entry->address,
		  __entry->previous)
);

TRACE_EVENT(sawtooth_total,
	TP_PROTO(u32 netns, const struct sawtooth_total *r),
	TP_ARGS(netns, r),
	TP_STRUCT__entry(
		__field(u32, netns)
		__field(u64, time)
		__field(u64, conn)
		__field(u64, segments)
		__field(u64, bytes)
		__field(u64, zero_window)
		__field(u64, head_of_line)
		__field(u32, retransmits)
		__field(u32, dup_acks)
		__field(u32, duplicates)
		__field(u32, out_of_order)
		__field(u32, bad_checksums)
		__field(u32, conn_seq)
		__field(u32, ifindex)
		__field(u16, sport)
		__field(u16, dport)
		__field(u8, family)
		__field(u8, role)
		__field(u8, local)
		__array(u8, saddr, 16)
		__array(u8, daddr, 16)
	),
	TP_fast_assign(
		__entry->netns = netns;
		__entry->time = r->time;
		__entry->conn = r->conn;
		__entry->segments = r->segments;
		__entry->bytes = r->bytes;
		__entry->zero_window = r->zero_window;
		__entry->head_of_line = r->head_of_line;
		__entry->retransmits = r->retransmits;
		__entry->dup_acks = r->dup_acks;
		__entry->duplicates = r->duplicates;
		__entry->out_of_order = r->out_of_order;
		__entry->bad_checksums = r->bad_checksums;
		__entry->conn_seq = r->conn_seq;
		__entry->ifindex = r->ifindex;
		__entry->sport = r->sport;
		__entry->dport = r->dport;
		__entry->family = r->family;
		__entry->role = r->role;
		__entry->local = r->local;
		saw_trace_addr(__entry->saddr, r->family, r->saddr);
		saw_trace_addr(__entry->daddr, r->family, r->daddr);
	),
	TP_printk("netns=%u time=%llu conn=%llu segments=%llu bytes=%llu zero_window=%llu head_of_line=%llu retransmits=%u dup_acks=%u duplicates=%u out_of_order=%u bad_checksums=%u conn_seq=%u ifindex=%u sport=%u dport=%u family=%u role=%s local=%u saddr=%pI6c daddr=%pI6c",
		  __entry->netns,
		  __entry->time,
		  __entry->conn,
		  __entry->segments,
		  __entry->bytes,
		  __entry->zero_window,
		  __entry->head_of_line,
		  __entry->retransmits,
		  __entry->dup_acks,
		  __entry->duplicates,
		  __entry->out_of_order,
		  __entry->bad_checksums,
		  __entry->conn_seq,
		  __entry->ifindex,
		  __entry->sport,
		  __entry->dport,
		  __entry->family,
		  __print_symbolic(__entry->role, SAW_TRACE_ROLE),
		  __entry->local,
		  __entry->saddr,
		  __entry->daddr)
);

#endif /* _SAWTOOTH_TRACE_H */

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH generated
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
