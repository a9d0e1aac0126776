// SPDX-License-Identifier: GPL-2.0
#include <linux/log2.h>
#include <linux/random.h>
#include <linux/slab.h>

#include "table.h"

#define BITS_MIN 3		/* of the buckets of a lane */
#define BITS_MAX 20
#define FAR (24UL * 3600 * HZ)	/* a look that is not needed */
#define SWEEP_PAUSE (HZ / 8)	/* sweeps are so far apart: what ends by time ends so late */

u64 saw_table_key[10] __ro_after_init;
unsigned int saw_table_bits __ro_after_init;

void __init saw_table_setup(void)
{
	unsigned int lanes = roundup_pow_of_two(num_possible_cpus() * 8);

	saw_table_bits = ilog2(clamp(lanes, 16U, 256U));
	get_random_bytes(saw_table_key, sizeof(saw_table_key));
}

static unsigned int saw_lane_size(const struct saw_lane *lane)
{
	return 1U << (32 - lane->shift);
}

/* The sweep of a namespace comes at @when or before, but not soon after the last one. */
static void saw_table_wake(struct saw_net *sn, unsigned long when)
{
	unsigned long begin;

	if (!time_before(when, READ_ONCE(sn->look)))
		return;
	spin_lock_bh(&sn->sweep_lock);
	if (time_before(when, sn->look)) {
		WRITE_ONCE(sn->look, when);
		begin = time_before(when, sn->swept + SWEEP_PAUSE) ? sn->swept + SWEEP_PAUSE : when;
		mod_delayed_work(system_power_efficient_wq, &sn->sweep,
				 time_before(jiffies, begin) ? begin - jiffies : 0);
	}
	spin_unlock_bh(&sn->sweep_lock);
}

void saw_lane_look(struct saw_lane *lane, struct saw_conn *conn, unsigned long when)
{
	struct saw_bucket *bucket = saw_lane_bucket(lane, conn->hash);

	conn->look = when;
	if (!time_before(when, bucket->look))
		return;
	bucket->look = when;
	if (!time_before(when, lane->look))
		return;
	lane->look = when;
	saw_table_wake(conn->sn, when);
}

static void saw_bucket_link(struct saw_bucket *bucket, struct saw_conn *conn)
{
	conn->next = bucket->first;
	bucket->first = conn;
}

void saw_lane_insert(struct saw_lane *lane, struct saw_conn *conn)
{
	/* The lane is the lower part of an id, so that it can be found by it. */
	conn->id = ++lane->made << saw_table_bits | (lane - conn->sn->lanes);
	saw_bucket_link(saw_lane_bucket(lane, conn->hash), conn);
	list_add_tail(&conn->queue, &lane->queues[conn->class]);
	if (++lane->count > 2 * saw_lane_size(lane))
		saw_table_wake(conn->sn, jiffies);
}

void saw_lane_remove(struct saw_lane *lane, struct saw_conn *conn)
{
	struct saw_conn **link = &saw_lane_bucket(lane, conn->hash)->first;

	while (*link != conn)
		link = &(*link)->next;
	*link = conn->next;
	list_del(&conn->queue);
	lane->count--;
}

static struct saw_conn *saw_lane_oldest(struct saw_lane *lane, enum saw_class class)
{
	return list_first_entry_or_null(&lane->queues[class], struct saw_conn, queue);
}

/* Of another lane; if there is one, the lane is locked. Two lanes never wait for each other. */
static struct saw_conn *saw_lane_try_oldest(struct saw_lane *lane, enum saw_class class)
{
	struct saw_conn *conn;

	if (list_empty_careful(&lane->queues[class]) || !spin_trylock(&lane->lock))
		return NULL;
	conn = saw_lane_oldest(lane, class);
	if (conn)
		__release(&lane->lock);	/* it is the caller's now */
	else
		spin_unlock(&lane->lock);
	return conn;
}

struct saw_conn *saw_table_oldest(struct saw_net *sn, struct saw_lane *lane,
				  enum saw_class class)
{
	unsigned int i, own = lane - sn->lanes;
	struct saw_conn *conn = saw_lane_oldest(lane, class);

	for (i = 1; !conn && i < 1U << saw_table_bits; i++)
		conn = saw_lane_try_oldest(&sn->lanes[(own + i) & ((1U << saw_table_bits) - 1)],
					   class);
	return conn;
}

/* The first of a bucket in the order of hash and id, after @cursor. */
static struct saw_conn *saw_bucket_after(const struct saw_bucket *bucket,
					 const struct saw_cursor *cursor)
{
	struct saw_conn *conn, *first = NULL;

	for (conn = bucket->first; conn; conn = conn->next) {
		if (conn->hash < cursor->hash ||
		    (conn->hash == cursor->hash && conn->id <= cursor->id))
			continue;
		if (!first || conn->hash < first->hash ||
		    (conn->hash == first->hash && conn->id < first->id))
			first = conn;
	}
	return first;
}

/* Under its lock: the first of the lane after @cursor, which moves past empty buckets. */
static struct saw_conn *saw_lane_after(const struct saw_lane *lane, struct saw_cursor *cursor)
{
	u64 width = 1ULL << (lane->shift - saw_table_bits);
	u64 lane_width = 1ULL << (32 - saw_table_bits);
	u64 end = (cursor->hash & ~(lane_width - 1)) + lane_width;
	struct saw_conn *conn;

	while (cursor->hash < end) {
		conn = saw_bucket_after(saw_lane_bucket(lane, cursor->hash), cursor);
		if (conn)
			return conn;
		cursor->hash = (cursor->hash & ~(width - 1)) + width;
		cursor->id = 0;
	}
	return NULL;
}

struct saw_conn *saw_table_walk(struct saw_net *sn, struct saw_cursor *cursor)
{
	struct saw_conn *conn;
	struct saw_lane *lane;

	while (cursor->hash <= U32_MAX) {
		lane = saw_table_lane(sn, cursor->hash);
		spin_lock_bh(&lane->lock);
		conn = saw_lane_after(lane, cursor);
		if (conn) {
			__release(&lane->lock);	/* it is the caller's now */
			return conn;
		}
		spin_unlock_bh(&lane->lock);
	}
	return NULL;
}

void saw_table_unlock(const struct saw_conn *conn)
{
	__acquire(&saw_conn_lane(conn)->lock);
	spin_unlock_bh(&saw_conn_lane(conn)->lock);
}

struct saw_conn *saw_table_get(struct saw_net *sn, const struct saw_conn_key *key)
{
	const struct saw_conn_ends ends = saw_conn_key_ends(key);
	u32 hash = saw_table_hash(&ends);
	struct saw_lane *lane = saw_table_lane(sn, hash);
	struct saw_conn *conn;

	spin_lock_bh(&lane->lock);
	conn = saw_lane_find(lane, &ends, hash);
	if (conn)
		__release(&lane->lock);	/* it is the caller's now */
	else
		spin_unlock_bh(&lane->lock);
	return conn;
}

struct saw_conn *saw_table_get_id(struct saw_net *sn, u64 id)
{
	u32 lane = id & ((1U << saw_table_bits) - 1);
	struct saw_cursor cursor = { .hash = (u64)lane << (32 - saw_table_bits) };
	struct saw_conn *conn;

	for (;;) {
		conn = saw_table_walk(sn, &cursor);
		if (!conn || conn->id == id)
			return conn;
		saw_cursor_pass(&cursor, conn);
		saw_table_unlock(conn);
		if (cursor.hash >> (32 - saw_table_bits) != lane)
			return NULL;
	}
}

static struct saw_bucket *saw_buckets_alloc(unsigned int bits)
{
	struct saw_bucket *buckets = kvmalloc_array(1U << bits, sizeof(*buckets), GFP_KERNEL);
	unsigned int i;

	for (i = 0; buckets && i < 1U << bits; i++)
		buckets[i] = (struct saw_bucket) { .look = jiffies + FAR };
	return buckets;
}

/* Under its lock: the lane gets @buckets, 2^@bits of them; returns the old ones. */
static struct saw_bucket *saw_lane_move(struct saw_lane *lane, struct saw_bucket *buckets,
					unsigned int bits)
{
	struct saw_bucket *old = lane->buckets;
	unsigned int i, size = saw_lane_size(lane);

	lane->buckets = buckets;
	lane->shift = 32 - bits;
	for (i = 0; i < size; i++) {
		struct saw_conn *conn, *next;

		for (conn = old[i].first; conn; conn = next) {
			struct saw_bucket *bucket = saw_lane_bucket(lane, conn->hash);

			next = conn->next;
			saw_bucket_link(bucket, conn);
			if (time_before(conn->look, bucket->look))
				bucket->look = conn->look;
		}
	}
	return old;
}

/* Between a quarter and two connections a bucket. Only the sweep changes the size. */
static void saw_lane_resize(struct saw_lane *lane)
{
	unsigned int count = READ_ONCE(lane->count), size = saw_lane_size(lane);
	unsigned int bits = clamp_t(unsigned int, fls(count), BITS_MIN, BITS_MAX);
	struct saw_bucket *buckets;

	if (bits == 32 - lane->shift || (count <= 2 * size && count >= size / 4))
		return;
	buckets = saw_buckets_alloc(bits);
	if (!buckets)
		return;
	spin_lock_bh(&lane->lock);
	buckets = saw_lane_move(lane, buckets, bits);
	spin_unlock_bh(&lane->lock);
	kvfree(buckets);
}

/* Look at what is due in the bucket; returns when it is to be looked at next. */
static unsigned long saw_bucket_sweep(struct saw_lane *lane, struct saw_bucket *bucket,
				      void (*look_at)(struct saw_lane *, struct saw_conn *))
{
	unsigned long now = jiffies, look = now + FAR;
	struct saw_conn *conn, *next;

	/* Whatever is filed while looking is found again below or in bucket->look. */
	bucket->look = look;
	for (conn = bucket->first; conn; conn = next) {
		next = conn->next;
		if (time_before(now, conn->look))
			look = time_before(conn->look, look) ? conn->look : look;
		else
			look_at(lane, conn);
	}
	return time_before(look, bucket->look) ? look : bucket->look;
}

/* A lane's buckets one after the other, and not for too long at a time. */
static void saw_lane_sweep(struct saw_lane *lane,
			   void (*look_at)(struct saw_lane *, struct saw_conn *))
{
	unsigned int i, size = saw_lane_size(lane);
	unsigned long look = jiffies + FAR;

	spin_lock_bh(&lane->lock);
	lane->look = look;
	for (i = 0; i < size; i++) {
		struct saw_bucket *bucket = &lane->buckets[i];

		if (!time_after(bucket->look, jiffies))
			bucket->look = saw_bucket_sweep(lane, bucket, look_at);
		if (time_before(bucket->look, look))
			look = bucket->look;
		if (i % 64 == 63) {
			spin_unlock_bh(&lane->lock);
			cond_resched();
			spin_lock_bh(&lane->lock);
		}
	}
	if (time_before(look, lane->look))
		lane->look = look;
	spin_unlock_bh(&lane->lock);
}

void saw_table_sweep(struct saw_net *sn,
		     void (*look_at)(struct saw_lane *lane, struct saw_conn *conn))
{
	unsigned long look = jiffies + FAR;
	struct saw_lane *lane;
	unsigned int i;

	/* What is filed from here on either is seen below or wakes the next sweep. */
	spin_lock_bh(&sn->sweep_lock);
	WRITE_ONCE(sn->look, look + FAR);
	sn->swept = jiffies;
	spin_unlock_bh(&sn->sweep_lock);
	for (i = 0; i < 1U << saw_table_bits; i++) {
		lane = &sn->lanes[i];
		saw_lane_resize(lane);
		if (!time_after(READ_ONCE(lane->look), jiffies))
			saw_lane_sweep(lane, look_at);
		if (time_before(READ_ONCE(lane->look), look))
			look = READ_ONCE(lane->look);
	}
	saw_table_wake(sn, look);
}

static int saw_lane_init(struct saw_lane *lane)
{
	unsigned int i;

	spin_lock_init(&lane->lock);
	for (i = 0; i < SAW_CLASSES; i++)
		INIT_LIST_HEAD(&lane->queues[i]);
	lane->shift = 32 - BITS_MIN;
	lane->look = jiffies + FAR;
	lane->buckets = saw_buckets_alloc(BITS_MIN);
	return lane->buckets ? 0 : -ENOMEM;
}

static void saw_table_free(struct saw_net *sn)
{
	unsigned int i;

	for (i = 0; i < 1U << saw_table_bits; i++)
		kvfree(sn->lanes[i].buckets);
	kfree(sn->lanes);
}

int saw_table_init(struct saw_net *sn)
{
	unsigned int i;

	spin_lock_init(&sn->sweep_lock);
	sn->lanes = kcalloc(1U << saw_table_bits, sizeof(*sn->lanes), GFP_KERNEL);
	if (!sn->lanes)
		return -ENOMEM;
	for (i = 0; i < 1U << saw_table_bits; i++) {
		if (saw_lane_init(&sn->lanes[i])) {
			saw_table_free(sn);
			return -ENOMEM;
		}
	}
	sn->swept = jiffies;
	sn->look = jiffies + 2 * FAR;
	saw_table_wake(sn, jiffies + FAR);
	return 0;
}

void saw_table_exit(struct saw_net *sn, void (*free)(struct saw_conn *conn))
{
	struct saw_conn *conn, *next;
	unsigned int i, class;

	cancel_delayed_work_sync(&sn->sweep);
	for (i = 0; i < 1U << saw_table_bits; i++)
		for (class = 0; class < SAW_CLASSES; class++)
			list_for_each_entry_safe(conn, next, &sn->lanes[i].queues[class], queue)
				free(conn);
	saw_table_free(sn);
}
