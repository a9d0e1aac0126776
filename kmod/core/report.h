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
 * @sources: number of sources named
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

#endif /* _SAW_CORE_REPORT_H */
