/* SPDX-License-Identifier: GPL-2.0 */
/* What the laws remember of a connection. */
#ifndef _SAW_CORE_FLOW_H
#define _SAW_CORE_FLOW_H

#include "cubic.h"
#include "path.h"

/**
 * struct saw_start - slow start: has the pipe been filled?
 * @best: the largest bandwidth of a round
 * @baseline: smallest round-trip time when conservative slow start began (RFC 9406)
 * @train: when the present train of ACKs began, microseconds
 * @train_base: segments delivered in all until then
 * @last: when the last ACK came
 * @flat: rounds since @best grew by a quarter
 * @conservative: rounds of conservative slow start, from 1; 0: not in it
 * @over: the first slow start has ended
 * @misled: a train of ACKs has ended it too early before
 */
struct saw_start {
	u32 best;
	u32 baseline;
	u32 train;
	u32 train_base;
	u32 last;
	u8 flat;
	u8 conservative;
	bool over;
	bool misled;
};

/**
 * struct saw_adapt - the adaptive laws
 * @target: the window shrinks to it; ~0: it does not
 * @cwnd: window before a probe of the queue
 * @ssthresh: ssthresh before it
 * @queue: the queue that made it, microseconds
 * @compete: @tick until which only losses count; while they do not, when the rate of them
 *	was last exceeded, if it was
 * @left: what the last reduction left
 * @settled: bandwidth-delay product when what ended slow start was last looked at; 0: never
 * @soon: segments delivered in all until which another mark comes soon after the last
 * @carried: the least bandwidth-delay product at a mark since the last gain; 0: no mark yet
 * @probe: rounds of the probe, from 1; 0: there is none
 * @settle: rounds until what ended slow start is looked at
 * @reducing: rounds in which losses are of what was sent before the last reduction ended
 * @young: the last congestion was in slow start: its window says nothing of the path
 * @forgiven: the last loss did not reduce the window
 * @competing: @compete is to come
 * @marks: the path has marked once
 * @open: nothing waited in the last round, and no more was lost than is forgiven
 * @lossy: more was
 * @blamed: more was, once
 */
struct saw_adapt {
	u32 target;
	u32 cwnd;
	u32 ssthresh;
	u32 queue;
	u32 compete;
	u32 left;
	u32 settled;
	u32 soon;
	u32 carried;
	u8 probe;
	u8 settle;
	u8 reducing;
	bool young;
	bool forgiven;
	bool competing;
	bool marks;
	bool open;
	bool lossy;
	bool blamed;
};

/**
 * struct saw_flow - a connection
 * @path: the model of its path
 * @cubic: its epoch
 * @start: its slow start
 * @adapt: what only the adaptive laws use
 */
struct saw_flow {
	struct saw_path path;
	struct saw_cubic cubic;
	struct saw_start start;
	struct saw_adapt adapt;
};

static inline void saw_flow_init(struct saw_flow *flow, const struct saw_ack *ack)
{
	memset(flow, 0, sizeof(*flow));
	saw_path_init(&flow->path, ack);
	flow->adapt.target = ~0U;
}

#endif /* _SAW_CORE_FLOW_H */
