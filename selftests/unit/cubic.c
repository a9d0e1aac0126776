// SPDX-License-Identifier: GPL-2.0
/* The window of RFC 9438, and what a profile's parameters make of it. */
#include <math.h>

#include "laws.h"
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
	ack = (struct saw_ack) { .tick = 1000, .tick_length = 4, .lowest = 100000 };
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
	ack.lowest = 0;
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
	saw_cubic_reduce(&flow.cubic, &params, 1000);
	saw_cubic_reduce(&flow.cubic, &params, 1000);
	assert_int_equal(flow.cubic.w_max, 1000);
	saw_cubic_reduce(&flow.cubic, &params, 999);
	assert_int_equal(flow.cubic.w_max, 999 * 1741 / 2048);
	assert_false(flow.cubic.running);
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
	ack.lowest = 0;
	ack.tick += 4;
	params.friendly = 1 << 20;
	assert_in_range(saw_cubic_pace(&flow.cubic, &params, &ack, 7001, 1), 1000, 700100);
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
