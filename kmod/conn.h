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

#include "core/tcp_count.h"
#include "netns.h"

/*
 * Of a variable on the stack that is filled as a whole: the kernel's compiler would clear
 * it first, 60 to 400 bytes a dozen times for each connection.
 */
#define SAW_FILLED __attribute__((__uninitialized__))

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
 * @full: it is a part of a struct saw_conn_full
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
	bool full;
	struct saw_tcp_conn tcp;
};

/**
 * struct saw_conn_full - a connection that began at level full
 * @conn: the connection
 * @count: what its ends sent, by their roles
 */
struct saw_conn_full {
	struct saw_conn conn;
	struct saw_tcp_count count[2];
};

/* The counters of @conn, which has @full. */
static inline struct saw_tcp_count *saw_conn_count(const struct saw_conn *conn)
{
	return container_of(conn, struct saw_conn_full, conn)->count;
}

/**
 * struct saw_conn_ends - what a connection is found by, where a packet has it
 * @addr: the two addresses, in the order of struct saw_conn_key
 * @ports: the two ports, in the same order: see saw_conn_ports()
 * @family: AF_INET or AF_INET6
 */
struct saw_conn_ends {
	const void *addr[2];
	u32 ports;
	u32 family;
};

/* Two ports in one number, which the compiler keeps in a register. */
static __always_inline u32 saw_conn_ports(__be16 first, __be16 second)
{
	return (u32)(__force u16)first << 16 | (__force u16)second;
}

/* Two addresses or ports in a total order: the numbers are compared as they lie there. */
static __always_inline bool saw_conn_after(u8 family, const void *a, __be16 aport,
					   const void *b, __be16 bport)
{
	bool port = (__force u16)aport > (__force u16)bport;
	u64 x, y;

	if (family == AF_INET) {
		x = get_unaligned((const u32 *)a);
		y = get_unaligned((const u32 *)b);
		return x == y ? port : x > y;
	}
	x = get_unaligned((const u64 *)a);
	y = get_unaligned((const u64 *)b);
	if (x != y)
		return x > y;
	x = get_unaligned((const u64 *)a + 1);
	y = get_unaligned((const u64 *)b + 1);
	return x == y ? port : x > y;
}

/* The pair in its order, in which @sender is the index of the first address. */
static __always_inline void saw_conn_ends_set(struct saw_conn_ends *ends, u8 family, u8 sender,
					      const void *saddr, __be16 sport,
					      const void *daddr, __be16 dport)
{
	ends->addr[0] = sender ? daddr : saddr;
	ends->addr[1] = sender ? saddr : daddr;
	ends->ports = sender ? saw_conn_ports(dport, sport) : saw_conn_ports(sport, dport);
	ends->family = family;
}

/*
 * Order the pair; returns the index that the first address got. This and what follows is
 * done for each segment: all of it is inline, and the compiler knows the family.
 */
static __always_inline u8 saw_conn_ends_init(struct saw_conn_ends *ends, u8 family,
					     const void *saddr, __be16 sport,
					     const void *daddr, __be16 dport)
{
	bool sender = saw_conn_after(family, saddr, sport, daddr, dport);

	saw_conn_ends_set(ends, family, sender, saddr, sport, daddr, dport);
	return sender;
}

static inline void saw_conn_key_init(struct saw_conn_key *key, const struct saw_conn_ends *ends)
{
	size_t len = ends->family == AF_INET ? sizeof(__be32) : sizeof(struct in6_addr);

	memset(key, 0, sizeof(*key));
	memcpy(&key->addr[0], ends->addr[0], len);
	memcpy(&key->addr[1], ends->addr[1], len);
	key->port[0] = (__force __be16)(ends->ports >> 16);
	key->port[1] = (__force __be16)ends->ports;
	key->family = ends->family;
}

static inline struct saw_conn_ends saw_conn_key_ends(const struct saw_conn_key *key)
{
	return (struct saw_conn_ends) {
		.addr = { &key->addr[0], &key->addr[1] },
		.ports = saw_conn_ports(key->port[0], key->port[1]),
		.family = key->family,
	};
}

static __always_inline bool saw_conn_is(const struct saw_conn *conn,
					const struct saw_conn_ends *ends)
{
	const struct saw_conn_key *key = &conn->key;

	if ((saw_conn_ports(key->port[0], key->port[1]) ^ ends->ports) |
	    (key->family ^ ends->family))
		return false;
	if (ends->family == AF_INET)
		return key->addr[0].all[0] == get_unaligned((const u32 *)ends->addr[0]) &&
		       key->addr[1].all[0] == get_unaligned((const u32 *)ends->addr[1]);
	return !memcmp(&key->addr[0], ends->addr[0], sizeof(struct in6_addr)) &&
	       !memcmp(&key->addr[1], ends->addr[1], sizeof(struct in6_addr));
}

/**
 * struct saw_sighting - a segment where a hook saw it
 * @ends: the connection, in the packet
 * @seg: the segment
 * @point: the hook
 * @ifindex: the interface
 * @sender: index of the sender in @ends
 * @loopback: the interface is loopback: both ends are on this host
 * @shut: the socket that sent it is shut for writing
 * @enabled: bottom halves were, before the lane was locked
 * @skb: the packet
 * @options: where the options of @seg are in @skb
 * @options_len: bytes of them
 */
struct saw_sighting {
	struct saw_conn_ends ends;
	struct saw_seg seg;
	enum saw_point point;
	u32 ifindex;
	u8 sender;
	bool loopback;
	bool shut;
	bool enabled;
	const struct sk_buff *skb;
	unsigned int options;
	unsigned int options_len;
};

int saw_conn_init(struct saw_net *sn);
void saw_conn_exit(struct saw_net *sn);

/*
 * @at was seen of @conn, which is NULL if there is none yet; its numbers alone did not
 * settle it. With the lane locked. Softirq or process context, under rcu_read_lock().
 */
struct saw_lane;
void saw_conn_take(struct saw_net *sn, struct saw_lane *lane, struct saw_conn *conn, u32 hash,
		   const struct saw_sighting *at);

/* ICMP says that a segment of @sender, an index of @ends, does not arrive. Context as above. */
void saw_conn_icmp(struct saw_net *sn, const struct saw_conn_ends *ends, u8 sender,
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
