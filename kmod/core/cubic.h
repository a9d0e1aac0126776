/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The window of RFC 9438 as a function of the time since the last reduction.
 *
 * An epoch begins with the first growth after a reduction. Time is counted in 1024ths
 * of a second, C and beta of 1024, the window in segments: Linux has its cubic so, and
 * with the same numbers the same window comes out: the experiment cubic-same compares them at
 * each ACK. Where it differs on purpose: K is the exact integer root (cube_root.h), nothing
 * wraps, and undo restores the epoch.
 */
#ifndef _SAW_CORE_CUBIC_H
#define _SAW_CORE_CUBIC_H

#include "params.h"
#include "path.h"

/**
 * struct saw_cubic - an epoch
 * @start: @tick when it began
 * @when: @tick when @pace was made
 * @window: the window that @pace was made for
 * @w_max: window before the last reduction; 0 before the first
 * @origin: the window that the curve is flat at
 * @k: 1024ths of a second from @start to there
 * @acked: segments acknowledged that did not yet grow @w_est
 * @w_est: the window that Reno would have (section 4.3)
 * @delay: the smallest round-trip time since the last time-out, microseconds; 0: none yet
 * @pace: acknowledged segments that grow the window by one
 * @running: the epoch has begun
 */
struct saw_cubic {
	u32 start;
	u32 when;
	u32 window;
	u32 w_max;
	u32 origin;
	u32 k;
	u32 acked;
	u32 w_est;
	u32 delay;
	u32 pace;
	bool running;
};

/*
 * Take in the round-trip time of @ack, if it measured one; before the ACK is given to anything
 * that may end the epoch. The first second of an epoch, which follows a recovery, measures none.
 */
void saw_cubic_measure(struct saw_cubic *cubic, const struct saw_ack *ack);

/* @acked segments were acknowledged with a window of @cwnd: what grows it by one, at least 2. */
u32 saw_cubic_pace(struct saw_cubic *cubic, const struct saw_params *params,
		   const struct saw_ack *ack, u32 cwnd, u32 acked);

/* The window of @cwnd is reduced: the epoch ends, with fast convergence (section 4.7). */
void saw_cubic_reduce(struct saw_cubic *cubic, const struct saw_params *params, u32 cwnd);

/* Nothing was sent for @idle milliseconds until @tick: they do not count (section 4.2). */
void saw_cubic_rest(struct saw_cubic *cubic, u32 tick, u32 idle);

#endif /* _SAW_CORE_CUBIC_H */
