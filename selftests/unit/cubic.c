// SPDX-License-Identifier: GPL-2.0
/* The window of RFC 9438, and what a profile's parameters make of it. */
#include <math.h>
#include <stdlib.h>

#include "laws.h"
#include "core/cube_root.h"
#include "core/growth.h"

static struct saw_params params;
static struct saw_flow flow;
static struct saw_window win;
static struct saw_ack ack;

static int setup(void **state)
{
	(void)state;
	saw_params_cubic(&params);
	memset(&flow, 0, sizeof(flow));
	flow.cubic.delay = 100000;
	ack = (struct saw_ack) { .tick = 1000, .tick_length = 4 };
	win = (struct saw_window) { .cwnd = 700, .ssthresh = 700, .clamp = FOREVER };
	return 0;
}

/* One round trip of 100 ms, each segment acknowledged by itself. */
static void round_trip(void)
{
	u32 cwnd = win.cwnd;

	for (u32 i = 0; i < cwnd; i++) {
		u32 at = i * 100 / cwnd;

		ack.tick = ack.tick / 100 * 100 + at / 4 * 4;
		saw_growth(&params, &flow, &ack, &win, 1);
	}
	ack.tick = (ack.tick / 100 + 1) * 100;
}

/* RFC 9438 equation 1, t seconds after a reduction from w_max to 0.7 of it. */
static double curve(double w_max, double t)
{
	double k = cbrt(w_max * 0.3 / 0.4);

	return 0.4 * (t - k) * (t - k) * (t - k) + w_max;
}

static void derived(void **state)
{
	(void)state;
	assert_int_equal(params.beta_binary, 717);
	assert_int_equal(params.c_binary, 410);
	assert_int_equal(params.cube, (1ULL << 40) / 410);
	assert_int_equal(params.friendly, 15);
	/* The least and the most that a profile can have. */
	params.beta = 1000;
	params.cubic_c = 10;
	saw_params_derive(&params);
	assert_int_equal(params.c_binary, 10);
	assert_int_equal(params.friendly, 8 * 2048 / 3);
	params.beta = 100;
	saw_params_derive(&params);
	assert_int_equal(params.friendly, 3);
}

static void exact_root(void **state)
{
	(void)state;
	assert_int_equal(saw_cube_root(0), 0);
	for (u64 root = 1; root < 1 << 21; root += 1 + root / 64) {
		assert_int_equal(saw_cube_root(root * root * root), root);
		assert_int_equal(saw_cube_root(root * root * root - 1), root - 1);
	}
	assert_int_equal(saw_cube_root(1ULL << 62), 1664510);
	assert_int_equal(saw_cube_root((1ULL << 63) - 1), (1 << 21) - 1);
}

/* The smallest round-trip time, but for the first second of an epoch. */
static void measures_the_delay(void **state)
{
	(void)state;
	flow.cubic.delay = 0;
	saw_cubic_measure(&flow.cubic, &ack);
	assert_int_equal(flow.cubic.delay, 0);
	ack.rtt = 50000;
	saw_cubic_measure(&flow.cubic, &ack);
	assert_int_equal(flow.cubic.delay, 50000);
	ack.rtt = 50001;
	saw_cubic_measure(&flow.cubic, &ack);
	assert_int_equal(flow.cubic.delay, 50000);
	ack.rtt = 0;
	saw_cubic_measure(&flow.cubic, &ack);
	assert_int_equal(flow.cubic.delay, 50000);
	saw_growth(&params, &flow, &ack, &win, 1);
	ack.rtt = 40000;
	ack.tick += 999;
	saw_cubic_measure(&flow.cubic, &ack);
	assert_int_equal(flow.cubic.delay, 50000);
	ack.tick += 1;
	saw_cubic_measure(&flow.cubic, &ack);
	assert_int_equal(flow.cubic.delay, 40000);
}

/* RFC 9438 equation 1 and figure 1 in whole numbers: units of 1024ths, rounded as Linux does. */
static u32 pace_by_rfc(u32 w_max, u32 cwnd, u32 ticks, u32 delay)
{
	s64 k = w_max > cwnd ? (s64)floor(cbrt((double)params.cube * (w_max - cwnd)) + 1 / 1e9) : 0;
	s64 t = (ticks + ceil(delay / 4000.0) * 4) * 1024 / 1000;
	__int128 cube = (__int128)llabs(t - k) * llabs(t - k) * llabs(t - k) * params.c_binary;
	s64 change = (s64)(cube >> 40), origin = w_max > cwnd ? w_max : cwnd;
	s64 target = t < k ? origin - change : origin + change;
	u32 pace = target > cwnd ? cwnd / (target - cwnd) : 100 * cwnd;

	if (!w_max && pace > 20)
		pace = 20;
	return pace < 2 ? 2 : pace;
}

static void paces(u32 w_max, u32 cwnd, u32 delay)
{
	flow.cubic = (struct saw_cubic) { .w_max = w_max, .delay = delay };
	for (u32 ticks = 0; ticks < 30000; ticks += 32) {
		ack.tick = 1000 + ticks;
		assert_int_equal(saw_cubic_pace(&flow.cubic, &params, &ack, cwnd, 1),
				 pace_by_rfc(w_max, cwnd, ticks, delay));
	}
}

/* Every pace in the ticks that follow the begin of an epoch, without Reno's. */
static void exactly_the_curve(void **state)
{
	static const u32 delays[] = { 0, 1, 3999, 4000, 4001, 100000 };
	static const u32 windows[][2] = {	/* w_max, cwnd */
		{ 0, 10 }, { 0, 1000 }, { 700, 700 }, { 700, 699 }, { 1000, 700 }, { 20000, 14000 },
	};

	(void)state;
	params.friendly = 1 << 20;
	for (size_t w = 0; w < ARRAY_SIZE(windows); w++)
		for (size_t d = 0; d < ARRAY_SIZE(delays); d++)
			paces(windows[w][0], windows[w][1], delays[d]);
	params.cubic_c = 10000;
	saw_params_derive(&params);
	params.friendly = 1 << 20;
	paces(1 << 24, 1 << 24, 0);
}

/* Of what an earlier epoch left only w_max counts. */
static void begins_anew(void **state)
{
	(void)state;
	params.friendly = 1 << 20;
	flow.cubic = (struct saw_cubic) { .w_max = 600, .acked = 50, .k = 1000, .origin = 9,
					  .w_est = 9, .start = 9 };
	saw_cubic_pace(&flow.cubic, &params, &ack, 700, 3);
	assert_true(flow.cubic.running);
	assert_int_equal(flow.cubic.acked, 3);
	assert_int_equal(flow.cubic.k, 0);
	assert_int_equal(flow.cubic.origin, 700);
	assert_int_equal(flow.cubic.w_est, 700);
	assert_int_equal(flow.cubic.start, 1000);
}

/* RFC 9438 section 4.3 with the curve flat: a segment for each so many acknowledged. */
static void reno_by_rfc(u32 cwnd, u32 each, u32 step)
{
	u32 w_est = cwnd, acked = 0;

	params.c_binary = 0;
	flow.cubic = (struct saw_cubic) { .w_max = cwnd };
	for (int i = 0; i < 200; i++, ack.tick += 32) {
		u32 want = 100 * cwnd;

		for (acked += step; acked > each; acked -= each)
			w_est++;
		if (w_est > cwnd)
			want = cwnd / (w_est - cwnd);
		assert_int_equal(saw_cubic_pace(&flow.cubic, &params, &ack, cwnd, step),
				 want < 2 ? 2 : want);
		assert_int_equal(flow.cubic.w_est, w_est);
		assert_int_equal(flow.cubic.acked, acked);
	}
}

static void exactly_as_fast_as_reno(void **state)
{
	(void)state;
	reno_by_rfc(100, 187, 3);
	reno_by_rfc(100, 187, 187);
	reno_by_rfc(100, 187, 1000);
	reno_by_rfc(1, 1, 1);
	params.friendly = 3;
	reno_by_rfc(1, 1, 1);
	reno_by_rfc(1, 1, 7);
}

/* Within a segment and a hundredth, for 16 s: concave, flat, convex. */
static void follows_the_curve(void **state)
{
	(void)state;
	saw_cubic_reduce(&flow.cubic, &params, 1000);
	assert_int_equal(flow.cubic.w_max, 1000);
	for (int i = 1; i <= 160; i++) {
		double want;

		round_trip();
		want = curve(1000, i * 0.1);
		if (fabs(win.cwnd - want) > 2 + want / 100)
			fail_msg("%d: %u, should be %.1f", i, win.cwnd, want);
	}
}

/* At the origin: 100 windows for a segment, and Reno's pace is not asked for. */
static void flat_at_the_origin(void **state)
{
	(void)state;
	params.friendly = 1 << 20;
	win.cwnd = 1000;
	flow.cubic.w_max = 1000;
	flow.cubic.delay = 0;
	assert_int_equal(saw_cubic_pace(&flow.cubic, &params, &ack, 1000, 1), 100000);
	/* The same window within 31 ms: no new calculation. */
	flow.cubic.pace = 77;
	ack.tick += 31;
	assert_int_equal(saw_cubic_pace(&flow.cubic, &params, &ack, 1000, 1), 77);
	ack.tick += 1;
	assert_int_equal(saw_cubic_pace(&flow.cubic, &params, &ack, 1000, 1), 100000);
	/* Another window in the same tick: only Reno's pace is looked at. */
	flow.cubic.pace = 78;
	assert_int_equal(saw_cubic_pace(&flow.cubic, &params, &ack, 1001, 1), 78);
}

/* Before the first reduction nothing is known: 5 % a round trip at least. */
static void before_a_reduction(void **state)
{
	(void)state;
	assert_int_equal(saw_cubic_pace(&flow.cubic, &params, &ack, 1000, 1), 20);
	/* and half as much again at most */
	ack.tick += 60000;
	assert_int_equal(saw_cubic_pace(&flow.cubic, &params, &ack, 1000, 1), 2);
}

/* Section 4.3: as fast as Reno with beta 0.7, where the curve is slower. */
static void as_fast_as_reno(void **state)
{
	u32 start = win.cwnd = 10;

	(void)state;
	saw_cubic_reduce(&flow.cubic, &params, 14);
	for (int i = 0; i < 20; i++)
		round_trip();
	/* 0.53 segments a round trip */
	assert_in_range(win.cwnd - start, 9, 14);
}

static void fast_convergence(void **state)
{
	(void)state;
	flow.cubic.running = true;
	saw_cubic_reduce(&flow.cubic, &params, 1000);
	assert_false(flow.cubic.running);
	saw_cubic_reduce(&flow.cubic, &params, 1000);
	assert_int_equal(flow.cubic.w_max, 1000);
	saw_cubic_reduce(&flow.cubic, &params, 999);
	assert_int_equal(flow.cubic.w_max, 999 * 1741 / 2048);
}

static void rest_does_not_count(void **state)
{
	(void)state;
	saw_cubic_rest(&flow.cubic, 5000, 100);
	assert_int_equal(flow.cubic.start, 0);
	saw_growth(&params, &flow, &ack, &win, 1);
	assert_true(flow.cubic.running);
	saw_cubic_rest(&flow.cubic, 5000, 100);
	assert_int_equal(flow.cubic.start, 1100);
	saw_cubic_rest(&flow.cubic, 5000, 3900);
	assert_int_equal(flow.cubic.start, 5000);
	saw_cubic_rest(&flow.cubic, 5000, 1);
	assert_int_equal(flow.cubic.start, 5000);
}

/* Largest windows, longest times, steepest curves: bounded, and never wrapped. */
static void extremes(void **state)
{
	static const u32 windows[] = { 1, 2, 1000, 1 << 24, FOREVER };
	static const u32 times[] = { 0, 4, 30000, 40000, 2000000, 0x7ffffff0 };

	(void)state;
	for (u32 c = 10; c <= 10000; c *= 10)
		for (size_t w = 0; w < ARRAY_SIZE(windows); w++)
			for (size_t t = 0; t < ARRAY_SIZE(times); t++) {
				setup(NULL);
				params.cubic_c = c;
				saw_params_derive(&params);
				flow.cubic.w_max = FOREVER;
				saw_cubic_pace(&flow.cubic, &params, &ack, windows[w], 1);
				ack.tick += times[t] + 32;
				assert_in_range(saw_cubic_pace(&flow.cubic, &params, &ack,
							       windows[w], 1), 2, FOREVER);
			}
}

/* A K of more than half a minute: the coarser way of the cube. */
static void a_long_epoch(void **state)
{
	(void)state;
	params.cubic_c = 10;
	saw_params_derive(&params);
	win.cwnd = 7000;
	saw_cubic_reduce(&flow.cubic, &params, 10000);
	saw_cubic_pace(&flow.cubic, &params, &ack, 7000, 1);
	/* K = cbrt(3000 / 0.01) = 67 s, of 1024ths; C is 10 / 1024 */
	assert_in_range(flow.cubic.k, 68300, 69200);
	/* The curve begins at the window. */
	flow.cubic.delay = 0;
	ack.tick += 4;
	params.friendly = 1 << 20;
	assert_in_range(saw_cubic_pace(&flow.cubic, &params, &ack, 7001, 1), 1000, 700100);
}

/* From 32 s on less exact, and from 17 minutes on constant, so that nothing wraps. */
static void a_very_long_epoch(void **state)
{
	static const u32 times[][2] = {		/* milliseconds, segments risen */
		{ 32000, 13120 }, { 40000, 25625 }, { 1024000, 10240 * 41984 },
	};

	(void)state;
	params.friendly = 1 << 20;
	for (size_t i = 0; i < ARRAY_SIZE(times); i++) {
		flow.cubic = (struct saw_cubic) { .w_max = 1 << 30 };
		saw_cubic_pace(&flow.cubic, &params, &ack, 1 << 30, 1);
		ack.tick += times[i][0];
		assert_int_equal(saw_cubic_pace(&flow.cubic, &params, &ack, 1 << 30, 1),
				 max_t(u32, (1 << 30) / times[i][1], 2));
	}
	params.c_binary = 10;
	flow.cubic = (struct saw_cubic) { .w_max = 1 << 30 };
	saw_cubic_pace(&flow.cubic, &params, &ack, 1 << 30, 1);
	ack.tick += 1024000;
	assert_int_equal(saw_cubic_pace(&flow.cubic, &params, &ack, 1 << 30, 1), 102);
	ack.tick += 1024000;
	assert_int_equal(saw_cubic_pace(&flow.cubic, &params, &ack, 1 << 30, 1), 102);
}

/* C may be set in the middle of an epoch, whose K is of the old one: not below nothing. */
static void a_steeper_curve(void **state)
{
	(void)state;
	saw_cubic_reduce(&flow.cubic, &params, 1000);
	saw_cubic_pace(&flow.cubic, &params, &ack, 700, 1);
	params.cubic_c = 10000;
	saw_params_derive(&params);
	params.friendly = 1 << 20;
	ack.tick += 32;
	assert_int_equal(saw_cubic_pace(&flow.cubic, &params, &ack, 700, 1), 70000);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(derived, setup),
		cmocka_unit_test_setup(exact_root, setup),
		cmocka_unit_test_setup(measures_the_delay, setup),
		cmocka_unit_test_setup(exactly_the_curve, setup),
		cmocka_unit_test_setup(begins_anew, setup),
		cmocka_unit_test_setup(a_very_long_epoch, setup),
		cmocka_unit_test_setup(exactly_as_fast_as_reno, setup),
		cmocka_unit_test_setup(follows_the_curve, setup),
		cmocka_unit_test_setup(flat_at_the_origin, setup),
		cmocka_unit_test_setup(before_a_reduction, setup),
		cmocka_unit_test_setup(as_fast_as_reno, setup),
		cmocka_unit_test_setup(fast_convergence, setup),
		cmocka_unit_test_setup(rest_does_not_count, setup),
		cmocka_unit_test_setup(extremes, setup),
		cmocka_unit_test_setup(a_long_epoch, setup),
		cmocka_unit_test_setup(a_steeper_curve, setup),
	};

	return cmocka_run_group_tests_name("cubic", tests, NULL, NULL);
}
