/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The adaptive laws: is it congestion, and is it we who fill the queue?
 *
 * RFC 5681 takes a loss for congestion because it knows nothing else. Here more is
 * known. A loss is congestion if one of these holds when it is noticed:
 *
 *	queue	the last round-trip time exceeds the smallest by queue-threshold, and so
 *		does every one of the round before
 *	depth	... or now by half of the deepest queue that this path ever showed, and by
 *		three segments: a short buffer never has a longer queue. While the deepest is
 *		no more than twice queue-threshold; and in slow start, where each round has
 *		such a queue, but only if more than one was lost at once, as is by a window
 *		that doubles when a short buffer is full
 *	others	a probe (below) found that others fill the queue; or the rate was
 *		exceeded twice in ten seconds, and so the queue is not what drops
 *	rate	more than loss-threshold of the recent segments were lost
 *	past	the bandwidth is not known yet
 *
 * Then the window is reduced to beta. Otherwise ssthresh becomes the measured
 * bandwidth-delay product, and two segments for a receiver that delays its ACKs, and the
 * window shrinks to that, if it is above, without the pause of a recovery; and what the loss
 * rate shows in the rounds that follow may still revoke that. Losses of what was sent before
 * a reduction came to its end do not reduce again.
 *
 * Before the first slow start has filled the path it goes on. What ends it is looked at
 * three rounds later: if there is no queue then, it goes on at a quarter of its pace; and
 * again, as long as each time the path has shown that it carries a quarter more.
 *
 * A mark (RFC 3168) leaves the bandwidth-delay product, but no more than 0.95 and no less
 * than beta of the window. It leaves beta if it follows within twelve windows, or if the path
 * carries a sixteenth more than at an earlier mark, and then for two hundred windows: others
 * fill the queue, and shall have what they would have beside RFC 9438.
 *
 * A standing queue above queue-limit is probed: the window shrinks to the
 * bandwidth-delay product, and three rounds later the queue says whose it was.
 *
 *	it is gone		ours: the window grows from there
 *	it is unchanged		nobody's: the path has become longer. It is measured anew,
 *				with the window of before, in another slow start
 *	it has become less	others fill it: the window of before is restored, and for
 *				ten seconds the queue is left to the losses
 */
#ifndef _SAW_CORE_ADAPTIVE_H
#define _SAW_CORE_ADAPTIVE_H

#include "ssthresh.h"

/* The law of ssthresh; @beta is what congestion leaves. */
u32 saw_adaptive_ssthresh(const struct saw_params *params, struct saw_flow *flow,
			  const struct saw_loss *loss, u32 beta);

/*
 * @ack ended a round, outside of a time-out. True if ssthresh of @win became another,
 * and then @cause says why.
 */
bool saw_adaptive_round(const struct saw_params *params, struct saw_flow *flow,
			const struct saw_ack *ack, struct saw_window *win,
			enum sawtooth_ssthresh_cause *cause);

#define SAW_ADAPTIVE_SETTLE 3	/* rounds */

/*
 * Slow start is over. When a round with that window has measured the path, ssthresh
 * follows; or slow start goes on if no queue shows that the path is full.
 */
static inline void saw_adaptive_settle(struct saw_flow *flow)
{
	flow->adapt.settle = SAW_ADAPTIVE_SETTLE;
}

#endif /* _SAW_CORE_ADAPTIVE_H */
