// SPDX-License-Identifier: GPL-2.0
#include <net/ipv6.h>

#include "binding.h"
#include "nl.h"

/* The prefix that a request names; an error, told by extack, if it is none. */
static int saw_nl_binding_prefix(struct genl_info *info, struct saw_binding_prefix *prefix)
{
	const struct nlattr *len = info->attrs[SAWTOOTH_A_BINDING_PREFIX_LEN];
	const struct nlattr *addr = info->attrs[SAWTOOTH_A_BINDING_PREFIX];
	union nf_inet_addr whole = {};

	if (GENL_REQ_ATTR_CHECK(info, SAWTOOTH_A_BINDING_FAMILY) ||
	    GENL_REQ_ATTR_CHECK(info, SAWTOOTH_A_BINDING_PREFIX) ||
	    GENL_REQ_ATTR_CHECK(info, SAWTOOTH_A_BINDING_PREFIX_LEN))
		return -EINVAL;
	memset(prefix, 0, sizeof(*prefix));
	prefix->family = nla_get_u8(info->attrs[SAWTOOTH_A_BINDING_FAMILY]);
	prefix->len = nla_get_u8(len);
	if (prefix->family != AF_INET && prefix->family != AF_INET6) {
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[SAWTOOTH_A_BINDING_FAMILY],
				    "family is neither AF_INET nor AF_INET6");
		return -EAFNOSUPPORT;
	}
	if (nla_len(addr) != saw_nl_addr_len(prefix->family)) {
		NL_SET_ERR_MSG_ATTR(info->extack, addr, "address length does not fit the family");
		return -EINVAL;
	}
	if (prefix->len > nla_len(addr) * 8) {
		NL_SET_ERR_MSG_ATTR(info->extack, len, "prefix length exceeds the address");
		return -ERANGE;
	}
	memcpy(&whole, nla_data(addr), nla_len(addr));
	ipv6_addr_prefix(&prefix->addr.in6, &whole.in6, prefix->len);
	if (!ipv6_addr_equal(&prefix->addr.in6, &whole.in6)) {
		NL_SET_ERR_MSG_ATTR(info->extack, addr, "bits after the prefix must be zero");
		return -EINVAL;
	}
	return 0;
}

int sawtooth_nl_binding_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	const struct nlattr *profile = info->attrs[SAWTOOTH_A_BINDING_PROFILE];
	struct saw_binding_prefix prefix;
	int err = saw_nl_binding_prefix(info, &prefix);

	if (err)
		return err;
	if (GENL_REQ_ATTR_CHECK(info, SAWTOOTH_A_BINDING_PROFILE))
		return -EINVAL;
	err = saw_binding_set(saw_net(genl_info_net(info)), &prefix, nla_data(profile));
	if (err == -ENOENT)
		NL_SET_ERR_MSG_ATTR(info->extack, profile, "no profile has this name");
	else if (err == -ENOSPC)
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[SAWTOOTH_A_BINDING_PREFIX],
				    "there are 256 bindings, and no more");
	return err;
}

int sawtooth_nl_binding_delete_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct saw_binding_prefix prefix;
	int err = saw_nl_binding_prefix(info, &prefix);

	if (err)
		return err;
	err = saw_binding_delete(saw_net(genl_info_net(info)), &prefix);
	if (err)
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[SAWTOOTH_A_BINDING_PREFIX],
				    "nothing is bound to this prefix");
	return err;
}

static int saw_nl_binding_put_member(struct sk_buff *skb, const struct list_head *member)
{
	const struct saw_binding *binding = list_entry(member, struct saw_binding, list);
	const struct saw_binding_prefix *prefix = &binding->prefix;

	if (nla_put_u8(skb, SAWTOOTH_A_BINDING_FAMILY, prefix->family) ||
	    nla_put(skb, SAWTOOTH_A_BINDING_PREFIX, saw_nl_addr_len(prefix->family),
		    &prefix->addr) ||
	    nla_put_u8(skb, SAWTOOTH_A_BINDING_PREFIX_LEN, prefix->len) ||
	    nla_put_string(skb, SAWTOOTH_A_BINDING_PROFILE, binding->profile->name))
		return -EMSGSIZE;
	return 0;
}

int sawtooth_nl_binding_dump_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct saw_net *sn = saw_net(sock_net(cb->skb->sk));

	return saw_nl_dump_list(skb, cb, SAWTOOTH_CMD_BINDING_DUMP, &sn->bindings,
				saw_nl_binding_put_member);
}
