// SPDX-License-Identifier: GPL-2.0
/*
 * What ends a reply: acknowledgements, refusals with and without a reason, dumps
 * that end with an error.
 */
#include <errno.h>
#include <linux/genetlink.h>
#include <string.h>

#include "conn.h"
#include "socket.h"
#include "test.h"

#define SEQ 77

static char buf[8192] __attribute__((aligned(8)));
static size_t used;

static char request_buf[256] __attribute__((aligned(8)));

static struct nlmsghdr *request(void)
{
	struct saw_conn_request ask = {
		.has = SAW_BIT(SAWTOOTH_A_CONN_ID) | SAW_BIT(SAWTOOTH_A_CONN_SSTHRESH),
	};
	struct nlmsghdr *nlh;

	memset(request_buf, 0, sizeof(request_buf));
	nlh = mnl_nlmsg_put_header(request_buf);
	nlh->nlmsg_seq = SEQ;
	mnl_nlmsg_put_extra_header(nlh, sizeof(struct genlmsghdr));
	saw_set_put(&saw_conn_request_set, &ask, nlh, sizeof(request_buf));
	return nlh;
}

static struct nlmsghdr *add(unsigned int type, unsigned int flags, unsigned int seq)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf + used);

	nlh->nlmsg_type = type;
	nlh->nlmsg_flags = flags;
	nlh->nlmsg_seq = seq;
	return nlh;
}

static void close_message(struct nlmsghdr *nlh)
{
	used += MNL_ALIGN(nlh->nlmsg_len);
}

static void add_data(unsigned int seq)
{
	struct nlmsghdr *nlh = add(0x23, NLM_F_MULTI, seq);

	mnl_nlmsg_put_extra_header(nlh, sizeof(struct genlmsghdr));
	close_message(nlh);
}

/* An error; @repeat: the kernel repeats the request, as without NETLINK_CAP_ACK. */
static struct nlmsghdr *add_error(int err, bool repeat)
{
	struct nlmsghdr *nlh = add(NLMSG_ERROR, repeat ? 0 : NLM_F_CAPPED, SEQ);
	const struct nlmsghdr *asked = (const void *)request_buf;
	size_t size = sizeof(int) + (repeat ? asked->nlmsg_len : sizeof(*asked));
	char *payload = mnl_nlmsg_put_extra_header(nlh, size);

	memcpy(payload, &err, sizeof(err));
	memcpy(payload + sizeof(err), asked, size - sizeof(err));
	return nlh;
}

static int count(const struct nlmsghdr *nlh, void *data)
{
	(void)nlh;
	++*(unsigned int *)data;
	return 0;
}

static int refuse(const struct nlmsghdr *nlh, void *data)
{
	(void)nlh;
	(void)data;
	return -EBADMSG;
}

static struct saw_failure failure;
static unsigned int messages;

static int walk(saw_reply_fn fn)
{
	messages = 0;
	memset(&failure, 0, sizeof(failure));
	return saw_reply_walk(buf, used, (const void *)request_buf, &saw_conn_request_set, fn,
			      &messages, &failure);
}

static int reset(void **state)
{
	(void)state;
	memset(buf, 0, sizeof(buf));
	used = 0;
	request();
	return 0;
}

static void data_goes_on_until_it_is_done(void **state)
{
	int zero = 0;
	struct nlmsghdr *nlh;

	(void)state;
	add_data(SEQ);
	add_data(SEQ - 1);
	add_data(SEQ);
	assert_int_equal(walk(count), 0);
	/* the one in the middle answers somebody else */
	assert_int_equal(messages, 2);
	nlh = add(NLMSG_DONE, NLM_F_MULTI, SEQ);
	memcpy(mnl_nlmsg_put_extra_header(nlh, sizeof(zero)), &zero, sizeof(zero));
	close_message(nlh);
	assert_int_equal(walk(count), 1);
}

static void an_acknowledgement_ends(void **state)
{
	(void)state;
	close_message(add_error(0, false));
	assert_int_equal(walk(NULL), 1);
	assert_int_equal(failure.code, 0);
}

static void a_refusal_has_words_and_a_place(void **state)
{
	struct nlmsghdr *nlh = add_error(-ERANGE, false);

	(void)state;
	nlh->nlmsg_flags |= NLM_F_ACK_TLVS;
	mnl_attr_put_strz(nlh, NLMSGERR_ATTR_MSG, "too small");
	mnl_attr_put_u32(nlh, NLMSGERR_ATTR_OFFS, 32);
	close_message(nlh);
	assert_int_equal(walk(NULL), -ERANGE);
	assert_int_equal(failure.code, ERANGE);
	assert_string_equal(failure.what, "too small");
	assert_string_equal(failure.attr, "ssthresh");
}

static void the_reason_stands_behind_the_request(void **state)
{
	struct nlmsghdr *nlh = add_error(-EINVAL, true);

	(void)state;
	nlh->nlmsg_flags |= NLM_F_ACK_TLVS;
	mnl_attr_put_strz(nlh, NLMSGERR_ATTR_MSG, "no");
	mnl_attr_put_u32(nlh, NLMSGERR_ATTR_MISS_TYPE, SAWTOOTH_A_CONN_ROLE);
	close_message(nlh);
	assert_int_equal(walk(NULL), -EINVAL);
	assert_string_equal(failure.what, "no");
	assert_string_equal(failure.attr, "role");
}

static void a_refusal_may_have_no_reason(void **state)
{
	(void)state;
	close_message(add_error(-EPERM, false));
	assert_int_equal(walk(NULL), -EPERM);
	assert_int_equal(failure.code, EPERM);
	assert_string_equal(failure.what, "");
	assert_string_equal(failure.attr, "");
}

static void a_dump_may_end_with_an_error(void **state)
{
	int err = -EINVAL;
	struct nlmsghdr *nlh;

	(void)state;
	add_data(SEQ);
	nlh = add(NLMSG_DONE, NLM_F_MULTI | NLM_F_ACK_TLVS, SEQ);
	memcpy(mnl_nlmsg_put_extra_header(nlh, sizeof(err)), &err, sizeof(err));
	mnl_attr_put_strz(nlh, NLMSGERR_ATTR_MSG, "prefix too long");
	close_message(nlh);
	assert_int_equal(walk(count), -EINVAL);
	assert_int_equal(messages, 1);
	assert_string_equal(failure.what, "prefix too long");
}

static void long_words_are_cut(void **state)
{
	struct nlmsghdr *nlh = add_error(-EINVAL, false);
	char words[500];

	(void)state;
	memset(words, 'w', sizeof(words));
	nlh->nlmsg_flags |= NLM_F_ACK_TLVS;
	/* and have no zero at the end */
	mnl_attr_put(nlh, NLMSGERR_ATTR_MSG, sizeof(words), words);
	close_message(nlh);
	assert_int_equal(walk(NULL), -EINVAL);
	assert_int_equal(strlen(failure.what), sizeof(failure.what) - 1);
}

static void an_unreadable_message_is_a_failure(void **state)
{
	(void)state;
	add_data(SEQ);
	assert_int_equal(walk(refuse), -EBADMSG);
	assert_int_equal(failure.code, EBADMSG);
}

static void a_cut_error_is_a_failure(void **state)
{
	struct nlmsghdr *nlh = add(NLMSG_ERROR, 0, SEQ);

	(void)state;
	close_message(nlh);
	assert_int_equal(walk(NULL), -EBADMSG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(data_goes_on_until_it_is_done, reset),
		cmocka_unit_test_setup(an_acknowledgement_ends, reset),
		cmocka_unit_test_setup(a_refusal_has_words_and_a_place, reset),
		cmocka_unit_test_setup(the_reason_stands_behind_the_request, reset),
		cmocka_unit_test_setup(a_refusal_may_have_no_reason, reset),
		cmocka_unit_test_setup(a_dump_may_end_with_an_error, reset),
		cmocka_unit_test_setup(long_words_are_cut, reset),
		cmocka_unit_test_setup(an_unreadable_message_is_a_failure, reset),
		cmocka_unit_test_setup(a_cut_error_is_a_failure, reset),
	};

	return cmocka_run_group_tests_name("reply", tests, NULL, NULL);
}
