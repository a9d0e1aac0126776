/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What IGMP and MLD messages say, in one form for both protocols.
 */
#ifndef _SAW_CORE_REPORT_H
#define _SAW_CORE_REPORT_H

#include "types.h"

/*
 * The types of group records, RFC 9776 section 4.2.12. A report of an older version
 * says what IS_EXCLUDE without sources says, its leave what TO_INCLUDE without
 * sources says (section 7.3.2).
 */
enum saw_record {
	SAW_RECORD_IS_INCLUDE = 1,
	SAW_RECORD_IS_EXCLUDE,
	SAW_RECORD_TO_INCLUDE,
	SAW_RECORD_TO_EXCLUDE,
	SAW_RECORD_ALLOW,
	SAW_RECORD_BLOCK,
};

/**
 * struct saw_report - one group record
 * @sources: its sources, @address bytes each; inside the message
 * @group: IPv4 in the first four bytes
 * @count: number of @sources
 * @type: enum saw_record
 * @protocol: enum sawtooth_membership_protocol
 * @address: bytes of an address, 4 or 16
 */
struct saw_report {
	const u8 *sources;
	u8 group[16];
	u16 count;
	u8 type;
	u8 protocol;
	u8 address;
};

/**
 * struct saw_query - a query
 * @sources: the sources asked for, @address bytes each; inside the message
 * @group: the group asked for, zero for all of them
 * @response: time in which hosts answer, milliseconds, at most 8387584
 * @interval: seconds between general queries, at most 31744; 0 if not told
 * @count: number of @sources
 * @robustness: the querier's variable, 0 to 7; 0 if not told
 * @protocol: enum sawtooth_membership_protocol
 * @address: bytes of an address, 4 or 16
 * @suppress: routers that hear it shall not lower their timers
 */
struct saw_query {
	const u8 *sources;
	u8 group[16];
	u32 response;
	u32 interval;
	u16 count;
	u8 robustness;
	u8 protocol;
	u8 address;
	bool suppress;
};

/**
 * struct saw_sink - who is told
 * @report: called for each group record; false stops the walk
 * @query: called for a query
 * @arg: for both
 */
struct saw_sink {
	bool (*report)(const struct saw_report *report, void *arg);
	void (*query)(const struct saw_query *query, void *arg);
	void *arg;
};

/* Is @address, of @len bytes, a multicast address? */
bool saw_report_multicast(const u8 *address, unsigned int len);

/*
 * Add the @len bytes at @data to @sum (RFC 1071), @len at most 65535. The result
 * is folded to 16 bits; over a valid message, with its checksum, it is 0xffff.
 */
u32 saw_report_sum(const u8 *data, size_t len, u32 sum);

/*
 * The number that an eight-bit floating code stands for, 0 to 31744 (RFC 9776
 * sections 4.1.1 and 4.1.7).
 */
u32 saw_report_code(u8 code);

/*
 * A message of one group: @report has all but its @group and @sources. Returns 1,
 * or -1, and no call, if @group is not multicast.
 */
int saw_report_single(const struct saw_sink *sink, struct saw_report *report, const u8 *group);

/*
 * The @count group records of IGMPv3 (RFC 9776 section 4.2) and MLDv2 (RFC 9777
 * section 5.2) in the @len bytes at @data; @report has the @protocol and the
 * @address. Returns the number of calls, or -1, and no call, if a record is
 * truncated, its group is not multicast or one of its sources is no source. Bytes
 * behind the last record are allowed, and record types that are not known are passed
 * over, both as the RFCs ask.
 */
int saw_report_records(const struct saw_sink *sink, struct saw_report *report, const u8 *data,
		       size_t len, unsigned int count);

/*
 * A query: @query has all but its @sources, which are the @len bytes at @data, with
 * @count said to be there. Returns 1, or -1, and no call, if they are not there, one of
 * them is no source, the group is neither zero nor multicast, or there are sources
 * and no group.
 */
int saw_report_query(const struct saw_sink *sink, struct saw_query *query, const u8 *data,
		     size_t len);

#endif /* _SAW_CORE_REPORT_H */
