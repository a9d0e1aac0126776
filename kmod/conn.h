/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The connection table: which connections there are, and what their segments and
 * timers changed. The rules are core/tcp_conn's; here are lookup, lifetime and
 * the telling.
 *
 * Lookup is by RCU. A connection has a lock of its own, taken for each segment
 * that is followed; two CPUs meet on it only on loopback. It is referred to by the
 * table and by its armed timer, and freed after a grace period when both are gone.
 */
#ifndef _SAW_CONN_H
#define _SAW_CONN_H

#include <linux/netfilter.h>
#include <linux/unaligned.h>

#include "core/tcp_conn.h"
#include "netns.h"

/**
 * struct saw_conn_key - what a connection is found by, the same from both sides
 * @addr: the two addresses, in an order that does not depend on the direction;
 *	zero-filled for IPv4
 * @port: the two ports, in the same order
 * @family: AF_INET or AF_INET6
 */
struct saw_conn_key {
	union nf_inet_addr addr[2];
	__be16 port[2];
	u32 family;
} __aligned(sizeof(u64));

/**
 * struct saw_conn - a tracked connection
 * @node: entry of the table
 * @key: see there; constant
 * @id: what users call it; constant
 * @sn: its namespace; constant
 * @ref: held by the table and by the armed timer
 * @lock: protects what follows
 * @ifindex: interface that the last segment passed
 * @initiator: index of the initiator's address in @key
 * @dead: no longer in the table
 * @tcp: the protocol part
 * @timer: for what no segment shows
 * @rcu: for freeing, when @timer is no longer armed
 */
struct saw_conn {
	struct rhash_head node;
	struct saw_conn_key key;
	u64 id;
	struct saw_net *sn;
	refcount_t ref;
	spinlock_t lock;	/* see above */
	u32 ifindex;
	u8 initiator;
	bool dead;
	struct saw_tcp_conn tcp;
	union {
		struct timer_list timer;
		struct rcu_head rcu;
	};
};

/**
 * struct saw_sighting - a segment where a hook saw it
 * @seg: the segment
 * @point: the hook
 * @ifindex: the interface
 * @sender: index of the sender's address in the key
 * @loopback: the interface is loopback: both ends are on this host
 */
struct saw_sighting {
	struct saw_seg seg;
	enum saw_point point;
	u32 ifindex;
	u8 sender;
	bool loopback;
};

/* Any total order does: the numbers are compared as they lie there. */
static inline bool saw_conn_key_swaps(u8 family, const void *saddr, __be16 sport,
				      const void *daddr, __be16 dport)
{
	u32 s = get_unaligned((const u32 *)saddr), d = get_unaligned((const u32 *)daddr);
	int order = 0;

	if (family == AF_INET6)
		order = memcmp(saddr, daddr, sizeof(struct in6_addr));
	else if (s != d)
		order = s > d ? 1 : -1;
	return order ? order > 0 : (__force u16)sport > (__force u16)dport;
}

/*
 * Order the pair; returns the index that the first address got. This and what follows
 * is done for each segment: all of it is inline, without a loop, and the compiler knows
 * every size.
 */
static inline u8 saw_conn_key_init(struct saw_conn_key *key, u8 family, const void *saddr,
				   __be16 sport, const void *daddr, __be16 dport)
{
	u8 first = saw_conn_key_swaps(family, saddr, sport, daddr, dport);

	memset(key, 0, sizeof(*key));
	key->family = family;
	key->port[first] = sport;
	key->port[!first] = dport;
	if (family == AF_INET) {
		memcpy(&key->addr[first], saddr, sizeof(struct in_addr));
		memcpy(&key->addr[!first], daddr, sizeof(struct in_addr));
	} else {
		memcpy(&key->addr[first], saddr, sizeof(struct in6_addr));
		memcpy(&key->addr[!first], daddr, sizeof(struct in6_addr));
	}
	return first;
}

static inline bool saw_conn_key_equal(const struct saw_conn_key *key,
				      const struct saw_conn_key *other)
{
	const u64 *a = (const u64 *)key, *b = (const u64 *)other;

	BUILD_BUG_ON(sizeof(*key) != 5 * sizeof(u64));
	return !((a[0] ^ b[0]) | (a[1] ^ b[1]) | (a[2] ^ b[2]) | (a[3] ^ b[3]) | (a[4] ^ b[4]));
}

int saw_conn_init(struct saw_net *sn);
void saw_conn_exit(struct saw_net *sn);
int saw_conn_cache_init(void);
void saw_conn_cache_exit(void);
unsigned int saw_conn_bytes(void);

/* @at was seen of the connection @key. Softirq or process context, under rcu_read_lock(). */
void saw_conn_segment(struct saw_net *sn, const struct saw_conn_key *key,
		      const struct saw_sighting *at);

/* ICMP says that a segment of @sender, an index of @key, does not arrive. As above. */
void saw_conn_icmp(struct saw_net *sn, const struct saw_conn_key *key, u8 sender,
		   const struct saw_icmp *icmp);

/* Under rcu_read_lock(); NULL if there is none. saw_conn_by_id() walks the table. */
struct saw_conn *saw_conn_find(struct saw_net *sn, const struct saw_conn_key *key);
struct saw_conn *saw_conn_by_id(struct saw_net *sn, u64 id);

static inline const union nf_inet_addr *saw_conn_addr(const struct saw_conn *conn,
						      enum sawtooth_role role)
{
	return &conn->key.addr[conn->initiator ^ role];
}

static inline u16 saw_conn_port(const struct saw_conn *conn, enum sawtooth_role role)
{
	return ntohs(conn->key.port[conn->initiator ^ role]);
}

#endif /* _SAW_CONN_H */
