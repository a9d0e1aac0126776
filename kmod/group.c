// SPDX-License-Identifier: GPL-2.0
#include <linux/hash.h>
#include <linux/igmp.h>
#include <linux/inetdevice.h>
#include <linux/slab.h>
#include <net/addrconf.h>
#include <net/if_inet6.h>

#include "group.h"
#include "tell.h"

#define GROUP_MAX_DEFAULT 16384
#define GROUP_SOURCES_DEFAULT 64

/* A timer fires again after so long at least, and longer where there is more to look at. */
#define LAPSE_PAUSE (10 * NSEC_PER_MSEC)
#define LAPSE_EACH (NSEC_PER_MSEC / 32)

const struct rhashtable_params saw_querier_params = {
	.head_offset = offsetof(struct saw_link_querier, node),
	.key_offset = offsetof(struct saw_link_querier, key),
	.key_len = sizeof(struct saw_querier_key),
	.automatic_shrinking = true,
};

/* Asked for each packet to a group: a multiplication a word, and no call. */
static inline u32 saw_channel_hash(const void *data, u32 len, u32 seed)
{
	const u32 *word = data;
	unsigned int i;

	for (i = 0; i < sizeof(struct saw_channel_key) / sizeof(*word); i++)
		seed = rol32((seed ^ word[i]) * GOLDEN_RATIO_32, 13);
	return seed;
}

static inline int saw_channel_differs(struct rhashtable_compare_arg *arg, const void *obj)
{
	const struct saw_channel *channel = obj;
	const struct saw_channel_key *a = arg->key, *b = &channel->key;

	return !ipv6_addr_equal(&a->group, &b->group) || a->link != b->link ||
	       a->family != b->family;
}

const struct rhashtable_params saw_channel_params = {
	.head_offset = offsetof(struct saw_channel, node),
	.key_offset = offsetof(struct saw_channel, key),
	.key_len = sizeof(struct saw_channel_key),
	.hashfn = saw_channel_hash,
	.obj_cmpfn = saw_channel_differs,
	.automatic_shrinking = true,
};

const struct rhashtable_params saw_group_params = {
	.head_offset = offsetof(struct saw_group, node),
	.key_offset = offsetof(struct saw_group, key),
	.key_len = sizeof(struct saw_group_key),
	.automatic_shrinking = true,
};

void saw_group_log_once(struct saw_net *sn, enum saw_group_once what, const char *text)
{
	if (!test_and_set_bit(what, &sn->groups->told))
		net_info_ratelimited("%s: net:[%u]: %s\n", KBUILD_MODNAME, sn->net->ns.inum, text);
}

void saw_group_tell(struct saw_net *sn, const struct saw_group *group,
		    enum sawtooth_membership_change change, const u8 *source, u64 now)
{
	const struct saw_member *state = &group->state;
	u32 link = group->key.channel.link;
	struct sawtooth_membership_record m = {
		.time = now,
		.elapsed = now - state->joined,
		.ifindex = group->ifindex,
		.bridge = link == group->ifindex ? 0 : link,
		.sources = state->count,
		.family = group->key.channel.family,
		.change = change,
		.protocol = state->protocol,
		.local = group->local,
		.mode = state->mode,
	};

	if (change == SAWTOOTH_MEMBERSHIP_CHANGE_LEAVE && state->left)
		m.latency = now - state->left;
	memcpy(m.group, &group->key.channel.group, sizeof(m.group));
	memcpy(m.host, &group->reporter, sizeof(m.host));
	if (source)
		memcpy(m.source, source, sizeof(m.source));
	saw_tell_membership(sn, &m);
}

void saw_group_querier(struct saw_channel *channel, struct saw_querier *querier)
{
	const struct saw_querier_key key = {
		.link = channel->key.link,
		.family = channel->key.family,
	};
	const struct saw_link_querier *of;

	of = rhashtable_lookup_fast(&channel->sn->groups->queriers, &key, saw_querier_params);
	if (of)
		*querier = of->state;
	else
		saw_querier_init(querier);
}

static void saw_channel_free(void *ptr, void *arg)
{
	struct saw_channel *channel = ptr;

	hrtimer_cancel(&channel->timer);
	kfree(channel);
}

/* A timer that runs now finds the list empty, and the channel there until it ends. */
static void saw_channel_release(struct saw_groups *groups, struct saw_channel *channel)
{
	rhashtable_remove_fast(&groups->channels, &channel->node, saw_channel_params);
	hrtimer_try_to_cancel(&channel->timer);
	kfree_rcu(channel, rcu);
}

static void saw_group_free(void *ptr, void *arg)
{
	struct saw_group *group = ptr;

	kfree(group->state.sources);
	kfree(group);
}

static void saw_group_destroy(struct saw_net *sn, struct saw_group *group)
{
	struct saw_groups *groups = sn->groups;
	struct saw_channel *channel = group->channel;

	rhashtable_remove_fast(&groups->members, &group->node, saw_group_params);
	list_del_init(&group->mate);
	list_del(&group->queue);
	kfree(group->state.sources);
	group->state.sources = NULL;
	group->state.count = 0;
	WRITE_ONCE(groups->count, groups->count - 1);
	if (!--channel->size)
		saw_channel_release(groups, channel);
	kfree_rcu(group, rcu);
}

/* Whom to drop for another: see group.h. */
static struct saw_group *saw_group_victim(struct saw_groups *groups, bool local)
{
	struct saw_group *victim;

	victim = list_first_entry_or_null(&groups->fresh, struct saw_group, queue);
	if (!victim && local)
		victim = list_first_entry_or_null(&groups->proven, struct saw_group, queue);
	return victim;
}

static bool saw_group_make_room(struct saw_net *sn, bool local)
{
	struct saw_group *victim;

	if (sn->groups->count < READ_ONCE(sn->group_max))
		return true;
	saw_group_log_once(sn, SAW_GROUP_ONCE_FULL,
			   "the table of multicast memberships is full, see net.sawtooth.group_max");
	victim = saw_group_victim(sn->groups, local);
	if (!victim)
		return false;
	saw_stats_inc(sn, SAWTOOTH_STAT_MEMBERSHIPS_EVICTED);
	saw_group_tell(sn, victim, SAWTOOTH_MEMBERSHIP_CHANGE_EXPIRE, NULL, ktime_get_ns());
	saw_group_destroy(sn, victim);
	return true;
}

static enum hrtimer_restart saw_channel_timer(struct hrtimer *timer)
{
	struct saw_channel *channel = container_of(timer, struct saw_channel, timer);
	struct saw_group *group, *next;
	u64 now, due = SAW_NEVER;
	unsigned int size;

	spin_lock_bh(&channel->sn->groups->lock);
	now = ktime_get_ns();
	channel->armed = SAW_NEVER;
	size = channel->size;
	list_for_each_entry_safe(group, next, &channel->members, mate) {
		if (!saw_group_lapse(channel->sn, group, now))
			due = min(due, saw_member_due(&group->state));
	}
	if (due != SAW_NEVER)
		saw_channel_arm(channel, max(due, now + LAPSE_PAUSE + size * LAPSE_EACH));
	spin_unlock_bh(&channel->sn->groups->lock);
	return HRTIMER_NORESTART;
}

void saw_channel_arm(struct saw_channel *channel, u64 due)
{
	if (due >= channel->armed)
		return;
	channel->armed = due;
	hrtimer_start(&channel->timer, ns_to_ktime(due), HRTIMER_MODE_ABS_SOFT);
}

static struct saw_channel *saw_channel_get(struct saw_net *sn, const struct saw_channel_key *key)
{
	struct saw_groups *groups = sn->groups;
	struct saw_channel *channel;

	channel = rhashtable_lookup_fast(&groups->channels, key, saw_channel_params);
	if (channel)
		return channel;
	channel = kzalloc(sizeof(*channel), GFP_ATOMIC);
	if (!channel)
		return NULL;
	channel->key = *key;
	channel->sn = sn;
	channel->armed = SAW_NEVER;
	INIT_LIST_HEAD(&channel->members);
	hrtimer_setup(&channel->timer, saw_channel_timer, CLOCK_MONOTONIC, HRTIMER_MODE_ABS_SOFT);
	if (rhashtable_insert_fast(&groups->channels, &channel->node, saw_channel_params)) {
		kfree(channel);
		return NULL;
	}
	return channel;
}

struct saw_group *saw_group_create(struct saw_net *sn, const struct saw_group_key *key, bool local)
{
	struct saw_groups *groups = sn->groups;
	struct saw_channel *channel;
	struct saw_group *group;

	if (!saw_group_make_room(sn, local))
		return NULL;
	group = kzalloc(sizeof(*group), GFP_ATOMIC);
	if (!group)
		return NULL;
	channel = saw_channel_get(sn, &key->channel);
	if (!channel)
		goto free;
	group->key = *key;
	group->channel = channel;
	group->local = local;
	if (rhashtable_insert_fast(&groups->members, &group->node, saw_group_params))
		goto release;
	list_add_tail(&group->mate, &channel->members);
	INIT_LIST_HEAD(&group->queue);
	if (!local)
		list_add_tail(&group->queue, &groups->fresh);
	channel->size++;
	WRITE_ONCE(groups->count, groups->count + 1);
	return group;
release:
	if (!channel->size)
		saw_channel_release(groups, channel);
free:
	kfree(group);
	return NULL;
}

void saw_group_settle(struct saw_net *sn, struct saw_group *group)
{
	if (group->local || group->settled)
		return;
	group->settled = true;
	list_move_tail(&group->queue, &sn->groups->proven);
}

void saw_group_room(struct saw_net *sn, struct saw_group *group, unsigned int need)
{
	struct saw_member *state = &group->state;
	struct saw_source *sources;

	if (need <= state->room)
		return;
	need = min_t(unsigned int, roundup_pow_of_two(need), READ_ONCE(sn->group_sources));
	if (need <= state->room)
		return;
	sources = krealloc(state->sources, need * sizeof(*sources), GFP_ATOMIC | __GFP_NOWARN);
	if (!sources)
		return;
	state->sources = sources;
	state->room = need;
}

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
	dev = dev_get_by_index_rcu(group->channel->sn->net, key->link);
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

void saw_group_deliver(struct saw_net *sn, const struct saw_channel_key *key, bool sent,
		       unsigned int bytes)
{
	struct saw_channel *channel;

	channel = rhashtable_lookup(&sn->groups->channels, key, saw_channel_params);
	if (!channel)
		return;
	atomic64_inc(&channel->packets[sent]);
	atomic64_add(bytes, &channel->bytes[sent]);
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

static int saw_group_tables_init(struct saw_groups *groups)
{
	int err;

	err = rhashtable_init(&groups->members, &saw_group_params);
	if (err)
		return err;
	err = rhashtable_init(&groups->channels, &saw_channel_params);
	if (err)
		goto members;
	err = rhashtable_init(&groups->queriers, &saw_querier_params);
	if (!err)
		return 0;
	rhashtable_destroy(&groups->channels);
members:
	rhashtable_destroy(&groups->members);
	return err;
}

static void saw_querier_free(void *ptr, void *arg)
{
	kfree(ptr);
}

static void saw_group_tables_exit(struct saw_groups *groups)
{
	/* The timers first: they look at the members. */
	rhashtable_free_and_destroy(&groups->channels, saw_channel_free, NULL);
	rhashtable_free_and_destroy(&groups->members, saw_group_free, NULL);
	rhashtable_free_and_destroy(&groups->queriers, saw_querier_free, NULL);
}

int saw_group_init(struct saw_net *sn)
{
	struct saw_groups *groups = kzalloc(sizeof(*groups), GFP_KERNEL);
	int err;

	if (!groups)
		return -ENOMEM;
	err = saw_group_tables_init(groups);
	if (err)
		goto free;
	spin_lock_init(&groups->lock);
	INIT_LIST_HEAD(&groups->fresh);
	INIT_LIST_HEAD(&groups->proven);
	sn->groups = groups;
	sn->group_max = GROUP_MAX_DEFAULT;
	sn->group_sources = GROUP_SOURCES_DEFAULT;
	groups->notifier.notifier_call = saw_group_notice;
	err = register_netdevice_notifier_net(sn->net, &groups->notifier);
	if (!err)
		return 0;
	saw_group_tables_exit(groups);
free:
	kfree(groups);
	return err;
}

/*
 * ORDER: the hooks are gone, and whoever was in one has left it. A timer that runs
 * while its channel goes is waited for.
 */
void saw_group_exit(struct saw_net *sn)
{
	unregister_netdevice_notifier_net(sn->net, &sn->groups->notifier);
	saw_group_tables_exit(sn->groups);
	kfree(sn->groups);
}
