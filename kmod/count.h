/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Level full: packets -> what core/tcp_count counts. For connections that have the counters,
 * which is decided when a connection begins, by net.sawtooth.level. With their lanes locked.
 */
#ifndef _SAW_COUNT_H
#define _SAW_COUNT_H

#include <linux/skbuff.h>

#include "conn.h"

/* Segments of @skb on the wire, before offloads merged or after they will have split it. */
static inline u32 saw_count_units(const struct sk_buff *skb)
{
	return max_t(u32, 1, skb_shinfo(skb)->gso_segs);
}

/* @seg of @sender, in @skb, was seen at @point and moved nobody. */
void saw_count_flow(struct saw_conn *conn, enum sawtooth_role sender, enum saw_point point,
		    const struct saw_seg *seg, const struct sk_buff *skb);

/* @at was seen at @point, as far as @conn's socket will take it; the ends have moved. */
void saw_count_sighting(struct saw_conn *conn, const struct saw_sighting *at,
			enum saw_point point, u64 now);

/* What @sender, an index of @ends, sent in @skb arrived damaged. Takes the lane itself. */
void saw_count_damaged(struct saw_net *sn, const struct saw_conn_ends *ends, u8 sender,
		       const struct sk_buff *skb);

#endif /* _SAW_COUNT_H */
