// SPDX-License-Identifier: GPL-2.0
#include "mld.h"

#define V1_REPORT 131
#define V1_DONE 132
#define V2_REPORT 143

#define HEADER 8	/* type, code, checksum, four bytes by version */
#define V1_LENGTH 24	/* the header and the group */
#define NEXT_HEADER 58	/* ICMPv6 in the pseudo-header */

/* RFC 8200 section 8.1: the checksum covers a pseudo-header. */
static bool checksum_valid(const u8 *data, size_t len, const u8 *saddr, const u8 *daddr)
{
	u32 sum = saw_report_sum(saddr, 16, (u32)len + NEXT_HEADER);

	sum = saw_report_sum(daddr, 16, sum);
	return saw_report_sum(data, len, sum) == 0xffff;
}

static bool is_report(u8 type)
{
	return type == V1_REPORT || type == V1_DONE || type == V2_REPORT;
}

int saw_mld_parse(const u8 *data, size_t len, const u8 *saddr, const u8 *daddr,
		  saw_report_fn fn, void *arg)
{
	struct saw_report_walk walk = { .fn = fn, .arg = arg, .address = 16 };

	if (len < HEADER || len > 0xffff)
		return -1;
	if (!is_report(data[0]))
		return 0;
	if (!checksum_valid(data, len, saddr, daddr))
		return -1;

	if (data[0] == V2_REPORT) {
		walk.protocol = SAWTOOTH_MEMBERSHIP_PROTOCOL_MLDV2;
		return saw_report_records(&walk, data + HEADER, len - HEADER,
					  get_unaligned_be16(data + 6));
	}
	if (len < V1_LENGTH)
		return -1;
	walk.protocol = SAWTOOTH_MEMBERSHIP_PROTOCOL_MLDV1;
	return saw_report_single(&walk, data + HEADER,
				 data[0] == V1_DONE ? SAWTOOTH_MEMBERSHIP_CHANGE_LEAVE :
						      SAWTOOTH_MEMBERSHIP_CHANGE_JOIN);
}
