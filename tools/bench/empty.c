// SPDX-License-Identifier: GPL-2.0
/*
 * Hooks where sawtooth has its own, which do nothing: the least that somebody pays who
 * watches connections by netfilter. Of one namespace, the first.
 */
#include <linux/module.h>
#include <linux/netfilter_ipv4.h>
#include <linux/netfilter_ipv6.h>

static unsigned int empty(void *priv, struct sk_buff *skb, const struct nf_hook_state *state)
{
	return NF_ACCEPT;
}

#define EMPTY(family, number, order) \
	{ .hook = empty, .pf = NFPROTO_##family, .hooknum = (number), .priority = (order) }

static const struct nf_hook_ops empty_ops[] = {
	EMPTY(IPV4, NF_INET_LOCAL_OUT, NF_IP_PRI_FIRST),
	EMPTY(IPV4, NF_INET_LOCAL_IN, NF_IP_PRI_LAST),
	EMPTY(IPV6, NF_INET_LOCAL_OUT, NF_IP6_PRI_FIRST),
	EMPTY(IPV6, NF_INET_LOCAL_IN, NF_IP6_PRI_LAST),
};

static int __init empty_init(void)
{
	return nf_register_net_hooks(&init_net, empty_ops, ARRAY_SIZE(empty_ops));
}

static void __exit empty_exit(void)
{
	nf_unregister_net_hooks(&init_net, empty_ops, ARRAY_SIZE(empty_ops));
}

module_init(empty_init);
module_exit(empty_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Netfilter hooks that do nothing");
