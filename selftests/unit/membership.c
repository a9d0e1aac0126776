// SPDX-License-Identifier: GPL-2.0
/* What the reports of a member make of it: RFC 9776 section 6.4, each record in each mode. */
#include "member.h"

static void starts(void **state)
{
	static const struct {
		bool without;
		bool with;
	} types[] = {
		[SAW_RECORD_IS_INCLUDE] = { false, true },
		[SAW_RECORD_IS_EXCLUDE] = { true, true },
		[SAW_RECORD_TO_INCLUDE] = { false, true },
		[SAW_RECORD_TO_EXCLUDE] = { true, true },
		[SAW_RECORD_ALLOW] = { false, true },
		[SAW_RECORD_BLOCK] = { false, false },
	};
	u8 bytes[64];

	for (int type = SAW_RECORD_IS_INCLUDE; type <= SAW_RECORD_BLOCK; type++) {
		struct saw_report without = record_of(type, "", bytes);
		struct saw_report with = record_of(type, "a", bytes);

		assert_int_equal(saw_member_starts(&without), types[type].without);
		assert_int_equal(saw_member_starts(&with), types[type].with);
	}
}

static void joins(void **state)
{
	struct host host;

	host_join(&host, SAW_RECORD_IS_EXCLUDE, "", 5);
	assert_host(&host, EXCLUDE, "");
	assert_int_equal(host.member.until, 5 + 260 * SECOND);
	assert_int_equal(host.member.heard, 5);
	assert_int_equal(host.member.reports, 1);
	assert_int_equal(host.member.protocol, IGMPV3);
	host_join(&host, SAW_RECORD_TO_EXCLUDE, "ab", 5);
	assert_host(&host, EXCLUDE, "ab");
	assert_int_equal(host_source(&host, 'a')->until, SAW_NEVER);
	assert_int_equal(saw_member_due(&host.member), 5 + 260 * SECOND);
	for (int type = SAW_RECORD_IS_INCLUDE; type <= SAW_RECORD_ALLOW; type += 2) {
		host_join(&host, type, "ab", 7);
		assert_host(&host, INCLUDE, "ab");
		assert_string_equal(host.told, "+a+b");
		assert_int_equal(host_source(&host, 'b')->until, 7 + 260 * SECOND);
		assert_int_equal(host.member.until, 7 + 260 * SECOND);
	}
}

/* Addresses are told and kept with zeros behind those of IPv4. */
static void address(void **state)
{
	static const u8 want[16] = { 10, 0, 0, 'a' };
	struct host host;

	host_join(&host, SAW_RECORD_ALLOW, "a", 1);
	assert_memory_equal(host.member.sources[0].address, want, 16);
	assert_false(host.member.sources[0].leaving);
}

static void include_allow(void **state)
{
	struct host host;

	host_join(&host, SAW_RECORD_ALLOW, "ab", 0);
	assert_int_equal(host_send(&host, SAW_RECORD_ALLOW, "bc", SECOND), 0);
	assert_host(&host, INCLUDE, "abc");
	assert_string_equal(host.told, "+c");
	assert_int_equal(host_source(&host, 'a')->until, 260 * SECOND);
	assert_int_equal(host_source(&host, 'b')->until, 261 * SECOND);
	assert_int_equal(host.member.until, 261 * SECOND);
	assert_int_equal(saw_member_due(&host.member), 260 * SECOND);
	assert_int_equal(host.member.reports, 2);
	assert_int_equal(host.member.heard, SECOND);
}

static void include_block(void **state)
{
	struct host host;

	host_join(&host, SAW_RECORD_ALLOW, "abc", 0);
	assert_int_equal(host_send(&host, SAW_RECORD_BLOCK, "bx", SECOND), 0);
	assert_host(&host, INCLUDE, "abc");
	assert_string_equal(host.told, "");
	assert_int_equal(host_source(&host, 'b')->until, 3 * SECOND);
	assert_int_equal(saw_member_due(&host.member), 3 * SECOND);
	assert_int_equal(host_expire(&host, 3 * SECOND - 1), 0);
	assert_host(&host, INCLUDE, "abc");
	assert_int_equal(host_expire(&host, 3 * SECOND), 0);
	assert_host(&host, INCLUDE, "ac");
	assert_string_equal(host.told, "-b");
	/* wanted again before it is over */
	host_send(&host, SAW_RECORD_BLOCK, "a", 4 * SECOND);
	host_send(&host, SAW_RECORD_ALLOW, "a", 5 * SECOND);
	assert_int_equal(host_source(&host, 'a')->until, 265 * SECOND);
	assert_false(host_source(&host, 'a')->leaving);
	/* twice: the first counts */
	host_send(&host, SAW_RECORD_BLOCK, "a", 6 * SECOND);
	host_send(&host, SAW_RECORD_BLOCK, "a", 7 * SECOND);
	assert_int_equal(host_source(&host, 'a')->until, 8 * SECOND);
}

/* To want no source any more is to leave. */
static void include_block_all(void **state)
{
	struct host host;

	host_join(&host, SAW_RECORD_ALLOW, "ab", 0);
	assert_int_equal(host_send(&host, SAW_RECORD_BLOCK, "a", SECOND), 0);
	assert_int_equal(host_send(&host, SAW_RECORD_BLOCK, "b", 2 * SECOND), SAW_MEMBER_LEAVING);
	assert_int_equal(host.member.left, 2 * SECOND);
	assert_int_equal(host.member.leaves, 1);
	assert_int_equal(host.member.until, 4 * SECOND);
	assert_int_equal(host_expire(&host, 3 * SECOND), 0);
	assert_host(&host, INCLUDE, "b");
	assert_int_equal(host_expire(&host, 4 * SECOND), SAW_MEMBER_GONE);
	assert_string_equal(host.told, "");
}

static void include_to_include(void **state)
{
	struct host host;

	host_join(&host, SAW_RECORD_ALLOW, "ab", 0);
	assert_int_equal(host_send(&host, SAW_RECORD_TO_INCLUDE, "bc", SECOND), 0);
	assert_host(&host, INCLUDE, "abc");
	assert_int_equal(host_source(&host, 'a')->until, 3 * SECOND);
	assert_true(host_source(&host, 'a')->leaving);
	assert_int_equal(host_source(&host, 'b')->until, 261 * SECOND);
	assert_int_equal(host_source(&host, 'c')->until, 261 * SECOND);
	assert_int_equal(host_send(&host, SAW_RECORD_TO_INCLUDE, "", 2 * SECOND),
			 SAW_MEMBER_LEAVING);
	assert_int_equal(host.member.until, 4 * SECOND);
	assert_int_equal(host_source(&host, 'a')->until, 3 * SECOND);
}

/* The sources of an answer may come in more than one record. */
static void include_is_include(void **state)
{
	struct host host;

	host_join(&host, SAW_RECORD_ALLOW, "ab", 0);
	assert_int_equal(host_send(&host, SAW_RECORD_IS_INCLUDE, "b", SECOND), 0);
	assert_int_equal(host_send(&host, SAW_RECORD_IS_INCLUDE, "c", SECOND), 0);
	assert_host(&host, INCLUDE, "abc");
	assert_int_equal(host_source(&host, 'a')->until, 260 * SECOND);
	assert_int_equal(host_source(&host, 'b')->until, 261 * SECOND);
	assert_int_equal(host_send(&host, SAW_RECORD_IS_INCLUDE, "", 2 * SECOND),
			 SAW_MEMBER_LEAVING);
	for (const char *name = "abc"; *name; name++)
		assert_int_equal(host_source(&host, *name)->until, 4 * SECOND);
}

static void include_exclude(void **state)
{
	struct host host;

	for (int type = SAW_RECORD_IS_EXCLUDE; type <= SAW_RECORD_TO_EXCLUDE; type += 2) {
		host_join(&host, SAW_RECORD_ALLOW, "ab", 0);
		assert_int_equal(host_send(&host, type, "bc", SECOND), SAW_MEMBER_MODE);
		assert_host(&host, EXCLUDE, "bc");
		assert_string_equal(host.told, "+b+c");
		assert_int_equal(host.member.until, 261 * SECOND);
		assert_int_equal(host_source(&host, 'b')->until, SAW_NEVER);
	}
}

static void exclude_exclude(void **state)
{
	struct host host;

	for (int type = SAW_RECORD_IS_EXCLUDE; type <= SAW_RECORD_TO_EXCLUDE; type += 2) {
		host_join(&host, SAW_RECORD_TO_EXCLUDE, "ab", 0);
		assert_int_equal(host_send(&host, type, "bc", SECOND), 0);
		assert_host(&host, EXCLUDE, "bc");
		assert_string_equal(host.told, "-a+c");
		assert_int_equal(host.member.until, 261 * SECOND);
	}
}

static void exclude_include(void **state)
{
	struct host host;

	for (int type = SAW_RECORD_IS_INCLUDE; type <= SAW_RECORD_TO_INCLUDE; type += 2) {
		host_join(&host, SAW_RECORD_TO_EXCLUDE, "ab", 0);
		assert_int_equal(host_send(&host, type, "bc", SECOND), SAW_MEMBER_MODE);
		assert_host(&host, INCLUDE, "bc");
		assert_string_equal(host.told, "+b+c");
		assert_int_equal(host.member.until, 261 * SECOND);
		assert_int_equal(saw_member_due(&host.member), 261 * SECOND);
	}
}

static void exclude_differences(void **state)
{
	struct host host;

	host_join(&host, SAW_RECORD_TO_EXCLUDE, "ab", 0);
	assert_int_equal(host_send(&host, SAW_RECORD_ALLOW, "bx", SECOND), 0);
	assert_host(&host, EXCLUDE, "a");
	assert_string_equal(host.told, "-b");
	assert_int_equal(host_send(&host, SAW_RECORD_BLOCK, "ac", 2 * SECOND), 0);
	assert_host(&host, EXCLUDE, "ac");
	assert_string_equal(host.told, "+c");
	assert_int_equal(host_source(&host, 'c')->until, SAW_NEVER);
	/* no sign that it is still there: RFC 9776 section 6.4.2 */
	assert_int_equal(host.member.until, 260 * SECOND);
	assert_int_equal(host_send(&host, SAW_RECORD_ALLOW, "ac", 3 * SECOND), 0);
	assert_host(&host, EXCLUDE, "");
}

static void exclude_leave(void **state)
{
	struct host host;

	for (int type = SAW_RECORD_IS_INCLUDE; type <= SAW_RECORD_TO_INCLUDE; type += 2) {
		host_join(&host, SAW_RECORD_TO_EXCLUDE, "a", 0);
		assert_int_equal(host_send(&host, type, "", SECOND), SAW_MEMBER_LEAVING);
		assert_host(&host, EXCLUDE, "a");
		assert_int_equal(host.member.left, SECOND);
		assert_int_equal(host.member.leaves, 1);
		assert_int_equal(saw_member_due(&host.member), 3 * SECOND);
		/* said again: the first counts */
		assert_int_equal(host_send(&host, type, "", 2 * SECOND), 0);
		assert_int_equal(host.member.left, SECOND);
		assert_int_equal(host.member.leaves, 1);
		assert_int_equal(host.member.reports, 3);
		assert_int_equal(host_expire(&host, 3 * SECOND - 1), 0);
		assert_int_equal(host_expire(&host, 3 * SECOND), SAW_MEMBER_GONE);
	}
}

static void full(void **state)
{
	struct host host;

	host_join(&host, SAW_RECORD_ALLOW, "abcd", 0);
	assert_int_equal(host_send(&host, SAW_RECORD_ALLOW, "a", SECOND), 0);
	assert_int_equal(host_send(&host, SAW_RECORD_ALLOW, "eb", SECOND), SAW_MEMBER_FULL);
	assert_host(&host, INCLUDE, "abcd");
	assert_int_equal(host_source(&host, 'b')->until, 261 * SECOND);
	assert_int_equal(host_send(&host, SAW_RECORD_TO_EXCLUDE, "abcde", SECOND),
			 SAW_MEMBER_FULL | SAW_MEMBER_MODE);
	assert_host(&host, EXCLUDE, "abcd");
	assert_int_equal(host_send(&host, SAW_RECORD_BLOCK, "f", SECOND), SAW_MEMBER_FULL);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(starts),
		cmocka_unit_test(joins),
		cmocka_unit_test(address),
		cmocka_unit_test(include_allow),
		cmocka_unit_test(include_block),
		cmocka_unit_test(include_block_all),
		cmocka_unit_test(include_to_include),
		cmocka_unit_test(include_is_include),
		cmocka_unit_test(include_exclude),
		cmocka_unit_test(exclude_exclude),
		cmocka_unit_test(exclude_include),
		cmocka_unit_test(exclude_differences),
		cmocka_unit_test(exclude_leave),
		cmocka_unit_test(full),
	};

	return cmocka_run_group_tests_name("membership", tests, NULL, NULL);
}
