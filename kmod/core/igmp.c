// SPDX-License-Identifier: GPL-2.0
#include "igmp.h"

#define QUERY 0x11
#define V1_REPORT 0x12
#define V2_REPORT 0x16
#define V2_LEAVE 0x17
#define V3_REPORT 0x22

#define HEADER 8	/* type, two bytes by version, checksum, group or number of records */
#define V3_QUERY 12	/* the header, flags, code of the interval, number of sources */

#define IP_HEADER 20
#define IP_PROTOCOL 2
#define IP_FRAGMENT 0x3fff	/* more to come, or an offset */

#define SUPPRESS 0x08
#define ROBUSTNESS 0x07
#define V1_RESPONSE 10000	/* milliseconds; RFC 2236 section 4 */

/* RFC 9776 section 7.1: the version of a query is told by its length. */
static int parse_query(const u8 *data, size_t len, const struct saw_sink *sink)
{
	struct saw_query query = { .address = 4 };

	query.protocol = SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV2;
	query.response = data[1] * 100;
	if (len == HEADER && !data[1]) {
		/* RFC 1112 appendix I: the group of a query is not looked at. */
		query.protocol = SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV1;
		query.response = V1_RESPONSE;
		return saw_report_query(sink, &query, data, 0);
	}
	memcpy(query.group, data + 4, 4);
	if (len == HEADER)
		return saw_report_query(sink, &query, data, 0);
	if (len < V3_QUERY)
		return -1;
	query.protocol = SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV3;
	query.response = saw_report_code(data[1]) * 100;
	query.suppress = data[8] & SUPPRESS;
	query.robustness = data[8] & ROBUSTNESS;
	query.interval = saw_report_code(data[9]);
	query.count = get_unaligned_be16(data + 10);
	return saw_report_query(sink, &query, data + V3_QUERY, len - V3_QUERY);
}

static int parse_report(const u8 *data, size_t len, const struct saw_sink *sink)
{
	struct saw_report report = { .address = 4, .type = SAW_RECORD_IS_EXCLUDE };

	switch (data[0]) {
	case V1_REPORT:
		report.protocol = SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV1;
		return saw_report_single(sink, &report, data + 4);
	case V2_REPORT:
	case V2_LEAVE:
		if (data[0] == V2_LEAVE)
			report.type = SAW_RECORD_TO_INCLUDE;
		report.protocol = SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV2;
		return saw_report_single(sink, &report, data + 4);
	case V3_REPORT:
		report.protocol = SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV3;
		return saw_report_records(sink, &report, data + HEADER, len - HEADER,
					  get_unaligned_be16(data + 6));
	default:
		return 0;
	}
}

/*
 * Length of the IPv4 header if an IGMP message follows, 0 if something else does, -1
 * if the lengths lie. A host that has no address yet reports from 0.0.0.0 (RFC 9776
 * section 4.2.13).
 */
static int header_length(const u8 *packet, size_t len)
{
	size_t header, total;

	if (len < IP_HEADER || packet[0] >> 4 != 4)
		return -1;
	if (packet[9] != IP_PROTOCOL || get_unaligned_be16(packet + 6) & IP_FRAGMENT)
		return 0;
	header = (size_t)(packet[0] & 0xf) * 4;
	total = get_unaligned_be16(packet + 2);
	if (header < IP_HEADER || total < header + HEADER || total > len ||
	    packet[12] >= 0xe0)
		return -1;
	return (int)header;
}

int saw_igmp_packet(const u8 *packet, size_t len, const struct saw_sink *sink)
{
	int header = header_length(packet, len);

	if (header <= 0)
		return header;
	len = get_unaligned_be16(packet + 2) - (size_t)header;
	packet += header;
	if (saw_report_sum(packet, len, 0) != 0xffff)
		return -1;
	if (packet[0] == QUERY)
		return parse_query(packet, len, sink);
	return parse_report(packet, len, sink);
}
