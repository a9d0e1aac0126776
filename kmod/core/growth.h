/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Growth laws: how the window opens in congestion avoidance.
 */
#ifndef _SAW_CORE_GROWTH_H
#define _SAW_CORE_GROWTH_H

#include "flow.h"

/* Grow @win, which is at or above its ssthresh, by @acked acknowledged segments. */
void saw_growth(const struct saw_params *params, struct saw_flow *flow,
		const struct saw_ack *ack, struct saw_window *win, u32 acked);

#endif /* _SAW_CORE_GROWTH_H */
