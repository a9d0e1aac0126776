// SPDX-License-Identifier: GPL-2.0
#include <linux/mm.h>

#include "netns.h"
#include "nl.h"

/* What is told: the sums, less what was there at the last reset. */
struct saw_nl_stats {
	struct saw_stats sum;
	struct saw_stats base;
	u64 since;
};

static int saw_nl_counters_put(struct sk_buff *skb, const struct saw_nl_stats *s)
{
	struct nlattr *nest;
	u32 i;

	for (i = 0; i < __SAWTOOTH_STAT_MAX; i++) {
		nest = nla_nest_start(skb, SAWTOOTH_A_STATS_COUNTER);
		if (!nest || nla_put_u32(skb, SAWTOOTH_A_COUNTER_STAT, i) ||
		    nla_put_u64_64bit(skb, SAWTOOTH_A_COUNTER_COUNT,
				      s->sum.count[i] - s->base.count[i], 0))
			return -EMSGSIZE;
		nla_nest_end(skb, nest);
	}
	return 0;
}

static int saw_nl_edge_put(struct sk_buff *skb, u32 from, u32 to, u64 count)
{
	struct nlattr *nest = nla_nest_start(skb, SAWTOOTH_A_STATS_EDGE);

	if (!nest || nla_put_u32(skb, SAWTOOTH_A_EDGE_FROM, from) ||
	    nla_put_u32(skb, SAWTOOTH_A_EDGE_TO, to) ||
	    nla_put_u64_64bit(skb, SAWTOOTH_A_EDGE_COUNT, count, 0))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

/* Edges that nobody took are left out. */
static int saw_nl_edges_put(struct sk_buff *skb, const struct saw_nl_stats *s)
{
	u32 i;

	for (i = 0; i < SAW_STATES * SAW_STATES; i++) {
		u32 from = i / SAW_STATES, to = i % SAW_STATES;
		u64 count = s->sum.edge[from][to] - s->base.edge[from][to];

		if (count && saw_nl_edge_put(skb, from, to, count))
			return -EMSGSIZE;
	}
	return 0;
}

static int saw_nl_populations_put(struct sk_buff *skb, const struct saw_nl_stats *s)
{
	struct nlattr *nest;
	u32 i;

	for (i = 0; i < SAW_STATES; i++) {
		nest = nla_nest_start(skb, SAWTOOTH_A_STATS_POPULATION);
		if (!nest || nla_put_u32(skb, SAWTOOTH_A_POPULATION_STATE, i) ||
		    nla_put_u64_64bit(skb, SAWTOOTH_A_POPULATION_COUNT,
				      saw_stats_population(&s->sum, i), 0))
			return -EMSGSIZE;
		nla_nest_end(skb, nest);
	}
	return 0;
}

static int saw_nl_stats_put(struct sk_buff *skb, struct saw_net *sn)
{
	struct saw_nl_stats *s = kvmalloc(sizeof(*s), GFP_KERNEL);
	int err;

	if (!s)
		return -ENOMEM;
	mutex_lock(&sn->base_lock);
	s->base = sn->base;
	s->since = sn->base_time;
	mutex_unlock(&sn->base_lock);
	saw_stats_sum(sn, &s->sum);
	err = saw_nl_counters_put(skb, s) ?: saw_nl_edges_put(skb, s) ?:
	      saw_nl_populations_put(skb, s) ?:
	      nla_put_u64_64bit(skb, SAWTOOTH_A_STATS_SINCE, s->since, SAWTOOTH_A_STATS_PAD);
	kvfree(s);
	return err;
}

int sawtooth_nl_stats_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct saw_nl_reply reply;
	int err;

	err = saw_nl_reply_begin(&reply, info);
	if (err)
		return err;
	err = saw_nl_stats_put(reply.skb, saw_net(genl_info_net(info)));
	return saw_nl_reply_end(&reply, info, err);
}

int sawtooth_nl_stats_reset_doit(struct sk_buff *skb, struct genl_info *info)
{
	saw_stats_reset(saw_net(genl_info_net(info)));
	return 0;
}
