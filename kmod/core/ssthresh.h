/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ssthresh laws: what the threshold becomes when something was lost or marked.
 */
#ifndef _SAW_CORE_SSTHRESH_H
#define _SAW_CORE_SSTHRESH_H

#include "params.h"

/*
 * The new ssthresh for a window of @cwnd segments, for @cause LOSS, ECN or
 * TIMEOUT. At least SAWTOOTH_SSTHRESH_MIN whatever the law, and never more than
 * half the window after a timeout.
 */
u32 saw_ssthresh(const struct saw_params *params, enum sawtooth_ssthresh_cause cause, u32 cwnd);

#endif /* _SAW_CORE_SSTHRESH_H */
