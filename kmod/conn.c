// SPDX-License-Identifier: GPL-2.0
#include <linux/jhash.h>
#include <linux/slab.h>
#include <linux/timer.h>

#include "conn.h"
#include "sock.h"
#include "tell.h"
#include "timers.h"

#define CONN_MAX_DEFAULT 65536

static struct kmem_cache *saw_conn_cache __ro_after_init;

/* An attacker chooses addresses and ports, not @seed. */
static u32 saw_conn_hash(const void *data, u32 len, u32 seed)
{
	const struct saw_conn_key *key = data;
	u32 ports = (__force u32)key->port[0] << 16 | (__force u32)key->port[1];

	if (key->family == AF_INET)
		return jhash_3words((__force u32)key->addr[0].ip, (__force u32)key->addr[1].ip,
				    ports, seed);
	return jhash2((const u32 *)key, len / sizeof(u32), seed);
}

static int saw_conn_differs(struct rhashtable_compare_arg *arg, const void *obj)
{
	const struct saw_conn *conn = obj;

	return !saw_conn_key_equal(arg->key, &conn->key);
}

static const struct rhashtable_params conn_params = {
	.head_offset = offsetof(struct saw_conn, node),
	.key_offset = offsetof(struct saw_conn, key),
	.key_len = sizeof(struct saw_conn_key),
	.hashfn = saw_conn_hash,
	.obj_cmpfn = saw_conn_differs,
	.automatic_shrinking = true,
};

static void saw_conn_free_rcu(struct rcu_head *rcu)
{
	kmem_cache_free(saw_conn_cache, container_of(rcu, struct saw_conn, rcu));
}

static void saw_conn_put(struct saw_conn *conn)
{
	if (refcount_dec_and_test(&conn->ref))
		call_rcu(&conn->rcu, saw_conn_free_rcu);
}

/* Under conn->lock. An armed timer holds a reference. */
static void saw_conn_arm(struct saw_conn *conn, u64 now)
{
	struct saw_tcp_timers timers;
	unsigned long expires;
	u64 wait;

	saw_timers_read(conn->sn->net, &timers);
	wait = saw_tcp_conn_look(&conn->tcp, &timers, now) - now;
	/* No timer of more than a day: it looks again and is armed anew. */
	wait = min_t(u64, wait, 24ULL * 3600 * NSEC_PER_SEC);
	expires = jiffies + nsecs_to_jiffies(wait) + 1;
	/* One that comes too early looks again: cheaper than to move it at each segment. */
	if (timer_pending(&conn->timer) && !time_before(expires, conn->timer.expires))
		return;
	if (!mod_timer(&conn->timer, expires))
		refcount_inc(&conn->ref);
}

static void saw_conn_disarm(struct saw_conn *conn)
{
	if (timer_delete(&conn->timer))
		saw_conn_put(conn);
}

/* Under conn->lock: take it out of the table. The timer may still be running. */
static void saw_conn_remove(struct saw_conn *conn)
{
	struct saw_net *sn = conn->sn;
	int role;

	conn->dead = true;
	for (role = 0; role < 2; role++)
		if (conn->tcp.ep[role].state > SAWTOOTH_TCP_STATE_LISTEN)
			saw_stats_forget(sn, conn->tcp.ep[role].state);
	rhashtable_remove_fast(&sn->conns, &conn->node, conn_params);
	atomic_dec(&sn->conn_count);
	saw_conn_disarm(conn);
	saw_conn_put(conn);
}

/*
 * Which local ends exist. TIME_WAIT ends by the clock, and its entry in the kernel's
 * table may go a little later.
 */
static struct saw_sockets saw_conn_sockets(const struct saw_conn *conn)
{
	struct saw_sockets sockets = {};
	unsigned int role;

	for (role = 0; role < 2; role++) {
		const struct saw_ep *ep = &conn->tcp.ep[role];

		if (!(ep->bits & SAW_EP_LOCAL) || saw_tcp_fsm_gone(ep) ||
		    ep->state == SAWTOOTH_TCP_STATE_TIME_WAIT)
			continue;
		if (saw_sock_exists(conn, role))
			sockets.alive |= BIT(role);
		else
			sockets.gone |= BIT(role);
	}
	return sockets;
}

/* Under conn->lock: move the ends whose time has come, and look again later. */
static void saw_conn_expire(struct saw_conn *conn, u64 now)
{
	struct saw_sockets sockets = saw_conn_sockets(conn);
	struct saw_tcp_timers timers;
	struct saw_news news;

	saw_timers_read(conn->sn->net, &timers);
	saw_tcp_conn_expire(&conn->tcp, &timers, sockets, now, &news);
	saw_tell_news(conn, &news, NULL, now);
	if (news.done)
		saw_conn_remove(conn);
	else
		saw_conn_arm(conn, now);
}

static void saw_conn_timer(struct timer_list *timer)
{
	struct saw_conn *conn = timer_container_of(conn, timer, timer);

	rcu_read_lock();
	spin_lock(&conn->lock);
	if (!conn->dead && !READ_ONCE(conn->sn->dying))
		saw_conn_expire(conn, ktime_get_ns());
	spin_unlock(&conn->lock);
	saw_conn_put(conn);
	rcu_read_unlock();
}

static struct saw_conn *saw_conn_alloc(struct saw_net *sn, const struct saw_conn_key *key, u64 now)
{
	struct saw_conn *conn = kmem_cache_zalloc(saw_conn_cache, GFP_ATOMIC);

	if (!conn)
		return NULL;
	conn->key = *key;
	conn->sn = sn;
	conn->id = atomic64_inc_return(&sn->conn_next);
	refcount_set(&conn->ref, 1);
	spin_lock_init(&conn->lock);
	timer_setup(&conn->timer, saw_conn_timer, 0);
	saw_tcp_conn_init(&conn->tcp, now);
	return conn;
}

/*
 * Which ends are on this host: at LOCAL_OUT the sender, at LOCAL_IN the receiver,
 * and on loopback both.
 */
static void saw_conn_locate(struct saw_conn *conn, enum sawtooth_role sender,
			    const struct saw_sighting *at)
{
	if (at->point == SAW_POINT_OUT || at->loopback)
		conn->tcp.ep[sender].bits |= SAW_EP_LOCAL;
	if (at->point == SAW_POINT_IN || at->loopback)
		conn->tcp.ep[!sender].bits |= SAW_EP_LOCAL;
}

/* NULL if the table is full, memory is short, or the segment begins nothing. */
static struct saw_conn *saw_conn_create(struct saw_net *sn, const struct saw_conn_key *key,
					const struct saw_sighting *at, u64 now)
{
	enum sawtooth_role role;
	struct saw_conn *conn, *old;

	if (!saw_tcp_conn_begins(&at->seg, &role))
		return NULL;
	if (atomic_inc_return(&sn->conn_count) > READ_ONCE(sn->conn_max))
		goto full;
	conn = saw_conn_alloc(sn, key, now);
	if (!conn)
		goto full;
	conn->initiator = at->sender ^ role;
	saw_conn_locate(conn, role, at);
	old = rhashtable_lookup_get_insert_fast(&sn->conns, &conn->node, conn_params);
	if (!old) {
		saw_stats_inc(sn, SAWTOOTH_STAT_CONNS);
		return conn;
	}
	kmem_cache_free(saw_conn_cache, conn);
	if (!IS_ERR(old)) {
		/* Another CPU was first with the same connection. */
		atomic_dec(&sn->conn_count);
		return old;
	}
full:
	atomic_dec(&sn->conn_count);
	saw_stats_inc(sn, SAWTOOTH_STAT_CONNS_UNTRACKED);
	return NULL;
}

struct saw_conn *saw_conn_find(struct saw_net *sn, const struct saw_conn_key *key)
{
	return rhashtable_lookup(&sn->conns, key, conn_params);
}

/*
 * Outside of ESTABLISHED a segment that moves nobody may still shorten the wait: the
 * RST of a refusal, the ACK of a remote end's FIN.
 */
static bool saw_conn_settled(const struct saw_tcp_conn *tcp)
{
	return tcp->ep[0].state == SAWTOOTH_TCP_STATE_ESTABLISHED &&
	       tcp->ep[1].state == SAWTOOTH_TCP_STATE_ESTABLISHED;
}

/*
 * Under conn->lock: where @at is for core/, which knows neither the sysctls nor the
 * queues of a listener. False if nobody moves.
 */
static bool saw_conn_point(struct saw_conn *conn, const struct saw_sighting *at,
			   enum saw_point *point)
{
	enum sawtooth_role receiver = !(conn->initiator ^ at->sender);

	*point = at->point;
	if (at->seg.flags & SAW_TCP_RST)
		conn->tcp.rfc1337 = READ_ONCE(conn->sn->net->ipv4.sysctl_tcp_rfc1337);
	if (at->point == SAW_POINT_OUT || !saw_tcp_fsm_passive(&conn->tcp.ep[receiver]) ||
	    !(conn->tcp.ep[receiver].bits & SAW_EP_LOCAL) ||
	    saw_sock_takes_ack(conn, receiver, &at->seg))
		return true;
	*point = SAW_POINT_PASS;
	return at->point == SAW_POINT_IN;
}

/* Under conn->lock. */
static void saw_conn_follow(struct saw_conn *conn, const struct saw_sighting *at, u64 now)
{
	/* 400 bytes that the kernel's compiler would clear for each segment */
	struct saw_news news __attribute__((__uninitialized__));
	enum saw_point point;

	if (!saw_conn_point(conn, at, &point))
		return;
	saw_tcp_conn_segment(&conn->tcp, conn->initiator ^ at->sender, point, &at->seg, now,
			     &news);
	saw_tell_news(conn, &news, &at->seg, now);
	if (news.done)
		saw_conn_remove(conn);
	else if (news.count || !timer_pending(&conn->timer) || !saw_conn_settled(&conn->tcp))
		saw_conn_arm(conn, now);
}

/* Under conn->lock: its addresses and ports belong to a newer connection. */
static void saw_conn_supersede(struct saw_conn *conn, u8 sender, u64 now)
{
	struct saw_news news;

	saw_tcp_conn_end(&conn->tcp, conn->initiator ^ sender, now, &news);
	saw_tell_news(conn, &news, NULL, now);
	saw_conn_remove(conn);
}

/*
 * Under conn->lock; false if another connection is to be found for @at. Most segments
 * move nobody, and then a tick is precise enough for the time of the last one.
 */
static bool saw_conn_take(struct saw_conn *conn, const struct saw_sighting *at)
{
	enum sawtooth_role sender = conn->initiator ^ at->sender;
	u64 now;

	if (conn->dead)
		return false;
	conn->ifindex = at->ifindex;
	if (saw_tcp_conn_flows(&conn->tcp, sender, at->point, &at->seg)) {
		conn->tcp.last = ktime_get_coarse_ns();
		return true;
	}
	now = ktime_get_ns();
	if (saw_tcp_conn_reused(&conn->tcp, sender, &at->seg)) {
		saw_conn_supersede(conn, at->sender, now);
		return false;
	}
	saw_conn_follow(conn, at, now);
	return true;
}

void saw_conn_segment(struct saw_net *sn, const struct saw_conn_key *key,
		      const struct saw_sighting *at)
{
	struct saw_conn *conn;
	bool again;

	do {
		conn = saw_conn_find(sn, key);
		if (!conn)
			conn = saw_conn_create(sn, key, at, ktime_get_ns());
		if (!conn)
			return;
		spin_lock_bh(&conn->lock);
		again = !saw_conn_take(conn, at);
		spin_unlock_bh(&conn->lock);
	} while (again);
}

void saw_conn_icmp(struct saw_net *sn, const struct saw_conn_key *key, u8 sender,
		   const struct saw_icmp *icmp)
{
	struct saw_conn *conn = saw_conn_find(sn, key);
	u64 now = ktime_get_ns();
	struct saw_news news;

	if (!conn)
		return;
	spin_lock_bh(&conn->lock);
	if (!conn->dead) {
		saw_tcp_conn_icmp(&conn->tcp, conn->initiator ^ sender, icmp, now, &news);
		saw_tell_news(conn, &news, NULL, now);
		if (news.done)
			saw_conn_remove(conn);
		else
			saw_conn_arm(conn, now);
	}
	spin_unlock_bh(&conn->lock);
}

struct saw_conn *saw_conn_by_id(struct saw_net *sn, u64 id)
{
	struct rhashtable_iter iter;
	struct saw_conn *conn;

	rhashtable_walk_enter(&sn->conns, &iter);
	rhashtable_walk_start(&iter);
	do {
		conn = rhashtable_walk_next(&iter);
	} while (PTR_ERR_OR_ZERO(conn) == -EAGAIN || (!IS_ERR_OR_NULL(conn) && conn->id != id));
	rhashtable_walk_stop(&iter);
	rhashtable_walk_exit(&iter);
	return IS_ERR(conn) ? NULL : conn;
}

int saw_conn_init(struct saw_net *sn)
{
	sn->conn_max = CONN_MAX_DEFAULT;
	return rhashtable_init(&sn->conns, &conn_params);
}

/* ORDER: the hooks are gone and timers no longer touch the table. */
static void saw_conn_destroy(void *ptr, void *arg)
{
	struct saw_conn *conn = ptr;

	if (timer_shutdown_sync(&conn->timer))
		saw_conn_put(conn);
	saw_conn_put(conn);
}

void saw_conn_exit(struct saw_net *sn)
{
	rhashtable_free_and_destroy(&sn->conns, saw_conn_destroy, NULL);
}

unsigned int saw_conn_bytes(void)
{
	return kmem_cache_size(saw_conn_cache);
}

int __init saw_conn_cache_init(void)
{
	saw_conn_cache = KMEM_CACHE(saw_conn, SLAB_ACCOUNT);
	return saw_conn_cache ? 0 : -ENOMEM;
}

void saw_conn_cache_exit(void)
{
	rcu_barrier();
	kmem_cache_destroy(saw_conn_cache);
}
