/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Slow-start laws: how the window opens below ssthresh.
 */
#ifndef _SAW_CORE_SLOW_START_H
#define _SAW_CORE_SLOW_START_H

#include "params.h"

/*
 * Grow @win, which is below its ssthresh, by @acked newly acknowledged segments.
 * Returns the segments left for the growth law once ssthresh is reached.
 */
u32 saw_slow_start(const struct saw_params *params, struct saw_window *win, u32 acked);

#endif /* _SAW_CORE_SLOW_START_H */
