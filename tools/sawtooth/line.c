// SPDX-License-Identifier: GPL-2.0
/*
 * One event as one line: the time of day, the connection, what happened, where.
 */
#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#include "monitor.h"
#include "naming.h"

static void print_time(const struct merge_item *item)
{
	uint64_t wall = item->event.time + item->clock_offset;
	time_t seconds = wall / NSEC_PER_SEC;
	struct tm tm = {};

	localtime_r(&seconds, &tm);
	printf("%s%02d:%02d:%02d.%06u%s ", paint(DIM), tm.tm_hour, tm.tm_min, tm.tm_sec,
	       (unsigned int)(wall % NSEC_PER_SEC / 1000), paint(PLAIN));
}

static void print_id(uint64_t id)
{
	printf("#%-5" PRIu64 " ", id);
}

/* Padded to @width, which the sequences of colours must not count for. */
static void print_state(unsigned int state, int width)
{
	printf("%s%-*s%s", paint(state_paint(state)), width, state_name(state), paint(PLAIN));
}

static void print_where(uint8_t family, const uint8_t *saddr, uint16_t sport,
			const uint8_t *daddr, uint16_t dport, uint32_t ifindex)
{
	char from[NAME_SIZE], to[NAME_SIZE], dev[NAME_SIZE];

	printf("  %s > %s", socket_name(from, family, saddr, sport),
	       socket_name(to, family, daddr, dport));
	if (ifindex)
		printf(" dev %s", device_name(dev, ifindex));
	putchar('\n');
}

#define WHERE(record)						\
	do {							\
		typeof(record) r = (record);			\
								\
		print_where(r->family, r->saddr, r->sport,	\
			    r->daddr, r->dport, r->ifindex);	\
	} while (0)

static void print_transition(const struct sawtooth_transition *move)
{
	char elapsed[DURATION_SIZE];

	print_id(move->conn);
	printf("%s ", word_or_number(&saw_role_words, move->role));
	print_state(move->from, 12);
	fputs(" -> ", stdout);
	print_state(move->to, 12);
	printf(" %s", word_or_number(&saw_cause_words, move->cause));
	if (move->confidence != SAWTOOTH_CONFIDENCE_OBSERVED)
		printf(" (%s)", word_or_number(&saw_confidence_words, move->confidence));
	if (move->elapsed)
		printf(" after %s", duration(elapsed, move->elapsed));
	WHERE(move);
}

static void print_handshake(const struct sawtooth_handshake *handshake)
{
	bool good = handshake->outcome == SAWTOOTH_OUTCOME_ESTABLISHED;
	char leg[DURATION_SIZE];

	print_id(handshake->conn);
	printf("handshake %s%s%s", paint(good ? GOOD : BAD),
	       word_or_number(&saw_outcome_words, handshake->outcome), paint(PLAIN));
	if (handshake->syn_leg)
		printf(", SYN-ACK after %s", duration(leg, handshake->syn_leg));
	if (handshake->ack_leg)
		printf(", its ACK after %s", duration(leg, handshake->ack_leg));
	if (handshake->syn_retransmits)
		printf(", %u SYN sent again", handshake->syn_retransmits);
	if (handshake->syn_ack_retransmits)
		printf(", %u SYN-ACK sent again", handshake->syn_ack_retransmits);
	WHERE(handshake);
}

static void print_teardown(const struct sawtooth_teardown_record *teardown)
{
	bool bad = teardown->teardown == SAWTOOTH_TEARDOWN_ABORTED ||
		   teardown->teardown == SAWTOOTH_TEARDOWN_TIMED_OUT;
	char life[DURATION_SIZE], half[DURATION_SIZE];

	print_id(teardown->conn);
	printf("teardown %s%s%s by %s, lived %s", paint(bad ? BAD : GOOD),
	       word_or_number(&saw_teardown_words, teardown->teardown),
	       paint(PLAIN), word_or_number(&saw_role_words, teardown->closer),
	       duration(life, teardown->lifetime));
	if (teardown->half_closed)
		printf(", half closed %s", duration(half, teardown->half_closed));
	WHERE(teardown);
}

static void print_decision(const struct sawtooth_decision *decision)
{
	char before[DURATION_SIZE], after[DURATION_SIZE];
	char srtt[DURATION_SIZE], min_rtt[DURATION_SIZE];

	print_id(decision->conn);
	printf("ssthresh %s -> %s by %s, law %s, %s, cwnd %u, in flight %u, srtt %s, min %s",
	       threshold(before, decision->before),
	       threshold(after, decision->after),
	       word_or_number(&saw_ssthresh_cause_words, decision->cause),
	       word_or_number(&saw_ssthresh_law_words, decision->law),
	       word_or_number(&saw_phase_words, decision->phase), decision->cwnd,
	       decision->in_flight, duration(srtt, decision->srtt * UINT64_C(1000)),
	       duration(min_rtt, decision->min_rtt * UINT64_C(1000)));
	WHERE(decision);
}

static void print_membership(const struct sawtooth_membership_record *membership)
{
	char group[NAME_SIZE], host[NAME_SIZE], dev[NAME_SIZE], elapsed[DURATION_SIZE];
	bool join = membership->change == SAWTOOTH_MEMBERSHIP_CHANGE_JOIN;

	printf("%s%-5s%s %s by %s%s, %s", paint(join ? GOOD : CLOSING_DOWN),
	       word_or_number(&saw_membership_change_words, membership->change), paint(PLAIN),
	       address_name(group, membership->family, membership->group),
	       address_name(host, membership->family, membership->host),
	       membership->local ? " (this host)" : "",
	       word_or_number(&saw_membership_protocol_words, membership->protocol));
	if (membership->sources)
		printf(", %u sources", membership->sources);
	if (membership->elapsed)
		printf(", member for %s", duration(elapsed, membership->elapsed));
	printf(" dev %s\n", device_name(dev, membership->ifindex));
}

void line_print(const struct merge_item *item)
{
	if (!item->event.kind) {
		printf("%slost %" PRIu64 " events of CPU %u: ", paint(BAD),
		       item->kernel + item->queue, item->cpu);
		printf("%" PRIu64 " not queued by the kernel, ", item->kernel);
		printf("%" PRIu64 " did not fit in the receive queue%s\n", item->queue,
		       paint(PLAIN));
		return;
	}
	print_time(item);
	switch (item->event.kind) {
	case SAWTOOTH_A_EVENT_TRANSITION:
		print_transition(&item->event.transition);
		break;
	case SAWTOOTH_A_EVENT_HANDSHAKE:
		print_handshake(&item->event.handshake);
		break;
	case SAWTOOTH_A_EVENT_TEARDOWN:
		print_teardown(&item->event.teardown);
		break;
	case SAWTOOTH_A_EVENT_DECISION:
		print_decision(&item->event.decision);
		break;
	case SAWTOOTH_A_EVENT_MEMBERSHIP:
		print_membership(&item->event.membership);
		break;
	}
}

struct json_object *line_json(const struct merge_item *item)
{
	unsigned int kind = item->event.kind;
	const char *name = kind ? saw_event_name(kind) : "loss";
	struct json_object *object = json_object_new_object();

	json_object_object_add(object, "event", json_object_new_string(name));
	if (kind) {
		json_fill(object, saw_event_set(kind), &item->event.transition);
	} else {
		json_object_object_add(object, "kernel", json_object_new_uint64(item->kernel));
		json_object_object_add(object, "queue", json_object_new_uint64(item->queue));
	}
	json_object_object_add(object, "cpu", json_object_new_uint64(item->cpu));
	json_object_object_add(object, "clock-offset", json_object_new_int64(item->clock_offset));
	return object;
}
