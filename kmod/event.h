/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Event streams. A socket that subscribes has a stream of its own, with a filter; the
 * listeners of the multicast group share one that has all. While nobody listens no
 * record is made.
 *
 * Each CPU collects the records of a stream in one netlink message and sends it when it
 * is full or a few milliseconds old: a message for each event would cost a wake-up for
 * each event. A batch says where it stands in the stream of its CPU and what could not
 * be queued since the last one, so that a listener can tell exactly what it did not get.
 *
 * Streams are found under RCU. A slot is used again only after a grace period, so within
 * one a bit of saw_event_streams() means one listener or none.
 */
#ifndef _SAW_EVENT_H
#define _SAW_EVENT_H

#include "filter.h"
#include "netns.h"
#include "nl.h"

/* Milliseconds that a record waits for others, if the listener does not say. */
#define SAW_EVENT_DELAY 20

/* The stream of the multicast group; the others are those of subscribers. */
#define SAW_EVENT_GROUP 0

int saw_event_init(struct saw_net *sn);
void saw_event_exit(struct saw_net *sn);
int saw_event_notifier_init(void);
void saw_event_notifier_exit(void);

/* A bit for each stream that somebody reads; 0: records need not be made. */
static inline u32 saw_event_streams(const struct saw_net *sn)
{
	/* Pairs with the release that comes after a subscriber is complete. */
	return smp_load_acquire(&sn->subscribed) |
	       (genl_has_listeners(&saw_nl_family, sn->net, SAWTOOTH_NLGRP_EVENTS) > 0) <<
	       SAW_EVENT_GROUP;
}

/* Those of @streams that have to be asked whether they want an event. */
static inline u32 saw_event_filtered(const struct saw_net *sn, u32 streams)
{
	return streams & ~READ_ONCE(sn->unfiltered);
}

/*
 * Those of @streams whose listener wants an event of @kind, enum sawtooth_event_kind, at
 * @place, with the states @states, a bit each. Context as for saw_event_put().
 */
u32 saw_event_match(const struct saw_net *sn, u32 streams, unsigned int kind,
		    const struct saw_place *place, u32 states);

/*
 * Queue @record of @len bytes, a multiple of 8, for each of @streams. It begins with time
 * and seq; seq is filled in for each. In softirq, or with bottom halves disabled.
 */
void saw_event_put(struct saw_net *sn, u32 streams, unsigned int kind, const void *record,
		   size_t len);

/**
 * struct saw_event_wish - what a subscriber wants
 * @filter: of connections and memberships
 * @kinds: a bit for each enum sawtooth_event_kind
 * @delay: milliseconds that a record may wait for others
 */
struct saw_event_wish {
	struct saw_filter filter;
	u32 kinds;
	u32 delay;
};

/**
 * saw_event_subscribe() - Give a socket a stream.
 * @sn: the namespace
 * @portid: netlink address of the socket; its release ends the stream
 * @wish: what it wants
 *
 * May sleep. Return: 0; -EBUSY if it has one; -EUSERS if all are taken; -ENOMEM.
 */
int saw_event_subscribe(struct saw_net *sn, u32 portid, const struct saw_event_wish *wish);

#endif /* _SAW_EVENT_H */
