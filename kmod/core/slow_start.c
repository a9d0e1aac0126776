// SPDX-License-Identifier: GPL-2.0
#include "slow_start.h"

typedef u32 (*slow_start_fn)(const struct saw_params *params, struct saw_window *win, u32 acked);

/*
 * RFC 5681 section 3.1, counted in segments: one more for each acknowledged,
 * up to ssthresh. The sum cannot overflow: it is bounded by ssthresh before it
 * is formed.
 */
static u32 standard(const struct saw_params *params, struct saw_window *win, u32 acked)
{
	u32 room = win->ssthresh > win->cwnd ? win->ssthresh - win->cwnd : 0;
	u32 step = min_t(u32, acked, room);

	win->cwnd = min_t(u32, win->cwnd + step, win->clamp);
	return acked - step;
}

static const slow_start_fn laws[__SAWTOOTH_SLOW_START_LAW_MAX] = {
	[SAWTOOTH_SLOW_START_LAW_STANDARD] = standard,
};

u32 saw_slow_start(const struct saw_params *params, struct saw_window *win, u32 acked)
{
	return laws[params->slow_start_law](params, win, acked);
}
