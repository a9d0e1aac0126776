// SPDX-License-Identifier: GPL-2.0
/*
 * What segments are counted as. The initiator's numbers begin at BASE and wrap soon, the
 * responder's at 5000; the time is that of the segment, microseconds.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/tcp_count.h"

#define BASE 0xffffff00U
#define PEER 5000U
#define US 1000ULL

enum { I = SAWTOOTH_ROLE_INITIATOR, R = SAWTOOTH_ROLE_RESPONDER };

static struct saw_tcp_count count[2];
static u64 now;

static void see(enum saw_point point, unsigned int sender, u8 flags, u32 seq, u32 ack, u32 len,
		u16 window)
{
	const struct saw_seg seg = {
		.seq = (sender ? PEER : BASE) + seq, .ack = (sender ? BASE : PEER) + ack,
		.len = len, .window = window, .flags = flags,
	};

	now += US;
	saw_tcp_count(count, sender, point, true, &seg, 1, now);
}

/* Data of the initiator from @seq on, and a bare ACK of the responder. */
static void data(enum saw_point point, u32 seq, u32 len)
{
	see(point, I, SAW_TCP_ACK, seq, 1, len, 100);
}

static void ack(enum saw_point point, u32 number, u16 window)
{
	see(point, R, SAW_TCP_ACK, 1, number, 0, window);
}

/* A handshake as @point sees it; SYN and SYN-ACK have the numbers 0. */
static void begin(enum saw_point point)
{
	memset(count, 0, sizeof(count));
	now = 1000 * US;
	see(point, I, SAW_TCP_SYN, 0, 0, 0, 100);
	see(point == SAW_POINT_IN ? SAW_POINT_OUT : SAW_POINT_IN, R, SAW_TCP_SYN | SAW_TCP_ACK,
	    0, 1, 0, 100);
	see(point, I, SAW_TCP_ACK, 1, 1, 0, 100);
}

static void segments_and_bytes(void **state)
{
	static const enum saw_point points[] = { SAW_POINT_OUT, SAW_POINT_PASS, SAW_POINT_IN };
	const struct saw_seg three = { .seq = BASE + 101, .ack = PEER + 1, .len = 300,
		.window = 1, .flags = SAW_TCP_ACK };
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(points); i++) {
		begin(points[i]);
		data(points[i], 1, 100);
		assert_int_equal(count[I].segments, 3);
		assert_int_equal(count[I].bytes, 100);
		assert_int_equal(count[R].segments, 1);
		assert_int_equal(count[R].bytes, 0);
		/* what was merged counts as what it is made of */
		saw_tcp_count(count, I, points[i], true, &three, 3, now);
		assert_int_equal(count[I].segments, 6);
		assert_int_equal(count[I].bytes, 400);
	}
	/* on loopback it counted when it was sent */
	begin(SAW_POINT_OUT);
	data(SAW_POINT_IN_LOOP, 1, 100);
	assert_int_equal(count[I].segments, 2);
	assert_int_equal(count[I].bytes, 0);
}

/* Nothing is believed of a segment that may be anybody's. */
static void unknown(void **state)
{
	const struct saw_seg seg = { .seq = BASE + 1000, .ack = PEER + 1, .len = 10,
		.flags = SAW_TCP_ACK };
	struct saw_tcp_count before[2];

	(void)state;
	begin(SAW_POINT_IN);
	memcpy(before, count, sizeof(before));
	saw_tcp_count(count, I, SAW_POINT_IN, false, &seg, 1, now);
	assert_int_equal(count[I].segments, before[I].segments + 1);
	assert_int_equal(count[I].bytes, before[I].bytes + 10);
	before[I].segments = count[I].segments;
	before[I].bytes = count[I].bytes;
	assert_memory_equal(count, before, sizeof(before));
	saw_tcp_count(count, I, SAW_POINT_IN_LOOP, false, &seg, 1, now);
	assert_memory_equal(count, before, sizeof(before));
}

static void retransmits(void **state)
{
	const struct saw_seg three = { .seq = BASE + 101, .ack = PEER + 1, .len = 300,
		.flags = SAW_TCP_ACK };

	(void)state;
	begin(SAW_POINT_OUT);
	data(SAW_POINT_OUT, 1, 100);
	data(SAW_POINT_OUT, 101, 300);
	assert_int_equal(count[I].retransmits, 0);
	data(SAW_POINT_OUT, 1, 100);
	assert_int_equal(count[I].retransmits, 1);
	saw_tcp_count(count, I, SAW_POINT_OUT, true, &three, 3, now);
	assert_int_equal(count[I].retransmits, 4);
	/* partly new: sent again, and then the next is in order */
	data(SAW_POINT_OUT, 301, 200);
	assert_int_equal(count[I].retransmits, 5);
	data(SAW_POINT_OUT, 501, 1);
	assert_int_equal(count[I].retransmits, 5);
	/* a keep-alive probe has no data */
	data(SAW_POINT_OUT, 501, 0);
	data(SAW_POINT_OUT, 500, 0);
	assert_int_equal(count[I].retransmits, 5);
	see(SAW_POINT_OUT, I, SAW_TCP_ACK | SAW_TCP_FIN, 502, 1, 0, 100);
	assert_int_equal(count[I].retransmits, 5);
	see(SAW_POINT_OUT, I, SAW_TCP_ACK | SAW_TCP_FIN, 502, 1, 0, 100);
	assert_int_equal(count[I].retransmits, 6);
	see(SAW_POINT_OUT, I, SAW_TCP_RST, 1, 0, 10, 0);
	assert_int_equal(count[I].retransmits, 6);
	assert_int_equal(count[R].retransmits, 0);
}

static void syn_sent_again(void **state)
{
	(void)state;
	begin(SAW_POINT_OUT);
	see(SAW_POINT_OUT, I, SAW_TCP_SYN, 0, 0, 0, 100);
	assert_int_equal(count[I].retransmits, 1);
	/* the number after the SYN was not used before */
	data(SAW_POINT_OUT, 1, 10);
	assert_int_equal(count[I].retransmits, 1);
}

/* What comes late from afar may have been overtaken. */
static void late_is_no_retransmission(void **state)
{
	static const enum saw_point points[] = { SAW_POINT_PASS, SAW_POINT_IN };
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(points); i++) {
		begin(points[i]);
		data(points[i], 101, 100);
		data(points[i], 1, 100);
		assert_int_equal(count[I].retransmits, 0);
	}
}

static void dup_acks(void **state)
{
	(void)state;
	begin(SAW_POINT_OUT);
	/* (a) nothing is outstanding */
	ack(SAW_POINT_IN, 1, 100);
	assert_int_equal(count[R].dup_acks, 0);
	data(SAW_POINT_OUT, 1, 100);
	data(SAW_POINT_OUT, 101, 100);
	ack(SAW_POINT_IN, 1, 100);
	assert_int_equal(count[R].dup_acks, 1);
	ack(SAW_POINT_IN, 1, 100);
	assert_int_equal(count[R].dup_acks, 2);
	/* (b) it has data */
	see(SAW_POINT_IN, R, SAW_TCP_ACK, 1, 1, 10, 100);
	/* (c) SYN or FIN */
	see(SAW_POINT_IN, R, SAW_TCP_ACK | SAW_TCP_SYN, 0, 1, 0, 100);
	see(SAW_POINT_IN, R, SAW_TCP_ACK | SAW_TCP_FIN, 11, 1, 0, 100);
	/* (d) another number, newer or older */
	ack(SAW_POINT_IN, 101, 100);
	ack(SAW_POINT_IN, 1, 100);
	/* (e) another window */
	ack(SAW_POINT_IN, 101, 99);
	assert_int_equal(count[R].dup_acks, 2);
	ack(SAW_POINT_IN, 101, 99);
	assert_int_equal(count[R].dup_acks, 3);
	/* no ACK, and no acknowledgment */
	see(SAW_POINT_IN, R, 0, 12, 101, 0, 99);
	see(SAW_POINT_IN, R, SAW_TCP_ACK | SAW_TCP_RST, 12, 101, 0, 99);
	assert_int_equal(count[R].dup_acks, 3);
	/* on loopback they counted when they were sent */
	ack(SAW_POINT_IN_LOOP, 101, 99);
	assert_int_equal(count[R].dup_acks, 3);
	/* (a) again: everything is acknowledged */
	ack(SAW_POINT_IN, 201, 99);
	ack(SAW_POINT_IN, 201, 99);
	assert_int_equal(count[R].dup_acks, 3);
	assert_int_equal(count[I].dup_acks, 0);
}

/* Of a connection that was picked up it is not known what is outstanding. */
static void dup_ack_of_what_was_not_seen(void **state)
{
	(void)state;
	memset(count, 0, sizeof(count));
	data(SAW_POINT_OUT, 1, 0);
	ack(SAW_POINT_IN, -10, 100);
	ack(SAW_POINT_IN, -10, 100);
	assert_int_equal(count[R].dup_acks, 0);
	data(SAW_POINT_OUT, 1, 100);
	assert_int_equal(count[I].retransmits, 0);
	ack(SAW_POINT_IN, -10, 100);
	assert_int_equal(count[R].dup_acks, 1);
}

static void zero_window(void **state)
{
	(void)state;
	begin(SAW_POINT_OUT);
	data(SAW_POINT_OUT, 1, 100);
	ack(SAW_POINT_IN, 101, 0);
	assert_int_equal(saw_tcp_count_zero_window(&count[R], now), 0);
	assert_int_equal(saw_tcp_count_zero_window(&count[R], now + 7), 7);
	ack(SAW_POINT_IN, 101, 0);
	/* older than the last, with a window that is over */
	ack(SAW_POINT_IN, 1, 100);
	ack(SAW_POINT_IN, 101, 5);
	assert_int_equal(saw_tcp_count_zero_window(&count[R], now), 3 * US);
	assert_int_equal(saw_tcp_count_zero_window(&count[R], now + 7), 3 * US);
	/* and a second time; a RST says nothing of a window */
	ack(SAW_POINT_IN, 101, 0);
	see(SAW_POINT_IN, R, SAW_TCP_ACK | SAW_TCP_RST, 1, 101, 0, 100);
	ack(SAW_POINT_IN, 101, 5);
	assert_int_equal(count[R].zero_window, 5 * US);
	see(SAW_POINT_IN, R, SAW_TCP_RST, 1, 0, 0, 0);
	assert_int_equal(count[R].zero_since, 0);
	assert_int_equal(saw_tcp_count_zero_window(&count[I], now), 0);
}

static void duplicates(void **state)
{
	const struct saw_seg three = { .seq = BASE + 1, .ack = PEER + 1, .len = 100,
		.flags = SAW_TCP_ACK };

	(void)state;
	begin(SAW_POINT_IN);
	data(SAW_POINT_IN, 1, 100);
	data(SAW_POINT_IN, 101, 100);
	assert_int_equal(count[I].duplicates, 0);
	data(SAW_POINT_IN, 1, 100);
	data(SAW_POINT_IN, 101, 100);
	assert_int_equal(count[I].duplicates, 2);
	saw_tcp_count(count, I, SAW_POINT_IN, true, &three, 3, now);
	assert_int_equal(count[I].duplicates, 5);
	/* some of it is new */
	data(SAW_POINT_IN, 200, 2);
	/* no numbers of its own */
	data(SAW_POINT_IN, 1, 0);
	see(SAW_POINT_IN, I, SAW_TCP_RST, 1, 0, 10, 0);
	assert_int_equal(count[I].duplicates, 5);
	see(SAW_POINT_IN, I, SAW_TCP_SYN, 0, 0, 0, 100);
	assert_int_equal(count[I].duplicates, 6);
	see(SAW_POINT_IN, I, SAW_TCP_ACK | SAW_TCP_FIN, 202, 1, 0, 100);
	assert_int_equal(count[I].duplicates, 6);
	see(SAW_POINT_IN, I, SAW_TCP_ACK | SAW_TCP_FIN, 202, 1, 0, 100);
	assert_int_equal(count[I].duplicates, 7);
	assert_int_equal(count[I].out_of_order, 0);
	assert_int_equal(count[R].duplicates, 0);
}

/* What leaves has not arrived, and what goes by neither. */
static void arrivals_only(void **state)
{
	static const enum saw_point points[] = { SAW_POINT_OUT, SAW_POINT_PASS };
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(points); i++) {
		begin(points[i]);
		data(points[i], 1, 100);
		data(points[i], 1, 100);
		data(points[i], 301, 100);
		assert_int_equal(count[I].duplicates, 0);
		assert_int_equal(count[I].out_of_order, 0);
		assert_int_equal(count[I].hole_since, 0);
	}
}

static void a_hole(void **state)
{
	const struct saw_seg three = { .seq = BASE + 401, .ack = PEER + 1, .len = 300,
		.flags = SAW_TCP_ACK };

	(void)state;
	begin(SAW_POINT_IN);
	data(SAW_POINT_IN, 101, 100);
	assert_int_equal(count[I].out_of_order, 1);
	assert_int_equal(saw_tcp_count_head_of_line(&count[I], now), 0);
	assert_int_equal(saw_tcp_count_head_of_line(&count[I], now + 7), 7);
	data(SAW_POINT_IN, 201, 200);
	assert_int_equal(count[I].out_of_order, 2);
	saw_tcp_count(count, I, SAW_POINT_IN, true, &three, 3, now);
	assert_int_equal(count[I].out_of_order, 5);
	/* the first hole was from 1 to 101 */
	data(SAW_POINT_IN, 1, 700);
	assert_int_equal(saw_tcp_count_head_of_line(&count[I], now), 2 * US);
	assert_int_equal(saw_tcp_count_head_of_line(&count[I], now + 7), 2 * US);
	assert_int_equal(count[I].hole_since, 0);
	assert_int_equal(count[I].edge, BASE + 701);
	/* in order again */
	data(SAW_POINT_IN, 701, 100);
	assert_int_equal(count[I].out_of_order, 5);
	assert_int_equal(count[I].duplicates, 0);
	assert_int_equal(saw_tcp_count_head_of_line(&count[R], now), 0);
}

/* The receiver knows what it has; its acknowledgment fills what the arrivals left open. */
static void filled_by_acknowledgment(void **state)
{
	(void)state;
	begin(SAW_POINT_IN);
	data(SAW_POINT_IN, 101, 100);
	data(SAW_POINT_IN, 301, 100);
	/* the first of two holes */
	data(SAW_POINT_IN, 1, 100);
	assert_int_not_equal(count[I].hole_since, 0);
	ack(SAW_POINT_OUT, 201, 100);
	assert_int_not_equal(count[I].hole_since, 0);
	assert_int_equal(count[I].edge, BASE + 201);
	data(SAW_POINT_IN, 201, 100);
	assert_int_equal(count[I].out_of_order, 2);
	assert_int_equal(count[I].edge, BASE + 301);
	ack(SAW_POINT_OUT, 401, 100);
	assert_int_equal(count[I].hole_since, 0);
	assert_int_equal(count[I].head_of_line, 5 * US);
	/* an older number changes nothing */
	ack(SAW_POINT_OUT, 401, 100);
	assert_int_equal(count[I].edge, BASE + 401);
	assert_int_equal(count[I].head_of_line, 5 * US);
	data(SAW_POINT_IN, 401, 100);
	ack(SAW_POINT_OUT, 401, 100);
	assert_int_equal(count[I].edge, BASE + 501);
}

/* Less than what waits behind the hole is nothing new of it. */
static void beyond_a_hole_again(void **state)
{
	(void)state;
	begin(SAW_POINT_IN_LOOP);
	data(SAW_POINT_IN_LOOP, 101, 100);
	data(SAW_POINT_IN_LOOP, 101, 50);
	assert_int_equal(count[I].out_of_order, 2);
	data(SAW_POINT_IN_LOOP, 1, 199);
	assert_int_not_equal(count[I].hole_since, 0);
	data(SAW_POINT_IN_LOOP, 200, 1);
	assert_int_equal(count[I].hole_since, 0);
	assert_int_equal(count[I].head_of_line, 3 * US);
}

/* More than half the circle in order, and then a hole. */
static void after_gigabytes(void **state)
{
	u32 at = 1;

	(void)state;
	begin(SAW_POINT_IN);
	for (; at < 0xe0000000; at += 0x20000000)
		data(SAW_POINT_IN, at, 0x20000000);
	data(SAW_POINT_IN, at + 10, 10);
	assert_int_not_equal(count[I].hole_since, 0);
	data(SAW_POINT_IN, at, 10);
	data(SAW_POINT_IN, at + 10, 10);
	assert_int_equal(count[I].hole_since, 0);
	assert_int_equal(count[I].head_of_line, 2 * US);
}

/* An acknowledgment that comes from afar is of data whose arrival nobody saw. */
static void remote_receiver(void **state)
{
	(void)state;
	begin(SAW_POINT_OUT);
	data(SAW_POINT_OUT, 1, 100);
	ack(SAW_POINT_IN, 101, 100);
	assert_false(count[I].bits & SAW_COUNT_EDGE);
	assert_int_equal(count[I].edge, 0);
}

/* The data of a SYN was taken if it is acknowledged. */
static void data_in_a_syn(void **state)
{
	(void)state;
	memset(count, 0, sizeof(count));
	see(SAW_POINT_IN, I, SAW_TCP_SYN, 0, 0, 50, 100);
	assert_int_equal(count[I].edge, BASE + 1);
	assert_int_equal(count[I].sent, BASE + 51);
	see(SAW_POINT_OUT, R, SAW_TCP_SYN | SAW_TCP_ACK, 0, 51, 0, 100);
	assert_int_equal(count[I].edge, BASE + 51);
	data(SAW_POINT_IN, 51, 10);
	assert_int_equal(count[I].out_of_order, 0);
	assert_int_equal(count[I].duplicates, 0);
	see(SAW_POINT_IN, I, SAW_TCP_SYN, 0, 0, 50, 100);
	assert_int_equal(count[I].duplicates, 1);
}

static void over(void **state)
{
	(void)state;
	begin(SAW_POINT_IN);
	data(SAW_POINT_IN, 101, 100);
	ack(SAW_POINT_OUT, 1, 0);
	see(SAW_POINT_IN, I, SAW_TCP_ACK, 201, 1, 0, 0);
	now += US;
	saw_tcp_count_end(count, now);
	assert_int_equal(saw_tcp_count_head_of_line(&count[I], now + US), 3 * US);
	assert_int_equal(saw_tcp_count_zero_window(&count[R], now + US), 2 * US);
	assert_int_equal(saw_tcp_count_zero_window(&count[I], now + US), US);
	assert_int_equal(saw_tcp_count_head_of_line(&count[R], now + US), 0);
	/* nothing begins any more, and the rest counts */
	data(SAW_POINT_IN, 201, 100);
	ack(SAW_POINT_OUT, 1, 0);
	assert_int_equal(count[I].out_of_order, 2);
	assert_int_equal(count[I].hole_since, 0);
	assert_int_equal(count[R].zero_since, 0);
}

static bool timed(unsigned int sender, u32 seq, u16 window)
{
	const struct saw_seg seg = { .seq = (sender ? PEER : BASE) + seq, .window = window };

	return saw_tcp_count_timed(count, sender, &seg);
}

/* In order and with a window no time is asked for, unless one lasts. */
static void when_time_counts(void **state)
{
	unsigned int role;

	(void)state;
	begin(SAW_POINT_IN);
	count[R].edge = PEER + 1;
	for (role = 0; role < 2; role++) {
		assert_false(timed(role, 1, 1));
		assert_true(timed(role, 1, 0));
		assert_true(timed(role, 2, 1));
		count[role].zero_since = 1;
		assert_true(timed(I, 1, 1));
		assert_true(timed(R, 1, 1));
		count[role].zero_since = 0;
		count[role].hole_since = 1;
		assert_true(timed(I, 1, 1));
		assert_true(timed(R, 1, 1));
		count[role].hole_since = 0;
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(segments_and_bytes),
		cmocka_unit_test(unknown),
		cmocka_unit_test(retransmits),
		cmocka_unit_test(syn_sent_again),
		cmocka_unit_test(late_is_no_retransmission),
		cmocka_unit_test(dup_acks),
		cmocka_unit_test(dup_ack_of_what_was_not_seen),
		cmocka_unit_test(zero_window),
		cmocka_unit_test(duplicates),
		cmocka_unit_test(arrivals_only),
		cmocka_unit_test(a_hole),
		cmocka_unit_test(filled_by_acknowledgment),
		cmocka_unit_test(beyond_a_hole_again),
		cmocka_unit_test(after_gigabytes),
		cmocka_unit_test(remote_receiver),
		cmocka_unit_test(data_in_a_syn),
		cmocka_unit_test(over),
		cmocka_unit_test(when_time_counts),
	};

	return cmocka_run_group_tests_name("tcp_count", tests, NULL, NULL);
}
