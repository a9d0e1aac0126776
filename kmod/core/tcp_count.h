/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the segments of a connection are counted as, at level full: of each end, what it
 * sent and what of that reached the other.
 *
 * What an end sent counts where it is seen first: at LOCAL_OUT of a local end, elsewhere
 * when it goes by or arrives. A segment that an end here sends again is known to be that;
 * of a remote end one that comes late may have been overtaken as well, so it is not called
 * a retransmission. What reached an end is known at LOCAL_IN only.
 *
 * Data beyond the first byte that is missing waits in the receiver: a hole. It is filled
 * when all before the highest number that arrived is there, as the arrivals say or the
 * receiver's own acknowledgment, which knows what the numbers kept here do not: two holes
 * at once. So that is exact but for the moment from an arrival to its acknowledgment.
 *
 * Segments count as they were on the wire: one that offloads merged, or have still to
 * split, counts as what it is made of. Numbers wrap and are compared on the circle; the
 * 32-bit counters wrap after 4 billion. Times are the caller's, nanoseconds, never 0. The
 * counters of a connection have one writer at a time.
 */
#ifndef _SAW_CORE_TCP_COUNT_H
#define _SAW_CORE_TCP_COUNT_H

#include "tcp_conn.h"

/* struct saw_tcp_count, @bits: which of its numbers are valid */
#define SAW_COUNT_SENT 1	/* @sent */
#define SAW_COUNT_ACKED 2	/* @acked and @window */
#define SAW_COUNT_EDGE 4	/* @edge and @reached */
#define SAW_COUNT_OVER 8	/* the connection has ended: no time begins any more */

/**
 * struct saw_tcp_count - counters of what one end sent
 * @segments: segments, of whatever kind
 * @bytes: their payload, as often as it was sent
 * @zero_window: nanoseconds in which the end had no window, until the last time it had
 * @zero_since: since when it has none; 0 if it has one
 * @head_of_line: nanoseconds in which data waited behind a hole at the other end, until
 *	the last hole was filled
 * @hole_since: since when some does; 0 if none does
 * @retransmits: segments sent again by a local end
 * @dup_acks: duplicate ACKs: RFC 5681 section 2
 * @duplicates: segments of which all had reached the other end before
 * @out_of_order: segments that reached the other end beyond a hole
 * @bad_checksums: segments that reached the other end damaged
 * @sent: after the last number that it sent
 * @acked: highest number that it acknowledged
 * @edge: everything before it is at the other end
 * @reached: after the last number that reached the other end; at least @edge
 * @window: that it advertised with @acked, as in the header
 * @bits: SAW_COUNT_*
 */
struct saw_tcp_count {
	u64 segments;
	u64 bytes;
	u64 zero_window;
	u64 zero_since;
	u64 head_of_line;
	u64 hole_since;
	u32 retransmits;
	u32 dup_acks;
	u32 duplicates;
	u32 out_of_order;
	u32 bad_checksums;
	u32 sent;
	u32 acked;
	u32 edge;
	u32 reached;
	u16 window;
	u8 bits;
};

/* Does saw_tcp_count() need to know the time for this segment? For hardly one it does. */
static inline bool saw_tcp_count_timed(const struct saw_tcp_count count[2], unsigned int sender,
				       const struct saw_seg *seg)
{
	return !seg->window || saw_seq_after(seg->seq, count[sender].edge) ||
	       (count[0].zero_since | count[1].zero_since |
		count[0].hole_since | count[1].hole_since);
}

/*
 * @seg of @sender was seen at @point: @count has both ends, by their roles. It was @units
 * segments on the wire. @known: that it is the sender's is trusted, as of a local end, or
 * its numbers bear it out; else it counts as a segment that was seen and proves nothing.
 */
void saw_tcp_count(struct saw_tcp_count count[2], unsigned int sender, enum saw_point point,
		   bool known, const struct saw_seg *seg, u32 units, u64 now);

/* The connection ended at @now: what lasts until then ends with it. */
void saw_tcp_count_end(struct saw_tcp_count count[2], u64 now);

/* Nanoseconds until @now. */
static inline u64 saw_tcp_count_zero_window(const struct saw_tcp_count *count, u64 now)
{
	return count->zero_window + (count->zero_since ? now - count->zero_since : 0);
}

static inline u64 saw_tcp_count_head_of_line(const struct saw_tcp_count *count, u64 now)
{
	return count->head_of_line + (count->hole_since ? now - count->hole_since : 0);
}

#endif /* _SAW_CORE_TCP_COUNT_H */
