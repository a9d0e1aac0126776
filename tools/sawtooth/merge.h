/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Events in the order they were made. Batches come from each CPU on their own, so
 * an event may arrive before an earlier one of another CPU. Each waits until all
 * before it have come, but no longer than MERGE_WAIT: one that was lost never comes.
 */
#ifndef SAW_MERGE_H
#define SAW_MERGE_H

#include "cmd.h"

/*
 * Nanoseconds. A CPU keeps a batch for some milliseconds, and a busy one may be late
 * with it; only after a loss is all of this waited for.
 */
#define MERGE_WAIT UINT64_C(100000000)
#define MERGE_MAX 65536			/* never hold more */

/**
 * struct origin - what the batch of an event said of it
 * @cpu: CPU that filled the batch
 * @clock_offset: what to add to its time to get CLOCK_REALTIME, nanoseconds
 */
struct origin {
	uint32_t cpu;
	int64_t clock_offset;
};

/**
 * struct loss - what is missing between two batches of a CPU
 * @kernel: records that the kernel did not queue
 * @queue: records that did not fit in the receive queue
 */
struct loss {
	uint64_t kernel;
	uint64_t queue;
};

/**
 * struct merge_item - an event that waits, or a notice of loss
 * @seq: position in the stream; of the event that follows a notice
 * @order: of arrival
 * @deadline: when it waits no longer, CLOCK_MONOTONIC
 * @origin: of the batch
 * @loss: for a notice, which has event.kind 0
 * @event: the event
 */
struct merge_item {
	uint64_t seq;
	uint64_t order;
	uint64_t deadline;
	struct origin origin;
	struct loss loss;
	struct saw_event event;
};

/**
 * struct merge - events that wait
 * @items: a heap, the earliest first
 * @count: events in it
 * @room: for so many
 * @arrived: events so far
 * @next: position that comes next; a stream begins with 0
 */
struct merge {
	struct merge_item *items;
	unsigned int count;
	unsigned int room;
	uint64_t arrived;
	uint64_t next;
};

/* Take @item in at time @now. Its order and deadline are set here; false without memory. */
bool merge_add(struct merge *merge, const struct merge_item *item, uint64_t now);

/*
 * True if the event at @seq has its turn now and nothing waits: the ordinary case. It is
 * then taken, without having been added.
 */
static inline bool merge_pass(struct merge *merge, uint64_t seq)
{
	if (merge->count || seq != merge->next)
		return false;
	merge->next++;
	return true;
}

/* The next item, if its turn has come at @now (UINT64_MAX: it has). */
bool merge_take(struct merge *merge, uint64_t now, struct merge_item *item);

/* When merge_take() will have something at the latest; UINT64_MAX if nothing waits. */
uint64_t merge_deadline(const struct merge *merge);

#endif /* SAW_MERGE_H */
