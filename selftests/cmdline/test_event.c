// SPDX-License-Identifier: GPL-2.0
/*
 * The event stream: batches, what is missing between them, and the order of events
 * of several CPUs.
 */
#include <errno.h>
#include <linux/genetlink.h>
#include <stdlib.h>
#include <string.h>

#include "event.h"
#include "fake.h"
#include "merge.h"
#include "present.h"
#include "test.h"

#define MS UINT64_C(1000000)

struct seen {
	struct saw_batch batch;
	struct saw_event events[8];
	unsigned int count;
};

static void begin(const struct saw_batch *batch, void *data)
{
	((struct seen *)data)->batch = *batch;
}

static void each(const struct saw_event *event, void *data)
{
	struct seen *seen = data;

	seen->events[seen->count++] = *event;
}

static struct nlmsghdr *batch(char *buf, unsigned int index)
{
	struct nlmsghdr *nlh;

	memset(buf, 0, 4096);
	nlh = mnl_nlmsg_put_header(buf);
	mnl_nlmsg_put_extra_header(nlh, sizeof(struct genlmsghdr));
	world_batch(nlh, index);
	return nlh;
}

static void reads_a_batch(void **state)
{
	char buf[4096] __attribute__((aligned(8)));
	struct seen seen = {};

	(void)state;
	assert_int_equal(saw_event_parse(batch(buf, 0), begin, each, &seen), 0);
	assert_int_equal(seen.batch.first, 0);
	assert_int_equal(seen.batch.count, 3);
	assert_int_equal(seen.batch.clock_offset, 1767225600000000000);
	assert_int_equal(seen.count, 3);
	assert_int_equal(seen.events[0].kind, SAWTOOTH_A_EVENT_TRANSITION);
	assert_int_equal(seen.events[0].seq, 0);
	assert_int_equal(seen.events[0].transition.to, SAWTOOTH_TCP_STATE_SYN_SENT);
	assert_int_equal(seen.events[0].transition.daddr[3], 7);
	assert_int_equal(seen.events[1].kind, SAWTOOTH_A_EVENT_HANDSHAKE);
	assert_int_equal(seen.events[1].handshake.ack_leg, 35000);
	assert_int_equal(seen.events[2].kind, SAWTOOTH_A_EVENT_DECISION);
	assert_int_equal(seen.events[2].decision.after, 45);
	assert_int_equal(saw_event_parse(batch(buf, 2), begin, each, &seen), 0);
	assert_int_equal(seen.batch.first, 3);
}

static void short_records_are_refused(void **state)
{
	char buf[4096] __attribute__((aligned(8)));
	struct seen seen = {};

	(void)state;
	setenv("SAWTOOTH_FAKE", "newer", 1);
	assert_int_equal(saw_event_parse(batch(buf, 0), begin, each, &seen), 0);
	assert_int_equal(seen.count, 3);
	assert_int_equal(seen.events[2].decision.daddr[0], 192);
	setenv("SAWTOOTH_FAKE", "broken", 1);
	assert_int_equal(saw_event_parse(batch(buf, 0), begin, each, &seen), -EBADMSG);
	unsetenv("SAWTOOTH_FAKE");
}

/* Every member of a record that is not padding has a description, and no two overlap. */
static void records_are_described_whole(void **state)
{
	unsigned int kind, i;

	(void)state;
	for (kind = SAWTOOTH_A_EVENT_TRANSITION; kind <= SAWTOOTH_A_EVENT_MEMBERSHIP; kind++) {
		const struct saw_set *set = saw_event_set(kind);
		static const size_t sizes[] = {
			[SAW_U8] = 1, [SAW_U16] = 2, [SAW_U32] = 4, [SAW_U64] = 8,
			[SAW_ADDR] = 16, [SAW_TEXT] = 16 };
		size_t at = 0, padding = 0;

		assert_non_null(set);
		for (i = 0; i < set->count; i++) {
			assert_in_range(set->fields[i].offset, at, at + 7);
			padding += set->fields[i].offset - at;
			at = set->fields[i].offset + sizes[set->fields[i].kind];
		}
		assert_int_equal(at, set->size);
		assert_in_range(padding, 0, 7);
	}
	assert_null(saw_event_set(SAWTOOTH_A_EVENT_PAD));
	assert_null(saw_event_set(SAWTOOTH_A_EVENT_CPU));
	assert_null(saw_event_set(1000));
}

static struct saw_loss loss;

static bool note(unsigned int cpu, uint64_t first, unsigned int count, uint64_t lost,
		 uint64_t kernel, uint64_t queue)
{
	struct saw_batch batch = { .cpu = cpu, .first = first, .count = count, .lost = lost };
	uint64_t k, q;
	bool ret = saw_loss_note(&loss, &batch, &k, &q);

	assert_int_equal(k, kernel);
	assert_int_equal(q, queue);
	return ret;
}

static void counts_what_is_missing(void **state)
{
	(void)state;
	memset(&loss, 0, sizeof(loss));
	/* the stream of a CPU begins with 0 */
	assert_false(note(0, 0, 10, 0, 0, 0));
	assert_true(note(1, 7, 3, 0, 0, 7));
	assert_false(note(0, 10, 5, 0, 0, 0));
	/* four positions missing, one of them never queued */
	assert_true(note(0, 19, 1, 1, 1, 3));
	/* all that is missing was never queued */
	assert_true(note(1, 12, 1, 2, 2, 0));
	/* the batch that told of the kernel's loss was itself lost: still counted */
	assert_true(note(1, 23, 1, 0, 0, 10));
	assert_false(note(0, 20, 0, 0, 0, 0));
	assert_int_equal(loss.kernel, 3);
	assert_int_equal(loss.queue, 20);
	/* more than the gap cannot be missing */
	assert_true(note(2, 5, 1, 5, 5, 0));
	assert_true(note(2, 8, 1, 9, 2, 0));
	/* a CPU beyond the table: what it says */
	assert_true(note(SAW_LOSS_CPUS, 5, 1, 4, 4, 0));
	assert_false(note(SAW_LOSS_CPUS, 60, 1, 0, 0, 0));
}

static struct merge merge;

static void add(uint64_t seq, uint64_t now)
{
	struct merge_item item = { .seq = seq, .event.kind = SAWTOOTH_A_EVENT_TRANSITION };

	assert_true(merge_add(&merge, &item, now));
}

static void take(uint64_t now, int64_t seq)
{
	struct merge_item item;
	bool got = merge_take(&merge, now, &item);

	assert_int_equal(got ? (int64_t)item.seq : -1, seq);
}

static int reset(void **state)
{
	(void)state;
	free(merge.items);
	memset(&merge, 0, sizeof(merge));
	return 0;
}

static void orders_events(void **state)
{
	const uint64_t late = MERGE_WAIT + 100 * MS;

	(void)state;
	assert_true(merge_deadline(&merge) == UINT64_MAX);
	add(5, 100 * MS);
	add(7, 100 * MS);
	/* the stream begins with 0, which has not come */
	take(100 * MS, -1);
	assert_true(merge_deadline(&merge) == late);
	add(4, 101 * MS);
	take(late, -1);
	take(late + MS, 4);
	take(late + MS, 5);
	/* 6 has not come, but 7 has waited long enough */
	take(late + MS, 7);
	add(9, late + 2 * MS);
	take(late + 3 * MS, -1);
	add(8, late + 4 * MS);
	assert_int_equal(merge_deadline(&merge), 0);
	take(late + 4 * MS, 8);
	take(late + 4 * MS, 9);
	/* a straggler is told at once, and does not turn the order back */
	add(6, late + 5 * MS);
	take(late + 5 * MS, 6);
	add(10, late + 5 * MS);
	take(late + 5 * MS, 10);
	take(late + 5 * MS, -1);
}

static void passes_what_has_its_turn(void **state)
{
	(void)state;
	assert_true(merge_pass(&merge, 0));
	assert_true(merge_pass(&merge, 1));
	assert_false(merge_pass(&merge, 3));
	add(3, 0);
	/* what waits comes first, even if this one has its turn */
	assert_false(merge_pass(&merge, 2));
	add(2, 0);
	take(0, 2);
	take(0, 3);
	assert_true(merge_pass(&merge, 4));
}

static void knows_what_the_dump_had(void **state)
{
	struct saw_event event = { .kind = SAWTOOTH_A_EVENT_TRANSITION };
	struct present present = {};
	uint64_t id;

	(void)state;
	event.transition.conn = 7;
	assert_false(present_has(&present, &event));
	for (id = 1; id <= 5000; id++)
		assert_true(present_add(&present, id * 7, id));
	/* seen twice: the later look counts */
	assert_true(present_add(&present, 7, 3));
	assert_int_equal(present.count, 5000);
	event.transition.conn_seq = 3;
	assert_true(present_has(&present, &event));
	event.transition.conn_seq = 4;
	assert_false(present_has(&present, &event));
	event.transition.conn = 35000;
	event.transition.conn_seq = 5000;
	assert_true(present_has(&present, &event));
	event.transition.conn = 35001;
	assert_false(present_has(&present, &event));
	event = (struct saw_event){ .kind = SAWTOOTH_A_EVENT_HANDSHAKE };
	event.handshake.conn = 70;
	event.handshake.conn_seq = 10;
	assert_true(present_has(&present, &event));
	event.handshake.conn_seq = 11;
	assert_false(present_has(&present, &event));
	event = (struct saw_event){ .kind = SAWTOOTH_A_EVENT_TEARDOWN };
	event.teardown.conn = 70;
	event.teardown.conn_seq = 10;
	assert_true(present_has(&present, &event));
	event.teardown.conn_seq = 11;
	assert_false(present_has(&present, &event));
	/* the dump does not tell of decisions */
	event = (struct saw_event){ .kind = SAWTOOTH_A_EVENT_DECISION };
	event.decision.conn = 70;
	assert_false(present_has(&present, &event));
	free(present.slots);
}

static void a_notice_stands_before_its_event(void **state)
{
	struct merge_item notice = { .seq = 30, .loss.queue = 2 }, item;

	(void)state;
	add(20, 0);
	take(MERGE_WAIT, 20);
	/* behind an earlier one, whose going rearranges the two */
	add(25, MERGE_WAIT);
	assert_true(merge_add(&merge, &notice, MERGE_WAIT));
	add(30, MERGE_WAIT);
	take(2 * MERGE_WAIT, 25);
	assert_true(merge_take(&merge, 2 * MERGE_WAIT, &item));
	assert_int_equal(item.event.kind, 0);
	assert_int_equal(item.loss.queue, 2);
	take(2 * MERGE_WAIT, 30);
}

static void many_in_any_order(void **state)
{
	uint64_t seq = 1, i;

	(void)state;
	assert_true(merge_pass(&merge, 0));
	/* 1021 is prime, so that this visits every number below it once */
	for (i = 1; i < 1021; i++) {
		seq = seq * 10 % 1021;
		add(seq, 0);
	}
	for (i = 1; i < 1021; i++)
		take(UINT64_MAX, i);
	take(UINT64_MAX, -1);
}

static void holds_only_so_many(void **state)
{
	uint64_t i;

	(void)state;
	for (i = 0; i < MERGE_MAX - 1; i++)
		add(10 + i * 2, 0);
	take(0, -1);
	add(5, 0);
	take(0, 5);
	take(0, -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_a_batch),
		cmocka_unit_test(short_records_are_refused),
		cmocka_unit_test(records_are_described_whole),
		cmocka_unit_test(counts_what_is_missing),
		cmocka_unit_test_setup_teardown(orders_events, reset, reset),
		cmocka_unit_test_setup_teardown(passes_what_has_its_turn, reset, reset),
		cmocka_unit_test(knows_what_the_dump_had),
		cmocka_unit_test_setup_teardown(a_notice_stands_before_its_event, reset, reset),
		cmocka_unit_test_setup_teardown(many_in_any_order, reset, reset),
		cmocka_unit_test_setup_teardown(holds_only_so_many, reset, reset),
	};

	return cmocka_run_group_tests_name("event", tests, NULL, NULL);
}
