/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The membership table: which host has joined which group on which interface, by
 * the reports that it sends or receives here. A member of this host is one entry,
 * whatever address its reports come from.
 *
 * Lookup is by RCU; @lock of an entry protects what its reports change. An entry
 * stays until the host leaves or the namespace ends, and the table is bounded.
 */
#ifndef _SAW_GROUP_H
#define _SAW_GROUP_H

#include <linux/in6.h>

#include "core/report.h"
#include "netns.h"

/**
 * struct saw_group_key - what a membership is found by
 * @group: IPv4 in the first four bytes
 * @host: likewise; zero for this host
 * @ifindex: interface
 * @family: AF_INET or AF_INET6
 */
struct saw_group_key {
	struct in6_addr group;
	struct in6_addr host;
	u32 ifindex;
	u32 family;
};

/**
 * struct saw_group - a membership
 * @node: entry of the table
 * @key: see there; constant
 * @joined: time of the join, CLOCK_MONOTONIC, nanoseconds; constant
 * @local: this host is the member; constant
 * @lock: protects what follows
 * @reporter: where the last report came from
 * @heard: time of the last report
 * @reports: reports since the join, the join included
 * @protocol: enum sawtooth_membership_protocol of the last report
 * @rcu: for freeing
 */
struct saw_group {
	struct rhash_head node;
	struct saw_group_key key;
	u64 joined;
	bool local;
	spinlock_t lock;	/* see above */
	struct in6_addr reporter;
	u64 heard;
	u32 reports;
	u8 protocol;
	struct rcu_head rcu;
};

/**
 * struct saw_group_report - an IGMP or ICMPv6 message that a hook saw
 * @saddr: source address, 4 or 16 bytes
 * @daddr: destination address
 * @data: the message
 * @len: its length
 * @ifindex: interface that it passed
 * @family: AF_INET or AF_INET6
 * @local: this host sent it
 */
struct saw_group_report {
	const void *saddr;
	const void *daddr;
	const u8 *data;
	size_t len;
	u32 ifindex;
	u8 family;
	bool local;
};

int saw_group_init(struct saw_net *sn);
void saw_group_exit(struct saw_net *sn);

/* Softirq or process context, under rcu_read_lock(). */
void saw_group_hear(struct saw_net *sn, const struct saw_group_report *report);

#endif /* _SAW_GROUP_H */
