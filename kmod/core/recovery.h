/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Proportional rate reduction (RFC 9937): the window during fast recovery and
 * after an ECN echo.
 */
#ifndef _SAW_CORE_RECOVERY_H
#define _SAW_CORE_RECOVERY_H

#include "types.h"

/**
 * struct saw_prr - what one ACK in recovery brings; all in segments
 * @ssthresh: the window to converge to
 * @prior_cwnd: the window when recovery began, at least 1
 * @in_flight: estimate of the segments in flight ("pipe")
 * @delivered: delivered since recovery began, this ACK included
 * @sent: sent since recovery began
 * @newly_delivered: acknowledged or selectively acknowledged by this ACK, at least 1
 * @safe: this ACK advanced SND.UNA and marked nothing newly lost
 */
struct saw_prr {
	u32 ssthresh;
	u32 prior_cwnd;
	u32 in_flight;
	u32 delivered;
	u32 sent;
	u32 newly_delivered;
	bool safe;
};

/* The window after this ACK, at least @in_flight. */
u32 saw_recovery_window(const struct saw_prr *prr);

#endif /* _SAW_CORE_RECOVERY_H */
