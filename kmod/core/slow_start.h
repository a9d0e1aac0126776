/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Slow-start laws: how the window opens below ssthresh, and when that has been enough.
 */
#ifndef _SAW_CORE_SLOW_START_H
#define _SAW_CORE_SLOW_START_H

#include "flow.h"

/*
 * Grow @win, which is below its ssthresh, by @acked newly acknowledged segments.
 * Returns the segments left for the growth law once ssthresh is reached.
 */
u32 saw_slow_start(const struct saw_params *params, const struct saw_flow *flow,
		   struct saw_window *win, u32 acked);

/*
 * Has slow start filled the path? To be asked after @ack, which grew the window to
 * @cwnd; @round: it ended a round. The first answer of true is the last question.
 */
bool saw_slow_start_enough(const struct saw_params *params, struct saw_flow *flow,
			   const struct saw_ack *ack, u32 cwnd, bool round);

#endif /* _SAW_CORE_SLOW_START_H */
