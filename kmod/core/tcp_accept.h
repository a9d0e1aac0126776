/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Does a segment count? What RFC 9293 section 3.10.7 and RFC 5961 ask of flags
 * and numbers, before a segment may move an end.
 *
 * Neither the receive window nor the timestamps are known here. In their place
 * stands the largest window that TCP can have (RFC 7323 section 2.3), so a
 * segment from outside the real window but inside this one is let through;
 * a RST never is, because its number must hit an edge.
 */
#ifndef _SAW_CORE_TCP_ACCEPT_H
#define _SAW_CORE_TCP_ACCEPT_H

#include "tcp_fsm.h"

#define SAW_TCP_WINDOW_MAX 0x40000000U	/* 65535 << 14, rounded up */

/* Are these flags that a TCP sends? */
static inline bool saw_tcp_accept_flags(const struct saw_seg *seg)
{
	if (seg->flags & SAW_TCP_SYN)
		return !(seg->flags & (SAW_TCP_FIN | SAW_TCP_RST));
	return seg->flags & (SAW_TCP_ACK | SAW_TCP_RST);
}

/*
 * Can @seg, which claims to come from @peer, a remote end, really come from it,
 * as far as what @ep sent and received tells? If not it proves nothing about
 * @peer. Anyone can send a segment with forged addresses.
 */
bool saw_tcp_accept_origin(const struct saw_ep *ep, const struct saw_ep *peer,
			   const struct saw_seg *seg);

/*
 * What @ep makes of @seg, a RST, with a receive window of @window bytes: ACCEPTED if it
 * acts on it, OUTSIDE or CHALLENGED if not.
 */
enum sawtooth_reset_verdict saw_tcp_accept_reset(const struct saw_ep *ep,
						 const struct saw_seg *seg, u32 window);

/* Will @ep act on @seg of @peer? Implies saw_tcp_accept_origin(). */
bool saw_tcp_accept(const struct saw_ep *ep, const struct saw_ep *peer,
		    const struct saw_seg *seg);

#endif /* _SAW_CORE_TCP_ACCEPT_H */
