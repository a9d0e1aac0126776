// SPDX-License-Identifier: GPL-2.0
/*
 * LOCAL_OUT comes first, LOCAL_IN last: what a local end sends counts when the end
 * sent it, whatever a firewall does with it afterwards, and what it receives
 * counts when nothing stands between the packet and the socket any more. Address
 * translation happens in between, so both hooks see the socket's own addresses.
 */
#include <linux/icmpv6.h>
#include <linux/netfilter.h>
#include <linux/netfilter_ipv4.h>
#include <linux/netfilter_ipv6.h>
#include <net/ipv6.h>
#include <net/tcp.h>

#include "conn.h"
#include "core/tcp_option.h"
#include "hook.h"
#include "icmp.h"
#include "mcast.h"
#include "sock.h"

/* Where in the packet the header above IP is, and whose it is. */
struct saw_packet {
	const struct nf_hook_state *state;
	struct sk_buff *skb;
	const void *saddr;
	const void *daddr;
	unsigned int offset;
	u8 family;
};

static bool saw_packet_incoming(const struct saw_packet *pkt)
{
	return pkt->state->hook == NF_INET_LOCAL_IN;
}

/* On its way through this host: nobody here takes it. */
static bool saw_packet_forwarded(const struct saw_packet *pkt)
{
	return pkt->state->hook == NF_INET_FORWARD;
}

static const struct net_device *saw_packet_dev(const struct saw_packet *pkt)
{
	return saw_packet_incoming(pkt) ? pkt->state->in : pkt->state->out;
}

static u32 saw_packet_ifindex(const struct saw_packet *pkt)
{
	const struct net_device *dev = saw_packet_dev(pkt);

	return dev ? dev->ifindex : 0;
}

static void saw_packet_locate(const struct saw_packet *pkt, struct saw_sighting *at)
{
	const struct net_device *dev = saw_packet_dev(pkt);

	at->ifindex = saw_packet_ifindex(pkt);
	at->loopback = dev && dev->flags & IFF_LOOPBACK;
	if (saw_packet_forwarded(pkt))
		at->point = SAW_POINT_PASS;
	else if (!saw_packet_incoming(pkt))
		at->point = SAW_POINT_OUT;
	else
		at->point = at->loopback ? SAW_POINT_IN_LOOP : SAW_POINT_IN;
}

/*
 * The socket will drop a segment with a wrong checksum, so it must not move the
 * receiver. Where the device or loopback vouches for it this costs a few
 * instructions; otherwise the socket need not compute it again.
 */
static bool saw_packet_intact(const struct saw_packet *pkt)
{
	return !saw_packet_incoming(pkt) ||
	       !nf_checksum(pkt->skb, NF_INET_LOCAL_IN, pkt->offset, IPPROTO_TCP, pkt->family);
}

/* A request and a socket in TIME-WAIT have their state at the same place. */
static bool saw_packet_shut(const struct saw_packet *pkt)
{
	const struct sock *sk = pkt->skb->sk;

	return !saw_packet_incoming(pkt) && sk && saw_sock_shut_state(READ_ONCE(sk->sk_state));
}

static u8 saw_packet_options(const struct saw_packet *pkt, unsigned int header)
{
	unsigned int len = header - sizeof(struct tcphdr);
	u8 buf[MAX_TCP_OPTION_SPACE];
	const u8 *options;

	options = skb_header_pointer(pkt->skb, pkt->offset + sizeof(struct tcphdr), len, buf);
	return options ? saw_tcp_option_parse(options, len) : 0;
}

/* The length is the packet's, not the header's: one of BIG TCP has none there. */
static void saw_hook_tcp(const struct saw_packet *pkt)
{
	struct saw_net *sn = saw_net(pkt->state->net);
	const struct tcphdr *th;
	struct saw_conn_key key;
	struct saw_sighting at;
	struct tcphdr buf;
	unsigned int header;

	saw_stats_inc(sn, SAWTOOTH_STAT_SEGMENTS);
	th = skb_header_pointer(pkt->skb, pkt->offset, sizeof(buf), &buf);
	if (!th)
		goto malformed;
	header = pkt->offset + th->doff * 4;
	if (th->doff < sizeof(*th) / 4 || header > pkt->skb->len || !saw_packet_intact(pkt))
		goto malformed;
	at.seg.seq = ntohl(th->seq);
	at.seg.ack = ntohl(th->ack_seq);
	at.seg.len = pkt->skb->len - header;
	at.seg.flags = tcp_flag_byte(th);
	at.seg.window = ntohs(th->window);
	at.seg.options = th->syn ? saw_packet_options(pkt, th->doff * 4) : 0;
	at.sender = saw_conn_key_init(&key, pkt->family, pkt->saddr, th->source,
				      pkt->daddr, th->dest);
	saw_packet_locate(pkt, &at);
	at.shut = saw_packet_shut(pkt);
	at.skb = pkt->skb;
	at.options = pkt->offset + sizeof(*th);
	at.options_len = th->doff * 4 - sizeof(*th);
	saw_conn_segment(sn, &key, &at);
	return;
malformed:
	saw_stats_inc(sn, SAWTOOTH_STAT_MALFORMED);
}

/* What is for few packets is not in the way of the others. */
static noinline void saw_hook_ipv4_one(struct sk_buff *skb, const struct nf_hook_state *state)
{
	const struct iphdr *iph = ip_hdr(skb);
	struct saw_packet pkt = {
		.state = state,
		.skb = skb,
		.saddr = &iph->saddr,
		.daddr = &iph->daddr,
		.offset = skb_network_offset(skb) + ip_hdrlen(skb),
		.family = AF_INET,
	};

	if (ip_is_fragment(iph))
		return;
	if (iph->protocol == IPPROTO_TCP)
		saw_hook_tcp(&pkt);
	else if (state->hook != NF_INET_LOCAL_OUT)
		saw_icmp_hear(saw_net(state->net), skb, pkt.offset, AF_INET);
}

static unsigned int saw_hook_ipv4(void *priv, struct sk_buff *skb,
				  const struct nf_hook_state *state)
{
	const struct iphdr *iph = ip_hdr(skb);

	/* What is forwarded of it is heard by hooks of its own. */
	if (saw_mcast_is_ipv4(iph)) {
		if (state->hook != NF_INET_FORWARD)
			saw_mcast_ipv4(skb, state);
	} else if (iph->protocol == IPPROTO_TCP || iph->protocol == IPPROTO_ICMP) {
		saw_hook_ipv4_one(skb, state);
	}
	return NF_ACCEPT;
}

static noinline void saw_hook_ipv6_one(struct sk_buff *skb, const struct nf_hook_state *state)
{
	const struct ipv6hdr *iph = ipv6_hdr(skb);
	struct saw_packet pkt = {
		.state = state,
		.skb = skb,
		.saddr = &iph->saddr,
		.daddr = &iph->daddr,
		.offset = skb_network_offset(skb) + sizeof(*iph),
		.family = AF_INET6,
	};
	u8 protocol = iph->nexthdr;

	if (protocol != IPPROTO_TCP) {
		__be16 frag;
		int offset = ipv6_skip_exthdr(skb, pkt.offset, &protocol, &frag);

		if (offset < 0 || frag)
			return;
		pkt.offset = offset;
	}
	if (protocol == IPPROTO_TCP)
		saw_hook_tcp(&pkt);
	else if (protocol == IPPROTO_ICMPV6 && state->hook != NF_INET_LOCAL_OUT)
		saw_icmp_hear(saw_net(state->net), skb, pkt.offset, AF_INET6);
}

static unsigned int saw_hook_ipv6(void *priv, struct sk_buff *skb,
				  const struct nf_hook_state *state)
{
	const struct ipv6hdr *iph = ipv6_hdr(skb);

	if (saw_mcast_is_ipv6(iph)) {
		if (state->hook != NF_INET_FORWARD)
			saw_mcast_ipv6(skb, state);
	} else if (iph->nexthdr != IPPROTO_UDP) {
		saw_hook_ipv6_one(skb, state);
	}
	return NF_ACCEPT;
}

static const struct nf_hook_ops saw_hooks[] = {
	{
		.hook = saw_hook_ipv4,
		.pf = NFPROTO_IPV4,
		.hooknum = NF_INET_LOCAL_OUT,
		.priority = NF_IP_PRI_FIRST,
	}, {
		.hook = saw_hook_ipv4,
		.pf = NFPROTO_IPV4,
		.hooknum = NF_INET_LOCAL_IN,
		.priority = NF_IP_PRI_LAST,
	}, {
		.hook = saw_hook_ipv6,
		.pf = NFPROTO_IPV6,
		.hooknum = NF_INET_LOCAL_OUT,
		.priority = NF_IP6_PRI_FIRST,
	}, {
		.hook = saw_hook_ipv6,
		.pf = NFPROTO_IPV6,
		.hooknum = NF_INET_LOCAL_IN,
		.priority = NF_IP6_PRI_LAST,
	},
};

/* What a router forwards; most hosts are none, and pay nothing for it. */
static const struct nf_hook_ops saw_forward_hooks[] = {
	{
		.hook = saw_hook_ipv4,
		.pf = NFPROTO_IPV4,
		.hooknum = NF_INET_FORWARD,
		.priority = NF_IP_PRI_LAST,
	}, {
		.hook = saw_hook_ipv6,
		.pf = NFPROTO_IPV6,
		.hooknum = NF_INET_FORWARD,
		.priority = NF_IP6_PRI_LAST,
	},
};

/* Under sn->forward_lock. */
static int saw_hook_forward_locked(struct saw_net *sn, bool on)
{
	int err = 0;

	if (on == sn->forwarding)
		return 0;
	if (!on)
		nf_unregister_net_hooks(sn->net, saw_forward_hooks, ARRAY_SIZE(saw_forward_hooks));
	else
		err = nf_register_net_hooks(sn->net, saw_forward_hooks,
					    ARRAY_SIZE(saw_forward_hooks));
	if (!err)
		sn->forwarding = on;
	return err;
}

int saw_hook_forward(struct saw_net *sn, bool on)
{
	int err = -ENODEV;

	mutex_lock(&sn->forward_lock);
	if (!sn->dying)
		err = saw_hook_forward_locked(sn, on);
	mutex_unlock(&sn->forward_lock);
	return err;
}

int saw_hook_init(struct saw_net *sn)
{
	mutex_init(&sn->forward_lock);
	return nf_register_net_hooks(sn->net, saw_hooks, ARRAY_SIZE(saw_hooks));
}

void saw_hook_exit(struct saw_net *sn)
{
	mutex_lock(&sn->forward_lock);
	saw_hook_forward_locked(sn, false);
	WRITE_ONCE(sn->dying, true);
	mutex_unlock(&sn->forward_lock);
	nf_unregister_net_hooks(sn->net, saw_hooks, ARRAY_SIZE(saw_hooks));
}
