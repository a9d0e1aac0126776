/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What IGMP and MLD messages say of memberships, in one form for both.
 */
#ifndef _SAW_CORE_REPORT_H
#define _SAW_CORE_REPORT_H

#include "types.h"

/**
 * struct saw_report - one group's membership as a report states it
 * @group: IPv4 in the first four bytes
 * @sources: number of sources asked for; 0 for any source, whatever it excludes
 * @change: enum sawtooth_membership_change
 * @protocol: enum sawtooth_membership_protocol
 */
struct saw_report {
	u8 group[16];
	u32 sources;
	u8 change;
	u8 protocol;
};

/*
 * Called for each group of a message; returning false stops the walk.
 */
typedef bool (*saw_report_fn)(const struct saw_report *report, void *arg);

/**
 * struct saw_report_walk - who is told, and the kind of message that is walked
 * @fn: called for each membership
 * @arg: for @fn
 * @address: bytes of an address, 4 or 16
 * @protocol: enum sawtooth_membership_protocol
 */
struct saw_report_walk {
	saw_report_fn fn;
	void *arg;
	u8 address;
	u8 protocol;
};

/*
 * Add the @len bytes at @data to @sum (RFC 1071), @len at most 65535. The result
 * is folded to 16 bits; over a valid message, with its checksum, it is 0xffff.
 */
u32 saw_report_sum(const u8 *data, size_t len, u32 sum);

/* A message of one group (IGMPv1, IGMPv2, MLDv1). Returns 1, or -1 if @group is not multicast. */
int saw_report_single(const struct saw_report_walk *walk, const u8 *group,
		      enum sawtooth_membership_change change);

/*
 * The @count group records of IGMPv3 (RFC 9776 section 4.2) and MLDv2 (RFC 9777
 * section 5.2) in the @len bytes at @data. Returns the number of calls of @fn, or
 * -1, and no call, if one is truncated or its group is not multicast. Bytes
 * behind the last record are allowed, and record types that are not known are
 * passed over, both as the RFCs ask.
 */
int saw_report_records(const struct saw_report_walk *walk, const u8 *data, size_t len,
		       unsigned int count);

#endif /* _SAW_CORE_REPORT_H */
