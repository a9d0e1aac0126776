// SPDX-License-Identifier: GPL-2.0
/* Proportional rate reduction: RFC 9937 section 6. */
#include "laws.h"
#include "core/recovery.h"

/*
 * The algorithm of RFC 9937 in wide signed numbers, one variable a name of the
 * RFC, with the arithmetic that Linux's tcp_cwnd_reduction() does: rounding up,
 * SafeACK adds one, and one segment at least before anything was sent.
 */
static s64 reference(const struct saw_prr *prr)
{
	s64 ssthresh = prr->ssthresh;
	s64 recover_fs = prr->prior_cwnd;
	s64 inflight = prr->in_flight;
	s64 prr_delivered = prr->delivered;
	s64 prr_out = prr->sent;
	s64 sndcnt;

	if (inflight > ssthresh) {
		sndcnt = prr_delivered * ssthresh / recover_fs;
		if (prr_delivered * ssthresh % recover_fs)
			sndcnt++;
		sndcnt -= prr_out;
	} else {
		sndcnt = prr_delivered - prr_out;
		if (sndcnt < prr->newly_delivered)
			sndcnt = prr->newly_delivered;
		if (prr->safe)
			sndcnt++;
		if (sndcnt > ssthresh - inflight)
			sndcnt = ssthresh - inflight;
	}
	if (sndcnt < 0)
		sndcnt = 0;
	if (!prr_out && !sndcnt)
		sndcnt = 1;
	return inflight + sndcnt;
}

static void assert_reference(const struct saw_prr *prr)
{
	u32 window = saw_recovery_window(prr);

	if (window != reference(prr))
		fail_msg("ssthresh %u prior %u flight %u delivered %u sent %u newly %u safe %d: %u not %lld",
			 prr->ssthresh, prr->prior_cwnd, prr->in_flight, prr->delivered, prr->sent,
			 prr->newly_delivered, prr->safe, window, (long long)reference(prr));
}

/* Every combination of small numbers. */
static void equals_the_reference_small(void **state)
{
	struct saw_prr prr;

	(void)state;
	for (u32 n = 0; n < 6 * 7 * 9 * 9 * 9 * 4 * 2; n++) {
		u32 rest = n;

		prr.ssthresh = 2 + rest % 6, rest /= 6;
		prr.prior_cwnd = 1 + rest % 7, rest /= 7;
		prr.in_flight = rest % 9, rest /= 9;
		prr.delivered = 1 + rest % 9, rest /= 9;
		prr.sent = rest % 9, rest /= 9;
		prr.newly_delivered = 1 + rest % 4, rest /= 4;
		prr.safe = rest;
		assert_reference(&prr);
	}
}

/* Large windows, where the product has more than 32 bits; no law raises ssthresh above them. */
static void equals_the_reference_large(void **state)
{
	u64 seed = 9937;

	(void)state;
	for (int i = 0; i < 200000; i++) {
		u32 scale = 1u << laws_random_range(&seed, 2, 24);
		struct saw_prr prr = {
			.prior_cwnd = laws_random_range(&seed, 2, scale),
			.in_flight = laws_random_range(&seed, 0, scale),
			.newly_delivered = laws_random_range(&seed, 1, 64),
			.sent = laws_random_range(&seed, 0, scale),
			.safe = laws_random_range(&seed, 0, 1),
		};

		prr.ssthresh = laws_random_range(&seed, 2, prr.prior_cwnd);
		prr.delivered = prr.newly_delivered + laws_random_range(&seed, 0, scale);
		assert_reference(&prr);
	}
}

/* The first ACK of recovery lets the fast retransmit out, whatever the rest says. */
static void fast_retransmit(void **state)
{
	struct saw_prr prr = { .ssthresh = 5, .prior_cwnd = 1000, .in_flight = 990,
			       .delivered = 0, .newly_delivered = 0 };

	(void)state;
	assert_int_equal(saw_recovery_window(&prr), 991);
	prr.sent = 1;
	assert_int_equal(saw_recovery_window(&prr), 990);
}

/*
 * One segment of 20 lost, the rest delivered one by one: the window goes to
 * ssthresh, one sent for two delivered, and is there at the end.
 */
static void converges_to_ssthresh(void **state)
{
	struct saw_prr prr = { .ssthresh = 10, .prior_cwnd = 20, .in_flight = 19,
			       .newly_delivered = 1 };

	(void)state;
	for (u32 i = 0; i < 19; i++) {
		u32 window;

		prr.delivered++;
		prr.in_flight--;
		window = saw_recovery_window(&prr);
		assert_true(window >= prr.in_flight);
		prr.sent += window - prr.in_flight;
		prr.in_flight = window;
	}
	assert_int_equal(prr.in_flight, 10);
	assert_int_equal(prr.sent, 10);
}

/* Much was lost: slow start back up to ssthresh, faster when each ACK is safe. */
static void grows_back(void **state)
{
	struct saw_prr prr = { .ssthresh = 10, .prior_cwnd = 20, .in_flight = 4, .delivered = 1,
			       .sent = 1, .newly_delivered = 1 };

	(void)state;
	assert_int_equal(saw_recovery_window(&prr), 5);
	prr.safe = true;
	assert_int_equal(saw_recovery_window(&prr), 6);
	prr.delivered = 4;
	assert_int_equal(saw_recovery_window(&prr), 8);
	prr.delivered = 100;
	assert_int_equal(saw_recovery_window(&prr), 10);
	prr.in_flight = 10;
	assert_int_equal(saw_recovery_window(&prr), 10);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(equals_the_reference_small),
		cmocka_unit_test(equals_the_reference_large),
		cmocka_unit_test(fast_retransmit),
		cmocka_unit_test(converges_to_ssthresh),
		cmocka_unit_test(grows_back),
	};

	return cmocka_run_group_tests_name("recovery", tests, NULL, NULL);
}
