// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>

#include "merge.h"

static bool before(const struct merge_item *a, const struct merge_item *b)
{
	return a->seq != b->seq ? a->seq < b->seq : a->order < b->order;
}

static void swap(struct merge_item *a, struct merge_item *b)
{
	struct merge_item c = *a;

	*a = *b;
	*b = c;
}

bool merge_add(struct merge *merge, const struct merge_item *item, uint64_t now)
{
	struct merge_item *items = merge->items;
	unsigned int at = merge->count;

	if (at == merge->room) {
		unsigned int room = at ? at * 2 : 64;

		items = reallocarray(items, room, sizeof(*items));
		if (!items)
			return false;
		merge->items = items;
		merge->room = room;
	}
	items[at] = *item;
	items[at].order = merge->arrived++;
	items[at].deadline = now + MERGE_WAIT;
	merge->count++;
	for (; at && before(&items[at], &items[(at - 1) / 2]); at = (at - 1) / 2)
		swap(&items[at], &items[(at - 1) / 2]);
	return true;
}

static void remove_first(struct merge *merge)
{
	struct merge_item *items = merge->items;
	unsigned int at = 0, child;

	items[0] = items[--merge->count];
	for (;;) {
		child = at * 2 + 1;
		if (child >= merge->count)
			return;
		if (child + 1 < merge->count && before(&items[child + 1], &items[child]))
			child++;
		if (!before(&items[child], &items[at]))
			return;
		swap(&items[child], &items[at]);
		at = child;
	}
}

bool merge_take(struct merge *merge, uint64_t now, struct merge_item *item)
{
	const struct merge_item *first = merge->items;

	if (!merge->count)
		return false;
	if (first->seq > merge->next && first->deadline > now && merge->count < MERGE_MAX)
		return false;
	*item = *first;
	remove_first(merge);
	if (item->event.kind && item->seq >= merge->next)
		merge->next = item->seq + 1;
	return true;
}

uint64_t merge_deadline(const struct merge *merge)
{
	if (!merge->count)
		return UINT64_MAX;
	if (merge->items[0].seq <= merge->next)
		return 0;
	return merge->items[0].deadline;
}
