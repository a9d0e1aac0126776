/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The multicast part of the hooks: packet -> message of IGMP or MLD, packet -> delivery
 * of a group.
 */
#ifndef _SAW_MCAST_H
#define _SAW_MCAST_H

#include <linux/in.h>
#include <linux/ipv6.h>
#include <linux/netfilter.h>
#include <net/ip.h>

#include "channel.h"

int saw_mcast_init(struct saw_net *sn);
void saw_mcast_exit(struct saw_net *sn);

/*
 * Hear all that arrives, or only what reaches this host: as is wanted now. Process context.
 * Returns 0, -ENOMEM, or -ENODEV when the namespace is going.
 */
int saw_mcast_update(struct saw_net *sn);

/* A packet to a group, no datagram, at LOCAL_OUT or LOCAL_IN. */
void saw_mcast_ipv4(struct saw_net *sn, struct sk_buff *skb, const struct nf_hook_state *state);
void saw_mcast_ipv6(struct saw_net *sn, struct sk_buff *skb, const struct nf_hook_state *state);

/* A few instructions, for the packets that are none. */
static __always_inline bool saw_mcast_is_ipv4(const struct iphdr *iph)
{
	return ipv4_is_multicast(iph->daddr);
}

static __always_inline bool saw_mcast_is_ipv6(const struct ipv6hdr *iph)
{
	return iph->daddr.s6_addr[0] == 0xff;
}

/* The interface that a packet came in by. LOCAL_IN is shown a VRF in its place. */
static __always_inline u32 saw_mcast_origin(const struct sk_buff *skb,
					    const struct net_device *in, u8 family)
{
	if (unlikely(netif_is_l3_master(in)))
		return family == AF_INET ? IPCB(skb)->iif : IP6CB(skb)->iif;
	return in->ifindex;
}

static __always_inline u32 saw_mcast_link(const struct sk_buff *skb,
					  const struct nf_hook_state *state,
					  unsigned int hook, u8 family)
{
	return hook == NF_INET_LOCAL_IN ? saw_mcast_origin(skb, state->in, family) :
					  state->out->ifindex;
}

/* Count @skb, to a group, with its channel if it has one. @hook is that of @state. */
static __always_inline void saw_mcast_count_ipv4(const struct saw_net *sn,
						 const struct sk_buff *skb,
						 const struct nf_hook_state *state,
						 unsigned int hook)
{
	saw_channel_deliver(sn, saw_channel_half(ip_hdr(skb)->daddr, 0), 0,
			    saw_mcast_link(skb, state, hook, AF_INET), hook != NF_INET_LOCAL_IN,
			    skb->len);
}

static __always_inline void saw_mcast_count_ipv6(const struct saw_net *sn,
						 const struct sk_buff *skb,
						 const struct nf_hook_state *state,
						 unsigned int hook)
{
	const __be32 *word = ipv6_hdr(skb)->daddr.s6_addr32;

	saw_channel_deliver(sn, saw_channel_half(word[0], word[1]),
			    saw_channel_half(word[2], word[3]),
			    saw_mcast_link(skb, state, hook, AF_INET6), hook != NF_INET_LOCAL_IN,
			    skb->len);
}

#endif /* _SAW_MCAST_H */
