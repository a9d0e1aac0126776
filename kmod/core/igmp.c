// SPDX-License-Identifier: GPL-2.0
#include "igmp.h"

#define V1_REPORT 0x12
#define V2_REPORT 0x16
#define V2_LEAVE 0x17
#define V3_REPORT 0x22

#define HEADER 8	/* type, two bytes by version, checksum, group or number of records */

static bool is_report(u8 type)
{
	return type == V1_REPORT || type == V2_REPORT || type == V2_LEAVE || type == V3_REPORT;
}

int saw_igmp_parse(const u8 *data, size_t len, saw_report_fn fn, void *arg)
{
	struct saw_report_walk walk = { .fn = fn, .arg = arg, .address = 4 };

	if (len < HEADER || len > 0xffff)
		return -1;
	if (!is_report(data[0]))
		return 0;
	if (saw_report_sum(data, len, 0) != 0xffff)
		return -1;

	switch (data[0]) {
	case V1_REPORT:
		walk.protocol = SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV1;
		return saw_report_single(&walk, data + 4, SAWTOOTH_MEMBERSHIP_CHANGE_JOIN);
	case V2_REPORT:
		walk.protocol = SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV2;
		return saw_report_single(&walk, data + 4, SAWTOOTH_MEMBERSHIP_CHANGE_JOIN);
	case V2_LEAVE:
		walk.protocol = SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV2;
		return saw_report_single(&walk, data + 4, SAWTOOTH_MEMBERSHIP_CHANGE_LEAVE);
	default:
		walk.protocol = SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV3;
		return saw_report_records(&walk, data + HEADER, len - HEADER,
					  get_unaligned_be16(data + 6));
	}
}
