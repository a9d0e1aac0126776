/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The buckets of a histogram of times: a power of two is split into equal parts, so
 * that a time is known to a quarter of itself, from a microsecond to five hours. What
 * is shorter shares the first bucket, what is longer the last.
 */
#ifndef _SAW_CORE_HISTOGRAM_H
#define _SAW_CORE_HISTOGRAM_H

#include "types.h"

/* Logarithms to base 2: the shortest and the longest time that is told apart, the parts. */
#define SAW_HISTOGRAM_FIRST 10
#define SAW_HISTOGRAM_LAST 44
#define SAW_HISTOGRAM_PARTS 2

#define SAW_HISTOGRAM_BUCKETS \
	(((SAW_HISTOGRAM_LAST - SAW_HISTOGRAM_FIRST) << SAW_HISTOGRAM_PARTS) + 2)

/* The bucket that @ns falls into, less than SAW_HISTOGRAM_BUCKETS. */
static inline unsigned int saw_histogram_bucket(u64 ns)
{
	unsigned int power, part;

	if (ns < 1ULL << SAW_HISTOGRAM_FIRST)
		return 0;
	if (ns >= 1ULL << SAW_HISTOGRAM_LAST)
		return SAW_HISTOGRAM_BUCKETS - 1;
	power = fls64(ns) - 1;
	part = (ns >> (power - SAW_HISTOGRAM_PARTS)) & ((1 << SAW_HISTOGRAM_PARTS) - 1);
	return ((power - SAW_HISTOGRAM_FIRST) << SAW_HISTOGRAM_PARTS) + part + 1;
}

/*
 * The shortest time, in nanoseconds, that falls into @bucket, which is at most the last.
 * A bucket ends where the next one begins; the last one has no end.
 */
u64 saw_histogram_floor(unsigned int bucket);

/* Where the time spent in @state is counted; -1: nowhere, it is left by nobody or at once. */
static inline int saw_histogram_of_state(unsigned int state)
{
	static_assert(SAWTOOTH_HISTOGRAM_KIND_TIME_WAIT - SAWTOOTH_HISTOGRAM_KIND_SYN_SENT ==
		      SAWTOOTH_TCP_STATE_TIME_WAIT - SAWTOOTH_TCP_STATE_SYN_SENT,
		      "both enums have the states in the same order");
	if (state < SAWTOOTH_TCP_STATE_SYN_SENT)
		return -1;
	return state - SAWTOOTH_TCP_STATE_SYN_SENT + SAWTOOTH_HISTOGRAM_KIND_SYN_SENT;
}

#endif /* _SAW_CORE_HISTOGRAM_H */
