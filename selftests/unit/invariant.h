/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What must hold of the news of a connection whatever segments come: shared by
 * the stories and the fuzzer.
 */
#ifndef _SELFTESTS_INVARIANT_H
#define _SELFTESTS_INVARIANT_H

#include "core/tcp_conn.h"

/**
 * struct invariant - what was told of a connection so far
 * @state: state of each end, by the moves told
 * @confidence: of the last move of each end
 * @moves: moves told
 * @handshakes: handshakes told, at most one
 * @teardowns: teardowns told, at most one
 */
struct invariant {
	u8 state[2];
	u8 confidence[2];
	u32 moves;
	unsigned int handshakes;
	unsigned int teardowns;
};

/* Adds @news to what was told before. Returns what is wrong with it, or NULL. */
const char *invariant_check(struct invariant *inv, const struct saw_tcp_conn *conn,
			    const struct saw_news *news);

#endif /* _SELFTESTS_INVARIANT_H */
