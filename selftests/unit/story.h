/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Stories: a connection told beat by beat, with what must become known at each.
 *
 *	static const struct beat refused[] = {
 *		OUT(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
 *		IN(R, "RA", 0, 1, 0, "I syn-sent>closed received-rst observed",
 *		   "handshake refused", "done"),
 *	};
 *	... STORY("I", refused) ...
 *
 * STORY makes a test of it; its first argument names the local ends. A segment is
 * OUT (a local end sends it), IN (it arrives from a remote one), LOOP (it arrives
 * from a local one) or PASS (it goes by, forwarded); then its sender, flags,
 * sequence number, acknowledgment number, length, and
 * all that it makes known, in order. Numbers count from the sender's ISS, so its
 * SYN has 0; each story is told with several ISS, also with such that the
 * numbers wrap. A beat lasts one millisecond; AFTER lets seconds pass in silence.
 */
#ifndef _SELFTESTS_STORY_H
#define _SELFTESTS_STORY_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/tcp_conn.h"

enum { I = SAWTOOTH_ROLE_INITIATOR, R = SAWTOOTH_ROLE_RESPONDER };

enum beat_kind { BEAT_OUT, BEAT_IN, BEAT_LOOP, BEAT_PASS, BEAT_BUSY, BEAT_AFTER, BEAT_REUSED,
	BEAT_DUE, BEAT_RETRY, BEAT_FIRST, BEAT_GONE, BEAT_LOOK, BEAT_ICMP, BEAT_SHUT, BEAT_ASKS,
	BEAT_EDGE, BEAT_WAITS };

/* Longer than any list of news. */
#define BEAT_LINES 8

struct beat {
	enum beat_kind kind;
	int role;
	const char *flags;
	const char *meets;
	u32 seq;
	u32 ack;
	u32 len;
	double seconds;
	const struct beat *first;
	size_t count;
	const char *news[BEAT_LINES];
};

#define SEGMENT(kind_, role_, flags_, seq_, ack_, len_, ...) \
	{ .kind = BEAT_##kind_, .role = role_, .flags = flags_, .seq = seq_, .ack = ack_, \
	  .len = len_, .news = { __VA_ARGS__ } }
#define OUT(...) SEGMENT(OUT, __VA_ARGS__)
#define IN(...) SEGMENT(IN, __VA_ARGS__)
#define LOOP(...) SEGMENT(LOOP, __VA_ARGS__)
#define PASS(...) SEGMENT(PASS, __VA_ARGS__)
#define BUSY(...) SEGMENT(BUSY, __VA_ARGS__)

/* Silence, and what it makes known. */
#define AFTER(seconds_, ...) { .kind = BEAT_AFTER, .seconds = seconds_, .news = { __VA_ARGS__ } }

/*
 * So many seconds later the sockets of @ends, "I", "R" or "IR", are found to be gone; "i"
 * and "r" are found to be there.
 */
#define GONE(seconds_, ends_, ...) { .kind = BEAT_GONE, .seconds = seconds_, .flags = ends_, \
	.news = { __VA_ARGS__ } }

/* The end @role_ was shut, and its FIN waits. */
#define SHUT(role_, ...) { .kind = BEAT_SHUT, .role = role_, .news = { __VA_ARGS__ } }

/* The next look at the sockets is due so many seconds from now. */
#define LOOK(seconds_) { .kind = BEAT_LOOK, .seconds = seconds_ }

/* ICMP about the segment @seq_ of @role_: "U" unreachable, "P" prohibited; "F": fatal. */
#define ICMP(role_, what_, seq_, ...) \
	{ .kind = BEAT_ICMP, .role = role_, .flags = what_, .seq = seq_, .news = { __VA_ARGS__ } }

/* The next deadline is so many seconds after the last segment; -1: there is none. */
#define DUE(seconds_) { .kind = BEAT_DUE, .seconds = seconds_ }

/* The next deadline is so many seconds after the end @role_ entered its state. */
#define RETRY(role_, seconds_) { .kind = BEAT_RETRY, .role = role_, .seconds = seconds_ }

/* Another story comes first. */
#define FIRST(beats_) { .kind = BEAT_FIRST, .first = beats_, \
	.count = sizeof(beats_) / sizeof(struct beat) }

/*
 * A SYN comes that may begin a new incarnation: then "reused" is the first of
 * the news, and what the end of the old one makes known follows.
 */
#define REUSED(role_, flags_, seq_, ...) \
	{ .kind = BEAT_REUSED, .role = role_, .flags = flags_, .seq = seq_, \
	  .news = { __VA_ARGS__ } }

/*
 * The same, where the local end that it reaches finds it "old", "same" or "new" by its
 * timestamp, or is "gone".
 */
#define MEETS(what_, role_, flags_, seq_, ...) \
	{ .kind = BEAT_REUSED, .role = role_, .flags = flags_, .seq = seq_, .meets = what_, \
	  .news = { __VA_ARGS__ } }

/* Is the socket that such a segment reaches to be asked about it? @point_ as above. */
#define ASKS(point_, role_, flags_, yes_) \
	{ .kind = BEAT_ASKS, .role = role_, .flags = flags_, .seq = SAW_POINT_##point_, \
	  .len = yes_ }

/* The socket of @role_ has everything before the number @seq_ of its peer, and no more. */
#define EDGE(role_, seq_) { .kind = BEAT_EDGE, .role = role_, .seq = seq_ }

/*
 * Would the segment be seen at SAW_POINT_BUSY, if the socket that it reaches is in use and
 * has everything before the number @edge_ of its peer?
 */
#define WAITS(yes_, edge_, role_, flags_, seq_, ack_, len_) \
	{ .kind = BEAT_WAITS, .role = role_, .flags = flags_, .seq = seq_, .ack = ack_, \
	  .len = len_, .seconds = edge_, .meets = (yes_) ? "busy" : NULL }

/* The timers of the stories, in seconds. */
enum { SYN = 127, SYN_ACK = 63, FIN_WAIT_2 = 61, ORPHAN = 100, RETRANSMIT = 900, TIME_WAIT = 60,
	IDLE = 7200 };

extern const struct saw_tcp_timers story_timers;

/**
 * struct story - the state of a test
 * @local: the ends on this host, "I", "R" or "IR"
 * @beats: what happens
 * @count: number of @beats
 */
struct story {
	const char *local;
	const struct beat *beats;
	size_t count;
};

/* The test function of every story. */
void story_test(void **state);

#define STORY(local_, beats_) { \
	.name = #beats_, \
	.test_func = story_test, \
	.initial_state = &(struct story) { \
		.local = local_, .beats = beats_, \
		.count = sizeof(beats_) / sizeof(struct beat) }, \
}

/*
 * The ways to ESTABLISHED that most stories begin with: of a local initiator, who
 * sends 10 bytes then; of a local responder; of both.
 */
extern const struct beat open_i[5];
extern const struct beat open_r[3];
extern const struct beat open_loop[6];

#define OPEN_I FIRST(open_i)
#define OPEN_R FIRST(open_r)
#define OPEN_LOOP FIRST(open_loop)

/* A local initiator closes first; and its FIN is acknowledged. */
extern const struct beat fin_sent_i[2];
extern const struct beat half_closed_i[2];

#define FIN_SENT_I FIRST(fin_sent_i)
#define HALF_CLOSED_I FIRST(half_closed_i)

#endif /* _SELFTESTS_STORY_H */
