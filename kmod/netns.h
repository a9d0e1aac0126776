/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Everything mutable belongs to a network namespace and dies with it. This is
 * the one structure that holds it, and saw_net() the one way to it.
 *
 * ORDER on the way down: the hooks are gone and a grace period has passed before
 * any table is emptied, so that no segment finds a table half destroyed.
 */
#ifndef _SAW_NETNS_H
#define _SAW_NETNS_H

#include <linux/netfilter.h>
#include <linux/rhashtable.h>
#include <linux/ratelimit.h>
#include <linux/workqueue.h>
#include <net/net_namespace.h>
#include <net/netns/generic.h>

#include "stats.h"

struct ctl_table_header;
struct saw_channels;
struct saw_groups;
struct saw_stream;

/* Event streams of a namespace: that of the multicast group, and 15 subscribers. */
#define SAW_STREAMS 16
struct saw_lane;

/* The hooks of both families: to and from this host, and forwarded. */
#define SAW_HOOKS_LOCAL 4
#define SAW_HOOKS_FORWARD 2
#define SAW_HOOKS (SAW_HOOKS_LOCAL + SAW_HOOKS_FORWARD)

/**
 * struct saw_net - what a network namespace owns
 * @net: the namespace
 * @dying: set once the hooks are gone: none are registered any more
 * @hooks: what is registered with netfilter; they know their namespace
 * @lanes: the table of connections, see table.h; constant
 * @conn_count: entries of @lanes
 * @conn_max: limit of @lanes, sysctl
 * @level: enum sawtooth_level of the connections that begin, sysctl
 * @sweep: looks at connections whose time has come
 * @sweep_lock: protects @look and @swept
 * @look: when @sweep comes, or a little before; jiffies
 * @swept: when it came last, jiffies
 * @groups: memberships, see group.h
 * @channels: their groups, see channel.h; under RCU
 * @group_max: limit of memberships, sysctl
 * @group_sources: limit of the sources of one, sysctl
 * @group_all: hear all reports that arrive, sysctl
 * @vifs: interfaces between which multicast is routed
 * @mroute_notifier: told of those
 * @mroute_work: follows @vifs
 * @hearing: the hooks for all that arrives are registered, under @hear_lock
 * @deaf: set once they are gone for good, likewise
 * @hear_lock: see these
 * @steers: sockets under our congestion control, under RCU
 * @steer_count: entries of @steers
 * @profiles: list of struct saw_profile; changed under @profile_lock, read under RCU
 * @profile_lock: serializes changes of profiles and bindings
 * @profile_count: entries of @profiles
 * @bindings: list of struct saw_binding; changed under @profile_lock, read under RCU
 * @binding_count: entries of @bindings
 * @streams: event streams, under RCU; changed under @stream_lock
 * @subscribed: a bit for each of @streams that a socket subscribed to
 * @unfiltered: a bit for each of @streams that gets every event
 * @stream_lock: serializes subscriptions
 * @stats: per-CPU counters
 * @base: what stats-reset subtracts, under @base_lock
 * @base_lock: protects @base
 * @base_time: time of the last stats-reset
 * @forward: follow forwarded connections, sysctl
 * @forwarding: the hooks for it are registered, under @forward_lock
 * @forward_lock: protects @forwarding, and @dying against it
 * @log: kernel log switch, sysctl
 * @log_limit: rate limit of the kernel log
 * @sysctl: registered table
 */
struct saw_net {
	struct net *net;
	bool dying;
	struct nf_hook_ops hooks[SAW_HOOKS];

	struct saw_lane *lanes;
	atomic_t conn_count;
	unsigned int conn_max;
	unsigned int level;
	struct delayed_work sweep;
	spinlock_t sweep_lock;		/* see @look */
	unsigned long look;
	unsigned long swept;

	struct saw_groups *groups;
	struct saw_channels __rcu *channels;
	unsigned int group_max;
	unsigned int group_sources;

	unsigned int group_all;
	atomic_t vifs;
	struct notifier_block mroute_notifier;
	struct work_struct mroute_work;
	bool hearing;
	bool deaf;
	struct mutex hear_lock;		/* see @hearing */

	struct rhashtable steers;
	atomic_t steer_count;

	struct list_head profiles;
	struct mutex profile_lock;	/* see @profiles */
	u32 profile_count;
	struct list_head bindings;
	u32 binding_count;

	struct saw_stream __rcu *streams[SAW_STREAMS];
	u32 subscribed;
	u32 unfiltered;
	struct mutex stream_lock;	/* see @streams */

	struct saw_stats __percpu *stats;
	struct saw_stats base;
	struct mutex base_lock;		/* see @base */
	u64 base_time;

	unsigned int forward;
	bool forwarding;
	struct mutex forward_lock;	/* see above */

	unsigned int log;
	struct ratelimit_state log_limit;
	struct ctl_table_header *sysctl;
};

extern unsigned int saw_net_id;

static inline struct saw_net *saw_net(const struct net *net)
{
	return net_generic(net, saw_net_id);
}

int saw_netns_init(void);
void saw_netns_exit(void);

#endif /* _SAW_NETNS_H */
