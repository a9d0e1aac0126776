/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The model of the path: bandwidth, smallest round-trip time, queue, loss.
 *
 * Everything is measured by rounds. A round begins with an ACK and ends with the first
 * ACK of a segment that was sent after it; so it lasts a round-trip time, and what was
 * delivered in it is what the path carried, whatever the ACKs were gathered into. A
 * round in which the application had not enough to send does not lower a bandwidth.
 *
 *	bandwidth	the largest of the last 8 to 16 rounds
 *	min_rtt		the smallest of the last 30 to 60 seconds
 *	queue		the last round-trip time less the smallest
 *	deepest		the largest queue since the smallest round-trip time was learnt
 *	loss		of the last 256 to 512 segments
 *
 * Bandwidth is in 256ths of a segment a second and saturates at 2^32 - 1, 16 million
 * segments a second. Times are in microseconds of a clock that may wrap, at least one
 * round being shorter than 2^31.
 */
#ifndef _SAW_CORE_PATH_H
#define _SAW_CORE_PATH_H

#include "types.h"

#define SAW_BANDWIDTH_SHIFT 8

/**
 * struct saw_ack - what one ACK brings
 * @now: microseconds
 * @tick: milliseconds, of the clock that growth is counted by
 * @tick_length: milliseconds that @tick advances at once
 * @rtt: round-trip time, microseconds; 0 if it measured none
 * @acked: segments that it acknowledged, or selectively acknowledged
 * @delivered: segments delivered in all
 * @sent_at: @delivered when the segment that it acknowledged was sent
 * @lost: segments marked lost in all
 * @known: @sent_at is
 * @limited: the application had not enough to send
 */
struct saw_ack {
	u32 now;
	u32 tick;
	u32 tick_length;
	u32 rtt;
	u32 acked;
	u32 delivered;
	u32 sent_at;
	u32 lost;
	bool known;
	bool limited;
};

/**
 * struct saw_path - the model
 * @mark: @delivered where the round began
 * @start: when it began
 * @lost: segments lost in all where it began
 * @noticed: and at the last ACK
 * @rtt: last sample
 * @round_rtt: smallest of the round; ~0 before the first
 * @round_peak: largest of the round
 * @last_rtt: smallest of the last complete round; 0 before the first
 * @lowest: smallest of the present 30 s, and of those before
 * @lowest_start: when they began
 * @bw: largest bandwidth of the present 8 rounds, and of those before
 * @last_bw: bandwidth of the last round; 0 if the application limited it
 * @deepest: largest queue, microseconds
 * @recent: segments that left in the rounds before, halved at 512
 * @recent_lost: those of them that were lost
 * @round_loss: of 10000 segments of the last round
 * @rounds: of the present 8
 * @samples: round-trip times in this round; 255 stands for more
 * @limited: the application limited this round
 */
struct saw_path {
	u32 mark;
	u32 start;
	u32 lost;
	u32 noticed;
	u32 rtt;
	u32 round_rtt;
	u32 round_peak;
	u32 last_rtt;
	u32 lowest[2];
	u32 lowest_start;
	u32 bw[2];
	u32 last_bw;
	u32 deepest;
	u32 recent;
	u32 recent_lost;
	u16 round_loss;
	u8 rounds;
	u8 samples;
	bool limited;
};

/* Begin with what the handshake measured; @ack->rtt may be 0. */
void saw_path_init(struct saw_path *path, const struct saw_ack *ack);

/* Take in an ACK; true if it ended a round. */
bool saw_path_ack(struct saw_path *path, const struct saw_ack *ack);

/* Believe that the path has become what the last round saw of it. */
void saw_path_change(struct saw_path *path, u32 now);

/* Smallest round-trip time, microseconds, at least 1; ~0 before the first sample. */
static inline u32 saw_path_min_rtt(const struct saw_path *path)
{
	return min_t(u32, path->lowest[0], path->lowest[1]);
}

static inline u32 saw_path_bandwidth(const struct saw_path *path)
{
	return max_t(u32, path->bw[0], path->bw[1]);
}

/* What @rtt exceeds the smallest by. */
static inline u32 saw_path_excess(const struct saw_path *path, u32 rtt)
{
	u32 lowest = saw_path_min_rtt(path);

	return rtt > lowest ? rtt - lowest : 0;
}

/* Bandwidth-delay product times @gain thousandths, segments; 0 if it is not known. */
u32 saw_path_bdp(const struct saw_path *path, u32 gain);

/* Segments lost of 1000, of those before this round and in it. */
u32 saw_path_loss(const struct saw_path *path, u32 delivered, u32 lost);

#endif /* _SAW_CORE_PATH_H */
