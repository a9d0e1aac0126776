/* SPDX-License-Identifier: GPL-2.0 */
/* The congestion control "sawtooth". */
#ifndef _SAW_CONG_H
#define _SAW_CONG_H

#include "steer.h"

int saw_cong_init(void);
void saw_cong_exit(void);

/**
 * struct saw_cong_view - what a steered socket does now
 * @cwnd: segments
 * @ssthresh: segments
 * @in_flight: segments
 * @mss: bytes
 * @srtt: microseconds
 * @min_rtt: microseconds
 * @retransmits: segments
 * @acked: bytes
 * @phase: enum sawtooth_phase
 */
struct saw_cong_view {
	u32 cwnd;
	u32 ssthresh;
	u32 in_flight;
	u32 mss;
	u32 srtt;
	u32 min_rtt;
	u32 retransmits;
	u64 acked;
	u8 phase;
};

/* Read without the socket's lock: each value is right, their sum may be torn. */
void saw_cong_view(const struct sock *sk, struct saw_cong_view *view);

/*
 * Set ssthresh of the steered socket, to which the caller holds a reference.
 * Returns 0, or -ESTALE if @sk is no longer @steer's. May sleep.
 */
int saw_cong_set_ssthresh(struct sock *sk, struct saw_steer *steer, u32 ssthresh);

#endif /* _SAW_CONG_H */
