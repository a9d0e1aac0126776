/* SPDX-License-Identifier: GPL-2.0 */
/*
 * From steps of the ends to news of the connection: the moves in their order, and
 * how handshake and connection ended. For tcp_conn.c and tcp_timer.c only.
 */
#ifndef _SAW_CORE_TCP_NEWS_H
#define _SAW_CORE_TCP_NEWS_H

#include "tcp_conn.h"

/* One call on behalf of the caller. */
struct saw_tcp_work {
	struct saw_tcp_conn *conn;
	struct saw_news *news;
	u64 now;
};

/* None so far. The moves need no clearing: there are many, and @count says how many count. */
static inline void saw_tcp_news_clear(struct saw_news *news)
{
	memset(news, 0, offsetof(struct saw_news, moves));
}

/* The end @role made @count @steps; mostly there are none. */
void saw_tcp_news_moves(struct saw_tcp_work *work, unsigned int role,
			const struct saw_step *steps, unsigned int count);

static inline void saw_tcp_news_record(struct saw_tcp_work *work, unsigned int role,
				       const struct saw_step *steps, unsigned int count)
{
	if (count)
		saw_tcp_news_moves(work, role, steps, count);
}

/* What the moves of a segment mean; @reset: it is a RST that counts. */
void saw_tcp_news_segment(struct saw_tcp_work *work, bool reset);

/* What the moves of a timer, or of a new incarnation, mean. */
void saw_tcp_news_silence(struct saw_tcp_work *work);

static inline bool saw_ep_has(const struct saw_ep *ep, u16 bits)
{
	return ep->bits & bits;
}

#endif /* _SAW_CORE_TCP_NEWS_H */
