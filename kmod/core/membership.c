// SPDX-License-Identifier: GPL-2.0
#include "membership.h"

/* SAW_NEVER stays what it is. */
static u64 after(u64 now, u64 time)
{
	return time > SAW_NEVER - now ? SAW_NEVER : now + time;
}

static bool same(const struct saw_source *source, const u8 *address, u8 len)
{
	return !memcmp(source->address, address, len);
}

static bool names(const struct saw_report *report, const struct saw_source *source)
{
	unsigned int i;

	for (i = 0; i < report->count; i++)
		if (same(source, report->sources + i * report->address, report->address))
			return true;
	return false;
}

static struct saw_source *find(const struct saw_member *member, const u8 *address, u8 len)
{
	unsigned int i;

	for (i = 0; i < member->count; i++)
		if (same(&member->sources[i], address, len))
			return &member->sources[i];
	return NULL;
}

static void drop(struct saw_member *member, struct saw_source *source,
		 const struct saw_member_watch *watch)
{
	struct saw_source gone = *source;

	*source = member->sources[--member->count];
	watch->source(gone.address, false, watch->arg);
}

/* The sources of @report, each until @until; SAW_MEMBER_FULL if one did not fit. */
static unsigned int add(struct saw_member *member, const struct saw_report *report, u64 until,
			const struct saw_member_watch *watch)
{
	unsigned int full = 0;
	unsigned int i;

	for (i = 0; i < report->count; i++) {
		const u8 *address = report->sources + i * report->address;
		struct saw_source *source = find(member, address, report->address);

		if (!source && member->count == member->room) {
			full = SAW_MEMBER_FULL;
			continue;
		}
		if (!source) {
			source = &member->sources[member->count++];
			memset(source->address, 0, sizeof(source->address));
			memcpy(source->address, address, report->address);
			watch->source(source->address, true, watch->arg);
		}
		source->until = until;
		source->leaving = false;
	}
	return full;
}

/* Those that @report names, or those that it does not, were left at @now. */
static void lower(struct saw_member *member, const struct saw_report *report, bool named,
		  u64 until)
{
	unsigned int i;

	for (i = 0; i < member->count; i++) {
		struct saw_source *source = &member->sources[i];

		if (names(report, source) != named)
			continue;
		source->until = min_t(u64, source->until, until);
		source->leaving = true;
	}
}

static void remove(struct saw_member *member, const struct saw_report *report, bool named,
		   const struct saw_member_watch *watch)
{
	unsigned int i = 0;

	while (i < member->count) {
		if (names(report, &member->sources[i]) == named)
			drop(member, &member->sources[i], watch);
		else
			i++;
	}
}

bool saw_member_starts(const struct saw_report *report)
{
	switch (report->type) {
	case SAW_RECORD_IS_EXCLUDE:
	case SAW_RECORD_TO_EXCLUDE:
		return true;
	case SAW_RECORD_BLOCK:
		return false;
	default:
		return report->count;
	}
}

void saw_member_join(struct saw_member *member, u64 now)
{
	member->joined = now;
	member->left = 0;
	member->joins++;
	member->count = 0;
	member->mode = SAWTOOTH_FILTER_MODE_INCLUDE;
}

static unsigned int set_mode(struct saw_member *member, enum sawtooth_filter_mode mode)
{
	if (member->mode == mode)
		return 0;
	member->mode = mode;
	member->count = 0;
	return SAW_MEMBER_MODE;
}

static unsigned int report_exclude(struct saw_member *member, const struct saw_report *report,
				   const struct saw_member_timers *timers, u64 now,
				   const struct saw_member_watch *watch)
{
	unsigned int what = set_mode(member, SAWTOOTH_FILTER_MODE_EXCLUDE);

	remove(member, report, false, watch);
	member->until = after(now, timers->membership);
	return what | add(member, report, SAW_NEVER, watch);
}

/* Sources in more than one record are all meant: they need not fit one message. */
static unsigned int report_include(struct saw_member *member, const struct saw_report *report,
				   const struct saw_member_timers *timers, u64 now,
				   const struct saw_member_watch *watch)
{
	unsigned int what = set_mode(member, SAWTOOTH_FILTER_MODE_INCLUDE);

	if (report->type == SAW_RECORD_TO_INCLUDE)
		lower(member, report, false, after(now, timers->last_member));
	return what | add(member, report, after(now, timers->membership), watch);
}

static unsigned int report_difference(struct saw_member *member, const struct saw_report *report,
				      const struct saw_member_timers *timers, u64 now,
				      const struct saw_member_watch *watch)
{
	bool wanted = report->type == SAW_RECORD_ALLOW;

	if (member->mode == SAWTOOTH_FILTER_MODE_EXCLUDE) {
		if (!wanted)
			return add(member, report, SAW_NEVER, watch);
		remove(member, report, true, watch);
		return 0;
	}
	if (wanted)
		return add(member, report, after(now, timers->membership), watch);
	lower(member, report, true, after(now, timers->last_member));
	return 0;
}

/* Does a host that includes want any of its sources? */
static bool wants_none(const struct saw_member *member)
{
	unsigned int i;

	for (i = 0; i < member->count; i++)
		if (!member->sources[i].leaving)
			return false;
	return true;
}

static void set_until(struct saw_member *member)
{
	unsigned int i;

	if (member->mode == SAWTOOTH_FILTER_MODE_EXCLUDE)
		return;
	member->until = 0;
	for (i = 0; i < member->count; i++)
		member->until = max_t(u64, member->until, member->sources[i].until);
}

static unsigned int leave(struct saw_member *member, const struct saw_member_timers *timers,
			  u64 now)
{
	u64 until = after(now, timers->last_member);
	unsigned int i;

	member->until = min_t(u64, member->until, until);
	for (i = 0; i < member->count; i++)
		member->sources[i].until = min_t(u64, member->sources[i].until, until);
	member->left = now;
	member->leaves++;
	return SAW_MEMBER_LEAVING;
}

/* To include nothing is to leave; the mode then stays what traffic still sees. */
static bool says_nothing(const struct saw_report *report)
{
	return !report->count && (report->type == SAW_RECORD_TO_INCLUDE ||
				  report->type == SAW_RECORD_IS_INCLUDE);
}

unsigned int saw_member_report(struct saw_member *member, const struct saw_report *report,
			       const struct saw_member_timers *timers, u64 now,
			       const struct saw_member_watch *watch)
{
	unsigned int what;

	member->heard = now;
	member->reports++;
	member->protocol = report->protocol;
	if (member->left)
		return 0;
	if (says_nothing(report)) {
		what = leave(member, timers, now);
	} else if (report->type == SAW_RECORD_IS_EXCLUDE || report->type == SAW_RECORD_TO_EXCLUDE) {
		what = report_exclude(member, report, timers, now, watch);
	} else if (report->type == SAW_RECORD_IS_INCLUDE || report->type == SAW_RECORD_TO_INCLUDE) {
		what = report_include(member, report, timers, now, watch);
	} else {
		what = report_difference(member, report, timers, now, watch);
		if (member->mode == SAWTOOTH_FILTER_MODE_INCLUDE && wants_none(member))
			what |= leave(member, timers, now);
	}
	set_until(member);
	return what;
}

void saw_member_query(struct saw_member *member, const struct saw_query *query,
		      u64 last_member, u64 now)
{
	u64 until = after(now, last_member);
	unsigned int i;

	if (!query->count) {
		/* Of the whole group: asks those who exclude. */
		if (member->mode == SAWTOOTH_FILTER_MODE_EXCLUDE)
			member->until = min_t(u64, member->until, until);
		return;
	}
	if (member->mode == SAWTOOTH_FILTER_MODE_EXCLUDE)
		return;
	for (i = 0; i < query->count; i++) {
		struct saw_source *source = find(member, query->sources + i * query->address,
						 query->address);

		if (source)
			source->until = min_t(u64, source->until, until);
	}
	set_until(member);
}

void saw_member_renew(struct saw_member *member, const struct saw_member_timers *timers, u64 now)
{
	unsigned int i;

	member->until = after(now, timers->membership);
	if (member->mode == SAWTOOTH_FILTER_MODE_EXCLUDE)
		return;
	for (i = 0; i < member->count; i++)
		if (!member->sources[i].leaving)
			member->sources[i].until = member->until;
}

u64 saw_member_due(const struct saw_member *member)
{
	u64 due = member->until;
	unsigned int i;

	for (i = 0; i < member->count; i++)
		due = min_t(u64, due, member->sources[i].until);
	return due;
}

unsigned int saw_member_expire(struct saw_member *member, u64 now,
			       const struct saw_member_watch *watch)
{
	unsigned int i = 0;

	if (member->mode == SAWTOOTH_FILTER_MODE_EXCLUDE)
		return member->until <= now ? SAW_MEMBER_GONE : 0;
	if (member->until <= now)
		return SAW_MEMBER_GONE;
	while (i < member->count) {
		if (member->sources[i].until <= now)
			drop(member, &member->sources[i], watch);
		else
			i++;
	}
	return 0;
}

static bool is_igmp(u8 protocol)
{
	return protocol <= SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV3;
}

/* The protocols of a family begin with its first version. */
static unsigned int version(u8 protocol)
{
	if (is_igmp(protocol))
		return protocol - SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV1 + 1;
	return protocol - SAWTOOTH_MEMBERSHIP_PROTOCOL_MLDV1 + 1;
}

static bool newest(u8 protocol)
{
	return protocol == SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV3 ||
	       protocol == SAWTOOTH_MEMBERSHIP_PROTOCOL_MLDV2;
}

void saw_compat_hear(struct saw_compat *compat, u8 protocol, u64 membership, u64 now)
{
	if (!newest(protocol))
		compat->until[version(protocol) - 1] = after(now, membership);
}

u8 saw_compat_protocol(const struct saw_compat *compat, u8 protocol, u64 now)
{
	bool igmp = is_igmp(protocol);
	u8 first = igmp ? SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV1 : SAWTOOTH_MEMBERSHIP_PROTOCOL_MLDV1;

	if (compat->until[0] > now)
		return first;
	if (compat->until[1] > now)
		return first + 1;
	return igmp ? SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV3 : SAWTOOTH_MEMBERSHIP_PROTOCOL_MLDV2;
}

bool saw_compat_silent(const struct saw_compat *compat, u8 protocol, u64 now)
{
	return is_igmp(protocol) && compat->until[0] > now;
}

bool saw_compat_keeps(const struct saw_compat *compat, struct saw_member *member, u64 now)
{
	u64 until = max_t(u64, compat->until[0], compat->until[1]);

	if (newest(member->protocol) || member->left || until <= now)
		return false;
	member->until = until;
	return true;
}
