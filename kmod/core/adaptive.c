// SPDX-License-Identifier: GPL-2.0
#include "adaptive.h"

#define QUEUE_LEAST 4000U	/* microseconds: what hosts delay by themselves */
#define LIMIT_LEAST 5000U	/* the target of RFC 8289 */
#define SHORTEST_QUEUE 3	/* segments */
#define BURST 2			/* segments */
#define DELAYED 2		/* segments that a receiver may wait for before it acknowledges */
#define PROBE_ROUNDS 4
#define SOON 12			/* windows */
#define LONG 200		/* windows */
#define GAIN 16			/* of which one part more is a gain */
#define LARGE 0x800000U	/* segments; times LONG below 2^31 */
#define COMPETE 10000		/* milliseconds */

/* @thousandths of the smallest round-trip time; 2^32 times 10^5 fits 64 bits. */
static u32 share_of_rtt(const struct saw_path *path, u32 thousandths, u32 least)
{
	u64 time = div_u64((u64)saw_path_min_rtt(path) * thousandths, SAW_UNIT);

	return min_t(u64, max_t(u64, time, least), ~0U);
}

/* The time that @segments take at the measured bandwidth, microseconds; @bw is not 0. */
static u32 time_of(u32 bw, u32 segments)
{
	return div_u64((u64)segments * 1000000 << SAW_BANDWIDTH_SHIFT, bw);
}

static bool lossy(const struct saw_params *params, const struct saw_flow *flow, u32 delivered,
		  u32 lost)
{
	return saw_path_loss(&flow->path, delivered, lost) > params->loss_threshold;
}

/* No queue of the last round, at the bandwidth @bw that is not 0. */
static bool drained(const struct saw_flow *flow, u32 bw)
{
	return saw_path_excess(&flow->path, flow->path.last_rtt) < time_of(bw, SHORTEST_QUEUE);
}

/* A window that doubles sends two for each that leaves: a short buffer drops every other one. */
static bool doubling(const struct saw_flow *flow)
{
	return !flow->start.over && !flow->start.misled;
}

/*
 * A standing queue; a burst makes one that the round before did not have. In slow start, and
 * where no queue was ever much longer than what counts as one, half of the deepest is one:
 * so long is a short buffer.
 */
static bool queued(const struct saw_params *params, const struct saw_flow *flow,
		   const struct saw_loss *loss, u32 bw)
{
	const struct saw_path *path = &flow->path;
	u32 threshold = share_of_rtt(path, params->queue_threshold, QUEUE_LEAST);
	u32 queue = saw_path_excess(path, path->rtt);

	if (min_t(u32, queue, saw_path_excess(path, path->last_rtt)) > threshold)
		return true;
	if (flow->start.over && path->deepest / 2 > threshold)
		return false;
	if (doubling(flow) && loss->lost - path->noticed < BURST)
		return false;
	return queue >= path->deepest / 2 && queue >= time_of(bw, SHORTEST_QUEUE);
}

static bool congested(const struct saw_params *params, const struct saw_flow *flow,
		      const struct saw_loss *loss)
{
	u32 bw = saw_path_bandwidth(&flow->path);

	return !bw || !flow->path.last_rtt || flow->adapt.competing ||
	       lossy(params, flow, loss->delivered, loss->lost) || queued(params, flow, loss, bw);
}

/*
 * The window never shrinks to less than congestion would leave. The product is of the smallest
 * round-trip time, that of a short segment acknowledged at once: a path that holds but a few
 * full ones is not filled by it.
 */
static u32 forgive(const struct saw_params *params, struct saw_flow *flow, u32 cwnd, u32 beta)
{
	u32 product = saw_path_bdp(&flow->path, params->bdp_gain) + DELAYED;
	u32 ssthresh = max_t(u32, min_t(u32, cwnd, max_t(u32, product, beta)),
			     SAWTOOTH_SSTHRESH_MIN);

	flow->adapt.forgiven = true;
	if (!flow->start.over)
		return cwnd;
	if (ssthresh < cwnd) {
		flow->cubic.running = false;
		flow->cubic.w_max = ssthresh;
		flow->adapt.target = ssthresh;
	}
	return ssthresh;
}

/*
 * A path that is ours alone carries the same at each mark. More than at one before is what
 * others have lost since.
 */
static bool gained(struct saw_flow *flow)
{
	u32 product = saw_path_bdp(&flow->path, SAW_UNIT);
	u32 before = flow->adapt.carried;
	bool more = before && product - product / GAIN > before;

	if (more || product < before || !before)
		flow->adapt.carried = product;
	return more;
}

/*
 * Marks come one after the other: alone, the window takes longer to grow by what it left.
 * Those of slow start, which do, say nothing.
 */
static bool marked_again(struct saw_flow *flow, const struct saw_loss *loss)
{
	struct saw_adapt *adapt = &flow->adapt;
	bool again = (s32)(adapt->soon - loss->delivered) > 0;
	bool others;
	u32 soon;

	if (!flow->start.over || adapt->settle)
		return false;
	others = gained(flow);
	soon = loss->delivered + (others ? LONG : SOON) * min_t(u32, loss->cwnd, LARGE);
	if (!again || (s32)(soon - adapt->soon) > 0)
		adapt->soon = soon;
	return again || others;
}

/*
 * A mark comes before the queue is long: what the path carries without one is enough to
 * leave. A window that is not above it shrinks nevertheless, by a twentieth.
 */
static u32 marked(const struct saw_params *params, const struct saw_flow *flow, u32 cwnd,
		  u32 beta)
{
	u32 product = saw_path_bdp(&flow->path, SAW_UNIT);
	u32 most = cwnd - cwnd / 20;

	if (!product || flow->adapt.competing)
		return div_u64((u64)cwnd * params->beta_ecn, SAW_UNIT);
	return min_t(u32, most, max_t(u32, product, beta));
}

/*
 * Slow start has not come to its end, or has just; and since what ended it was last looked
 * at the path has shown that it carries a quarter more.
 */
static bool starting(const struct saw_flow *flow, u32 product)
{
	return (!flow->start.over || flow->adapt.settle) &&
	       product / 5 >= flow->adapt.settled / 4;
}

/* It was congestion: what is left of the window. */
static u32 reduce(struct saw_flow *flow, u32 cwnd, u32 beta, u32 product)
{
	struct saw_adapt *adapt = &flow->adapt;
	bool start = !flow->start.over;

	if (start && product)
		beta = min_t(u32, product, beta);
	adapt->settle = starting(flow, product) ? SAW_ADAPTIVE_SETTLE : 0;
	adapt->young = start;
	/* what was lost had been sent before the last reduction came to its end */
	if (adapt->reducing && adapt->left <= cwnd)
		beta = max_t(u32, beta, adapt->left);
	adapt->left = beta;
	adapt->reducing = 1;
	return beta;
}

u32 saw_adaptive_ssthresh(const struct saw_params *params, struct saw_flow *flow,
			  const struct saw_loss *loss, u32 beta)
{
	u32 product = saw_path_bdp(&flow->path, params->bdp_gain);

	flow->adapt.probe = 0;
	flow->adapt.target = ~0U;
	if (loss->cause == SAWTOOTH_SSTHRESH_CAUSE_ECN) {
		bool again = marked_again(flow, loss);

		flow->adapt.marks = true;
		flow->adapt.settle = starting(flow, product) ? SAW_ADAPTIVE_SETTLE : 0;
		return again ? beta : marked(params, flow, loss->cwnd, beta);
	}
	if (loss->cause == SAWTOOTH_SSTHRESH_CAUSE_TIMEOUT) {
		flow->adapt.settle = 0;
		return beta;
	}
	if (!congested(params, flow, loss))
		return forgive(params, flow, loss->cwnd, beta);
	return reduce(flow, loss->cwnd, beta, product);
}

/* The window is to become @ssthresh, or less if it is less already. */
static void shrink(struct saw_flow *flow, const struct saw_params *params,
		   struct saw_window *win, u32 ssthresh)
{
	saw_cubic_reduce(&flow->cubic, params, win->cwnd);
	win->ssthresh = max_t(u32, min_t(u32, ssthresh, win->cwnd), SAWTOOTH_SSTHRESH_MIN);
	flow->adapt.target = win->ssthresh;
	flow->adapt.left = win->ssthresh;
	flow->adapt.reducing = 2;
}

/* What the loss rate shows only now. */
static bool revoke(const struct saw_params *params, struct saw_flow *flow,
		   const struct saw_ack *ack, struct saw_window *win)
{
	if (!flow->adapt.forgiven || !lossy(params, flow, ack->delivered, ack->lost))
		return false;
	flow->adapt.forgiven = false;
	flow->start.over = true;
	shrink(flow, params, win, div_u64((u64)win->cwnd * params->beta_binary, SAW_BINARY));
	return true;
}

/* What the marks that ended slow start left is too little: they came before the path was full. */
static bool regain(struct saw_flow *flow, struct saw_window *win)
{
	u32 product = saw_path_bdp(&flow->path, SAW_UNIT);

	if (product <= win->cwnd)
		return false;
	win->ssthresh = product;
	return true;
}

/*
 * After two rounds: the window that slow start ended with, measured. Without a queue the
 * path was not full, and slow start goes on, slower than before.
 */
static bool settled(const struct saw_params *params, struct saw_flow *flow,
		    const struct saw_ack *ack, struct saw_window *win)
{
	u32 product = saw_path_bdp(&flow->path, params->bdp_gain);

	if (!flow->adapt.settle || --flow->adapt.settle || !product)
		return false;
	flow->adapt.settled = product;
	if (flow->adapt.marks)
		return regain(flow, win);
	if (drained(flow, saw_path_bandwidth(&flow->path)) &&
	    !lossy(params, flow, ack->delivered, ack->lost)) {
		memset(&flow->start, 0, sizeof(flow->start));
		flow->start.misled = true;
		return false;
	}
	shrink(flow, params, win, product);
	return true;
}

static bool probe_begin(const struct saw_params *params, struct saw_flow *flow,
			struct saw_window *win)
{
	struct saw_adapt *adapt = &flow->adapt;
	u32 product = saw_path_bdp(&flow->path, params->bdp_gain);
	u32 queue = saw_path_excess(&flow->path, flow->path.last_rtt);

	if (adapt->competing || product >= win->cwnd || !product ||
	    queue <= share_of_rtt(&flow->path, params->queue_limit, LIMIT_LEAST))
		return false;
	adapt->probe = 1;
	adapt->queue = queue;
	adapt->cwnd = win->cwnd;
	adapt->ssthresh = win->ssthresh;
	shrink(flow, params, win, product);
	return true;
}

/* Two rounds after the window has shrunk. True if that is taken back. */
static bool probe_end(const struct saw_params *params, struct saw_flow *flow,
		      const struct saw_ack *ack, struct saw_window *win)
{
	struct saw_adapt *adapt = &flow->adapt;
	u32 queue = saw_path_excess(&flow->path, flow->path.last_rtt);

	if (win->cwnd > adapt->target || ++adapt->probe < PROBE_ROUNDS)
		return false;
	adapt->probe = 0;
	adapt->target = ~0U;
	if (queue <= adapt->queue / 4)
		return false;
	if (queue >= adapt->queue - adapt->queue / 8) {
		saw_path_change(&flow->path, ack->now);
		memset(&flow->start, 0, sizeof(flow->start));
	} else {
		adapt->competing = true;
		adapt->compete = ack->tick + COMPETE;
	}
	win->cwnd = max_t(u32, win->cwnd, min_t(u32, adapt->cwnd, win->clamp));
	win->ssthresh = adapt->ssthresh;
	return true;
}

/*
 * Nothing waits, of ours or of others: the path can carry more. One that marks says so
 * itself when it cannot, long before there is a queue.
 */
static bool empty(const struct saw_params *params, const struct saw_flow *flow,
		  const struct saw_ack *ack)
{
	u32 bw = saw_path_bandwidth(&flow->path);

	return bw && flow->path.last_rtt && !flow->adapt.competing && !flow->adapt.marks &&
	       drained(flow, bw) && !lossy(params, flow, ack->delivered, ack->lost);
}

/*
 * More is lost than is forgiven, and then again within ten seconds: what drops here does so
 * without a queue, as a policer does, so for as long only the losses count.
 */
static void blame(const struct saw_params *params, struct saw_flow *flow,
		  const struct saw_ack *ack)
{
	bool now = lossy(params, flow, ack->delivered, ack->lost);
	struct saw_adapt *adapt = &flow->adapt;

	if (adapt->competing && (s32)(ack->tick - adapt->compete) >= 0)
		adapt->competing = false;
	if (now && !adapt->lossy && !adapt->competing) {
		adapt->competing = adapt->blamed && ack->tick - adapt->compete < COMPETE;
		adapt->compete = ack->tick + (adapt->competing ? COMPETE : 0);
		adapt->blamed = true;
	}
	adapt->lossy = now;
}

bool saw_adaptive_round(const struct saw_params *params, struct saw_flow *flow,
			const struct saw_ack *ack, struct saw_window *win,
			enum sawtooth_ssthresh_cause *cause)
{
	flow->adapt.reducing -= !!flow->adapt.reducing;
	blame(params, flow, ack);
	flow->adapt.open = empty(params, flow, ack);
	*cause = SAWTOOTH_SSTHRESH_CAUSE_LOSS;
	if (revoke(params, flow, ack, win))
		return true;
	if (!flow->start.over)
		return false;
	if (flow->adapt.probe) {
		*cause = SAWTOOTH_SSTHRESH_CAUSE_UNDO;
		return probe_end(params, flow, ack, win);
	}
	*cause = SAWTOOTH_SSTHRESH_CAUSE_QUEUE;
	return settled(params, flow, ack, win) || probe_begin(params, flow, win);
}
