/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where the connections of a namespace are: a hash table in lanes.
 *
 * A lane has a lock, its own buckets, and a queue of its connections for each class of
 * importance, oldest first. The lock covers all of that and the connections themselves,
 * so there is nothing to count references to and nothing to wait a grace period for: who
 * holds the lane holds what is in it. There are several lanes for each processor, and the
 * hash is keyed, so two processors seldom want the same lane unless they see the same
 * connection.
 *
 * Order of locks: lane, then saw_net's sweep_lock. Of a second lane only a trylock.
 *
 * Time: a bucket knows when one of its connections is to be looked at next, at the
 * latest, and so do its lane and the namespace. A sweep, which runs in process context,
 * goes through the buckets that are due. It comes at least once a day, so that a time is
 * never so far away that jiffies would wrap.
 *
 * The lane is chosen by the upper bits of the hash and the bucket by those after them:
 * the table has the order of the hashes whatever its size, and a walk that remembers
 * where it was can go on after the lane has grown.
 */
#ifndef _SAW_TABLE_H
#define _SAW_TABLE_H

#include <linux/bottom_half.h>
#include <linux/preempt.h>

#include "conn.h"

/**
 * struct saw_bucket - connections whose hashes begin alike
 * @first: the connections, linked by their @next
 * @look: when one of them is to be looked at, at the latest; jiffies
 */
struct saw_bucket {
	struct saw_conn *first;
	unsigned long look;
};

/**
 * struct saw_lane - a part of the table
 * @lock: protects the lane and its connections
 * @shift: a hash without the bits of the lane is shifted so far for the bucket
 * @count: connections
 * @buckets: 2^(32 - @shift) of them
 * @look: the earliest of the buckets' @look
 * @made: connections so far, for their ids
 * @queues: its connections by enum saw_class, oldest first
 */
struct saw_lane {
	spinlock_t lock;	/* see above */
	unsigned int shift;
	unsigned int count;
	struct saw_bucket *buckets;
	unsigned long look;
	u64 made;
	struct list_head queues[SAW_CLASSES];
} ____cacheline_aligned_in_smp;

extern u64 saw_table_key[10];
extern unsigned int saw_table_bits;

void saw_table_setup(void);
int saw_table_init(struct saw_net *sn);

/* ORDER: nobody else uses the table any more. @free is done to each connection. */
void saw_table_exit(struct saw_net *sn, void (*free)(struct saw_conn *conn));

/*
 * Make lanes fit what they hold, and do @look to each connection that is due, with its
 * lane locked. It calls saw_lane_look() or removes the connection. For saw_net's sweep
 * only.
 */
void saw_table_sweep(struct saw_net *sn,
		     void (*look)(struct saw_lane *lane, struct saw_conn *conn));

/*
 * Multilinear hashing: over the choice of the keys any two connections collide in a bit
 * of the result, or in all of them, as seldom as chance has it (Lemire and Kaser,
 * "Strongly universal string hashing is fast", 2014). An attacker chooses addresses and
 * ports but sees neither keys nor hashes.
 */
static __always_inline u32 saw_table_hash(const struct saw_conn_ends *ends)
{
	const u32 *x = ends->addr[0], *y = ends->addr[1];
	const u64 *k = saw_table_key;
	u64 sum = k[0];

	sum += k[1] * get_unaligned(x) + k[2] * get_unaligned(y) + k[3] * ends->ports;
	if (ends->family == AF_INET6) {
		sum += k[4] * get_unaligned(x + 1) + k[5] * get_unaligned(y + 1);
		sum += k[6] * get_unaligned(x + 2) + k[7] * get_unaligned(y + 2);
		sum += k[8] * get_unaligned(x + 3) + k[9] * get_unaligned(y + 3);
	}
	return sum >> 32;
}

static inline struct saw_lane *saw_table_lane(const struct saw_net *sn, u32 hash)
{
	return &sn->lanes[hash >> (32 - saw_table_bits)];
}

static inline struct saw_bucket *saw_lane_bucket(const struct saw_lane *lane, u32 hash)
{
	return &lane->buckets[hash << saw_table_bits >> lane->shift];
}

/* Softirqs take lanes as well. Returns what the unlocking needs to know. */
static inline bool saw_lane_lock(struct saw_lane *lane)
{
	bool enabled = !in_softirq();

	if (enabled)
		local_bh_disable();
	spin_lock(&lane->lock);
	return enabled;
}

static inline void saw_lane_unlock(struct saw_lane *lane, bool enabled)
{
	spin_unlock(&lane->lock);
	if (enabled)
		local_bh_enable();
}

/* What follows is to be called with the lane locked. */

static __always_inline struct saw_conn *saw_lane_find(const struct saw_lane *lane,
						      const struct saw_conn_ends *ends, u32 hash)
{
	struct saw_conn *conn;

	for (conn = saw_lane_bucket(lane, hash)->first; conn; conn = conn->next)
		if (saw_conn_is(conn, ends))
			break;
	return conn;
}

/* @conn has its key, hash and class. It gets its id. */
void saw_lane_insert(struct saw_lane *lane, struct saw_conn *conn);
void saw_lane_remove(struct saw_lane *lane, struct saw_conn *conn);

/* @conn comes to the end of the queue of @class. */
static inline void saw_lane_file(struct saw_lane *lane, struct saw_conn *conn,
				 enum saw_class class)
{
	conn->class = class;
	list_move_tail(&conn->queue, &lane->queues[class]);
}

/* Look at @conn at @when, jiffies, not more than a day away. */
void saw_lane_look(struct saw_lane *lane, struct saw_conn *conn, unsigned long when);

/*
 * The oldest connection of @class: of @lane if it has one, which is as good as the oldest
 * of all, because the hash deals them out evenly; else of any lane that can be had without
 * waiting. Its lane is locked then, and to be unlocked if it is not @lane.
 */
struct saw_conn *saw_table_oldest(struct saw_net *sn, struct saw_lane *lane,
				  enum saw_class class);

/**
 * struct saw_cursor - how far a walk has come
 * @id: of the last connection
 * @hash: of the last connection; above all hashes at the end
 */
struct saw_cursor {
	u64 id;
	u64 hash;
};

/*
 * The first connection after @cursor, with its lane locked, or NULL. Ends in
 * saw_table_unlock(). Who is there from the beginning to the end of a walk is met once.
 * Process context.
 */
struct saw_conn *saw_table_walk(struct saw_net *sn, struct saw_cursor *cursor);

static inline void saw_cursor_pass(struct saw_cursor *cursor, const struct saw_conn *conn)
{
	cursor->hash = conn->hash;
	cursor->id = conn->id;
}

/* The connection with its lane locked, or NULL. Process context, or softirqs disabled. */
struct saw_conn *saw_table_get(struct saw_net *sn, const struct saw_conn_key *key);
struct saw_conn *saw_table_get_id(struct saw_net *sn, u64 id);
void saw_table_unlock(const struct saw_conn *conn);

static inline struct saw_lane *saw_conn_lane(const struct saw_conn *conn)
{
	return saw_table_lane(conn->sn, conn->hash);
}

#endif /* _SAW_TABLE_H */
