/* SPDX-License-Identifier: GPL-2.0 */
/* What the fuzzers of the parsers of IGMP and MLD share. */
#ifndef _SELFTESTS_FUZZ_REPORTS_H
#define _SELFTESTS_FUZZ_REPORTS_H

#include "input.h"
#include "core/report.h"

struct reports {
	unsigned int address;
	int count;
};

static inline void reports_group(const struct reports *reports, const u8 *group)
{
	if (reports->address == 4 ? group[0] >> 4 != 0xe : group[0] != 0xff)
		input_wrong("a group that is not multicast");
}

static inline void reports_sources(const struct reports *reports, const u8 *source,
				   unsigned int count, unsigned int address)
{
	if (address != reports->address)
		input_wrong("addresses of another family");
	/* each byte of each of them is read */
	for (; count--; source += address) {
		u8 any = 0;

		for (unsigned int i = 0; i < address; i++)
			any |= source[i];
		if (!any || saw_report_multicast(source, address))
			input_wrong("a source that is none");
	}
}

static inline bool reports_add(const struct saw_report *report, void *arg)
{
	struct reports *reports = arg;

	reports->count++;
	reports_group(reports, report->group);
	reports_sources(reports, report->sources, report->count, report->address);
	if (report->type < SAW_RECORD_IS_INCLUDE || report->type > SAW_RECORD_BLOCK ||
	    report->protocol > SAWTOOTH_MEMBERSHIP_PROTOCOL_MAX)
		input_wrong("a value without a name");
	return true;
}

static inline void reports_query(const struct saw_query *query, void *arg)
{
	static const u8 zero[16];
	struct reports *reports = arg;

	reports->count++;
	if (memcmp(query->group, zero, sizeof(zero)))
		reports_group(reports, query->group);
	else if (query->count)
		input_wrong("sources of no group");
	reports_sources(reports, query->sources, query->count, query->address);
	if (query->response > 8387584 || query->interval > 31744 || query->robustness > 7 ||
	    query->protocol > SAWTOOTH_MEMBERSHIP_PROTOCOL_MAX)
		input_wrong("a value out of its range");
}

static inline void reports_check(const struct reports *reports, int told)
{
	if (told < -1 || reports->count != (told < 0 ? 0 : told))
		input_wrong("the calls and the result disagree");
}

/* Make the sum over the @len bytes at @message, and @sum, right, the checksum being at 2. */
static inline void reports_checksum(u8 *message, size_t len, u32 sum)
{
	if (len < 4)
		return;
	message[2] = 0;
	message[3] = 0;
	for (size_t i = 0; i < len; i++)
		sum += (u32)message[i] << (i % 2 ? 0 : 8);
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	message[2] = (u8)(~sum >> 8);
	message[3] = (u8)~sum;
}

#endif /* _SELFTESTS_FUZZ_REPORTS_H */
