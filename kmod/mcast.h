/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The multicast part of the hooks: packet -> message of IGMP or MLD, packet -> delivery
 * of a group.
 */
#ifndef _SAW_MCAST_H
#define _SAW_MCAST_H

#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/netfilter.h>

struct saw_net;

int saw_mcast_init(struct saw_net *sn);
void saw_mcast_exit(struct saw_net *sn);

/* A packet to a group, at LOCAL_OUT, LOCAL_IN or FORWARD. */
void saw_mcast_ipv4(struct sk_buff *skb, const struct nf_hook_state *state);
void saw_mcast_ipv6(struct sk_buff *skb, const struct nf_hook_state *state);

/* A few instructions, for the packets that are none. */
static inline bool saw_mcast_is_ipv4(const struct iphdr *iph)
{
	return ipv4_is_multicast(iph->daddr);
}

static inline bool saw_mcast_is_ipv6(const struct ipv6hdr *iph)
{
	return iph->daddr.s6_addr[0] == 0xff;
}

#endif /* _SAW_MCAST_H */
