/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Channels: a group on a link that has members, the timer of those, and the packets to it.
 *
 * Every packet to a group asks for its channel, and most of what such a packet costs is
 * that. So the table is made for this question: it is found without a lock under RCU, the
 * hash is two multiplications by random numbers (which no sender of reports knows), and
 * all of it is inline. All changes are made under the lock of struct saw_groups.
 *
 * The table grows to four times its size when it has as many channels as heads. A channel
 * has a node for the heads that are read now, and one for those that were before: who is
 * still reading them is not led astray, and until he has ended there is no next growth. What
 * memory there is not for heads makes longer chains, and so does what is beyond their limit.
 */
#ifndef _SAW_CHANNEL_H
#define _SAW_CHANNEL_H

#include <linux/hrtimer.h>
#include <linux/in6.h>
#include <linux/rculist.h>

#include "core/membership.h"
#include "netns.h"

/**
 * struct saw_channel_key - what a channel is found by
 * @group: IPv4 in the first four bytes
 * @link: index of the interface or bridge
 * @family: AF_INET or AF_INET6
 */
struct saw_channel_key {
	struct in6_addr group;
	u32 link;
	u32 family;
};

/**
 * struct saw_channel - a group on a link that has members
 * @node: entries of the table: see struct saw_channels, offset
 * @half: the group of @key in two numbers, by saw_channel_half(); constant
 * @key: what it is found by; constant
 * @groups: owner
 * @members: list of struct saw_group, under the lock
 * @compat: older versions among them, likewise
 * @asked: time of the last query for the group that was followed, likewise
 * @timer: fires when a member is due
 * @armed: for when, or SAW_NEVER; under the lock
 * @size: entries of @members
 * @packets: since the first of them joined, by direction: received, sent
 * @bytes: likewise
 * @rcu: for freeing
 */
struct saw_channel {
	struct hlist_node node[2];
	u64 half[2];
	struct saw_channel_key key;
	struct saw_groups *groups;
	struct list_head members;
	struct saw_compat compat;
	u64 asked;
	struct hrtimer timer;
	u64 armed;
	unsigned int size;
	atomic64_t packets[2];
	atomic64_t bytes[2];
	struct rcu_head rcu;
};

/**
 * struct saw_channels - the table, in one of its sizes; constant but for @head
 * @mix: random and odd
 * @shift: of the hash, 64 less the logarithm of the size
 * @offset: of the node that these heads are for, in struct saw_channel
 * @rcu: for freeing
 * @head: lists of channels
 */
struct saw_channels {
	u64 mix[2];
	unsigned int shift;
	unsigned int offset;
	struct rcu_head rcu;
	struct hlist_head head[];
};

int saw_channels_init(struct saw_net *sn);
void saw_channels_exit(struct saw_net *sn);

/* Eight bytes of a group in one number. */
static __always_inline u64 saw_channel_half(__be32 first, __be32 second)
{
	return (__force u32)first | (u64)(__force u32)second << 32;
}

/* An IPv4 group differs in its first byte from each of IPv6: the family is not asked for. */
static __always_inline struct saw_channel *saw_channel_find(const struct saw_channels *channels,
							    u64 low, u64 high, u32 link)
{
	u64 hash = (low * channels->mix[0] + (high ^ link) * channels->mix[1]) >> channels->shift;
	const struct hlist_head *head = &channels->head[hash];
	struct hlist_node *node;

	for (node = rcu_dereference_raw(hlist_first_rcu(head)); node;
	     node = rcu_dereference_raw(hlist_next_rcu(node))) {
		struct saw_channel *channel = (void *)node - channels->offset;

		if (channel->half[0] == low && channel->half[1] == high &&
		    channel->key.link == link)
			return channel;
	}
	return NULL;
}

/*
 * Count a packet of @bytes to a group, sent or received on @link. Softirq or process
 * context, under rcu_read_lock(); takes no lock.
 */
static __always_inline void saw_channel_deliver(const struct saw_net *sn, u64 low, u64 high,
						u32 link, bool sent, unsigned int bytes)
{
	struct saw_channel *channel = saw_channel_find(rcu_dereference(sn->channels), low, high,
						       link);

	if (!channel)
		return;
	atomic64_inc(&channel->packets[sent]);
	atomic64_add(bytes, &channel->bytes[sent]);
}

/* The rest is under the lock. */

/* That of @key, or NULL. */
struct saw_channel *saw_channel_lookup(const struct saw_net *sn, const struct saw_channel_key *key);

/* Likewise, made if there is none; NULL without memory. */
struct saw_channel *saw_channel_get(struct saw_net *sn, const struct saw_channel_key *key);

/* The last member is gone. */
void saw_channel_release(struct saw_net *sn, struct saw_channel *channel);

/* See to it that the timer of @channel fires at @due. */
void saw_channel_arm(struct saw_channel *channel, u64 due);

#endif /* _SAW_CHANNEL_H */
