// SPDX-License-Identifier: GPL-2.0
#include "netns.h"
#include "nl.h"

/* How many times have fallen into @bucket since the last reset. Under sn->base_lock. */
static u64 saw_nl_bucket_count(const struct saw_net *sn, u32 kind, u32 bucket)
{
	u64 count = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		count += READ_ONCE(per_cpu_ptr(sn->stats, cpu)->time[kind][bucket]);
	return count - sn->base.time[kind][bucket];
}

static int saw_nl_bucket_put(struct sk_buff *skb, u32 bucket, u64 count)
{
	struct nlattr *nest = nla_nest_start(skb, SAWTOOTH_A_HISTOGRAM_BUCKET);

	if (!nest ||
	    nla_put_u64_64bit(skb, SAWTOOTH_A_BUCKET_FROM, saw_histogram_floor(bucket),
			      SAWTOOTH_A_BUCKET_PAD) ||
	    (bucket + 1 < SAW_HISTOGRAM_BUCKETS &&
	     nla_put_u64_64bit(skb, SAWTOOTH_A_BUCKET_TO, saw_histogram_floor(bucket + 1),
			       SAWTOOTH_A_BUCKET_PAD)) ||
	    nla_put_u64_64bit(skb, SAWTOOTH_A_BUCKET_COUNT, count, SAWTOOTH_A_BUCKET_PAD))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int saw_nl_histogram_put(struct sk_buff *skb, const struct saw_net *sn, u32 kind)
{
	u32 bucket;

	if (nla_put_u32(skb, SAWTOOTH_A_HISTOGRAM_KIND, kind))
		return -EMSGSIZE;
	for (bucket = 0; bucket < SAW_HISTOGRAM_BUCKETS; bucket++) {
		u64 count = saw_nl_bucket_count(sn, kind, bucket);

		if (count && saw_nl_bucket_put(skb, bucket, count))
			return -EMSGSIZE;
	}
	return 0;
}

/* A histogram that does not fit beside others fits alone, with padding for 64-bit values. */
int sawtooth_nl_histogram_dump_start(struct netlink_callback *cb)
{
	cb->min_dump_alloc = NLMSG_HDRLEN + GENL_HDRLEN + nla_total_size(sizeof(u32)) +
			     SAW_HISTOGRAM_BUCKETS *
			     nla_total_size(3 * nla_total_size_64bit(sizeof(u64)));
	return 0;
}

/* The kinds that were told are counted in cb->args[0]. */
int sawtooth_nl_histogram_dump_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct saw_net *sn = saw_net(sock_net(cb->skb->sk));

	mutex_lock(&sn->base_lock);
	for (; cb->args[0] < __SAWTOOTH_HISTOGRAM_KIND_MAX; cb->args[0]++) {
		void *head = saw_nl_dump_begin(skb, cb, SAWTOOTH_CMD_HISTOGRAM_DUMP);

		if (saw_nl_dump_end(skb, head, head ? saw_nl_histogram_put(skb, sn, cb->args[0]) :
						      -EMSGSIZE))
			break;
	}
	mutex_unlock(&sn->base_lock);
	return skb->len;
}
