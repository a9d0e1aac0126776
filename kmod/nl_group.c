// SPDX-License-Identifier: GPL-2.0
#include "group.h"
#include "nl.h"

static int saw_nl_group_put(struct sk_buff *skb, struct saw_group *group)
{
	unsigned int len = saw_nl_addr_len(group->key.family);
	u64 now = ktime_get_ns();
	int err = -EMSGSIZE;

	spin_lock_bh(&group->lock);
	if (nla_put_u8(skb, SAWTOOTH_A_GROUP_FAMILY, group->key.family) ||
	    nla_put(skb, SAWTOOTH_A_GROUP_GROUP, len, &group->key.group) ||
	    nla_put(skb, SAWTOOTH_A_GROUP_HOST, len, &group->reporter) ||
	    nla_put_u32(skb, SAWTOOTH_A_GROUP_IFINDEX, group->key.ifindex) ||
	    nla_put_u32(skb, SAWTOOTH_A_GROUP_PROTOCOL, group->protocol) ||
	    nla_put_u32(skb, SAWTOOTH_A_GROUP_LOCAL, group->local) ||
	    nla_put_u64_64bit(skb, SAWTOOTH_A_GROUP_AGE, now - group->joined,
			      SAWTOOTH_A_GROUP_PAD) ||
	    nla_put_u64_64bit(skb, SAWTOOTH_A_GROUP_IDLE, now - group->heard,
			      SAWTOOTH_A_GROUP_PAD) ||
	    nla_put_u32(skb, SAWTOOTH_A_GROUP_REPORTS, group->reports))
		goto unlock;
	err = 0;
unlock:
	spin_unlock_bh(&group->lock);
	return err;
}

static int saw_nl_group_dump_one(struct sk_buff *skb, struct netlink_callback *cb,
				 struct saw_group *group)
{
	void *head = saw_nl_dump_begin(skb, cb, SAWTOOTH_CMD_GROUP_DUMP);

	if (!head)
		return -EMSGSIZE;
	if (saw_nl_group_put(skb, group)) {
		genlmsg_cancel(skb, head);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, head);
	return 0;
}

int sawtooth_nl_group_dump_start(struct netlink_callback *cb)
{
	return saw_nl_walk_start(cb, &saw_net(sock_net(cb->skb->sk))->groups);
}

int sawtooth_nl_group_dump_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct rhashtable_iter *iter = saw_nl_walk(cb);
	struct saw_group *group;

	rhashtable_walk_start(iter);
	/* What did not fit into the last message comes first. */
	for (group = rhashtable_walk_peek(iter); group; group = rhashtable_walk_next(iter)) {
		if (IS_ERR(group))
			continue;
		if (saw_nl_group_dump_one(skb, cb, group))
			break;
	}
	rhashtable_walk_stop(iter);
	return skb->len;
}
