// SPDX-License-Identifier: GPL-2.0
/* ssthresh after a loss, a mark, a timeout: RFC 5681 section 3.1, equation 4. */
#include "laws.h"
#include "core/ssthresh.h"

#define LOSS SAWTOOTH_SSTHRESH_CAUSE_LOSS
#define ECN SAWTOOTH_SSTHRESH_CAUSE_ECN
#define TIMEOUT SAWTOOTH_SSTHRESH_CAUSE_TIMEOUT

static struct saw_params params;

static int setup(void **state)
{
	(void)state;
	saw_params_default(&params);
	return 0;
}

static void assert_law(enum sawtooth_ssthresh_law law, u32 cwnd, u32 loss, u32 timeout)
{
	params.ssthresh_law = law;
	assert_int_equal(saw_ssthresh(&params, LOSS, cwnd), loss);
	assert_int_equal(saw_ssthresh(&params, ECN, cwnd), loss);
	assert_int_equal(saw_ssthresh(&params, TIMEOUT, cwnd), timeout);
}

/* The default: max(window / 2, 2). */
static void half(void **state)
{
	(void)state;
	assert_int_equal(params.ssthresh_law, SAWTOOTH_SSTHRESH_LAW_HALF);
	for (u32 cwnd = 1; cwnd < 1000; cwnd++)
		assert_law(SAWTOOTH_SSTHRESH_LAW_HALF, cwnd, cwnd < 4 ? 2 : cwnd / 2,
			   cwnd < 4 ? 2 : cwnd / 2);
}

static void beta(void **state)
{
	(void)state;
	assert_law(SAWTOOTH_SSTHRESH_LAW_BETA, 100, 70, 50);
	assert_law(SAWTOOTH_SSTHRESH_LAW_BETA, 3, 2, 2);
	params.beta = 850;
	assert_law(SAWTOOTH_SSTHRESH_LAW_BETA, 1000, 850, 500);
	assert_law(SAWTOOTH_SSTHRESH_LAW_BETA, 10, 8, 5);
	/* Below a half the timeout changes nothing. */
	params.beta = 300;
	assert_law(SAWTOOTH_SSTHRESH_LAW_BETA, 100, 30, 30);
	params.beta = 1000;
	assert_law(SAWTOOTH_SSTHRESH_LAW_BETA, 100, 100, 50);
}

/* The product needs 64 bits. */
static void beta_of_a_large_window(void **state)
{
	(void)state;
	params.beta = 1000;
	assert_law(SAWTOOTH_SSTHRESH_LAW_BETA, 2000000000u, 2000000000u, 1000000000u);
}

static void fixed(void **state)
{
	(void)state;
	assert_law(SAWTOOTH_SSTHRESH_LAW_FIXED, 1000, 64, 64);
	params.fixed_ssthresh = 700;
	assert_law(SAWTOOTH_SSTHRESH_LAW_FIXED, 1000, 700, 500);
	/* Never above the window that just lost. */
	assert_law(SAWTOOTH_SSTHRESH_LAW_FIXED, 100, 100, 50);
	params.fixed_ssthresh = 1;
	assert_law(SAWTOOTH_SSTHRESH_LAW_FIXED, 100, 2, 2);
}

/* RFC 5681 leaves room for two segments, whatever the law. */
static void at_least_two(void **state)
{
	(void)state;
	for (int law = 0; law < __SAWTOOTH_SSTHRESH_LAW_MAX; law++)
		for (u32 cwnd = 0; cwnd < 4; cwnd++) {
			params.ssthresh_law = law;
			assert_in_range(saw_ssthresh(&params, LOSS, cwnd), 2, 3);
			assert_int_equal(saw_ssthresh(&params, TIMEOUT, cwnd), 2);
		}
}

static void defaults(void **state)
{
	(void)state;
	assert_int_equal(params.slow_start_law, SAWTOOTH_SLOW_START_LAW_STANDARD);
	assert_int_equal(params.growth_law, SAWTOOTH_GROWTH_LAW_RENO);
	assert_int_equal(params.beta, 700);
	assert_int_equal(params.fixed_ssthresh, 64);
	assert_int_equal(params.initial_ssthresh, SAWTOOTH_SSTHRESH_MAX);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(half, setup),
		cmocka_unit_test_setup(beta, setup),
		cmocka_unit_test_setup(beta_of_a_large_window, setup),
		cmocka_unit_test_setup(fixed, setup),
		cmocka_unit_test_setup(at_least_two, setup),
		cmocka_unit_test_setup(defaults, setup),
	};

	return cmocka_run_group_tests_name("ssthresh", tests, NULL, NULL);
}
