/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The connections: which there are, and what their segments and timers changed. The
 * rules are core/tcp_conn's, where a connection is found is table.h's; here are its
 * beginning, its end and the telling.
 *
 * A connection belongs to a lane of the table, whose lock protects all of it.
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

/*
 * What a connection is worth when the table is full. The classes that may go have an
 * order: the first goes first.
 */
enum saw_class {
	SAW_CLASS_OPENING,	/* the handshake is under way */
	SAW_CLASS_ENDED,	/* both FINs were sent, or nobody is left: only time passes */
	SAW_CLASS_STANDING,	/* never goes */
	SAW_CLASSES
};

/**
 * struct saw_conn - a tracked connection
 * @next: in its bucket
 * @key: see there; constant
 * @id: what users call it; constant
 * @sn: its namespace; constant
 * @queue: place among those of its class in its lane, oldest first
 * @hash: of @key; constant
 * @look: when to look at it next, jiffies
 * @seen: jiffies of the last segment that moved nobody; 0 if there was none since
 *	@tcp.last
 * @ifindex: interface that the last segment passed
 * @initiator: index of the initiator's address in @key
 * @class: enum saw_class
 * @tcp: the protocol part
 */
struct saw_conn {
	struct saw_conn *next;
	struct saw_conn_key key;
	u64 id;
	struct saw_net *sn;
	struct list_head queue;
	unsigned long look;
	u32 hash;
	u32 seen;
	u32 ifindex;
	u8 initiator;
	u8 class;
	struct saw_tcp_conn tcp;
};

/**
 * struct saw_sighting - a segment where a hook saw it
 * @seg: the segment
 * @point: the hook
 * @ifindex: the interface
 * @sender: index of the sender's address in the key
 * @loopback: the interface is loopback: both ends are on this host
 * @shut: the socket that sent it is shut for writing
 * @skb: the packet
 * @options: where the options of @seg are in @skb
 * @options_len: bytes of them
 */
struct saw_sighting {
	struct saw_seg seg;
	enum saw_point point;
	u32 ifindex;
	u8 sender;
	bool loopback;
	bool shut;
	const struct sk_buff *skb;
	unsigned int options;
	unsigned int options_len;
};

/*
 * Order the pair; returns the index that the first address got. Any total order does: the
 * numbers are compared as they lie there. This and what follows is done for each segment:
 * all of it is inline, and the compiler knows the family and every size.
 */
static __always_inline u8 saw_conn_key_init(struct saw_conn_key *key, u8 family,
					    const void *saddr, __be16 sport,
					    const void *daddr, __be16 dport)
{
	bool first = (__force u16)sport > (__force u16)dport;

	memset(key, 0, sizeof(*key));
	if (family == AF_INET) {
		u32 s = get_unaligned((const u32 *)saddr), d = get_unaligned((const u32 *)daddr);

		first = ((u64)s << 16 | (__force u16)sport) > ((u64)d << 16 | (__force u16)dport);
		key->addr[0].all[0] = first ? d : s;
		key->addr[1].all[0] = first ? s : d;
	} else {
		int order = memcmp(saddr, daddr, sizeof(struct in6_addr));

		first = order ? order > 0 : first;
		memcpy(&key->addr[first], saddr, sizeof(struct in6_addr));
		memcpy(&key->addr[!first], daddr, sizeof(struct in6_addr));
	}
	key->port[0] = first ? dport : sport;
	key->port[1] = first ? sport : dport;
	key->family = family;
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

/* Memory of a connection with its share of the table, where the table just grew. */
unsigned int saw_conn_bytes(void);

/* @at was seen of the connection @key. Softirq or process context, under rcu_read_lock(). */
void saw_conn_segment(struct saw_net *sn, const struct saw_conn_key *key,
		      const struct saw_sighting *at);

/* ICMP says that a segment of @sender, an index of @key, does not arrive. As above. */
void saw_conn_icmp(struct saw_net *sn, const struct saw_conn_key *key, u8 sender,
		   const struct saw_icmp *icmp);

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
