// SPDX-License-Identifier: GPL-2.0
/* The older versions in a group: RFC 9776 section 7.3.2, RFC 9777 section 8.3.2. */
#include "member.h"

static void compat_igmp(void **state)
{
	struct saw_compat compat = {};

	assert_int_equal(saw_compat_protocol(&compat, IGMPV2, 1), IGMPV3);
	saw_compat_hear(&compat, IGMPV3, 100, 1);
	assert_int_equal(saw_compat_protocol(&compat, IGMPV1, 1), IGMPV3);
	saw_compat_hear(&compat, IGMPV2, 100, 10);
	assert_int_equal(saw_compat_protocol(&compat, IGMPV3, 109), IGMPV2);
	assert_int_equal(saw_compat_protocol(&compat, IGMPV3, 110), IGMPV3);
	assert_false(saw_compat_silent(&compat, IGMPV2, 11));
	saw_compat_hear(&compat, IGMPV1, 10, 11);
	assert_int_equal(saw_compat_protocol(&compat, IGMPV3, 20), IGMPV1);
	assert_int_equal(saw_compat_protocol(&compat, IGMPV3, 21), IGMPV2);
	assert_true(saw_compat_silent(&compat, IGMPV3, 20));
	assert_false(saw_compat_silent(&compat, IGMPV3, 21));
	assert_int_equal(compat.until[1], 110);
	saw_compat_hear(&compat, IGMPV1, SAW_NEVER, 30);
	assert_int_equal(compat.until[0], SAW_NEVER);
}

static void compat_mld(void **state)
{
	struct saw_compat compat = {};

	assert_int_equal(saw_compat_protocol(&compat, MLDV1, 1), MLDV2);
	saw_compat_hear(&compat, MLDV2, 100, 1);
	assert_int_equal(saw_compat_protocol(&compat, MLDV1, 1), MLDV2);
	saw_compat_hear(&compat, MLDV1, 100, 1);
	assert_int_equal(saw_compat_protocol(&compat, MLDV2, 100), MLDV1);
	assert_int_equal(saw_compat_protocol(&compat, MLDV2, 101), MLDV2);
	/* every version of MLD has a message for it */
	assert_false(saw_compat_silent(&compat, MLDV1, 100));
	assert_false(saw_compat_silent(&compat, MLDV2, 100));
}

/* One of many reports; the others keep silent and stay. */
static void suppressed(void **state)
{
	struct saw_compat compat = {};
	struct host host;

	host_join(&host, SAW_RECORD_IS_EXCLUDE, "", 0);
	host.member.protocol = IGMPV2;
	assert_false(saw_compat_keeps(&compat, &host.member, 260 * SECOND));
	saw_compat_hear(&compat, IGMPV2, 260 * SECOND, 100 * SECOND);
	assert_true(saw_compat_keeps(&compat, &host.member, 260 * SECOND));
	assert_int_equal(host.member.until, 360 * SECOND);
	assert_false(saw_compat_keeps(&compat, &host.member, 360 * SECOND));
	assert_true(saw_compat_keeps(&compat, &host.member, 360 * SECOND - 1));
	host.member.protocol = IGMPV1;
	saw_compat_hear(&compat, IGMPV1, 260 * SECOND, 200 * SECOND);
	assert_true(saw_compat_keeps(&compat, &host.member, 360 * SECOND));
	assert_int_equal(host.member.until, 460 * SECOND);
	/* nobody speaks for who said that he leaves, or who always answers himself */
	host.member.left = 1;
	assert_false(saw_compat_keeps(&compat, &host.member, 360 * SECOND));
	host.member.left = 0;
	host.member.protocol = IGMPV3;
	assert_false(saw_compat_keeps(&compat, &host.member, 360 * SECOND));
	host.member.protocol = MLDV2;
	assert_false(saw_compat_keeps(&compat, &host.member, 360 * SECOND));
	host.member.protocol = MLDV1;
	assert_true(saw_compat_keeps(&compat, &host.member, 360 * SECOND));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(compat_igmp),
		cmocka_unit_test(compat_mld),
		cmocka_unit_test(suppressed),
	};

	return cmocka_run_group_tests_name("membership_compat", tests, NULL, NULL);
}
