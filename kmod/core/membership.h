/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A host that is a member of a group on a link: what its reports make of it, and what
 * the queries that it should answer and the time that passes make of it. RFC 9776
 * section 6.4 and RFC 9777 section 7.4, kept for each host on its own.
 *
 * A host that excludes is a member until @until. One that includes is a member as long
 * as it has a source whose time is not over. A host that leaves stays one until the
 * querier has asked whether another is left, as its traffic does.
 *
 * All times are nanoseconds of one clock that never goes back, and SAW_NEVER.
 */
#ifndef _SAW_CORE_MEMBERSHIP_H
#define _SAW_CORE_MEMBERSHIP_H

#include "report.h"

#define SAW_NEVER (~0ULL)

/**
 * struct saw_source - a source that a member includes or excludes
 * @address: IPv4 in the first four bytes
 * @until: when it is included no longer; SAW_NEVER for an excluded one
 * @leaving: the host said that it wants it no longer
 */
struct saw_source {
	u8 address[16];
	u64 until;
	bool leaving;
};

/**
 * struct saw_member - a host in a group on a link
 * @sources: room for @room of them; the owner's memory
 * @joined: time of the report that made it a member
 * @heard: time of its last report
 * @left: time of the report by which it leaves; 0: it does not
 * @until: when its membership is over if nothing more is heard
 * @reports: its reports since it came into the table
 * @joins: how often it joined since then
 * @leaves: how often it left
 * @count: sources in @sources
 * @room: see @sources
 * @mode: enum sawtooth_filter_mode
 * @protocol: enum sawtooth_membership_protocol of its last report
 */
struct saw_member {
	struct saw_source *sources;
	u64 joined;
	u64 heard;
	u64 left;
	u64 until;
	u32 reports;
	u32 joins;
	u32 leaves;
	u16 count;
	u16 room;
	u8 mode;
	u8 protocol;
};

/**
 * struct saw_member_timers - what the querier's timers make of a report
 * @membership: a member is one so long after its last report
 * @last_member: and so long after it left; SAW_NEVER if nobody asks after a leave
 */
struct saw_member_timers {
	u64 membership;
	u64 last_member;
};

/**
 * struct saw_member_watch - who is told of sources that come and go
 * @source: called for each
 * @arg: for it
 */
struct saw_member_watch {
	void (*source)(const u8 *address, bool added, void *arg);
	void *arg;
};

/* What happened to a member. */
#define SAW_MEMBER_MODE 1U	/* includes instead of excludes, or the other way round */
#define SAW_MEMBER_LEAVING 2U	/* said that it leaves */
#define SAW_MEMBER_FULL 4U	/* a source did not fit */
#define SAW_MEMBER_GONE 8U	/* is a member no longer */

/* Does @report make a member of a host that is none? */
bool saw_member_starts(const struct saw_report *report);

/*
 * The host joins at @now: for one that was no member, or was leaving. The counts stay;
 * saw_member_report() with a report that starts comes next.
 */
void saw_member_join(struct saw_member *member, u64 now);

/* The host sent @report at @now; bits of what happened. */
unsigned int saw_member_report(struct saw_member *member, const struct saw_report *report,
			       const struct saw_member_timers *timers, u64 now,
			       const struct saw_member_watch *watch);

/*
 * Its group was asked for by @query at @now, and it has @last_member to answer (RFC 9776
 * section 6.6.1).
 */
void saw_member_query(struct saw_member *member, const struct saw_query *query,
		      u64 last_member, u64 now);

/* It is known by other means to be a member still: what it did not leave begins its time anew. */
void saw_member_renew(struct saw_member *member, const struct saw_member_timers *timers, u64 now);

/* When there is something to do for saw_member_expire(). */
u64 saw_member_due(const struct saw_member *member);

/* It is @now: drop what is over. SAW_MEMBER_GONE or 0. */
unsigned int saw_member_expire(struct saw_member *member, u64 now,
			       const struct saw_member_watch *watch);

/**
 * struct saw_compat - the older versions in a group
 * @until: by version, 1 and 2: a report of it keeps the group compatible with it so long
 */
struct saw_compat {
	u64 until[2];
};

/* A report by @protocol came at @now; it counts for @membership. */
void saw_compat_hear(struct saw_compat *compat, u8 protocol, u64 membership, u64 now);

/*
 * The protocol that a router speaks with the group at @now, of the family of @protocol:
 * RFC 9776 section 7.3.2, RFC 9777 section 8.3.2.
 */
u8 saw_compat_protocol(const struct saw_compat *compat, u8 protocol, u64 now);

/*
 * Is somebody in the group who does not tell routers of a leave? Then they do not ask
 * after the leave of another.
 */
bool saw_compat_silent(const struct saw_compat *compat, u8 protocol, u64 now);

/*
 * A member whose time is over at @now may have kept silent because another one had
 * reported the group (RFC 2236 section 3): then it has the time of that report, and
 * this is true.
 */
bool saw_compat_keeps(const struct saw_compat *compat, struct saw_member *member, u64 now);

#endif /* _SAW_CORE_MEMBERSHIP_H */
