// SPDX-License-Identifier: GPL-2.0
/* Congestion avoidance: RFC 5681 section 3.1. */
#include "laws.h"
#include "core/growth.h"

static struct saw_params params;

static int setup(void **state)
{
	(void)state;
	saw_params_reno(&params);
	return 0;
}

static struct saw_window window(u32 cwnd, u32 credit)
{
	return (struct saw_window) { .cwnd = cwnd, .ssthresh = 2, .clamp = FOREVER,
				     .credit = credit };
}

/* One segment for a window's worth of acknowledged ones, one by one or all at once. */
static void one_segment_a_window(void **state)
{
	struct saw_window win = window(10, 0);

	(void)state;
	for (int i = 0; i < 9; i++) {
		saw_growth(&params, NULL, NULL, &win, 1);
		assert_int_equal(win.cwnd, 10);
		assert_int_equal(win.credit, i + 1);
	}
	saw_growth(&params, NULL, NULL, &win, 1);
	assert_int_equal(win.cwnd, 11);
	assert_int_equal(win.credit, 0);

	win = window(10, 0);
	saw_growth(&params, NULL, NULL, &win, 10);
	assert_int_equal(win.cwnd, 11);
	assert_int_equal(win.credit, 0);
	assert_int_equal(win.ssthresh, 2);
}

/* 100 round trips: 100 segments, whatever the size of the ACKs. */
static void one_segment_a_round_trip(void **state)
{
	(void)state;
	for (u32 stretch = 1; stretch <= 4; stretch++) {
		struct saw_window win = window(12, 0);

		for (int round = 0; round < 100; round++) {
			u32 left = win.cwnd;

			while (left) {
				u32 acked = min_t(u32, left, stretch);

				saw_growth(&params, NULL, NULL, &win, acked);
				left -= acked;
			}
		}
		assert_int_equal(win.cwnd, 112);
	}
}

/* An ACK for several windows: several segments, and the rest is kept. */
static void stretched_ack(void **state)
{
	struct saw_window win = window(10, 0);

	(void)state;
	saw_growth(&params, NULL, NULL, &win, 35);
	assert_int_equal(win.cwnd, 13);
	assert_int_equal(win.credit, 5);
}

/* Credit of a whole window or more is one segment, paid first. */
static void old_credit(void **state)
{
	static const u32 credits[] = { 9, 10, 35 };
	static const u32 windows[] = { 10, 11, 11 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(credits); i++) {
		struct saw_window win = window(10, credits[i]);

		saw_growth(&params, NULL, NULL, &win, 0);
		assert_int_equal(win.cwnd, windows[i]);
		assert_int_equal(win.credit, i ? 0 : 9);
	}
}

static void nothing_acknowledged(void **state)
{
	struct saw_window win = window(10, 9);

	(void)state;
	saw_growth(&params, NULL, NULL, &win, 0);
	assert_int_equal(win.cwnd, 10);
	assert_int_equal(win.credit, 9);
}

/* Credit of a larger window pays one segment in the smaller, and no burst. */
static void credit_of_a_larger_window(void **state)
{
	struct saw_window win = window(4, 100);

	(void)state;
	saw_growth(&params, NULL, NULL, &win, 1);
	assert_int_equal(win.cwnd, 5);
	assert_int_equal(win.credit, 1);

	win = window(4, 4);
	saw_growth(&params, NULL, NULL, &win, 0);
	assert_int_equal(win.cwnd, 5);
	assert_int_equal(win.credit, 0);

	win = window(4, 4);
	saw_growth(&params, NULL, NULL, &win, 4);
	assert_int_equal(win.cwnd, 6);
	assert_int_equal(win.credit, 0);

	win = window(4, 3);
	saw_growth(&params, NULL, NULL, &win, 0);
	assert_int_equal(win.cwnd, 4);
	assert_int_equal(win.credit, 3);
}

static void ends_at_clamp(void **state)
{
	struct saw_window win = window(10, 0);

	(void)state;
	win.clamp = 11;
	saw_growth(&params, NULL, NULL, &win, 10);
	assert_int_equal(win.cwnd, 11);
	saw_growth(&params, NULL, NULL, &win, 11);
	assert_int_equal(win.cwnd, 11);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(one_segment_a_window, setup),
		cmocka_unit_test_setup(one_segment_a_round_trip, setup),
		cmocka_unit_test_setup(stretched_ack, setup),
		cmocka_unit_test_setup(old_credit, setup),
		cmocka_unit_test_setup(nothing_acknowledged, setup),
		cmocka_unit_test_setup(credit_of_a_larger_window, setup),
		cmocka_unit_test_setup(ends_at_clamp, setup),
	};

	return cmocka_run_group_tests_name("growth", tests, NULL, NULL);
}
