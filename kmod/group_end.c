// SPDX-License-Identifier: GPL-2.0
/*
 * How memberships end: by time, by leave, and with the interface that they are on.
 */
#include <linux/igmp.h>
#include <linux/inetdevice.h>
#include <net/addrconf.h>
#include <net/if_inet6.h>

#include "group.h"

static bool saw_group_joined_ipv4(const struct net_device *dev, const struct in6_addr *group)
{
	const struct in_device *in_dev = __in_dev_get_rcu(dev);
	__be32 address = (__force __be32)group->s6_addr32[0];
	const struct ip_mc_list *im;

	if (!in_dev)
		return false;
	for (im = rcu_dereference(in_dev->mc_list); im; im = rcu_dereference(im->next_rcu))
		if (im->multiaddr == address)
			return true;
	return false;
}

static bool saw_group_joined_ipv6(const struct net_device *dev, const struct in6_addr *group)
{
	const struct inet6_dev *in6_dev = __in6_dev_get(dev);
	const struct ifmcaddr6 *mc;

	if (!in6_dev)
		return false;
	for (mc = rcu_dereference(in6_dev->mc_list); mc; mc = rcu_dereference(mc->next))
		if (ipv6_addr_equal(&mc->mca_addr, group))
			return true;
	return false;
}

/*
 * The kernel's own list, for a local member that was not heard of: where nobody asks it
 * reports nothing, and by the older versions it may leave without a word.
 */
static bool saw_group_still(const struct saw_group *group)
{
	const struct saw_channel_key *key = &group->key.channel;
	const struct net_device *dev;
	bool still = false;

	rcu_read_lock();
	dev = dev_get_by_index_rcu(group->channel->groups->sn->net, key->link);
	if (dev && netif_running(dev))
		still = key->family == AF_INET ? saw_group_joined_ipv4(dev, &key->group) :
						 saw_group_joined_ipv6(dev, &key->group);
	rcu_read_unlock();
	return still;
}

/* Its time is over by the querier's timers. Something else may keep it. */
static void saw_group_keep(struct saw_group *group, u64 now)
{
	struct saw_member_timers timers = {};
	struct saw_querier querier;

	if (!group->local) {
		saw_compat_keeps(&group->channel->compat, &group->state, now);
		return;
	}
	if (group->state.left || !saw_group_still(group))
		return;
	saw_group_querier(group->channel, &querier);
	timers.membership = saw_querier_membership(&querier);
	saw_member_renew(&group->state, &timers, now);
}

static void saw_group_end(struct saw_net *sn, struct saw_group *group,
			  enum sawtooth_membership_change change, u64 now)
{
	saw_stats_inc(sn, change == SAWTOOTH_MEMBERSHIP_CHANGE_LEAVE ? SAWTOOTH_STAT_LEAVES :
								      SAWTOOTH_STAT_EXPIRIES);
	saw_group_tell(sn, group, change, NULL, now);
	saw_group_destroy(sn, group);
}

/* What is needed to tell of a source that is over. */
struct saw_group_lapse {
	struct saw_net *sn;
	const struct saw_group *group;
	u64 now;
};

static void saw_group_source_over(const u8 *source, bool added, void *arg)
{
	const struct saw_group_lapse *lapse = arg;

	saw_group_tell(lapse->sn, lapse->group, SAWTOOTH_MEMBERSHIP_CHANGE_SOURCE_REMOVED, source,
		       lapse->now);
}

bool saw_group_lapse(struct saw_net *sn, struct saw_group *group, u64 now)
{
	struct saw_group_lapse lapse = { .sn = sn, .group = group, .now = now };
	const struct saw_member_watch watch = { saw_group_source_over, &lapse };

	if (saw_member_due(&group->state) > now)
		return false;
	saw_group_keep(group, now);
	if (!(saw_member_expire(&group->state, now, &watch) & SAW_MEMBER_GONE))
		return false;
	/* A local member that its host does not list any more left without a word. */
	saw_group_end(sn, group, group->state.left || group->local ?
		      SAWTOOTH_MEMBERSHIP_CHANGE_LEAVE : SAWTOOTH_MEMBERSHIP_CHANGE_EXPIRE, now);
	return true;
}

/* Who was behind an interface that is gone or down is not heard from any more. */
static void saw_group_forget(struct saw_net *sn, u32 ifindex)
{
	struct saw_groups *groups = sn->groups;
	struct rhashtable_iter iter;
	struct saw_group *group;

	rhashtable_walk_enter(&groups->members, &iter);
	rhashtable_walk_start(&iter);
	while ((group = rhashtable_walk_next(&iter))) {
		if (IS_ERR(group))
			continue;
		spin_lock_bh(&groups->lock);
		if ((group->ifindex == ifindex || group->key.channel.link == ifindex) &&
		    saw_group_there(group))
			saw_group_end(sn, group, SAWTOOTH_MEMBERSHIP_CHANGE_EXPIRE,
				      ktime_get_ns());
		spin_unlock_bh(&groups->lock);
	}
	rhashtable_walk_stop(&iter);
	rhashtable_walk_exit(&iter);
}

static void saw_group_forget_querier(struct saw_groups *groups, u32 ifindex, u32 family)
{
	const struct saw_querier_key key = { .link = ifindex, .family = family };
	struct saw_link_querier *of;

	spin_lock_bh(&groups->lock);
	of = rhashtable_lookup_fast(&groups->queriers, &key, saw_querier_params);
	if (of) {
		rhashtable_remove_fast(&groups->queriers, &of->node, saw_querier_params);
		kfree_rcu(of, rcu);
	}
	spin_unlock_bh(&groups->lock);
}

static int saw_group_notice(struct notifier_block *notifier, unsigned long event, void *ptr)
{
	const struct net_device *dev = netdev_notifier_info_to_dev(ptr);
	struct saw_net *sn = saw_net(dev_net(dev));

	if (event != NETDEV_DOWN && event != NETDEV_UNREGISTER && event != NETDEV_CHANGEUPPER)
		return NOTIFY_DONE;
	saw_group_forget(sn, dev->ifindex);
	if (event != NETDEV_CHANGEUPPER) {
		saw_group_forget_querier(sn->groups, dev->ifindex, AF_INET);
		saw_group_forget_querier(sn->groups, dev->ifindex, AF_INET6);
	}
	return NOTIFY_DONE;
}

int saw_group_watch_init(struct saw_net *sn)
{
	struct notifier_block *notifier = &sn->groups->notifier;

	notifier->notifier_call = saw_group_notice;
	return register_netdevice_notifier_net(sn->net, notifier);
}

void saw_group_watch_exit(struct saw_net *sn)
{
	unregister_netdevice_notifier_net(sn->net, &sn->groups->notifier);
}
