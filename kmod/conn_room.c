// SPDX-License-Identifier: GPL-2.0
#include <linux/slab.h>

#include "conn_room.h"
#include "table.h"

static struct kmem_cache *saw_conn_cache __ro_after_init;
static struct kmem_cache *saw_conn_full_cache __ro_after_init;

void saw_conn_free(struct saw_conn *conn)
{
	kmem_cache_free(conn->full ? saw_conn_full_cache : saw_conn_cache, conn);
}

static struct saw_conn *saw_conn_alloc_full(struct saw_net *sn)
{
	struct saw_conn_full *full = kmem_cache_alloc(saw_conn_full_cache, GFP_ATOMIC);

	if (!full) {
		saw_stats_inc(sn, SAWTOOTH_STAT_CONNS_UNCOUNTED);
		return NULL;
	}
	memset(full->count, 0, sizeof(full->count));
	full->conn.full = true;
	return &full->conn;
}

struct saw_conn *saw_conn_alloc(struct saw_net *sn)
{
	struct saw_conn *conn = NULL;

	if (READ_ONCE(sn->level) == SAWTOOTH_LEVEL_FULL)
		conn = saw_conn_alloc_full(sn);
	if (conn)
		return conn;
	conn = kmem_cache_alloc(saw_conn_cache, GFP_ATOMIC);
	if (conn)
		conn->full = false;
	return conn;
}

void saw_conn_remove(struct saw_lane *lane, struct saw_conn *conn)
{
	struct saw_net *sn = conn->sn;
	int role;

	for (role = 0; role < 2; role++)
		if (!saw_tcp_fsm_gone(&conn->tcp.ep[role]))
			saw_stats_forget(sn, conn->tcp.ep[role].state);
	saw_lane_remove(lane, conn);
	atomic_dec(&sn->conn_count);
	saw_conn_free(conn);
}

/* The table is full: another connection may have to go. False if none may. */
static bool saw_conn_evict(struct saw_net *sn, struct saw_lane *lane)
{
	static const u8 stats[SAW_CLASS_STANDING] = {
		[SAW_CLASS_OPENING] = SAWTOOTH_STAT_CONNS_EVICTED_OPENING,
		[SAW_CLASS_ENDED] = SAWTOOTH_STAT_CONNS_EVICTED_ENDED,
	};
	struct saw_conn *conn;
	struct saw_lane *its;
	enum saw_class class;

	for (class = 0; class < SAW_CLASS_STANDING; class++) {
		conn = saw_table_oldest(sn, lane, class);
		if (!conn)
			continue;
		its = saw_conn_lane(conn);
		saw_conn_remove(its, conn);
		if (its != lane) {
			__acquire(&its->lock);
			spin_unlock(&its->lock);
		}
		saw_stats_inc(sn, stats[class]);
		return true;
	}
	return false;
}

bool saw_conn_admit(struct saw_net *sn, struct saw_lane *lane)
{
	unsigned int max = READ_ONCE(sn->conn_max), tries = 4;

	if (likely(atomic_inc_return(&sn->conn_count) <= max))
		return true;
	/* More than one, so that a lowered limit is reached some day. */
	while (tries-- && saw_conn_evict(sn, lane))
		if (atomic_read(&sn->conn_count) <= max)
			return true;
	atomic_dec(&sn->conn_count);
	return false;
}

unsigned int saw_conn_bytes(const struct saw_net *sn)
{
	const struct kmem_cache *cache = READ_ONCE(sn->level) == SAWTOOTH_LEVEL_FULL ?
					 saw_conn_full_cache : saw_conn_cache;

	return kmem_cache_size((struct kmem_cache *)cache) + sizeof(struct saw_bucket);
}

int __init saw_conn_cache_init(void)
{
	saw_conn_cache = KMEM_CACHE(saw_conn, SLAB_ACCOUNT);
	saw_conn_full_cache = KMEM_CACHE(saw_conn_full, SLAB_ACCOUNT);
	if (!saw_conn_cache || !saw_conn_full_cache) {
		saw_conn_cache_exit();
		return -ENOMEM;
	}
	saw_table_setup();
	return 0;
}

void saw_conn_cache_exit(void)
{
	kmem_cache_destroy(saw_conn_full_cache);
	kmem_cache_destroy(saw_conn_cache);
}
