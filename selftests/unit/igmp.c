// SPDX-License-Identifier: GPL-2.0
/* IGMP: RFC 1112, RFC 2236, RFC 9776. */
#include "reports.h"
#include "core/igmp.h"

#define GROUP "ef010203"
#define GROUP2 "e8090807"

static const u8 group[] = { 239, 1, 2, 3 };
static const u8 group2[] = { 232, 9, 8, 7 };

static int parse_as_is(const u8 *data, size_t len, struct reports *reports)
{
	u8 *copy = malloc(len ? len : 1);
	int told;

	memcpy(copy, data, len);
	told = saw_igmp_parse(copy, len, reports_add, reports);
	free(copy);
	return told;
}

/* Fills in the checksum, if there is room for one. */
static int parse_bytes(const u8 *data, size_t len, struct reports *reports)
{
	u8 message[REPORTS_BYTES];
	u16 check;

	memcpy(message, data, len);
	memset(reports->list, 0, sizeof(reports->list));
	reports->count = 0;
	if (len >= 4) {
		check = reports_checksum(message, len, 0);
		message[2] = check >> 8;
		message[3] = check & 0xff;
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
	static const u8 zero[12];

	assert_memory_equal(report->group, want, 4);
	assert_memory_equal(report->group + 4, zero, 12);
	assert_int_equal(report->change, change);
	assert_int_equal(report->sources, sources);
	assert_int_equal(report->protocol, protocol);
}

static void assert_single(const char *message, enum sawtooth_membership_change change,
			  enum sawtooth_membership_protocol protocol)
{
	struct reports reports = {};

	assert_int_equal(parse(message, &reports), 1);
	assert_int_equal(reports.count, 1);
	assert_report(&reports.list[0], group, change, 0, protocol);
}

static void v1_report(void **state)
{
	(void)state;
	assert_single("12000000" GROUP, SAWTOOTH_MEMBERSHIP_CHANGE_JOIN,
		      SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV1);
}

static void v2_report(void **state)
{
	(void)state;
	assert_single("16000000" GROUP, SAWTOOTH_MEMBERSHIP_CHANGE_JOIN,
		      SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV2);
}

static void v2_leave(void **state)
{
	(void)state;
	assert_single("17000000" GROUP, SAWTOOTH_MEMBERSHIP_CHANGE_LEAVE,
		      SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV2);
}

/* RFC 2236 section 2.5: what follows the eight bytes is in the checksum only. */
static void v2_report_with_more(void **state)
{
	struct reports reports = {};

	(void)state;
	assert_int_equal(parse("16000000" GROUP "010203", &reports), 1);
	assert_int_equal(parse("16000000" GROUP "01020304", &reports), 1);
}

static void query(void **state)
{
	struct reports reports = {};

	(void)state;
	assert_int_equal(parse("1164000000000000", &reports), 0);
	assert_int_equal(parse("11640000" GROUP "027d0000", &reports), 0);
	assert_int_equal(reports.count, 0);
}

static void other_types(void **state)
{
	struct reports reports = {};

	(void)state;
	for (int type = 0; type < 256; type++) {
		bool report = type == 0x12 || type == 0x16 || type == 0x17 || type == 0x22;
		u8 message[] = { type, 0, 0, 0, 239, 1, 2, 3 };

		if (!report)
			assert_int_equal(parse_bytes(message, sizeof(message), &reports), 0);
	}
	assert_int_equal(reports.count, 0);
}

/* One record of each type, without and with a source. */
static void v3_record_types(void **state)
{
	enum { NOTHING = -1, JOIN = SAWTOOTH_MEMBERSHIP_CHANGE_JOIN,
	       LEAVE = SAWTOOTH_MEMBERSHIP_CHANGE_LEAVE };
	static const struct {
		int without;
		int with;
		u32 sources;
	} types[] = {
		[0] = { NOTHING, NOTHING },
		[1] = { LEAVE, JOIN, 1 },	/* MODE_IS_INCLUDE */
		[2] = { JOIN, JOIN, 0 },	/* MODE_IS_EXCLUDE */
		[3] = { LEAVE, JOIN, 1 },	/* CHANGE_TO_INCLUDE */
		[4] = { JOIN, JOIN, 0 },	/* CHANGE_TO_EXCLUDE */
		[5] = { NOTHING, JOIN, 1 },	/* ALLOW_NEW_SOURCES */
		[6] = { NOTHING, NOTHING },	/* BLOCK_OLD_SOURCES */
		[7] = { NOTHING, NOTHING },
		[255] = { NOTHING, NOTHING },
	};

	(void)state;
	for (size_t type = 0; type < ARRAY_SIZE(types); type++) {
		int without = type < 8 ? types[type].without : NOTHING;
		int with = type < 8 ? types[type].with : NOTHING;
		struct reports reports = {};
		u8 message[REPORTS_BYTES];

		reports_bytes("22000000 00000001 00000000" GROUP, message);
		message[8] = type;
		assert_int_equal(parse_bytes(message, 16, &reports), without != NOTHING);
		if (without != NOTHING)
			assert_report(&reports.list[0], group, without, 0,
				      SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV3);
		reports_bytes("22000000 00000001 00000001" GROUP "0a000001", message);
		message[8] = type;
		assert_int_equal(parse_bytes(message, 20, &reports), with != NOTHING);
		assert_int_equal(reports.count, with != NOTHING);
		if (with != NOTHING)
			assert_report(&reports.list[0], group, with, types[type].sources,
				      SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV3);
	}
}

/* Records of different lengths, with auxiliary data, one passed over, and bytes behind. */
static const char many_records[] =
	"22000000 00000004\n"
	"04010000" GROUP "aabbccdd\n"
	"06000001" GROUP "0a000001\n"
	"05020003" GROUP2 "0a000001 0a000002 0a000003 0102030405060708\n"
	"03000000" GROUP2 "\n"
	"090909";

static void v3_many_records(void **state)
{
	struct reports reports = {};

	(void)state;
	assert_int_equal(parse(many_records, &reports), 3);
	assert_int_equal(reports.count, 3);
	assert_report(&reports.list[0], group, SAWTOOTH_MEMBERSHIP_CHANGE_JOIN, 0,
		      SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV3);
	assert_report(&reports.list[1], group2, SAWTOOTH_MEMBERSHIP_CHANGE_JOIN, 3,
		      SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV3);
	assert_report(&reports.list[2], group2, SAWTOOTH_MEMBERSHIP_CHANGE_LEAVE, 0,
		      SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV3);
}

static void v3_no_records(void **state)
{
	struct reports reports = {};

	(void)state;
	assert_int_equal(parse("2200000000000000", &reports), 0);
	assert_int_equal(reports.count, 0);
}

static void stopped(void **state)
{
	struct reports reports = { .stop_after = 1 };

	(void)state;
	assert_int_equal(parse(many_records, &reports), 1);
	assert_int_equal(reports.count, 1);
	reports.stop_after = 2;
	assert_int_equal(parse(many_records, &reports), 2);
	assert_int_equal(reports.count, 2);
	assert_int_equal(parse("16000000" GROUP, &reports), 1);
}

/* Cut at each length: nothing is told, nothing is read behind the end. */
static void truncated(void **state)
{
	struct reports reports = {};
	u8 message[REPORTS_BYTES];
	size_t full = reports_bytes(many_records, message);
	size_t len;

	(void)state;
	for (len = 0; len < full - 3; len++)
		assert_int_equal(parse_bytes(message, len, &reports), -1);
	assert_int_equal(reports.count, 0);
	for (; len <= full; len++)
		assert_int_equal(parse_bytes(message, len, &reports), 3);
	full = reports_bytes("16000000" GROUP, message);
	for (len = 0; len < full; len++)
		assert_int_equal(parse_bytes(message, len, &reports), -1);
	assert_int_equal(reports.count, 0);
}

/* More records than there are, and more sources than fit. */
static void counts_that_lie(void **state)
{
	struct reports reports = {};

	(void)state;
	assert_int_equal(parse("220000000000000204000000" GROUP, &reports), -1);
	assert_int_equal(parse("220000000000ffff04000000" GROUP, &reports), -1);
	assert_int_equal(parse("22000000000000010400ffff" GROUP, &reports), -1);
	assert_int_equal(parse("220000000000000104000100" GROUP "0a000001", &reports), -1);
	assert_int_equal(parse("220000000000000104ff0000" GROUP, &reports), -1);
	assert_int_equal(reports.count, 0);
}

static void longest(void **state)
{
	static u8 message[0x10000];
	struct reports reports = {};
	u16 check;

	(void)state;
	memset(message, 0xff, sizeof(message));
	message[0] = 0x16;
	message[2] = 0;
	message[3] = 0;
	message[4] = 239;
	check = reports_checksum(message, 0xffff, 0);
	message[2] = check >> 8;
	message[3] = check & 0xff;
	assert_int_equal(parse_as_is(message, 0xffff, &reports), 1);
	message[2] = 0;
	message[3] = 0;
	check = reports_checksum(message, 0x10000, 0);
	message[2] = check >> 8;
	message[3] = check & 0xff;
	assert_int_equal(parse_as_is(message, 0x10000, &reports), -1);
}

/* Each bit of a message is in the checksum. */
static void wrong_checksum(void **state)
{
	u8 message[] = { 0x16, 0, 0xf8, 0xfa, 239, 1, 2, 3 };
	struct reports reports = {};

	(void)state;
	assert_int_equal(parse_as_is(message, sizeof(message), &reports), 1);
	reports.count = 0;
	for (size_t bit = 8; bit < 8 * sizeof(message); bit++) {
		message[bit / 8] ^= 1u << bit % 8;
		assert_int_equal(parse_as_is(message, sizeof(message), &reports), -1);
		message[bit / 8] ^= 1u << bit % 8;
	}
	assert_int_equal(reports.count, 0);
}

/* RFC 1071: a carry is added, and so is the carry of that; an odd byte is the high one. */
static void sum(void **state)
{
	const u8 bytes[] = { 0xff, 0xff, 0x12, 0x34, 0x56 };

	(void)state;
	assert_int_equal(saw_report_sum(bytes, 0, 0x1ffff), 1);
	assert_int_equal(saw_report_sum(bytes, 0, 0xffffffff), 0xffff);
	assert_int_equal(saw_report_sum(bytes, 1, 0), 0xff00);
	assert_int_equal(saw_report_sum(bytes, 2, 1), 1);
	assert_int_equal(saw_report_sum(bytes + 2, 3, 0), 0x6834);
}

/* From 224.0.0.0 to 239.255.255.255. */
static void not_multicast(void **state)
{
	struct reports reports = {};

	(void)state;
	for (int first = 0; first < 256; first++) {
		bool multicast = first >= 224 && first <= 239;
		u8 v2[] = { 0x16, 0, 0, 0, first, 2, 3, 4 };
		u8 v3[] = { 0x22, 0, 0, 0, 0, 0, 0, 2, 4, 0, 0, 0, 239, 1, 2, 3,
			    4, 0, 0, 0, first, 2, 3, 4 };

		assert_int_equal(parse_bytes(v2, sizeof(v2), &reports), multicast ? 1 : -1);
		assert_int_equal(reports.count, multicast);
		assert_int_equal(parse_bytes(v3, sizeof(v3), &reports), multicast ? 2 : -1);
		assert_int_equal(reports.count, multicast ? 2 : 0);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(v1_report),
		cmocka_unit_test(v2_report),
		cmocka_unit_test(v2_leave),
		cmocka_unit_test(v2_report_with_more),
		cmocka_unit_test(query),
		cmocka_unit_test(other_types),
		cmocka_unit_test(v3_record_types),
		cmocka_unit_test(v3_many_records),
		cmocka_unit_test(v3_no_records),
		cmocka_unit_test(stopped),
		cmocka_unit_test(truncated),
		cmocka_unit_test(counts_that_lie),
		cmocka_unit_test(longest),
		cmocka_unit_test(wrong_checksum),
		cmocka_unit_test(sum),
		cmocka_unit_test(not_multicast),
	};

	return cmocka_run_group_tests_name("igmp", tests, NULL, NULL);
}
