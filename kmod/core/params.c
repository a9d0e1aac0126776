// SPDX-License-Identifier: GPL-2.0
#include "params.h"

/* Thousandths to 1024ths, to the nearest: RFC 9438's 0.7 is 717, its 0.4 is 410. */
static u32 binary(u32 thousandths)
{
	return (thousandths * SAW_BINARY + SAW_UNIT / 2) / SAW_UNIT;
}

/*
 * RFC 9438 section 4.3: a segment for each cwnd / alpha acknowledged ones, where
 * alpha is 3 (1 - beta) / (1 + beta). It is not defined for beta 1, which never
 * reduces; there it is what 1023/1024 gives.
 */
void saw_params_derive(struct saw_params *params)
{
	u32 left;

	params->beta_binary = binary(params->beta);
	params->c_binary = binary(params->cubic_c);
	params->cube = div_u64(1ULL << 40, params->c_binary);
	left = max_t(u32, SAW_BINARY - params->beta_binary, 1);
	params->friendly = 8 * (SAW_BINARY + params->beta_binary) / 3 / left;
}

void saw_params_reno(struct saw_params *params)
{
	*params = (struct saw_params) {
		.slow_start_law = SAWTOOTH_SLOW_START_LAW_STANDARD,
		.growth_law = SAWTOOTH_GROWTH_LAW_RENO,
		.ssthresh_law = SAWTOOTH_SSTHRESH_LAW_HALF,
		.beta = 700,
		.beta_ecn = 500,
		.fixed_ssthresh = 64,
		.initial_ssthresh = SAWTOOTH_SSTHRESH_MAX,
		.cubic_c = 400,
		.max_ssthresh = 100,
		.bdp_gain = 1050,
		.queue_threshold = 125,
		.queue_limit = 750,
		.loss_threshold = 60,
	};
	saw_params_derive(params);
}

void saw_params_cubic(struct saw_params *params)
{
	saw_params_reno(params);
	params->slow_start_law = SAWTOOTH_SLOW_START_LAW_HYSTART;
	params->growth_law = SAWTOOTH_GROWTH_LAW_CUBIC;
	params->ssthresh_law = SAWTOOTH_SSTHRESH_LAW_BETA;
	params->beta_ecn = 700;
}

void saw_params_adaptive(struct saw_params *params)
{
	saw_params_cubic(params);
	params->slow_start_law = SAWTOOTH_SLOW_START_LAW_PLATEAU;
	params->growth_law = SAWTOOTH_GROWTH_LAW_ADAPTIVE;
	params->ssthresh_law = SAWTOOTH_SSTHRESH_LAW_ADAPTIVE;
	params->beta_ecn = 850;
}
