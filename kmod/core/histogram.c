// SPDX-License-Identifier: GPL-2.0
#include "histogram.h"

enum { PARTS = 1 << SAW_HISTOGRAM_PARTS };

unsigned int saw_histogram_bucket(u64 ns)
{
	unsigned int power, part;

	if (ns < 1ULL << SAW_HISTOGRAM_FIRST)
		return 0;
	if (ns >= 1ULL << SAW_HISTOGRAM_LAST)
		return SAW_HISTOGRAM_BUCKETS - 1;
	power = fls64(ns) - 1;
	part = (ns >> (power - SAW_HISTOGRAM_PARTS)) & (PARTS - 1);
	return (power - SAW_HISTOGRAM_FIRST) * PARTS + part + 1;
}

u64 saw_histogram_floor(unsigned int bucket)
{
	u64 mantissa;

	if (!bucket)
		return 0;
	mantissa = PARTS + (bucket - 1) % PARTS;
	return mantissa << ((bucket - 1) / PARTS + SAW_HISTOGRAM_FIRST - SAW_HISTOGRAM_PARTS);
}
