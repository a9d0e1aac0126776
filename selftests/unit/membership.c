// SPDX-License-Identifier: GPL-2.0
/* A member of a group: RFC 9776 section 6.4, each record in each mode. */
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

#define ROOM 4

static const struct saw_member_timers timers = {
	.membership = 260 * SECOND, .last_member = 2 * SECOND,
};

/* A member, and what was told of its sources: "+a" came, "-a" went. */
struct host {
	struct saw_member member;
	char told[64];
};

/* A block of its own, for the sanitizer. */
static struct saw_source *sources;

static struct saw_source *fresh_sources(void)
{
	free(sources);
	sources = malloc(ROOM * sizeof(*sources));
	memset(sources, 0xff, ROOM * sizeof(*sources));
	return sources;
}

static void note(const u8 *address, bool added, void *arg)
{
	char *told = arg;
	size_t len = strlen(told);

	assert_in_range(len, 0, 60);
	told[len] = added ? '+' : '-';
	told[len + 1] = address[3];
	told[len + 2] = 0;
}

static struct saw_member_watch watch_of(struct host *host)
{
	host->told[0] = 0;
	return (struct saw_member_watch) { note, host->told };
}

/* The source "a" is 10.0.0.'a'. */
static u8 *bytes_of(const char *names, u8 *bytes)
{
	for (size_t i = 0; names[i]; i++)
		memcpy(bytes + 4 * i, (u8[]) { 10, 0, 0, names[i] }, 4);
	return bytes;
}

static struct saw_report report_of(enum saw_record type, const char *names, u8 *bytes)
{
	return (struct saw_report) {
		.sources = bytes_of(names, bytes), .group = { 239, 1, 2, 3 }, .type = type,
		.count = strlen(names), .address = 4, .protocol = IGMPV3,
	};
}

static unsigned int send(struct host *host, enum saw_record type, const char *names, u64 now)
{
	const struct saw_member_watch watch = watch_of(host);
	u8 *bytes = malloc(4 * strlen(names) + 1);
	struct saw_report report = report_of(type, names, bytes);
	unsigned int what = saw_member_report(&host->member, &report, &timers, now, &watch);

	free(bytes);
	return what;
}

static void join(struct host *host, enum saw_record type, const char *names, u64 now)
{
	memset(host, 0, sizeof(*host));
	host->member.sources = fresh_sources();
	host->member.room = ROOM;
	host->member.mode = EXCLUDE;
	host->member.count = 1;
	host->member.left = 1;
	saw_member_join(&host->member, now);
	assert_int_equal(host->member.count, 0);
	assert_int_equal(host->member.left, 0);
	assert_int_equal(host->member.joined, now);
	assert_int_equal(host->member.joins, 1);
	send(host, type, names, now);
}

static struct saw_source *source_of(struct host *host, char name)
{
	for (unsigned int i = 0; i < host->member.count; i++)
		if (host->member.sources[i].address[3] == (u8)name)
			return &host->member.sources[i];
	fail_msg("no source %c", name);
	return NULL;
}

/* Mode and sources, which have no order. */
static void assert_filter(struct host *host, enum sawtooth_filter_mode mode, const char *names)
{
	assert_int_equal(host->member.mode, mode);
	assert_int_equal(host->member.count, strlen(names));
	for (; *names; names++)
		source_of(host, *names);
}

static unsigned int expire(struct host *host, u64 now)
{
	const struct saw_member_watch watch = watch_of(host);

	return saw_member_expire(&host->member, now, &watch);
}

static void starts(void **state)
{
	static const struct {
		bool without;
		bool with;
	} types[] = {
		[SAW_RECORD_IS_INCLUDE] = { false, true },
		[SAW_RECORD_IS_EXCLUDE] = { true, true },
		[SAW_RECORD_TO_INCLUDE] = { false, true },
		[SAW_RECORD_TO_EXCLUDE] = { true, true },
		[SAW_RECORD_ALLOW] = { false, true },
		[SAW_RECORD_BLOCK] = { false, false },
	};
	u8 bytes[64];

	for (int type = SAW_RECORD_IS_INCLUDE; type <= SAW_RECORD_BLOCK; type++) {
		struct saw_report without = report_of(type, "", bytes);
		struct saw_report with = report_of(type, "a", bytes);

		assert_int_equal(saw_member_starts(&without), types[type].without);
		assert_int_equal(saw_member_starts(&with), types[type].with);
	}
}

static void joins(void **state)
{
	struct host host;

	join(&host, SAW_RECORD_IS_EXCLUDE, "", 5);
	assert_filter(&host, EXCLUDE, "");
	assert_int_equal(host.member.until, 5 + 260 * SECOND);
	assert_int_equal(host.member.heard, 5);
	assert_int_equal(host.member.reports, 1);
	assert_int_equal(host.member.protocol, IGMPV3);
	join(&host, SAW_RECORD_TO_EXCLUDE, "ab", 5);
	assert_filter(&host, EXCLUDE, "ab");
	assert_int_equal(source_of(&host, 'a')->until, SAW_NEVER);
	assert_int_equal(saw_member_due(&host.member), 5 + 260 * SECOND);
	for (int type = SAW_RECORD_IS_INCLUDE; type <= SAW_RECORD_ALLOW; type += 2) {
		join(&host, type, "ab", 7);
		assert_filter(&host, INCLUDE, "ab");
		assert_string_equal(host.told, "+a+b");
		assert_int_equal(source_of(&host, 'b')->until, 7 + 260 * SECOND);
		assert_int_equal(host.member.until, 7 + 260 * SECOND);
	}
}

/* Addresses are told and kept with zeros behind those of IPv4. */
static void address(void **state)
{
	static const u8 want[16] = { 10, 0, 0, 'a' };
	struct host host;

	memset(&host, 0, sizeof(host));
	host.member.sources = fresh_sources();
	host.member.room = ROOM;
	saw_member_join(&host.member, 1);
	send(&host, SAW_RECORD_ALLOW, "a", 1);
	assert_memory_equal(host.member.sources[0].address, want, 16);
	assert_false(host.member.sources[0].leaving);
}

static void include_allow(void **state)
{
	struct host host;

	join(&host, SAW_RECORD_ALLOW, "ab", 0);
	assert_int_equal(send(&host, SAW_RECORD_ALLOW, "bc", SECOND), 0);
	assert_filter(&host, INCLUDE, "abc");
	assert_string_equal(host.told, "+c");
	assert_int_equal(source_of(&host, 'a')->until, 260 * SECOND);
	assert_int_equal(source_of(&host, 'b')->until, 261 * SECOND);
	assert_int_equal(host.member.until, 261 * SECOND);
	assert_int_equal(saw_member_due(&host.member), 260 * SECOND);
	assert_int_equal(host.member.reports, 2);
	assert_int_equal(host.member.heard, SECOND);
}

static void include_block(void **state)
{
	struct host host;

	join(&host, SAW_RECORD_ALLOW, "abc", 0);
	assert_int_equal(send(&host, SAW_RECORD_BLOCK, "bx", SECOND), 0);
	assert_filter(&host, INCLUDE, "abc");
	assert_string_equal(host.told, "");
	assert_int_equal(source_of(&host, 'b')->until, 3 * SECOND);
	assert_int_equal(saw_member_due(&host.member), 3 * SECOND);
	assert_int_equal(expire(&host, 3 * SECOND - 1), 0);
	assert_filter(&host, INCLUDE, "abc");
	assert_int_equal(expire(&host, 3 * SECOND), 0);
	assert_filter(&host, INCLUDE, "ac");
	assert_string_equal(host.told, "-b");
	/* wanted again before it is over */
	send(&host, SAW_RECORD_BLOCK, "a", 4 * SECOND);
	send(&host, SAW_RECORD_ALLOW, "a", 5 * SECOND);
	assert_int_equal(source_of(&host, 'a')->until, 265 * SECOND);
	assert_false(source_of(&host, 'a')->leaving);
	/* twice: the first counts */
	send(&host, SAW_RECORD_BLOCK, "a", 6 * SECOND);
	send(&host, SAW_RECORD_BLOCK, "a", 7 * SECOND);
	assert_int_equal(source_of(&host, 'a')->until, 8 * SECOND);
}

/* To want no source any more is to leave. */
static void include_block_all(void **state)
{
	struct host host;

	join(&host, SAW_RECORD_ALLOW, "ab", 0);
	assert_int_equal(send(&host, SAW_RECORD_BLOCK, "a", SECOND), 0);
	assert_int_equal(send(&host, SAW_RECORD_BLOCK, "b", 2 * SECOND), SAW_MEMBER_LEAVING);
	assert_int_equal(host.member.left, 2 * SECOND);
	assert_int_equal(host.member.leaves, 1);
	assert_int_equal(host.member.until, 4 * SECOND);
	assert_int_equal(expire(&host, 3 * SECOND), 0);
	assert_filter(&host, INCLUDE, "b");
	assert_int_equal(expire(&host, 4 * SECOND), SAW_MEMBER_GONE);
	assert_string_equal(host.told, "");
}

static void include_to_include(void **state)
{
	struct host host;

	join(&host, SAW_RECORD_ALLOW, "ab", 0);
	assert_int_equal(send(&host, SAW_RECORD_TO_INCLUDE, "bc", SECOND), 0);
	assert_filter(&host, INCLUDE, "abc");
	assert_int_equal(source_of(&host, 'a')->until, 3 * SECOND);
	assert_true(source_of(&host, 'a')->leaving);
	assert_int_equal(source_of(&host, 'b')->until, 261 * SECOND);
	assert_int_equal(source_of(&host, 'c')->until, 261 * SECOND);
	assert_int_equal(send(&host, SAW_RECORD_TO_INCLUDE, "", 2 * SECOND), SAW_MEMBER_LEAVING);
	assert_int_equal(host.member.until, 4 * SECOND);
	assert_int_equal(source_of(&host, 'a')->until, 3 * SECOND);
}

/* The sources of an answer may come in more than one record. */
static void include_is_include(void **state)
{
	struct host host;

	join(&host, SAW_RECORD_ALLOW, "ab", 0);
	assert_int_equal(send(&host, SAW_RECORD_IS_INCLUDE, "b", SECOND), 0);
	assert_int_equal(send(&host, SAW_RECORD_IS_INCLUDE, "c", SECOND), 0);
	assert_filter(&host, INCLUDE, "abc");
	assert_int_equal(source_of(&host, 'a')->until, 260 * SECOND);
	assert_int_equal(source_of(&host, 'b')->until, 261 * SECOND);
	assert_int_equal(send(&host, SAW_RECORD_IS_INCLUDE, "", 2 * SECOND), SAW_MEMBER_LEAVING);
}

static void include_exclude(void **state)
{
	struct host host;

	for (int type = SAW_RECORD_IS_EXCLUDE; type <= SAW_RECORD_TO_EXCLUDE; type += 2) {
		join(&host, SAW_RECORD_ALLOW, "ab", 0);
		assert_int_equal(send(&host, type, "bc", SECOND), SAW_MEMBER_MODE);
		assert_filter(&host, EXCLUDE, "bc");
		assert_string_equal(host.told, "+b+c");
		assert_int_equal(host.member.until, 261 * SECOND);
		assert_int_equal(source_of(&host, 'b')->until, SAW_NEVER);
	}
}

static void exclude_exclude(void **state)
{
	struct host host;

	for (int type = SAW_RECORD_IS_EXCLUDE; type <= SAW_RECORD_TO_EXCLUDE; type += 2) {
		join(&host, SAW_RECORD_TO_EXCLUDE, "ab", 0);
		assert_int_equal(send(&host, type, "bc", SECOND), 0);
		assert_filter(&host, EXCLUDE, "bc");
		assert_string_equal(host.told, "-a+c");
		assert_int_equal(host.member.until, 261 * SECOND);
	}
}

static void exclude_include(void **state)
{
	struct host host;

	for (int type = SAW_RECORD_IS_INCLUDE; type <= SAW_RECORD_TO_INCLUDE; type += 2) {
		join(&host, SAW_RECORD_TO_EXCLUDE, "ab", 0);
		assert_int_equal(send(&host, type, "bc", SECOND), SAW_MEMBER_MODE);
		assert_filter(&host, INCLUDE, "bc");
		assert_string_equal(host.told, "+b+c");
		assert_int_equal(host.member.until, 261 * SECOND);
		assert_int_equal(saw_member_due(&host.member), 261 * SECOND);
	}
}

static void exclude_differences(void **state)
{
	struct host host;

	join(&host, SAW_RECORD_TO_EXCLUDE, "ab", 0);
	assert_int_equal(send(&host, SAW_RECORD_ALLOW, "bx", SECOND), 0);
	assert_filter(&host, EXCLUDE, "a");
	assert_string_equal(host.told, "-b");
	assert_int_equal(send(&host, SAW_RECORD_BLOCK, "ac", 2 * SECOND), 0);
	assert_filter(&host, EXCLUDE, "ac");
	assert_string_equal(host.told, "+c");
	assert_int_equal(source_of(&host, 'c')->until, SAW_NEVER);
	/* no sign that it is still there: RFC 9776 section 6.4.2 */
	assert_int_equal(host.member.until, 260 * SECOND);
	assert_int_equal(send(&host, SAW_RECORD_ALLOW, "ac", 3 * SECOND), 0);
	assert_filter(&host, EXCLUDE, "");
}

static void exclude_leave(void **state)
{
	struct host host;

	for (int type = SAW_RECORD_IS_INCLUDE; type <= SAW_RECORD_TO_INCLUDE; type += 2) {
		join(&host, SAW_RECORD_TO_EXCLUDE, "a", 0);
		assert_int_equal(send(&host, type, "", SECOND), SAW_MEMBER_LEAVING);
		assert_filter(&host, EXCLUDE, "a");
		assert_int_equal(host.member.left, SECOND);
		assert_int_equal(host.member.leaves, 1);
		assert_int_equal(saw_member_due(&host.member), 3 * SECOND);
		/* said again: the first counts */
		assert_int_equal(send(&host, type, "", 2 * SECOND), 0);
		assert_int_equal(host.member.left, SECOND);
		assert_int_equal(host.member.leaves, 1);
		assert_int_equal(host.member.reports, 3);
		assert_int_equal(expire(&host, 3 * SECOND - 1), 0);
		assert_int_equal(expire(&host, 3 * SECOND), SAW_MEMBER_GONE);
	}
}

/* Nobody asks: it stays until its time is over. */
static void leave_unasked(void **state)
{
	static const struct saw_member_timers silent = { 260 * SECOND, SAW_NEVER };
	struct host host;
	struct saw_member_watch watch;
	u8 bytes[64];
	struct saw_report leave = report_of(SAW_RECORD_TO_INCLUDE, "", bytes);

	join(&host, SAW_RECORD_TO_EXCLUDE, "", 0);
	watch = watch_of(&host);
	assert_int_equal(saw_member_report(&host.member, &leave, &silent, SECOND, &watch),
			 SAW_MEMBER_LEAVING);
	assert_int_equal(host.member.until, 260 * SECOND);
	join(&host, SAW_RECORD_ALLOW, "a", 0);
	saw_member_report(&host.member, &leave, &silent, SECOND, &watch);
	assert_int_equal(host.member.until, 260 * SECOND);
}

static void full(void **state)
{
	struct host host;

	join(&host, SAW_RECORD_ALLOW, "abcd", 0);
	assert_int_equal(send(&host, SAW_RECORD_ALLOW, "a", SECOND), 0);
	assert_int_equal(send(&host, SAW_RECORD_ALLOW, "eb", SECOND), SAW_MEMBER_FULL);
	assert_filter(&host, INCLUDE, "abcd");
	assert_int_equal(source_of(&host, 'b')->until, 261 * SECOND);
	assert_int_equal(send(&host, SAW_RECORD_TO_EXCLUDE, "abcde", SECOND),
			 SAW_MEMBER_FULL | SAW_MEMBER_MODE);
	assert_filter(&host, EXCLUDE, "abcd");
	assert_int_equal(send(&host, SAW_RECORD_BLOCK, "f", SECOND), SAW_MEMBER_FULL);
}

static void ask(struct host *host, const char *names, u64 last_member, u64 now);

/* Nothing is looked at behind the last source. */
static void full_of_sources(void **state)
{
	struct host host;

	join(&host, SAW_RECORD_ALLOW, "abcd", 0);
	send(&host, SAW_RECORD_BLOCK, "b", SECOND);
	assert_int_equal(host.member.left, 0);
	ask(&host, "dx", SECOND, SECOND);
	saw_member_renew(&host.member, &timers, 2 * SECOND);
	assert_int_equal(source_of(&host, 'a')->until, 262 * SECOND);
	assert_int_equal(source_of(&host, 'd')->until, 262 * SECOND);
	assert_int_equal(saw_member_due(&host.member), 3 * SECOND);
	assert_int_equal(expire(&host, 2 * SECOND), 0);
	assert_int_equal(send(&host, SAW_RECORD_IS_INCLUDE, "", 2 * SECOND), SAW_MEMBER_LEAVING);
	/* the first is still wanted */
	join(&host, SAW_RECORD_ALLOW, "ab", 0);
	assert_int_equal(send(&host, SAW_RECORD_BLOCK, "b", SECOND), 0);
}

static void ask(struct host *host, const char *names, u64 last_member, u64 now)
{
	u8 *bytes = malloc(4 * strlen(names) + 1);
	struct saw_query query = {
		.sources = bytes_of(names, bytes), .count = strlen(names), .address = 4,
	};

	saw_member_query(&host->member, &query, last_member, now);
	free(bytes);
}

static void query_group(void **state)
{
	struct host host;

	join(&host, SAW_RECORD_TO_EXCLUDE, "a", 0);
	ask(&host, "", 2 * SECOND, 10 * SECOND);
	assert_int_equal(saw_member_due(&host.member), 12 * SECOND);
	ask(&host, "", 2 * SECOND, 11 * SECOND);
	assert_int_equal(saw_member_due(&host.member), 12 * SECOND);
	send(&host, SAW_RECORD_IS_EXCLUDE, "a", 11 * SECOND);
	assert_int_equal(saw_member_due(&host.member), 271 * SECOND);
	assert_int_equal(host.member.left, 0);
	/* its sources are not asked for */
	join(&host, SAW_RECORD_ALLOW, "a", 0);
	ask(&host, "", 2 * SECOND, 10 * SECOND);
	assert_int_equal(saw_member_due(&host.member), 260 * SECOND);
}

static void query_sources(void **state)
{
	struct host host;

	join(&host, SAW_RECORD_ALLOW, "abc", 0);
	ask(&host, "xbc", 2 * SECOND, 10 * SECOND);
	assert_int_equal(source_of(&host, 'a')->until, 260 * SECOND);
	assert_int_equal(source_of(&host, 'b')->until, 12 * SECOND);
	assert_int_equal(source_of(&host, 'c')->until, 12 * SECOND);
	assert_int_equal(host.member.until, 260 * SECOND);
	send(&host, SAW_RECORD_IS_INCLUDE, "b", 11 * SECOND);
	assert_int_equal(expire(&host, 12 * SECOND), 0);
	assert_filter(&host, INCLUDE, "ab");
	ask(&host, "ab", SECOND, 20 * SECOND);
	assert_int_equal(host.member.until, 21 * SECOND);
	assert_int_equal(expire(&host, 21 * SECOND), SAW_MEMBER_GONE);
	/* who excludes wants the others, whoever asks for these */
	join(&host, SAW_RECORD_TO_EXCLUDE, "a", 0);
	ask(&host, "a", 2 * SECOND, 10 * SECOND);
	assert_int_equal(saw_member_due(&host.member), 260 * SECOND);
	assert_int_equal(source_of(&host, 'a')->until, SAW_NEVER);
}

static void expires(void **state)
{
	struct host host;

	join(&host, SAW_RECORD_TO_EXCLUDE, "a", 0);
	assert_int_equal(expire(&host, 260 * SECOND - 1), 0);
	assert_int_equal(expire(&host, 260 * SECOND), SAW_MEMBER_GONE);
	join(&host, SAW_RECORD_ALLOW, "a", 0);
	send(&host, SAW_RECORD_ALLOW, "bc", SECOND);
	assert_int_equal(expire(&host, 260 * SECOND), 0);
	assert_filter(&host, INCLUDE, "bc");
	assert_string_equal(host.told, "-a");
	assert_int_equal(expire(&host, 261 * SECOND), SAW_MEMBER_GONE);
}

static void renews(void **state)
{
	struct host host;

	join(&host, SAW_RECORD_TO_EXCLUDE, "a", 0);
	saw_member_renew(&host.member, &timers, 100 * SECOND);
	assert_int_equal(saw_member_due(&host.member), 360 * SECOND);
	assert_int_equal(source_of(&host, 'a')->until, SAW_NEVER);
	join(&host, SAW_RECORD_ALLOW, "ab", 0);
	send(&host, SAW_RECORD_BLOCK, "a", SECOND);
	saw_member_renew(&host.member, &timers, 2 * SECOND);
	assert_int_equal(source_of(&host, 'a')->until, 3 * SECOND);
	assert_int_equal(source_of(&host, 'b')->until, 262 * SECOND);
	assert_int_equal(host.member.until, 262 * SECOND);
}

/* Without sources there is nothing to wait for. */
static void never_due(void **state)
{
	struct saw_member member = { .mode = INCLUDE };

	assert_int_equal(saw_member_due(&member), SAW_NEVER);
}

static void compat_igmp(void **state)
{
	struct saw_compat compat = {};

	assert_int_equal(saw_compat_protocol(&compat, IGMPV2, 1), IGMPV3);
	saw_compat_hear(&compat, IGMPV3, 100, 1);
	assert_int_equal(saw_compat_protocol(&compat, IGMPV1, 1), IGMPV3);
	saw_compat_hear(&compat, IGMPV2, 100, 10);
	assert_int_equal(saw_compat_protocol(&compat, IGMPV3, 109), IGMPV2);
	assert_int_equal(saw_compat_protocol(&compat, IGMPV3, 110), IGMPV3);
	assert_false(saw_compat_silent(&compat, IGMPV2, 11));
	saw_compat_hear(&compat, IGMPV1, 10, 11);
	assert_int_equal(saw_compat_protocol(&compat, IGMPV3, 20), IGMPV1);
	assert_int_equal(saw_compat_protocol(&compat, IGMPV3, 21), IGMPV2);
	assert_true(saw_compat_silent(&compat, IGMPV3, 20));
	assert_false(saw_compat_silent(&compat, IGMPV3, 21));
	assert_int_equal(compat.until[1], 110);
	saw_compat_hear(&compat, IGMPV1, SAW_NEVER, 30);
	assert_int_equal(compat.until[0], SAW_NEVER);
}

static void compat_mld(void **state)
{
	struct saw_compat compat = {};

	assert_int_equal(saw_compat_protocol(&compat, MLDV1, 1), MLDV2);
	saw_compat_hear(&compat, MLDV2, 100, 1);
	assert_int_equal(saw_compat_protocol(&compat, MLDV1, 1), MLDV2);
	saw_compat_hear(&compat, MLDV1, 100, 1);
	assert_int_equal(saw_compat_protocol(&compat, MLDV2, 100), MLDV1);
	assert_int_equal(saw_compat_protocol(&compat, MLDV2, 101), MLDV2);
	/* every version of MLD has a message for it */
	assert_false(saw_compat_silent(&compat, MLDV1, 100));
	assert_false(saw_compat_silent(&compat, MLDV2, 100));
}

/* One of many reports; the others keep silent and stay. */
static void suppressed(void **state)
{
	struct saw_compat compat = {};
	struct host host;

	join(&host, SAW_RECORD_IS_EXCLUDE, "", 0);
	host.member.protocol = IGMPV2;
	assert_false(saw_compat_keeps(&compat, &host.member, 260 * SECOND));
	saw_compat_hear(&compat, IGMPV2, 260 * SECOND, 100 * SECOND);
	assert_true(saw_compat_keeps(&compat, &host.member, 260 * SECOND));
	assert_int_equal(host.member.until, 360 * SECOND);
	assert_false(saw_compat_keeps(&compat, &host.member, 360 * SECOND));
	assert_true(saw_compat_keeps(&compat, &host.member, 360 * SECOND - 1));
	host.member.protocol = IGMPV1;
	saw_compat_hear(&compat, IGMPV1, 260 * SECOND, 200 * SECOND);
	assert_true(saw_compat_keeps(&compat, &host.member, 360 * SECOND));
	assert_int_equal(host.member.until, 460 * SECOND);
	/* nobody speaks for who said that he leaves, or who always answers himself */
	host.member.left = 1;
	assert_false(saw_compat_keeps(&compat, &host.member, 360 * SECOND));
	host.member.left = 0;
	host.member.protocol = IGMPV3;
	assert_false(saw_compat_keeps(&compat, &host.member, 360 * SECOND));
	host.member.protocol = MLDV2;
	assert_false(saw_compat_keeps(&compat, &host.member, 360 * SECOND));
	host.member.protocol = MLDV1;
	assert_true(saw_compat_keeps(&compat, &host.member, 360 * SECOND));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(starts),
		cmocka_unit_test(joins),
		cmocka_unit_test(address),
		cmocka_unit_test(include_allow),
		cmocka_unit_test(include_block),
		cmocka_unit_test(include_block_all),
		cmocka_unit_test(include_to_include),
		cmocka_unit_test(include_is_include),
		cmocka_unit_test(include_exclude),
		cmocka_unit_test(exclude_exclude),
		cmocka_unit_test(exclude_include),
		cmocka_unit_test(exclude_differences),
		cmocka_unit_test(exclude_leave),
		cmocka_unit_test(leave_unasked),
		cmocka_unit_test(full),
		cmocka_unit_test(full_of_sources),
		cmocka_unit_test(query_group),
		cmocka_unit_test(query_sources),
		cmocka_unit_test(expires),
		cmocka_unit_test(renews),
		cmocka_unit_test(never_due),
		cmocka_unit_test(compat_igmp),
		cmocka_unit_test(compat_mld),
		cmocka_unit_test(suppressed),
	};

	return cmocka_run_group_tests_name("membership", tests, NULL, NULL);
}
