/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ssthresh laws: what the threshold becomes when something was lost or marked.
 */
#ifndef _SAW_CORE_SSTHRESH_H
#define _SAW_CORE_SSTHRESH_H

#include "flow.h"

/**
 * struct saw_loss - what is known of a loss, a mark or a time-out
 * @cause: SAWTOOTH_SSTHRESH_CAUSE_LOSS, _ECN or _TIMEOUT
 * @cwnd: window before it, segments
 * @delivered: segments delivered in all
 * @lost: segments marked lost in all
 */
struct saw_loss {
	enum sawtooth_ssthresh_cause cause;
	u32 cwnd;
	u32 delivered;
	u32 lost;
};

/*
 * The new ssthresh. At least SAWTOOTH_SSTHRESH_MIN whatever the law, never above the
 * window unless that is smaller, and never more than half of it after a time-out.
 * @flow is NULL where nothing is known of the path: then the law must be one that
 * does not ask for it.
 */
u32 saw_ssthresh(const struct saw_params *params, struct saw_flow *flow,
		 const struct saw_loss *loss);

#endif /* _SAW_CORE_SSTHRESH_H */
