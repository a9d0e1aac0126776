/* SPDX-License-Identifier: GPL-2.0 */
/* A host that is a member of a group, its sources, and what was told of them. */
#ifndef _SELFTESTS_MEMBER_H
#define _SELFTESTS_MEMBER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "core/membership.h"

#define SECOND SAW_NSEC_PER_SEC
#define INCLUDE SAWTOOTH_FILTER_MODE_INCLUDE
#define EXCLUDE SAWTOOTH_FILTER_MODE_EXCLUDE
#define IGMPV1 SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV1
#define IGMPV2 SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV2
#define IGMPV3 SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV3
#define MLDV1 SAWTOOTH_MEMBERSHIP_PROTOCOL_MLDV1
#define MLDV2 SAWTOOTH_MEMBERSHIP_PROTOCOL_MLDV2

/* A querier with the timers of the RFCs. */
extern const struct saw_member_timers member_timers;

/* A member, and what was told of its sources: "+a" came, "-a" went. */
struct host {
	struct saw_member member;
	char told[64];
};

/*
 * The host @host, a member from @now on by a record of @type with the sources @names: "a"
 * is 10.0.0.'a', and four have room.
 */
void host_join(struct host *host, enum saw_record type, const char *names, u64 now);

/* The bits of what its record did; what was told is in @host. */
unsigned int host_send(struct host *host, enum saw_record type, const char *names, u64 now);

/* It is asked for @names, or for the group if that is empty. */
void host_ask(struct host *host, const char *names, u64 last_member, u64 now);

unsigned int host_expire(struct host *host, u64 now);

/* Which there is. */
struct saw_source *host_source(struct host *host, char name);

/* Mode and sources, which have no order. */
void assert_host(struct host *host, enum sawtooth_filter_mode mode, const char *names);

/* What the above is made of. @bytes holds four for each of @names. */
struct saw_report record_of(enum saw_record type, const char *names, u8 *bytes);
struct saw_member_watch host_watch(struct host *host);

#endif /* _SELFTESTS_MEMBER_H */
