// SPDX-License-Identifier: GPL-2.0
#include "path.h"

#define LOWEST_TIME 30000000	/* microseconds */
#define BW_ROUNDS 8
#define RECENT 512		/* segments */
#define FEWEST 128		/* segments that a rate is of: a few losses at first are none */
#define USEC_PER_SECOND 1000000U

void saw_path_init(struct saw_path *path, const struct saw_ack *ack)
{
	u32 lowest = ack->rtt ?: ~0U;

	*path = (struct saw_path) {
		.mark = ack->delivered,
		.start = ack->now,
		.lost = ack->lost,
		.noticed = ack->lost,
		.rtt = ack->rtt,
		.round_rtt = ~0U,
		.lowest = { lowest, lowest },
		.lowest_start = ack->now,
	};
}

/* 2^32 segments times 2^8 times 10^6 is below 2^60. */
static u32 bandwidth(u32 segments, u32 time)
{
	u64 bw = div_u64(((u64)segments << SAW_BANDWIDTH_SHIFT) * USEC_PER_SECOND,
			 max_t(u32, time, 1));

	return min_t(u64, bw, ~0U);
}

static void take_bandwidth(struct saw_path *path, u32 segments, u32 time)
{
	u32 bw = bandwidth(segments, time);

	path->last_bw = path->limited ? 0 : bw;
	if (path->limited && bw < saw_path_bandwidth(path))
		return;
	if (++path->rounds > BW_ROUNDS) {
		path->rounds = 1;
		path->bw[1] = path->bw[0];
		path->bw[0] = 0;
	}
	path->bw[0] = max_t(u32, path->bw[0], bw);
}

static void take_rtt(struct saw_path *path, u32 now)
{
	path->last_rtt = path->round_rtt;
	if (now - path->lowest_start >= LOWEST_TIME) {
		path->lowest_start = now;
		path->lowest[1] = path->lowest[0];
		path->lowest[0] = ~0U;
	}
	path->lowest[0] = min_t(u32, path->lowest[0], path->round_rtt);
	path->deepest = max_t(u32, path->deepest, saw_path_excess(path, path->round_peak));
}

/* Both numbers are halved together, so that their ratio lasts. */
static void take_loss(struct saw_path *path, u32 segments, u32 lost)
{
	u32 sent = segments + lost;

	path->round_loss = sent ? div_u64((u64)lost * 10000, sent) : 0;
	while (path->recent >= RECENT / 2) {
		path->recent /= 2;
		path->recent_lost /= 2;
	}
	path->recent += min_t(u32, sent, RECENT / 2);
	path->recent_lost += sent > RECENT / 2 ? div_u64((u64)lost * (RECENT / 2), sent) : lost;
}

bool saw_path_ack(struct saw_path *path, const struct saw_ack *ack)
{
	u32 segments;

	if (ack->rtt) {
		path->rtt = ack->rtt;
		path->round_rtt = min_t(u32, path->round_rtt, ack->rtt);
		path->round_peak = max_t(u32, path->round_peak, ack->rtt);
		path->samples += path->samples < 255;
	}
	path->limited |= ack->limited;
	path->noticed = ack->lost;
	if (!ack->known || (s32)(ack->sent_at - path->mark) < 0)
		return false;
	segments = ack->delivered - path->mark;
	take_bandwidth(path, segments, ack->now - path->start);
	take_loss(path, segments, ack->lost - path->lost);
	if (path->samples)
		take_rtt(path, ack->now);
	path->mark = ack->delivered;
	path->start = ack->now;
	path->lost = ack->lost;
	path->round_rtt = ~0U;
	path->round_peak = 0;
	path->samples = 0;
	path->limited = ack->limited;
	return true;
}

void saw_path_change(struct saw_path *path, u32 now)
{
	path->lowest[0] = path->last_rtt;
	path->lowest[1] = path->last_rtt;
	path->lowest_start = now;
	path->deepest = 0;
}

/* 2^32 times 2^32, divided before it is multiplied by the gain of at most 2^11. */
u32 saw_path_bdp(const struct saw_path *path, u32 gain)
{
	u32 lowest = saw_path_min_rtt(path);
	u64 product = (u64)saw_path_bandwidth(path) * lowest;

	if (lowest == ~0U)
		return 0;
	product = div_u64(product, USEC_PER_SECOND) * gain;
	return min_t(u64, div_u64(product >> SAW_BANDWIDTH_SHIFT, 1000), SAWTOOTH_SSTHRESH_MAX);
}

u32 saw_path_loss(const struct saw_path *path, u32 delivered, u32 lost)
{
	u32 now_lost = lost - path->lost;
	u64 sent = (u64)path->recent + (delivered - path->mark) + now_lost;

	return div_u64(((u64)path->recent_lost + now_lost) * 1000, max_t(u64, sent, FEWEST));
}
