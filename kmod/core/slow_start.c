// SPDX-License-Identifier: GPL-2.0
#include "slow_start.h"

/* RFC 9406 section 4.3. */
#define MIN_RTT_THRESH 4000	/* microseconds */
#define MAX_RTT_THRESH 16000
#define MIN_RTT_DIVISOR 8
#define N_RTT_SAMPLE 8
#define CSS_GROWTH_DIVISOR 4
#define CSS_ROUNDS 5

#define TRAIN_GAP 2000		/* microseconds between ACKs, */
#define TRAIN_GAP_DIVISOR 16	/* or a share of the round-trip time */
#define TRAIN_SEGMENTS 16
#define TRAIN_TIME 0x4000000U	/* microseconds: no longer round-trip time */

#define FLAT_ROUNDS 3		/* without a quarter more of delivery: nothing more to be had */

/*
 * RFC 5681 section 3.1, counted in segments: one more for each acknowledged,
 * up to ssthresh. The sum cannot overflow: it is bounded by ssthresh before it
 * is formed.
 */
static u32 standard(const struct saw_params *params, const struct saw_flow *flow,
		    struct saw_window *win, u32 acked)
{
	u32 room = win->ssthresh > win->cwnd ? win->ssthresh - win->cwnd : 0;
	u32 step = min_t(u32, acked, room);

	win->cwnd = min_t(u32, win->cwnd + step, win->clamp);
	return acked - step;
}

/*
 * One for each @divisor acknowledged; the rest is kept as credit, which is below
 * @divisor. Credit of another law counts as that at most: it must not make a burst.
 */
static u32 slower(struct saw_window *win, u32 acked, u32 divisor)
{
	u64 sum = (u64)min_t(u32, win->credit, divisor - 1) + acked;

	win->credit = sum % divisor;
	standard(NULL, NULL, win, div_u64(sum, divisor));
	return 0;
}

/* RFC 9406 section 4.2. */
static u32 hystart(const struct saw_params *params, const struct saw_flow *flow,
		   struct saw_window *win, u32 acked)
{
	if (flow->start.conservative)
		return slower(win, acked, CSS_GROWTH_DIVISOR);
	return standard(params, flow, win, acked);
}

/*
 * RFC 3742 section 2: above max_ssthresh the window grows by 1 / K for each segment
 * acknowledged, K = cwnd / (0.5 max_ssthresh).
 */
static u32 limited(const struct saw_params *params, const struct saw_flow *flow,
		   struct saw_window *win, u32 acked)
{
	if (win->cwnd <= params->max_ssthresh)
		return standard(params, flow, win, acked);
	return slower(win, acked, win->cwnd / (params->max_ssthresh / 2));
}

typedef u32 (*slow_start_fn)(const struct saw_params *params, const struct saw_flow *flow,
			     struct saw_window *win, u32 acked);

static const slow_start_fn laws[__SAWTOOTH_SLOW_START_LAW_MAX] = {
	[SAWTOOTH_SLOW_START_LAW_STANDARD] = standard,
	[SAWTOOTH_SLOW_START_LAW_HYSTART] = hystart,
	[SAWTOOTH_SLOW_START_LAW_LIMITED] = limited,
	[SAWTOOTH_SLOW_START_LAW_PLATEAU] = standard,
};

u32 saw_slow_start(const struct saw_params *params, const struct saw_flow *flow,
		   struct saw_window *win, u32 acked)
{
	return laws[params->slow_start_law](params, flow, win, acked);
}

/* RFC 9406 section 4.2: the smallest round-trip time of this round is above that of the last. */
static bool delayed(const struct saw_path *path)
{
	u32 thresh = min_t(u32, max_t(u32, path->last_rtt / MIN_RTT_DIVISOR, MIN_RTT_THRESH),
			   MAX_RTT_THRESH);

	return path->samples >= N_RTT_SAMPLE && path->last_rtt &&
	       path->round_rtt - path->last_rtt < 1U << 31 &&
	       path->round_rtt - path->last_rtt >= thresh;
}

/* A round ended: has the delivery rate stopped to grow? */
static bool flat(struct saw_start *start, const struct saw_path *path, u32 rounds)
{
	if (!path->last_bw)
		return false;
	if (path->last_bw / 5 >= start->best / 4) {
		start->best = path->last_bw;
		start->flat = 0;
		return false;
	}
	return ++start->flat >= rounds;
}

static bool hystart_enough(struct saw_start *start, const struct saw_path *path, bool round)
{
	bool is_flat = round && flat(start, path, start->conservative ? 1 : FLAT_ROUNDS);

	if (is_flat)
		return true;
	if (!start->conservative) {
		if (delayed(path)) {
			start->conservative = 1;
			start->baseline = path->round_rtt;
		}
		return false;
	}
	if (path->samples >= N_RTT_SAMPLE && path->round_rtt < start->baseline) {
		start->conservative = 0;
		return false;
	}
	start->conservative += round;
	return start->conservative > CSS_ROUNDS;
}

/*
 * ACKs that follow each other closely left the bottleneck so: their rate is what it
 * can carry, long before the window is large enough to use it. A train of a quarter
 * of a round-trip time tells when the window is 17/16 of the product of the two.
 *
 * Times are below 2^26 microseconds, windows below 2^31: no product exceeds 2^63.
 */
static bool train(struct saw_start *start, const struct saw_path *path,
		  const struct saw_ack *ack, u32 cwnd, bool round)
{
	u32 rtt = saw_path_min_rtt(path);
	bool apart = ack->now - start->last > max_t(u32, rtt / TRAIN_GAP_DIVISOR, TRAIN_GAP);
	u32 time, segments;

	start->last = ack->now;
	if (round || apart) {
		start->train = ack->now;
		start->train_base = ack->delivered;
		return false;
	}
	time = ack->now - start->train;
	segments = ack->delivered - start->train_base;
	if (start->misled || segments < TRAIN_SEGMENTS || rtt >= TRAIN_TIME ||
	    time < rtt / 4 || time >= TRAIN_TIME)
		return false;
	return (u64)cwnd * time * 16 >= (u64)segments * rtt * 17;
}

bool saw_slow_start_enough(const struct saw_params *params, struct saw_flow *flow,
			   const struct saw_ack *ack, u32 cwnd, bool round)
{
	struct saw_start *start = &flow->start;
	bool enough;

	switch (params->slow_start_law) {
	case SAWTOOTH_SLOW_START_LAW_HYSTART:
		enough = hystart_enough(start, &flow->path, round);
		break;
	case SAWTOOTH_SLOW_START_LAW_PLATEAU:
		enough = train(start, &flow->path, ack, cwnd, round) || delayed(&flow->path) ||
			 (round && flat(start, &flow->path, FLAT_ROUNDS));
		break;
	default:
		return false;
	}
	start->over |= enough;
	return enough;
}
