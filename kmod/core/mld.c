// SPDX-License-Identifier: GPL-2.0
#include "mld.h"

#define QUERY 130
#define V1_REPORT 131
#define V1_DONE 132
#define V2_REPORT 143

#define HEADER 8	/* type, code, checksum, four bytes by version */
#define V1_LENGTH 24	/* the header and the group */
#define V2_QUERY 28	/* those, flags, code of the interval, number of sources */

#define SUPPRESS 0x08
#define ROBUSTNESS 0x07

#define IP_HEADER 40
#define HOP_BY_HOP 0
#define ICMPV6 58
#define PAD1 0
#define ROUTER_ALERT 5

static u32 response_time(u16 code)
{
	if (code < 0x8000)
		return code;
	return (u32)((code & 0xfff) | 0x1000) << ((code >> 12 & 7) + 3);
}

/* RFC 9777 section 8.1: the version of a query is told by its length. */
static int parse_query(const u8 *data, size_t len, const struct saw_sink *sink)
{
	struct saw_query query = { .address = 16 };
	u16 code = get_unaligned_be16(data + 4);

	memcpy(query.group, data + HEADER, 16);
	query.response = code;
	query.protocol = SAWTOOTH_MEMBERSHIP_PROTOCOL_MLDV1;
	if (len == V1_LENGTH)
		return saw_report_query(sink, &query, data, 0);
	if (len < V2_QUERY)
		return -1;
	query.response = response_time(code);
	query.protocol = SAWTOOTH_MEMBERSHIP_PROTOCOL_MLDV2;
	query.suppress = data[24] & SUPPRESS;
	query.robustness = data[24] & ROBUSTNESS;
	query.interval = saw_report_code(data[25]);
	query.count = get_unaligned_be16(data + 26);
	return saw_report_query(sink, &query, data + V2_QUERY, len - V2_QUERY);
}

static int parse_message(const u8 *data, size_t len, const struct saw_sink *sink)
{
	struct saw_report report = { .address = 16, .type = SAW_RECORD_IS_EXCLUDE };

	if (data[0] == V2_REPORT) {
		report.protocol = SAWTOOTH_MEMBERSHIP_PROTOCOL_MLDV2;
		return saw_report_records(sink, &report, data + HEADER, len - HEADER,
					  get_unaligned_be16(data + 6));
	}
	if (len < V1_LENGTH)
		return -1;
	if (data[0] == QUERY)
		return parse_query(data, len, sink);
	if (data[0] == V1_DONE)
		report.type = SAW_RECORD_TO_INCLUDE;
	report.protocol = SAWTOOTH_MEMBERSHIP_PROTOCOL_MLDV1;
	return saw_report_single(sink, &report, data + HEADER);
}

/* Is the router alert of MLD among the options of the header of @len bytes (RFC 2711)? */
static bool alerts(const u8 *header, size_t len)
{
	static const u8 alert[] = { ROUTER_ALERT, 2, 0, 0 };
	size_t at = 2;

	while (at + 1 < len) {
		size_t step = header[at] == PAD1 ? 1 : 2 + (size_t)header[at + 1];

		if (step > len - at)
			return false;
		if (step == sizeof(alert) && !memcmp(header + at, alert, sizeof(alert)))
			return true;
		at += step;
	}
	return false;
}

static bool is_mld(u8 type)
{
	return type == QUERY || type == V1_REPORT || type == V1_DONE || type == V2_REPORT;
}

/* Only a report may come from nowhere, while its host has no address yet. */
static bool source_valid(const u8 *saddr, u8 type)
{
	static const u8 nowhere[16];

	if (saddr[0] == 0xfe && (saddr[1] & 0xc0) == 0x80)
		return true;
	return type != QUERY && !memcmp(saddr, nowhere, sizeof(nowhere));
}

/* RFC 8200 section 8.1: the checksum covers a pseudo-header, with both addresses. */
static bool checksum_valid(const u8 *packet, const u8 *message, size_t len)
{
	u32 sum = saw_report_sum(packet + 8, 32, (u32)len + ICMPV6);

	return saw_report_sum(message, len, sum) == 0xffff;
}

int saw_mld_packet(const u8 *packet, size_t len, const struct saw_sink *sink)
{
	const u8 *options = packet + IP_HEADER;
	const u8 *message;
	size_t header;

	if (len < IP_HEADER || packet[0] >> 4 != 6 ||
	    len - IP_HEADER < get_unaligned_be16(packet + 4))
		return -1;
	len = get_unaligned_be16(packet + 4);
	if (packet[6] != HOP_BY_HOP)
		return 0;
	if (len < 8)
		return -1;
	if (options[0] != ICMPV6)
		return 0;
	header = ((size_t)options[1] + 1) * 8;
	if (len < header + HEADER)
		return -1;
	message = options + header;
	len -= header;
	if (!is_mld(message[0]))
		return 0;
	if (packet[7] != 1 || !source_valid(packet + 8, message[0]) || !alerts(options, header) ||
	    !checksum_valid(packet, message, len))
		return -1;
	return parse_message(message, len, sink);
}
