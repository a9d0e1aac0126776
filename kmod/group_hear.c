// SPDX-License-Identifier: GPL-2.0
/*
 * Messages of IGMP and MLD -> the membership table.
 */
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/slab.h>

#include "core/igmp.h"
#include "core/mld.h"
#include "group.h"
#include "tell.h"

/* Who still reports so long after the join was asked meanwhile, and answered. */
#define SETTLE (10 * NSEC_PER_SEC)

/* Queries for a group that follow each other faster than this change nothing. */
#define ASK_PAUSE (100 * NSEC_PER_MSEC)

/**
 * struct saw_group_walk - what the walk over a message carries along
 * @sn: where it was heard
 * @packet: it
 * @group: the member of the record at hand
 * @mode: its filter mode before
 * @anew: its sources are told after the walk over them
 * @now: the time
 */
struct saw_group_walk {
	struct saw_net *sn;
	const struct saw_group_packet *packet;
	struct saw_group *group;
	u8 mode;
	bool anew;
	u64 now;
};

/* Only of a packet that was parsed: then it has a header. */
static void saw_group_sender(const struct saw_group_packet *packet, struct in6_addr *from)
{
	memset(from, 0, sizeof(*from));
	if (packet->family == AF_INET)
		memcpy(from, packet->data + offsetof(struct iphdr, saddr), sizeof(__be32));
	else
		memcpy(from, packet->data + offsetof(struct ipv6hdr, saddr), sizeof(*from));
}

static u32 saw_group_link(const struct saw_group_packet *packet)
{
	return packet->bridge ?: packet->ifindex;
}

static void saw_group_source(const u8 *source, bool added, void *arg)
{
	const struct saw_group_walk *walk = arg;

	if (walk->anew || walk->mode != walk->group->state.mode)
		return;
	saw_group_tell(walk->sn, walk->group,
		       added ? SAWTOOTH_MEMBERSHIP_CHANGE_SOURCE_ADDED :
			       SAWTOOTH_MEMBERSHIP_CHANGE_SOURCE_REMOVED, source, walk->now);
}

/* A member that begins, or begins again with other sources: itself, then those. */
static void saw_group_tell_anew(const struct saw_group_walk *walk,
				enum sawtooth_membership_change change)
{
	const struct saw_member *state = &walk->group->state;
	unsigned int i;

	saw_group_tell(walk->sn, walk->group, change, NULL, walk->now);
	for (i = 0; i < state->count; i++)
		saw_group_tell(walk->sn, walk->group, SAWTOOTH_MEMBERSHIP_CHANGE_SOURCE_ADDED,
			       state->sources[i].address, walk->now);
}

static void saw_group_timers(const struct saw_group_walk *walk, struct saw_member_timers *timers)
{
	const struct saw_group *group = walk->group;
	struct saw_querier querier;

	saw_group_querier(group->channel, &querier);
	timers->membership = saw_querier_membership(&querier);
	timers->last_member = saw_querier_last_member(&querier, 0);
	if (group->local)
		timers->last_member = 0;
	else if (saw_compat_silent(&group->channel->compat, group->state.protocol, walk->now))
		timers->last_member = SAW_NEVER;
}

/* The member in @walk->group is known, and sent @report. */
static void saw_group_report(struct saw_group_walk *walk, const struct saw_report *report)
{
	const struct saw_member_watch watch = { saw_group_source, walk };
	struct saw_channel *channel = walk->group->channel;
	struct saw_group *group = walk->group;
	struct saw_member_timers timers;
	unsigned int what;

	saw_group_timers(walk, &timers);
	/* A leave of an older version is no sign of more members of it. */
	if (report->type == SAW_RECORD_IS_EXCLUDE)
		saw_compat_hear(&channel->compat, report->protocol, timers.membership, walk->now);
	walk->mode = group->state.mode;
	what = saw_member_report(&group->state, report, &timers, walk->now, &watch);
	if (walk->anew)
		saw_group_tell_anew(walk, SAWTOOTH_MEMBERSHIP_CHANGE_JOIN);
	else if (what & SAW_MEMBER_MODE)
		saw_group_tell_anew(walk, SAWTOOTH_MEMBERSHIP_CHANGE_MODE);
	if (what & SAW_MEMBER_FULL) {
		saw_stats_inc(walk->sn, SAWTOOTH_STAT_SOURCES_UNTRACKED);
		saw_group_log_once(walk->sn, SAW_GROUP_ONCE_SOURCES,
				   "a multicast membership has more sources than are kept");
	}
	if (!saw_group_lapse(walk->sn, group, walk->now))
		saw_channel_arm(channel, saw_member_due(&group->state));
}

/* It said that it leaves, and comes back before its time is over. */
static void saw_group_return(const struct saw_group_walk *walk)
{
	saw_stats_inc(walk->sn, SAWTOOTH_STAT_LEAVES);
	saw_group_tell(walk->sn, walk->group, SAWTOOTH_MEMBERSHIP_CHANGE_LEAVE, NULL, walk->now);
}

static void saw_group_one(struct saw_group_walk *walk, const struct saw_report *report)
{
	const struct saw_group_packet *packet = walk->packet;
	struct saw_group_key key = {
		.channel.link = saw_group_link(packet),
		.channel.family = packet->family,
	};
	bool starts = saw_member_starts(report);
	struct saw_group *group;

	memcpy(&key.channel.group, report->group, sizeof(key.channel.group));
	if (!packet->local)
		saw_group_sender(packet, &key.host);
	group = rhashtable_lookup_fast(&walk->sn->groups->members, &key, saw_group_params);
	walk->anew = starts && (!group || group->state.left);
	if (!group) {
		if (!starts)
			return;
		group = saw_group_create(walk->sn, &key, packet->local);
		if (!group) {
			saw_stats_inc(walk->sn, SAWTOOTH_STAT_MEMBERSHIPS_UNTRACKED);
			return;
		}
	} else if (walk->anew) {
		walk->group = group;
		saw_group_return(walk);
	}
	walk->group = group;
	group->ifindex = packet->ifindex;
	saw_group_sender(packet, &group->reporter);
	saw_group_room(walk->sn, group, group->state.count + report->count);
	if (walk->anew) {
		saw_stats_inc(walk->sn, SAWTOOTH_STAT_JOINS);
		saw_member_join(&group->state, walk->now);
	} else if (walk->now - group->state.joined > SETTLE) {
		saw_group_settle(walk->sn, group);
	}
	saw_group_report(walk, report);
}

static bool saw_group_hear_report(const struct saw_report *report, void *arg)
{
	struct saw_group_walk *walk = arg;
	struct saw_groups *groups = walk->sn->groups;

	if (walk->packet->copy)
		return false;
	spin_lock_bh(&groups->lock);
	saw_group_one(walk, report);
	spin_unlock_bh(&groups->lock);
	return true;
}

void saw_group_querier(const struct saw_channel *channel, struct saw_querier *querier)
{
	const struct saw_querier_key key = {
		.link = channel->key.link,
		.family = channel->key.family,
	};
	const struct saw_link_querier *of;

	of = rhashtable_lookup_fast(&channel->groups->queriers, &key, saw_querier_params);
	if (of)
		*querier = of->state;
	else
		saw_querier_init(querier);
}

static struct saw_link_querier *saw_querier_get(struct saw_net *sn,
						const struct saw_querier_key *key)
{
	struct rhashtable *queriers = &sn->groups->queriers;
	struct saw_link_querier *of;

	of = rhashtable_lookup_fast(queriers, key, saw_querier_params);
	if (of)
		return of;
	of = kzalloc(sizeof(*of), GFP_ATOMIC);
	if (!of)
		return NULL;
	of->key = *key;
	saw_querier_init(&of->state);
	if (!rhashtable_insert_fast(queriers, &of->node, saw_querier_params))
		return of;
	kfree(of);
	return NULL;
}

static void saw_querier_tell(const struct saw_group_walk *walk, const struct saw_link_querier *of,
			     const u8 *previous)
{
	struct sawtooth_querier_record q = {
		.time = walk->now,
		.ifindex = of->key.link,
		.interval = of->state.interval,
		.response = of->state.response,
		.robustness = of->state.robustness,
		.family = of->key.family,
		.protocol = of->state.protocol,
		.local = of->state.local,
	};

	memcpy(q.address, of->state.address, sizeof(q.address));
	memcpy(q.previous, previous, sizeof(q.previous));
	saw_tell_querier(walk->sn, &q);
}

static void saw_group_ask_all(const struct saw_group_walk *walk, const struct saw_query *query)
{
	const struct saw_querier_key key = {
		.link = saw_group_link(walk->packet),
		.family = walk->packet->family,
	};
	struct saw_link_querier *of = saw_querier_get(walk->sn, &key);
	struct in6_addr from;
	unsigned int was;
	u8 previous[16];

	if (!of)
		return;
	saw_group_sender(walk->packet, &from);
	memcpy(previous, of->state.address, sizeof(previous));
	was = saw_querier_hear(&of->state, query, from.s6_addr, walk->packet->local, walk->now);
	if (was & SAW_QUERIER_CHANGED)
		saw_querier_tell(walk, of, previous);
	if (was & SAW_QUERIER_ABSURD) {
		saw_stats_inc(walk->sn, SAWTOOTH_STAT_QUERIES_ABSURD);
		saw_group_log_once(walk->sn, SAW_GROUP_ONCE_ABSURD,
				   "a multicast querier has timers out of bounds");
	}
}

/*
 * A bridge asks port by port after a leave, so such a query is for the members behind one
 * port. A query that arrives reaches all of the link.
 */
static void saw_group_ask_one(const struct saw_group_walk *walk, const struct saw_query *query)
{
	const struct saw_group_packet *packet = walk->packet;
	struct saw_channel_key key = {
		.link = saw_group_link(packet),
		.family = packet->family,
	};
	struct saw_channel *channel;
	struct saw_querier querier;
	struct saw_group *group;
	u64 last_member;

	memcpy(&key.group, query->group, sizeof(key.group));
	channel = saw_channel_lookup(walk->sn, &key);
	if (!channel || (!packet->copy && walk->now - channel->asked < ASK_PAUSE))
		return;
	if (!packet->copy)
		channel->asked = walk->now;
	saw_group_querier(channel, &querier);
	last_member = saw_querier_last_member(&querier, query->response);
	list_for_each_entry(group, &channel->members, mate)
		if (!packet->copy || group->ifindex == packet->ifindex)
			saw_member_query(&group->state, query, last_member, walk->now);
	saw_channel_arm(channel, walk->now + last_member);
}

static void saw_group_hear_query(const struct saw_query *query, void *arg)
{
	static const struct in6_addr all;
	struct saw_group_walk *walk = arg;
	struct saw_groups *groups = walk->sn->groups;

	saw_stats_inc(walk->sn, SAWTOOTH_STAT_QUERIES);
	spin_lock_bh(&groups->lock);
	if (!memcmp(query->group, &all, sizeof(all)))
		saw_group_ask_all(walk, query);
	else if (!query->suppress)
		saw_group_ask_one(walk, query);
	spin_unlock_bh(&groups->lock);
}

void saw_group_hear(struct saw_net *sn, const struct saw_group_packet *packet)
{
	struct saw_group_walk walk = {
		.sn = sn,
		.packet = packet,
		.now = ktime_get_ns(),
	};
	const struct saw_sink sink = {
		.report = saw_group_hear_report,
		.query = saw_group_hear_query,
		.arg = &walk,
	};
	int told;

	if (packet->family == AF_INET)
		told = saw_igmp_packet(packet->data, packet->len, &sink);
	else
		told = saw_mld_packet(packet->data, packet->len, &sink);
	if (told < 0)
		saw_stats_inc(sn, SAWTOOTH_STAT_REPORTS_MALFORMED);
}
