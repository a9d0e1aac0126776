// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>

#include "story.h"
#include "invariant.h"
#include "generated/names.h"

#define TEXT_MAX 1024

const struct saw_tcp_timers story_timers = {
	.syn = SYN * SAW_NSEC_PER_SEC,
	.syn_ack = SYN_ACK * SAW_NSEC_PER_SEC,
	.fin_wait_2 = FIN_WAIT_2 * SAW_NSEC_PER_SEC,
	.orphan = ORPHAN * SAW_NSEC_PER_SEC,
	.retransmit = RETRANSMIT * SAW_NSEC_PER_SEC,
	.time_wait = TIME_WAIT * SAW_NSEC_PER_SEC,
	.idle = IDLE * SAW_NSEC_PER_SEC,
};

const struct beat open_i[] = {
	OUT(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	IN(R, "SA", 0, 1, 0, "R listen>syn-received received-syn inferred",
	   "I syn-sent>established received-syn-ack observed"),
	OUT(I, "A", 1, 1, 0, "handshake established"),
	OUT(I, "PA", 1, 1, 10),
	IN(R, "A", 1, 11, 0, "R syn-received>established received-ack inferred"),
};

const struct beat fin_sent_i[] = {
	OPEN_I,
	OUT(I, "FA", 11, 1, 0, "I established>fin-wait-1 sent-fin observed"),
};

const struct beat half_closed_i[] = {
	FIN_SENT_I,
	IN(R, "A", 1, 12, 0, "R established>close-wait received-fin inferred",
	   "I fin-wait-1>fin-wait-2 received-ack observed"),
};

const struct beat open_r[] = {
	IN(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	OUT(R, "SA", 0, 1, 0, "R listen>syn-received received-syn observed"),
	IN(I, "A", 1, 1, 0, "I syn-sent>established received-syn-ack inferred",
	   "R syn-received>established received-ack observed", "handshake established"),
};

const struct beat open_loop[] = {
	OUT(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	LOOP(I, "S", 0, 0, 0),
	OUT(R, "SA", 0, 1, 0, "R listen>syn-received received-syn observed"),
	LOOP(R, "SA", 0, 1, 0, "I syn-sent>established received-syn-ack observed"),
	OUT(I, "A", 1, 1, 0),
	LOOP(I, "A", 1, 1, 0, "R syn-received>established received-ack observed",
	     "handshake established"),
};

/* One telling of a story. */
struct telling {
	struct saw_tcp_conn conn;
	struct invariant inv;
	u32 iss[2];
	u64 now;
	size_t beat;	/* with those of the stories that came first */
};

static u8 parse_flags(const char *text)
{
	static const char letters[] = "FSRPAU";
	u8 flags = 0;

	for (; *text; text++) {
		const char *letter = strchr(letters, *text);

		assert_non_null(letter);
		flags |= 1u << (letter - letters);
	}
	return flags;
}

static __attribute__((format(printf, 2, 3))) void add(char *text, const char *format, ...)
{
	size_t used = strlen(text);
	va_list args;

	va_start(args, format);
	vsnprintf(text + used, TEXT_MAX - used, format, args);
	va_end(args);
}

static void put_news(char *text, const struct saw_tcp_conn *conn, const struct saw_news *news)
{
	unsigned int i;

	for (i = 0; i < news->count; i++) {
		const struct saw_move *move = &news->moves[i];

		add(text, "%c %s>%s %s %s\n", "IR"[move->role],
		    sawtooth_tcp_state_names[move->step.from],
		    sawtooth_tcp_state_names[move->step.to],
		    sawtooth_cause_names[move->step.cause],
		    sawtooth_confidence_names[move->step.confidence]);
	}
	if (news->syn_retransmit)
		add(text, "syn again\n");
	if (news->syn_ack_retransmit)
		add(text, "syn-ack again\n");
	if (news->reset_ignored)
		add(text, "reset %s\n", sawtooth_reset_verdict_names[conn->reset_verdict]);
	if (news->handshake)
		add(text, "handshake %s\n", sawtooth_outcome_names[conn->outcome]);
	if (news->teardown)
		add(text, "teardown %s %c\n", sawtooth_teardown_names[conn->teardown],
		    "IR"[conn->closer]);
	if (news->done)
		add(text, "done\n");
}

static void check(struct telling *telling, const struct beat *beat, const char *text)
{
	char expected[TEXT_MAX] = "";
	unsigned int i;

	for (i = 0; i < BEAT_LINES && beat->news[i]; i++)
		add(expected, "%s\n", beat->news[i]);
	if (strcmp(expected, text))
		fail_msg("beat %zu, ISS %#x %#x\nexpected:\n%stold:\n%s", telling->beat,
			 telling->iss[I], telling->iss[R], expected, text);
}

static void check_news(struct telling *telling, const struct beat *beat,
		       const struct saw_news *news, const char *before)
{
	const char *wrong = invariant_check(&telling->inv, &telling->conn, news);
	char text[TEXT_MAX] = "";

	if (wrong)
		fail_msg("beat %zu: %s", telling->beat, wrong);
	add(text, "%s", before);
	put_news(text, &telling->conn, news);
	check(telling, beat, text);
}

static struct saw_seg segment(const struct telling *telling, const struct beat *beat)
{
	return (struct saw_seg) {
		.seq = telling->iss[beat->role] + beat->seq,
		.ack = telling->iss[!beat->role] + beat->ack,
		.len = beat->len,
		.window = 1000,
		.flags = parse_flags(beat->flags),
	};
}

static void tell_segment(struct telling *telling, const struct beat *beat)
{
	static const enum saw_point points[] = {
		[BEAT_OUT] = SAW_POINT_OUT,
		[BEAT_IN] = SAW_POINT_IN,
		[BEAT_LOOP] = SAW_POINT_IN_LOOP,
		[BEAT_PASS] = SAW_POINT_PASS,
		[BEAT_BUSY] = SAW_POINT_BUSY,
	};
	struct saw_seg seg = segment(telling, beat);
	struct saw_news news;

	telling->now += SAW_NSEC_PER_SEC / 1000;
	saw_tcp_conn_segment(&telling->conn, beat->role, points[beat->kind], &seg, telling->now,
			     &news);
	check_news(telling, beat, &news, "");
}

static void tell_silence(struct telling *telling, const struct beat *beat)
{
	u64 deadline = saw_tcp_conn_deadline(&telling->conn, &story_timers);
	struct saw_news news;

	telling->now += (u64)(beat->seconds * SAW_NSEC_PER_SEC);
	saw_tcp_conn_expire(&telling->conn, &story_timers, (struct saw_sockets) {},
			    telling->now, &news);
	assert_int_equal(news.count > 0, deadline <= telling->now);
	check_news(telling, beat, &news, "");
}

/* A bit for each of two letters that is in @ends. */
static u8 ends_of(const char *ends, const char *letters)
{
	return !!strchr(ends, letters[I]) << I | !!strchr(ends, letters[R]) << R;
}

static void tell_shut(struct telling *telling, const struct beat *beat)
{
	struct saw_news news;

	saw_tcp_conn_shut(&telling->conn, beat->role, telling->now, &news);
	check_news(telling, beat, &news, "");
}

static void tell_gone(struct telling *telling, const struct beat *beat)
{
	struct saw_sockets sockets = {
		.gone = ends_of(beat->flags, "IR"),
		.alive = ends_of(beat->flags, "ir"),
	};
	struct saw_news news;

	telling->now += (u64)(beat->seconds * SAW_NSEC_PER_SEC);
	saw_tcp_conn_expire(&telling->conn, &story_timers, sockets, telling->now, &news);
	check_news(telling, beat, &news, "");
}

static void tell_icmp(struct telling *telling, const struct beat *beat)
{
	struct saw_icmp icmp = {
		.seq = telling->iss[beat->role] + beat->seq,
		.prohibited = strchr(beat->flags, 'P'),
		.fatal = strchr(beat->flags, 'F'),
	};
	struct saw_news news;

	saw_tcp_conn_icmp(&telling->conn, beat->role, &icmp, telling->now, &news);
	check_news(telling, beat, &news, "");
}

static void check_look(struct telling *telling, double seconds)
{
	u64 look = saw_tcp_conn_look(&telling->conn, &story_timers, telling->now);

	if (seconds < 0)
		assert_true(look == ~0ULL);
	else
		assert_int_equal(look - telling->now, (u64)(seconds * SAW_NSEC_PER_SEC));
}

static void tell_reuse(struct telling *telling, const struct beat *beat)
{
	struct saw_seg seg = segment(telling, beat);
	enum saw_stamp stamp = SAW_STAMP_NONE;
	struct saw_news news;
	bool gone = false;

	if (beat->meets) {
		stamp = !strcmp(beat->meets, "old") ? SAW_STAMP_OLD :
			!strcmp(beat->meets, "new") ? SAW_STAMP_NEW : SAW_STAMP_SAME;
		gone = !strcmp(beat->meets, "gone");
	}
	if (!saw_tcp_conn_reused(&telling->conn, beat->role, &seg, stamp, gone)) {
		check(telling, beat, "");
		return;
	}
	saw_tcp_conn_end(&telling->conn, beat->role, telling->now, &news);
	check_news(telling, beat, &news, "reused\n");
}

static void check_asks(struct telling *telling, const struct beat *beat)
{
	struct saw_seg seg = { .flags = parse_flags(beat->flags) };

	if (saw_tcp_conn_asks(&telling->conn, beat->role, beat->seq, &seg) != beat->len)
		fail_msg("beat %zu: the socket is%s asked", telling->beat,
			 beat->len ? " not" : "");
}

static void check_waits(struct telling *telling, const struct beat *beat)
{
	struct saw_seg seg = segment(telling, beat);
	u32 edge = telling->iss[beat->role] + (u32)beat->seconds;

	if (saw_tcp_conn_busy(&telling->conn, !beat->role, &seg, edge) != !!beat->meets)
		fail_msg("beat %zu: it %s", telling->beat, beat->meets ? "does not wait" : "waits");
}

static void check_due(struct telling *telling, u64 since, double seconds)
{
	u64 deadline = saw_tcp_conn_deadline(&telling->conn, &story_timers);

	if (seconds < 0)
		assert_true(deadline == ~0ULL);
	else
		assert_int_equal(deadline - since, (u64)(seconds * SAW_NSEC_PER_SEC));
}

static void tell_beats(struct telling *telling, const struct beat *beats, size_t count)
{
	const struct beat *beat;

	for (beat = beats; beat < beats + count; beat++) {
		switch (beat->kind) {
		case BEAT_FIRST:
			tell_beats(telling, beat->first, beat->count);
			break;
		case BEAT_AFTER:
			tell_silence(telling, beat);
			break;
		case BEAT_GONE:
			tell_gone(telling, beat);
			break;
		case BEAT_LOOK:
			check_look(telling, beat->seconds);
			break;
		case BEAT_SHUT:
			tell_shut(telling, beat);
			break;
		case BEAT_ICMP:
			tell_icmp(telling, beat);
			break;
		case BEAT_REUSED:
			tell_reuse(telling, beat);
			break;
		case BEAT_ASKS:
			check_asks(telling, beat);
			break;
		case BEAT_EDGE:
			saw_tcp_conn_edge(&telling->conn, beat->role,
					  telling->iss[!beat->role] + beat->seq);
			break;
		case BEAT_WAITS:
			check_waits(telling, beat);
			break;
		case BEAT_DUE:
			check_due(telling, telling->conn.last, beat->seconds);
			break;
		case BEAT_RETRY:
			check_due(telling, telling->conn.entered[beat->role], beat->seconds);
			break;
		default:
			tell_segment(telling, beat);
		}
		telling->beat++;
	}
}

static void tell(const struct story *story, u32 iss_i, u32 iss_r)
{
	struct telling telling = { .iss = { iss_i, iss_r }, .now = 500 * SAW_NSEC_PER_SEC };

	saw_tcp_conn_init(&telling.conn, telling.now);
	if (strchr(story->local, 'I'))
		telling.conn.ep[I].bits |= SAW_EP_LOCAL;
	if (strchr(story->local, 'R'))
		telling.conn.ep[R].bits |= SAW_EP_LOCAL;
	tell_beats(&telling, story->beats, story->count);
}

void story_test(void **state)
{
	static const u32 iss[] = { 0, 0x7ffffffa, 0x80000000, 0xfffffffa, 0xffffffff };
	size_t i;
	size_t j;

	for (i = 0; i < ARRAY_SIZE(iss); i++)
		for (j = 0; j < ARRAY_SIZE(iss); j++)
			tell(*state, iss[i], iss[j]);
}
