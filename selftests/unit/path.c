// SPDX-License-Identifier: GPL-2.0
/* The model of the path: rounds, bandwidth, smallest round-trip time, queue, loss. */
#include "laws.h"
#include "core/path.h"

#define SEGMENT 256	/* a segment a second, as bandwidths are counted */

static struct saw_path path;
static struct saw_ack ack;

static int setup(void **state)
{
	(void)state;
	ack = (struct saw_ack) { .now = 1000000, .tick_length = 4, .rtt = 40000, .known = true };
	saw_path_init(&path, &ack);
	return 0;
}

/* A round of @segments that takes @time, with @lost more lost and a round-trip time. */
static bool round_of(u32 segments, u32 lost, u32 time, u32 rtt)
{
	ack.sent_at = ack.delivered;
	ack.now += time;
	ack.delivered += segments;
	ack.lost += lost;
	ack.rtt = rtt;
	ack.acked = segments;
	return saw_path_ack(&path, &ack);
}

static void begins_with_the_handshake(void **state)
{
	(void)state;
	assert_int_equal(saw_path_min_rtt(&path), 40000);
	assert_int_equal(saw_path_bandwidth(&path), 0);
	assert_int_equal(saw_path_bdp(&path, 1000), 0);
	assert_int_equal(path.last_rtt, 0);
	ack.rtt = 0;
	saw_path_init(&path, &ack);
	assert_int_equal(saw_path_min_rtt(&path), ~0U);
	assert_int_equal(saw_path_bdp(&path, 1000), 0);
	assert_int_equal(saw_path_excess(&path, 50000), 0);
}

/* It ends with the first ACK of a segment that was sent after its beginning. */
static void a_round(void **state)
{
	(void)state;
	assert_true(round_of(10, 0, 50000, 41000));
	ack.sent_at = ack.delivered - 1;
	assert_false(saw_path_ack(&path, &ack));
	ack.sent_at = ack.delivered;
	ack.known = false;
	assert_false(saw_path_ack(&path, &ack));
	ack.known = true;
	assert_true(saw_path_ack(&path, &ack));
}

/* What was lost is noticed with each ACK, not only with those that end a round. */
static void losses_are_noticed(void **state)
{
	(void)state;
	assert_int_equal(path.noticed, 0);
	ack.known = false;
	ack.lost = 3;
	assert_false(saw_path_ack(&path, &ack));
	assert_int_equal(path.noticed, 3);
	assert_int_equal(path.lost, 0);
	saw_path_init(&path, &ack);
	assert_int_equal(path.noticed, 3);
}

static void bandwidth_and_product(void **state)
{
	(void)state;
	round_of(100, 0, 50000, 40000);
	assert_int_equal(saw_path_bandwidth(&path), 2000 * SEGMENT);
	assert_int_equal(path.last_bw, 2000 * SEGMENT);
	assert_int_equal(saw_path_bdp(&path, 1000), 80);
	assert_int_equal(saw_path_bdp(&path, 1050), 84);
	round_of(50, 0, 50000, 40000);
	assert_int_equal(saw_path_bandwidth(&path), 2000 * SEGMENT);
	assert_int_equal(path.last_bw, 1000 * SEGMENT);
}

/* The largest of 8 rounds at least, of 16 at most. */
static void bandwidth_is_forgotten(void **state)
{
	(void)state;
	round_of(100, 0, 50000, 40000);
	for (int i = 0; i < 15; i++) {
		round_of(50, 0, 50000, 40000);
		assert_int_equal(saw_path_bandwidth(&path), 2000 * SEGMENT);
	}
	round_of(50, 0, 50000, 40000);
	assert_int_equal(saw_path_bandwidth(&path), 1000 * SEGMENT);
	path.rounds = 8;
	round_of(0, 0, 50000, 40000);
	assert_int_equal(path.bw[0], 0);
}

/* A round that the application limited says only that the path carries as much. */
static void limited_by_the_application(void **state)
{
	(void)state;
	round_of(100, 0, 50000, 40000);
	ack.limited = true;
	for (int i = 0; i < 40; i++)
		round_of(10, 0, 50000, 40000);
	assert_int_equal(saw_path_bandwidth(&path), 2000 * SEGMENT);
	assert_int_equal(path.last_bw, 0);
	round_of(200, 0, 50000, 40000);
	assert_int_equal(saw_path_bandwidth(&path), 4000 * SEGMENT);
	/* As much as was known is known anew. */
	path.rounds = 1;
	ack.limited = true;
	round_of(200, 0, 50000, 40000);
	assert_int_equal(path.rounds, 2);
	/* One ACK is enough to limit the round. */
	ack.limited = true;
	round_of(10, 0, 50000, 40000);
	ack.limited = false;
	round_of(10, 0, 50000, 40000);
	assert_int_equal(path.last_bw, 0);
	round_of(10, 0, 50000, 40000);
	assert_int_equal(path.last_bw, 200 * SEGMENT);
	/* Within it, too. */
	ack.sent_at = path.mark - 1;
	ack.limited = true;
	saw_path_ack(&path, &ack);
	ack.limited = false;
	round_of(10, 0, 50000, 40000);
	assert_int_equal(path.last_bw, 0);
}

static void bandwidth_saturates(void **state)
{
	(void)state;
	round_of(1U << 31, 0, 1, 40000);
	assert_int_equal(saw_path_bandwidth(&path), ~0U);
	assert_int_equal(saw_path_bdp(&path, 1000), 671088);
	/* No time at all counts as a microsecond. */
	setup(NULL);
	round_of(1, 0, 0, 40000);
	assert_int_equal(saw_path_bandwidth(&path), 1000000 * SEGMENT);
	/* The largest of all: no threshold. */
	setup(NULL);
	ack.rtt = 0x7fffffff;
	saw_path_init(&path, &ack);
	round_of(1U << 31, 0, 1, 0x7fffffff);
	assert_int_equal(saw_path_bdp(&path, 2000), SAWTOOTH_SSTHRESH_MAX);
}

/* Within a round only its smallest counts; it is known when the round has ended. */
static void smallest_round_trip_time(void **state)
{
	(void)state;
	ack.sent_at = -1;
	ack.rtt = 30000;
	saw_path_ack(&path, &ack);
	assert_int_equal(path.round_rtt, 30000);
	assert_int_equal(path.samples, 1);
	assert_int_equal(saw_path_min_rtt(&path), 40000);
	ack.rtt = 0;
	saw_path_ack(&path, &ack);
	assert_int_equal(path.rtt, 30000);
	assert_int_equal(path.samples, 1);
	round_of(1, 0, 1000, 70000);
	assert_int_equal(path.rtt, 70000);
	assert_int_equal(path.last_rtt, 30000);
	assert_int_equal(path.samples, 0);
	assert_int_equal(path.round_peak, 0);
	assert_int_equal(saw_path_min_rtt(&path), 30000);
	assert_int_equal(saw_path_excess(&path, 70000), 40000);
	assert_int_equal(saw_path_excess(&path, 20000), 0);
	assert_int_equal(path.deepest, 40000);
	/* Without a sample the last ones stay. */
	round_of(1, 0, 1000, 0);
	assert_int_equal(path.last_rtt, 30000);
	for (int i = 0; i < 300; i++) {
		ack.sent_at = path.mark - 1;
		ack.rtt = 50000;
		saw_path_ack(&path, &ack);
	}
	assert_int_equal(path.samples, 255);
}

/* For 30 seconds at least, for 60 at most. */
static void smallest_is_forgotten(void **state)
{
	(void)state;
	round_of(1, 0, 1000, 30000);
	for (int i = 0; i < 59; i++)
		round_of(1, 0, 1000000, 50000);
	assert_int_equal(saw_path_min_rtt(&path), 30000);
	round_of(1, 0, 1000000, 50000);
	assert_int_equal(saw_path_min_rtt(&path), 50000);
}

static void another_path(void **state)
{
	(void)state;
	round_of(1, 0, 1000, 40000);
	round_of(1, 0, 1000, 90000);
	assert_int_equal(path.deepest, 50000);
	saw_path_change(&path, ack.now);
	assert_int_equal(saw_path_min_rtt(&path), 90000);
	assert_int_equal(path.deepest, 0);
	/* For another 30 seconds at least. */
	round_of(1, 0, 29000000, 95000);
	assert_int_equal(saw_path_min_rtt(&path), 90000);
	setup(NULL);
	round_of(1, 0, 29000000, 90000);
	saw_path_change(&path, ack.now);
	round_of(1, 0, 29000000, 95000);
	assert_int_equal(path.lowest[0], 90000);
	round_of(1, 0, 29000000, 95000);
	assert_int_equal(path.lowest[0], 95000);
	assert_int_equal(path.lowest[1], 90000);
}

static void loss(void **state)
{
	(void)state;
	assert_int_equal(saw_path_loss(&path, 0, 0), 0);
	round_of(98, 2, 50000, 40000);
	assert_int_equal(path.round_loss, 200);
	/* of 100, which are taken for 128 */
	assert_int_equal(saw_path_loss(&path, ack.delivered, ack.lost), 15);
	assert_int_equal(saw_path_loss(&path, ack.delivered + 27, ack.lost), 15);
	assert_int_equal(saw_path_loss(&path, ack.delivered + 100, ack.lost), 10);
	/* With what this round has brought so far. */
	assert_int_equal(saw_path_loss(&path, ack.delivered + 92, ack.lost + 8), 50);
	round_of(0, 0, 50000, 40000);
	assert_int_equal(path.round_loss, 0);
	/* A large round counts as its share; what was before it, as half as much. */
	round_of(9000, 1000, 50000, 40000);
	assert_int_equal(path.round_loss, 1000);
	assert_int_equal(path.recent, 356);
	assert_int_equal(path.recent_lost, 27);
	round_of(256, 0, 50000, 40000);
	assert_int_equal(path.recent, 434);
	assert_int_equal(path.recent_lost, 13);
	/* 256 are halved, 255 are not; and neither is a round of 300 taken for more than 256. */
	path.recent = 255;
	path.recent_lost = 9;
	round_of(1, 0, 50000, 40000);
	assert_int_equal(path.recent, 256);
	assert_int_equal(path.recent_lost, 9);
	round_of(270, 30, 50000, 40000);
	assert_int_equal(path.recent, 128 + 256);
	assert_int_equal(path.recent_lost, 4 + 25);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(begins_with_the_handshake, setup),
		cmocka_unit_test_setup(a_round, setup),
		cmocka_unit_test_setup(losses_are_noticed, setup),
		cmocka_unit_test_setup(bandwidth_and_product, setup),
		cmocka_unit_test_setup(bandwidth_is_forgotten, setup),
		cmocka_unit_test_setup(limited_by_the_application, setup),
		cmocka_unit_test_setup(bandwidth_saturates, setup),
		cmocka_unit_test_setup(smallest_round_trip_time, setup),
		cmocka_unit_test_setup(smallest_is_forgotten, setup),
		cmocka_unit_test_setup(another_path, setup),
		cmocka_unit_test_setup(loss, setup),
	};

	return cmocka_run_group_tests_name("path", tests, NULL, NULL);
}
