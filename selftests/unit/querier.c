// SPDX-License-Identifier: GPL-2.0
/* The querier of a link: RFC 9776 and RFC 9777, sections on timers and election. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/querier.h"

#define SECOND SAW_NSEC_PER_SEC
#define MSEC SAW_NSEC_PER_MSEC

static const u8 low[16] = { 192, 0, 2, 1 };
static const u8 middle[16] = { 192, 0, 2, 128 };
static const u8 high[16] = { 192, 0, 2, 129 };
static const u8 nobody[16];

/* The defaults of the RFCs. */
static struct saw_query general(void)
{
	return (struct saw_query) {
		.response = 10000, .interval = 125, .robustness = 2, .address = 4,
		.protocol = SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV3,
	};
}

static unsigned int hear(struct saw_querier *querier, const u8 *from, u64 now)
{
	struct saw_query query = general();

	return saw_querier_hear(querier, &query, from, false, now);
}

static void defaults(void **state)
{
	struct saw_querier querier;

	saw_querier_init(&querier);
	assert_int_equal(querier.heard, 0);
	assert_memory_equal(querier.address, nobody, 16);
	assert_int_equal(saw_querier_membership(&querier), 260 * SECOND);
	assert_int_equal(saw_querier_present(&querier), 255 * SECOND);
	assert_int_equal(saw_querier_last_member(&querier, 0), 2 * SECOND);
}

static void heard(void **state)
{
	struct saw_query query = general();
	struct saw_querier querier;

	saw_querier_init(&querier);
	query.robustness = 3;
	query.interval = 20;
	query.response = 4000;
	assert_int_equal(saw_querier_hear(&querier, &query, middle, true, 7),
			 SAW_QUERIER_CHANGED);
	assert_memory_equal(querier.address, middle, 16);
	assert_int_equal(querier.heard, 7);
	assert_int_equal(querier.protocol, SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV3);
	assert_true(querier.local);
	assert_int_equal(saw_querier_membership(&querier), 64 * SECOND);
	assert_int_equal(saw_querier_present(&querier), 62 * SECOND);
	assert_int_equal(saw_querier_last_member(&querier, 0), 3 * SECOND);
	assert_int_equal(saw_querier_last_member(&querier, 500), 1500 * MSEC);
	/* again: it is no other */
	query.protocol = SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV2;
	assert_int_equal(saw_querier_hear(&querier, &query, middle, false, 8), 0);
	assert_int_equal(querier.heard, 8);
	assert_int_equal(querier.protocol, SAWTOOTH_MEMBERSHIP_PROTOCOL_IGMPV2);
	assert_false(querier.local);
}

/* An old version tells neither robustness nor interval: the defaults hold. */
static void untold(void **state)
{
	struct saw_query query = general();
	struct saw_querier querier;

	saw_querier_init(&querier);
	query.robustness = 7;
	query.interval = 10;
	query.response = 1000;
	saw_querier_hear(&querier, &query, middle, false, 1);
	assert_int_equal(saw_querier_membership(&querier), 71 * SECOND);
	query.robustness = 0;
	query.interval = 0;
	assert_int_equal(saw_querier_hear(&querier, &query, middle, false, 2), 0);
	assert_int_equal(saw_querier_membership(&querier), 251 * SECOND);
}

static void election(void **state)
{
	struct saw_querier querier;

	saw_querier_init(&querier);
	assert_int_equal(hear(&querier, middle, SECOND), SAW_QUERIER_CHANGED);
	assert_int_equal(hear(&querier, high, 2 * SECOND), SAW_QUERIER_HIGHER);
	assert_memory_equal(querier.address, middle, 16);
	assert_int_equal(querier.heard, SECOND);
	assert_int_equal(hear(&querier, low, 3 * SECOND), SAW_QUERIER_CHANGED);
	assert_memory_equal(querier.address, low, 16);
	assert_int_equal(hear(&querier, middle, 4 * SECOND), SAW_QUERIER_HIGHER);
}

/* Who was not heard for the other querier present interval is no querier any more. */
static void succession(void **state)
{
	struct saw_querier querier;

	saw_querier_init(&querier);
	hear(&querier, low, SECOND);
	assert_int_equal(hear(&querier, high, 256 * SECOND), SAW_QUERIER_HIGHER);
	assert_int_equal(hear(&querier, high, 256 * SECOND + 1), SAW_QUERIER_CHANGED);
	assert_memory_equal(querier.address, high, 16);
	assert_int_equal(hear(&querier, high, 999 * SECOND), 0);
}

/* Without an address: wins where there is nobody else. */
static void without_address(void **state)
{
	struct saw_querier querier;

	saw_querier_init(&querier);
	assert_int_equal(hear(&querier, nobody, 1), SAW_QUERIER_CHANGED);
	assert_int_equal(hear(&querier, nobody, 2), 0);
	assert_int_equal(hear(&querier, high, 3), SAW_QUERIER_CHANGED);
	assert_int_equal(hear(&querier, nobody, 4), SAW_QUERIER_HIGHER);
	assert_memory_equal(querier.address, high, 16);
}

/* A loser's timers are not taken. */
static void timers_of_the_loser(void **state)
{
	struct saw_query query = general();
	struct saw_querier querier;

	saw_querier_init(&querier);
	hear(&querier, low, 1);
	query.interval = 10;
	query.response = 100;
	assert_int_equal(saw_querier_hear(&querier, &query, high, false, 2), SAW_QUERIER_HIGHER);
	assert_int_equal(saw_querier_membership(&querier), 260 * SECOND);
	assert_int_equal(saw_querier_hear(&querier, &query, low, false, 3), 0);
	assert_int_equal(saw_querier_membership(&querier), 20100 * MSEC);
}

static void absurd(void **state)
{
	struct saw_query query = general();
	struct saw_querier querier;

	saw_querier_init(&querier);
	/* answers after the next question */
	query.interval = 1;
	query.response = 999;
	assert_int_equal(saw_querier_hear(&querier, &query, low, false, 1), SAW_QUERIER_CHANGED);
	assert_int_equal(saw_querier_membership(&querier), 2999 * MSEC);
	query.response = 1000;
	assert_int_equal(saw_querier_hear(&querier, &query, low, false, 2), SAW_QUERIER_ABSURD);
	assert_int_equal(saw_querier_membership(&querier), 2999 * MSEC);
	/* hours between the questions */
	query.interval = 3600;
	assert_int_equal(saw_querier_hear(&querier, &query, low, false, 3), 0);
	assert_int_equal(saw_querier_membership(&querier), 7201 * SECOND);
	query.interval = 3601;
	assert_int_equal(saw_querier_hear(&querier, &query, low, false, 4), SAW_QUERIER_ABSURD);
	assert_int_equal(saw_querier_membership(&querier), 7201 * SECOND);
	query.interval = 31744;
	query.response = 8387584;
	query.robustness = 7;
	assert_int_equal(saw_querier_hear(&querier, &query, low, false, 5), SAW_QUERIER_ABSURD);
	assert_int_equal(saw_querier_membership(&querier), 7 * 3600 * SECOND + 3599999 * MSEC);
	/* the default interval is not the querier's fault */
	query.interval = 0;
	query.response = 65535;
	assert_int_equal(saw_querier_hear(&querier, &query, low, false, 6), 0);
}

static void last_member(void **state)
{
	struct saw_query query = general();
	struct saw_querier querier;

	saw_querier_init(&querier);
	assert_int_equal(saw_querier_last_member(&querier, 1), 200 * MSEC);
	assert_int_equal(saw_querier_last_member(&querier, 100), 200 * MSEC);
	assert_int_equal(saw_querier_last_member(&querier, 101), 202 * MSEC);
	assert_int_equal(saw_querier_last_member(&querier, 8387584), 250 * SECOND);
	query.interval = 3600;
	query.robustness = 7;
	saw_querier_hear(&querier, &query, low, false, 1);
	assert_int_equal(saw_querier_last_member(&querier, 8387584), 7 * 3600 * SECOND);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(defaults),
		cmocka_unit_test(heard),
		cmocka_unit_test(untold),
		cmocka_unit_test(election),
		cmocka_unit_test(succession),
		cmocka_unit_test(without_address),
		cmocka_unit_test(timers_of_the_loser),
		cmocka_unit_test(absurd),
		cmocka_unit_test(last_member),
	};

	return cmocka_run_group_tests_name("querier", tests, NULL, NULL);
}
