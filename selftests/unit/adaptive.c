// SPDX-License-Identifier: GPL-2.0
/*
 * The adaptive laws: when a loss is congestion, and whose a queue is. The path carries
 * 1000 segments a second with 100 ms: a product of 100, with the gain of 1.05 105.
 */
#include "laws.h"
#include "core/adaptive.h"
#include "core/growth.h"

#define LOSS SAWTOOTH_SSTHRESH_CAUSE_LOSS
#define ECN SAWTOOTH_SSTHRESH_CAUSE_ECN
#define TIMEOUT SAWTOOTH_SSTHRESH_CAUSE_TIMEOUT

static struct saw_params params;
static struct saw_flow flow;
static struct saw_window win;
static struct saw_ack ack;
static enum sawtooth_ssthresh_cause cause;

static int setup(void **state)
{
	(void)state;
	saw_params_adaptive(&params);
	ack = (struct saw_ack) { .rtt = 100000, .tick = 50000, .tick_length = 4 };
	saw_flow_init(&flow, &ack);
	flow.path.last_rtt = 100000;
	flow.path.bw[0] = 1000 << SAW_BANDWIDTH_SHIFT;
	flow.path.deepest = 100000;
	flow.start.over = true;
	win = (struct saw_window) { .cwnd = 200, .ssthresh = 100, .clamp = FOREVER };
	return 0;
}

static u32 lose(enum sawtooth_ssthresh_cause why, u32 cwnd, u32 lost)
{
	struct saw_loss loss = { .cause = why, .cwnd = cwnd, .delivered = 1000 - lost,
				 .lost = lost };

	return saw_ssthresh(&params, &flow, &loss);
}

static void is_congestion(u32 lost)
{
	assert_int_equal(lose(LOSS, 200, lost), 140);
	assert_false(flow.adapt.forgiven);
	assert_int_equal(flow.adapt.target, ~0U);
}

static void is_none(u32 lost)
{
	assert_int_equal(lose(LOSS, 120, lost), 107);
	assert_true(flow.adapt.forgiven);
	assert_int_equal(flow.adapt.target, 107);
}

static void nothing_speaks_of_it(void **state)
{
	is_none(1);
	/* Nothing to shrink: then it does not even end the epoch. */
	setup(state);
	flow.cubic.running = true;
	assert_int_equal(lose(LOSS, 107, 1), 107);
	assert_int_equal(flow.adapt.target, ~0U);
	assert_true(flow.cubic.running);
	assert_int_equal(lose(LOSS, 108, 1), 107);
	assert_false(flow.cubic.running);
	assert_int_equal(flow.cubic.w_max, 107);
	/* Never to less than congestion would leave. */
	setup(state);
	assert_int_equal(lose(LOSS, 1000, 1), 700);
	assert_int_equal(flow.adapt.target, 700);
	setup(state);
	assert_int_equal(lose(LOSS, 1, 1), 2);
	assert_int_equal(flow.adapt.target, ~0U);
}

static void the_path_is_not_known(void **state)
{
	flow.path.bw[0] = 0;
	is_congestion(1);
	setup(state);
	flow.path.last_rtt = 0;
	is_congestion(1);
}

static void others_fill_the_queue(void **state)
{
	flow.adapt.competing = true;
	is_congestion(1);
}

static void queue_of(u32 last_rtt, u32 rtt)
{
	flow.path.last_rtt = last_rtt;
	flow.path.rtt = rtt;
}

/*
 * An eighth of the smallest round-trip time, and 4 ms at least; now and in the round before,
 * or it was a burst.
 */
static void a_standing_queue(void **state)
{
	queue_of(112501, 112500);
	is_none(1);
	setup(state);
	queue_of(112500, 112501);
	is_none(1);
	setup(state);
	queue_of(112501, 112501);
	is_congestion(1);
	setup(state);
	flow.path.lowest[0] = 10000;
	flow.path.lowest[1] = 10000;
	queue_of(20000, 14000);
	lose(LOSS, 200, 1);
	assert_true(flow.adapt.forgiven);
	flow.path.rtt = 14001;
	lose(LOSS, 200, 1);
	assert_false(flow.adapt.forgiven);
}

/* Half of the deepest queue that there ever was, and three segments. */
static void a_short_buffer(void **state)
{
	flow.path.deepest = 10000;
	flow.path.rtt = 104999;
	is_none(1);
	flow.path.rtt = 105000;
	is_congestion(1);
	setup(state);
	flow.path.deepest = 1000;
	flow.path.rtt = 102999;
	is_none(1);
	flow.path.rtt = 103000;
	is_congestion(1);
}

/* Unless a buffer is known that is not short; in slow start that is not known yet. */
static void a_long_buffer(void **state)
{
	flow.path.deepest = 25001;
	flow.path.rtt = 112500;
	is_congestion(1);
	setup(state);
	flow.path.deepest = 25002;
	flow.path.rtt = 150000;
	is_none(1);
	setup(state);
	flow.path.deepest = 25002;
	flow.path.rtt = 150000;
	flow.start.over = false;
	lose(LOSS, 120, 2);
	assert_false(flow.adapt.forgiven);
}

/*
 * A window that doubles has a queue in each round, and a short buffer drops several of what it
 * sends: not only one since the last ACK. One that grows slower has neither.
 */
static void a_burst_loses_several(void **state)
{
	static const struct {
		u32 noticed, lost;
		bool misled, forgiven;
	} cases[] = {
		{ 0, 1, false, true }, { 0, 2, false, false }, { 7, 8, false, true },
		{ 7, 9, false, false }, { ~0U, 0, false, true }, { ~0U, 1, false, false },
		{ 0, 1, true, false },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		setup(state);
		flow.path.rtt = 150000;
		flow.start.over = false;
		flow.start.misled = cases[i].misled;
		flow.path.noticed = cases[i].noticed;
		flow.path.lost = cases[i].lost;
		lose(LOSS, 120, cases[i].lost);
		assert_int_equal(flow.adapt.forgiven, cases[i].forgiven);
	}
	/* nor does one of a queue that was there in the round before */
	setup(state);
	queue_of(150000, 150000);
	flow.start.over = false;
	lose(LOSS, 120, 1);
	assert_false(flow.adapt.forgiven);
}

static void too_much_is_lost(void **state)
{
	is_none(60);
	setup(state);
	is_congestion(61);
}

/* The pipe has not been filled yet: slow start goes on, unless it overshot. */
static void in_the_first_slow_start(void **state)
{
	flow.start.over = false;
	assert_int_equal(lose(LOSS, 50, 1), 50);
	assert_true(flow.adapt.forgiven);
	assert_false(flow.start.over);
	win.cwnd = 50;
	saw_growth(&params, &flow, &ack, &win, 10);
	assert_int_equal(win.cwnd, 60);
	win.clamp = 65;
	saw_growth(&params, &flow, &ack, &win, 10);
	assert_int_equal(win.cwnd, 65);
	/* No more than the product; and then a look at it. */
	flow.path.rtt = 200000;
	assert_int_equal(lose(LOSS, 400, 2), 105);
	assert_true(flow.start.over);
	assert_int_equal(flow.adapt.settle, 3);
	assert_true(flow.adapt.young);
	/* Another one soon after it. */
	queue_of(200000, 200000);
	flow.adapt.settle = 1;
	assert_int_equal(lose(LOSS, 400, 2), 280);
	assert_int_equal(flow.adapt.settle, 3);
	assert_false(flow.adapt.young);
	lose(TIMEOUT, 400, 1);
	assert_int_equal(flow.adapt.settle, 0);
	assert_int_equal(lose(LOSS, 400, 2), 280);
	assert_int_equal(flow.adapt.settle, 0);
	/* Not again before the path has shown a quarter more. */
	flow.start.over = false;
	flow.adapt.settled = 87;
	lose(LOSS, 400, 2);
	assert_int_equal(flow.adapt.settle, 3);
	flow.start.over = false;
	flow.adapt.settled = 88;
	lose(LOSS, 400, 2);
	assert_int_equal(flow.adapt.settle, 0);
	setup(state);
	flow.start.over = false;
	flow.path.rtt = 200000;
	assert_int_equal(lose(LOSS, 100, 2), 70);
	/* If there is none yet, beta. */
	setup(state);
	flow.start.over = false;
	flow.path.bw[0] = 0;
	is_congestion(1);
}

/* A time-out is never forgiven. */
static void time_outs(void **state)
{
	flow.adapt.probe = 1;
	assert_int_equal(lose(TIMEOUT, 200, 1), 100);
	assert_false(flow.adapt.forgiven);
	assert_int_equal(flow.adapt.probe, 0);
	params.beta = 300;
	saw_params_derive(&params);
	assert_int_equal(lose(TIMEOUT, 200, 1), 59);
}

/* The product without gain, between beta and 0.95; beta-ecn if there is none. */
static void marks(void **state)
{
	static const u32 windows[][2] = { { 120, 100 }, { 103, 98 }, { 40, 38 }, { 200, 140 } };

	for (size_t i = 0; i < ARRAY_SIZE(windows); i++) {
		setup(state);
		assert_int_equal(lose(ECN, windows[i][0], 0), windows[i][1]);
		assert_int_equal(flow.adapt.settle, 0);
	}
	setup(state);
	flow.path.bw[0] = 0;
	assert_int_equal(lose(ECN, 200, 0), 170);
	setup(state);
	flow.adapt.competing = true;
	assert_int_equal(lose(ECN, 200, 0), 170);
}

static u32 mark(u32 delivered, u32 product)
{
	struct saw_loss loss = { .cause = ECN, .cwnd = 120, .delivered = delivered };

	flow.path.bw[0] = (product * 10) << SAW_BANDWIDTH_SHIFT;
	return saw_ssthresh(&params, &flow, &loss);
}

/* A mark within twelve windows of the last one leaves beta; not those of slow start. */
static void marks_again(void **state)
{
	struct saw_loss loss = { .cause = ECN, .cwnd = 120, .delivered = 5000 };

	(void)state;
	assert_int_equal(saw_ssthresh(&params, &flow, &loss), 100);
	loss.delivered += 12 * 120;
	assert_int_equal(saw_ssthresh(&params, &flow, &loss), 100);
	loss.delivered += 12 * 120 - 1;
	assert_int_equal(saw_ssthresh(&params, &flow, &loss), 84);
	loss.delivered++;
	flow.adapt.settle = 1;
	assert_int_equal(saw_ssthresh(&params, &flow, &loss), 100);
	loss.delivered++;
	flow.start.over = false;
	flow.adapt.settle = 0;
	assert_int_equal(saw_ssthresh(&params, &flow, &loss), 100);
	/* each counts anew from itself */
	setup(state);
	assert_int_equal(mark(5000, 100), 100);
	assert_int_equal(mark(5001, 100), 84);
	assert_int_equal(mark(5000 + 12 * 120, 100), 84);
	/* the largest window does not wrap */
	setup(state);
	loss.cwnd = FOREVER;
	saw_ssthresh(&params, &flow, &loss);
	assert_int_equal(flow.adapt.soon, loss.delivered + (12U << 23));
	flow.path.bw[0] *= 2;
	saw_ssthresh(&params, &flow, &loss);
	assert_int_equal(flow.adapt.soon, loss.delivered + (200U << 23));
}

/* A path that carries more than at an earlier mark is not ours alone. */
static void marks_show_others(void **state)
{
	(void)state;
	assert_int_equal(mark(5000, 100), 100);
	assert_int_equal(mark(10000, 106), 106);
	assert_int_equal(mark(15000, 107), 84);
	/* For 200 windows, which marks that come soon do not make fewer. */
	assert_int_equal(mark(20000, 107), 84);
	assert_int_equal(mark(15000 + 200 * 120 - 1, 100), 84);
	assert_int_equal(mark(15000 + 200 * 120 + 12 * 120 - 2, 100), 84);
	assert_int_equal(mark(60000, 100), 100);
	/* It is the least since that counts. */
	assert_int_equal(mark(70000, 90), 90);
	assert_int_equal(mark(80000, 97), 84);
	assert_int_equal(mark(120000, 103), 103);
	/* What is not known is no gain. */
	assert_int_equal(mark(130000, 0), 102);
	assert_int_equal(mark(140000, 100), 100);
}

static void shrinks_by_half_of_what_is_acknowledged(void **state)
{
	lose(LOSS, 120, 1);
	win.cwnd = 120;
	saw_growth(&params, &flow, &ack, &win, 10);
	assert_int_equal(win.cwnd, 115);
	saw_growth(&params, &flow, &ack, &win, 1);
	assert_int_equal(win.cwnd, 114);
	saw_growth(&params, &flow, &ack, &win, 100);
	assert_int_equal(win.cwnd, 107);
	/* From there it grows. */
	assert_int_equal(flow.adapt.target, 107);
	saw_growth(&params, &flow, &ack, &win, 1);
	assert_int_equal(flow.adapt.target, ~0U);
	assert_true(flow.cubic.running);
}

static bool round_ends(void)
{
	return saw_adaptive_round(&params, &flow, &ack, &win, &cause);
}

/* Marks end slow start before what the path carries could be measured: later it is. */
static void marks_in_slow_start(void **state)
{
	flow.start.over = false;
	assert_int_equal(lose(ECN, 120, 0), 100);
	assert_int_equal(flow.adapt.settle, 3);
	win.cwnd = 99;
	win.ssthresh = 99;
	assert_false(round_ends());
	assert_false(round_ends());
	assert_true(round_ends());
	assert_int_equal(win.ssthresh, 100);
	assert_int_equal(win.cwnd, 99);
	assert_true(flow.start.over);
	assert_false(round_ends());
	setup(state);
	flow.start.over = false;
	lose(ECN, 120, 0);
	win.cwnd = 100;
	for (int i = 0; i < 3; i++)
		assert_false(round_ends());
	assert_int_equal(flow.adapt.settle, 0);
}

/* What was forgiven is revoked when more is lost. */
static void revoked(void **state)
{
	lose(LOSS, 200, 1);
	flow.path.recent = 940;
	ack.lost = 60;
	assert_false(round_ends());
	flow.path.recent = 939;
	ack.lost = 61;
	assert_true(round_ends());
	assert_int_equal(cause, LOSS);
	assert_int_equal(win.ssthresh, 140);
	assert_int_equal(flow.adapt.target, 140);
	assert_false(flow.adapt.forgiven);
	assert_false(round_ends());
	/* In slow start, too: that ends with it. */
	setup(state);
	flow.start.over = false;
	lose(LOSS, 200, 1);
	ack.lost = 61;
	assert_true(round_ends());
	assert_true(flow.start.over);
}

/* After slow start two more rounds, then ssthresh is what they measured. */
static void settles(void **state)
{
	flow.path.last_rtt = 103000;
	saw_adaptive_settle(&flow);
	for (int i = 0; i < 2; i++) {
		assert_false(round_ends());
		saw_growth(&params, &flow, &ack, &win, 10);
		assert_int_equal(win.cwnd, 200);
	}
	assert_true(round_ends());
	assert_int_equal(cause, SAWTOOTH_SSTHRESH_CAUSE_QUEUE);
	assert_int_equal(win.ssthresh, 105);
	assert_int_equal(flow.adapt.settle, 0);
}

/* Without a queue the path was not full: slow start goes on, and trusts no train. */
static void was_misled(void **state)
{
	flow.path.last_rtt = 102999;
	saw_adaptive_settle(&flow);
	for (int i = 0; i < 3; i++)
		assert_false(round_ends());
	assert_int_equal(flow.adapt.settled, 105);
	assert_false(flow.start.over);
	assert_true(flow.start.misled);
	assert_int_equal(win.ssthresh, 100);
	assert_false(round_ends());
	/* By a quarter of what is acknowledged. */
	saw_growth(&params, &flow, &ack, &win, 40);
	assert_int_equal(win.cwnd, 210);
	/* Where much is lost a short buffer may be full nevertheless. */
	setup(state);
	saw_adaptive_settle(&flow);
	ack.delivered = 939;
	ack.lost = 61;
	for (int i = 0; i < 2; i++)
		assert_false(round_ends());
	assert_true(round_ends());
	assert_int_equal(win.ssthresh, 105);
	assert_true(flow.start.over);
}

static void settles_on_nothing(void **state)
{
	flow.path.bw[0] = 0;
	saw_adaptive_settle(&flow);
	for (int i = 0; i < 3; i++)
		assert_false(round_ends());
	assert_true(flow.start.over);
	assert_int_equal(flow.adapt.settle, 0);
}

/* Three quarters of the smallest round-trip time, and 5 ms at least. */
static void probes_a_queue(void **state)
{
	flow.path.last_rtt = 175000;
	assert_false(round_ends());
	flow.path.last_rtt = 175001;
	flow.cubic.running = true;
	assert_true(round_ends());
	assert_int_equal(cause, SAWTOOTH_SSTHRESH_CAUSE_QUEUE);
	assert_int_equal(win.ssthresh, 105);
	assert_int_equal(flow.adapt.target, 105);
	assert_int_equal(win.cwnd, 200);
	assert_int_equal(flow.cubic.w_max, 200);
	assert_false(flow.cubic.running);
	/* Nothing to shrink to. */
	setup(state);
	flow.path.last_rtt = 175001;
	win.cwnd = 105;
	assert_false(round_ends());
	win.cwnd = 106;
	assert_true(round_ends());
	setup(state);
	flow.path.last_rtt = 175001;
	flow.path.bw[0] = 0;
	assert_false(round_ends());
	setup(state);
	flow.path.lowest[0] = 1000;
	flow.path.lowest[1] = 1000;
	flow.path.last_rtt = 6000;
	assert_false(round_ends());
	flow.path.last_rtt = 6001;
	assert_true(round_ends());
}

/* A probe of a queue of 80 ms; the window has shrunk, and then there are 3 rounds of @rtt. */
static bool probe(u32 rtt)
{
	flow.path.last_rtt = 180000;
	assert_true(round_ends());
	assert_false(round_ends());
	win.cwnd = 105;
	saw_growth(&params, &flow, &ack, &win, 50);
	assert_int_equal(win.cwnd, 105);
	flow.path.last_rtt = rtt;
	assert_false(round_ends());
	assert_false(round_ends());
	return round_ends();
}

static void the_queue_was_ours(void **state)
{
	assert_false(probe(120000));
	assert_int_equal(flow.adapt.probe, 0);
	assert_int_equal(flow.adapt.target, ~0U);
	assert_int_equal(win.ssthresh, 105);
	assert_false(flow.adapt.competing);
}

static void the_queue_was_of_others(void **state)
{
	assert_true(probe(120001));
	assert_int_equal(cause, SAWTOOTH_SSTHRESH_CAUSE_UNDO);
	assert_int_equal(win.cwnd, 200);
	assert_int_equal(win.ssthresh, 100);
	assert_true(flow.start.over);
	/* For ten seconds. */
	flow.path.last_rtt = 180000;
	ack.tick += 9999;
	assert_false(round_ends());
	assert_true(flow.adapt.competing);
	ack.tick += 1;
	assert_true(round_ends());
	assert_false(flow.adapt.competing);
}

static void the_path_became_longer(void **state)
{
	assert_true(probe(170000));
	assert_int_equal(cause, SAWTOOTH_SSTHRESH_CAUSE_UNDO);
	assert_int_equal(saw_path_min_rtt(&flow.path), 170000);
	assert_int_equal(win.cwnd, 200);
	assert_false(flow.start.over);
	assert_false(flow.adapt.competing);
	setup(state);
	assert_true(probe(169999));
	assert_true(flow.adapt.competing);
	/* Never above the clamp, never below what there is. */
	setup(state);
	win.clamp = 150;
	assert_true(probe(170000));
	assert_int_equal(win.cwnd, 150);
}

static bool opens(void)
{
	saw_adaptive_round(&params, &flow, &ack, &win, &cause);
	return flow.adapt.open;
}

static void an_open_road(void **state)
{
	ack.delivered = 1000;
	assert_true(opens());
	flow.path.last_rtt = 102999;
	assert_true(opens());
	flow.path.last_rtt = 103000;
	assert_false(opens());
	setup(state);
	flow.path.last_rtt = 0;
	assert_false(opens());
	setup(state);
	flow.path.bw[0] = 0;
	assert_false(opens());
	setup(state);
	flow.adapt.competing = true;
	flow.adapt.compete = ack.tick + 1;
	assert_false(opens());
	setup(state);
	ack.delivered = 940;
	ack.lost = 60;
	assert_true(opens());
	ack.delivered = 939;
	ack.lost = 61;
	assert_false(opens());
	setup(state);
	lose(ECN, 200, 0);
	assert_false(opens());
}

/* Segments that must be acknowledged until a window of 300 grows. */
static u32 pace_of(u32 w_max, bool open)
{
	u32 acked = 0;

	win.cwnd = 300;
	win.credit = 0;
	flow.cubic = (struct saw_cubic) { .w_max = w_max, .delay = 100000 };
	flow.adapt.target = ~0U;
	flow.adapt.open = open;
	for (; win.cwnd == 300; acked++)
		saw_growth(&params, &flow, &ack, &win, 1);
	return acked;
}

static void grows_on_an_open_road(void **state)
{
	(void)state;
	assert_int_equal(pace_of(300, true), 20);
	assert_int_equal(pace_of(301, true), 100);
	flow.adapt.young = true;
	assert_int_equal(pace_of(301, true), 20);
	flow.adapt.young = false;
	assert_true(pace_of(300, false) > 200);
	assert_true(pace_of(301, false) > 100);
	/* where the curve is steeper, it holds */
	assert_true(pace_of(3000, true) < 20);
	assert_int_equal(pace_of(3000, true), pace_of(3000, false));
}

/* A round with @lost of 1000 lost. */
static bool blamed(u32 lost)
{
	ack.delivered = 1000 - lost;
	ack.lost = lost;
	saw_adaptive_round(&params, &flow, &ack, &win, &cause);
	return flow.adapt.competing;
}

/* Too much lost for the second time within ten seconds: then ten of losses only. */
static void the_queue_does_not_tell(void **state)
{
	win.cwnd = 100;
	assert_false(blamed(60));
	assert_false(flow.adapt.blamed);
	assert_false(blamed(61));
	assert_true(flow.adapt.blamed);
	ack.tick += 5000;
	assert_false(blamed(61));
	assert_false(blamed(60));
	ack.tick += 4999;
	assert_true(blamed(61));
	assert_int_equal(flow.adapt.compete, ack.tick + 10000);
	blamed(0);
	ack.tick += 9999;
	assert_true(blamed(61));
	blamed(0);
	ack.tick += 1;
	assert_false(blamed(0));
	/* Once more soon after that. */
	ack.tick += 9999;
	assert_true(blamed(61));
	setup(state);
	win.cwnd = 100;
	blamed(61);
	blamed(60);
	ack.tick += 10000;
	assert_false(blamed(61));
	assert_int_equal(flow.adapt.compete, ack.tick);
}

/* What is lost within two rounds of a reduction had been sent before its end. */
static void reduces_once(void **state)
{
	static const struct {
		u32 cwnd;
		u32 rounds;
		u32 ssthresh;
	} cases[] = {
		{ 200, 0, 140 },
		{ 150, 0, 140 },
		{ 140, 0, 140 },
		{ 139, 0, 97 },
		{ 140, 1, 140 },
		{ 140, 2, 98 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		setup(state);
		lose(LOSS, 200, 1);
		ack.lost = 61;
		ack.delivered = 939;
		assert_true(round_ends());
		assert_int_equal(flow.adapt.target, 140);
		for (u32 round = 0; round < cases[i].rounds; round++)
			round_ends();
		flow.path.rtt = 200000;
		assert_int_equal(lose(LOSS, cases[i].cwnd, 61), cases[i].ssthresh);
	}
	/* What a loss leaves holds as well, for the rest of the round that it ends in. */
	setup(state);
	queue_of(150000, 150000);
	assert_int_equal(lose(LOSS, 200, 1), 140);
	assert_int_equal(lose(LOSS, 190, 1), 140);
	assert_int_equal(lose(LOSS, 140, 1), 140);
	round_ends();
	assert_int_equal(lose(LOSS, 140, 1), 98);
	assert_int_equal(lose(LOSS, 140, 1), 98);
	round_ends();
	flow.adapt.left = 99;
	assert_int_equal(lose(LOSS, 140, 1), 98);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(nothing_speaks_of_it, setup),
		cmocka_unit_test_setup(the_path_is_not_known, setup),
		cmocka_unit_test_setup(others_fill_the_queue, setup),
		cmocka_unit_test_setup(a_standing_queue, setup),
		cmocka_unit_test_setup(a_short_buffer, setup),
		cmocka_unit_test_setup(a_long_buffer, setup),
		cmocka_unit_test_setup(a_burst_loses_several, setup),
		cmocka_unit_test_setup(too_much_is_lost, setup),
		cmocka_unit_test_setup(in_the_first_slow_start, setup),
		cmocka_unit_test_setup(time_outs, setup),
		cmocka_unit_test_setup(marks, setup),
		cmocka_unit_test_setup(marks_again, setup),
		cmocka_unit_test_setup(marks_show_others, setup),
		cmocka_unit_test_setup(shrinks_by_half_of_what_is_acknowledged, setup),
		cmocka_unit_test_setup(marks_in_slow_start, setup),
		cmocka_unit_test_setup(revoked, setup),
		cmocka_unit_test_setup(settles, setup),
		cmocka_unit_test_setup(was_misled, setup),
		cmocka_unit_test_setup(settles_on_nothing, setup),
		cmocka_unit_test_setup(probes_a_queue, setup),
		cmocka_unit_test_setup(the_queue_was_ours, setup),
		cmocka_unit_test_setup(the_queue_was_of_others, setup),
		cmocka_unit_test_setup(the_path_became_longer, setup),
		cmocka_unit_test_setup(an_open_road, setup),
		cmocka_unit_test_setup(grows_on_an_open_road, setup),
		cmocka_unit_test_setup(the_queue_does_not_tell, setup),
		cmocka_unit_test_setup(reduces_once, setup),
	};

	return cmocka_run_group_tests_name("adaptive", tests, NULL, NULL);
}
