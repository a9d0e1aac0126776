// SPDX-License-Identifier: GPL-2.0
/* MLD: RFC 2710, RFC 9777. */
#include "reports.h"
#include "core/mld.h"

#define GROUP "ff0e 0000 0000 0000 0000 0000 1234 5678"
#define GROUP2 "ff3e 0000 0000 0000 0000 0000 0000 beef"
#define SOURCE1 "2001 0db8 0000 0000 0000 0000 0000 0001"
#define SOURCE2 "2001 0db8 0000 0000 0000 0000 0000 0002"

static const u8 group[16] = { 0xff, 0x0e, [12] = 0x12, 0x34, 0x56, 0x78 };
static const u8 group2[16] = { 0xff, 0x3e, [14] = 0xbe, 0xef };
static const u8 host[16] = { 0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0x02, 0x11, 0x22, 0xff, 0xfe, 0x33,
			     0x44, 0x55 };
static const u8 routers[16] = { 0xff, 0x02, [15] = 0x16 };

static int parse_as_is(const u8 *data, size_t len, struct reports *reports)
{
	u8 *copy = malloc(len ? len : 1);
	int told;

	memcpy(copy, data, len);
	told = saw_mld_parse(copy, len, host, routers, reports_add, reports);
	free(copy);
	return told;
}

/* RFC 8200 section 8.1, written out. */
static u16 checksum(const u8 *data, size_t len)
{
	u8 all[0x11000];

	memcpy(all, host, 16);
	memcpy(all + 16, routers, 16);
	memcpy(all + 32, (u8[]) { 0, len >> 16, len >> 8, len, 0, 0, 0, 58 }, 8);
	memcpy(all + 40, data, len);
	return reports_checksum(all, 40 + len, 0);
}

/* Fills in the checksum, if there is room for one. */
static int parse_bytes(const u8 *data, size_t len, struct reports *reports)
{
	u8 message[REPORTS_BYTES];
	u16 sum;

	memcpy(message, data, len);
	memset(reports->list, 0, sizeof(reports->list));
	reports->count = 0;
	if (len >= 4) {
		sum = checksum(message, len);
		message[2] = sum >> 8;
		message[3] = sum & 0xff;
	}
	return parse_as_is(message, len, reports);
}

static int parse(const char *text, struct reports *reports)
{
	u8 message[REPORTS_BYTES];

	return parse_bytes(message, reports_bytes(text, message), reports);
}

static void assert_report(const struct saw_report *report, const u8 *want,
			  enum sawtooth_membership_change change, u32 sources,
			  enum sawtooth_membership_protocol protocol)
{
	assert_memory_equal(report->group, want, 16);
	assert_int_equal(report->change, change);
	assert_int_equal(report->sources, sources);
	assert_int_equal(report->protocol, protocol);
}

static void v1_report(void **state)
{
	struct reports reports = {};

	(void)state;
	assert_int_equal(parse("8300000000000000" GROUP, &reports), 1);
	assert_int_equal(reports.count, 1);
	assert_report(&reports.list[0], group, SAWTOOTH_MEMBERSHIP_CHANGE_JOIN, 0,
		      SAWTOOTH_MEMBERSHIP_PROTOCOL_MLDV1);
}

static void v1_done(void **state)
{
	struct reports reports = {};

	(void)state;
	assert_int_equal(parse("8400000000000000" GROUP, &reports), 1);
	assert_int_equal(reports.count, 1);
	assert_report(&reports.list[0], group, SAWTOOTH_MEMBERSHIP_CHANGE_LEAVE, 0,
		      SAWTOOTH_MEMBERSHIP_PROTOCOL_MLDV1);
}

/* RFC 2710 section 3.7: bytes behind the group are allowed. */
static void v1_report_with_more(void **state)
{
	struct reports reports = {};

	(void)state;
	assert_int_equal(parse("8300000000000000" GROUP "07", &reports), 1);
}

static const char many_records[] =
	"8f000000 00000004\n"
	"04010000" GROUP "aabbccdd\n"
	"06000001" GROUP SOURCE1 "\n"
	"05000002" GROUP2 SOURCE1 SOURCE2 "\n"
	"03000000" GROUP2 "\n"
	"09";

static void v2_report(void **state)
{
	struct reports reports = {};

	(void)state;
	assert_int_equal(parse(many_records, &reports), 3);
	assert_int_equal(reports.count, 3);
	assert_report(&reports.list[0], group, SAWTOOTH_MEMBERSHIP_CHANGE_JOIN, 0,
		      SAWTOOTH_MEMBERSHIP_PROTOCOL_MLDV2);
	assert_report(&reports.list[1], group2, SAWTOOTH_MEMBERSHIP_CHANGE_JOIN, 2,
		      SAWTOOTH_MEMBERSHIP_PROTOCOL_MLDV2);
	assert_report(&reports.list[2], group2, SAWTOOTH_MEMBERSHIP_CHANGE_LEAVE, 0,
		      SAWTOOTH_MEMBERSHIP_PROTOCOL_MLDV2);
}

static void v2_no_records(void **state)
{
	struct reports reports = {};

	(void)state;
	assert_int_equal(parse("8f000000 00000000", &reports), 0);
	assert_int_equal(reports.count, 0);
}

static void stopped(void **state)
{
	struct reports reports = { .stop_after = 2 };

	(void)state;
	assert_int_equal(parse(many_records, &reports), 2);
	assert_int_equal(reports.count, 2);
}

/* Queries, neighbour discovery, echo: whatever is not a report. */
static void other_types(void **state)
{
	struct reports reports = {};

	(void)state;
	for (int type = 0; type < 256; type++) {
		u8 message[24] = { type, [8] = 0xff, 0x0e };

		if (type != 131 && type != 132 && type != 143)
			assert_int_equal(parse_bytes(message, sizeof(message), &reports), 0);
	}
	assert_int_equal(reports.count, 0);
}

/* Cut at each length: nothing is told, nothing is read behind the end. */
static void truncated(void **state)
{
	struct reports reports = {};
	u8 message[REPORTS_BYTES];
	size_t full = reports_bytes(many_records, message);
	size_t len;

	(void)state;
	for (len = 0; len < full - 1; len++)
		assert_int_equal(parse_bytes(message, len, &reports), -1);
	assert_int_equal(reports.count, 0);
	for (; len <= full; len++)
		assert_int_equal(parse_bytes(message, len, &reports), 3);
	full = reports_bytes("83000000 00000000" GROUP, message);
	for (len = 0; len < full; len++)
		assert_int_equal(parse_bytes(message, len, &reports), -1);
	assert_int_equal(reports.count, 0);
}

static void counts_that_lie(void **state)
{
	struct reports reports = {};

	(void)state;
	assert_int_equal(parse("8f0000000000000204000000" GROUP, &reports), -1);
	assert_int_equal(parse("8f0000000000ffff04000000" GROUP, &reports), -1);
	assert_int_equal(parse("8f000000000000010400ffff" GROUP, &reports), -1);
	assert_int_equal(parse("8f0000000000000104ff0000" GROUP, &reports), -1);
	assert_int_equal(reports.count, 0);
}

static void longest(void **state)
{
	static u8 message[0x10000];
	struct reports reports = {};
	u16 sum;

	(void)state;
	memset(message, 0xff, sizeof(message));
	message[0] = 131;
	message[2] = 0;
	message[3] = 0;
	sum = checksum(message, 0xffff);
	message[2] = sum >> 8;
	message[3] = sum & 0xff;
	assert_int_equal(parse_as_is(message, 0xffff, &reports), 1);
	message[2] = 0;
	message[3] = 0;
	sum = checksum(message, 0x10000);
	message[2] = sum >> 8;
	message[3] = sum & 0xff;
	assert_int_equal(parse_as_is(message, 0x10000, &reports), -1);
}

/* Each bit of the message and of both addresses is in the checksum. */
static void wrong_checksum(void **state)
{
	u8 message[24] = { 131, [8] = 0xff, 0x0e, [20] = 0x12, 0x34, 0x56, 0x78 };
	struct reports reports = {};
	u8 from[16];
	u8 to[16];
	u16 sum = checksum(message, sizeof(message));

	(void)state;
	message[2] = sum >> 8;
	message[3] = sum & 0xff;
	memcpy(from, host, 16);
	memcpy(to, routers, 16);
	for (size_t bit = 8; bit < 8 * sizeof(message); bit++) {
		message[bit / 8] ^= 1u << bit % 8;
		assert_int_equal(parse_as_is(message, sizeof(message), &reports), -1);
		message[bit / 8] ^= 1u << bit % 8;
	}
	for (size_t bit = 0; bit < 128; bit++) {
		from[bit / 8] ^= 1u << bit % 8;
		assert_int_equal(saw_mld_parse(message, sizeof(message), from, to, reports_add,
					       &reports), -1);
		from[bit / 8] ^= 1u << bit % 8;
		to[bit / 8] ^= 1u << bit % 8;
		assert_int_equal(saw_mld_parse(message, sizeof(message), from, to, reports_add,
					       &reports), -1);
		to[bit / 8] ^= 1u << bit % 8;
	}
	assert_int_equal(reports.count, 0);
	assert_int_equal(saw_mld_parse(message, sizeof(message), from, to, reports_add, &reports),
			 1);
}

static void not_multicast(void **state)
{
	struct reports reports = {};

	(void)state;
	assert_int_equal(parse("8300000000000000" SOURCE1, &reports), -1);
	assert_int_equal(parse("8f00000000000002 04000000" GROUP "04000000" SOURCE1,
			       &reports), -1);
	assert_int_equal(reports.count, 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(v1_report),
		cmocka_unit_test(v1_done),
		cmocka_unit_test(v1_report_with_more),
		cmocka_unit_test(v2_report),
		cmocka_unit_test(v2_no_records),
		cmocka_unit_test(stopped),
		cmocka_unit_test(other_types),
		cmocka_unit_test(truncated),
		cmocka_unit_test(counts_that_lie),
		cmocka_unit_test(longest),
		cmocka_unit_test(wrong_checksum),
		cmocka_unit_test(not_multicast),
	};

	return cmocka_run_group_tests_name("mld", tests, NULL, NULL);
}
