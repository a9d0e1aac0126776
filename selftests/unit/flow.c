// SPDX-License-Identifier: GPL-2.0
/* The short way of a segment that moves nobody: when it is taken, and what it does. */
#include <stdlib.h>

#include "story.h"
#include "core/tcp_flow.h"

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

/* A number near one of those that the ends know, mostly the one expected. */
static u32 number(const struct saw_ep *ep, u32 expected)
{
	static const s32 steps[] = {
		0, 0, 0, 1, -1, 100, -100, 0x3fffffff, 0x40000000, 0x40000001, -0x40000000,
		-0x40000001, 0x7fffffff, -0x7fffffff - 1,
	};
	const u32 known[] = {
		expected, expected, ep->snd_nxt, ep->rcv_nxt, ep->rcv_edge, ep->rcv_max,
	};

	return known[rand() % ARRAY_SIZE(known)] + (u32)steps[rand() % ARRAY_SIZE(steps)];
}

/* The ends as they may be: what was acknowledged arrived, perhaps something beyond a hole. */
static void anything(struct saw_tcp_conn *conn)
{
	static const u16 rare[] = { SAW_EP_SENT, SAW_EP_ACKED, SAW_EP_EDGE, SAW_EP_FIN_SENT,
				    SAW_EP_FIN_RCVD, SAW_EP_FIN_HELD, SAW_EP_RST_SENT,
				    SAW_EP_SYN_SENT };
	u32 base[2] = { (u32)rand() * 2, (u32)rand() * 2 };
	int role;

	flowing(conn);
	for (role = 0; role < 2; role++) {
		struct saw_ep *ep = &conn->ep[role];

		ep->iss = base[role] - 1;
		ep->snd_nxt = base[role] + rand() % 3 * 100;
		ep->rcv_nxt = base[!role] + rand() % 3 * 50;
		ep->rcv_edge = ep->rcv_nxt + rand() % 3 * 50;
		ep->rcv_max = ep->rcv_edge + rand() % 3 * 50;
		if (!(rand() % 8))
			ep->bits ^= rare[rand() % ARRAY_SIZE(rare)];
		if (!(rand() % 16))
			ep->state = rand() % __SAWTOOTH_TCP_STATE_MAX;
		conn->waits[role] = rand() % 3;
	}
	if (!(rand() % 16))
		conn->outcome = rand() % __SAWTOOTH_OUTCOME_MAX;
}

/* The short way is the long way, or is not taken and leaves everything as it was. */
static void short_way(void **state)
{
	static const enum saw_point points[] = {
		SAW_POINT_OUT, SAW_POINT_PASS, SAW_POINT_IN, SAW_POINT_IN_LOOP };
	unsigned int taken[ARRAY_SIZE(points)] = {}, i, p;

	(void)state;
	srand(1);
	for (i = 0; i < 400000; i++) {
		struct saw_tcp_conn before, is, should;
		int sender = rand() % 2;
		struct saw_seg seg = { .flags = SAW_TCP_ACK, .len = rand() % 3 * 50,
				       .window = (u16)rand() };

		p = rand() % ARRAY_SIZE(points);
		anything(&before);
		is = before;
		should = before;
		seg.seq = number(&before.ep[!sender],
				 points[p] == SAW_POINT_IN_LOOP ? before.ep[!sender].rcv_edge :
								  before.ep[sender].snd_nxt);
		seg.ack = number(&before.ep[sender], before.ep[!sender].snd_nxt);
		if (saw_tcp_flow(&is, sender, points[p], seg.seq, seg.len, seg.ack, seg.window)) {
			taken[p]++;
			assert_true(flows(&should, sender, points[p], &seg));
		}
		assert_memory_equal(&is, &should, sizeof(is));
	}
	for (p = 0; p < ARRAY_SIZE(points); p++)
		assert_in_range(taken[p], 100, 100000);
}

/* What it is there for: in order, both ways, at each hook. */
static void in_order(void **state)
{
	static const enum saw_point points[] = {
		SAW_POINT_OUT, SAW_POINT_PASS, SAW_POINT_IN, SAW_POINT_IN_LOOP };
	struct saw_tcp_conn conn;
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(points); i++) {
		flowing(&conn);
		assert_true(saw_tcp_flow(&conn, I, points[i], 1000, 100, 5000, 1));
		flowing(&conn);
		assert_true(saw_tcp_flow(&conn, R, points[i], 5000, 0, 1000, 1));
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
		cmocka_unit_test(short_way),
		cmocka_unit_test(in_order),
	};

	return cmocka_run_group_tests_name("flow", tests, NULL, NULL);
}
