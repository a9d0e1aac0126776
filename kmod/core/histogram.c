// SPDX-License-Identifier: GPL-2.0
#include "histogram.h"

enum { PARTS = 1 << SAW_HISTOGRAM_PARTS };

u64 saw_histogram_floor(unsigned int bucket)
{
	u64 mantissa;

	if (!bucket)
		return 0;
	mantissa = PARTS + (bucket - 1) % PARTS;
	return mantissa << ((bucket - 1) / PARTS + SAW_HISTOGRAM_FIRST - SAW_HISTOGRAM_PARTS);
}
