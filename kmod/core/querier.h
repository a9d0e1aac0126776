/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The querier of a link, as its general queries show it, and the timers that follow from
 * them: RFC 9776 and RFC 9777 section 8 (variables), 6.6.2 and 7.6.2 (election).
 *
 * All times are nanoseconds of one clock that never goes back.
 */
#ifndef _SAW_CORE_QUERIER_H
#define _SAW_CORE_QUERIER_H

#include "report.h"

#define SAW_NSEC_PER_MSEC 1000000ULL

/* What a query is asked to stay within; what it says beyond is cut down to it. */
#define SAW_QUERIER_INTERVAL_MAX 3600	/* seconds */

/**
 * struct saw_querier - the querier of a link
 * @address: its address, zero for one without
 * @heard: time of its last general query; 0: none was heard, all else is the default
 * @interval: seconds between general queries
 * @response: time in which hosts answer one, milliseconds, less than @interval
 * @robustness: 1 to 7
 * @protocol: enum sawtooth_membership_protocol of its last general query
 * @local: it is this host
 */
struct saw_querier {
	u8 address[16];
	u64 heard;
	u32 interval;
	u32 response;
	u8 robustness;
	u8 protocol;
	bool local;
};

/* What a query was. */
#define SAW_QUERIER_CHANGED 1U	/* another querier than before */
#define SAW_QUERIER_HIGHER 2U	/* of one who does not win the election; changed nothing */
#define SAW_QUERIER_ABSURD 4U	/* its timers are out of bounds and were cut down */

/* Nobody is known: the defaults of the RFCs. */
void saw_querier_init(struct saw_querier *querier);

/*
 * General @query came @from, 16 bytes, at time @now, which is not 0. Returns bits of
 * what it was.
 */
unsigned int saw_querier_hear(struct saw_querier *querier, const struct saw_query *query,
			      const u8 *from, bool local, u64 now);

/* How long a member stays one after its last report: group membership interval. */
u64 saw_querier_membership(const struct saw_querier *querier);

/* After so long without a query of it there is no querier: other querier present interval. */
u64 saw_querier_present(const struct saw_querier *querier);

/*
 * How long the querier asks until it believes a leave: last member query time. @response
 * is what its query for the group allows, milliseconds; 0: it was not heard.
 */
u64 saw_querier_last_member(const struct saw_querier *querier, u32 response);

#endif /* _SAW_CORE_QUERIER_H */
