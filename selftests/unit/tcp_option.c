// SPDX-License-Identifier: GPL-2.0
/* Options of SYN and SYN-ACK: RFC 9293 section 3.1, 7323, 7413, 8684. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/tcp_fsm.h"
#include "core/tcp_option.h"

#define PARSE(...) ({						\
	const u8 bytes_[] = { __VA_ARGS__ };			\
								\
	saw_tcp_option_parse(bytes_, sizeof(bytes_));		\
})

static void none(void **state)
{
	(void)state;
	assert_int_equal(saw_tcp_option_parse(NULL, 0), 0);
	assert_int_equal(PARSE(1, 1, 0, 3, 3, 7), 0);
	assert_int_equal(PARSE(2, 4, 5, 180, 4, 2), 0);
}

static void scale(void **state)
{
	(void)state;
	assert_int_equal(PARSE(3, 3, 0), SAW_OPTION_SCALE);
	assert_int_equal(PARSE(1, 3, 3, 7), SAW_OPTION_SCALE | 7);
	assert_int_equal(PARSE(3, 3, 14), SAW_OPTION_SCALE | 14);
	assert_int_equal(PARSE(3, 3, 15), SAW_OPTION_SCALE | 14);
	assert_int_equal(PARSE(3, 4, 7, 0), 0);
}

/* As Linux sends them: MSS, SACK permitted, timestamps, window scale, cookie. */
static void all(void **state)
{
	(void)state;
	assert_int_equal(PARSE(2, 4, 5, 180, 4, 2, 8, 10, 1, 2, 3, 4, 0, 0, 0, 0, 1, 3, 3, 7,
			       34, 2),
			 SAW_OPTION_SCALE | 7 | SAW_OPTION_FAST_OPEN);
	assert_int_equal(PARSE(34, 10, 1, 2, 3, 4, 5, 6, 7, 8, 3, 3, 2),
			 SAW_OPTION_SCALE | 2 | SAW_OPTION_FAST_OPEN);
}

static void multipath(void **state)
{
	(void)state;
	assert_int_equal(PARSE(30, 4, 0x01, 0x01), SAW_OPTION_MP_CAPABLE);
	assert_int_equal(PARSE(30, 3, 0x10), SAW_OPTION_MP_JOIN);
	assert_int_equal(PARSE(30, 3, 0x20), 0);
	assert_int_equal(PARSE(30, 2, 0x10), 0);
}

/* What was good before counts; nothing behind it does, and nothing is read there. */
static void malformed(void **state)
{
	(void)state;
	assert_int_equal(PARSE(34, 2, 3), SAW_OPTION_FAST_OPEN);
	assert_int_equal(PARSE(34, 2, 3, 0, 7), SAW_OPTION_FAST_OPEN);
	assert_int_equal(PARSE(34, 2, 3, 1, 7), SAW_OPTION_FAST_OPEN);
	assert_int_equal(PARSE(34, 2, 3, 4, 7), SAW_OPTION_FAST_OPEN);
	assert_int_equal(PARSE(30, 3), 0);
}

#define STAMP(value, ...) ({						\
	const u8 bytes_[] = { __VA_ARGS__ };			\
								\
	saw_tcp_option_stamp(bytes_, sizeof(bytes_), value);	\
})

static void timestamps(void **state)
{
	u32 value = 7;

	(void)state;
	assert_false(saw_tcp_option_stamp(NULL, 0, &value));
	assert_false(STAMP(&value, 1, 1, 5, 10, 0, 0, 0, 1, 0, 0, 0, 9));
	assert_false(STAMP(&value, 8, 9, 1, 2, 3, 4, 5, 6, 7));
	assert_false(STAMP(&value, 1, 8, 10, 1, 2, 3, 4, 5, 6, 7));
	assert_false(STAMP(&value, 0, 8, 10, 1, 2, 3, 4, 5, 6, 7, 8));
	assert_int_equal(value, 7);
	assert_true(STAMP(&value, 1, 1, 8, 10, 0x81, 0x82, 0x83, 0x84, 5, 6, 7, 8));
	assert_int_equal(value, 0x81828384);
	/* With SACK before it; and of two the last counts, as in Linux. */
	assert_true(STAMP(&value, 5, 10, 1, 2, 3, 4, 5, 6, 7, 8, 8, 10, 0, 0, 0, 3, 0, 0, 0, 0));
	assert_int_equal(value, 3);
	assert_true(STAMP(&value, 8, 10, 0, 0, 0, 4, 0, 0, 0, 0, 8, 10, 0, 0, 0, 5, 0, 0, 0, 0));
	assert_int_equal(value, 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(none),
		cmocka_unit_test(scale),
		cmocka_unit_test(all),
		cmocka_unit_test(multipath),
		cmocka_unit_test(malformed),
		cmocka_unit_test(timestamps),
	};

	return cmocka_run_group_tests_name("tcp_option", tests, NULL, NULL);
}
