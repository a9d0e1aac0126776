// SPDX-License-Identifier: GPL-2.0
#include "growth.h"

#define SEARCH_PACE 4	/* segments a segment: 25 % a round trip */
#define OPEN_PACE 20	/* 5 % */
#define RETURN_PACE 100	/* 1 %, on the way back to where there was congestion */

typedef void (*growth_fn)(const struct saw_params *params, struct saw_flow *flow,
			  const struct saw_ack *ack, struct saw_window *win, u32 acked);

/*
 * One segment for each @pace acknowledged. What a smaller pace would have earned of
 * credit left over is paid first, as one segment, so that a change of pace does not
 * turn old credit into a burst. The credit is below the pace after each call and
 * @acked is at most what one ACK can cover, so their sum cannot overflow.
 */
static void step(struct saw_window *win, u32 pace, u32 acked)
{
	u32 steps;

	if (win->credit >= pace) {
		win->credit = 0;
		win->cwnd++;
	}
	win->credit += acked;
	if (win->credit >= pace) {
		steps = win->credit / pace;
		win->credit -= steps * pace;
		win->cwnd += steps;
	}
	win->cwnd = min_t(u32, win->cwnd, win->clamp);
}

/* RFC 5681 section 3.1: one segment a window of acknowledged segments. */
static void reno(const struct saw_params *params, struct saw_flow *flow,
		 const struct saw_ack *ack, struct saw_window *win, u32 acked)
{
	step(win, win->cwnd, acked);
}

/* RFC 9438. */
static void cubic(const struct saw_params *params, struct saw_flow *flow,
		  const struct saw_ack *ack, struct saw_window *win, u32 acked)
{
	step(win, saw_cubic_pace(&flow->cubic, params, ack, win->cwnd, acked), acked);
}

static u32 open_pace(const struct saw_flow *flow, u32 cwnd)
{
	return cwnd >= flow->cubic.w_max || flow->adapt.young ? OPEN_PACE : RETURN_PACE;
}

/*
 * Until the first slow start has filled the path, a loss does not end it: the window
 * goes on to double (RFC 5681 section 3.1), or to grow by a quarter where it had been
 * believed that it was full. Later the window shrinks to a target that is below it by one
 * segment for two acknowledged, or else grows by RFC 9438; where the last round had no
 * queue it need not wait for the curve, which knows only of time.
 */
static void adaptive(const struct saw_params *params, struct saw_flow *flow,
		     const struct saw_ack *ack, struct saw_window *win, u32 acked)
{
	u32 target = flow->adapt.target;

	if (!flow->start.over && flow->start.misled) {
		step(win, SEARCH_PACE, acked);
	} else if (!flow->start.over) {
		win->cwnd = min_t(u64, (u64)win->cwnd + acked, win->clamp);
	} else if (win->cwnd > target) {
		win->cwnd -= min_t(u32, win->cwnd - target, (acked + 1) / 2);
	} else if (!flow->adapt.probe && !flow->adapt.settle) {
		u32 pace = saw_cubic_pace(&flow->cubic, params, ack, win->cwnd, acked);

		flow->adapt.target = ~0U;
		if (flow->adapt.open)
			pace = min_t(u32, pace, open_pace(flow, win->cwnd));
		step(win, pace, acked);
	}
}

static const growth_fn laws[__SAWTOOTH_GROWTH_LAW_MAX] = {
	[SAWTOOTH_GROWTH_LAW_RENO] = reno,
	[SAWTOOTH_GROWTH_LAW_CUBIC] = cubic,
	[SAWTOOTH_GROWTH_LAW_ADAPTIVE] = adaptive,
};

void saw_growth(const struct saw_params *params, struct saw_flow *flow,
		const struct saw_ack *ack, struct saw_window *win, u32 acked)
{
	laws[params->growth_law](params, flow, ack, win, acked);
}
