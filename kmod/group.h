/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The membership table: which host has joined which group on which link, by the
 * reports that it sends or receives here. A member of this host is one entry,
 * whatever address its reports come from.
 *
 * A link is an interface, or a bridge with all of its ports. Three kinds of entries,
 * each in a table of its own:
 *
 *	querier		who asks for members on a link, and its timers
 *	channel		a group on a link: its members, their timer, packets counted
 *	group		a membership: a host in a channel
 *
 * One lock of the namespace serializes what reports, queries and timers change; they
 * are rare. Packets are counted under RCU alone. The table is bounded: when it is
 * full, a remote member that never answered a query makes room for another, and one
 * that did only for a local one. A local member is never dropped.
 */
#ifndef _SAW_GROUP_H
#define _SAW_GROUP_H

#include "channel.h"
#include "core/querier.h"

/* What net.sawtooth.group_sources may be, so that a dump has room for them in one message. */
#define SAW_GROUP_SOURCES_MAX 256
#define SAW_GROUP_DUMP_ROOM 16384

/**
 * struct saw_querier_key - what a querier is found by
 * @link: index of the interface or bridge
 * @family: AF_INET or AF_INET6
 */
struct saw_querier_key {
	u32 link;
	u32 family;
};

/**
 * struct saw_link_querier - the querier of a link
 * @node: entry of the table
 * @key: see there; constant
 * @state: who it is, under the lock
 * @rcu: for freeing
 */
struct saw_link_querier {
	struct rhash_head node;
	struct saw_querier_key key;
	struct saw_querier state;
	struct rcu_head rcu;
};

/**
 * struct saw_group_key - what a membership is found by
 * @channel: group and link
 * @host: IPv4 in the first four bytes; zero for this host
 */
struct saw_group_key {
	struct saw_channel_key channel;
	struct in6_addr host;
};

/**
 * struct saw_group - a membership
 * @node: entry of the table
 * @key: see there; constant
 * @channel: its channel; constant
 * @local: this host is the member; constant
 * @mate: entry of the channel's list
 * @queue: entry of the list of those that can be dropped
 * @settled: it answered a query
 * @ifindex: interface, or port of a bridge, of the last report
 * @reporter: where that came from
 * @state: under the lock
 * @rcu: for freeing
 */
struct saw_group {
	struct rhash_head node;
	struct saw_group_key key;
	struct saw_channel *channel;
	bool local;
	bool settled;
	u32 ifindex;
	struct list_head mate;
	struct list_head queue;
	struct in6_addr reporter;
	struct saw_member state;
	struct rcu_head rcu;
};

/**
 * struct saw_groups - the table of a namespace
 * @sn: owner
 * @lock: see above
 * @members: memberships
 * @channel_count: entries of the table of channels, see channel.h
 * @grown: when that one has grown last, for poll_state_synchronize_rcu()
 * @queriers: queriers
 * @fresh: remote members that answered no query yet, the oldest first
 * @proven: remote members that did, likewise
 * @count: entries of @members
 * @told: bits of what the kernel log was told once
 * @notifier: told of interfaces that go
 * @rcu: for freeing
 */
struct saw_groups {
	struct saw_net *sn;
	spinlock_t lock;	/* see above */
	struct rhashtable members;
	unsigned int channel_count;
	unsigned long grown;
	struct rhashtable queriers;
	struct list_head fresh;
	struct list_head proven;
	unsigned int count;
	unsigned long told;
	struct notifier_block notifier;
	struct rcu_head rcu;
};

/* What goes to the kernel log once for a namespace. */
enum saw_group_once {
	SAW_GROUP_ONCE_FULL,
	SAW_GROUP_ONCE_SOURCES,
	SAW_GROUP_ONCE_ABSURD,
};

/**
 * struct saw_group_packet - an IP packet with an IGMP or MLD message
 * @data: the packet, in one piece
 * @len: its length
 * @ifindex: interface, or port of a bridge, that it passed
 * @bridge: the bridge, or 0
 * @family: AF_INET or AF_INET6
 * @local: this host sent it
 * @copy: its reports were heard elsewhere
 */
struct saw_group_packet {
	const u8 *data;
	size_t len;
	u32 ifindex;
	u32 bridge;
	u8 family;
	bool local;
	bool copy;
};

int saw_group_init(struct saw_net *sn);
void saw_group_exit(struct saw_net *sn);

/* Entries of the table. */
static inline unsigned int saw_group_count(const struct saw_net *sn)
{
	return READ_ONCE(sn->groups->count);
}

/* A message. Softirq or process context, under rcu_read_lock(). */
void saw_group_hear(struct saw_net *sn, const struct saw_group_packet *packet);

/* The rest is for the files of this noun; under the lock, but for the tables. */

extern const struct rhashtable_params saw_querier_params;
extern const struct rhashtable_params saw_group_params;

/* Is @group, found under RCU, still in the table? */
static inline bool saw_group_there(const struct saw_group *group)
{
	return !list_empty(&group->mate);
}

/* The timers of the querier of @channel's link. */
void saw_group_querier(const struct saw_channel *channel, struct saw_querier *querier);

/* The member @key of @channel, made if the table has room; NULL if it has not. */
struct saw_group *saw_group_create(struct saw_net *sn, const struct saw_group_key *key,
				   bool local);

/* Room for @need sources of @group, or as many as it may have. */
void saw_group_room(struct saw_net *sn, struct saw_group *group, unsigned int need);

/* @group ends without a word. */
void saw_group_destroy(struct saw_net *sn, struct saw_group *group);

/* @group answered a query, or may have. */
void saw_group_settle(struct saw_net *sn, struct saw_group *group);

/* Follow the interfaces of the namespace, from which members may go with them. */
int saw_group_watch_init(struct saw_net *sn);
void saw_group_watch_exit(struct saw_net *sn);

/* Drop what is over at @now; true if @group is gone. */
bool saw_group_lapse(struct saw_net *sn, struct saw_group *group, u64 now);

/* Tell of @change of @group at @now; @source of 16 bytes, or NULL. */
void saw_group_tell(struct saw_net *sn, const struct saw_group *group,
		    enum sawtooth_membership_change change, const u8 *source, u64 now);

/* Once for a namespace; @text is a line. */
void saw_group_log_once(struct saw_net *sn, enum saw_group_once what, const char *text);

#endif /* _SAW_GROUP_H */
