// SPDX-License-Identifier: GPL-2.0
/* The age of a segment by its timestamp: RFC 7323 section 5. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/tcp_stamp.h"

#define DAY (24U * 3600)

static void newer(void **state)
{
	(void)state;
	assert_int_equal(saw_tcp_stamp_judge(101, 100, 0, 0), SAW_STAMP_NEW);
	assert_int_equal(saw_tcp_stamp_judge(101, 100, 0, 1), SAW_STAMP_NEW);
	assert_int_equal(saw_tcp_stamp_judge(5, 0xfffffff0, 0, 1), SAW_STAMP_NEW);
}

static void same(void **state)
{
	(void)state;
	assert_int_equal(saw_tcp_stamp_judge(100, 100, 0, 0), SAW_STAMP_SAME);
	assert_int_equal(saw_tcp_stamp_judge(100, 100, 0, 1), SAW_STAMP_SAME);
	assert_int_equal(saw_tcp_stamp_judge(99, 100, 0, 1), SAW_STAMP_SAME);
}

static void older(void **state)
{
	(void)state;
	assert_int_equal(saw_tcp_stamp_judge(99, 100, 0, 0), SAW_STAMP_OLD);
	assert_int_equal(saw_tcp_stamp_judge(98, 100, 0, 1), SAW_STAMP_OLD);
	assert_int_equal(saw_tcp_stamp_judge(0xfffffff0, 5, 0, 1), SAW_STAMP_OLD);
}

/* In 24 days a clock of a millisecond goes half around, and says nothing any more. */
static void after_a_long_silence(void **state)
{
	(void)state;
	assert_int_equal(saw_tcp_stamp_judge(50, 100, 24 * DAY - 1, 0), SAW_STAMP_OLD);
	assert_int_equal(saw_tcp_stamp_judge(50, 100, 24 * DAY, 0), SAW_STAMP_NONE);
	assert_int_equal(saw_tcp_stamp_judge(150, 100, 24 * DAY, 0), SAW_STAMP_NEW);
}

/* Some stacks send 0 in a SYN, and a clock that looks older in what follows. */
static void zero_in_the_syn(void **state)
{
	(void)state;
	assert_int_equal(saw_tcp_stamp_judge(0xfffffff0, 0, 0, 1), SAW_STAMP_NONE);
	assert_int_equal(saw_tcp_stamp_judge(0, 1, 0, 0), SAW_STAMP_OLD);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(newer),
		cmocka_unit_test(same),
		cmocka_unit_test(older),
		cmocka_unit_test(after_a_long_silence),
		cmocka_unit_test(zero_in_the_syn),
	};

	return cmocka_run_group_tests_name("tcp_stamp", tests, NULL, NULL);
}
