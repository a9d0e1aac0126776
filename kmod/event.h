/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The event stream. Each CPU collects records in one netlink message and sends it
 * when it is full or a few milliseconds old: a message for each event would cost
 * a wake-up for each event. A batch says where it stands in the stream of its CPU
 * and what could not be queued since the last one, so that a listener can tell
 * exactly what it did not get.
 */
#ifndef _SAW_EVENT_H
#define _SAW_EVENT_H

#include "netns.h"
#include "nl.h"

int saw_event_init(struct saw_net *sn);
void saw_event_exit(struct saw_net *sn);

/* Is anybody listening? If not, records need not be made. */
static inline bool saw_event_wanted(const struct saw_net *sn)
{
	return genl_has_listeners(&saw_nl_family, sn->net, SAWTOOTH_NLGRP_EVENTS) > 0;
}

/*
 * Queue @record, of @len bytes, as attribute @type of enum sawtooth event. It
 * begins with time and seq; seq is filled in here. Any context but hard
 * interrupts.
 */
void saw_event_put(struct saw_net *sn, int type, void *record, size_t len);

#endif /* _SAW_EVENT_H */
