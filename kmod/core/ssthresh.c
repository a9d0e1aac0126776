// SPDX-License-Identifier: GPL-2.0
#include "adaptive.h"
#include "ssthresh.h"

typedef u32 (*ssthresh_fn)(const struct saw_params *params, struct saw_flow *flow,
			   const struct saw_loss *loss);

/* RFC 5681 section 3.1, equation 4; Linux counts the window where the RFC has FlightSize. */
static u32 half(const struct saw_params *params, struct saw_flow *flow,
		const struct saw_loss *loss)
{
	return loss->cwnd / 2;
}

/* RFC 9438 section 4.6. The product of two 32-bit numbers fits the 64 bits it is formed in. */
static u32 beta(const struct saw_params *params, struct saw_flow *flow,
		const struct saw_loss *loss)
{
	return ((u64)loss->cwnd * params->beta_binary) / SAW_BINARY;
}

/* Never above the window that just lost: the threshold must not invite more. */
static u32 fixed(const struct saw_params *params, struct saw_flow *flow,
		 const struct saw_loss *loss)
{
	return min_t(u32, params->fixed_ssthresh, loss->cwnd);
}

/* RFC 5681 section 3.1 wants FlightSize reduced; with an unknown path it is. */
static u32 bdp(const struct saw_params *params, struct saw_flow *flow,
	       const struct saw_loss *loss)
{
	u32 product = saw_path_bdp(&flow->path, params->bdp_gain);

	return product ? min_t(u32, product, loss->cwnd) : beta(params, flow, loss);
}

static u32 adaptive(const struct saw_params *params, struct saw_flow *flow,
		    const struct saw_loss *loss)
{
	return saw_adaptive_ssthresh(params, flow, loss, beta(params, flow, loss));
}

static const ssthresh_fn laws[__SAWTOOTH_SSTHRESH_LAW_MAX] = {
	[SAWTOOTH_SSTHRESH_LAW_HALF] = half,
	[SAWTOOTH_SSTHRESH_LAW_BETA] = beta,
	[SAWTOOTH_SSTHRESH_LAW_FIXED] = fixed,
	[SAWTOOTH_SSTHRESH_LAW_BDP] = bdp,
	[SAWTOOTH_SSTHRESH_LAW_ADAPTIVE] = adaptive,
};

/* RFC 8511 section 3; the law "adaptive" has an answer of its own, "fixed" has none. */
static u32 ecn(const struct saw_params *params, u32 cwnd, u32 ssthresh)
{
	if (params->ssthresh_law == SAWTOOTH_SSTHRESH_LAW_FIXED ||
	    params->ssthresh_law == SAWTOOTH_SSTHRESH_LAW_ADAPTIVE)
		return ssthresh;
	return max_t(u32, ssthresh, div_u64((u64)cwnd * params->beta_ecn, SAW_UNIT));
}

u32 saw_ssthresh(const struct saw_params *params, struct saw_flow *flow,
		 const struct saw_loss *loss)
{
	u32 ssthresh;

	if (flow)
		flow->adapt.forgiven = false;
	ssthresh = laws[params->ssthresh_law](params, flow, loss);
	if (flow && !flow->adapt.forgiven) {
		flow->start.over = true;
		saw_cubic_reduce(&flow->cubic, params, loss->cwnd);
	}
	if (loss->cause == SAWTOOTH_SSTHRESH_CAUSE_TIMEOUT)
		ssthresh = min_t(u32, ssthresh, loss->cwnd / 2);
	else if (loss->cause == SAWTOOTH_SSTHRESH_CAUSE_ECN)
		ssthresh = ecn(params, loss->cwnd, ssthresh);
	return max_t(u32, ssthresh, SAWTOOTH_SSTHRESH_MIN);
}
