// SPDX-License-Identifier: GPL-2.0
#include "member.h"

#define ROOM 4

const struct saw_member_timers member_timers = {
	.membership = 260 * SECOND, .last_member = 2 * SECOND,
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

struct saw_member_watch host_watch(struct host *host)
{
	host->told[0] = 0;
	return (struct saw_member_watch) { note, host->told };
}

static u8 *bytes_of(const char *names, u8 *bytes)
{
	for (size_t i = 0; names[i]; i++)
		memcpy(bytes + 4 * i, (u8[]) { 10, 0, 0, names[i] }, 4);
	return bytes;
}

struct saw_report record_of(enum saw_record type, const char *names, u8 *bytes)
{
	return (struct saw_report) {
		.sources = bytes_of(names, bytes), .group = { 239, 1, 2, 3 }, .type = type,
		.count = strlen(names), .address = 4, .protocol = IGMPV3,
	};
}

unsigned int host_send(struct host *host, enum saw_record type, const char *names, u64 now)
{
	const struct saw_member_watch watch = host_watch(host);
	u8 *bytes = malloc(4 * strlen(names) + 1);
	struct saw_report report = record_of(type, names, bytes);
	unsigned int what = saw_member_report(&host->member, &report, &member_timers, now, &watch);

	free(bytes);
	return what;
}

void host_join(struct host *host, enum saw_record type, const char *names, u64 now)
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
	host_send(host, type, names, now);
}

struct saw_source *host_source(struct host *host, char name)
{
	for (unsigned int i = 0; i < host->member.count; i++)
		if (host->member.sources[i].address[3] == (u8)name)
			return &host->member.sources[i];
	fail_msg("no source %c", name);
	return NULL;
}

void assert_host(struct host *host, enum sawtooth_filter_mode mode, const char *names)
{
	assert_int_equal(host->member.mode, mode);
	assert_int_equal(host->member.count, strlen(names));
	for (; *names; names++)
		host_source(host, *names);
}

unsigned int host_expire(struct host *host, u64 now)
{
	const struct saw_member_watch watch = host_watch(host);

	return saw_member_expire(&host->member, now, &watch);
}

void host_ask(struct host *host, const char *names, u64 last_member, u64 now)
{
	u8 *bytes = malloc(4 * strlen(names) + 1);
	struct saw_query query = {
		.sources = bytes_of(names, bytes), .count = strlen(names), .address = 4,
	};

	saw_member_query(&host->member, &query, last_member, now);
	free(bytes);
}
