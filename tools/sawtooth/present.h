/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The connections that were there when the monitor began. A dump and the stream that was
 * subscribed to before it overlap: an event that tells what the dump has shown already is
 * known by its number among the transitions of its connection.
 */
#ifndef SAW_PRESENT_H
#define SAW_PRESENT_H

#include "cmd.h"

/**
 * struct present - connections by id
 * @slots: a hash table, half full at most
 * @room: number of @slots, a power of two; 0: none
 * @count: connections in it
 */
struct present {
	struct present_slot {
		uint64_t id;		/* 0: empty */
		uint32_t transitions;
	} *slots;
	size_t room;
	size_t count;
};

/* Connection @id was shown after so many transitions; false without memory. */
bool present_add(struct present *present, uint64_t id, uint32_t transitions);

/* Does the dump have what @event tells? */
bool present_has(const struct present *present, const struct saw_event *event);

#endif /* SAW_PRESENT_H */
