// SPDX-License-Identifier: GPL-2.0
/*
 * Hooks where sawtooth has its own, which do nothing: the least that somebody pays who
 * watches connections by netfilter.
 */
#include <linux/module.h>
#include <linux/netfilter_ipv4.h>
#include <linux/netfilter_ipv6.h>
#include <net/net_namespace.h>

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

static int __net_init empty_net_init(struct net *net)
{
	return nf_register_net_hooks(net, empty_ops, ARRAY_SIZE(empty_ops));
}

static void __net_exit empty_net_exit(struct net *net)
{
	nf_unregister_net_hooks(net, empty_ops, ARRAY_SIZE(empty_ops));
}

static struct pernet_operations empty_net_ops = {
	.init = empty_net_init,
	.exit = empty_net_exit,
};

static int __init empty_init(void)
{
	return register_pernet_subsys(&empty_net_ops);
}

static void __exit empty_exit(void)
{
	unregister_pernet_subsys(&empty_net_ops);
}

module_init(empty_init);
module_exit(empty_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Netfilter hooks that do nothing");
