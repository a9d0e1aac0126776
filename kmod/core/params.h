/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The parameters of congestion control that a profile names. Units, ranges and
 * defaults are those of the specification.
 */
#ifndef _SAW_CORE_PARAMS_H
#define _SAW_CORE_PARAMS_H

#include "types.h"

#define SAW_UNIT 1000	/* fractions are counted in thousandths */
#define SAW_BINARY 1024	/* and calculated with in these */

/**
 * struct saw_params - parameters of a profile
 * @slow_start_law: enum sawtooth_slow_start_law
 * @growth_law: enum sawtooth_growth_law
 * @ssthresh_law: enum sawtooth_ssthresh_law
 * @beta: thousandths of the window that the laws "beta" and "adaptive" leave
 * @beta_ecn: thousandths of the window that an ECN echo leaves at least
 * @fixed_ssthresh: segments, for the law "fixed"
 * @initial_ssthresh: segments, for a new connection
 * @cubic_c: C of RFC 9438, thousandths
 * @max_ssthresh: segments, of RFC 3742
 * @bdp_gain: thousandths of the bandwidth-delay product
 * @queue_threshold: thousandths of the minimum RTT
 * @queue_limit: thousandths of the minimum RTT
 * @loss_threshold: thousandths of the segments of a round
 * @beta_binary: @beta, of 1024
 * @c_binary: @cubic_c, of 1024
 * @cube: 2^40 / @c_binary, which turns segments into the cube of K
 * @friendly: acknowledged windows, of 8, that earn a segment in RFC 9438 section 4.3
 *
 * The last four follow from the others: saw_params_derive().
 */
struct saw_params {
	u32 slow_start_law;
	u32 growth_law;
	u32 ssthresh_law;
	u32 beta;
	u32 beta_ecn;
	u32 fixed_ssthresh;
	u32 initial_ssthresh;
	u32 cubic_c;
	u32 max_ssthresh;
	u32 bdp_gain;
	u32 queue_threshold;
	u32 queue_limit;
	u32 loss_threshold;
	u32 beta_binary;
	u32 c_binary;
	u64 cube;
	u32 friendly;
};

/* The textbook: RFC 5681. Each profile of the module begins with it. */
void saw_params_reno(struct saw_params *params);

/* RFC 9438, slow start by RFC 9406. */
void saw_params_cubic(struct saw_params *params);

/* A loss is congestion where something else says so, too. */
void saw_params_adaptive(struct saw_params *params);

/* To be called when a parameter has changed. */
void saw_params_derive(struct saw_params *params);

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
