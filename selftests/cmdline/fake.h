/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A module made of memory: answers the requests of the command with canned messages,
 * so that whole commands run without a kernel module and always print the same.
 *
 * SAWTOOTH_FAKE chooses what it is, words separated by commas:
 *
 *	absent		the family does not exist
 *	denied		the caller has no CAP_NET_ADMIN
 *	empty		no connection, no membership
 *	lossy		the event stream has gaps
 *	gone		connections are gone after three answers
 *	newer		a module that knows more than the library: new attributes, new
 *			enum values, longer records
 *	broken		attributes of the wrong size
 *	full		as many sockets as can have subscribed
 */
#ifndef SAW_FAKE_H
#define SAW_FAKE_H

#include <stdbool.h>
#include <stdint.h>
#include <libmnl/libmnl.h>

#define FAKE_FAMILY 0x23
#define FAKE_PORT 4711 /* port id of the caller */

bool fake_is(const char *word);

/* world.c: append the attributes of the answer to @nlh. */
void world_status(struct nlmsghdr *nlh);
void world_stats(struct nlmsghdr *nlh);
void world_histogram(struct nlmsghdr *nlh, unsigned int index);
void world_conn(struct nlmsghdr *nlh, unsigned int index);
void world_group(struct nlmsghdr *nlh, unsigned int index);
void world_querier(struct nlmsghdr *nlh, unsigned int index);
void world_profile(struct nlmsghdr *nlh, unsigned int index);
void world_binding(struct nlmsghdr *nlh, unsigned int index);

/* Only events of these kinds, a bit each, are in the batches. */
void world_want(uint32_t kinds);

/* Batch number @index. */
void world_batch(struct nlmsghdr *nlh, unsigned int index);

#define WORLD_BATCHES 3
#define WORLD_HISTOGRAMS 4
#define WORLD_CONNS 3
#define WORLD_GROUPS 3
#define WORLD_QUERIERS 2
#define WORLD_PROFILES 2
#define WORLD_BINDINGS 2

#endif /* SAW_FAKE_H */
