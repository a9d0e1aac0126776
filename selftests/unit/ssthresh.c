// SPDX-License-Identifier: GPL-2.0
/* ssthresh after a loss, a mark, a timeout: RFC 5681 section 3.1, equation 4. */
#include "laws.h"
#include "core/ssthresh.h"

#define LOSS SAWTOOTH_SSTHRESH_CAUSE_LOSS
#define ECN SAWTOOTH_SSTHRESH_CAUSE_ECN
#define TIMEOUT SAWTOOTH_SSTHRESH_CAUSE_TIMEOUT

static struct saw_params params;
static struct saw_flow flow;

static u32 decide(enum sawtooth_ssthresh_cause cause, u32 cwnd)
{
	struct saw_loss loss = { .cause = cause, .cwnd = cwnd };

	return saw_ssthresh(&params, &flow, &loss);
}

static int setup(void **state)
{
	(void)state;
	saw_params_reno(&params);
	params.beta_ecn = 100;
	memset(&flow, 0, sizeof(flow));
	return 0;
}

static void assert_law(enum sawtooth_ssthresh_law law, u32 cwnd, u32 loss, u32 timeout)
{
	params.ssthresh_law = law;
	assert_int_equal(decide(LOSS, cwnd), loss);
	assert_int_equal(decide(ECN, cwnd), loss);
	assert_int_equal(decide(TIMEOUT, cwnd), timeout);
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
	saw_params_derive(&params);
	assert_law(SAWTOOTH_SSTHRESH_LAW_BETA, 1000, 849, 500);
	assert_law(SAWTOOTH_SSTHRESH_LAW_BETA, 10, 8, 5);
	/* Below a half the timeout changes nothing. */
	params.beta = 300;
	saw_params_derive(&params);
	assert_law(SAWTOOTH_SSTHRESH_LAW_BETA, 100, 29, 29);
	params.beta = 1000;
	saw_params_derive(&params);
	assert_law(SAWTOOTH_SSTHRESH_LAW_BETA, 100, 100, 50);
}

/* The product needs 64 bits. */
static void beta_of_a_large_window(void **state)
{
	(void)state;
	params.beta = 1000;
	saw_params_derive(&params);
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
			assert_in_range(decide(LOSS, cwnd), 2, 3);
			assert_int_equal(decide(TIMEOUT, cwnd), 2);
		}
}

/* RFC 8511: a mark leaves beta-ecn of the window, or what the law leaves more. */
static void marks(void **state)
{
	(void)state;
	params.beta_ecn = 800;
	assert_int_equal(decide(ECN, 100), 80);
	assert_int_equal(decide(LOSS, 100), 50);
	params.ssthresh_law = SAWTOOTH_SSTHRESH_LAW_BETA;
	params.beta = 900;
	saw_params_derive(&params);
	assert_int_equal(decide(ECN, 1000), 900);
	params.ssthresh_law = SAWTOOTH_SSTHRESH_LAW_FIXED;
	assert_int_equal(decide(ECN, 1000), 64);
}

/* 1000 segments a second for 100 ms. */
static void bdp(void **state)
{
	(void)state;
	params.ssthresh_law = SAWTOOTH_SSTHRESH_LAW_BDP;
	params.bdp_gain = 1000;
	/* While nothing is known, as the law "beta". */
	assert_law(SAWTOOTH_SSTHRESH_LAW_BDP, 1000, 700, 500);
	flow.path.lowest[0] = 100000;
	flow.path.lowest[1] = 100000;
	flow.path.bw[0] = 1000 << SAW_BANDWIDTH_SHIFT;
	assert_law(SAWTOOTH_SSTHRESH_LAW_BDP, 1000, 100, 100);
	assert_law(SAWTOOTH_SSTHRESH_LAW_BDP, 80, 80, 40);
	params.bdp_gain = 1500;
	assert_law(SAWTOOTH_SSTHRESH_LAW_BDP, 1000, 150, 150);
}

/* The growth hears of it: the epoch ends, and slow start has been enough. */
static void growth_hears(void **state)
{
	struct saw_loss loss = { .cause = LOSS, .cwnd = 50 };

	(void)state;
	flow.adapt.forgiven = true;
	flow.cubic.running = true;
	decide(LOSS, 100);
	assert_false(flow.adapt.forgiven);
	assert_false(flow.cubic.running);
	assert_true(flow.start.over);
	assert_int_equal(flow.cubic.w_max, 100);
	/* Without a flow only the window is looked at. */
	assert_int_equal(saw_ssthresh(&params, NULL, &loss), 25);
}

static void defaults(void **state)
{
	(void)state;
	saw_params_reno(&params);
	assert_int_equal(params.slow_start_law, SAWTOOTH_SLOW_START_LAW_STANDARD);
	assert_int_equal(params.growth_law, SAWTOOTH_GROWTH_LAW_RENO);
	assert_int_equal(params.ssthresh_law, SAWTOOTH_SSTHRESH_LAW_HALF);
	assert_int_equal(params.beta, 700);
	assert_int_equal(params.beta_ecn, 500);
	assert_int_equal(params.fixed_ssthresh, 64);
	assert_int_equal(params.initial_ssthresh, SAWTOOTH_SSTHRESH_MAX);
	assert_int_equal(params.cubic_c, 400);
	assert_int_equal(params.max_ssthresh, 100);
	assert_int_equal(params.bdp_gain, 1050);
	assert_int_equal(params.queue_threshold, 125);
	assert_int_equal(params.queue_limit, 750);
	assert_int_equal(params.loss_threshold, 60);
	saw_params_cubic(&params);
	assert_int_equal(params.slow_start_law, SAWTOOTH_SLOW_START_LAW_HYSTART);
	assert_int_equal(params.growth_law, SAWTOOTH_GROWTH_LAW_CUBIC);
	assert_int_equal(params.ssthresh_law, SAWTOOTH_SSTHRESH_LAW_BETA);
	assert_int_equal(params.beta_ecn, 700);
	saw_params_adaptive(&params);
	assert_int_equal(params.slow_start_law, SAWTOOTH_SLOW_START_LAW_PLATEAU);
	assert_int_equal(params.growth_law, SAWTOOTH_GROWTH_LAW_ADAPTIVE);
	assert_int_equal(params.ssthresh_law, SAWTOOTH_SSTHRESH_LAW_ADAPTIVE);
	assert_int_equal(params.beta_ecn, 850);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(half, setup),
		cmocka_unit_test_setup(beta, setup),
		cmocka_unit_test_setup(beta_of_a_large_window, setup),
		cmocka_unit_test_setup(fixed, setup),
		cmocka_unit_test_setup(at_least_two, setup),
		cmocka_unit_test_setup(marks, setup),
		cmocka_unit_test_setup(bdp, setup),
		cmocka_unit_test_setup(growth_hears, setup),
		cmocka_unit_test_setup(defaults, setup),
	};

	return cmocka_run_group_tests_name("ssthresh", tests, NULL, NULL);
}
