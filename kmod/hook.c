// SPDX-License-Identifier: GPL-2.0
/*
 * LOCAL_OUT comes first, LOCAL_IN last: what a local end sends counts when the end
 * sent it, whatever a firewall does with it afterwards, and what it receives
 * counts when nothing stands between the packet and the socket any more. Address
 * translation happens in between, so both hooks see the socket's own addresses.
 */
#include <linux/icmpv6.h>
#include <linux/netfilter_ipv4.h>
#include <linux/netfilter_ipv6.h>
#include <net/ip6_route.h>
#include <net/ipv6.h>

#include "hook.h"
#include "icmp.h"
#include "mcast.h"
#include "segment.h"

/* All headers of a segment, @offset bytes before that of TCP, into the linear part. */
static __always_inline bool saw_hook_pull(struct sk_buff *skb, unsigned int offset)
{
	const struct tcphdr *th;
	unsigned int header;

	if (!pskb_may_pull(skb, offset + sizeof(*th)))
		return false;
	th = (const void *)(skb->data + offset);
	header = offset + th->doff * 4;
	return th->doff >= sizeof(*th) / 4 && pskb_may_pull(skb, header);
}

/*
 * What leaves by a member of a VRF has passed LOCAL_OUT before, by the VRF's device. Only what
 * is for the link itself has not.
 */
static __always_inline bool saw_hook_passed(const struct sk_buff *skb,
					    const struct nf_hook_state *state, u8 family)
{
	return unlikely(netif_is_l3_slave(state->out)) &&
	       (family == AF_INET || !rt6_need_strict(&ipv6_hdr(skb)->daddr));
}

static __always_inline void saw_hook_tcp(struct saw_net *sn, struct sk_buff *skb,
					 const struct nf_hook_state *state,
					 unsigned int offset, u8 family, unsigned int hook)
{
	struct saw_packet pkt = {
		.skb = skb,
		.offset = offset,
		.dev = hook == NF_INET_LOCAL_IN ? state->in : state->out,
		.family = family,
		.hook = hook,
	};

	if (hook == NF_INET_LOCAL_OUT && saw_hook_passed(skb, state, family))
		return;
	saw_stats_inc(sn, SAWTOOTH_STAT_SEGMENTS);
	if (unlikely(!saw_hook_pull(skb, offset))) {
		saw_stats_inc(sn, SAWTOOTH_STAT_MALFORMED);
		return;
	}
	if (family == AF_INET) {
		pkt.saddr = &ip_hdr(skb)->saddr;
		pkt.daddr = &ip_hdr(skb)->daddr;
	} else {
		pkt.saddr = &ipv6_hdr(skb)->saddr;
		pkt.daddr = &ipv6_hdr(skb)->daddr;
	}
	if (likely(saw_segment_intact(&pkt)))
		saw_segment(sn, &pkt);
	else
		saw_segment_damaged(sn, pkt);
}

/* What is for few packets is not in the way of the others. */
static noinline unsigned int saw_hook_ipv4_other(struct saw_net *sn, struct sk_buff *skb,
						 const struct nf_hook_state *state)
{
	const struct iphdr *iph = ip_hdr(skb);

	/* What is forwarded of it is heard by hooks of its own. */
	if (saw_mcast_is_ipv4(iph)) {
		if (state->hook != NF_INET_FORWARD)
			saw_mcast_ipv4(sn, skb, state);
	} else if (iph->protocol == IPPROTO_ICMP && state->hook != NF_INET_LOCAL_OUT &&
		   !ip_is_fragment(iph)) {
		saw_icmp_hear(sn, skb, ip_hdrlen(skb), AF_INET);
	}
	return NF_ACCEPT;
}

static __always_inline unsigned int saw_hook_ipv4_tcp(struct saw_net *sn, struct sk_buff *skb,
						      const struct nf_hook_state *state,
						      unsigned int hook)
{
	const struct iphdr *iph = ip_hdr(skb);

	if (unlikely(ip_is_fragment(iph) || saw_mcast_is_ipv4(iph)))
		return saw_hook_ipv4_other(sn, skb, state);
	saw_hook_tcp(sn, skb, state, iph->ihl * 4, AF_INET, hook);
	return NF_ACCEPT;
}

static noinline unsigned int saw_hook_ipv6_other(struct saw_net *sn, struct sk_buff *skb,
						 const struct nf_hook_state *state)
{
	u8 protocol = ipv6_hdr(skb)->nexthdr;
	__be16 frag;
	int offset;

	if (saw_mcast_is_ipv6(ipv6_hdr(skb))) {
		if (state->hook != NF_INET_FORWARD)
			saw_mcast_ipv6(sn, skb, state);
		return NF_ACCEPT;
	}
	offset = ipv6_skip_exthdr(skb, sizeof(struct ipv6hdr), &protocol, &frag);
	if (offset < 0 || frag)
		return NF_ACCEPT;
	if (protocol == IPPROTO_TCP)
		saw_hook_tcp(sn, skb, state, offset, AF_INET6, state->hook);
	else if (protocol == IPPROTO_ICMPV6 && state->hook != NF_INET_LOCAL_OUT)
		saw_icmp_hear(sn, skb, offset, AF_INET6);
	return NF_ACCEPT;
}

static __always_inline unsigned int saw_hook_ipv6_tcp(struct saw_net *sn, struct sk_buff *skb,
						      const struct nf_hook_state *state,
						      unsigned int hook)
{
	const struct ipv6hdr *iph = ipv6_hdr(skb);

	if (unlikely(saw_mcast_is_ipv6(iph)))
		return saw_hook_ipv6_other(sn, skb, state);
	saw_hook_tcp(sn, skb, state, sizeof(*iph), AF_INET6, hook);
	return NF_ACCEPT;
}

/*
 * All traffic pays for the question whether a packet matters. So it comes first, and a
 * datagram that does not goes back at once; what does matter goes on in functions of its
 * own, where registers are saved for it. @tcp is that for segments.
 */
static __always_inline unsigned int saw_hook_ipv4(void *priv, struct sk_buff *skb,
						  const struct nf_hook_state *state,
						  unsigned int hook, nf_hookfn *tcp)
{
	const struct iphdr *iph = ip_hdr(skb);

	if (iph->protocol == IPPROTO_UDP) {
		if (hook != NF_INET_FORWARD && saw_mcast_is_ipv4(iph))
			saw_mcast_count_ipv4(priv, skb, state, hook);
		return NF_ACCEPT;
	}
	return likely(iph->protocol == IPPROTO_TCP) ? tcp(priv, skb, state) :
						      saw_hook_ipv4_other(priv, skb, state);
}

static __always_inline unsigned int saw_hook_ipv6(void *priv, struct sk_buff *skb,
						  const struct nf_hook_state *state,
						  unsigned int hook, nf_hookfn *tcp)
{
	const struct ipv6hdr *iph = ipv6_hdr(skb);

	if (iph->nexthdr == IPPROTO_UDP) {
		if (hook != NF_INET_FORWARD && saw_mcast_is_ipv6(iph))
			saw_mcast_count_ipv6(priv, skb, state, hook);
		return NF_ACCEPT;
	}
	return likely(iph->nexthdr == IPPROTO_TCP) ? tcp(priv, skb, state) :
						     saw_hook_ipv6_other(priv, skb, state);
}

/* A hook for one family and one direction, after that for its segments. */
#define SAW_HOOK_TCP(name, family, hook)					\
static noinline unsigned int name(void *priv, struct sk_buff *skb,		\
				  const struct nf_hook_state *state)		\
{										\
	return saw_hook_##family##_tcp(priv, skb, state, hook);			\
}

#define SAW_HOOK(name, family, hook)						\
static unsigned int name(void *priv, struct sk_buff *skb,			\
			 const struct nf_hook_state *state)			\
{										\
	return saw_hook_##family(priv, skb, state, hook, name##_tcp);		\
}

SAW_HOOK_TCP(saw_hook_ipv4_out_tcp, ipv4, NF_INET_LOCAL_OUT)
SAW_HOOK(saw_hook_ipv4_out, ipv4, NF_INET_LOCAL_OUT)
SAW_HOOK_TCP(saw_hook_ipv4_in_tcp, ipv4, NF_INET_LOCAL_IN)
SAW_HOOK(saw_hook_ipv4_in, ipv4, NF_INET_LOCAL_IN)
SAW_HOOK_TCP(saw_hook_ipv4_forward_tcp, ipv4, NF_INET_FORWARD)
SAW_HOOK(saw_hook_ipv4_forward, ipv4, NF_INET_FORWARD)
SAW_HOOK_TCP(saw_hook_ipv6_out_tcp, ipv6, NF_INET_LOCAL_OUT)
SAW_HOOK(saw_hook_ipv6_out, ipv6, NF_INET_LOCAL_OUT)
SAW_HOOK_TCP(saw_hook_ipv6_in_tcp, ipv6, NF_INET_LOCAL_IN)
SAW_HOOK(saw_hook_ipv6_in, ipv6, NF_INET_LOCAL_IN)
SAW_HOOK_TCP(saw_hook_ipv6_forward_tcp, ipv6, NF_INET_FORWARD)
SAW_HOOK(saw_hook_ipv6_forward, ipv6, NF_INET_FORWARD)

/* The first SAW_HOOKS_LOCAL always; then what a router forwards, for which most hosts pay not. */
static const struct nf_hook_ops saw_hooks[SAW_HOOKS] = {
	{
		.hook = saw_hook_ipv4_out,
		.pf = NFPROTO_IPV4,
		.hooknum = NF_INET_LOCAL_OUT,
		.priority = NF_IP_PRI_FIRST,
	}, {
		.hook = saw_hook_ipv4_in,
		.pf = NFPROTO_IPV4,
		.hooknum = NF_INET_LOCAL_IN,
		.priority = NF_IP_PRI_LAST,
	}, {
		.hook = saw_hook_ipv6_out,
		.pf = NFPROTO_IPV6,
		.hooknum = NF_INET_LOCAL_OUT,
		.priority = NF_IP6_PRI_FIRST,
	}, {
		.hook = saw_hook_ipv6_in,
		.pf = NFPROTO_IPV6,
		.hooknum = NF_INET_LOCAL_IN,
		.priority = NF_IP6_PRI_LAST,
	}, {
		.hook = saw_hook_ipv4_forward,
		.pf = NFPROTO_IPV4,
		.hooknum = NF_INET_FORWARD,
		.priority = NF_IP_PRI_LAST,
	}, {
		.hook = saw_hook_ipv6_forward,
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
		nf_unregister_net_hooks(sn->net, sn->hooks + SAW_HOOKS_LOCAL, SAW_HOOKS_FORWARD);
	else
		err = nf_register_net_hooks(sn->net, sn->hooks + SAW_HOOKS_LOCAL,
					    SAW_HOOKS_FORWARD);
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
	unsigned int i;

	mutex_init(&sn->forward_lock);
	memcpy(sn->hooks, saw_hooks, sizeof(saw_hooks));
	for (i = 0; i < SAW_HOOKS; i++)
		sn->hooks[i].priv = sn;
	return nf_register_net_hooks(sn->net, sn->hooks, SAW_HOOKS_LOCAL);
}

void saw_hook_exit(struct saw_net *sn)
{
	mutex_lock(&sn->forward_lock);
	saw_hook_forward_locked(sn, false);
	WRITE_ONCE(sn->dying, true);
	mutex_unlock(&sn->forward_lock);
	nf_unregister_net_hooks(sn->net, sn->hooks, SAW_HOOKS_LOCAL);
}
