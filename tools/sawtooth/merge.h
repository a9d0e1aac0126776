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
 * Nanoseconds. A CPU keeps a batch for a few milliseconds, and a busy one may be late
 * with it; only after a loss is all of this waited for.
 */
#define MERGE_WAIT UINT64_C(100000000)
#define MERGE_MAX 65536			/* never hold more */

/**
 * struct merge_item - an event with what its batch said, or a notice of loss
 * @seq: position in the stream of the namespace; of the event that follows a notice
 * @order: of arrival
 * @deadline: when it waits no longer, CLOCK_MONOTONIC
 * @clock_offset: of the batch
 * @cpu: of the batch
 * @kernel: for a notice (event.kind 0), records that the kernel did not queue
 * @queue: for a notice, records that did not fit in the receive queue
 * @event: the event
 */
struct merge_item {
	uint64_t seq;
	uint64_t order;
	uint64_t deadline;
	int64_t clock_offset;
	uint32_t cpu;
	uint64_t kernel;
	uint64_t queue;
	struct saw_event event;
};

struct merge {
	struct merge_item *items;	/* a heap, the earliest first */
	unsigned int count;
	unsigned int room;
	uint64_t arrived;
	uint64_t next;			/* position that comes next */
	bool started;
};

/* Take @item in at time @now. Its order and deadline are set here; false without memory. */
bool merge_add(struct merge *merge, const struct merge_item *item, uint64_t now);

/*
 * True if the event at @seq has its turn now and nothing waits: the ordinary case. It is
 * then taken, without having been added.
 */
bool merge_pass(struct merge *merge, uint64_t seq);

/* The next item, if its turn has come at @now (UINT64_MAX: it has). */
bool merge_take(struct merge *merge, uint64_t now, struct merge_item *item);

/* When merge_take() will have something at the latest; UINT64_MAX if nothing waits. */
uint64_t merge_deadline(const struct merge *merge);

#endif /* SAW_MERGE_H */
