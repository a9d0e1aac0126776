// SPDX-License-Identifier: GPL-2.0
#include <linux/module.h>
#include <linux/slab.h>

#include "nl.h"

struct genl_family saw_nl_family __ro_after_init = {
	.name = SAWTOOTH_FAMILY_NAME,
	.version = SAWTOOTH_FAMILY_VERSION,
	.netnsok = true,
	.parallel_ops = true,
	.module = THIS_MODULE,
	.split_ops = sawtooth_nl_ops,
	.n_split_ops = ARRAY_SIZE(sawtooth_nl_ops),
	.resv_start_op = __SAWTOOTH_CMD_MAX,
	.mcgrps = sawtooth_nl_mcgrps,
	.n_mcgrps = ARRAY_SIZE(sawtooth_nl_mcgrps),
};

int saw_nl_reply_begin(struct saw_nl_reply *reply, struct genl_info *info)
{
	reply->skb = genlmsg_new(NLMSG_GOODSIZE, GFP_KERNEL);
	if (!reply->skb)
		return -ENOMEM;
	reply->head = genlmsg_put_reply(reply->skb, info, &saw_nl_family, 0, info->genlhdr->cmd);
	if (!reply->head) {
		nlmsg_free(reply->skb);
		return -ENOMEM;
	}
	return 0;
}

int saw_nl_reply_end(struct saw_nl_reply *reply, struct genl_info *info, int err)
{
	if (err) {
		nlmsg_free(reply->skb);
		return err;
	}
	genlmsg_end(reply->skb, reply->head);
	return genlmsg_reply(reply->skb, info);
}

void *saw_nl_dump_begin(struct sk_buff *skb, struct netlink_callback *cb, u8 cmd)
{
	return genlmsg_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq, &saw_nl_family,
			   NLM_F_MULTI, cmd);
}

int saw_nl_dump_end(struct sk_buff *skb, void *head, int err)
{
	if (!err)
		genlmsg_end(skb, head);
	else if (head)
		genlmsg_cancel(skb, head);
	return err;
}

int saw_nl_dump_list(struct sk_buff *skb, struct netlink_callback *cb, u8 cmd,
		     const struct list_head *list,
		     int (*put)(struct sk_buff *skb, const struct list_head *member))
{
	const struct list_head *member;
	long seen = 0;

	rcu_read_lock();
	for (member = rcu_dereference(list_next_rcu(list)); member != list;
	     member = rcu_dereference(list_next_rcu(member))) {
		void *head;

		if (seen++ < cb->args[0])
			continue;
		head = saw_nl_dump_begin(skb, cb, cmd);
		if (saw_nl_dump_end(skb, head, head ? put(skb, member) : -EMSGSIZE))
			break;
		cb->args[0] = seen;
	}
	rcu_read_unlock();
	return skb->len;
}

int saw_nl_walk_start(struct netlink_callback *cb, struct rhashtable *table)
{
	struct rhashtable_iter *iter = kmalloc(sizeof(*iter), GFP_KERNEL);

	if (!iter)
		return -ENOMEM;
	rhashtable_walk_enter(table, iter);
	cb->args[0] = (long)iter;
	return 0;
}

int sawtooth_nl_walk_done(struct netlink_callback *cb)
{
	struct rhashtable_iter *iter = saw_nl_walk(cb);

	rhashtable_walk_exit(iter);
	kfree(iter);
	return 0;
}

int __init saw_nl_init(void)
{
	return genl_register_family(&saw_nl_family);
}

void saw_nl_exit(void)
{
	genl_unregister_family(&saw_nl_family);
}
