// SPDX-License-Identifier: GPL-2.0
/* MLD: RFC 2710, RFC 9777. */
#include "reports.h"
#include "core/mld.h"

#define GROUP "ff0e 0000 0000 0000 0000 0000 1234 5678"
#define GROUP2 "ff3e 0000 0000 0000 0000 0000 0000 beef"
#define SOURCE1 "2001 0db8 0000 0000 0000 0000 0000 0001"
#define SOURCE2 "2001 0db8 0000 0000 0000 0000 0000 0002"
#define ZERO "0000 0000 0000 0000 0000 0000 0000 0000"

static const u8 group[16] = { 0xff, 0x0e, [12] = 0x12, 0x34, 0x56, 0x78 };
static const u8 group2[16] = { 0xff, 0x3e, [14] = 0xbe, 0xef };
static const u8 zero[16];

/* To the group of MLDv2 routers; hop-by-hop options with a router alert and a pad. */
static const u8 ip_header[48] = {
	0x60, [6] = 0, 1, 0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0x02, 0x11, 0x22, 0xff, 0xfe, 0x33,
	0x44, 0x55, 0xff, 0x02, [39] = 0x16, 58, 0, 5, 2, 0, 0, 1, 0
};

static int parse_as_is(const u8 *packet, size_t len, struct reports *reports)
{
	const struct saw_sink sink = reports_sink(reports);
	u8 *copy = malloc(len ? len : 1);
	int told;

	memcpy(copy, packet, len);
	memset(reports->list, 0, sizeof(reports->list));
	reports->count = 0;
	reports->queries = 0;
	told = saw_mld_packet(copy, len, &sink);
	free(copy);
	return told;
}

/* RFC 8200 section 8.1, written out. */
static u16 checksum(const u8 *packet, const u8 *message, size_t len)
{
	static u8 all[0x11000];

	memcpy(all, packet + 8, 32);
	memcpy(all + 32, (u8[]) { 0, len >> 16, len >> 8, len, 0, 0, 0, 58 }, 8);
	memcpy(all + 40, message, len);
	return reports_checksum(all, 40 + len, 0);
}

/* Fills in the length and, if there is room for one, the checksum. */
static int parse_packet(u8 *packet, size_t header, size_t len, struct reports *reports)
{
	u8 *message = packet + header;
	size_t payload = header - 40 + len;

	packet[4] = payload >> 8;
	packet[5] = payload & 0xff;
	if (len >= 4) {
		u16 sum;

		message[2] = 0;
		message[3] = 0;
		sum = checksum(packet, message, len);
		message[2] = sum >> 8;
		message[3] = sum & 0xff;
	}
	return parse_as_is(packet, header + len, reports);
}

static int parse_bytes(const u8 *message, size_t len, struct reports *reports)
{
	static u8 packet[0x11000];

	memcpy(packet, ip_header, sizeof(ip_header));
	memcpy(packet + sizeof(ip_header), message, len);
	return parse_packet(packet, sizeof(ip_header), len, reports);
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
	assert_memory_equal(report->group, want, 16);
	assert_int_equal(report->type, type);
	assert_int_equal(report->count, sources);
	assert_int_equal(report->protocol, protocol);
	assert_int_equal(report->address, 16);
}

static void v1_report(void **state)
{
	struct reports reports = {};

	assert_int_equal(parse("8300000000000000" GROUP, &reports), 1);
	assert_report(&reports, 0, group, SAW_RECORD_IS_EXCLUDE, 0,
		      SAWTOOTH_MEMBERSHIP_PROTOCOL_MLDV1);
	/* RFC 2710 section 3.7: bytes behind the group are allowed. */
	assert_int_equal(parse("8300000000000000" GROUP "07", &reports), 1);
}

static void v1_done(void **state)
{
	struct reports reports = {};

	assert_int_equal(parse("8400000000000000" GROUP, &reports), 1);
	assert_int_equal(reports.count, 1);
	assert_report(&reports, 0, group, SAW_RECORD_TO_INCLUDE, 0,
		      SAWTOOTH_MEMBERSHIP_PROTOCOL_MLDV1);
}

static const char many_records[] =
	"8f000000 00000004\n"
	"04010000" GROUP "aabbccdd\n"
	"07000001" GROUP SOURCE1 "\n"
	"05000002" GROUP2 SOURCE1 SOURCE2 "\n"
	"03000000" GROUP2 "\n"
	"09";

static void v2_report(void **state)
{
	struct reports reports = {};
	u8 source[REPORTS_BYTES];

	assert_int_equal(parse(many_records, &reports), 3);
	assert_int_equal(reports.count, 3);
	assert_report(&reports, 0, group, SAW_RECORD_TO_EXCLUDE, 0,
		      SAWTOOTH_MEMBERSHIP_PROTOCOL_MLDV2);
	assert_report(&reports, 1, group2, SAW_RECORD_ALLOW, 2,
		      SAWTOOTH_MEMBERSHIP_PROTOCOL_MLDV2);
	reports_bytes(SOURCE1 SOURCE2, source);
	assert_memory_equal(reports.sources[1], source, 32);
	assert_report(&reports, 2, group2, SAW_RECORD_TO_INCLUDE, 0,
		      SAWTOOTH_MEMBERSHIP_PROTOCOL_MLDV2);
}

static void v2_no_records(void **state)
{
	struct reports reports = {};

	assert_int_equal(parse("8f000000 00000000" ZERO, &reports), 0);
	assert_int_equal(parse("8f000000 00000000", &reports), 0);
	assert_int_equal(reports.count, 0);
}

static void stopped(void **state)
{
	struct reports reports = { .stop_after = 2 };

	assert_int_equal(parse(many_records, &reports), 2);
	assert_int_equal(reports.count, 2);
}

static void assert_query(const char *message, const u8 *want,
			 enum sawtooth_membership_protocol protocol, u32 response, u32 interval,
			 unsigned int robustness, bool suppress, unsigned int sources)
{
	struct reports reports = {};
	u8 source[REPORTS_BYTES];

	assert_int_equal(parse(message, &reports), 1);
	assert_int_equal(reports.count, 0);
	assert_int_equal(reports.queries, 1);
	assert_memory_equal(reports.query.group, want, 16);
	assert_int_equal(reports.query.protocol, protocol);
	assert_int_equal(reports.query.response, response);
	assert_int_equal(reports.query.interval, interval);
	assert_int_equal(reports.query.robustness, robustness);
	assert_int_equal(reports.query.suppress, suppress);
	assert_int_equal(reports.query.count, sources);
	assert_int_equal(reports.query.address, 16);
	reports_bytes(SOURCE1 SOURCE2, source);
	assert_memory_equal(reports.sources[0], source, 16 * sources);
}

static void queries(void **state)
{
	assert_query("82000000 27100000" ZERO, zero, SAWTOOTH_MEMBERSHIP_PROTOCOL_MLDV1,
		     10000, 0, 0, false, 0);
	assert_query("82000000 ffff0000" GROUP, group, SAWTOOTH_MEMBERSHIP_PROTOCOL_MLDV1,
		     65535, 0, 0, false, 0);
	assert_query("82000000 27100000" ZERO "027d0000", zero,
		     SAWTOOTH_MEMBERSHIP_PROTOCOL_MLDV2, 10000, 125, 2, false, 0);
	assert_query("82000000 7fff0000" GROUP "f7800001" SOURCE1, group,
		     SAWTOOTH_MEMBERSHIP_PROTOCOL_MLDV2, 32767, 128, 7, false, 1);
	assert_query("82000000 80000000" GROUP "08000002" SOURCE1 SOURCE2, group,
		     SAWTOOTH_MEMBERSHIP_PROTOCOL_MLDV2, 32768, 0, 0, true, 2);
	assert_query("82000000 ffff0000" ZERO "02ff0000", zero,
		     SAWTOOTH_MEMBERSHIP_PROTOCOL_MLDV2, 8387584, 31744, 2, false, 0);
	assert_query("82000000 9abc0000" ZERO "02ff0000", zero,
		     SAWTOOTH_MEMBERSHIP_PROTOCOL_MLDV2, 0x1abc << 4, 31744, 2, false, 0);
}

static void query_malformed(void **state)
{
	struct reports reports = {};

	assert_int_equal(parse("82000000 27100000" ZERO "02", &reports), -1);
	assert_int_equal(parse("82000000 27100000" ZERO "027d00", &reports), -1);
	assert_int_equal(parse("82000000 27100000" GROUP "027d0001", &reports), -1);
	assert_int_equal(parse("82000000 27100000" GROUP "027dffff" SOURCE1, &reports), -1);
	assert_int_equal(parse("82000000 27100000" ZERO "027d0001" SOURCE1, &reports), -1);
	assert_int_equal(parse("82000000 27100000" SOURCE1 "027d0000", &reports), -1);
	assert_int_equal(parse("82000000 27100000" SOURCE1, &reports), -1);
	assert_int_equal(parse("82000000 27100000" GROUP "027d0001" GROUP, &reports), -1);
	assert_int_equal(parse("82000000 27100000" GROUP "027d0001" ZERO, &reports), -1);
	assert_int_equal(reports.queries, 0);
}

/* Neighbour discovery, echo: whatever is not of MLD. */
static void other_types(void **state)
{
	struct reports reports = {};

	for (int type = 0; type < 256; type++) {
		u8 message[24] = { type, [8] = 0xff, 0x0e };

		if ((type < 130 || type > 132) && type != 143)
			assert_int_equal(parse_bytes(message, sizeof(message), &reports), 0);
	}
	assert_int_equal(reports.count + reports.queries, 0);
}

/* Cut at each length: nothing is told, nothing is read behind the end. */
static void truncated(void **state)
{
	struct reports reports = {};
	u8 message[REPORTS_BYTES];
	size_t full = reports_bytes(many_records, message);
	size_t len;

	for (len = 0; len < full - 1; len++)
		assert_int_equal(parse_bytes(message, len, &reports), -1);
	assert_int_equal(reports.count, 0);
	for (; len <= full; len++)
		assert_int_equal(parse_bytes(message, len, &reports), 3);
	full = reports_bytes("83000000 00000000" GROUP, message);
	for (len = 0; len < full; len++)
		assert_int_equal(parse_bytes(message, len, &reports), -1);
	full = reports_bytes("82000000 27100000" GROUP "027d0001" SOURCE1, message);
	for (len = 0; len < full; len++)
		assert_int_equal(parse_bytes(message, len, &reports), len == 24 ? 1 : -1);
}

static void counts_that_lie(void **state)
{
	struct reports reports = {};

	assert_int_equal(parse("8f0000000000000204000000" GROUP, &reports), -1);
	assert_int_equal(parse("8f0000000000ffff04000000" GROUP, &reports), -1);
	assert_int_equal(parse("8f000000000000010400ffff" GROUP, &reports), -1);
	assert_int_equal(parse("8f0000000000000104ff0000" GROUP, &reports), -1);
	assert_int_equal(reports.count, 0);
}

static void longest(void **state)
{
	static u8 message[0xffff - 8];
	struct reports reports = {};

	memset(message, 0xff, sizeof(message));
	message[0] = 131;
	assert_int_equal(parse_bytes(message, sizeof(message), &reports), 1);
}

/* Each bit of the message and of both addresses is in the checksum. */
static void wrong_checksum(void **state)
{
	u8 packet[48 + 24];
	u8 *message = packet + 48;
	struct reports reports = {};

	memcpy(packet, ip_header, 48);
	memcpy(message, (u8[24]) { 131, [8] = 0xff, 0x0e, [20] = 0x12, 0x34, 0x56, 0x78 }, 24);
	assert_int_equal(parse_packet(packet, 48, 24, &reports), 1);
	for (size_t bit = 8 * 8 + 10; bit < 8 * sizeof(packet); bit++) {
		if (bit >= 8 * 40 && bit < 8 * 49)
			continue;
		packet[bit / 8] ^= 1u << bit % 8;
		assert_int_equal(parse_as_is(packet, sizeof(packet), &reports), -1);
		packet[bit / 8] ^= 1u << bit % 8;
	}
	assert_int_equal(parse_as_is(packet, sizeof(packet), &reports), 1);
}

static void not_multicast(void **state)
{
	struct reports reports = {};

	assert_int_equal(parse("8300000000000000" SOURCE1, &reports), -1);
	assert_int_equal(parse("8400000000000000" SOURCE1, &reports), -1);
	assert_int_equal(parse("8f00000000000002 04000000" GROUP "04000000" SOURCE1,
			       &reports), -1);
	assert_int_equal(parse("8f00000000000001 05000002" GROUP SOURCE1 GROUP2, &reports), -1);
	assert_int_equal(parse("8f00000000000001 05000001" GROUP ZERO, &reports), -1);
	assert_int_equal(reports.count, 0);
}

/* A report in a packet with @value at @at, its checksum right again. */
static int parse_header(size_t at, u8 value, u8 type)
{
	struct reports reports = {};
	u8 packet[48 + 24];

	memcpy(packet, ip_header, 48);
	memcpy(packet + 48, (u8[24]) { type, [8] = 0xff, 0x0e, [23] = 7 }, 24);
	packet[at] = value;
	return parse_packet(packet, 48, 24, &reports);
}

static void header(void **state)
{
	struct reports reports = {};
	u8 packet[48 + 24 + 8];

	assert_int_equal(parse_header(0, 0x6f, 131), 1);
	assert_int_equal(parse_header(0, 0x46, 131), -1);	/* version 4 */
	assert_int_equal(parse_header(6, 58, 131), 0);		/* no options */
	assert_int_equal(parse_header(6, 6, 131), 0);		/* TCP */
	assert_int_equal(parse_header(40, 6, 131), 0);		/* TCP behind options */
	assert_int_equal(parse_header(7, 0, 131), -1);		/* came from somewhere else */
	assert_int_equal(parse_header(7, 2, 131), -1);
	assert_int_equal(parse_header(8, 0x20, 131), -1);	/* likewise */
	assert_int_equal(parse_header(9, 0xbf, 131), 1);
	assert_int_equal(parse_header(9, 0xc0, 131), -1);
	assert_int_equal(parse_header(9, 0xc0, 130), -1);
	assert_int_equal(parse_header(9, 0x80, 130), 1);
	assert_int_equal(parse_header(41, 2, 131), 0);		/* the message is elsewhere */
	assert_int_equal(parse_header(41, 3, 131), -1);		/* or not there */
	assert_int_equal(parse_header(41, 0xff, 131), -1);

	memcpy(packet, ip_header, 48);
	memcpy(packet + 48, (u8[24]) { 131, [8] = 0xff, 0x0e, [23] = 7 }, 24);
	assert_int_equal(parse_packet(packet, 48, 24, &reports), 1);
	/* bytes behind the packet are not its own; too few are none */
	assert_int_equal(parse_as_is(packet, sizeof(packet), &reports), 1);
	for (size_t len = 0; len < 48 + 24; len++)
		assert_int_equal(parse_as_is(packet, len, &reports), -1);
	/* nothing behind the header, or behind the options */
	packet[6] = 59;
	packet[5] = 0;
	assert_int_equal(parse_as_is(packet, 40, &reports), 0);
	packet[6] = 0;
	packet[5] = 8;
	packet[40] = 6;
	assert_int_equal(parse_as_is(packet, 48, &reports), 0);
	packet[40] = 58;
	/* seven bytes cannot be options */
	packet[5] = 7;
	assert_int_equal(parse_as_is(packet, 47, &reports), -1);
	/* nobody asks from nowhere */
	memset(packet + 8, 0, 16);
	assert_int_equal(parse_packet(packet, 48, 24, &reports), 1);
	packet[48] = 130;
	assert_int_equal(parse_packet(packet, 48, 24, &reports), -1);
}

/* @options of six or 14 bytes, then a report. */
static int parse_options(const char *text)
{
	struct reports reports = {};
	u8 packet[56 + 24], options[REPORTS_BYTES];
	size_t len = reports_bytes(text, options);

	assert_true(len == 6 || len == 14);
	memcpy(packet, ip_header, 48);
	packet[41] = len / 8;
	memcpy(packet + 42, options, len);
	memcpy(packet + 42 + len, (u8[24]) { 131, [8] = 0xff, 0x0e, [23] = 7 }, 24);
	return parse_packet(packet, 42 + len, 24, &reports);
}

static void options(void **state)
{
	assert_int_equal(parse_options("0502 0000 0000"), 1);	/* two of Pad1 */
	assert_int_equal(parse_options("0502 0000 0100"), 1);	/* PadN */
	assert_int_equal(parse_options("0000 0502 0000"), 1);
	assert_int_equal(parse_options("0100 0502 0000"), 1);
	assert_int_equal(parse_options("0005 0200 0000"), 1);
	assert_int_equal(parse_options("1e06 aabb ccdd eeff 0502 0000 0100"), 1);
	assert_int_equal(parse_options("1e08 aabb ccdd eeff aabb 0502 0000"), 1);
	assert_int_equal(parse_options("0104 0000 0000"), -1);	/* no alert */
	assert_int_equal(parse_options("0000 0000 0000"), -1);
	assert_int_equal(parse_options("0502 0001 0000"), -1);	/* not for MLD */
	assert_int_equal(parse_options("0503 0000 0000"), -1);	/* no alert */
	assert_int_equal(parse_options("0602 0000 0000"), -1);	/* likewise */
	assert_int_equal(parse_options("0000 0005 0200"), -1);	/* its end is elsewhere */
	assert_int_equal(parse_options("01ff 0502 0000"), -1);	/* ends behind the header */
	assert_int_equal(parse_options("0105 0502 0000"), -1);
	assert_int_equal(parse_options("0103 0000 0005"), -1);	/* one byte is no option */
	assert_int_equal(parse_options("1e07 aabb ccdd eeff aa05 0200 00ff"), 1);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(v1_report),
		cmocka_unit_test(v1_done),
		cmocka_unit_test(v2_report),
		cmocka_unit_test(v2_no_records),
		cmocka_unit_test(stopped),
		cmocka_unit_test(queries),
		cmocka_unit_test(query_malformed),
		cmocka_unit_test(other_types),
		cmocka_unit_test(truncated),
		cmocka_unit_test(counts_that_lie),
		cmocka_unit_test(longest),
		cmocka_unit_test(wrong_checksum),
		cmocka_unit_test(not_multicast),
		cmocka_unit_test(header),
		cmocka_unit_test(options),
	};

	return cmocka_run_group_tests_name("mld", tests, NULL, NULL);
}
