/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the parsers of IGMP and MLD told, and packets to be told of. Each packet is
 * parsed in a block of exactly its length, so that the sanitizer notices one byte
 * read too much.
 */
#ifndef _SELFTESTS_REPORTS_H
#define _SELFTESTS_REPORTS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "core/report.h"

#define REPORTS_MAX 16
#define REPORTS_BYTES 512

struct reports {
	struct saw_report list[REPORTS_MAX];
	u8 sources[REPORTS_MAX][64];		/* the first of each */
	struct saw_query query;
	unsigned int count;
	unsigned int queries;
	unsigned int stop_after;	/* 0: never */
};

static inline void reports_keep(u8 *to, const u8 *sources, unsigned int count, u8 address)
{
	size_t len = (size_t)count * address;

	memcpy(to, sources, len < 64 ? len : 64);
}

static inline bool reports_add(const struct saw_report *report, void *arg)
{
	struct reports *reports = arg;

	assert_in_range(reports->count, 0, REPORTS_MAX - 1);
	if (report->count)
		reports_keep(reports->sources[reports->count], report->sources, report->count,
			     report->address);
	reports->list[reports->count++] = *report;
	return reports->count != reports->stop_after;
}

static inline void reports_query(const struct saw_query *query, void *arg)
{
	struct reports *reports = arg;

	if (query->count)
		reports_keep(reports->sources[0], query->sources, query->count, query->address);
	reports->query = *query;
	reports->queries++;
}

static inline struct saw_sink reports_sink(struct reports *reports)
{
	return (struct saw_sink) { reports_add, reports_query, reports };
}

/* Messages are written as hexadecimal text; white space is for the reader. Returns the length. */
static inline size_t reports_bytes(const char *text, u8 *bytes)
{
	size_t digits = 0;

	memset(bytes, 0, REPORTS_BYTES);
	for (; *text; text++) {
		static const char hex[] = "0123456789abcdef";
		const char *digit = strchr(hex, *text);

		if (*text == ' ' || *text == '\n')
			continue;
		assert_non_null(digit);
		assert_in_range(digits, 0, 2 * REPORTS_BYTES - 1);
		bytes[digits / 2] |= (digit - hex) << (digits % 2 ? 0 : 4);
		digits++;
	}
	assert_int_equal(digits % 2, 0);
	return digits / 2;
}

/* The complement that makes the sum over @len bytes at @data, and @sum, right. */
static inline u16 reports_checksum(const u8 *data, size_t len, u32 sum)
{
	for (size_t i = 0; i < len; i++)
		sum += (u32)data[i] << (i % 2 ? 0 : 8);
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return ~sum;
}

#endif /* _SELFTESTS_REPORTS_H */
