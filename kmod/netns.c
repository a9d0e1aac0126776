// SPDX-License-Identifier: GPL-2.0
#include "netns.h"
#include "binding.h"
#include "conn.h"
#include "event.h"
#include "group.h"
#include "hook.h"
#include "log.h"
#include "mcast.h"
#include "profile.h"
#include "steer.h"
#include "sysctl.h"

unsigned int saw_net_id __read_mostly;

static void saw_net_unhook(struct saw_net *sn)
{
	saw_hook_exit(sn);
	saw_mcast_exit(sn);
}

/* The hooks use all the rest, on every processor, at once. */
static int saw_net_hook(struct saw_net *sn)
{
	int err = saw_mcast_init(sn);

	if (!err) {
		err = saw_hook_init(sn);
		if (err)
			saw_mcast_exit(sn);
	}
	if (err)
		synchronize_net();
	return err;
}

/* One of the knobs turns hooks on: they are there before it. */
static int saw_net_knobs(struct saw_net *sn)
{
	int err = saw_sysctl_init(sn);

	if (err) {
		saw_net_unhook(sn);
		synchronize_net();
	}
	return err;
}

/*
 * What a namespace owns, in the order in which it is made; it is unmade in the
 * reverse, but for the hooks, which go first, in saw_net_pre_exit().
 */
static const struct {
	int (*init)(struct saw_net *sn);
	void (*exit)(struct saw_net *sn);
} parts[] = {
	{ saw_stats_init, saw_stats_exit },
	{ saw_log_init, NULL },
	{ saw_event_init, saw_event_exit },
	{ saw_profile_init, saw_profile_exit },
	{ saw_binding_init, saw_binding_exit },
	{ saw_steer_init, saw_steer_exit },
	{ saw_conn_init, saw_conn_exit },
	{ saw_group_init, saw_group_exit },
	{ saw_net_hook, NULL },
	{ saw_net_knobs, saw_sysctl_exit },
};

static void saw_net_unwind(struct saw_net *sn, size_t n)
{
	while (n--)
		if (parts[n].exit)
			parts[n].exit(sn);
}

static int __net_init saw_net_init(struct net *net)
{
	struct saw_net *sn = saw_net(net);
	size_t i;
	int err;

	sn->net = net;
	for (i = 0; i < ARRAY_SIZE(parts); i++) {
		err = parts[i].init(sn);
		if (err) {
			saw_net_unwind(sn, i);
			return err;
		}
	}
	return 0;
}

/* ORDER: the core waits for a grace period between this and saw_net_exit(). */
static void __net_exit saw_net_pre_exit(struct net *net)
{
	saw_net_unhook(saw_net(net));
}

static void __net_exit saw_net_exit(struct net *net)
{
	saw_net_unwind(saw_net(net), ARRAY_SIZE(parts));
}

static struct pernet_operations saw_net_ops = {
	.init = saw_net_init,
	.pre_exit = saw_net_pre_exit,
	.exit = saw_net_exit,
	.id = &saw_net_id,
	.size = sizeof(struct saw_net),
};

int __init saw_netns_init(void)
{
	return register_pernet_subsys(&saw_net_ops);
}

void saw_netns_exit(void)
{
	unregister_pernet_subsys(&saw_net_ops);
}
