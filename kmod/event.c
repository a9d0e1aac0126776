// SPDX-License-Identifier: GPL-2.0
#include <linux/notifier.h>
#include <linux/timer.h>

#include "event.h"

/*
 * A batch leaves when it has so many bytes, 300 records: it then costs a listener few
 * wake-ups, and still comes out of the page allocator's lists. Less where memory is in
 * pieces.
 */
#define BATCH_BYTES SKB_WITH_OVERHEAD(32768)
#define BATCH_BYTES_LEAST SKB_WITH_OVERHEAD(4096)

/**
 * struct saw_batch - what a CPU is collecting for a stream
 * @lock: protects the rest; contended only by a timer that moved to another CPU
 * @skb: the message, NULL if there is none
 * @head: its generic netlink header
 * @nla_count: its attribute count, written when it leaves
 * @nla_clock: likewise the clock offset
 * @count: records in it
 * @next: position of the next record in the stream of this CPU
 * @lost: records not queued since the last message
 * @timer: sends a message that does not fill
 * @stream: owner
 */
struct saw_batch {
	spinlock_t lock;	/* see above */
	struct sk_buff *skb;
	void *head;
	struct nlattr *nla_count;
	struct nlattr *nla_clock;
	u32 count;
	u64 next;
	u64 lost;
	struct timer_list timer;
	struct saw_stream *stream;
};

/**
 * struct saw_stream - the events for one listener, or for the multicast group
 * @seq: position of the next record
 * @sn: its namespace
 * @batches: per CPU
 * @portid: netlink address of the listener; 0: the multicast group
 * @kinds: a bit for each enum sawtooth_event_kind that is wanted
 * @delay: jiffies that a record waits for others
 * @filter: what must be true of an event
 */
struct saw_stream {
	atomic64_t seq;
	struct saw_net *sn;
	struct saw_batch __percpu *batches;
	u32 portid;
	u32 kinds;
	unsigned long delay;
	struct saw_filter filter;
};

/* Every record begins so. */
struct saw_event_head {
	u64 time;
	u64 seq;
};

static bool saw_batch_open(struct saw_batch *batch)
{
	struct sk_buff *skb = alloc_skb(BATCH_BYTES, GFP_ATOMIC | __GFP_NOWARN) ?:
			      alloc_skb(BATCH_BYTES_LEAST, GFP_ATOMIC | __GFP_NOWARN);

	if (!skb)
		return false;
	batch->head = genlmsg_put(skb, 0, 0, &saw_nl_family, 0, SAWTOOTH_CMD_EVENT_NOTIFY);
	if (!batch->head ||
	    nla_put_u32(skb, SAWTOOTH_A_EVENT_CPU, smp_processor_id()) ||
	    nla_put_u64_64bit(skb, SAWTOOTH_A_EVENT_FIRST, batch->next, SAWTOOTH_A_EVENT_PAD) ||
	    nla_put_u64_64bit(skb, SAWTOOTH_A_EVENT_LOST, batch->lost, SAWTOOTH_A_EVENT_PAD))
		goto free;
	batch->nla_count = nla_reserve(skb, SAWTOOTH_A_EVENT_COUNT, sizeof(u32));
	batch->nla_clock = nla_reserve_64bit(skb, SAWTOOTH_A_EVENT_CLOCK_OFFSET, sizeof(s64),
					     SAWTOOTH_A_EVENT_PAD);
	if (!batch->nla_count || !batch->nla_clock)
		goto free;
	batch->skb = skb;
	batch->count = 0;
	batch->lost = 0;
	if (batch->stream->delay)
		mod_timer(&batch->timer, jiffies + batch->stream->delay);
	return true;
free:
	kfree_skb(skb);
	return false;
}

/* A listener whose queue is full sees the gap in the positions. */
static void saw_batch_send(struct saw_batch *batch)
{
	const struct saw_stream *stream = batch->stream;
	s64 offset = ktime_to_ns(ktime_mono_to_real(0));
	struct net *net = stream->sn->net;
	struct sk_buff *skb = batch->skb;

	batch->skb = NULL;
	memcpy(nla_data(batch->nla_count), &batch->count, sizeof(batch->count));
	memcpy(nla_data(batch->nla_clock), &offset, sizeof(offset));
	genlmsg_end(skb, batch->head);
	saw_stats_add(stream->sn, SAWTOOTH_STAT_EVENTS, batch->count);
	if (stream->portid)
		genlmsg_unicast(net, skb, stream->portid);
	else
		genlmsg_multicast_netns(&saw_nl_family, net, skb, 0, SAWTOOTH_NLGRP_EVENTS,
					GFP_ATOMIC);
}

static void saw_batch_timer(struct timer_list *timer)
{
	struct saw_batch *batch = timer_container_of(batch, timer, timer);

	spin_lock(&batch->lock);
	if (batch->skb)
		saw_batch_send(batch);
	spin_unlock(&batch->lock);
}

/* Room for an attribute of @size bytes with its head. */
static bool saw_batch_has_room(struct saw_batch *batch, size_t size)
{
	if (likely(batch->skb && skb_tailroom(batch->skb) >= size))
		return true;
	if (batch->skb)
		saw_batch_send(batch);
	return saw_batch_open(batch);
}

/* A record that finds no memory leaves its position empty and is counted. */
static void saw_batch_add(struct saw_batch *batch, int type, const void *record, size_t len)
{
	struct saw_stream *stream = batch->stream;
	u64 seq = atomic64_inc_return(&stream->seq) - 1;
	struct saw_event_head *head;
	struct nlattr *nla;

	if (!saw_batch_has_room(batch, NLA_HDRLEN + len)) {
		batch->next++;
		batch->lost++;
		saw_stats_inc(stream->sn, SAWTOOTH_STAT_EVENTS_LOST);
		return;
	}
	nla = __skb_put(batch->skb, NLA_HDRLEN + len);
	nla->nla_type = type;
	nla->nla_len = NLA_HDRLEN + len;
	head = memcpy(nla_data(nla), record, len);
	head->seq = seq;
	batch->next++;
	batch->count++;
	if (!stream->delay)
		saw_batch_send(batch);
}

void saw_event_put(struct saw_net *sn, u32 streams, unsigned int kind, const void *record,
		   size_t len)
{
	for (; streams; streams &= streams - 1) {
		struct saw_stream *stream = rcu_dereference_bh(sn->streams[__ffs(streams)]);
		struct saw_batch *batch;

		if (!stream)
			continue;
		batch = this_cpu_ptr(stream->batches);
		spin_lock(&batch->lock);
		saw_batch_add(batch, SAWTOOTH_A_EVENT_TRANSITION + kind, record, len);
		spin_unlock(&batch->lock);
	}
}

u32 saw_event_match(const struct saw_net *sn, u32 streams, unsigned int kind,
		    const struct saw_place *place, u32 states)
{
	u32 left = saw_event_filtered(sn, streams);
	u32 match = streams & ~left;

	for (; left; left &= left - 1) {
		unsigned int slot = __ffs(left);
		const struct saw_stream *stream = rcu_dereference_bh(sn->streams[slot]);

		if (stream && stream->kinds & BIT(kind) &&
		    (!stream->filter.has || saw_filter_pass(&stream->filter, place, states)))
			match |= BIT(slot);
	}
	return match;
}

/* ORDER: nobody finds the stream any more; what is queued goes with it. */
static void saw_stream_free(struct saw_stream *stream)
{
	int cpu;

	for_each_possible_cpu(cpu) {
		struct saw_batch *batch = per_cpu_ptr(stream->batches, cpu);

		timer_shutdown_sync(&batch->timer);
		kfree_skb(batch->skb);
	}
	free_percpu(stream->batches);
	kfree(stream);
}

static struct saw_stream *saw_stream_alloc(struct saw_net *sn, u32 portid,
					   const struct saw_event_wish *wish)
{
	struct saw_stream *stream = kzalloc(sizeof(*stream), GFP_KERNEL_ACCOUNT);
	int cpu;

	if (!stream)
		return NULL;
	stream->batches = alloc_percpu_gfp(struct saw_batch, GFP_KERNEL_ACCOUNT);
	if (!stream->batches) {
		kfree(stream);
		return NULL;
	}
	stream->sn = sn;
	stream->portid = portid;
	stream->kinds = wish->kinds;
	stream->delay = msecs_to_jiffies(wish->delay);
	stream->filter = wish->filter;
	for_each_possible_cpu(cpu) {
		struct saw_batch *batch = per_cpu_ptr(stream->batches, cpu);

		spin_lock_init(&batch->lock);
		timer_setup(&batch->timer, saw_batch_timer, TIMER_PINNED);
		batch->stream = stream;
	}
	return stream;
}

static struct saw_stream *saw_event_slot(struct saw_net *sn, unsigned int slot)
{
	return rcu_dereference_protected(sn->streams[slot], lockdep_is_held(&sn->stream_lock));
}

/* The slot of @portid's stream, or an empty one for 0; SAW_STREAMS if there is none. */
static unsigned int saw_event_find(struct saw_net *sn, u32 portid)
{
	unsigned int slot;

	for (slot = SAW_EVENT_GROUP + 1; slot < SAW_STREAMS; slot++) {
		const struct saw_stream *stream = saw_event_slot(sn, slot);

		if (stream ? stream->portid == portid : !portid)
			break;
	}
	return slot;
}

static bool saw_event_everything(const struct saw_event_wish *wish)
{
	const u32 kinds = BIT(__SAWTOOTH_EVENT_KIND_MAX) - 1;

	return !wish->filter.has && (wish->kinds & kinds) == kinds;
}

int saw_event_subscribe(struct saw_net *sn, u32 portid, const struct saw_event_wish *wish)
{
	struct saw_stream *stream;
	unsigned int slot;
	int err = 0;

	mutex_lock(&sn->stream_lock);
	slot = saw_event_find(sn, 0);
	if (saw_event_find(sn, portid) < SAW_STREAMS) {
		err = -EBUSY;
	} else if (slot == SAW_STREAMS) {
		err = -EUSERS;
	} else {
		stream = saw_stream_alloc(sn, portid, wish);
		if (stream) {
			rcu_assign_pointer(sn->streams[slot], stream);
			if (saw_event_everything(wish))
				WRITE_ONCE(sn->unfiltered, sn->unfiltered | BIT(slot));
			/* ORDER: its bit is seen last, see saw_event_streams() */
			smp_store_release(&sn->subscribed, sn->subscribed | BIT(slot));
		} else {
			err = -ENOMEM;
		}
	}
	mutex_unlock(&sn->stream_lock);
	return err;
}

/* The lock is held over the grace period, so that nobody takes the slot before. */
static void saw_event_unsubscribe(struct saw_net *sn, u32 portid)
{
	struct saw_stream *stream;
	unsigned int slot;

	mutex_lock(&sn->stream_lock);
	slot = saw_event_find(sn, portid);
	if (slot < SAW_STREAMS) {
		stream = saw_event_slot(sn, slot);
		WRITE_ONCE(sn->subscribed, sn->subscribed & ~BIT(slot));
		RCU_INIT_POINTER(sn->streams[slot], NULL);
		synchronize_rcu();
		WRITE_ONCE(sn->unfiltered, sn->unfiltered & ~BIT(slot));
		saw_stream_free(stream);
	}
	mutex_unlock(&sn->stream_lock);
}

/* A netlink socket is being closed. */
static int saw_event_notify(struct notifier_block *nb, unsigned long action, void *data)
{
	const struct netlink_notify *notify = data;
	struct saw_net *sn;

	if (action != NETLINK_URELEASE || notify->protocol != NETLINK_GENERIC || !notify->portid)
		return NOTIFY_DONE;
	sn = saw_net(notify->net);
	if (READ_ONCE(sn->subscribed))
		saw_event_unsubscribe(sn, notify->portid);
	return NOTIFY_DONE;
}

static struct notifier_block saw_event_notifier = {
	.notifier_call = saw_event_notify,
};

int __init saw_event_notifier_init(void)
{
	return netlink_register_notifier(&saw_event_notifier);
}

void saw_event_notifier_exit(void)
{
	netlink_unregister_notifier(&saw_event_notifier);
}

int saw_event_init(struct saw_net *sn)
{
	const struct saw_event_wish everything = { .kinds = ~0U, .delay = SAW_EVENT_DELAY };
	struct saw_stream *group;

	BUILD_BUG_ON(offsetof(struct sawtooth_transition, seq) !=
		     offsetof(struct saw_event_head, seq));
	/* The attributes of records follow each other as their kinds do. */
	BUILD_BUG_ON(SAWTOOTH_A_EVENT_PAD - SAWTOOTH_A_EVENT_TRANSITION !=
		     __SAWTOOTH_EVENT_KIND_MAX);
	mutex_init(&sn->stream_lock);
	group = saw_stream_alloc(sn, 0, &everything);
	RCU_INIT_POINTER(sn->streams[SAW_EVENT_GROUP], group);
	sn->unfiltered = BIT(SAW_EVENT_GROUP);
	return group ? 0 : -ENOMEM;
}

/* ORDER: nobody puts events any more. */
void saw_event_exit(struct saw_net *sn)
{
	unsigned int slot;

	for (slot = 0; slot < SAW_STREAMS; slot++) {
		struct saw_stream *stream = rcu_dereference_protected(sn->streams[slot], true);

		if (stream)
			saw_stream_free(stream);
	}
}
