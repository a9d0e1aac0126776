// SPDX-License-Identifier: GPL-2.0
#include "report.h"

#define RECORD_HEADER 4		/* type, words of auxiliary data, number of sources */

static const u8 nowhere[16];

bool saw_report_multicast(const u8 *address, unsigned int len)
{
	return len == 4 ? address[0] >> 4 == 0xe : address[0] == 0xff;
}

u32 saw_report_sum(const u8 *data, size_t len, u32 sum)
{
	size_t i;

	/* At most 32768 words of 16 bits: no carry is lost before the fold. */
	for (i = 0; i + 1 < len; i += 2)
		sum += get_unaligned_be16(data + i);
	if (i < len)
		sum += (u32)data[i] << 8;
	sum = (sum & 0xffff) + (sum >> 16);
	return (sum & 0xffff) + (sum >> 16);
}

u32 saw_report_code(u8 code)
{
	if (code < 0x80)
		return code;
	return (u32)((code & 0xf) | 0x10) << ((code >> 4 & 7) + 3);
}

/* Who sends to groups has an address of his own. */
static bool sources_valid(const u8 *sources, unsigned int count, unsigned int address)
{
	for (; count--; sources += address)
		if (saw_report_multicast(sources, address) || !memcmp(sources, nowhere, address))
			return false;
	return true;
}

int saw_report_single(const struct saw_sink *sink, struct saw_report *report, const u8 *group)
{
	if (!saw_report_multicast(group, report->address))
		return -1;
	memcpy(report->group, group, report->address);
	sink->report(report, sink->arg);
	return 1;
}

/*
 * Length of the record at @data, 0 if it does not fit @len bytes. At most
 * 4 + 16 + 65535 * 16 + 255 * 4, so the sum fits.
 */
static size_t record_length(const u8 *data, size_t len, unsigned int address)
{
	size_t need = RECORD_HEADER + address;

	if (len < need)
		return 0;
	need += (size_t)get_unaligned_be16(data + 2) * address + (size_t)data[1] * 4;
	return len < need ? 0 : need;
}

static bool records_valid(const u8 *data, size_t len, unsigned int count, unsigned int address)
{
	while (count--) {
		size_t step = record_length(data, len, address);
		const u8 *group = data + RECORD_HEADER;

		if (!step || !saw_report_multicast(group, address) ||
		    !sources_valid(group + address, get_unaligned_be16(data + 2), address))
			return false;
		data += step;
		len -= step;
	}
	return true;
}

int saw_report_records(const struct saw_sink *sink, struct saw_report *report, const u8 *data,
		       size_t len, unsigned int count)
{
	unsigned int address = report->address;
	int told = 0;

	/* From here on all records are known to fit. */
	if (!records_valid(data, len, count, address))
		return -1;
	while (count--) {
		size_t step = record_length(data, len, address);

		report->type = data[0];
		report->count = get_unaligned_be16(data + 2);
		memcpy(report->group, data + RECORD_HEADER, address);
		report->sources = data + RECORD_HEADER + address;
		if (report->type >= SAW_RECORD_IS_INCLUDE && report->type <= SAW_RECORD_BLOCK) {
			told++;
			if (!sink->report(report, sink->arg))
				break;
		}
		data += step;
	}
	return told;
}

int saw_report_query(const struct saw_sink *sink, struct saw_query *query, const u8 *data,
		     size_t len)
{
	bool general = !memcmp(query->group, nowhere, query->address);

	if (len < (size_t)query->count * query->address ||
	    !sources_valid(data, query->count, query->address))
		return -1;
	if (general ? query->count : !saw_report_multicast(query->group, query->address))
		return -1;
	query->sources = data;
	sink->query(query, sink->arg);
	return 1;
}
