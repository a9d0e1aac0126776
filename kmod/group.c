// SPDX-License-Identifier: GPL-2.0
#include <linux/slab.h>

#include "group.h"
#include "tell.h"

#define GROUP_MAX_DEFAULT 16384
#define GROUP_SOURCES_DEFAULT 64

const struct rhashtable_params saw_querier_params = {
	.head_offset = offsetof(struct saw_link_querier, node),
	.key_offset = offsetof(struct saw_link_querier, key),
	.key_len = sizeof(struct saw_querier_key),
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

	if (change == SAWTOOTH_MEMBERSHIP_CHANGE_LEAVE && state->left) {
		m.latency = now - state->left;
		saw_stats_time(sn, SAWTOOTH_HISTOGRAM_KIND_LEAVE_LATENCY, m.latency);
	}
	if (change == SAWTOOTH_MEMBERSHIP_CHANGE_LEAVE ||
	    change == SAWTOOTH_MEMBERSHIP_CHANGE_EXPIRE)
		saw_stats_time(sn, SAWTOOTH_HISTOGRAM_KIND_MEMBERSHIP, m.elapsed);
	memcpy(m.group, &group->key.channel.group, sizeof(m.group));
	memcpy(m.host, &group->reporter, sizeof(m.host));
	if (source)
		memcpy(m.source, source, sizeof(m.source));
	saw_tell_membership(sn, &m);
}

static void saw_group_free(void *ptr, void *arg)
{
	struct saw_group *group = ptr;

	kfree(group->state.sources);
	kfree(group);
}

void saw_group_destroy(struct saw_net *sn, struct saw_group *group)
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
		saw_channel_release(sn, channel);
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
		saw_channel_release(sn, channel);
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

static int saw_group_tables_init(struct saw_groups *groups)
{
	int err;

	err = rhashtable_init(&groups->members, &saw_group_params);
	if (err)
		return err;
	err = saw_channels_init(groups->sn);
	if (err)
		goto members;
	err = rhashtable_init(&groups->queriers, &saw_querier_params);
	if (!err)
		return 0;
	saw_channels_exit(groups->sn);
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
	saw_channels_exit(groups->sn);
	rhashtable_free_and_destroy(&groups->members, saw_group_free, NULL);
	rhashtable_free_and_destroy(&groups->queriers, saw_querier_free, NULL);
}

int saw_group_init(struct saw_net *sn)
{
	struct saw_groups *groups = kzalloc(sizeof(*groups), GFP_KERNEL);
	int err;

	if (!groups)
		return -ENOMEM;
	groups->sn = sn;
	spin_lock_init(&groups->lock);
	INIT_LIST_HEAD(&groups->fresh);
	INIT_LIST_HEAD(&groups->proven);
	sn->groups = groups;
	sn->group_max = GROUP_MAX_DEFAULT;
	sn->group_sources = GROUP_SOURCES_DEFAULT;
	err = saw_group_tables_init(groups);
	if (err)
		goto free;
	err = saw_group_watch_init(sn);
	if (!err)
		return 0;
	saw_group_tables_exit(groups);
free:
	kfree(groups);
	return err;
}

/*
 * ORDER: the hooks are gone, and whoever was in one has left it. A timer that runs
 * while its channel goes is waited for; one whose channel is gone finds the lock still.
 */
void saw_group_exit(struct saw_net *sn)
{
	saw_group_watch_exit(sn);
	saw_group_tables_exit(sn->groups);
	kfree_rcu(sn->groups, rcu);
}
