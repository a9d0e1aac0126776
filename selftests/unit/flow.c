// SPDX-License-Identifier: GPL-2.0
/* The short way of a segment that moves nobody: when it is taken, and what it does. */
#include "story.h"

#define SEEN (SAW_EP_SYN_SENT | SAW_EP_SENT | SAW_EP_ACKED | SAW_EP_EDGE | SAW_EP_LIVED)

/* Both ends in ESTABLISHED; the initiator sends from 1000, the responder from 5000. */
static void flowing(struct saw_tcp_conn *conn)
{
	saw_tcp_conn_init(conn, 1);
	conn->outcome = SAWTOOTH_OUTCOME_ESTABLISHED;
	conn->ep[I] = (struct saw_ep) {
		.iss = 999, .snd_nxt = 1000, .rcv_nxt = 5000, .rcv_edge = 5000, .rcv_max = 5000,
		.state = SAWTOOTH_TCP_STATE_ESTABLISHED, .bits = SEEN,
	};
	conn->ep[R] = (struct saw_ep) {
		.iss = 4999, .snd_nxt = 5000, .rcv_nxt = 1000, .rcv_edge = 1000, .rcv_max = 1000,
		.state = SAWTOOTH_TCP_STATE_ESTABLISHED, .bits = SEEN,
	};
}

static bool flows(struct saw_tcp_conn *conn, int sender, enum saw_point point,
		  const struct saw_seg *seg)
{
	return saw_tcp_conn_flows(conn, sender, point, seg);
}

static const struct saw_seg data = { .seq = 1000, .ack = 5000, .len = 100, .flags = SAW_TCP_ACK };

/* Whatever does not flow must not be touched either. */
static void assert_flows(const struct saw_tcp_conn *before, const struct saw_seg *seg, bool wanted)
{
	static const enum saw_point points[] = { SAW_POINT_OUT, SAW_POINT_IN, SAW_POINT_IN_LOOP };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(points); i++) {
		struct saw_tcp_conn conn = *before;

		assert_int_equal(flows(&conn, I, points[i], seg), wanted);
		if (!wanted)
			assert_memory_equal(&conn, before, sizeof(conn));
	}
}

static void numbers(void **state)
{
	static const struct {
		enum saw_point point;
		u32 sent;
		u32 received;
	} cases[] = {
		{ SAW_POINT_OUT, 1100, 1000 },
		{ SAW_POINT_IN, 1100, 1100 },
		{ SAW_POINT_IN_LOOP, 1000, 1100 },
	};
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		struct saw_tcp_conn conn;

		flowing(&conn);
		assert_true(flows(&conn, I, cases[i].point, &data));
		assert_int_equal(conn.ep[I].snd_nxt, cases[i].sent);
		assert_int_equal(conn.ep[R].rcv_edge, cases[i].received);
		assert_int_equal(conn.ep[R].rcv_max, cases[i].received);
		assert_int_equal(conn.ep[R].snd_nxt, 5000);
		assert_int_equal(conn.ep[I].rcv_edge, 5000);
		assert_int_equal(conn.transitions, 0);
	}
}

static void acknowledges(void **state)
{
	struct saw_seg seg = data;
	struct saw_tcp_conn conn;

	(void)state;
	flowing(&conn);
	conn.ep[R].snd_nxt = 5200;
	seg.ack = 5200;
	assert_true(flows(&conn, I, SAW_POINT_OUT, &seg));
	assert_int_equal(conn.ep[I].rcv_nxt, 5200);
	assert_int_equal(conn.ep[I].rcv_edge, 5200);
}

/* The responder acknowledges what the initiator never sent: it is not its segment. */
static void foreign(void **state)
{
	struct saw_seg seg = { .seq = 5000, .ack = 3000, .len = 100, .flags = SAW_TCP_ACK };
	struct saw_tcp_conn conn, before;

	(void)state;
	flowing(&conn);
	before = conn;
	assert_true(flows(&conn, R, SAW_POINT_IN, &seg));
	assert_memory_equal(&conn, &before, sizeof(conn));
}

static void flags(void **state)
{
	struct saw_seg seg = data;
	struct saw_tcp_conn conn;
	unsigned int i;

	(void)state;
	flowing(&conn);
	for (i = 0; i < 0x40; i++) {
		seg.flags = i;
		assert_flows(&conn, &seg, i & SAW_TCP_ACK &&
			     !(i & (SAW_TCP_SYN | SAW_TCP_FIN | SAW_TCP_RST)));
	}
}

static void states(void **state)
{
	struct saw_tcp_conn conn;
	unsigned int role, s;

	(void)state;
	for (role = 0; role < 2; role++) {
		for (s = 0; s < __SAWTOOTH_TCP_STATE_MAX; s++) {
			flowing(&conn);
			conn.ep[role].state = s;
			assert_flows(&conn, &data, s == SAWTOOTH_TCP_STATE_ESTABLISHED);
		}
	}
}

static void ends(void **state)
{
	static const u16 bits[] = {
		SAW_EP_FIN_SENT, SAW_EP_FIN_RCVD, SAW_EP_FIN_HELD, SAW_EP_RST_SENT };
	struct saw_tcp_conn conn;
	unsigned int role, i;

	(void)state;
	for (role = 0; role < 2; role++) {
		for (i = 0; i < ARRAY_SIZE(bits); i++) {
			flowing(&conn);
			conn.ep[role].bits |= bits[i];
			assert_flows(&conn, &data, false);
		}
	}
}

/* A handshake that is not decided is to be looked at. */
static void outcomes(void **state)
{
	struct saw_tcp_conn conn;
	unsigned int outcome;

	(void)state;
	for (outcome = 0; outcome < __SAWTOOTH_OUTCOME_MAX; outcome++) {
		flowing(&conn);
		conn.outcome = outcome;
		assert_flows(&conn, &data, outcome != SAWTOOTH_OUTCOME_PENDING);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers),
		cmocka_unit_test(acknowledges),
		cmocka_unit_test(foreign),
		cmocka_unit_test(flags),
		cmocka_unit_test(states),
		cmocka_unit_test(ends),
		cmocka_unit_test(outcomes),
	};

	return cmocka_run_group_tests_name("flow", tests, NULL, NULL);
}
