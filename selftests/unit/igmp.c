// SPDX-License-Identifier: GPL-2.0
/* IGMP: RFC 1112, RFC 2236, RFC 9776. */
#include "reports.h"
#include "core/igmp.h"

#define GROUP "ef010203"
#define GROUP2 "e8090807"
#define SOURCE1 "0a000001"
#define SOURCE2 "0a000002"

/* From 192.0.2.9 to 224.0.0.22, with the router alert. */
static const u8 ip_header[] = {
	0x46, 0xc0, 0, 0, 0, 0, 0x40, 0, 1, 2, 0, 0, 192, 0, 2, 9, 224, 0, 0, 22, 0x94, 4, 0, 0
};

static const u8 group[] = { 239, 1, 2, 3 };
static const u8 group2[] = { 232, 9, 8, 7 };
static const u8 zero[16];

static int parse_as_is(const u8 *packet, size_t len, struct reports *reports)
{
	const struct saw_sink sink = reports_sink(reports);
	u8 *copy = malloc(len ? len : 1);
	int told;

	memcpy(copy, packet, len);
	memset(reports->list, 0, sizeof(reports->list));
	reports->count = 0;
	reports->queries = 0;
	told = saw_igmp_packet(copy, len, &sink);
	free(copy);
	return told;
}

/* In an IPv4 packet of the right length. */
static int parse_message(const u8 *message, size_t len, struct reports *reports)
{
	static u8 packet[0x10000];

	memcpy(packet, ip_header, sizeof(ip_header));
	memcpy(packet + sizeof(ip_header), message, len);
	len += sizeof(ip_header);
	packet[2] = len >> 8;
	packet[3] = len & 0xff;
	return parse_as_is(packet, len, reports);
}

/* Fills in the checksum, if there is room for one. */
static int parse_bytes(const u8 *data, size_t len, struct reports *reports)
{
	u8 message[REPORTS_BYTES];
	u16 check;

	memcpy(message, data, len);
	if (len >= 4) {
		check = reports_checksum(message, len, 0);
		message[2] = check >> 8;
		message[3] = check & 0xff;
	}
	return parse_message(message, len, reports);
}

static int parse(const char *text, struct reports *reports)
{
	u8 message[REPORTS_BYTES];

	return parse_bytes(message, reports_bytes(text, message), reports);
}

static void assert_report(const struct reports *reports, unsigned int n, const u8 *want,
			  enum saw_record type, unsigned int sources,
			  enum sawtooth_membership_protocol protocol)
{
	const struct saw_report *report = &reports->list[n];

	assert_in_range(n, 0, reports->count - 1);
	assert_memory_equal(report->group, want, 4);
	assert_memory_equal(report->group + 4, zero, 12);
	assert_int_equal(report->type, type);
	assert_int_equal(report->count, sources);
	assert_int_equal(report->protocol, protocol);
	assert_int_equal(report->address, 4);
}

static void assert_single(const char *message, enum saw_record type,
			  enum sawtooth_membership_protocol protocol)
{
	struct reports reports = {};

	assert_int_equal(parse(message, &reports), 1);
	assert_int_equal(reports.count, 1);
	assert_int_equal(reports.queries, 0);
	assert_report(&reports, 0, group, type, 0, protocol);
}

static void v1_report(void **state)
{
	assert_single("12000000" GROUP, SAW_RECORD_IS_EXCLUDE,
		      SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV1);
}

static void v2_report(void **state)
{
	assert_single("16000000" GROUP, SAW_RECORD_IS_EXCLUDE,
		      SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV2);
}

static void v2_leave(void **state)
{
	assert_single("17000000" GROUP, SAW_RECORD_TO_INCLUDE,
		      SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV2);
}

/* RFC 2236 section 2.5: what follows the eight bytes is in the checksum only. */
static void v2_report_with_more(void **state)
{
	struct reports reports = {};

	assert_int_equal(parse("16000000" GROUP "010203", &reports), 1);
	assert_int_equal(parse("16000000" GROUP "01020304", &reports), 1);
}

static void assert_query(const char *message, const u8 *want,
			 enum sawtooth_membership_protocol protocol, u32 response, u32 interval,
			 unsigned int robustness, bool suppress, unsigned int sources)
{
	struct reports reports = {};

	assert_int_equal(parse(message, &reports), 1);
	assert_int_equal(reports.count, 0);
	assert_int_equal(reports.queries, 1);
	assert_memory_equal(reports.query.group, want, 4);
	assert_memory_equal(reports.query.group + 4, zero, 12);
	assert_int_equal(reports.query.protocol, protocol);
	assert_int_equal(reports.query.response, response);
	assert_int_equal(reports.query.interval, interval);
	assert_int_equal(reports.query.robustness, robustness);
	assert_int_equal(reports.query.suppress, suppress);
	assert_int_equal(reports.query.count, sources);
	assert_int_equal(reports.query.address, 4);
	for (unsigned int i = 0; i < sources; i++)
		assert_memory_equal(reports.sources[0] + 4 * i, ((u8[]) { 10, 0, 0, i + 1 }), 4);
}

static void v1_query(void **state)
{
	assert_query("1100000000000000", zero, SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV1,
		     10000, 0, 0, false, 0);
	assert_query("11000000" GROUP, zero, SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV1,
		     10000, 0, 0, false, 0);
}

static void v2_query(void **state)
{
	assert_query("1164000000000000", zero, SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV2,
		     10000, 0, 0, false, 0);
	assert_query("11ff000000000000", zero, SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV2,
		     25500, 0, 0, false, 0);
	assert_query("110a0000" GROUP, group, SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV2,
		     1000, 0, 0, false, 0);
}

static void v3_query(void **state)
{
	assert_query("1164000000000000 027d0000", zero, SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV3,
		     10000, 125, 2, false, 0);
	assert_query("11000000" GROUP "f7ff0000", group, SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV3,
		     0, 31744, 7, false, 0);
	assert_query("11800000" GROUP "0f800002" SOURCE1 SOURCE2, group,
		     SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV3, 12800, 128, 7, true, 2);
	assert_query("11ff000000000000 02ff0000", zero, SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV3,
		     3174400, 31744, 2, false, 0);
	/* bytes behind the sources are in the checksum only */
	assert_query("11800000" GROUP "08000001" SOURCE1 "ff", group,
		     SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV3, 12800, 0, 0, true, 1);
}

/* Between the lengths of two versions, with sources that are not there, or of nobody. */
static void query_malformed(void **state)
{
	struct reports reports = {};

	assert_int_equal(parse("11640000" GROUP "02", &reports), -1);
	assert_int_equal(parse("11640000" GROUP "027d", &reports), -1);
	assert_int_equal(parse("11640000" GROUP "027d00", &reports), -1);
	assert_int_equal(parse("11000000" GROUP "02", &reports), -1);
	assert_int_equal(parse("11640000" GROUP "027d0001", &reports), -1);
	assert_int_equal(parse("11640000" GROUP "027d0001 0a0000", &reports), -1);
	assert_int_equal(parse("11640000" GROUP "027dffff" SOURCE1, &reports), -1);
	assert_int_equal(parse("11640000 00000000 027d0001" SOURCE1, &reports), -1);
	assert_int_equal(parse("11640000" SOURCE1 "027d0000", &reports), -1);
	assert_int_equal(parse("11640000" SOURCE1, &reports), -1);
	assert_int_equal(parse("11640000" GROUP "027d0001" GROUP, &reports), -1);
	assert_int_equal(parse("11640000" GROUP "027d0002" SOURCE1 "00000000", &reports), -1);
	assert_int_equal(reports.queries, 0);
}

/* RFC 9776 section 4.1.1: mantissa and exponent. */
static void code(void **state)
{
	assert_int_equal(saw_report_code(0), 0);
	assert_int_equal(saw_report_code(127), 127);
	assert_int_equal(saw_report_code(128), 128);
	assert_int_equal(saw_report_code(0x8f), 248);
	assert_int_equal(saw_report_code(0x90), 256);
	assert_int_equal(saw_report_code(0xaf), 992);
	assert_int_equal(saw_report_code(0xff), 31744);
}

static void other_types(void **state)
{
	struct reports reports = {};

	for (int type = 0; type < 256; type++) {
		bool known = type == 0x11 || type == 0x12 || type == 0x16 || type == 0x17 ||
			     type == 0x22;
		u8 message[] = { type, 0, 0, 0, 239, 1, 2, 3 };

		if (!known)
			assert_int_equal(parse_bytes(message, sizeof(message), &reports), 0);
	}
	assert_int_equal(reports.count + reports.queries, 0);
}

/* One record of each type, without and with a source. */
static void v3_record_types(void **state)
{
	for (int type = 0; type < 256; type++) {
		bool known = type >= SAW_RECORD_IS_INCLUDE && type <= SAW_RECORD_BLOCK;
		struct reports reports = {};
		u8 message[REPORTS_BYTES];

		reports_bytes("22000000 00000001 00000000" GROUP, message);
		message[8] = type;
		assert_int_equal(parse_bytes(message, 16, &reports), known);
		assert_int_equal(reports.count, known);
		if (known)
			assert_report(&reports, 0, group, type, 0,
				      SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV3);
		reports_bytes("22000000 00000001 00000001" GROUP SOURCE1, message);
		message[8] = type;
		assert_int_equal(parse_bytes(message, 20, &reports), known);
		if (known) {
			assert_report(&reports, 0, group, type, 1,
				      SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV3);
			assert_memory_equal(reports.sources[0], message + 16, 4);
		}
	}
}

/* Records of different lengths, with auxiliary data, one passed over, and bytes behind. */
static const char many_records[] =
	"22000000 00000004\n"
	"04010000" GROUP "aabbccdd\n"
	"07000001" GROUP "0a000009\n"
	"05020002" GROUP2 SOURCE1 SOURCE2 "0102030405060708\n"
	"03000000" GROUP2 "\n"
	"090909";

static void v3_many_records(void **state)
{
	struct reports reports = {};

	assert_int_equal(parse(many_records, &reports), 3);
	assert_int_equal(reports.count, 3);
	assert_report(&reports, 0, group, SAW_RECORD_TO_EXCLUDE, 0,
		      SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV3);
	assert_report(&reports, 1, group2, SAW_RECORD_ALLOW, 2,
		      SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV3);
	assert_memory_equal(reports.sources[1], ((u8[]) { 10, 0, 0, 1, 10, 0, 0, 2 }), 8);
	assert_report(&reports, 2, group2, SAW_RECORD_TO_INCLUDE, 0,
		      SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV3);
}

static void v3_no_records(void **state)
{
	struct reports reports = {};

	assert_int_equal(parse("2200000000000000", &reports), 0);
	assert_int_equal(reports.count, 0);
}

static void stopped(void **state)
{
	struct reports reports = { .stop_after = 1 };

	assert_int_equal(parse(many_records, &reports), 1);
	assert_int_equal(reports.count, 1);
	reports.stop_after = 2;
	assert_int_equal(parse(many_records, &reports), 2);
	assert_int_equal(reports.count, 2);
	reports.stop_after = 1;
	assert_int_equal(parse("16000000" GROUP, &reports), 1);
}

/* Cut at each length: nothing is told, nothing is read behind the end. */
static void truncated(void **state)
{
	static const char query[] = "11640000" GROUP "027d0001" SOURCE1;
	struct reports reports = {};
	u8 message[REPORTS_BYTES];
	size_t full = reports_bytes(many_records, message);
	size_t len;

	for (len = 0; len < full - 3; len++)
		assert_int_equal(parse_bytes(message, len, &reports), -1);
	assert_int_equal(reports.count, 0);
	for (; len <= full; len++)
		assert_int_equal(parse_bytes(message, len, &reports), 3);
	full = reports_bytes("16000000" GROUP, message);
	for (len = 0; len < full; len++)
		assert_int_equal(parse_bytes(message, len, &reports), -1);
	assert_int_equal(reports.count, 0);
	/* eight bytes are a query of another version */
	full = reports_bytes(query, message);
	for (len = 0; len < full; len++)
		assert_int_equal(parse_bytes(message, len, &reports), len == 8 ? 1 : -1);
}

/* More records than there are, and more sources than fit. */
static void counts_that_lie(void **state)
{
	struct reports reports = {};

	assert_int_equal(parse("220000000000000204000000" GROUP, &reports), -1);
	assert_int_equal(parse("220000000000ffff04000000" GROUP, &reports), -1);
	assert_int_equal(parse("22000000000000010400ffff" GROUP, &reports), -1);
	assert_int_equal(parse("220000000000000104000100" GROUP SOURCE1, &reports), -1);
	assert_int_equal(parse("220000000000000104ff0000" GROUP, &reports), -1);
	assert_int_equal(parse("220000000000000104010000" GROUP "aabbcc", &reports), -1);
	assert_int_equal(reports.count, 0);
}

/* Groups and nothing are no sources, neither as the first nor as the last. */
static void sources_that_cannot_be(void **state)
{
	struct reports reports = {};

	assert_int_equal(parse("220000000000000105000001" GROUP GROUP2, &reports), -1);
	assert_int_equal(parse("220000000000000105000002" GROUP SOURCE1 "e0000000", &reports), -1);
	assert_int_equal(parse("220000000000000105000002" GROUP "00000000" SOURCE1, &reports), -1);
	assert_int_equal(parse("220000000000000105000002" GROUP SOURCE1 "00000001", &reports), 1);
}

static void longest(void **state)
{
	static u8 message[0xffff - sizeof(ip_header)];
	struct reports reports = {};
	u16 check;

	memset(message, 0xff, sizeof(message));
	message[0] = 0x16;
	message[2] = 0;
	message[3] = 0;
	message[4] = 239;
	check = reports_checksum(message, sizeof(message), 0);
	message[2] = check >> 8;
	message[3] = check & 0xff;
	assert_int_equal(parse_message(message, sizeof(message), &reports), 1);
}

/* Each bit of a message is in the checksum. */
static void wrong_checksum(void **state)
{
	u8 message[] = { 0x16, 0, 0xf8, 0xfa, 239, 1, 2, 3 };
	struct reports reports = {};

	assert_int_equal(parse_message(message, sizeof(message), &reports), 1);
	for (size_t bit = 0; bit < 8 * sizeof(message); bit++) {
		message[bit / 8] ^= 1u << bit % 8;
		assert_int_equal(parse_message(message, sizeof(message), &reports), -1);
		message[bit / 8] ^= 1u << bit % 8;
	}
	assert_int_equal(reports.count, 0);
}

/* RFC 1071: a carry is added, and so is the carry of that; an odd byte is the high one. */
static void sum(void **state)
{
	const u8 bytes[] = { 0xff, 0xff, 0x12, 0x34, 0x56 };

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

/* A packet with @value at @at of the IPv4 header, @spare bytes behind it. */
static int parse_header(size_t at, u8 value, size_t spare)
{
	static const u8 message[] = { 0x16, 0, 0xf8, 0xfa, 239, 1, 2, 3 };
	u8 packet[sizeof(ip_header) + sizeof(message) + 64] = {};
	struct reports reports = {};

	memcpy(packet, ip_header, sizeof(ip_header));
	memcpy(packet + sizeof(ip_header), message, sizeof(message));
	packet[3] = sizeof(ip_header) + sizeof(message);
	packet[at] = value;
	return parse_as_is(packet, sizeof(ip_header) + sizeof(message) + spare, &reports);
}

static void header(void **state)
{
	struct reports reports = {};
	u8 shorter[28] = { 0x45, [3] = 28, [9] = 2, [12] = 10, 0, 0, 9,
			   [20] = 0x16, 0, 0xf8, 0xfa, 239, 1, 2, 3 };

	assert_int_equal(parse_header(0, 0x46, 0), 1);
	assert_int_equal(parse_header(0, 0x46, 64), 1);		/* padding of the wire */
	assert_int_equal(parse_header(0, 0x66, 0), -1);		/* version 6 */
	assert_int_equal(parse_header(0, 0x44, 0), -1);		/* shorter than a header */
	assert_int_equal(parse_header(0, 0x4f, 0), -1);		/* longer than the packet */
	assert_int_equal(parse_header(0, 0x47, 0), -1);		/* no room for a message */
	assert_int_equal(parse_header(3, 31, 0), -1);		/* likewise */
	assert_int_equal(parse_header(3, 33, 0), -1);		/* longer than what is there */
	assert_int_equal(parse_header(2, 1, 0), -1);
	assert_int_equal(parse_header(3, 33, 1), 1);		/* a byte more of the message */
	assert_int_equal(parse_header(9, 17, 0), 0);		/* UDP */
	assert_int_equal(parse_header(6, 0x20, 0), 0);		/* a first fragment */
	assert_int_equal(parse_header(7, 1, 0), 0);		/* another */
	assert_int_equal(parse_header(12, 0, 0), 1);		/* no address yet */
	assert_int_equal(parse_header(12, 223, 0), 1);
	assert_int_equal(parse_header(12, 224, 0), -1);		/* from a group */
	assert_int_equal(parse_header(12, 255, 0), -1);
	assert_int_equal(parse_as_is(shorter, sizeof(shorter), &reports), 1);
	for (size_t len = 0; len < 28; len++)
		assert_int_equal(parse_as_is(shorter, len, &reports), -1);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(v1_report),
		cmocka_unit_test(v2_report),
		cmocka_unit_test(v2_leave),
		cmocka_unit_test(v2_report_with_more),
		cmocka_unit_test(v1_query),
		cmocka_unit_test(v2_query),
		cmocka_unit_test(v3_query),
		cmocka_unit_test(query_malformed),
		cmocka_unit_test(code),
		cmocka_unit_test(other_types),
		cmocka_unit_test(v3_record_types),
		cmocka_unit_test(v3_many_records),
		cmocka_unit_test(v3_no_records),
		cmocka_unit_test(stopped),
		cmocka_unit_test(truncated),
		cmocka_unit_test(counts_that_lie),
		cmocka_unit_test(sources_that_cannot_be),
		cmocka_unit_test(longest),
		cmocka_unit_test(wrong_checksum),
		cmocka_unit_test(sum),
		cmocka_unit_test(not_multicast),
		cmocka_unit_test(header),
	};

	return cmocka_run_group_tests_name("igmp", tests, NULL, NULL);
}
