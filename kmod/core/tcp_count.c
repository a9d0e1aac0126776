// SPDX-License-Identifier: GPL-2.0
#include "tcp_count.h"

static bool has(const struct saw_tcp_count *count, u8 bits)
{
	return count->bits & bits;
}

/* Add what lasted from *@since until @now, if something did. */
static void stop(u64 *sum, u64 *since, u64 now)
{
	if (!*since)
		return;
	*sum += now - *since;
	*since = 0;
}

/* What the other end has reaches up to @upto, at least. */
static void fill(struct saw_tcp_count *count, u32 upto, u64 now)
{
	if (!has(count, SAW_COUNT_EDGE) || !saw_seq_after(upto, count->edge))
		return;
	count->edge = upto;
	if (saw_seq_before(upto, count->reached))
		return;
	count->reached = upto;
	stop(&count->head_of_line, &count->hole_since, now);
}

/* The numbers that an end used, and whether it used them before. */
static void send_numbers(struct saw_tcp_count *count, enum saw_point point,
			 const struct saw_seg *seg, u32 units)
{
	u32 end = seg->seq + seg->len + !!(seg->flags & SAW_TCP_SYN) +
		  !!(seg->flags & SAW_TCP_FIN);

	if (end == seg->seq || seg->flags & SAW_TCP_RST)
		return;
	if (!has(count, SAW_COUNT_SENT)) {
		count->bits |= SAW_COUNT_SENT;
		count->sent = end;
		return;
	}
	if (point == SAW_POINT_OUT && saw_seq_before(seg->seq, count->sent))
		count->retransmits += units;
	if (saw_seq_after(end, count->sent))
		count->sent = end;
}

static void send_window(struct saw_tcp_count *count, u16 window, u64 now)
{
	count->window = window;
	if (window)
		stop(&count->zero_window, &count->zero_since, now);
	else if (!count->zero_since && !has(count, SAW_COUNT_OVER))
		count->zero_since = now;
}

/* RFC 5681 section 2, (a) to (e), of an ACK that repeats the number of the last one. */
static bool is_dup_ack(const struct saw_tcp_count *count, const struct saw_tcp_count *peer,
		       const struct saw_seg *seg)
{
	return has(peer, SAW_COUNT_SENT) && saw_seq_after(peer->sent, seg->ack) && !seg->len &&
	       !(seg->flags & (SAW_TCP_SYN | SAW_TCP_FIN)) && seg->window == count->window;
}

/* An ACK that was overtaken says nothing any more. */
static void send_ack(struct saw_tcp_count *count, struct saw_tcp_count *peer,
		     const struct saw_seg *seg, u64 now)
{
	if ((seg->flags & (SAW_TCP_ACK | SAW_TCP_RST)) != SAW_TCP_ACK)
		return;
	if (has(count, SAW_COUNT_ACKED)) {
		if (saw_seq_before(seg->ack, count->acked))
			return;
		if (seg->ack == count->acked && is_dup_ack(count, peer, seg))
			count->dup_acks++;
	}
	count->bits |= SAW_COUNT_ACKED;
	count->acked = seg->ack;
	send_window(count, seg->window, now);
	fill(peer, seg->ack, now);
}

/* Of the data in a SYN it is not known whether it was taken: the acknowledgment tells. */
static void arrive(struct saw_tcp_count *count, const struct saw_seg *seg, u32 units, u64 now)
{
	u32 end = seg->flags & SAW_TCP_SYN ? seg->seq + 1 :
					     seg->seq + seg->len + !!(seg->flags & SAW_TCP_FIN);

	if (end == seg->seq || seg->flags & SAW_TCP_RST)
		return;
	if (!has(count, SAW_COUNT_EDGE)) {
		count->bits |= SAW_COUNT_EDGE;
		count->edge = end;
		count->reached = end;
	} else if (!saw_seq_after(end, count->edge)) {
		count->duplicates += units;
	} else if (saw_seq_after(seg->seq, count->edge)) {
		count->out_of_order += units;
		if (!count->hole_since && !has(count, SAW_COUNT_OVER))
			count->hole_since = now;
		if (saw_seq_after(end, count->reached))
			count->reached = end;
	} else {
		fill(count, end, now);
	}
}

void saw_tcp_count(struct saw_tcp_count count[2], unsigned int sender, enum saw_point point,
		   bool known, const struct saw_seg *seg, u32 units, u64 now)
{
	struct saw_tcp_count *snd = &count[sender];

	if (point != SAW_POINT_IN_LOOP) {
		snd->segments += units;
		snd->bytes += seg->len;
		if (known) {
			send_numbers(snd, point, seg, units);
			send_ack(snd, &count[!sender], seg, now);
		}
	}
	if (known && (point == SAW_POINT_IN || point == SAW_POINT_IN_LOOP))
		arrive(snd, seg, units, now);
}

void saw_tcp_count_end(struct saw_tcp_count count[2], u64 now)
{
	unsigned int role;

	for (role = 0; role < 2; role++) {
		stop(&count[role].zero_window, &count[role].zero_since, now);
		stop(&count[role].head_of_line, &count[role].hole_since, now);
		count[role].bits |= SAW_COUNT_OVER;
	}
}
