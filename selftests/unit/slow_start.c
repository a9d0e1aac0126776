// SPDX-License-Identifier: GPL-2.0
/* Slow start: RFC 5681 section 3.1, counted as in RFC 3465. */
#include "laws.h"
#include "core/slow_start.h"

static struct saw_params params;

static int setup(void **state)
{
	(void)state;
	saw_params_reno(&params);
	return 0;
}

static void assert_step(u32 cwnd, u32 ssthresh, u32 clamp, u32 acked, u32 want, u32 left)
{
	struct saw_window win = { .cwnd = cwnd, .ssthresh = ssthresh, .clamp = clamp, .credit = 3 };

	assert_int_equal(saw_slow_start(&params, NULL, &win, acked), left);
	assert_int_equal(win.cwnd, want);
	assert_int_equal(win.ssthresh, ssthresh);
	assert_int_equal(win.credit, 3);
}

static void one_for_one(void **state)
{
	(void)state;
	assert_step(10, FOREVER, FOREVER, 0, 10, 0);
	assert_step(10, FOREVER, FOREVER, 1, 11, 0);
	assert_step(10, FOREVER, FOREVER, 2, 12, 0);
	assert_step(10, FOREVER, FOREVER, 10, 20, 0);
}

/* Ten, twenty, forty: each round acknowledges a window. */
static void doubles_each_round(void **state)
{
	struct saw_window win = { .cwnd = 10, .ssthresh = FOREVER, .clamp = FOREVER };

	(void)state;
	for (u32 want = 20; want <= 10 << 12; want *= 2) {
		assert_int_equal(saw_slow_start(&params, NULL, &win, win.cwnd), 0);
		assert_int_equal(win.cwnd, want);
	}
}

/* What ssthresh leaves over is for the growth law. */
static void ends_at_ssthresh(void **state)
{
	(void)state;
	assert_step(10, 16, FOREVER, 5, 15, 0);
	assert_step(10, 16, FOREVER, 6, 16, 0);
	assert_step(10, 16, FOREVER, 7, 16, 1);
	assert_step(10, 16, FOREVER, 100, 16, 94);
	assert_step(16, 16, FOREVER, 4, 16, 4);
	assert_step(20, 16, FOREVER, 4, 20, 4);
}

static void ends_at_clamp(void **state)
{
	(void)state;
	assert_step(10, FOREVER, 12, 2, 12, 0);
	assert_step(10, FOREVER, 12, 5, 12, 0);
	assert_step(10, 20, 12, 15, 12, 5);
}

static void does_not_overflow(void **state)
{
	(void)state;
	assert_step(FOREVER - 1, FOREVER, ~0u, ~0u, FOREVER, ~0u - 1);
	assert_step(1, FOREVER, ~0u, ~0u, FOREVER, ~0u - FOREVER + 1);
}

static struct saw_flow flow;
static struct saw_ack ack;

/* A round of RTT samples is under way: the last one's smallest was @last, this one's is @now. */
static void rtts(u32 last, u32 now, u32 samples)
{
	flow.path.last_rtt = last;
	flow.path.round_rtt = now;
	flow.path.samples = samples;
}

static bool enough(enum sawtooth_slow_start_law law, bool round)
{
	params.slow_start_law = law;
	return saw_slow_start_enough(&params, &flow, &ack, 100, round);
}

static int setup_flow(void **state)
{
	memset(&flow, 0, sizeof(flow));
	ack = (struct saw_ack) { .now = 5000000 };
	flow.path.lowest[0] = 100000;
	flow.path.lowest[1] = 100000;
	return setup(state);
}

/* RFC 9406 section 4.3: an eighth of the round-trip time, 4 to 16 ms; eight samples. */
static void hystart_delay(void **state)
{
	static const struct { u32 last, now, samples; bool delayed; } cases[] = {
		{ 100000, 112499, 8, false }, { 100000, 112500, 8, true },
		{ 100000, 112500, 7, false }, { 10000, 13999, 9, false },
		{ 10000, 14000, 9, true }, { 400000, 415999, 8, false },
		{ 400000, 416000, 8, true }, { 0, 50000, 8, false },
		{ 100000, 90000, 8, false },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		setup_flow(state);
		rtts(cases[i].last, cases[i].now, cases[i].samples);
		assert_false(enough(SAWTOOTH_SLOW_START_LAW_HYSTART, false));
		assert_int_equal(flow.start.conservative, cases[i].delayed);
		setup_flow(state);
		rtts(cases[i].last, cases[i].now, cases[i].samples);
		assert_int_equal(enough(SAWTOOTH_SLOW_START_LAW_PLATEAU, false),
				 cases[i].delayed);
		assert_int_equal(flow.start.over, cases[i].delayed);
	}
}

/* Five rounds of conservative slow start, each with more delivered. */
static void hystart_five_rounds(void **state)
{
	rtts(100000, 120000, 8);
	assert_false(enough(SAWTOOTH_SLOW_START_LAW_HYSTART, false));
	rtts(120000, 121000, 8);
	for (int i = 2; i <= 5; i++) {
		flow.path.last_bw = 1000 << i;
		assert_false(enough(SAWTOOTH_SLOW_START_LAW_HYSTART, true));
		assert_int_equal(flow.start.conservative, i);
		assert_false(enough(SAWTOOTH_SLOW_START_LAW_HYSTART, false));
		assert_int_equal(flow.start.conservative, i);
	}
	flow.path.last_bw = 1000 << 6;
	assert_true(enough(SAWTOOTH_SLOW_START_LAW_HYSTART, true));
	assert_true(flow.start.over);
}

/* The delay was none: the window doubles again. */
static void hystart_resumes(void **state)
{
	rtts(100000, 120000, 8);
	enough(SAWTOOTH_SLOW_START_LAW_HYSTART, false);
	rtts(120000, 119999, 7);
	enough(SAWTOOTH_SLOW_START_LAW_HYSTART, false);
	assert_int_equal(flow.start.conservative, 1);
	rtts(120000, 120000, 8);
	enough(SAWTOOTH_SLOW_START_LAW_HYSTART, false);
	assert_int_equal(flow.start.conservative, 1);
	rtts(120000, 119999, 8);
	assert_false(enough(SAWTOOTH_SLOW_START_LAW_HYSTART, false));
	assert_int_equal(flow.start.conservative, 0);
}

/* In conservative slow start one round that delivers no quarter more is enough. */
static void hystart_flat(void **state)
{
	flow.path.last_bw = 10000;
	assert_false(enough(SAWTOOTH_SLOW_START_LAW_HYSTART, true));
	rtts(100000, 120000, 8);
	enough(SAWTOOTH_SLOW_START_LAW_HYSTART, false);
	/* A round that the application limited says nothing. */
	flow.path.last_bw = 0;
	assert_false(enough(SAWTOOTH_SLOW_START_LAW_HYSTART, true));
	flow.path.last_bw = 12000;
	assert_true(enough(SAWTOOTH_SLOW_START_LAW_HYSTART, true));
}

/* Elsewhere it takes three. */
static void three_flat_rounds(void **state)
{
	flow.path.last_bw = 10000;
	for (int i = 0; i < 3; i++)
		assert_false(enough(SAWTOOTH_SLOW_START_LAW_PLATEAU, true));
	flow.path.last_bw = 12500;
	assert_false(enough(SAWTOOTH_SLOW_START_LAW_PLATEAU, true));
	assert_int_equal(flow.start.best, 12500);
	flow.path.last_bw = 15000;
	for (int i = 0; i < 2; i++)
		assert_false(enough(SAWTOOTH_SLOW_START_LAW_PLATEAU, true));
	assert_false(enough(SAWTOOTH_SLOW_START_LAW_PLATEAU, false));
	assert_true(enough(SAWTOOTH_SLOW_START_LAW_PLATEAU, true));
}

static void others_never_end_it(void **state)
{
	rtts(100000, 200000, 8);
	for (int i = 0; i < 9; i++) {
		flow.path.last_bw = 1;
		assert_false(enough(SAWTOOTH_SLOW_START_LAW_STANDARD, true));
		assert_false(enough(SAWTOOTH_SLOW_START_LAW_LIMITED, true));
	}
}

/* ACKs of @segments, each @gap after the one before. */
static bool acks(u32 segments, u32 gap, u32 cwnd)
{
	bool end = false;

	params.slow_start_law = SAWTOOTH_SLOW_START_LAW_PLATEAU;
	while (segments-- && !end) {
		ack.now += gap;
		ack.delivered++;
		end = saw_slow_start_enough(&params, &flow, &ack, cwnd, false);
	}
	return end;
}

/* One segment a millisecond, 100 ms: 100 segments fill the path, 107 are seen to. */
static void train_of_acks(void **state)
{
	acks(1, 10000, 106);
	assert_false(acks(90, 1000, 106));
	setup_flow(state);
	acks(1, 10000, 107);
	/* A quarter of the round-trip time it takes to know. */
	assert_false(acks(24, 1000, 107));
	assert_true(acks(1, 1000, 107));
	/* Not after it was found wrong. */
	setup_flow(state);
	flow.start.misled = true;
	acks(1, 10000, 107);
	assert_false(acks(90, 1000, 200));
}

static void no_train(void **state)
{
	/* Too far apart: more than a sixteenth of the round-trip time. */
	assert_false(acks(90, 6251, 1000));
	/* Near enough, and of a window far above: at once when it is of 16 segments. */
	acks(1, 10000, 1000);
	assert_false(acks(15, 6250, 1000));
	assert_true(acks(1, 6250, 1000));
	/* 2 ms are near on the shortest path. */
	setup_flow(state);
	flow.path.lowest[0] = 1000;
	acks(1, 10000, 1000);
	assert_false(acks(15, 2000, 1000));
	assert_true(acks(1, 2000, 1000));
	setup_flow(state);
	flow.path.lowest[0] = 1000;
	assert_false(acks(90, 2001, 1000));
	/* A round begins another. */
	setup_flow(state);
	acks(1, 10000, 107);
	acks(20, 1000, 107);
	assert_false(saw_slow_start_enough(&params, &flow, &ack, 107, true));
	assert_false(acks(24, 1000, 107));
	assert_true(acks(1, 1000, 107));
	/* Times that would overflow. */
	setup_flow(state);
	flow.path.lowest[0] = 1U << 26;
	flow.path.lowest[1] = 1U << 26;
	acks(1, 10000, 107);
	assert_false(acks(90, 1U << 21, 0x7fffffff));
	setup_flow(state);
	flow.path.lowest[0] = (1U << 26) - 1;
	flow.path.lowest[1] = (1U << 26) - 1;
	acks(1, 10000, 107);
	assert_false(acks(16, 4000000, 1));
	assert_false(acks(90, 4000000, 0x7fffffff));
}

/* RFC 9406: a quarter of the segments acknowledged, and their rest is not lost. */
static void conservative_growth(void **state)
{
	struct saw_window win = { .cwnd = 100, .ssthresh = FOREVER, .clamp = FOREVER };

	params.slow_start_law = SAWTOOTH_SLOW_START_LAW_HYSTART;
	assert_int_equal(saw_slow_start(&params, &flow, &win, 5), 0);
	assert_int_equal(win.cwnd, 105);
	flow.start.conservative = 1;
	assert_int_equal(saw_slow_start(&params, &flow, &win, 5), 0);
	assert_int_equal(win.cwnd, 106);
	assert_int_equal(win.credit, 1);
	saw_slow_start(&params, &flow, &win, 3);
	assert_int_equal(win.cwnd, 107);
	assert_int_equal(win.credit, 0);
	/* Credit of another law makes no burst. */
	win.credit = 1000000;
	saw_slow_start(&params, &flow, &win, 1);
	assert_int_equal(win.cwnd, 108);
	assert_int_equal(win.credit, 0);
}

/* RFC 3742: up to max_ssthresh one for one, above it half of it a round trip. */
static void limited(void **state)
{
	struct saw_window win = { .cwnd = 50, .ssthresh = FOREVER, .clamp = FOREVER };

	params.slow_start_law = SAWTOOTH_SLOW_START_LAW_LIMITED;
	saw_slow_start(&params, &flow, &win, 50);
	assert_int_equal(win.cwnd, 100);
	saw_slow_start(&params, &flow, &win, 1);
	assert_int_equal(win.cwnd, 101);
	win.cwnd = 1000;
	for (int i = 0; i < 1000; i++)
		assert_int_equal(saw_slow_start(&params, &flow, &win, 1), 0);
	assert_int_equal(win.cwnd, 1050);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(one_for_one, setup),
		cmocka_unit_test_setup(doubles_each_round, setup),
		cmocka_unit_test_setup(ends_at_ssthresh, setup),
		cmocka_unit_test_setup(ends_at_clamp, setup),
		cmocka_unit_test_setup(does_not_overflow, setup),
		cmocka_unit_test_setup(hystart_delay, setup_flow),
		cmocka_unit_test_setup(hystart_five_rounds, setup_flow),
		cmocka_unit_test_setup(hystart_resumes, setup_flow),
		cmocka_unit_test_setup(hystart_flat, setup_flow),
		cmocka_unit_test_setup(three_flat_rounds, setup_flow),
		cmocka_unit_test_setup(others_never_end_it, setup_flow),
		cmocka_unit_test_setup(train_of_acks, setup_flow),
		cmocka_unit_test_setup(no_train, setup_flow),
		cmocka_unit_test_setup(conservative_growth, setup_flow),
		cmocka_unit_test_setup(limited, setup_flow),
	};

	return cmocka_run_group_tests_name("slow_start", tests, NULL, NULL);
}
