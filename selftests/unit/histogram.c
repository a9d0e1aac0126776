// SPDX-License-Identifier: GPL-2.0
/* Which bucket a time falls into, and where the buckets begin. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/histogram.h"

enum { LAST = SAW_HISTOGRAM_BUCKETS - 1 };

static void assert_bucket(u64 ns, unsigned int bucket)
{
	assert_int_equal(saw_histogram_bucket(ns), bucket);
}

static void by_hand(void **state)
{
	(void)state;
	assert_int_equal(SAW_HISTOGRAM_BUCKETS, 138);
	assert_bucket(0, 0);
	assert_bucket(1023, 0);
	assert_bucket(1024, 1);
	assert_bucket(1279, 1);
	assert_bucket(1280, 2);
	assert_bucket(2047, 4);
	assert_bucket(2048, 5);
	/* 40 ms lies between 2^25 and 2^25 + 2^23. */
	assert_bucket(40000000, 61);
	assert_bucket((1ULL << 44) - 1, LAST - 1);
	assert_bucket(1ULL << 44, LAST);
	assert_bucket(~0ULL, LAST);
}

static void floors(void **state)
{
	(void)state;
	assert_int_equal(saw_histogram_floor(0), 0);
	assert_int_equal(saw_histogram_floor(1), 1024);
	assert_int_equal(saw_histogram_floor(2), 1280);
	assert_int_equal(saw_histogram_floor(5), 2048);
	assert_int_equal(saw_histogram_floor(61), 1ULL << 25);
	assert_int_equal(saw_histogram_floor(LAST), 1ULL << 44);
}

/* A bucket begins where the one before ends, and none but the first is wide. */
static void without_gaps(void **state)
{
	unsigned int i;

	(void)state;
	for (i = 1; i <= LAST; i++) {
		u64 floor = saw_histogram_floor(i);

		assert_bucket(floor, i);
		assert_bucket(floor - 1, i - 1);
		assert_true(i == 1 || floor - saw_histogram_floor(i - 1) <= floor / 4);
	}
}

static void states(void **state)
{
	unsigned int s;

	(void)state;
	assert_int_equal(saw_histogram_of_state(SAWTOOTH_TCP_STATE_CLOSED), -1);
	assert_int_equal(saw_histogram_of_state(SAWTOOTH_TCP_STATE_LISTEN), -1);
	assert_int_equal(saw_histogram_of_state(SAWTOOTH_TCP_STATE_ESTABLISHED),
			 SAWTOOTH_HISTOGRAM_KIND_ESTABLISHED);
	for (s = SAWTOOTH_TCP_STATE_SYN_SENT; s <= SAWTOOTH_TCP_STATE_MAX; s++)
		assert_int_equal(saw_histogram_of_state(s),
				 SAWTOOTH_HISTOGRAM_KIND_SYN_SENT + s -
				 SAWTOOTH_TCP_STATE_SYN_SENT);
	assert_int_equal(saw_histogram_of_state(SAWTOOTH_TCP_STATE_MAX),
			 SAWTOOTH_HISTOGRAM_KIND_TIME_WAIT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_hand),
		cmocka_unit_test(floors),
		cmocka_unit_test(without_gaps),
		cmocka_unit_test(states),
	};

	return cmocka_run_group_tests_name("histogram", tests, NULL, NULL);
}
