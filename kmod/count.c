// SPDX-License-Identifier: GPL-2.0
#include "core/tcp_accept.h"
#include "count.h"
#include "table.h"

void saw_count_flow(struct saw_conn *conn, enum sawtooth_role sender, enum saw_point point,
		    const struct saw_seg *seg, const struct sk_buff *skb)
{
	struct saw_tcp_count *count = saw_conn_count(conn);
	u64 now = saw_tcp_count_timed(count, sender, seg) ? ktime_get_ns() : 0;

	saw_tcp_count(count, sender, point, true, seg, saw_count_units(skb), now);
}

void saw_count_sighting(struct saw_conn *conn, const struct saw_sighting *at,
			enum saw_point point, u64 now)
{
	enum sawtooth_role sender = conn->initiator ^ at->sender;
	const struct saw_ep *ep = conn->tcp.ep;
	bool known = point == SAW_POINT_OUT || point == SAW_POINT_IN_LOOP ||
		     saw_tcp_accept_origin(&ep[!sender], &ep[sender], &at->seg);

	saw_tcp_count(saw_conn_count(conn), sender, point, known, &at->seg,
		      saw_count_units(at->skb), now);
}

/* If its addresses and ports are damaged as well it is not found, or counts elsewhere. */
void saw_count_damaged(struct saw_net *sn, const struct saw_conn_ends *ends, u8 sender,
		       const struct sk_buff *skb)
{
	u32 hash = saw_table_hash(ends);
	struct saw_lane *lane = saw_table_lane(sn, hash);
	bool enabled = saw_lane_lock(lane);
	struct saw_conn *conn = saw_lane_find(lane, ends, hash);

	if (conn && conn->full)
		saw_conn_count(conn)[conn->initiator ^ sender].bad_checksums +=
			saw_count_units(skb);
	saw_lane_unlock(lane, enabled);
}
