// SPDX-License-Identifier: GPL-2.0
#include <linux/module.h>
#include <net/tcp.h>

#include "conn_room.h"
#include "group.h"
#include "nl.h"

/* Of new sockets, as the sysctl says it. */
static int saw_nl_status_cc(struct sk_buff *skb, const struct net *net)
{
	const struct tcp_congestion_ops *ops;
	int err;

	rcu_read_lock();
	ops = rcu_dereference(net->ipv4.tcp_congestion_control);
	err = nla_put_string(skb, SAWTOOTH_A_STATUS_CONGESTION_CONTROL, ops ? ops->name : "");
	rcu_read_unlock();
	return err;
}

static int saw_nl_status_put(struct sk_buff *skb, struct saw_net *sn)
{
	if (nla_put_string(skb, SAWTOOTH_A_STATUS_VERSION, THIS_MODULE->version) ||
	    nla_put_u32(skb, SAWTOOTH_A_STATUS_LOG, READ_ONCE(sn->log)) ||
	    nla_put_u32(skb, SAWTOOTH_A_STATUS_CONNS, atomic_read(&sn->conn_count)) ||
	    nla_put_u32(skb, SAWTOOTH_A_STATUS_CONN_MAX, READ_ONCE(sn->conn_max)) ||
	    nla_put_u32(skb, SAWTOOTH_A_STATUS_MEMBERSHIPS, saw_group_count(sn)) ||
	    nla_put_u32(skb, SAWTOOTH_A_STATUS_GROUP_MAX, READ_ONCE(sn->group_max)) ||
	    nla_put_u32(skb, SAWTOOTH_A_STATUS_STEERED, atomic_read(&sn->steer_count)) ||
	    saw_nl_status_cc(skb, sn->net) ||
	    nla_put_u32(skb, SAWTOOTH_A_STATUS_CONN_BYTES, saw_conn_bytes(sn)) ||
	    nla_put_u32(skb, SAWTOOTH_A_STATUS_LEVEL, READ_ONCE(sn->level)))
		return -EMSGSIZE;
	return 0;
}

int sawtooth_nl_status_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct saw_nl_reply reply;
	int err;

	err = saw_nl_reply_begin(&reply, info);
	if (err)
		return err;
	err = saw_nl_status_put(reply.skb, saw_net(genl_info_net(info)));
	return saw_nl_reply_end(&reply, info, err);
}
