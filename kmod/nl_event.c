// SPDX-License-Identifier: GPL-2.0
#include "event.h"
#include "nl.h"

static int saw_nl_event_wish(struct saw_event_wish *wish, struct genl_info *info)
{
	const struct nlattr *kinds = info->attrs[SAWTOOTH_A_EVENT_KINDS];
	const struct nlattr *delay = info->attrs[SAWTOOTH_A_EVENT_DELAY];

	wish->kinds = kinds ? nla_get_u32(kinds) : ~0U;
	wish->delay = delay ? nla_get_u32(delay) : SAW_EVENT_DELAY;
	return saw_filter_parse(&wish->filter, info->attrs[SAWTOOTH_A_EVENT_FILTER],
				info->extack);
}

int sawtooth_nl_event_subscribe_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct saw_event_wish wish;
	int err;

	err = saw_nl_event_wish(&wish, info);
	if (err)
		return err;
	err = saw_event_subscribe(saw_net(genl_info_net(info)), info->snd_portid, &wish);
	if (err == -EBUSY)
		NL_SET_ERR_MSG(info->extack, "this socket has subscribed already");
	else if (err == -EUSERS)
		NL_SET_ERR_MSG(info->extack, "as many sockets as can have subscribed already");
	return err;
}
