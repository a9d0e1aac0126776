// SPDX-License-Identifier: GPL-2.0
#include <linux/timer.h>

#include "event.h"

/* A batch leaves when it has so many bytes, or after so long. */
#define BATCH_BYTES (SKB_WITH_OVERHEAD(8192))
#define BATCH_DELAY 1	/* jiffies */

/**
 * struct saw_event_cpu - the batch that a CPU is filling
 * @lock: protects the rest; contended only by a timer that moved to another CPU
 * @skb: the batch, NULL if there is none
 * @head: its generic netlink header
 * @nla_count: its attribute count, written when it leaves
 * @nla_clock: likewise the clock offset
 * @count: records in it
 * @next: position of the next record in the stream of this CPU
 * @lost: records not queued since the last batch
 * @timer: sends a batch that does not fill
 * @sn: owner
 */
struct saw_event_cpu {
	spinlock_t lock;	/* see above */
	struct sk_buff *skb;
	void *head;
	struct nlattr *nla_count;
	struct nlattr *nla_clock;
	u32 count;
	u64 next;
	u64 lost;
	struct timer_list timer;
	struct saw_net *sn;
};

/* Every record begins so. */
struct saw_event_head {
	u64 time;
	u64 seq;
};

static bool saw_event_open(struct saw_event_cpu *ec)
{
	struct sk_buff *skb = alloc_skb(BATCH_BYTES, GFP_ATOMIC);

	if (!skb)
		return false;
	ec->head = genlmsg_put(skb, 0, 0, &saw_nl_family, 0, SAWTOOTH_CMD_EVENT_NOTIFY);
	if (!ec->head ||
	    nla_put_u32(skb, SAWTOOTH_A_EVENT_CPU, smp_processor_id()) ||
	    nla_put_u64_64bit(skb, SAWTOOTH_A_EVENT_FIRST, ec->next, SAWTOOTH_A_EVENT_PAD) ||
	    nla_put_u64_64bit(skb, SAWTOOTH_A_EVENT_LOST, ec->lost, SAWTOOTH_A_EVENT_PAD))
		goto free;
	ec->nla_count = nla_reserve(skb, SAWTOOTH_A_EVENT_COUNT, sizeof(u32));
	ec->nla_clock = nla_reserve_64bit(skb, SAWTOOTH_A_EVENT_CLOCK_OFFSET, sizeof(s64),
					  SAWTOOTH_A_EVENT_PAD);
	if (!ec->nla_count || !ec->nla_clock)
		goto free;
	ec->skb = skb;
	ec->count = 0;
	ec->lost = 0;
	mod_timer(&ec->timer, jiffies + BATCH_DELAY);
	return true;
free:
	kfree_skb(skb);
	return false;
}

static void saw_event_send(struct saw_event_cpu *ec)
{
	s64 offset = ktime_to_ns(ktime_mono_to_real(0));
	struct sk_buff *skb = ec->skb;

	if (!skb)
		return;
	ec->skb = NULL;
	memcpy(nla_data(ec->nla_count), &ec->count, sizeof(ec->count));
	memcpy(nla_data(ec->nla_clock), &offset, sizeof(offset));
	genlmsg_end(skb, ec->head);
	/* A listener whose queue is full sees the gap in the positions. */
	genlmsg_multicast_netns(&saw_nl_family, ec->sn->net, skb, 0, SAWTOOTH_NLGRP_EVENTS,
				GFP_ATOMIC);
}

static void saw_event_timer(struct timer_list *timer)
{
	struct saw_event_cpu *ec = timer_container_of(ec, timer, timer);

	spin_lock(&ec->lock);
	saw_event_send(ec);
	spin_unlock(&ec->lock);
}

/* A record that finds no memory leaves its position empty and is counted. */
static bool saw_event_append(struct saw_event_cpu *ec, int type, const void *record, size_t len)
{
	if (ec->skb && skb_tailroom(ec->skb) < nla_total_size(len))
		saw_event_send(ec);
	if (!ec->skb && !saw_event_open(ec))
		return false;
	if (nla_put(ec->skb, type, len, record))
		return false;
	ec->count++;
	return true;
}

void saw_event_put(struct saw_net *sn, int type, void *record, size_t len)
{
	struct saw_event_head *head = record;
	struct saw_event_cpu *ec;

	local_bh_disable();
	ec = this_cpu_ptr(sn->events);
	spin_lock(&ec->lock);
	head->seq = atomic64_inc_return(&sn->event_seq) - 1;
	if (saw_event_append(ec, type, record, len)) {
		saw_stats_inc(sn, SAWTOOTH_STAT_EVENTS);
	} else {
		ec->lost++;
		saw_stats_inc(sn, SAWTOOTH_STAT_EVENTS_LOST);
	}
	ec->next++;
	spin_unlock(&ec->lock);
	local_bh_enable();
}

int saw_event_init(struct saw_net *sn)
{
	int cpu;

	BUILD_BUG_ON(offsetof(struct sawtooth_transition, seq) != sizeof(u64));
	sn->events = alloc_percpu(struct saw_event_cpu);
	if (!sn->events)
		return -ENOMEM;
	for_each_possible_cpu(cpu) {
		struct saw_event_cpu *ec = per_cpu_ptr(sn->events, cpu);

		spin_lock_init(&ec->lock);
		timer_setup(&ec->timer, saw_event_timer, TIMER_PINNED);
		ec->sn = sn;
	}
	return 0;
}

/* ORDER: nobody puts events any more; what is queued goes with the namespace. */
void saw_event_exit(struct saw_net *sn)
{
	int cpu;

	for_each_possible_cpu(cpu) {
		struct saw_event_cpu *ec = per_cpu_ptr(sn->events, cpu);

		timer_shutdown_sync(&ec->timer);
		kfree_skb(ec->skb);
	}
	free_percpu(sn->events);
}
