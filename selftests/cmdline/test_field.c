// SPDX-License-Identifier: GPL-2.0
/*
 * Attribute sets against buffers built by libmnl: what is read, what is refused,
 * what is sent, and how the attribute that the kernel refuses is named.
 */
#include <errno.h>
#include <linux/genetlink.h>
#include <string.h>
#include <sys/socket.h>

#include "conn.h"
#include "fake.h"
#include "field.h"
#include "test.h"

#define SIZE 8192

static struct nlmsghdr *begin(char *buf)
{
	struct nlmsghdr *nlh;

	memset(buf, 0, SIZE);
	nlh = mnl_nlmsg_put_header(buf);
	mnl_nlmsg_put_extra_header(nlh, sizeof(struct genlmsghdr));
	return nlh;
}

static void reads_a_connection(void **state)
{
	const uint8_t saddr[16] = { 0x20, 0x01, 0x0d, 0xb8, [15] = 1 };
	char buf[SIZE] __attribute__((aligned(8)));
	struct nlmsghdr *nlh = begin(buf);
	struct saw_conn conn;

	(void)state;
	world_conn(nlh, 1);
	assert_int_equal(saw_set_parse_message(&saw_conn_set, nlh, &conn), 0);
	assert_int_equal(conn.id, 2);
	assert_int_equal(conn.family, AF_INET6);
	assert_memory_equal(conn.saddr, saddr, 16);
	assert_int_equal(conn.sport, 50000);
	assert_int_equal(conn.dport, 443);
	assert_int_equal(conn.initiator.state, SAWTOOTH_TCP_STATE_FIN_WAIT_2);
	assert_int_equal(conn.initiator.snd_nxt, 4000000001U);
	assert_int_equal(conn.initiator.elapsed, 1500000000);
	assert_int_equal(conn.responder.state, SAWTOOTH_TCP_STATE_CLOSE_WAIT);
	assert_int_equal(conn.steers, 2);
	assert_string_equal(conn.steer[0].profile, "reno");
	assert_int_equal(conn.steer[0].ssthresh, SAWTOOTH_SSTHRESH_MAX);
	assert_int_equal(conn.steer[1].role, SAWTOOTH_ROLE_RESPONDER);
	assert_int_equal(conn.steer[1].acked, 123456789012);
	assert_true(SAW_HAS(&conn, SAWTOOTH_A_CONN_CLOSER));
	assert_false(SAW_HAS(&conn, SAWTOOTH_A_CONN_SSTHRESH));
}

static void absent_is_absent(void **state)
{
	char buf[SIZE] __attribute__((aligned(8)));
	struct nlmsghdr *nlh = begin(buf);
	struct saw_conn conn;

	(void)state;
	assert_int_equal(saw_set_parse_message(&saw_conn_set, nlh, &conn), 0);
	assert_int_equal(conn.has, 0);
	assert_int_equal(conn.steers, 0);
}

static void more_steers_than_ends_are_dropped(void **state)
{
	char buf[SIZE] __attribute__((aligned(8)));
	struct nlmsghdr *nlh = begin(buf);
	struct saw_conn conn;
	unsigned int i;

	(void)state;
	for (i = 0; i < 5; i++) {
		struct nlattr *nest = mnl_attr_nest_start(nlh, SAWTOOTH_A_CONN_STEER);

		mnl_attr_put_u32(nlh, SAWTOOTH_A_STEER_CWND, i + 10);
		mnl_attr_nest_end(nlh, nest);
	}
	assert_int_equal(saw_set_parse_message(&saw_conn_set, nlh, &conn), 0);
	assert_int_equal(conn.steers, 2);
	assert_int_equal(conn.steer[1].cwnd, 11);
}

/* Each message has one attribute that is not what the specification says. */
static void refuses_what_is_malformed(void **state)
{
	char buf[SIZE] __attribute__((aligned(8)));
	struct saw_conn conn;
	struct nlmsghdr *nlh;
	struct nlattr *nest;

	(void)state;
	nlh = begin(buf);
	mnl_attr_put_u32(nlh, SAWTOOTH_A_CONN_ID, 1);
	assert_int_equal(saw_set_parse_message(&saw_conn_set, nlh, &conn), -EBADMSG);

	nlh = begin(buf);
	mnl_attr_put_u8(nlh, SAWTOOTH_A_CONN_FAMILY, AF_INET);
	mnl_attr_put(nlh, SAWTOOTH_A_CONN_SADDR, 5, "12345");
	assert_int_equal(saw_set_parse_message(&saw_conn_set, nlh, &conn), -EBADMSG);

	nlh = begin(buf);
	mnl_attr_put(nlh, SAWTOOTH_A_CONN_SADDR, 4, "1234");
	assert_int_equal(saw_set_parse_message(&saw_conn_set, nlh, &conn), -EBADMSG);

	nlh = begin(buf);
	nest = mnl_attr_nest_start(nlh, SAWTOOTH_A_CONN_STEER);
	mnl_attr_put_strz(nlh, SAWTOOTH_A_STEER_PROFILE, "a-name-of-thirty-two-characters-");
	mnl_attr_nest_end(nlh, nest);
	assert_int_equal(saw_set_parse_message(&saw_conn_set, nlh, &conn), -EBADMSG);

	nlh = begin(buf);
	mnl_attr_put_u64(nlh, SAWTOOTH_A_CONN_ID, 1);
	nlh->nlmsg_len -= 4;
	assert_int_equal(saw_set_parse_message(&saw_conn_set, nlh, &conn), -EBADMSG);

	nlh = begin(buf);
	nlh->nlmsg_len = MNL_NLMSG_HDRLEN + 2;
	assert_int_equal(saw_set_parse_message(&saw_conn_set, nlh, &conn), -EBADMSG);
}

/* Whatever the length of the message, nothing outside it is read (the sanitizer looks). */
static void every_cut_is_survived(void **state)
{
	char buf[SIZE] __attribute__((aligned(8)));
	struct nlmsghdr *nlh = begin(buf);
	unsigned int len, whole = 0;

	(void)state;
	world_conn(nlh, 1);
	for (len = MNL_NLMSG_HDRLEN; len <= nlh->nlmsg_len; len++) {
		struct nlmsghdr *cut = test_malloc(len);
		struct saw_conn conn;

		memcpy(cut, nlh, len);
		cut->nlmsg_len = len;
		whole += !saw_set_parse_message(&saw_conn_set, cut, &conn);
		test_free(cut);
	}
	/* only a cut between two attributes is a message */
	assert_in_range(whole, 2, nlh->nlmsg_len / 4);
}

static void a_name_needs_no_zero(void **state)
{
	char buf[SIZE] __attribute__((aligned(8)));
	struct nlmsghdr *nlh = begin(buf);
	struct saw_profile profile;

	(void)state;
	mnl_attr_put(nlh, SAWTOOTH_A_PROFILE_NAME, 3, "lab");
	assert_int_equal(saw_set_parse_message(&saw_profile_set, nlh, &profile), 0);
	assert_string_equal(profile.name, "lab");
}

static void sends_a_filter(void **state)
{
	struct saw_conn_request request = {
		.has = SAW_BIT(SAWTOOTH_A_CONN_FILTER),
		.filter = {
			.has = SAW_BIT(SAWTOOTH_A_FILTER_STATES) |
			       SAW_BIT(SAWTOOTH_A_FILTER_FAMILY) |
			       SAW_BIT(SAWTOOTH_A_FILTER_SADDR) |
			       SAW_BIT(SAWTOOTH_A_FILTER_SADDR_LEN) |
			       SAW_BIT(SAWTOOTH_A_FILTER_DPORT),
			.states = 0x410, .family = AF_INET, .saddr = { 10, 1, 2, 0 },
			.saddr_len = 24, .dport = 80,
		},
	};
	char buf[SIZE] __attribute__((aligned(8)));
	char wanted[SIZE] __attribute__((aligned(8)));
	struct nlmsghdr *nlh = begin(buf), *want = begin(wanted);
	struct nlattr *nest = mnl_attr_nest_start(want, SAWTOOTH_A_CONN_FILTER);

	(void)state;
	mnl_attr_put_u32(want, SAWTOOTH_A_FILTER_STATES, 0x410);
	mnl_attr_put_u8(want, SAWTOOTH_A_FILTER_FAMILY, AF_INET);
	mnl_attr_put(want, SAWTOOTH_A_FILTER_SADDR, 4, "\012\001\002\000");
	mnl_attr_put_u8(want, SAWTOOTH_A_FILTER_SADDR_LEN, 24);
	mnl_attr_put_u16(want, SAWTOOTH_A_FILTER_DPORT, 80);
	mnl_attr_nest_end(want, nest);
	assert_int_equal(saw_set_put(&saw_conn_request_set, &request, nlh, SIZE), 0);
	assert_int_equal(nlh->nlmsg_len, want->nlmsg_len);
	assert_memory_equal(nlh, want, want->nlmsg_len);
	/* strict kernels want to be told that a nest is one */
	assert_true(nest->nla_type & NLA_F_NESTED);
}

static void a_small_buffer_is_not_overrun(void **state)
{
	char buf[SIZE] __attribute__((aligned(8)));
	struct saw_profile profile = { .has = ~0u & ~1u, .name = "reno" };
	struct nlmsghdr *nlh;
	size_t room;

	(void)state;
	for (room = 20; room < 80; room++) {
		nlh = begin(buf);
		memset(buf + room, 0x55, 16);
		assert_int_equal(saw_set_put(&saw_profile_set, &profile, nlh, room), -EMSGSIZE);
		assert_memory_equal(buf + room, "UUUUUUUUUUUUUUUU", 16);
	}
}

static void names_the_offending_attribute(void **state)
{
	struct saw_conn_request request = {
		.has = SAW_BIT(SAWTOOTH_A_CONN_ID) | SAW_BIT(SAWTOOTH_A_CONN_FILTER) |
		       SAW_BIT(SAWTOOTH_A_CONN_SSTHRESH),
		.filter = {
			.has = SAW_BIT(SAWTOOTH_A_FILTER_STATES) | SAW_BIT(SAWTOOTH_A_FILTER_SPORT),
		},
	};
	char buf[SIZE] __attribute__((aligned(8)));
	struct nlmsghdr *nlh = begin(buf);
	char name[64];
	/* header, genl header, id (4 + 8), filter (4, states 4 + 4, sport 4 + 4), ssthresh */
	uint32_t id = 20, filter = 32, states = 36, sport = 44, ssthresh = 52;

	(void)state;
	assert_int_equal(saw_set_put(&saw_conn_request_set, &request, nlh, SIZE), 0);
	saw_set_locate(&saw_conn_request_set, nlh, id, name, sizeof(name));
	assert_string_equal(name, "id");
	saw_set_locate(&saw_conn_request_set, nlh, filter, name, sizeof(name));
	assert_string_equal(name, "filter");
	saw_set_locate(&saw_conn_request_set, nlh, states, name, sizeof(name));
	assert_string_equal(name, "filter.states");
	saw_set_locate(&saw_conn_request_set, nlh, sport, name, sizeof(name));
	assert_string_equal(name, "filter.sport");
	saw_set_locate(&saw_conn_request_set, nlh, ssthresh, name, sizeof(name));
	assert_string_equal(name, "ssthresh");
	saw_set_locate(&saw_conn_request_set, nlh, 4096, name, sizeof(name));
	assert_string_equal(name, "");
	saw_set_missing(&saw_conn_request_set, nlh, 0, SAWTOOTH_A_CONN_ROLE, name, sizeof(name));
	assert_string_equal(name, "role");
	saw_set_missing(&saw_conn_request_set, nlh, filter, SAWTOOTH_A_FILTER_FAMILY, name,
			sizeof(name));
	assert_string_equal(name, "filter.family");
	saw_set_missing(&saw_conn_request_set, nlh, 0, 200, name, sizeof(name));
	assert_string_equal(name, "");
}

static void finds_words(void **state)
{
	(void)state;
	assert_string_equal(saw_word(&saw_tcp_state_words, SAWTOOTH_TCP_STATE_TIME_WAIT),
			    "time-wait");
	assert_null(saw_word(&saw_tcp_state_words, SAW_STATES));
	assert_int_equal(saw_word_find(&saw_tcp_state_words, "FIN_wait-2", 10),
			 SAWTOOTH_TCP_STATE_FIN_WAIT_2);
	assert_int_equal(saw_word_find(&saw_tcp_state_words, "closing,x", 7),
			 SAWTOOTH_TCP_STATE_CLOSING);
	assert_int_equal(saw_word_find(&saw_tcp_state_words, "clos", 4), -1);
	assert_int_equal(saw_word_find(&saw_tcp_state_words, "", 0), -1);
	assert_int_equal(saw_stat_words.count, SAW_STATS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_a_connection),
		cmocka_unit_test(absent_is_absent),
		cmocka_unit_test(more_steers_than_ends_are_dropped),
		cmocka_unit_test(refuses_what_is_malformed),
		cmocka_unit_test(every_cut_is_survived),
		cmocka_unit_test(a_name_needs_no_zero),
		cmocka_unit_test(sends_a_filter),
		cmocka_unit_test(a_small_buffer_is_not_overrun),
		cmocka_unit_test(names_the_offending_attribute),
		cmocka_unit_test(finds_words),
	};

	return cmocka_run_group_tests_name("field", tests, NULL, NULL);
}
