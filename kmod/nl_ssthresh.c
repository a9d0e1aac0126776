// SPDX-License-Identifier: GPL-2.0
#include "cong.h"
#include "nl.h"

/* The steered end that a request means; an error, told by extack, if there is none. Under RCU. */
static struct saw_steer *saw_nl_ssthresh_end(struct genl_info *info)
{
	struct saw_net *sn = saw_net(genl_info_net(info));
	const struct nlattr *id = info->attrs[SAWTOOTH_A_CONN_ID];
	const struct nlattr *role = info->attrs[SAWTOOTH_A_CONN_ROLE];
	struct saw_steer *initiator, *responder;
	struct saw_conn *conn = saw_conn_by_id(sn, nla_get_u64(id));

	if (!conn) {
		NL_SET_ERR_MSG_ATTR(info->extack, id, "no connection has this id");
		return ERR_PTR(-ENOENT);
	}
	initiator = saw_steer_find(sn, conn, SAWTOOTH_ROLE_INITIATOR);
	responder = saw_steer_find(sn, conn, SAWTOOTH_ROLE_RESPONDER);
	if (role && nla_get_u32(role) == SAWTOOTH_ROLE_INITIATOR)
		responder = NULL;
	else if (role)
		initiator = NULL;
	if (!initiator && !responder) {
		NL_SET_ERR_MSG_ATTR(info->extack, role ?: id,
				    "this end is not steered by sawtooth on this host");
		return ERR_PTR(-EOPNOTSUPP);
	}
	if (initiator && responder) {
		NL_SET_ERR_MSG_ATTR(info->extack, id,
				    "both ends are steered here: say which role");
		return ERR_PTR(-EINVAL);
	}
	return initiator ?: responder;
}

int sawtooth_nl_ssthresh_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	const struct nlattr *ssthresh = info->attrs[SAWTOOTH_A_CONN_SSTHRESH];
	struct saw_steer *steer;
	struct sock *sk;
	int err;

	if (GENL_REQ_ATTR_CHECK(info, SAWTOOTH_A_CONN_ID) ||
	    GENL_REQ_ATTR_CHECK(info, SAWTOOTH_A_CONN_SSTHRESH))
		return -EINVAL;
	if (nla_get_u32(ssthresh) > SAWTOOTH_SSTHRESH_MAX) {
		NL_SET_ERR_MSG_ATTR(info->extack, ssthresh,
				    "threshold must be 2 to 2147483647 segments");
		return -ERANGE;
	}
	rcu_read_lock();
	steer = saw_nl_ssthresh_end(info);
	sk = IS_ERR(steer) ? NULL : saw_steer_hold(steer);
	rcu_read_unlock();
	if (IS_ERR(steer))
		return PTR_ERR(steer);
	err = sk ? saw_cong_set_ssthresh(sk, steer, nla_get_u32(ssthresh)) : -ESTALE;
	if (err)
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[SAWTOOTH_A_CONN_ID],
				    "the connection has just ended");
	if (sk)
		sock_put(sk);
	return err;
}
