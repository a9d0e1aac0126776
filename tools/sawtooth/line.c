// SPDX-License-Identifier: GPL-2.0
/*
 * One event as one line: the time of day, the connection, what happened, where.
 */
#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#include "monitor.h"
#include "naming.h"
#include "text.h"

/* The calendar is asked once a second. */
static void add_time(struct text *line, const struct merge_item *item)
{
	uint64_t wall = item->event.time + item->clock_offset;
	time_t seconds = wall / NSEC_PER_SEC;
	static time_t known = -1;
	static struct text clock;
	struct tm tm = {};

	if (seconds != known) {
		localtime_r(&seconds, &tm);
		clock.len = 0;
		text_number(&clock, tm.tm_hour, 2);
		text_add(&clock, ":");
		text_number(&clock, tm.tm_min, 2);
		text_add(&clock, ":");
		text_number(&clock, tm.tm_sec, 2);
		text_add(&clock, ".");
		known = seconds;
	}
	text_add(line, paint(DIM));
	text_chars(line, clock.chars, clock.len);
	text_number(line, wall % NSEC_PER_SEC / 1000, 6);
	text_add(line, paint(PLAIN));
	text_add(line, " ");
}

static void add_id(struct text *line, uint64_t id)
{
	size_t len;

	text_add(line, "#");
	len = text_number(line, id, 1);
	text_spaces(line, len < 5 ? 6 - len : 1);
}

/* Padded to @width, which the sequences of colours must not count for. */
static void add_state(struct text *line, unsigned int state, size_t width)
{
	text_add(line, paint(state_paint(state)));
	text_padded(line, state_name(state), width);
	text_add(line, paint(PLAIN));
}

static void add_duration(struct text *line, const char *before, uint64_t ns)
{
	char buf[DURATION_SIZE];

	text_add(line, before);
	text_add(line, duration(buf, ns));
}

static void add_count(struct text *line, unsigned int count, const char *what)
{
	text_add(line, ", ");
	text_number(line, count, 1);
	text_add(line, what);
}

/**
 * struct where - the addresses of a record
 * @saddr: the initiator's
 * @daddr: the responder's
 * @ifindex: interface
 * @sport: port of the initiator
 * @dport: port of the responder
 * @family: AF_INET or AF_INET6
 *
 * Without holes: it is compared as bytes.
 */
struct where {
	uint8_t saddr[16];
	uint8_t daddr[16];
	uint32_t ifindex;
	uint16_t sport;
	uint16_t dport;
	uint32_t family;
};

static void add_names(struct text *line, const struct where *where)
{
	char name[NAME_SIZE];

	text_add(line, "  ");
	text_add(line, socket_name(name, where->family, where->saddr, where->sport));
	text_add(line, " > ");
	text_add(line, socket_name(name, where->family, where->daddr, where->dport));
	if (where->ifindex) {
		text_add(line, " dev ");
		text_add(line, device_name(name, where->ifindex));
	}
	text_add(line, "\n");
}

/* The events of a connection often follow each other. Names may change, numbers do not. */
static void add_where(struct text *line, const struct where *where)
{
	static struct where known;
	static struct text names;

	if (!options.numeric) {
		add_names(line, where);
		return;
	}
	if (!names.len || memcmp(&known, where, sizeof(known))) {
		known = *where;
		names.len = 0;
		add_names(&names, where);
	}
	text_chars(line, names.chars, names.len);
}

#define ADD_WHERE(line, record)						\
	do {								\
		typeof(record) r = (record);				\
		struct where where = {					\
			.ifindex = r->ifindex, .sport = r->sport,	\
			.dport = r->dport, .family = r->family };	\
									\
		memcpy(where.saddr, r->saddr, sizeof(where.saddr));	\
		memcpy(where.daddr, r->daddr, sizeof(where.daddr));	\
		add_where(line, &where);				\
	} while (0)

static void add_transition(struct text *line, const struct sawtooth_transition *move)
{
	add_id(line, move->conn);
	text_add(line, word_or_number(&saw_role_words, move->role));
	text_add(line, " ");
	add_state(line, move->from, 12);
	text_add(line, " -> ");
	add_state(line, move->to, 12);
	text_add(line, " ");
	text_add(line, word_or_number(&saw_cause_words, move->cause));
	if (move->confidence != SAWTOOTH_CONFIDENCE_OBSERVED) {
		text_add(line, " (");
		text_add(line, word_or_number(&saw_confidence_words, move->confidence));
		text_add(line, ")");
	}
	if (move->elapsed)
		add_duration(line, " after ", move->elapsed);
	ADD_WHERE(line, move);
}

static void add_handshake(struct text *line, const struct sawtooth_handshake *handshake)
{
	bool good = handshake->outcome == SAWTOOTH_OUTCOME_ESTABLISHED;

	add_id(line, handshake->conn);
	text_add(line, "handshake ");
	text_add(line, paint(good ? GOOD : BAD));
	text_add(line, word_or_number(&saw_outcome_words, handshake->outcome));
	text_add(line, paint(PLAIN));
	if (handshake->syn_leg)
		add_duration(line, ", SYN-ACK after ", handshake->syn_leg);
	if (handshake->ack_leg)
		add_duration(line, ", its ACK after ", handshake->ack_leg);
	if (handshake->syn_retransmits)
		add_count(line, handshake->syn_retransmits, " SYN sent again");
	if (handshake->syn_ack_retransmits)
		add_count(line, handshake->syn_ack_retransmits, " SYN-ACK sent again");
	ADD_WHERE(line, handshake);
}

static void add_teardown(struct text *line, const struct sawtooth_teardown_record *teardown)
{
	bool bad = teardown->teardown == SAWTOOTH_TEARDOWN_ABORTED ||
		   teardown->teardown == SAWTOOTH_TEARDOWN_TIMED_OUT;

	add_id(line, teardown->conn);
	text_add(line, "teardown ");
	text_add(line, paint(bad ? BAD : GOOD));
	text_add(line, word_or_number(&saw_teardown_words, teardown->teardown));
	text_add(line, paint(PLAIN));
	text_add(line, " by ");
	text_add(line, word_or_number(&saw_role_words, teardown->closer));
	add_duration(line, ", lived ", teardown->lifetime);
	if (teardown->half_closed)
		add_duration(line, ", half closed ", teardown->half_closed);
	ADD_WHERE(line, teardown);
}

static void print_id(uint64_t id)
{
	printf("#%-5" PRIu64 " ", id);
}

static void print_decision(const struct sawtooth_decision *decision)
{
	char before[DURATION_SIZE], after[DURATION_SIZE];
	char srtt[DURATION_SIZE], min_rtt[DURATION_SIZE];
	struct text line;

	line.len = 0;
	print_id(decision->conn);
	printf("ssthresh %s -> %s by %s, law %s, %s, cwnd %u, in flight %u, srtt %s, min %s",
	       threshold(before, decision->before),
	       threshold(after, decision->after),
	       word_or_number(&saw_ssthresh_cause_words, decision->cause),
	       word_or_number(&saw_ssthresh_law_words, decision->law),
	       word_or_number(&saw_phase_words, decision->phase), decision->cwnd,
	       decision->in_flight, duration(srtt, decision->srtt * UINT64_C(1000)),
	       duration(min_rtt, decision->min_rtt * UINT64_C(1000)));
	ADD_WHERE(&line, decision);
	text_print(&line);
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
	struct text line;

	if (!item->event.kind) {
		printf("%slost %" PRIu64 " events of CPU %u: ", paint(BAD),
		       item->kernel + item->queue, item->cpu);
		printf("%" PRIu64 " not queued by the kernel, ", item->kernel);
		printf("%" PRIu64 " did not fit in the receive queue%s\n", item->queue,
		       paint(PLAIN));
		return;
	}
	line.len = 0;
	add_time(&line, item);
	switch (item->event.kind) {
	case SAWTOOTH_A_EVENT_TRANSITION:
		add_transition(&line, &item->event.transition);
		break;
	case SAWTOOTH_A_EVENT_HANDSHAKE:
		add_handshake(&line, &item->event.handshake);
		break;
	case SAWTOOTH_A_EVENT_TEARDOWN:
		add_teardown(&line, &item->event.teardown);
		break;
	}
	text_print(&line);
	/* these are rare */
	if (item->event.kind == SAWTOOTH_A_EVENT_DECISION)
		print_decision(&item->event.decision);
	else if (item->event.kind == SAWTOOTH_A_EVENT_MEMBERSHIP)
		print_membership(&item->event.membership);
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
