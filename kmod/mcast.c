// SPDX-License-Identifier: GPL-2.0
/*
 * What this host sends is seen at LOCAL_OUT, what reaches it at LOCAL_IN. A multicast
 * router reads the reports without being a member of their groups, and they never reach
 * LOCAL_IN there: as long as the namespace routes multicast, or somebody wants to hear all
 * that arrives, that is seen before it is routed instead. A bridge that snoops keeps the
 * reports of its ports to itself, so they are seen as they enter the ports, and its own
 * queries as they leave.
 *
 * A delivery counts where a packet reaches the sockets of this host, leaves one, or is
 * forwarded to a link.
 */
#include <linux/if_bridge.h>
#include <linux/netfilter_bridge.h>
#include <linux/netfilter_ipv4.h>
#include <linux/netfilter_ipv6.h>
#include <net/ip.h>
#include <net/ipv6.h>

#include "group.h"
#include "mcast.h"
#include "mroute.h"

static void saw_mcast_hear(struct sk_buff *skb, u32 ifindex, struct net *net,
			   struct saw_group_packet *packet)
{
	struct saw_net *sn = saw_net(net);

	if (skb_linearize(skb)) {
		saw_stats_inc(sn, SAWTOOTH_STAT_REPORTS_MALFORMED);
		return;
	}
	packet->data = skb_network_header(skb);
	packet->len = skb_tail_pointer(skb) - skb_network_header(skb);
	packet->ifindex = ifindex;
	saw_group_hear(sn, packet);
}

/*
 * Our own multicast comes back to us when we are a member: that is no second report. What
 * came to a bridge was heard at its port.
 */
static bool saw_mcast_known(const struct sk_buff *skb, const struct net_device *dev)
{
	return skb->pkt_type == PACKET_LOOPBACK || dev->flags & IFF_LOOPBACK ||
	       (IS_ENABLED(CONFIG_NETFILTER_FAMILY_BRIDGE) && netif_is_bridge_master(dev));
}

static void saw_mcast_arrive(struct sk_buff *skb, const struct nf_hook_state *state, u8 family)
{
	struct saw_group_packet packet = { .family = family };

	if (!saw_mcast_known(skb, state->in))
		saw_mcast_hear(skb, saw_mcast_origin(skb, state->in, family), state->net, &packet);
}

/* At LOCAL_IN: what arrives was heard before it was routed, where that is looked at. */
static void saw_mcast_message(struct saw_net *sn, struct sk_buff *skb,
			      const struct nf_hook_state *state, u8 family)
{
	struct saw_group_packet packet = { .family = family, .local = true };

	if (state->hook == NF_INET_LOCAL_OUT)
		saw_mcast_hear(skb, state->out->ifindex, state->net, &packet);
	else if (!READ_ONCE(sn->hearing))
		saw_mcast_arrive(skb, state, family);
}

void saw_mcast_ipv4(struct saw_net *sn, struct sk_buff *skb, const struct nf_hook_state *state)
{
	if (ip_hdr(skb)->protocol == IPPROTO_IGMP)
		saw_mcast_message(sn, skb, state, AF_INET);
	else
		saw_mcast_count_ipv4(sn, skb, state, state->hook);
}

/* Messages of MLD come with hop-by-hop options; nearly nothing else does. */
void saw_mcast_ipv6(struct saw_net *sn, struct sk_buff *skb, const struct nf_hook_state *state)
{
	if (ipv6_hdr(skb)->nexthdr == NEXTHDR_HOP)
		saw_mcast_message(sn, skb, state, AF_INET6);
	else
		saw_mcast_count_ipv6(sn, skb, state, state->hook);
}

static unsigned int saw_mcast_arrives_ipv4(void *priv, struct sk_buff *skb,
					   const struct nf_hook_state *state)
{
	if (unlikely(ip_hdr(skb)->protocol == IPPROTO_IGMP))
		saw_mcast_arrive(skb, state, AF_INET);
	return NF_ACCEPT;
}

static unsigned int saw_mcast_arrives_ipv6(void *priv, struct sk_buff *skb,
					   const struct nf_hook_state *state)
{
	if (unlikely(ipv6_hdr(skb)->nexthdr == NEXTHDR_HOP))
		saw_mcast_arrive(skb, state, AF_INET6);
	return NF_ACCEPT;
}

static unsigned int saw_mcast_forward_ipv4(void *priv, struct sk_buff *skb,
					   const struct nf_hook_state *state)
{
	if (saw_mcast_is_ipv4(ip_hdr(skb)))
		saw_mcast_count_ipv4(saw_net(state->net), skb, state, NF_INET_FORWARD);
	return NF_ACCEPT;
}

static unsigned int saw_mcast_forward_ipv6(void *priv, struct sk_buff *skb,
					   const struct nf_hook_state *state)
{
	if (saw_mcast_is_ipv6(ipv6_hdr(skb)))
		saw_mcast_count_ipv6(saw_net(state->net), skb, state, NF_INET_FORWARD);
	return NF_ACCEPT;
}

#if IS_ENABLED(CONFIG_NETFILTER_FAMILY_BRIDGE)
/* Is there a message of IGMP or MLD in the frame? Its packet is not yet known to be one. */
static bool saw_mcast_frame(struct sk_buff *skb, struct saw_group_packet *packet)
{
	if (skb->protocol == htons(ETH_P_IP)) {
		packet->family = AF_INET;
		return pskb_network_may_pull(skb, sizeof(struct iphdr)) &&
		       ip_hdr(skb)->protocol == IPPROTO_IGMP;
	}
	packet->family = AF_INET6;
	return skb->protocol == htons(ETH_P_IPV6) &&
	       pskb_network_may_pull(skb, sizeof(struct ipv6hdr)) &&
	       ipv6_hdr(skb)->nexthdr == NEXTHDR_HOP;
}

static unsigned int saw_mcast_bridge(void *priv, struct sk_buff *skb,
				     const struct nf_hook_state *state)
{
	bool sent = state->hook == NF_BR_LOCAL_OUT;
	struct saw_group_packet packet = { .local = sent, .copy = sent };
	const struct net_device *dev = sent ? state->out : state->in;
	const struct net_device *bridge;

	if (!is_multicast_ether_addr(eth_hdr(skb)->h_dest) || !saw_mcast_frame(skb, &packet))
		return NF_ACCEPT;
	bridge = netdev_master_upper_dev_get_rcu((struct net_device *)dev);
	packet.bridge = bridge ? bridge->ifindex : 0;
	saw_mcast_hear(skb, dev->ifindex, state->net, &packet);
	return NF_ACCEPT;
}

static const struct nf_hook_ops saw_mcast_hooks_bridge[] = {
	{
		.hook = saw_mcast_bridge,
		.pf = NFPROTO_BRIDGE,
		.hooknum = NF_BR_PRE_ROUTING,
		.priority = NF_BR_PRI_FIRST,
	}, {
		.hook = saw_mcast_bridge,
		.pf = NFPROTO_BRIDGE,
		.hooknum = NF_BR_LOCAL_OUT,
		.priority = NF_BR_PRI_LAST,
	},
};

static int saw_mcast_bridge_init(struct saw_net *sn)
{
	return nf_register_net_hooks(sn->net, saw_mcast_hooks_bridge,
				     ARRAY_SIZE(saw_mcast_hooks_bridge));
}

static void saw_mcast_bridge_exit(struct saw_net *sn)
{
	nf_unregister_net_hooks(sn->net, saw_mcast_hooks_bridge,
				ARRAY_SIZE(saw_mcast_hooks_bridge));
}
#else
static int saw_mcast_bridge_init(struct saw_net *sn)
{
	return 0;
}

static void saw_mcast_bridge_exit(struct saw_net *sn)
{
}
#endif

/* Every packet of the namespace pays for these, so they are there where they are needed. */
static const struct nf_hook_ops saw_mcast_hooks[] = {
	{
		.hook = saw_mcast_arrives_ipv4,
		.pf = NFPROTO_IPV4,
		.hooknum = NF_INET_PRE_ROUTING,
		.priority = NF_IP_PRI_FIRST,
	}, {
		.hook = saw_mcast_arrives_ipv6,
		.pf = NFPROTO_IPV6,
		.hooknum = NF_INET_PRE_ROUTING,
		.priority = NF_IP6_PRI_FIRST,
	}, {
		.hook = saw_mcast_forward_ipv4,
		.pf = NFPROTO_IPV4,
		.hooknum = NF_INET_FORWARD,
		.priority = NF_IP_PRI_LAST,
	}, {
		.hook = saw_mcast_forward_ipv6,
		.pf = NFPROTO_IPV6,
		.hooknum = NF_INET_FORWARD,
		.priority = NF_IP6_PRI_LAST,
	},
};

/* Under sn->hear_lock. In between a message may be heard two times, and none is missed. */
static int saw_mcast_switch(struct saw_net *sn, bool on)
{
	int err;

	if (on == sn->hearing)
		return 0;
	if (!on) {
		WRITE_ONCE(sn->hearing, false);
		nf_unregister_net_hooks(sn->net, saw_mcast_hooks, ARRAY_SIZE(saw_mcast_hooks));
		return 0;
	}
	err = nf_register_net_hooks(sn->net, saw_mcast_hooks, ARRAY_SIZE(saw_mcast_hooks));
	if (!err)
		WRITE_ONCE(sn->hearing, true);
	return err;
}

int saw_mcast_update(struct saw_net *sn)
{
	int err = -ENODEV;

	mutex_lock(&sn->hear_lock);
	if (!sn->deaf)
		err = saw_mcast_switch(sn, READ_ONCE(sn->group_all) || saw_mroute_on(sn));
	mutex_unlock(&sn->hear_lock);
	return err;
}

int saw_mcast_init(struct saw_net *sn)
{
	int err;

	mutex_init(&sn->hear_lock);
	err = saw_mcast_bridge_init(sn);
	if (!err)
		saw_mroute_init(sn);
	return err;
}

void saw_mcast_exit(struct saw_net *sn)
{
	saw_mroute_exit(sn);
	mutex_lock(&sn->hear_lock);
	saw_mcast_switch(sn, false);
	sn->deaf = true;
	mutex_unlock(&sn->hear_lock);
	saw_mcast_bridge_exit(sn);
}
