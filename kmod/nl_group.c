// SPDX-License-Identifier: GPL-2.0
#include "filter.h"
#include "group.h"
#include "nl.h"

static u64 saw_nl_left(u64 until, u64 now)
{
	return until > now ? until - now : 0;
}

static int saw_nl_group_put_source(struct sk_buff *skb, const struct saw_group *group,
				   const struct saw_source *source, u64 now)
{
	u8 family = group->key.channel.family;
	struct nlattr *nest = nla_nest_start(skb, SAWTOOTH_A_GROUP_SOURCE);

	if (!nest ||
	    nla_put_u8(skb, SAWTOOTH_A_GROUP_SOURCE_FAMILY, family) ||
	    nla_put(skb, SAWTOOTH_A_GROUP_SOURCE_ADDRESS, saw_nl_addr_len(family),
		    source->address))
		return -EMSGSIZE;
	if (source->until != SAW_NEVER &&
	    nla_put_u64_64bit(skb, SAWTOOTH_A_GROUP_SOURCE_LEFT, saw_nl_left(source->until, now),
			      SAWTOOTH_A_GROUP_SOURCE_PAD))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int saw_nl_group_put_who(struct sk_buff *skb, const struct saw_group *group, u64 now)
{
	const struct saw_channel_key *key = &group->key.channel;
	const struct saw_member *state = &group->state;
	unsigned int len = saw_nl_addr_len(key->family);
	u8 compat = saw_compat_protocol(&group->channel->compat, state->protocol, now);

	if (nla_put_u8(skb, SAWTOOTH_A_GROUP_FAMILY, key->family) ||
	    nla_put(skb, SAWTOOTH_A_GROUP_GROUP, len, &key->group) ||
	    nla_put(skb, SAWTOOTH_A_GROUP_HOST, len, &group->reporter) ||
	    nla_put_u32(skb, SAWTOOTH_A_GROUP_IFINDEX, group->ifindex) ||
	    nla_put_u32(skb, SAWTOOTH_A_GROUP_PROTOCOL, state->protocol) ||
	    nla_put_u32(skb, SAWTOOTH_A_GROUP_COMPAT, compat) ||
	    nla_put_u32(skb, SAWTOOTH_A_GROUP_LOCAL, group->local) ||
	    nla_put_u32(skb, SAWTOOTH_A_GROUP_MODE, state->mode))
		return -EMSGSIZE;
	if (key->link != group->ifindex && nla_put_u32(skb, SAWTOOTH_A_GROUP_BRIDGE, key->link))
		return -EMSGSIZE;
	return 0;
}

static int saw_nl_group_put_times(struct sk_buff *skb, const struct saw_member *state, u64 now)
{
	if (nla_put_u64_64bit(skb, SAWTOOTH_A_GROUP_AGE, now - state->joined,
			      SAWTOOTH_A_GROUP_PAD) ||
	    nla_put_u64_64bit(skb, SAWTOOTH_A_GROUP_IDLE, now - state->heard,
			      SAWTOOTH_A_GROUP_PAD) ||
	    nla_put_u64_64bit(skb, SAWTOOTH_A_GROUP_LEFT, saw_nl_left(state->until, now),
			      SAWTOOTH_A_GROUP_PAD))
		return -EMSGSIZE;
	if (state->left && nla_put_u64_64bit(skb, SAWTOOTH_A_GROUP_LEAVING, now - state->left,
					     SAWTOOTH_A_GROUP_PAD))
		return -EMSGSIZE;
	if (nla_put_u32(skb, SAWTOOTH_A_GROUP_REPORTS, state->reports) ||
	    nla_put_u32(skb, SAWTOOTH_A_GROUP_JOINS, state->joins) ||
	    nla_put_u32(skb, SAWTOOTH_A_GROUP_LEAVES, state->leaves))
		return -EMSGSIZE;
	return 0;
}

static int saw_nl_group_put_deliveries(struct sk_buff *skb, const struct saw_channel *channel)
{
	static const struct {
		int packets;
		int bytes;
	} attrs[2] = {
		{ SAWTOOTH_A_GROUP_RX_PACKETS, SAWTOOTH_A_GROUP_RX_BYTES },
		{ SAWTOOTH_A_GROUP_TX_PACKETS, SAWTOOTH_A_GROUP_TX_BYTES },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(attrs); i++)
		if (nla_put_u64_64bit(skb, attrs[i].packets, atomic64_read(&channel->packets[i]),
				      SAWTOOTH_A_GROUP_PAD) ||
		    nla_put_u64_64bit(skb, attrs[i].bytes, atomic64_read(&channel->bytes[i]),
				      SAWTOOTH_A_GROUP_PAD))
			return -EMSGSIZE;
	return 0;
}

static int saw_nl_group_put(struct sk_buff *skb, const struct saw_group *group)
{
	u64 now = ktime_get_ns();
	unsigned int i;

	if (saw_nl_group_put_who(skb, group, now) ||
	    saw_nl_group_put_times(skb, &group->state, now) ||
	    saw_nl_group_put_deliveries(skb, group->channel))
		return -EMSGSIZE;
	for (i = 0; i < group->state.count; i++)
		if (saw_nl_group_put_source(skb, group, &group->state.sources[i], now))
			return -EMSGSIZE;
	return 0;
}

static int saw_nl_querier_put(struct sk_buff *skb, const struct saw_link_querier *of)
{
	const struct saw_querier *state = &of->state;
	u64 idle = ktime_get_ns() - state->heard;

	if (nla_put_u8(skb, SAWTOOTH_A_QUERIER_FAMILY, of->key.family) ||
	    nla_put_u32(skb, SAWTOOTH_A_QUERIER_IFINDEX, of->key.link) ||
	    nla_put(skb, SAWTOOTH_A_QUERIER_ADDRESS, saw_nl_addr_len(of->key.family),
		    state->address) ||
	    nla_put_u32(skb, SAWTOOTH_A_QUERIER_PROTOCOL, state->protocol) ||
	    nla_put_u32(skb, SAWTOOTH_A_QUERIER_LOCAL, state->local) ||
	    nla_put_u32(skb, SAWTOOTH_A_QUERIER_ROBUSTNESS, state->robustness) ||
	    nla_put_u32(skb, SAWTOOTH_A_QUERIER_INTERVAL, state->interval) ||
	    nla_put_u32(skb, SAWTOOTH_A_QUERIER_RESPONSE, state->response) ||
	    nla_put_u64_64bit(skb, SAWTOOTH_A_QUERIER_IDLE, idle, SAWTOOTH_A_QUERIER_PAD) ||
	    nla_put_u64_64bit(skb, SAWTOOTH_A_QUERIER_LEFT,
			      saw_nl_left(saw_querier_present(state), idle),
			      SAWTOOTH_A_QUERIER_PAD))
		return -EMSGSIZE;
	return 0;
}

/* Is it asked for? By any of its sources, if by one. Under the lock. */
static bool saw_nl_group_pass(const struct saw_group *group, const struct saw_filter *filter)
{
	struct saw_place place = {
		.saddr = &group->reporter,
		.daddr = &group->key.channel.group,
		.ifindex = group->ifindex,
		.family = group->key.channel.family,
		.local = group->local ? BIT(SAWTOOTH_ROLE_INITIATOR) : 0,
	};
	unsigned int i;

	if (saw_filter_pass(filter, &place, 0))
		return true;
	for (i = 0; i < group->state.count; i++) {
		place.source = group->state.sources[i].address;
		if (saw_filter_pass(filter, &place, 0))
			return true;
	}
	return false;
}

static int saw_nl_group_dump_one(struct sk_buff *skb, struct netlink_callback *cb,
				 const struct saw_group *group, const struct saw_filter *filter)
{
	struct saw_groups *groups = saw_net(sock_net(cb->skb->sk))->groups;
	int err = 0;
	void *head;

	spin_lock_bh(&groups->lock);
	if (!saw_group_there(group) || !saw_nl_group_pass(group, filter))
		goto unlock;
	head = saw_nl_dump_begin(skb, cb, SAWTOOTH_CMD_GROUP_DUMP);
	err = saw_nl_dump_end(skb, head, head ? saw_nl_group_put(skb, group) : -EMSGSIZE);
unlock:
	spin_unlock_bh(&groups->lock);
	return err;
}

int sawtooth_nl_group_dump_start(struct netlink_callback *cb)
{
	cb->min_dump_alloc = SAW_GROUP_DUMP_ROOM;
	return saw_nl_walk_start(cb, &saw_net(sock_net(cb->skb->sk))->groups->members);
}

int sawtooth_nl_group_dump_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct rhashtable_iter *iter = saw_nl_walk(cb);
	struct saw_filter filter;
	struct saw_group *group;
	int err;

	err = saw_filter_parse(&filter, genl_info_dump(cb)->attrs[SAWTOOTH_A_GROUP_FILTER],
			       cb->extack);
	if (err)
		return err;
	rhashtable_walk_start(iter);
	/* What did not fit into the last message comes first. */
	for (group = rhashtable_walk_peek(iter); group; group = rhashtable_walk_next(iter)) {
		if (IS_ERR(group))
			continue;
		if (saw_nl_group_dump_one(skb, cb, group, &filter))
			break;
	}
	rhashtable_walk_stop(iter);
	return skb->len;
}

static int saw_nl_querier_dump_one(struct sk_buff *skb, struct netlink_callback *cb,
				   const struct saw_link_querier *of)
{
	struct saw_groups *groups = saw_net(sock_net(cb->skb->sk))->groups;
	void *head = saw_nl_dump_begin(skb, cb, SAWTOOTH_CMD_QUERIER_DUMP);
	int err;

	if (!head)
		return -EMSGSIZE;
	spin_lock_bh(&groups->lock);
	err = saw_nl_querier_put(skb, of);
	spin_unlock_bh(&groups->lock);
	return saw_nl_dump_end(skb, head, err);
}

int sawtooth_nl_querier_dump_start(struct netlink_callback *cb)
{
	return saw_nl_walk_start(cb, &saw_net(sock_net(cb->skb->sk))->groups->queriers);
}

int sawtooth_nl_querier_dump_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct rhashtable_iter *iter = saw_nl_walk(cb);
	struct saw_link_querier *of;

	rhashtable_walk_start(iter);
	for (of = rhashtable_walk_peek(iter); of; of = rhashtable_walk_next(iter)) {
		if (IS_ERR(of))
			continue;
		if (saw_nl_querier_dump_one(skb, cb, of))
			break;
	}
	rhashtable_walk_stop(iter);
	return skb->len;
}
