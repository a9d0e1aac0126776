// SPDX-License-Identifier: GPL-2.0
#include "cube_root.h"
#include "cubic.h"

#define SETTLING 1000	/* ticks of an epoch that measure no delay */
#define REFRESH 31		/* ticks that the pace of an unchanged window is good for */
#define UNKNOWN_PACE 20		/* before the first reduction: 5 % a round trip at least */
#define FLAT 100		/* windows for a segment where the curve is flat */
#define STEEPEST 2		/* section 4.4: half as much again a round trip at most */
#define EXACT 0x8000U	/* 32 s; its cube times 1024 C of 10 is below 2^59 */
#define LONGEST 0x100000U	/* 17 minutes */
#define WIDEST 0x1000000U	/* times the largest @cube, 2^37, is below 2^61 */

/* C * t^3, segments; @t is bounded so that each product stays below 2^64. */
static u32 rise(const struct saw_params *params, u64 t)
{
	u64 c = params->c_binary;

	if (t < EXACT)
		return (c * t * t * t) >> 40;
	t = min_t(u64, t, LONGEST);
	return min_t(u64, (c * ((t * t * t) >> 20)) >> 20, SAWTOOTH_SSTHRESH_MAX);
}

static void begin(struct saw_cubic *cubic, const struct saw_params *params, u32 tick, u32 cwnd,
		  u32 acked)
{
	cubic->running = true;
	cubic->start = tick;
	cubic->acked = acked;
	cubic->w_est = cwnd;
	cubic->k = 0;
	cubic->origin = cwnd;
	if (cubic->w_max > cwnd) {
		cubic->origin = cubic->w_max;
		cubic->k = saw_cube_root(params->cube * min_t(u32, cubic->w_max - cwnd, WIDEST));
	}
}

/* Section 4.2: where the curve is a round-trip time from now. */
static u32 target(const struct saw_cubic *cubic, const struct saw_params *params,
		  const struct saw_ack *ack)
{
	u32 ahead = (cubic->delay + ack->tick_length * 1000 - 1) / (ack->tick_length * 1000);
	u64 t = (u64)(ack->tick - cubic->start) + (u64)ahead * ack->tick_length;
	u32 change;

	t = div_u64(t * 1024, 1000);
	if (t < cubic->k) {
		change = rise(params, cubic->k - t);
		return cubic->origin > change ? cubic->origin - change : 0;
	}
	return min_t(u64, (u64)cubic->origin + rise(params, t - cubic->k), SAWTOOTH_SSTHRESH_MAX);
}

static u32 curve_pace(const struct saw_cubic *cubic, u32 cwnd, u32 target)
{
	u32 pace = target > cwnd ? cwnd / (target - cwnd) :
				   min_t(u64, (u64)cwnd * FLAT, SAWTOOTH_SSTHRESH_MAX);

	return cubic->w_max ? pace : min_t(u32, pace, UNKNOWN_PACE);
}

/* Section 4.3: not slower than Reno with the same beta would be. */
static u32 friendly_pace(struct saw_cubic *cubic, const struct saw_params *params, u32 cwnd)
{
	u32 round = clamp_t(u64, ((u64)cwnd * params->friendly) >> 3, 1, ~0U);
	u32 earned;

	if (cubic->acked > round) {
		earned = (cubic->acked - 1) / round;
		cubic->w_est += earned;
		cubic->acked -= earned * round;
	}
	return cubic->w_est > cwnd ? cwnd / (cubic->w_est - cwnd) : ~0U;
}

void saw_cubic_measure(struct saw_cubic *cubic, const struct saw_ack *ack)
{
	if (!ack->rtt || (cubic->running && ack->tick - cubic->start < SETTLING))
		return;
	if (!cubic->delay || cubic->delay > ack->rtt)
		cubic->delay = ack->rtt;
}

u32 saw_cubic_pace(struct saw_cubic *cubic, const struct saw_params *params,
		   const struct saw_ack *ack, u32 cwnd, u32 acked)
{
	cubic->acked += acked;
	if (cubic->window == cwnd && (s32)(ack->tick - cubic->when) <= REFRESH)
		return cubic->pace;
	if (!cubic->running || ack->tick != cubic->when) {
		cubic->window = cwnd;
		cubic->when = ack->tick;
		if (!cubic->running)
			begin(cubic, params, ack->tick, cwnd, acked);
		cubic->pace = curve_pace(cubic, cwnd, target(cubic, params, ack));
	}
	cubic->pace = max_t(u32, min_t(u32, cubic->pace, friendly_pace(cubic, params, cwnd)),
			    STEEPEST);
	return cubic->pace;
}

void saw_cubic_reduce(struct saw_cubic *cubic, const struct saw_params *params, u32 cwnd)
{
	cubic->running = false;
	if (cwnd < cubic->w_max)
		cubic->w_max = ((u64)cwnd * (SAW_BINARY + params->beta_binary)) / (2 * SAW_BINARY);
	else
		cubic->w_max = cwnd;
}

void saw_cubic_rest(struct saw_cubic *cubic, u32 tick, u32 idle)
{
	if (!cubic->running)
		return;
	cubic->start += idle;
	if ((s32)(tick - cubic->start) < 0)
		cubic->start = tick;
}
