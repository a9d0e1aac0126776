// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>

#include "present.h"

/* The slot of @id, or the empty one where it belongs. */
static struct present_slot *find(const struct present *present, uint64_t id)
{
	size_t at = id * UINT64_C(0x9e3779b97f4a7c15) >> 20;

	for (;; at++) {
		struct present_slot *slot = &present->slots[at & (present->room - 1)];

		if (!slot->id || slot->id == id)
			return slot;
	}
}

static bool grow(struct present *present)
{
	struct present bigger = { .room = present->room ? present->room * 2 : 1024 };
	size_t i;

	bigger.slots = calloc(bigger.room, sizeof(*bigger.slots));
	if (!bigger.slots)
		return false;
	bigger.count = present->count;
	for (i = 0; i < present->room; i++)
		if (present->slots[i].id)
			*find(&bigger, present->slots[i].id) = present->slots[i];
	free(present->slots);
	*present = bigger;
	return true;
}

/* The walk of the kernel's table may meet a connection twice: the later look counts. */
bool present_add(struct present *present, uint64_t id, uint32_t transitions)
{
	struct present_slot *slot;

	if (present->count * 2 >= present->room && !grow(present))
		return false;
	slot = find(present, id);
	present->count += !slot->id;
	slot->id = id;
	slot->transitions = transitions;
	return true;
}

bool present_has(const struct present *present, const struct saw_event *event)
{
	uint64_t id = event->transition.conn;
	uint32_t seq;

	if (!present->room)
		return false;
	switch (event->kind) {
	case SAWTOOTH_A_EVENT_TRANSITION:
		seq = event->transition.conn_seq;
		break;
	case SAWTOOTH_A_EVENT_HANDSHAKE:
		seq = event->handshake.conn_seq;
		break;
	case SAWTOOTH_A_EVENT_TEARDOWN:
		seq = event->teardown.conn_seq;
		break;
	case SAWTOOTH_A_EVENT_TOTAL:
		seq = event->total.conn_seq;
		break;
	default:
		return false;
	}
	return seq <= find(present, id)->transitions;
}
