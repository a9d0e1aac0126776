/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The generic netlink family. Each nl_<noun>.c answers the requests of one noun;
 * what they share is here.
 *
 * Requests run in parallel and in process context. The family's policies have
 * checked types and ranges before a handler runs.
 */
#ifndef _SAW_NL_H
#define _SAW_NL_H

#include <linux/rhashtable.h>
#include <net/genetlink.h>
#include <net/sock.h>

#include "generated/nl.h"

extern struct genl_family saw_nl_family;

int saw_nl_init(void);
void saw_nl_exit(void);

/**
 * struct saw_nl_reply - a reply under construction
 * @skb: the message
 * @head: its generic netlink header
 */
struct saw_nl_reply {
	struct sk_buff *skb;
	void *head;
};

/* Begin the reply to @info; 0 or -ENOMEM. */
int saw_nl_reply_begin(struct saw_nl_reply *reply, struct genl_info *info);

/*
 * Send it if @err is 0, free it otherwise. Returns @err, or what sending returned.
 */
int saw_nl_reply_end(struct saw_nl_reply *reply, struct genl_info *info, int err);

/* Begin one entry of a dump of @cmd; NULL if there is no room. */
void *saw_nl_dump_begin(struct sk_buff *skb, struct netlink_callback *cb, u8 cmd);

/* Keep the entry that began at @head if @err is 0, take it back otherwise. Returns @err. */
int saw_nl_dump_end(struct sk_buff *skb, void *head, int err);

/*
 * Dump a list that RCU protects, an entry of @cmd for each of its members; how many
 * have been told stands in cb->args[0]. @put fills in one.
 */
int saw_nl_dump_list(struct sk_buff *skb, struct netlink_callback *cb, u8 cmd,
		     const struct list_head *list,
		     int (*put)(struct sk_buff *skb, const struct list_head *member));

/*
 * A dump of a table: the walk lives as long as the dump and ends in
 * sawtooth_nl_walk_done(). It survives a resize of the table: entries may then be
 * seen twice.
 */
int saw_nl_walk_start(struct netlink_callback *cb, struct rhashtable *table);

static inline struct rhashtable_iter *saw_nl_walk(const struct netlink_callback *cb)
{
	return (struct rhashtable_iter *)cb->args[0];
}

/* 4 or 16 bytes of an address. */
static inline unsigned int saw_nl_addr_len(u8 family)
{
	return family == AF_INET ? sizeof(struct in_addr) : sizeof(struct in6_addr);
}

#endif /* _SAW_NL_H */
