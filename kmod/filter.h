/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a listener or the reader of a dump wants to see. A filter is taken out of its
 * netlink attributes once and then asked about connections and events; what it does not
 * name costs one test of a bit.
 */
#ifndef _SAW_FILTER_H
#define _SAW_FILTER_H

#include <linux/netlink.h>
#include <linux/uidgid.h>
#include <linux/unaligned.h>

#include "core/types.h"

struct nlattr;
struct saw_conn;

/* An address prefix; IPv4 stands in the first four bytes, as in the uapi records. */
struct saw_prefix {
	u64 addr[2];
	u64 mask[2];
};

/**
 * struct saw_filter - a netlink filter, taken apart
 * @has: a bit for each SAWTOOTH_A_FILTER_* that is asked for
 * @states: a bit for each enum sawtooth_tcp_state
 * @ifindex: interface
 * @sport: port of the initiator
 * @dport: port of the responder
 * @port: port of either end
 * @family: AF_INET or AF_INET6
 * @role: enum sawtooth_role, the end on this host
 * @uid: user of a socket here
 * @cgroup: id of the cgroup of a socket here, of the same as @uid
 * @saddr: prefix of the initiator
 * @daddr: prefix of the responder
 * @addr: prefix of either end, of the same as @port
 * @source: prefix of the source of a membership
 */
struct saw_filter {
	u32 has;
	u32 states;
	u32 ifindex;
	u16 sport;
	u16 dport;
	u16 port;
	u8 family;
	u8 role;
	kuid_t uid;
	u64 cgroup;
	struct saw_prefix saddr;
	struct saw_prefix daddr;
	struct saw_prefix addr;
	struct saw_prefix source;
};

/**
 * struct saw_place - where something happened: what a filter is asked about
 * @saddr: address of the initiator, 16 bytes
 * @daddr: address of the responder
 * @source: address of the source of a membership, or NULL
 * @ifindex: interface, 0 if there is none
 * @sport: port of the initiator
 * @dport: port of the responder
 * @family: AF_INET or AF_INET6
 * @local: a bit for each enum sawtooth_role whose end is on this host
 * @ports: it has ports
 * @conn: the connection, whose sockets can be asked, or NULL
 */
struct saw_place {
	const void *saddr;
	const void *daddr;
	const void *source;
	u32 ifindex;
	u16 sport;
	u16 dport;
	u8 family;
	u8 local;
	bool ports;
	const struct saw_conn *conn;
};

/**
 * saw_filter_parse() - Take a filter out of its attributes.
 * @filter: receives it
 * @nest: the nest SAWTOOTH_A_*_FILTER; NULL lets everything pass
 * @extack: receives the reason of a refusal
 *
 * Return: 0; -EINVAL, -ERANGE or -EAFNOSUPPORT if the parts do not fit each other.
 */
int saw_filter_parse(struct saw_filter *filter, const struct nlattr *nest,
		     struct netlink_ext_ack *extack);

/* Is @place, whose ends are in @states (a bit each, 0 if it has none), asked for? */
bool saw_filter_pass(const struct saw_filter *filter, const struct saw_place *place, u32 states);

/* Where @conn is. The place points into @conn. */
void saw_filter_place(struct saw_place *place, const struct saw_conn *conn);

/* With its lane locked. */
bool saw_filter_conn(const struct saw_filter *filter, const struct saw_conn *conn);

#endif /* _SAW_FILTER_H */
