// SPDX-License-Identifier: GPL-2.0
#include "nl.h"
#include "profile.h"

static int saw_nl_profile_put(struct sk_buff *skb, const struct saw_profile *profile)
{
	struct saw_params params;

	rcu_read_lock();
	params = *saw_profile_params(profile);
	rcu_read_unlock();
	if (nla_put_string(skb, SAWTOOTH_A_PROFILE_NAME, profile->name) ||
	    nla_put_u32(skb, SAWTOOTH_A_PROFILE_SLOW_START_LAW, params.slow_start_law) ||
	    nla_put_u32(skb, SAWTOOTH_A_PROFILE_GROWTH_LAW, params.growth_law) ||
	    nla_put_u32(skb, SAWTOOTH_A_PROFILE_SSTHRESH_LAW, params.ssthresh_law) ||
	    nla_put_u32(skb, SAWTOOTH_A_PROFILE_BETA, params.beta) ||
	    nla_put_u32(skb, SAWTOOTH_A_PROFILE_FIXED_SSTHRESH, params.fixed_ssthresh) ||
	    nla_put_u32(skb, SAWTOOTH_A_PROFILE_INITIAL_SSTHRESH, params.initial_ssthresh) ||
	    nla_put_u32(skb, SAWTOOTH_A_PROFILE_USERS, atomic_read(&profile->users)))
		return -EMSGSIZE;
	return 0;
}

/* The profile that a request names; an error, told by extack, if there is none. */
static struct saw_profile *saw_nl_profile_named(struct genl_info *info)
{
	const struct nlattr *name = info->attrs[SAWTOOTH_A_PROFILE_NAME];
	struct saw_profile *profile;

	if (GENL_REQ_ATTR_CHECK(info, SAWTOOTH_A_PROFILE_NAME))
		return ERR_PTR(-EINVAL);
	profile = saw_profile_find(saw_net(genl_info_net(info)), nla_data(name));
	if (!profile) {
		NL_SET_ERR_MSG_ATTR(info->extack, name, "no profile has this name");
		return ERR_PTR(-ENOENT);
	}
	return profile;
}

int sawtooth_nl_profile_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct saw_profile *profile = saw_nl_profile_named(info);
	struct saw_nl_reply reply;
	int err;

	if (IS_ERR(profile))
		return PTR_ERR(profile);
	err = saw_nl_reply_begin(&reply, info);
	if (err)
		return err;
	err = saw_nl_profile_put(reply.skb, profile);
	return saw_nl_reply_end(&reply, info, err);
}

int sawtooth_nl_profile_dump_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct saw_net *sn = saw_net(sock_net(cb->skb->sk));
	struct saw_profile *profile;
	long seen = 0;
	void *head;

	list_for_each_entry(profile, &sn->profiles, list) {
		if (seen++ < cb->args[0])
			continue;
		head = saw_nl_dump_begin(skb, cb, SAWTOOTH_CMD_PROFILE_DUMP);
		if (!head)
			break;
		if (saw_nl_profile_put(skb, profile)) {
			genlmsg_cancel(skb, head);
			break;
		}
		genlmsg_end(skb, head);
		cb->args[0] = seen;
	}
	return skb->len;
}

/* The policy has checked every range. */
static void saw_nl_profile_apply(struct saw_params *params, void *arg)
{
	struct nlattr **attrs = arg;

	if (attrs[SAWTOOTH_A_PROFILE_SLOW_START_LAW])
		params->slow_start_law = nla_get_u32(attrs[SAWTOOTH_A_PROFILE_SLOW_START_LAW]);
	if (attrs[SAWTOOTH_A_PROFILE_GROWTH_LAW])
		params->growth_law = nla_get_u32(attrs[SAWTOOTH_A_PROFILE_GROWTH_LAW]);
	if (attrs[SAWTOOTH_A_PROFILE_SSTHRESH_LAW])
		params->ssthresh_law = nla_get_u32(attrs[SAWTOOTH_A_PROFILE_SSTHRESH_LAW]);
	if (attrs[SAWTOOTH_A_PROFILE_BETA])
		params->beta = nla_get_u32(attrs[SAWTOOTH_A_PROFILE_BETA]);
	if (attrs[SAWTOOTH_A_PROFILE_FIXED_SSTHRESH])
		params->fixed_ssthresh = nla_get_u32(attrs[SAWTOOTH_A_PROFILE_FIXED_SSTHRESH]);
	if (attrs[SAWTOOTH_A_PROFILE_INITIAL_SSTHRESH])
		params->initial_ssthresh = nla_get_u32(attrs[SAWTOOTH_A_PROFILE_INITIAL_SSTHRESH]);
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

int sawtooth_nl_profile_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct saw_profile *profile = saw_nl_profile_named(info);
	int err;

	if (IS_ERR(profile))
		return PTR_ERR(profile);
	err = saw_nl_profile_range(info, SAWTOOTH_A_PROFILE_FIXED_SSTHRESH) ?:
	      saw_nl_profile_range(info, SAWTOOTH_A_PROFILE_INITIAL_SSTHRESH);
	if (err)
		return err;
	return saw_profile_change(saw_net(genl_info_net(info)), profile, saw_nl_profile_apply,
				  info->attrs);
}
