// SPDX-License-Identifier: GPL-2.0
/* Slow start: RFC 5681 section 3.1, counted as in RFC 3465. */
#include "laws.h"
#include "core/slow_start.h"

static struct saw_params params;

static int setup(void **state)
{
	(void)state;
	saw_params_default(&params);
	return 0;
}

static void assert_step(u32 cwnd, u32 ssthresh, u32 clamp, u32 acked, u32 want, u32 left)
{
	struct saw_window win = { .cwnd = cwnd, .ssthresh = ssthresh, .clamp = clamp, .credit = 3 };

	assert_int_equal(saw_slow_start(&params, &win, acked), left);
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
		assert_int_equal(saw_slow_start(&params, &win, win.cwnd), 0);
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

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(one_for_one, setup),
		cmocka_unit_test_setup(doubles_each_round, setup),
		cmocka_unit_test_setup(ends_at_ssthresh, setup),
		cmocka_unit_test_setup(ends_at_clamp, setup),
		cmocka_unit_test_setup(does_not_overflow, setup),
	};

	return cmocka_run_group_tests_name("slow_start", tests, NULL, NULL);
}
