// SPDX-License-Identifier: GPL-2.0
#include "growth.h"

typedef void (*growth_fn)(const struct saw_params *params, struct saw_window *win, u32 acked);

/*
 * RFC 5681 section 3.1: one segment a window of acknowledged segments. What a
 * window smaller than the credit left over would have earned is paid first, as
 * one segment, so that a shrinking window does not turn old credit into a burst.
 * The credit is below cwnd after each call and @acked is at most what one ACK
 * can cover, so their sum cannot overflow.
 */
static void reno(const struct saw_params *params, struct saw_window *win, u32 acked)
{
	if (win->credit >= win->cwnd) {
		win->credit = 0;
		win->cwnd++;
	}
	win->credit += acked;
	if (win->credit >= win->cwnd) {
		u32 steps = win->credit / win->cwnd;

		win->credit -= steps * win->cwnd;
		win->cwnd += steps;
	}
	win->cwnd = min_t(u32, win->cwnd, win->clamp);
}

static const growth_fn laws[__SAWTOOTH_GROWTH_LAW_MAX] = {
	[SAWTOOTH_GROWTH_LAW_RENO] = reno,
};

void saw_growth(const struct saw_params *params, struct saw_window *win, u32 acked)
{
	laws[params->growth_law](params, win, acked);
}
