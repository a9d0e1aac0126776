// SPDX-License-Identifier: GPL-2.0
#include "ssthresh.h"

typedef u32 (*ssthresh_fn)(const struct saw_params *params, u32 cwnd);

/* RFC 5681 section 3.1, equation 4; Linux counts the window where the RFC has FlightSize. */
static u32 half(const struct saw_params *params, u32 cwnd)
{
	return cwnd / 2;
}

/* The product of two 32-bit numbers fits the 64 bits that it is formed in. */
static u32 beta(const struct saw_params *params, u32 cwnd)
{
	return (u32)div_u64((u64)cwnd * params->beta, SAW_BETA_UNIT);
}

/* Never above the window that just lost: the threshold must not invite more. */
static u32 fixed(const struct saw_params *params, u32 cwnd)
{
	return min_t(u32, params->fixed_ssthresh, cwnd);
}

static const ssthresh_fn laws[__SAWTOOTH_SSTHRESH_LAW_MAX] = {
	[SAWTOOTH_SSTHRESH_LAW_HALF] = half,
	[SAWTOOTH_SSTHRESH_LAW_BETA] = beta,
	[SAWTOOTH_SSTHRESH_LAW_FIXED] = fixed,
};

u32 saw_ssthresh(const struct saw_params *params, enum sawtooth_ssthresh_cause cause, u32 cwnd)
{
	u32 ssthresh = laws[params->ssthresh_law](params, cwnd);

	if (cause == SAWTOOTH_SSTHRESH_CAUSE_TIMEOUT)
		ssthresh = min_t(u32, ssthresh, cwnd / 2);
	return max_t(u32, ssthresh, SAWTOOTH_SSTHRESH_MIN);
}
