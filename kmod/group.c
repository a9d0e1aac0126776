// SPDX-License-Identifier: GPL-2.0
#include <linux/slab.h>

#include "core/igmp.h"
#include "core/mld.h"
#include "group.h"
#include "tell.h"

#define GROUP_MAX_DEFAULT 16384

static const struct rhashtable_params group_params = {
	.head_offset = offsetof(struct saw_group, node),
	.key_offset = offsetof(struct saw_group, key),
	.key_len = sizeof(struct saw_group_key),
	.automatic_shrinking = true,
};

/* What the walk over a message carries along. */
struct saw_group_walk {
	struct saw_net *sn;
	const struct saw_group_report *msg;
	u64 now;
};

static size_t saw_addr_len(u8 family)
{
	return family == AF_INET ? sizeof(struct in_addr) : sizeof(struct in6_addr);
}

static void saw_group_tell(const struct saw_group_walk *walk, const struct saw_report *report,
			   u64 elapsed)
{
	const struct saw_group_report *msg = walk->msg;
	struct sawtooth_membership_record m = {
		.time = walk->now,
		.elapsed = elapsed,
		.ifindex = msg->ifindex,
		.sources = report->sources,
		.family = msg->family,
		.change = report->change,
		.protocol = report->protocol,
		.local = msg->local,
	};

	memcpy(m.group, report->group, sizeof(m.group));
	memcpy(m.host, msg->saddr, saw_addr_len(msg->family));
	saw_tell_membership(walk->sn, &m);
}

/* A report of a membership that is known already. */
static void saw_group_refresh(struct saw_group *group, const struct saw_group_walk *walk,
			      const struct saw_report *report)
{
	spin_lock_bh(&group->lock);
	group->heard = walk->now;
	group->reports++;
	group->protocol = report->protocol;
	memcpy(&group->reporter, walk->msg->saddr, saw_addr_len(walk->msg->family));
	spin_unlock_bh(&group->lock);
}

static struct saw_group *saw_group_alloc(const struct saw_group_key *key,
					 const struct saw_group_walk *walk,
					 const struct saw_report *report)
{
	struct saw_group *group = kzalloc(sizeof(*group), GFP_ATOMIC);

	if (!group)
		return NULL;
	group->key = *key;
	group->joined = walk->now;
	group->local = walk->msg->local;
	spin_lock_init(&group->lock);
	saw_group_refresh(group, walk, report);
	return group;
}

static void saw_group_join(const struct saw_group_walk *walk, const struct saw_group_key *key,
			   const struct saw_report *report)
{
	struct saw_net *sn = walk->sn;
	struct saw_group *group = rhashtable_lookup(&sn->groups, key, group_params);
	int err;

	if (group) {
		saw_group_refresh(group, walk, report);
		return;
	}
	if (atomic_inc_return(&sn->group_count) > READ_ONCE(sn->group_max))
		goto full;
	group = saw_group_alloc(key, walk, report);
	if (!group)
		goto full;
	err = rhashtable_lookup_insert_fast(&sn->groups, &group->node, group_params);
	if (!err) {
		saw_stats_inc(sn, SAWTOOTH_STAT_JOINS);
		saw_group_tell(walk, report, 0);
		return;
	}
	kfree(group);
	if (err == -EEXIST) {
		/* Another CPU heard the same join first. */
		atomic_dec(&sn->group_count);
		return;
	}
full:
	atomic_dec(&sn->group_count);
	saw_stats_inc(sn, SAWTOOTH_STAT_MEMBERSHIPS_UNTRACKED);
}

/* Leaves are sent more than once; the first that finds the entry counts. */
static void saw_group_leave(const struct saw_group_walk *walk, const struct saw_group_key *key,
			    const struct saw_report *report)
{
	struct saw_net *sn = walk->sn;
	struct saw_group *group = rhashtable_lookup(&sn->groups, key, group_params);

	if (!group || rhashtable_remove_fast(&sn->groups, &group->node, group_params))
		return;
	atomic_dec(&sn->group_count);
	saw_stats_inc(sn, SAWTOOTH_STAT_LEAVES);
	saw_group_tell(walk, report, walk->now - group->joined);
	kfree_rcu(group, rcu);
}

static bool saw_group_one(const struct saw_report *report, void *arg)
{
	const struct saw_group_walk *walk = arg;
	const struct saw_group_report *msg = walk->msg;
	struct saw_group_key key = {
		.ifindex = msg->ifindex,
		.family = msg->family,
	};

	memcpy(&key.group, report->group, sizeof(key.group));
	if (!msg->local)
		memcpy(&key.host, msg->saddr, saw_addr_len(msg->family));
	if (report->change == SAWTOOTH_MEMBERSHIP_CHANGE_JOIN)
		saw_group_join(walk, &key, report);
	else
		saw_group_leave(walk, &key, report);
	return true;
}

void saw_group_hear(struct saw_net *sn, const struct saw_group_report *report)
{
	struct saw_group_walk walk = {
		.sn = sn,
		.msg = report,
		.now = ktime_get_ns(),
	};
	int n;

	if (report->family == AF_INET)
		n = saw_igmp_parse(report->data, report->len, saw_group_one, &walk);
	else
		n = saw_mld_parse(report->data, report->len, report->saddr, report->daddr,
				  saw_group_one, &walk);
	if (n < 0)
		saw_stats_inc(sn, SAWTOOTH_STAT_REPORTS_MALFORMED);
}

int saw_group_init(struct saw_net *sn)
{
	sn->group_max = GROUP_MAX_DEFAULT;
	return rhashtable_init(&sn->groups, &group_params);
}

static void saw_group_free(void *ptr, void *arg)
{
	kfree(ptr);
}

/* ORDER: the hooks are gone, and whoever was in one has left it. */
void saw_group_exit(struct saw_net *sn)
{
	rhashtable_free_and_destroy(&sn->groups, saw_group_free, NULL);
}
