// SPDX-License-Identifier: GPL-2.0
#include "report.h"

/* The types of group records that matter, the same in both protocols. */
enum record_type {
	MODE_IS_INCLUDE = 1,
	MODE_IS_EXCLUDE,
	CHANGE_TO_INCLUDE,
	CHANGE_TO_EXCLUDE,
	ALLOW_NEW_SOURCES,
};

#define RECORD_HEADER 4		/* type, words of auxiliary data, number of sources */

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

static bool is_multicast(const struct saw_report_walk *walk, const u8 *group)
{
	if (walk->address == 4)
		return group[0] >> 4 == 0xe;
	return group[0] == 0xff;
}

static bool tell(const struct saw_report_walk *walk, const u8 *group,
		 enum sawtooth_membership_change change, u32 sources)
{
	struct saw_report report = {
		.sources = sources,
		.change = change,
		.protocol = walk->protocol,
	};

	memcpy(report.group, group, walk->address);
	return walk->fn(&report, walk->arg);
}

int saw_report_single(const struct saw_report_walk *walk, const u8 *group,
		      enum sawtooth_membership_change change)
{
	if (!is_multicast(walk, group))
		return -1;
	tell(walk, group, change, 0);
	return 1;
}

/*
 * Length of the record at @data, 0 if it does not fit @len bytes. At most
 * 4 + 16 + 65535 * 16 + 255 * 4, so the sum fits.
 */
static size_t record_length(const struct saw_report_walk *walk, const u8 *data, size_t len)
{
	size_t need = RECORD_HEADER + walk->address;

	if (len < need)
		return 0;
	need += (size_t)get_unaligned_be16(data + 2) * walk->address + (size_t)data[1] * 4;
	return len < need ? 0 : need;
}

static bool records_valid(const struct saw_report_walk *walk, const u8 *data, size_t len,
			  unsigned int count)
{
	while (count--) {
		size_t step = record_length(walk, data, len);

		if (!step || !is_multicast(walk, data + RECORD_HEADER))
			return false;
		data += step;
		len -= step;
	}
	return true;
}

/*
 * Is there something to tell of a record of @type with @sources, and what? A
 * filter that includes no source is a leave. ALLOW without and BLOCK with
 * sources change the sources of a membership, not the membership.
 */
static bool record_means(u8 type, u32 *sources, enum sawtooth_membership_change *change)
{
	*change = SAWTOOTH_MEMBERSHIP_CHANGE_JOIN;
	switch (type) {
	case MODE_IS_EXCLUDE:
	case CHANGE_TO_EXCLUDE:
		*sources = 0;
		return true;
	case MODE_IS_INCLUDE:
	case CHANGE_TO_INCLUDE:
		if (!*sources)
			*change = SAWTOOTH_MEMBERSHIP_CHANGE_LEAVE;
		return true;
	case ALLOW_NEW_SOURCES:
		return *sources;
	default:
		return false;
	}
}

int saw_report_records(const struct saw_report_walk *walk, const u8 *data, size_t len,
		       unsigned int count)
{
	enum sawtooth_membership_change change;
	int told = 0;

	/* From here on all records are known to fit. */
	if (!records_valid(walk, data, len, count))
		return -1;
	while (count--) {
		u32 sources = get_unaligned_be16(data + 2);
		size_t step = record_length(walk, data, len);

		if (record_means(data[0], &sources, &change)) {
			told++;
			if (!tell(walk, data + RECORD_HEADER, change, sources))
				break;
		}
		data += step;
	}
	return told;
}
