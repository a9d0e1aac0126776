// SPDX-License-Identifier: GPL-2.0
#include "nl.h"
#include "profile.h"

/**
 * struct saw_nl_param - a parameter
 * @attr: its attribute, u32
 * @offset: the u32 in struct saw_params
 */
struct saw_nl_param {
	u16 attr;
	u16 offset;
};

#define PARAM(attr_, member) \
	{ SAWTOOTH_A_PROFILE_##attr_, offsetof(struct saw_params, member) }

static const struct saw_nl_param params[] = {
	PARAM(SLOW_START_LAW, slow_start_law),
	PARAM(GROWTH_LAW, growth_law),
	PARAM(SSTHRESH_LAW, ssthresh_law),
	PARAM(BETA, beta),
	PARAM(FIXED_SSTHRESH, fixed_ssthresh),
	PARAM(INITIAL_SSTHRESH, initial_ssthresh),
	PARAM(BETA_ECN, beta_ecn),
	PARAM(CUBIC_C, cubic_c),
	PARAM(MAX_SSTHRESH, max_ssthresh),
	PARAM(BDP_GAIN, bdp_gain),
	PARAM(QUEUE_THRESHOLD, queue_threshold),
	PARAM(QUEUE_LIMIT, queue_limit),
	PARAM(LOSS_THRESHOLD, loss_threshold),
};

static u32 *saw_nl_param_at(struct saw_params *of, const struct saw_nl_param *param)
{
	return (u32 *)((char *)of + param->offset);
}

/* Under rcu_read_lock(). */
static int saw_nl_profile_put(struct sk_buff *skb, const struct saw_profile *profile)
{
	struct saw_params copy = *saw_profile_params(profile);
	size_t i;

	if (nla_put_string(skb, SAWTOOTH_A_PROFILE_NAME, profile->name))
		return -EMSGSIZE;
	for (i = 0; i < ARRAY_SIZE(params); i++)
		if (nla_put_u32(skb, params[i].attr, *saw_nl_param_at(&copy, &params[i])))
			return -EMSGSIZE;
	if (nla_put_u32(skb, SAWTOOTH_A_PROFILE_USERS, atomic_read(&profile->users)) ||
	    nla_put_u32(skb, SAWTOOTH_A_PROFILE_BUILTIN, profile->builtin))
		return -EMSGSIZE;
	return 0;
}

int sawtooth_nl_profile_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	const struct nlattr *name = info->attrs[SAWTOOTH_A_PROFILE_NAME];
	const struct saw_profile *profile;
	struct saw_nl_reply reply;
	int err;

	if (GENL_REQ_ATTR_CHECK(info, SAWTOOTH_A_PROFILE_NAME))
		return -EINVAL;
	err = saw_nl_reply_begin(&reply, info);
	if (err)
		return err;
	rcu_read_lock();
	profile = saw_profile_find(saw_net(genl_info_net(info)), nla_data(name));
	err = profile ? saw_nl_profile_put(reply.skb, profile) : -ENOENT;
	rcu_read_unlock();
	if (err == -ENOENT)
		NL_SET_ERR_MSG_ATTR(info->extack, name, "no profile has this name");
	return saw_nl_reply_end(&reply, info, err);
}

static int saw_nl_profile_put_member(struct sk_buff *skb, const struct list_head *member)
{
	return saw_nl_profile_put(skb, list_entry(member, struct saw_profile, list));
}

int sawtooth_nl_profile_dump_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct saw_net *sn = saw_net(sock_net(cb->skb->sk));

	return saw_nl_dump_list(skb, cb, SAWTOOTH_CMD_PROFILE_DUMP, &sn->profiles,
				saw_nl_profile_put_member);
}

/* The policy has checked every range. */
static void saw_nl_profile_apply(struct saw_params *to, void *arg)
{
	struct nlattr **attrs = arg;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(params); i++)
		if (attrs[params[i].attr])
			*saw_nl_param_at(to, &params[i]) = nla_get_u32(attrs[params[i].attr]);
}

/* Linux knows no threshold above SAWTOOTH_SSTHRESH_MAX. */
static int saw_nl_profile_range(struct genl_info *info, int type)
{
	const struct nlattr *attr = info->attrs[type];

	if (!attr || nla_get_u32(attr) <= SAWTOOTH_SSTHRESH_MAX)
		return 0;
	NL_SET_ERR_MSG_ATTR(info->extack, attr, "threshold must be 2 to 2147483647 segments");
	return -ERANGE;
}

/* What a request to make or change a profile must have. */
static int saw_nl_profile_check(struct genl_info *info)
{
	if (GENL_REQ_ATTR_CHECK(info, SAWTOOTH_A_PROFILE_NAME))
		return -EINVAL;
	return saw_nl_profile_range(info, SAWTOOTH_A_PROFILE_FIXED_SSTHRESH) ?:
	       saw_nl_profile_range(info, SAWTOOTH_A_PROFILE_INITIAL_SSTHRESH);
}

int sawtooth_nl_profile_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	const struct nlattr *name = info->attrs[SAWTOOTH_A_PROFILE_NAME];
	int err = saw_nl_profile_check(info);

	if (err)
		return err;
	err = saw_profile_change(saw_net(genl_info_net(info)), nla_data(name),
				 saw_nl_profile_apply, info->attrs);
	if (err == -ENOENT)
		NL_SET_ERR_MSG_ATTR(info->extack, name, "no profile has this name");
	return err;
}

int sawtooth_nl_profile_create_doit(struct sk_buff *skb, struct genl_info *info)
{
	const struct nlattr *name = info->attrs[SAWTOOTH_A_PROFILE_NAME];
	int err = saw_nl_profile_check(info);

	if (err)
		return err;
	if (!*(const char *)nla_data(name)) {
		NL_SET_ERR_MSG_ATTR(info->extack, name, "a name has 1 to 31 characters");
		return -EINVAL;
	}
	err = saw_profile_create(saw_net(genl_info_net(info)), nla_data(name),
				 saw_nl_profile_apply, info->attrs);
	if (err == -EEXIST)
		NL_SET_ERR_MSG_ATTR(info->extack, name, "a profile has this name already");
	else if (err == -ENOSPC)
		NL_SET_ERR_MSG_ATTR(info->extack, name, "there are 256 profiles, and no more");
	return err;
}

int sawtooth_nl_profile_delete_doit(struct sk_buff *skb, struct genl_info *info)
{
	const struct nlattr *name = info->attrs[SAWTOOTH_A_PROFILE_NAME];
	int err;

	if (GENL_REQ_ATTR_CHECK(info, SAWTOOTH_A_PROFILE_NAME))
		return -EINVAL;
	err = saw_profile_delete(saw_net(genl_info_net(info)), nla_data(name));
	if (err == -ENOENT)
		NL_SET_ERR_MSG_ATTR(info->extack, name, "no profile has this name");
	else if (err == -EPERM)
		NL_SET_ERR_MSG_ATTR(info->extack, name, "the module's own profiles stay");
	else if (err == -EBUSY)
		NL_SET_ERR_MSG_ATTR(info->extack, name, "a connection or a binding uses it");
	return err;
}
