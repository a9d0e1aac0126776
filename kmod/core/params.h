/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The parameters of congestion control that a profile names. Units, ranges and
 * defaults are those of the specification.
 */
#ifndef _SAW_CORE_PARAMS_H
#define _SAW_CORE_PARAMS_H

#include "types.h"

#define SAW_BETA_UNIT 1000	/* beta is counted in thousandths */
#define SAW_BETA_DEFAULT 700	/* RFC 9438 section 4.6 */
#define SAW_FIXED_SSTHRESH_DEFAULT 64

/**
 * struct saw_params - parameters of a profile
 * @slow_start_law: enum sawtooth_slow_start_law
 * @growth_law: enum sawtooth_growth_law
 * @ssthresh_law: enum sawtooth_ssthresh_law
 * @beta: thousandths of the window that the law "beta" leaves
 * @fixed_ssthresh: segments, for the law "fixed"
 * @initial_ssthresh: segments, for a new connection
 */
struct saw_params {
	u8 slow_start_law;
	u8 growth_law;
	u8 ssthresh_law;
	u32 beta;
	u32 fixed_ssthresh;
	u32 initial_ssthresh;
};

/* The textbook: RFC 5681. */
static inline void saw_params_default(struct saw_params *params)
{
	*params = (struct saw_params) {
		.slow_start_law = SAWTOOTH_SLOW_START_LAW_STANDARD,
		.growth_law = SAWTOOTH_GROWTH_LAW_RENO,
		.ssthresh_law = SAWTOOTH_SSTHRESH_LAW_HALF,
		.beta = SAW_BETA_DEFAULT,
		.fixed_ssthresh = SAW_FIXED_SSTHRESH_DEFAULT,
		.initial_ssthresh = SAWTOOTH_SSTHRESH_MAX,
	};
}

/**
 * struct saw_window - the window of a connection, in segments
 * @cwnd: congestion window, at least 1
 * @ssthresh: slow start threshold, at least 2
 * @clamp: upper bound of @cwnd
 * @credit: segments acknowledged that did not yet grow @cwnd
 */
struct saw_window {
	u32 cwnd;
	u32 ssthresh;
	u32 clamp;
	u32 credit;
};

#endif /* _SAW_CORE_PARAMS_H */
