/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A packet of TCP at a hook: packet -> segment -> its connection. This is the path of every
 * segment, and most of them change nothing but a few numbers. So all of it is inline, in
 * hooks that are each for one family and one direction; what a segment that may move
 * somebody needs besides is put together only then.
 */
#ifndef _SAW_SEGMENT_H
#define _SAW_SEGMENT_H

#include <linux/netfilter.h>
#include <linux/tcp.h>
#include <net/tcp.h>

#include "core/tcp_flow.h"
#include "core/tcp_option.h"
#include "count.h"
#include "sock.h"
#include "table.h"

/**
 * struct saw_packet - a packet of TCP
 * @skb: the packet, whose data begin with the IP header
 * @saddr: source address
 * @daddr: destination address
 * @offset: from the IP header to that of TCP
 * @dev: where it goes to or comes from
 * @family: AF_INET or AF_INET6
 * @hook: enum nf_inet_hooks
 */
struct saw_packet {
	struct sk_buff *skb;
	const void *saddr;
	const void *daddr;
	unsigned int offset;
	const struct net_device *dev;
	u8 family;
	u8 hook;
};

static __always_inline const struct tcphdr *saw_segment_header(const struct saw_packet *pkt)
{
	return (const void *)(pkt->skb->data + pkt->offset);
}

/*
 * The socket will drop a segment with a wrong checksum, so it must not move the
 * receiver. Where the device or loopback vouches for it this costs a few
 * instructions; otherwise the socket need not compute it again.
 */
static __always_inline bool saw_segment_intact(const struct saw_packet *pkt)
{
	return pkt->hook != NF_INET_LOCAL_IN || pkt->skb->ip_summed == CHECKSUM_PARTIAL ||
	       pkt->skb->ip_summed == CHECKSUM_UNNECESSARY ||
	       !nf_checksum(pkt->skb, NF_INET_LOCAL_IN, pkt->offset, IPPROTO_TCP, pkt->family);
}

/* A request and a socket in TIME-WAIT have their state at the same place. */
static inline bool saw_segment_shut(const struct sock *sk)
{
	return sk && saw_sock_shut_state(READ_ONCE(sk->sk_state));
}

static __always_inline enum saw_point saw_segment_point(const struct saw_packet *pkt)
{
	switch (pkt->hook) {
	case NF_INET_LOCAL_OUT:
		return SAW_POINT_OUT;
	case NF_INET_LOCAL_IN:
		return pkt->dev->flags & IFF_LOOPBACK ? SAW_POINT_IN_LOOP : SAW_POINT_IN;
	default:
		return SAW_POINT_PASS;
	}
}

/* Does the segment with the header @th leave @conn in the state it is in? */
static __always_inline bool saw_segment_flows(struct saw_conn *conn, const struct saw_packet *pkt,
					      const struct tcphdr *th, u8 sender)
{
	const u8 news = SAW_TCP_SYN | SAW_TCP_FIN | SAW_TCP_RST;
	const struct sock *sk = pkt->skb->sk;
	struct saw_tcp_conn *tcp = &conn->tcp;
	u8 role = conn->initiator ^ sender;
	u32 len = pkt->skb->len - pkt->offset - th->doff * 4;
	u32 seq = ntohl(th->seq), ack = ntohl(th->ack_seq);
	u16 window = ntohs(th->window);

	if ((tcp_flag_byte(th) & (news | SAW_TCP_ACK)) != SAW_TCP_ACK)
		return false;
	switch (pkt->hook) {
	case NF_INET_LOCAL_OUT:
		return !saw_segment_shut(sk) &&
		       saw_tcp_flow(tcp, role, SAW_POINT_OUT, seq, len, ack, window);
	case NF_INET_LOCAL_IN:
		if (pkt->dev->flags & IFF_LOOPBACK)
			return saw_tcp_flow(tcp, role, SAW_POINT_IN_LOOP, seq, len, ack, window);
		return saw_tcp_flow(tcp, role, SAW_POINT_IN, seq, len, ack, window);
	default:
		return saw_tcp_flow(tcp, role, SAW_POINT_PASS, seq, len, ack, window);
	}
}

static __always_inline struct saw_seg saw_segment_read(const struct saw_packet *pkt,
						       const struct tcphdr *th)
{
	return (struct saw_seg) {
		.seq = ntohl(th->seq),
		.ack = ntohl(th->ack_seq),
		.len = pkt->skb->len - pkt->offset - th->doff * 4,
		.window = ntohs(th->window),
		.flags = tcp_flag_byte(th),
	};
}

/*
 * With the lane locked. What it needs comes by value and is found once more, so that the
 * others keep theirs in registers. On loopback the options counted when they were sent.
 */
static noinline void saw_segment_take(struct saw_net *sn, struct saw_conn *conn, u32 hash,
				      u8 sender, bool enabled, struct saw_packet pkt)
{
	const struct tcphdr *th = saw_segment_header(&pkt);
	unsigned int options = th->doff * 4 - sizeof(*th);
	enum saw_point point = saw_segment_point(&pkt);
	struct saw_sighting at SAW_FILLED;

	at.seg = saw_segment_read(&pkt, th);
	at.point = point;
	at.ifindex = pkt.dev->ifindex;
	at.loopback = pkt.dev->flags & IFF_LOOPBACK;
	at.shut = pkt.hook == NF_INET_LOCAL_OUT && saw_segment_shut(pkt.skb->sk);
	at.enabled = enabled;
	at.skb = pkt.skb;
	at.options = pkt.offset + sizeof(*th);
	at.options_len = options;
	if (th->syn && point != SAW_POINT_IN_LOOP)
		at.seg.options = saw_tcp_option_parse((const u8 *)(th + 1), options);
	at.sender = sender;
	saw_conn_ends_set(&at.ends, pkt.family, sender, pkt.saddr, th->source, pkt.daddr, th->dest);
	saw_conn_take(sn, saw_table_lane(sn, hash), conn, hash, &at);
}

/* At level full; likewise. */
static noinline void saw_segment_count(struct saw_conn *conn, u8 sender, struct saw_packet pkt)
{
	struct saw_seg seg = saw_segment_read(&pkt, saw_segment_header(&pkt));

	saw_count_flow(conn, conn->initiator ^ sender, saw_segment_point(&pkt), &seg, pkt.skb);
}

/* The checksum is wrong; likewise. */
static noinline void saw_segment_damaged(struct saw_net *sn, struct saw_packet pkt)
{
	const struct tcphdr *th = saw_segment_header(&pkt);
	struct saw_conn_ends ends;
	u8 sender = saw_conn_ends_init(&ends, pkt.family, pkt.saddr, th->source, pkt.daddr,
				       th->dest);

	saw_stats_inc(sn, SAWTOOTH_STAT_MALFORMED);
	saw_count_damaged(sn, &ends, sender, pkt.skb);
}

/* The packet is @pkt, all headers are in its linear part. */
static __always_inline void saw_segment(struct saw_net *sn, const struct saw_packet *pkt)
{
	const struct tcphdr *th = saw_segment_header(pkt);
	struct saw_conn_ends ends;
	struct saw_lane *lane;
	struct saw_conn *conn;
	bool enabled;
	u8 sender;
	u32 hash;

	sender = saw_conn_ends_init(&ends, pkt->family, pkt->saddr, th->source, pkt->daddr,
				    th->dest);
	hash = saw_table_hash(&ends);
	lane = saw_table_lane(sn, hash);
	enabled = saw_lane_lock(lane);
	conn = saw_lane_find(lane, &ends, hash);
	if (conn && saw_segment_flows(conn, pkt, th, sender)) {
		conn->ifindex = pkt->dev->ifindex;
		/* A tick is precise enough for the time of the last segment that moved nobody. */
		conn->seen = jiffies;
		if (unlikely(conn->full))
			saw_segment_count(conn, sender, *pkt);
	} else {
		saw_segment_take(sn, conn, hash, sender, enabled, *pkt);
	}
	saw_lane_unlock(lane, enabled);
}

#endif /* _SAW_SEGMENT_H */
