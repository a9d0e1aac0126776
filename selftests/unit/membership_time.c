// SPDX-License-Identifier: GPL-2.0
/* What queries and time make of a member: RFC 9776 sections 6.2 to 6.6. */
#include "member.h"

/* Nobody asks: it stays until its time is over. */
static void leave_unasked(void **state)
{
	static const struct saw_member_timers silent = { 260 * SECOND, SAW_NEVER };
	struct host host;
	struct saw_member_watch watch;
	u8 bytes[64];
	struct saw_report leave = record_of(SAW_RECORD_TO_INCLUDE, "", bytes);

	host_join(&host, SAW_RECORD_TO_EXCLUDE, "", 0);
	watch = host_watch(&host);
	assert_int_equal(saw_member_report(&host.member, &leave, &silent, SECOND, &watch),
			 SAW_MEMBER_LEAVING);
	assert_int_equal(host.member.until, 260 * SECOND);
	host_join(&host, SAW_RECORD_ALLOW, "a", 0);
	saw_member_report(&host.member, &leave, &silent, SECOND, &watch);
	assert_int_equal(host.member.until, 260 * SECOND);
}

static void query_group(void **state)
{
	struct host host;

	host_join(&host, SAW_RECORD_TO_EXCLUDE, "a", 0);
	host_ask(&host, "", 2 * SECOND, 10 * SECOND);
	assert_int_equal(saw_member_due(&host.member), 12 * SECOND);
	host_ask(&host, "", 2 * SECOND, 11 * SECOND);
	assert_int_equal(saw_member_due(&host.member), 12 * SECOND);
	host_send(&host, SAW_RECORD_IS_EXCLUDE, "a", 11 * SECOND);
	assert_int_equal(saw_member_due(&host.member), 271 * SECOND);
	assert_int_equal(host.member.left, 0);
	/* its sources are not asked for */
	host_join(&host, SAW_RECORD_ALLOW, "a", 0);
	host_ask(&host, "", 2 * SECOND, 10 * SECOND);
	assert_int_equal(saw_member_due(&host.member), 260 * SECOND);
}

static void query_sources(void **state)
{
	struct host host;

	host_join(&host, SAW_RECORD_ALLOW, "abc", 0);
	host_ask(&host, "xbc", 2 * SECOND, 10 * SECOND);
	assert_int_equal(host_source(&host, 'a')->until, 260 * SECOND);
	assert_int_equal(host_source(&host, 'b')->until, 12 * SECOND);
	assert_int_equal(host_source(&host, 'c')->until, 12 * SECOND);
	assert_int_equal(host.member.until, 260 * SECOND);
	host_send(&host, SAW_RECORD_IS_INCLUDE, "b", 11 * SECOND);
	assert_int_equal(host_expire(&host, 12 * SECOND), 0);
	assert_host(&host, INCLUDE, "ab");
	host_ask(&host, "ab", SECOND, 20 * SECOND);
	assert_int_equal(host.member.until, 21 * SECOND);
	assert_int_equal(host_expire(&host, 21 * SECOND), SAW_MEMBER_GONE);
	/* who excludes wants the others, whoever asks for these */
	host_join(&host, SAW_RECORD_TO_EXCLUDE, "a", 0);
	host_ask(&host, "a", 2 * SECOND, 10 * SECOND);
	assert_int_equal(saw_member_due(&host.member), 260 * SECOND);
	assert_int_equal(host_source(&host, 'a')->until, SAW_NEVER);
}

/* Nothing is looked at behind the last source. */
static void full_of_sources(void **state)
{
	struct host host;

	host_join(&host, SAW_RECORD_ALLOW, "abcd", 0);
	host_send(&host, SAW_RECORD_BLOCK, "b", SECOND);
	assert_int_equal(host.member.left, 0);
	host_ask(&host, "dx", SECOND, SECOND);
	saw_member_renew(&host.member, &member_timers, 2 * SECOND);
	assert_int_equal(host_source(&host, 'a')->until, 262 * SECOND);
	assert_int_equal(host_source(&host, 'd')->until, 262 * SECOND);
	assert_int_equal(saw_member_due(&host.member), 3 * SECOND);
	assert_int_equal(host_expire(&host, 2 * SECOND), 0);
	assert_int_equal(host_send(&host, SAW_RECORD_IS_INCLUDE, "", 2 * SECOND),
			 SAW_MEMBER_LEAVING);
	/* the first is still wanted */
	host_join(&host, SAW_RECORD_ALLOW, "ab", 0);
	assert_int_equal(host_send(&host, SAW_RECORD_BLOCK, "b", SECOND), 0);
}

static void expires(void **state)
{
	struct host host;

	host_join(&host, SAW_RECORD_TO_EXCLUDE, "a", 0);
	assert_int_equal(host_expire(&host, 260 * SECOND - 1), 0);
	assert_int_equal(host_expire(&host, 260 * SECOND), SAW_MEMBER_GONE);
	host_join(&host, SAW_RECORD_ALLOW, "a", 0);
	host_send(&host, SAW_RECORD_ALLOW, "bc", SECOND);
	assert_int_equal(host_expire(&host, 260 * SECOND), 0);
	assert_host(&host, INCLUDE, "bc");
	assert_string_equal(host.told, "-a");
	assert_int_equal(host_expire(&host, 261 * SECOND), SAW_MEMBER_GONE);
}

static void renews(void **state)
{
	struct host host;

	host_join(&host, SAW_RECORD_TO_EXCLUDE, "a", 0);
	saw_member_renew(&host.member, &member_timers, 100 * SECOND);
	assert_int_equal(saw_member_due(&host.member), 360 * SECOND);
	assert_int_equal(host_source(&host, 'a')->until, SAW_NEVER);
	host_join(&host, SAW_RECORD_ALLOW, "ab", 0);
	host_send(&host, SAW_RECORD_BLOCK, "a", SECOND);
	saw_member_renew(&host.member, &member_timers, 2 * SECOND);
	assert_int_equal(host_source(&host, 'a')->until, 3 * SECOND);
	assert_int_equal(host_source(&host, 'b')->until, 262 * SECOND);
	assert_int_equal(host.member.until, 262 * SECOND);
}

/* Who includes sources of which none found room is not kept for ever. */
static void sourceless(void **state)
{
	struct host host = { .member = { .mode = INCLUDE } };

	host_send(&host, SAW_RECORD_ALLOW, "a", SECOND);
	assert_int_equal(saw_member_due(&host.member), 0);
	assert_int_equal(host_expire(&host, SECOND), SAW_MEMBER_GONE);
	/* but the kernel's own list may know it */
	saw_member_renew(&host.member, &member_timers, SECOND);
	assert_int_equal(saw_member_due(&host.member), 261 * SECOND);
	assert_int_equal(host_expire(&host, 261 * SECOND - 1), 0);
	assert_int_equal(host_expire(&host, 261 * SECOND), SAW_MEMBER_GONE);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(leave_unasked),
		cmocka_unit_test(query_group),
		cmocka_unit_test(query_sources),
		cmocka_unit_test(full_of_sources),
		cmocka_unit_test(expires),
		cmocka_unit_test(renews),
		cmocka_unit_test(sourceless),
	};

	return cmocka_run_group_tests_name("membership_time", tests, NULL, NULL);
}
