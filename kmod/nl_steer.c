// SPDX-License-Identifier: GPL-2.0
/*
 * Changes of live connections, of one by its id or of all that pass a filter. Sockets
 * are found under RCU and changed with their lock, which sleeps: so they are gathered
 * first, each with a reference.
 */
#include "filter.h"
#include "nl.h"
#include "table.h"
#include "tune.h"

#define BATCH 32

/**
 * struct saw_nl_ends - gathered ends of connections
 * @sk: their sockets, each with a reference
 * @steer: their entries; to be compared only
 * @count: how many
 */
struct saw_nl_ends {
	struct sock *sk[BATCH];
	struct saw_steer *steer[BATCH];
	unsigned int count;
};

/* Under rcu_read_lock(). */
static void saw_nl_ends_add(struct saw_nl_ends *ends, struct saw_steer *steer)
{
	struct sock *sk = steer ? saw_steer_hold(steer) : NULL;

	if (!sk)
		return;
	ends->sk[ends->count] = sk;
	ends->steer[ends->count++] = steer;
}

/* Change them and let them go; returns how many were changed. */
static u32 saw_nl_ends_tune(struct saw_nl_ends *ends, const struct saw_tune *tune)
{
	u32 changed = 0;
	unsigned int i;

	for (i = 0; i < ends->count; i++) {
		changed += !saw_tune(ends->sk[i], ends->steer[i], tune);
		sock_put(ends->sk[i]);
	}
	ends->count = 0;
	return changed;
}

static bool saw_nl_role_wanted(const struct nlattr *role, enum sawtooth_role which)
{
	return !role || nla_get_u32(role) == which;
}

/* The one end that is meant; an error, told by extack, if there is none or both. */
static int saw_nl_steer_one(struct genl_info *info, struct saw_nl_ends *ends)
{
	struct saw_net *sn = saw_net(genl_info_net(info));
	const struct nlattr *id = info->attrs[SAWTOOTH_A_CONN_ID];
	const struct nlattr *role = info->attrs[SAWTOOTH_A_CONN_ROLE];
	enum sawtooth_role which;
	struct saw_conn *conn;

	rcu_read_lock();
	conn = saw_table_get_id(sn, nla_get_u64(id));
	for (which = 0; conn && which < __SAWTOOTH_ROLE_MAX; which++)
		if (saw_nl_role_wanted(role, which))
			saw_nl_ends_add(ends, saw_steer_find(sn, conn, which));
	if (conn)
		saw_table_unlock(conn);
	rcu_read_unlock();
	if (!conn) {
		NL_SET_ERR_MSG_ATTR(info->extack, id, "no connection has this id");
		return -ENOENT;
	}
	if (!ends->count) {
		NL_SET_ERR_MSG_ATTR(info->extack, role ?: id,
				    "this end is not steered by sawtooth on this host");
		return -EOPNOTSUPP;
	}
	if (ends->count > 1) {
		NL_SET_ERR_MSG_ATTR(info->extack, id, "both ends are steered here: say which role");
		return -EINVAL;
	}
	return 0;
}

/* Is @steer an end of a connection that passes? Under rcu_read_lock(). */
static bool saw_nl_steer_passes(struct saw_net *sn, const struct saw_steer *steer,
				const struct saw_filter *filter, const struct nlattr *role)
{
	struct saw_conn *conn = saw_table_get(sn, &steer->key.conn);
	bool pass;

	if (!conn)
		return false;
	pass = saw_filter_conn(filter, conn) &&
	       saw_nl_role_wanted(role, conn->initiator ^ steer->key.local);
	saw_table_unlock(conn);
	return pass;
}

/* Gather the next ends that pass; false when the table is at its end. */
static bool saw_nl_steer_gather(struct rhashtable_iter *iter, struct saw_net *sn,
				const struct saw_filter *filter, const struct nlattr *role,
				struct saw_nl_ends *ends)
{
	struct saw_steer *steer = NULL;

	rhashtable_walk_start(iter);
	while (ends->count < BATCH) {
		steer = rhashtable_walk_next(iter);
		if (!steer)
			break;
		if (!IS_ERR(steer) && saw_nl_steer_passes(sn, steer, filter, role))
			saw_nl_ends_add(ends, steer);
	}
	rhashtable_walk_stop(iter);
	return steer;
}

/* All that pass the filter; returns how many were changed, or an error. */
static int saw_nl_steer_all(struct genl_info *info, struct saw_nl_ends *ends,
			    const struct saw_tune *tune)
{
	struct saw_net *sn = saw_net(genl_info_net(info));
	struct rhashtable_iter iter;
	struct saw_filter filter;
	u32 changed = 0;
	bool more;
	int err;

	err = saw_filter_parse(&filter, info->attrs[SAWTOOTH_A_CONN_FILTER], info->extack);
	if (err)
		return err;
	rhashtable_walk_enter(&sn->steers, &iter);
	do {
		more = saw_nl_steer_gather(&iter, sn, &filter, info->attrs[SAWTOOTH_A_CONN_ROLE],
					   ends);
		changed += saw_nl_ends_tune(ends, tune);
		cond_resched();
	} while (more);
	rhashtable_walk_exit(&iter);
	return changed;
}

static int saw_nl_steer_value(struct genl_info *info, int type, u32 *value)
{
	const struct nlattr *attr = info->attrs[type];

	*value = attr ? nla_get_u32(attr) : 0;
	if (*value <= SAWTOOTH_SSTHRESH_MAX)
		return 0;
	NL_SET_ERR_MSG_ATTR(info->extack, attr, "must be 2 to 2147483647 segments");
	return -ERANGE;
}

/* What is to be changed; the profile, if any, is held then. */
static int saw_nl_steer_parse(struct genl_info *info, struct saw_tune *tune)
{
	const struct nlattr *profile = info->attrs[SAWTOOTH_A_CONN_PROFILE];
	int err;

	memset(tune, 0, sizeof(*tune));
	if (!info->attrs[SAWTOOTH_A_CONN_ID] == !info->attrs[SAWTOOTH_A_CONN_FILTER]) {
		NL_SET_ERR_MSG(info->extack, "either id or filter is needed");
		return -EINVAL;
	}
	err = saw_nl_steer_value(info, SAWTOOTH_A_CONN_SSTHRESH, &tune->ssthresh) ?:
	      saw_nl_steer_value(info, SAWTOOTH_A_CONN_CLAMP, &tune->clamp);
	if (err)
		return err;
	if (!profile && !tune->ssthresh && !tune->clamp) {
		NL_SET_ERR_MSG(info->extack, "one of ssthresh, clamp and profile is needed");
		return -EINVAL;
	}
	if (!profile)
		return 0;
	tune->profile = saw_profile_get(saw_net(genl_info_net(info)), nla_data(profile));
	if (!tune->profile) {
		NL_SET_ERR_MSG_ATTR(info->extack, profile, "no profile has this name");
		return -ENOENT;
	}
	return 0;
}

static int saw_nl_steer_change(struct genl_info *info, const struct saw_tune *tune)
{
	struct saw_nl_ends *ends = kzalloc(sizeof(*ends), GFP_KERNEL);
	int ret;

	if (!ends)
		return -ENOMEM;
	if (info->attrs[SAWTOOTH_A_CONN_ID]) {
		ret = saw_nl_steer_one(info, ends);
		if (!ret && !saw_nl_ends_tune(ends, tune)) {
			NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[SAWTOOTH_A_CONN_ID],
					    "the connection has just ended");
			ret = -ESTALE;
		} else if (!ret) {
			ret = 1;
		}
	} else {
		ret = saw_nl_steer_all(info, ends, tune);
	}
	/* Refused for being too many: none was changed. */
	while (ends->count)
		sock_put(ends->sk[--ends->count]);
	kfree(ends);
	return ret;
}

int sawtooth_nl_steer_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct saw_nl_reply reply;
	struct saw_tune tune;
	int ret;

	ret = saw_nl_steer_parse(info, &tune);
	if (ret)
		return ret;
	ret = saw_nl_steer_change(info, &tune);
	if (tune.profile)
		saw_profile_put(tune.profile);
	if (ret < 0)
		return ret;
	if (saw_nl_reply_begin(&reply, info))
		return -ENOMEM;
	ret = nla_put_u32(reply.skb, SAWTOOTH_A_CONN_CHANGED, ret);
	return saw_nl_reply_end(&reply, info, ret);
}
