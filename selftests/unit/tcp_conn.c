// SPDX-License-Identifier: GPL-2.0
/* What a connection counts and measures, and what begins one. */
#include "story.h"

#define MS (SAW_NSEC_PER_SEC / 1000)

/* Nobody looked for the sockets. */
static const struct saw_sockets unknown;

static void say(struct saw_tcp_conn *conn, enum saw_point point, int role, u8 flags, u32 seq,
		u32 ack, u64 now, struct saw_news *news)
{
	struct saw_seg seg = { .seq = seq, .ack = ack, .flags = flags };

	saw_tcp_conn_segment(conn, role, point, &seg, now, news);
}

/* A local initiator with SYN at 10 ms, SYN-ACK at 30 ms, ACK at 31 ms. */
static void open_conn(struct saw_tcp_conn *conn, struct saw_news *news)
{
	saw_tcp_conn_init(conn, 10 * MS);
	conn->ep[I].bits |= SAW_EP_LOCAL;
	say(conn, SAW_POINT_OUT, I, SAW_TCP_SYN, 100, 0, 10 * MS, news);
	say(conn, SAW_POINT_IN, R, SAW_TCP_SYN | SAW_TCP_ACK, 500, 101, 30 * MS, news);
	say(conn, SAW_POINT_OUT, I, SAW_TCP_ACK, 101, 501, 31 * MS, news);
}

static void assert_begins(u8 flags, u32 len, int role)
{
	struct saw_seg seg = { .flags = flags, .len = len };
	enum sawtooth_role sender = !role;
	bool begins = saw_tcp_conn_begins(&seg, &sender);

	assert_int_equal(begins, role >= 0);
	if (begins)
		assert_int_equal(sender, role);
}

static void begins(void **state)
{
	(void)state;
	assert_begins(SAW_TCP_SYN, 0, I);
	assert_begins(SAW_TCP_SYN, 50, I);
	assert_begins(SAW_TCP_SYN | SAW_TCP_ACK, 0, R);
	assert_begins(SAW_TCP_ACK, 1, I);
	assert_begins(SAW_TCP_ACK | SAW_TCP_PSH, 100, I);
	assert_begins(SAW_TCP_ACK | SAW_TCP_FIN, 0, I);
	assert_begins(SAW_TCP_ACK, 0, -1);
	assert_begins(SAW_TCP_RST, 0, -1);
	assert_begins(SAW_TCP_RST | SAW_TCP_ACK, 9, -1);
	assert_begins(SAW_TCP_SYN | SAW_TCP_FIN, 0, -1);
	assert_begins(SAW_TCP_SYN | SAW_TCP_RST, 0, -1);
	assert_begins(SAW_TCP_FIN, 0, -1);
	assert_begins(SAW_TCP_PSH, 10, -1);
	assert_begins(0, 10, -1);
}

static void init(void **state)
{
	struct saw_tcp_conn conn;

	(void)state;
	memset(&conn, 0xff, sizeof(conn));
	saw_tcp_conn_init(&conn, 42);
	assert_int_equal(conn.start, 42);
	assert_int_equal(conn.last, 42);
	conn.start = 0;
	conn.last = 0;
	for (size_t i = 0; i < sizeof(conn); i++)
		assert_int_equal(((const u8 *)&conn)[i], 0);
}

/* A tracked connection has 256 bytes in all; its entry in the table needs the rest. */
static void size(void **state)
{
	(void)state;
	assert_in_range(sizeof(struct saw_tcp_conn), 1, 136);
}

static void legs(void **state)
{
	struct saw_tcp_conn conn;
	struct saw_news news;

	(void)state;
	open_conn(&conn, &news);
	assert_true(news.handshake);
	assert_int_equal(conn.syn_leg, 20 * MS);
	assert_int_equal(conn.ack_leg, 1 * MS);
	assert_int_equal(conn.start, 10 * MS);
	assert_int_equal(conn.last, 31 * MS);
	/* Later segments are not part of the handshake. */
	say(&conn, SAW_POINT_OUT, I, SAW_TCP_ACK, 101, 501, 90 * MS, &news);
	assert_int_equal(conn.ack_leg, 1 * MS);
}

/* From the first SYN to the first SYN-ACK, whatever is sent again. */
static void legs_with_retransmissions(void **state)
{
	struct saw_tcp_conn conn;
	struct saw_news news;

	(void)state;
	saw_tcp_conn_init(&conn, 10 * MS);
	conn.ep[R].bits |= SAW_EP_LOCAL;
	say(&conn, SAW_POINT_IN, I, SAW_TCP_SYN, 100, 0, 10 * MS, &news);
	say(&conn, SAW_POINT_IN, I, SAW_TCP_SYN, 100, 0, 20 * MS, &news);
	assert_int_equal(conn.syn_leg, 0);
	say(&conn, SAW_POINT_OUT, R, SAW_TCP_SYN | SAW_TCP_ACK, 500, 101, 25 * MS, &news);
	say(&conn, SAW_POINT_OUT, R, SAW_TCP_SYN | SAW_TCP_ACK, 500, 101, 40 * MS, &news);
	assert_int_equal(conn.ack_leg, 0);
	say(&conn, SAW_POINT_IN, I, SAW_TCP_ACK, 101, 501, 45 * MS, &news);
	assert_int_equal(conn.syn_leg, 15 * MS);
	assert_int_equal(conn.ack_leg, 20 * MS);
	assert_int_equal(conn.syn_retransmits, 1);
	assert_int_equal(conn.syn_ack_retransmits, 1);
}

/* On loopback the ACK passes twice; it ends the leg when it leaves. */
static void legs_on_loopback(void **state)
{
	struct saw_tcp_conn conn;
	struct saw_news news;

	(void)state;
	saw_tcp_conn_init(&conn, 10 * MS);
	conn.ep[I].bits |= SAW_EP_LOCAL;
	conn.ep[R].bits |= SAW_EP_LOCAL;
	say(&conn, SAW_POINT_OUT, I, SAW_TCP_SYN, 900, 0, 10 * MS, &news);
	say(&conn, SAW_POINT_IN_LOOP, I, SAW_TCP_SYN, 900, 0, 11 * MS, &news);
	say(&conn, SAW_POINT_OUT, R, SAW_TCP_SYN | SAW_TCP_ACK, 500, 901, 12 * MS, &news);
	say(&conn, SAW_POINT_IN_LOOP, R, SAW_TCP_SYN | SAW_TCP_ACK, 500, 901, 15 * MS, &news);
	say(&conn, SAW_POINT_OUT, I, SAW_TCP_ACK, 901, 501, 16 * MS, &news);
	say(&conn, SAW_POINT_OUT, I, SAW_TCP_ACK, 901, 501, 17 * MS, &news);
	say(&conn, SAW_POINT_IN_LOOP, I, SAW_TCP_ACK, 901, 501, 18 * MS, &news);
	assert_true(news.handshake);
	assert_int_equal(conn.syn_leg, 2 * MS);
	assert_int_equal(conn.ack_leg, 4 * MS);
}

/* Two SYN-ACKs of a simultaneous open: the first ends the leg. */
static void legs_of_simultaneous_open(void **state)
{
	struct saw_tcp_conn conn;
	struct saw_news news;

	(void)state;
	saw_tcp_conn_init(&conn, 10 * MS);
	conn.ep[I].bits |= SAW_EP_LOCAL;
	say(&conn, SAW_POINT_OUT, I, SAW_TCP_SYN, 100, 0, 10 * MS, &news);
	say(&conn, SAW_POINT_IN, R, SAW_TCP_SYN, 500, 0, 12 * MS, &news);
	say(&conn, SAW_POINT_OUT, I, SAW_TCP_SYN | SAW_TCP_ACK, 100, 501, 14 * MS, &news);
	say(&conn, SAW_POINT_IN, R, SAW_TCP_SYN | SAW_TCP_ACK, 500, 101, 19 * MS, &news);
	assert_int_equal(conn.syn_leg, 4 * MS);
	assert_int_equal(conn.ack_leg, 5 * MS);
	assert_int_equal(conn.syn_ack_retransmits, 0);
}

/* What was not seen to begin has no legs. */
static void legs_unseen(void **state)
{
	struct saw_tcp_conn conn;
	struct saw_news news;

	(void)state;
	saw_tcp_conn_init(&conn, 10 * MS);
	conn.ep[R].bits |= SAW_EP_LOCAL;
	say(&conn, SAW_POINT_OUT, R, SAW_TCP_SYN | SAW_TCP_ACK, 500, 101, 25 * MS, &news);
	say(&conn, SAW_POINT_IN, I, SAW_TCP_ACK, 101, 501, 45 * MS, &news);
	assert_int_equal(conn.outcome, SAWTOOTH_OUTCOME_UNSEEN);
	assert_int_equal(conn.syn_leg, 0);
	assert_int_equal(conn.ack_leg, 0);
}

static void elapsed(void **state)
{
	struct saw_tcp_conn conn;
	struct saw_news news;

	(void)state;
	open_conn(&conn, &news);
	assert_int_equal(conn.transitions, 3);
	say(&conn, SAW_POINT_OUT, I, SAW_TCP_FIN | SAW_TCP_ACK, 101, 501, 131 * MS, &news);
	assert_int_equal(news.moves[0].elapsed, 101 * MS);
	assert_int_equal(news.moves[0].seq, 4);
	assert_int_equal(news.moves[0].role, I);
	say(&conn, SAW_POINT_IN, R, SAW_TCP_FIN | SAW_TCP_ACK, 501, 102, 151 * MS, &news);
	/* The responder is not known to be in ESTABLISHED before its FIN. */
	assert_int_equal(news.count, 5);
	assert_int_equal(news.moves[0].elapsed, 121 * MS);
	assert_int_equal(news.moves[1].elapsed, 0);
	assert_int_equal(news.moves[3].elapsed, 20 * MS);
	assert_int_equal(news.moves[4].elapsed, 0);
	assert_int_equal(news.moves[4].seq, 9);
	assert_int_equal(conn.entered[I], 151 * MS);
	saw_tcp_conn_expire(&conn, &story_timers, unknown, 151 * MS + TIME_WAIT * SAW_NSEC_PER_SEC,
			    &news);
	assert_int_equal(news.count, 1);
	assert_int_equal(news.moves[0].role, I);
	assert_int_equal(news.moves[0].elapsed, TIME_WAIT * SAW_NSEC_PER_SEC);
}

/* How long an end was in the state that it left first is not known. */
static void elapsed_unknown(void **state)
{
	struct saw_tcp_conn conn;
	struct saw_news news;

	(void)state;
	saw_tcp_conn_init(&conn, 10 * MS);
	conn.ep[I].bits |= SAW_EP_LOCAL;
	say(&conn, SAW_POINT_OUT, I, SAW_TCP_SYN, 100, 0, 10 * MS, &news);
	assert_int_equal(news.moves[0].elapsed, 0);
	say(&conn, SAW_POINT_IN, R, SAW_TCP_SYN | SAW_TCP_ACK, 500, 101, 30 * MS, &news);
	assert_int_equal(news.moves[0].elapsed, 0);
	assert_int_equal(news.moves[1].elapsed, 20 * MS);
}

static void half_closed_time(void **state)
{
	struct saw_tcp_conn conn;
	struct saw_news news;

	(void)state;
	open_conn(&conn, &news);
	say(&conn, SAW_POINT_IN, R, SAW_TCP_FIN | SAW_TCP_ACK, 501, 101, 100 * MS, &news);
	assert_int_equal(conn.closer, R);
	say(&conn, SAW_POINT_IN, R, SAW_TCP_FIN | SAW_TCP_ACK, 501, 101, 150 * MS, &news);
	assert_int_equal(saw_tcp_conn_half_closed(&conn), 0);
	say(&conn, SAW_POINT_OUT, I, SAW_TCP_FIN | SAW_TCP_ACK, 101, 502, 400 * MS, &news);
	say(&conn, SAW_POINT_OUT, I, SAW_TCP_FIN | SAW_TCP_ACK, 101, 502, 600 * MS, &news);
	assert_int_equal(saw_tcp_conn_half_closed(&conn), 300 * MS);
	assert_int_equal(conn.closer, R);
}

static void retransmits_saturate(void **state)
{
	struct saw_tcp_conn conn;
	struct saw_news news;

	(void)state;
	saw_tcp_conn_init(&conn, 10 * MS);
	conn.ep[R].bits |= SAW_EP_LOCAL;
	for (int i = 0; i < 300; i++) {
		say(&conn, SAW_POINT_IN, I, SAW_TCP_SYN, 100, 0, 10 * MS, &news);
		assert_int_equal(news.syn_retransmit, i > 0);
		say(&conn, SAW_POINT_OUT, R, SAW_TCP_SYN | SAW_TCP_ACK, 500, 101, 11 * MS, &news);
		assert_int_equal(news.syn_ack_retransmit, i > 0);
		assert_int_equal(conn.syn_retransmits, i < 255 ? i : 255);
		assert_int_equal(conn.syn_ack_retransmits, i < 255 ? i : 255);
	}
}

/* Nothing that is not a segment of a TCP keeps a connection alive. */
static void nonsense_is_no_life(void **state)
{
	struct saw_tcp_conn conn;
	struct saw_news news;

	(void)state;
	open_conn(&conn, &news);
	say(&conn, SAW_POINT_IN, R, SAW_TCP_SYN | SAW_TCP_FIN, 0, 0, 99 * MS, &news);
	assert_int_equal(conn.last, 31 * MS);
	say(&conn, SAW_POINT_IN, R, SAW_TCP_ACK, 500, 101, 99 * MS, &news);
	assert_int_equal(conn.last, 99 * MS);
}

/* Waiting past the end of time is waiting for ever, and the end of time ends everything. */
static void end_of_time(void **state)
{
	struct saw_tcp_timers timers = story_timers;
	struct saw_tcp_conn conn;
	struct saw_news news;

	(void)state;
	open_conn(&conn, &news);
	timers.idle = ~0ULL;
	say(&conn, SAW_POINT_IN, R, SAW_TCP_ACK | SAW_TCP_PSH, 501, 101, 40 * MS, &news);
	assert_true(saw_tcp_conn_deadline(&conn, &timers) == 40 * MS + SAW_TCP_SILENCE);
	saw_tcp_conn_expire(&conn, &timers, unknown, 100 * SAW_NSEC_PER_SEC, &news);
	assert_int_equal(news.count, 1);
	assert_true(saw_tcp_conn_deadline(&conn, &timers) == ~0ULL);
	saw_tcp_conn_expire(&conn, &timers, unknown, ~0ULL - 1, &news);
	assert_int_equal(news.count, 0);
	saw_tcp_conn_expire(&conn, &timers, unknown, ~0ULL, &news);
	assert_int_equal(news.count, 2);
	assert_true(news.done);
}

/* Silence does not end an end that is known to be there, nor keep the other from ending. */
static void known_to_be_there(void **state)
{
	u64 late = 1000000 * SAW_NSEC_PER_SEC;
	struct saw_tcp_conn conn;
	struct saw_news news;

	(void)state;
	open_conn(&conn, &news);
	saw_tcp_conn_expire(&conn, &story_timers,
			    (struct saw_sockets) { .alive = 1 << I | 1 << R }, late, &news);
	assert_int_equal(news.count, 0);
	saw_tcp_conn_expire(&conn, &story_timers, (struct saw_sockets) { .alive = 1 << I },
			    late, &news);
	assert_int_equal(conn.ep[I].state, SAWTOOTH_TCP_STATE_ESTABLISHED);
	assert_int_equal(conn.ep[R].state, SAWTOOTH_TCP_STATE_CLOSED);
	assert_false(news.done);
	saw_tcp_conn_expire(&conn, &story_timers, unknown, late, &news);
	assert_int_equal(conn.ep[I].state, SAWTOOTH_TCP_STATE_CLOSED);
	assert_true(news.done);
}

/* A clock may begin at zero. */
static void clock_at_zero(void **state)
{
	struct saw_tcp_conn conn;
	struct saw_news news;

	(void)state;
	saw_tcp_conn_init(&conn, 0);
	conn.ep[I].bits |= SAW_EP_LOCAL;
	say(&conn, SAW_POINT_OUT, I, SAW_TCP_SYN, 100, 0, 0, &news);
	assert_int_equal(saw_tcp_conn_deadline(&conn, &story_timers), story_timers.syn);
}

/* Each table of timers is read for itself. */
static void earliest_deadline(void **state)
{
	struct saw_tcp_timers timers = story_timers;
	struct saw_tcp_conn conn;
	struct saw_news news;

	(void)state;
	saw_tcp_conn_init(&conn, 10 * MS);
	conn.ep[I].bits |= SAW_EP_LOCAL;
	conn.ep[R].bits |= SAW_EP_LOCAL;
	say(&conn, SAW_POINT_OUT, I, SAW_TCP_SYN, 100, 0, 10 * MS, &news);
	say(&conn, SAW_POINT_IN_LOOP, I, SAW_TCP_SYN, 100, 0, 10 * MS, &news);
	say(&conn, SAW_POINT_OUT, R, SAW_TCP_SYN | SAW_TCP_ACK, 500, 101, 10 * MS, &news);
	assert_int_equal(saw_tcp_conn_deadline(&conn, &timers) - 10 * MS, timers.syn_ack);
	timers.syn = 8 * MS;
	assert_int_equal(saw_tcp_conn_deadline(&conn, &timers) - 10 * MS, 8 * MS);
}

/* After n retries, in seconds. */
static void retry_times(void **state)
{
	(void)state;
	assert_int_equal(saw_tcp_syn_retry_time(0, 0), 1 * SAW_NSEC_PER_SEC);
	assert_int_equal(saw_tcp_syn_retry_time(6, 0), 127 * SAW_NSEC_PER_SEC);
	assert_int_equal(saw_tcp_syn_retry_time(6, 4), 131 * SAW_NSEC_PER_SEC);
	assert_int_equal(saw_tcp_syn_retry_time(8, 0), (127 + 240) * SAW_NSEC_PER_SEC);
	assert_int_equal(saw_tcp_data_retry_time(8), 102200 * MS);
	assert_int_equal(saw_tcp_data_retry_time(9), 204600 * MS);
	assert_int_equal(saw_tcp_data_retry_time(15), 924600 * MS);
	assert_int_equal(saw_tcp_data_retry_time(255),
			 204600 * MS + 246 * 120 * SAW_NSEC_PER_SEC);
}

static void options(struct saw_tcp_conn *conn, int role, u8 flags, u32 len, u8 options, u32 ack)
{
	struct saw_seg seg = {
		.seq = role == I ? 100 : 500, .ack = ack, .len = len, .flags = flags,
		.window = 60000, .options = options,
	};
	struct saw_news news;

	saw_tcp_conn_segment(conn, role, role == I ? SAW_POINT_IN : SAW_POINT_OUT, &seg,
			     10 * MS, &news);
}

/* A SYN with options, then a SYN-ACK that acknowledges @ack. */
static void agree(struct saw_tcp_conn *conn, u32 len, u8 syn, u8 syn_ack, u32 ack)
{
	saw_tcp_conn_init(conn, 10 * MS);
	conn->ep[R].bits |= SAW_EP_LOCAL;
	options(conn, I, SAW_TCP_SYN, len, syn, 0);
	options(conn, R, SAW_TCP_SYN | SAW_TCP_ACK, 0, syn_ack, ack);
}

static void fast_open(void **state)
{
	struct saw_tcp_conn conn;

	(void)state;
	agree(&conn, 0, 0, 0, 101);
	assert_int_equal(conn.fast_open, SAWTOOTH_FAST_OPEN_NONE);
	agree(&conn, 0, SAW_OPTION_FAST_OPEN, SAW_OPTION_FAST_OPEN, 101);
	assert_int_equal(conn.fast_open, SAWTOOTH_FAST_OPEN_REQUESTED);
	agree(&conn, 50, SAW_OPTION_FAST_OPEN, 0, 151);
	assert_int_equal(conn.fast_open, SAWTOOTH_FAST_OPEN_ACCEPTED);
	agree(&conn, 50, SAW_OPTION_FAST_OPEN, 0, 102);
	assert_int_equal(conn.fast_open, SAWTOOTH_FAST_OPEN_ACCEPTED);
	agree(&conn, 50, SAW_OPTION_FAST_OPEN, 0, 101);
	assert_int_equal(conn.fast_open, SAWTOOTH_FAST_OPEN_REFUSED);
	/* Sent again without the data, as Linux does after a time-out. */
	options(&conn, I, SAW_TCP_SYN, 0, SAW_OPTION_FAST_OPEN, 0);
	assert_int_equal(conn.fast_open, SAWTOOTH_FAST_OPEN_REQUESTED);
}

static void mptcp(void **state)
{
	struct saw_tcp_conn conn;

	(void)state;
	agree(&conn, 0, SAW_OPTION_MP_CAPABLE, SAW_OPTION_MP_CAPABLE, 101);
	assert_int_equal(conn.mptcp, SAWTOOTH_MPTCP_CAPABLE);
	agree(&conn, 0, SAW_OPTION_MP_JOIN, SAW_OPTION_MP_JOIN, 101);
	assert_int_equal(conn.mptcp, SAWTOOTH_MPTCP_JOIN);
	agree(&conn, 0, SAW_OPTION_MP_JOIN, 0, 101);
	assert_int_equal(conn.mptcp, SAWTOOTH_MPTCP_NONE);
}

/* Scaled are the windows of both or of none. */
static void window_scale(void **state)
{
	struct saw_tcp_conn conn;

	(void)state;
	agree(&conn, 0, SAW_OPTION_SCALE | 7, SAW_OPTION_SCALE | 14, 101);
	assert_int_equal(conn.shift[I], 7);
	assert_int_equal(conn.shift[R], 14);
	agree(&conn, 0, SAW_OPTION_SCALE | 7, 0, 101);
	assert_int_equal(conn.shift[I], 0);
	assert_int_equal(conn.shift[R], 0);
	/* What comes after the handshake changes nothing. */
	agree(&conn, 0, SAW_OPTION_SCALE | 7, SAW_OPTION_SCALE | 14, 101);
	conn.outcome = SAWTOOTH_OUTCOME_ESTABLISHED;
	options(&conn, R, SAW_TCP_SYN | SAW_TCP_ACK, 0, SAW_OPTION_SCALE | 1, 101);
	assert_int_equal(conn.shift[R], 14);
}

/* The receiver's window counts, as it advertised it last, and scaled. */
static void reset_in_window(void **state)
{
	struct saw_tcp_conn conn;
	struct saw_news news;

	(void)state;
	open_conn(&conn, &news);
	conn.window[I] = 1000;
	conn.shift[I] = 2;
	say(&conn, SAW_POINT_IN, R, SAW_TCP_RST, 501 + 4000, 0, 40 * MS, &news);
	assert_true(news.reset_ignored);
	assert_int_equal(conn.reset_verdict, SAWTOOTH_RESET_VERDICT_CHALLENGED);
	assert_int_equal(conn.last, 31 * MS);
	say(&conn, SAW_POINT_IN, R, SAW_TCP_RST, 501 + 4001, 0, 40 * MS, &news);
	assert_int_equal(conn.reset_verdict, SAWTOOTH_RESET_VERDICT_OUTSIDE);
	assert_int_equal(conn.resets_ignored, 2);
	assert_int_equal(saw_tcp_conn_reset_by(&conn), SAWTOOTH_ENDS_NONE);
	for (int i = 0; i < 300; i++)
		say(&conn, SAW_POINT_IN, R, SAW_TCP_RST, 500, 0, 40 * MS, &news);
	assert_int_equal(conn.resets_ignored, 255);
	say(&conn, SAW_POINT_IN, R, SAW_TCP_RST, 501, 0, 40 * MS, &news);
	assert_false(news.reset_ignored);
	assert_int_equal(conn.reset_verdict, SAWTOOTH_RESET_VERDICT_ACCEPTED);
	assert_int_equal(saw_tcp_conn_reset_by(&conn), SAWTOOTH_ENDS_RESPONDER);
	say(&conn, SAW_POINT_IN, R, SAW_TCP_RST, 700, 0, 40 * MS, &news);
	assert_false(news.reset_ignored);
	open_conn(&conn, &news);
	say(&conn, SAW_POINT_OUT, I, SAW_TCP_RST, 101, 0, 40 * MS, &news);
	assert_int_equal(conn.reset_verdict, SAWTOOTH_RESET_VERDICT_ACCEPTED);
	assert_int_equal(saw_tcp_conn_reset_by(&conn), SAWTOOTH_ENDS_INITIATOR);
}

/* The local initiator closes first and rests in TIME_WAIT. */
static void rest(struct saw_tcp_conn *conn, struct saw_news *news)
{
	open_conn(conn, news);
	say(conn, SAW_POINT_OUT, I, SAW_TCP_FIN | SAW_TCP_ACK, 101, 501, 40 * MS, news);
	assert_int_equal(conn->time_wait, SAWTOOTH_ENDS_NONE);
	say(conn, SAW_POINT_IN, R, SAW_TCP_FIN | SAW_TCP_ACK, 501, 102, 41 * MS, news);
	assert_int_equal(conn->time_wait, SAWTOOTH_ENDS_INITIATOR);
	assert_int_equal(conn->ep[I].state, SAWTOOTH_TCP_STATE_TIME_WAIT);
}

/* TIME_WAIT assassination (RFC 1337), and the sysctl against it. */
static void rfc1337(void **state)
{
	struct saw_tcp_conn conn;
	struct saw_news news;

	(void)state;
	rest(&conn, &news);
	conn.rfc1337 = true;
	say(&conn, SAW_POINT_IN, R, SAW_TCP_RST, 502, 0, 42 * MS, &news);
	assert_true(news.reset_ignored);
	assert_int_equal(conn.reset_verdict, SAWTOOTH_RESET_VERDICT_TIME_WAIT);
	assert_int_equal(conn.ep[I].state, SAWTOOTH_TCP_STATE_TIME_WAIT);
	assert_int_equal(conn.last, 41 * MS);
	say(&conn, SAW_POINT_IN, R, SAW_TCP_RST, 503, 0, 42 * MS, &news);
	assert_int_equal(conn.reset_verdict, SAWTOOTH_RESET_VERDICT_OUTSIDE);
	conn.rfc1337 = false;
	say(&conn, SAW_POINT_IN, R, SAW_TCP_RST, 502, 0, 42 * MS, &news);
	assert_int_equal(conn.ep[I].state, SAWTOOTH_TCP_STATE_CLOSED);
	/* It protects nothing but TIME_WAIT. */
	open_conn(&conn, &news);
	conn.rfc1337 = true;
	say(&conn, SAW_POINT_IN, R, SAW_TCP_RST, 501, 0, 42 * MS, &news);
	assert_int_equal(conn.ep[I].state, SAWTOOTH_TCP_STATE_CLOSED);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(begins),
		cmocka_unit_test(init),
		cmocka_unit_test(size),
		cmocka_unit_test(legs),
		cmocka_unit_test(legs_with_retransmissions),
		cmocka_unit_test(legs_on_loopback),
		cmocka_unit_test(legs_of_simultaneous_open),
		cmocka_unit_test(legs_unseen),
		cmocka_unit_test(elapsed),
		cmocka_unit_test(elapsed_unknown),
		cmocka_unit_test(half_closed_time),
		cmocka_unit_test(retransmits_saturate),
		cmocka_unit_test(nonsense_is_no_life),
		cmocka_unit_test(end_of_time),
		cmocka_unit_test(known_to_be_there),
		cmocka_unit_test(clock_at_zero),
		cmocka_unit_test(earliest_deadline),
		cmocka_unit_test(retry_times),
		cmocka_unit_test(fast_open),
		cmocka_unit_test(mptcp),
		cmocka_unit_test(window_scale),
		cmocka_unit_test(reset_in_window),
		cmocka_unit_test(rfc1337),
	};

	return cmocka_run_group_tests_name("tcp_conn", tests, NULL, NULL);
}
