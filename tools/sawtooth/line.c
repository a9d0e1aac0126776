// SPDX-License-Identifier: GPL-2.0
/*
 * One event as one line: the time of day, the connection, what happened, where; or as
 * JSON. A busy host makes hundreds of thousands of them a second, so what comes again
 * is kept as it was written.
 */
#include <time.h>

#include "monitor.h"
#include "naming.h"
#include "text.h"

/**
 * struct clock - a second, as it is written
 * @start: when it began, nanoseconds of the wall clock
 * @digits: where in @piece the microseconds go
 * @piece: HH:MM:SS.000000 and a space
 */
struct clock {
	uint64_t start;
	size_t digits;
	struct piece piece;
};

/* The calendar is asked once a second. */
static void set_clock(struct clock *clock, struct text *text, uint64_t wall)
{
	time_t seconds = wall / NSEC_PER_SEC;
	size_t start = text->len;
	struct tm tm = {};

	localtime_r(&seconds, &tm);
	text_add(text, paint(DIM));
	text_number(text, tm.tm_hour, 2);
	text_add(text, ":");
	text_number(text, tm.tm_min, 2);
	text_add(text, ":");
	text_number(text, tm.tm_sec, 2);
	text_add(text, ".");
	clock->start = wall - wall % NSEC_PER_SEC;
	clock->digits = text->len - start;
	text_add(text, "000000");
	text_add(text, paint(PLAIN));
	text_add(text, " ");
	piece_keep(&clock->piece, text, start);
	text->len = start;
}

static inline void add_time(struct text *text, uint64_t wall)
{
	static struct clock clock;
	size_t start = text->len;

	if (wall - clock.start >= NSEC_PER_SEC)
		set_clock(&clock, text, wall);
	text_piece(text, &clock.piece);
	six_put(text->chars + start + clock.digits, (uint32_t)(wall - clock.start) / 1000);
}

static void add_id(struct text *text, uint64_t id)
{
	size_t len;

	text_add(text, "#");
	len = text_number(text, id, 1);
	text_spaces(text, len < 5 ? 6 - len : 1);
}

/* Padded to @width, which the sequences of colours must not count for. */
static void add_state(struct text *text, unsigned int state, size_t width)
{
	text_add(text, paint(state_paint(state)));
	text_padded(text, state_name(state), width);
	text_add(text, paint(PLAIN));
}

/* Inline, so that the compiler knows the length of @before. */
static __always_inline void add_duration(struct text *text, const char *before, uint64_t ns)
{
	size_t len = strlen(before);
	char *at = text->chars + text->len;

	memcpy(at, before, len);
	text->len = duration_put(at + len, ns) - text->chars;
}

static void add_count(struct text *text, const char *before, uint64_t count, const char *what)
{
	text_add(text, before);
	text_number(text, count, 1);
	text_add(text, what);
}

/**
 * struct where - the connection of a record
 * @conn: its number
 * @ifindex: interface
 * @sport: port of the initiator
 * @dport: port of the responder
 * @family: AF_INET or AF_INET6
 * @saddr: the initiator's address
 * @daddr: the responder's address
 */
struct where {
	uint64_t conn;
	uint32_t ifindex;
	uint16_t sport;
	uint16_t dport;
	uint8_t family;
	const uint8_t *saddr;
	const uint8_t *daddr;
};

#define WHERE(record)							\
	({								\
		typeof(record) r = (record);				\
									\
		(struct where){						\
			.conn = r->conn, .ifindex = r->ifindex,		\
			.sport = r->sport, .dport = r->dport,		\
			.family = r->family,				\
			.saddr = r->saddr, .daddr = r->daddr,		\
		};							\
	})

/**
 * struct known - how a connection was written the last time
 * @conn: its number
 * @ifindex: the interface may change
 * @id: its number
 * @names: its addresses, and the interface; not kept if they are names, which may change
 */
struct known {
	uint64_t conn;
	uint32_t ifindex;
	struct piece id;
	struct piece names;
};

static void add_names(struct text *text, const struct where *where)
{
	char name[NAME_SIZE];

	text_add(text, "  ");
	text_add(text, socket_name(name, where->family, where->saddr, where->sport));
	text_add(text, " > ");
	text_add(text, socket_name(name, where->family, where->daddr, where->dport));
	if (where->ifindex) {
		text_add(text, " dev ");
		text_add(text, device_name(name, where->ifindex));
	}
	text_add(text, "\n");
}

static void get_known(struct known *known, struct text *text, const struct where *where)
{
	size_t start = text->len;

	known->conn = where->conn;
	known->ifindex = where->ifindex;
	add_id(text, where->conn);
	piece_keep(&known->id, text, start);
	text->len = start;
	add_names(text, where);
	piece_keep(&known->names, text, start);
	text->len = start;
	if (!options.numeric)
		known->names.len = 0;
}

/* The number of the connection. The events of a connection often follow each other closely. */
static inline struct known *begin_where(struct text *text, const struct where *where)
{
	static struct known table[256];
	struct known *known = &table[where->conn % ARRAY_SIZE(table)];

	if (known->conn != where->conn || known->ifindex != where->ifindex)
		get_known(known, text, where);
	text_piece(text, &known->id);
	return known;
}

/* Its addresses. */
static inline void end_where(struct text *text, const struct where *where,
			     const struct known *known)
{
	if (known->names.len)
		text_piece(text, &known->names);
	else
		add_names(text, where);
}

static void add_move(struct text *text, const struct sawtooth_transition *move)
{
	text_add(text, word_or_number(&saw_role_words, move->role));
	text_add(text, " ");
	add_state(text, move->from, 12);
	text_add(text, " -> ");
	add_state(text, move->to, 12);
	text_add(text, " ");
	text_add(text, word_or_number(&saw_cause_words, move->cause));
	if (move->confidence != SAWTOOTH_CONFIDENCE_OBSERVED) {
		text_add(text, " (");
		text_add(text, word_or_number(&saw_confidence_words, move->confidence));
		text_add(text, ")");
	}
}

/* There are few different moves, and most are made again and again. */
static void add_known_move(struct text *text, const struct sawtooth_transition *move)
{
	static struct {
		uint64_t key;
		struct piece piece;
	} table[256], *known;
	uint64_t key = (uint64_t)move->role << 32 | (uint64_t)move->from << 24 |
		       (uint64_t)move->to << 16 | (uint64_t)move->cause << 8 | move->confidence;
	size_t start = text->len;

	known = &table[(key * UINT64_C(0x9e3779b97f4a7c15)) >> 56];
	if (known->piece.len && known->key == key) {
		text_piece(text, &known->piece);
		return;
	}
	add_move(text, move);
	piece_keep(&known->piece, text, start);
	known->key = key;
}

/* The process is known of what was sent in a system call only. */
static void add_owner(struct text *text, const struct sawtooth_transition *move)
{
	add_count(text, ", uid ", move->uid, "");
	if (!move->command[0])
		return;
	text_add(text, " ");
	text_clean(text, (const char *)move->command);
	if (move->pid)
		add_count(text, "[", move->pid, "]");
}

static void add_transition(struct text *text, const struct sawtooth_transition *move)
{
	struct where where = WHERE(move);
	struct known *known = begin_where(text, &where);

	add_known_move(text, move);
	if (move->elapsed)
		add_duration(text, " after ", move->elapsed);
	if (move->cookie)
		add_owner(text, move);
	end_where(text, &where, known);
}

/* Of an enum whose 0 is nothing that is worth a word. */
static void add_word(struct text *text, const char *before, const struct saw_words *words,
		     unsigned int value)
{
	if (!value)
		return;
	text_add(text, before);
	text_add(text, word_or_number(words, value));
}

static void add_handshake(struct text *text, const struct sawtooth_handshake *handshake)
{
	bool good = handshake->outcome == SAWTOOTH_OUTCOME_ESTABLISHED;
	struct where where = WHERE(handshake);
	struct known *known = begin_where(text, &where);

	text_add(text, "handshake ");
	text_add(text, paint(good ? GOOD : BAD));
	text_add(text, word_or_number(&saw_outcome_words, handshake->outcome));
	text_add(text, paint(PLAIN));
	if (handshake->syn_leg)
		add_duration(text, ", SYN-ACK after ", handshake->syn_leg);
	if (handshake->ack_leg)
		add_duration(text, ", its ACK after ", handshake->ack_leg);
	if (handshake->syn_retransmits)
		add_count(text, ", ", handshake->syn_retransmits, " SYN sent again");
	if (handshake->syn_ack_retransmits)
		add_count(text, ", ", handshake->syn_ack_retransmits, " SYN-ACK sent again");
	add_word(text, ", fast open ", &saw_fast_open_words, handshake->fast_open);
	add_word(text, ", MPTCP ", &saw_mptcp_words, handshake->mptcp);
	end_where(text, &where, known);
}

static void add_teardown(struct text *text, const struct sawtooth_teardown_record *teardown)
{
	bool bad = teardown->teardown == SAWTOOTH_TEARDOWN_ABORTED ||
		   teardown->teardown == SAWTOOTH_TEARDOWN_TIMED_OUT;
	struct where where = WHERE(teardown);
	struct known *known = begin_where(text, &where);

	text_add(text, "teardown ");
	text_add(text, paint(bad ? BAD : GOOD));
	text_add(text, word_or_number(&saw_teardown_words, teardown->teardown));
	text_add(text, paint(PLAIN));
	text_add(text, " by ");
	text_add(text, word_or_number(&saw_role_words, teardown->closer));
	add_duration(text, ", lived ", teardown->lifetime);
	if (teardown->half_closed)
		add_duration(text, ", half closed ", teardown->half_closed);
	add_word(text, ", TIME-WAIT of ", &saw_ends_words, teardown->time_wait);
	add_word(text, ", reset by ", &saw_ends_words, teardown->reset_by);
	if (teardown->resets_ignored)
		add_count(text, ", ", teardown->resets_ignored, " other RST ignored");
	end_where(text, &where, known);
}

/* What an end sent, and what reached it if it is on this host. */
static void add_total(struct text *text, const struct sawtooth_total *total)
{
	struct where where = WHERE(total);
	struct known *known = begin_where(text, &where);

	text_add(text, word_or_number(&saw_role_words, total->role));
	add_count(text, " sent ", total->segments, " segments");
	add_count(text, ", ", total->bytes, " bytes");
	if (total->retransmits)
		add_count(text, ", ", total->retransmits, " sent again");
	if (total->dup_acks)
		add_count(text, ", ", total->dup_acks, " duplicate ACKs");
	if (total->zero_window)
		add_duration(text, ", no window for ", total->zero_window);
	if (total->duplicates)
		add_count(text, ", received ", total->duplicates, " twice");
	if (total->out_of_order)
		add_count(text, ", received ", total->out_of_order, " out of order");
	if (total->head_of_line)
		add_duration(text, ", waited ", total->head_of_line);
	if (total->bad_checksums)
		add_count(text, ", received ", total->bad_checksums, " damaged");
	end_where(text, &where, known);
}

/* It has the local end first, so it is not written as the other events of its connection. */
static void add_decision(struct text *text, const struct sawtooth_decision *decision)
{
	struct where where = WHERE(decision);
	char limit[DURATION_SIZE];

	add_id(text, decision->conn);
	text_add(text, "ssthresh ");
	text_add(text, threshold(limit, decision->before));
	text_add(text, " -> ");
	text_add(text, threshold(limit, decision->after));
	text_add(text, " by ");
	text_add(text, word_or_number(&saw_ssthresh_cause_words, decision->cause));
	text_add(text, ", law ");
	text_add(text, word_or_number(&saw_ssthresh_law_words, decision->law));
	text_add(text, ", ");
	text_add(text, word_or_number(&saw_phase_words, decision->phase));
	add_count(text, ", cwnd ", decision->cwnd, "");
	add_count(text, ", in flight ", decision->in_flight, "");
	add_duration(text, ", srtt ", decision->srtt * UINT64_C(1000));
	add_duration(text, ", min ", decision->min_rtt * UINT64_C(1000));
	add_names(text, &where);
}

static enum paint membership_paint(unsigned int change)
{
	switch (change) {
	case SAWTOOTH_MEMBERSHIP_CHANGE_JOIN:
		return GOOD;
	case SAWTOOTH_MEMBERSHIP_CHANGE_LEAVE:
		return CLOSING_DOWN;
	case SAWTOOTH_MEMBERSHIP_CHANGE_EXPIRE:
		return BAD;
	default:
		return PLAIN;
	}
}

static bool is_address(const uint8_t *address)
{
	static const uint8_t none[16];

	return memcmp(address, none, sizeof(none));
}

static void add_membership(struct text *text, const struct sawtooth_membership_record *membership)
{
	char name[NAME_SIZE];

	text_add(text, paint(membership_paint(membership->change)));
	text_padded(text, word_or_number(&saw_membership_change_words, membership->change), 5);
	text_add(text, paint(PLAIN));
	text_add(text, " ");
	text_add(text, address_name(name, membership->family, membership->group));
	text_add(text, " by ");
	text_add(text, address_name(name, membership->family, membership->host));
	text_add(text, membership->local ? " (this host), " : ", ");
	text_add(text, word_or_number(&saw_membership_protocol_words, membership->protocol));
	if (is_address(membership->source)) {
		text_add(text, ", source ");
		text_add(text, address_name(name, membership->family, membership->source));
	}
	if (membership->sources) {
		text_add(text, ", ");
		text_add(text, word_or_number(&saw_filter_mode_words, membership->mode));
		add_count(text, "s ", membership->sources, " sources");
	}
	if (membership->elapsed)
		add_duration(text, ", member for ", membership->elapsed);
	if (membership->latency)
		add_duration(text, ", leaving for ", membership->latency);
	text_add(text, " dev ");
	text_add(text, device_name(name, membership->ifindex));
	text_add(text, "\n");
}

static void add_querier(struct text *text, const struct sawtooth_querier_record *querier)
{
	char name[NAME_SIZE];

	text_add(text, "querier ");
	text_add(text, address_name(name, querier->family, querier->address));
	text_add(text, querier->local ? " (this host), " : ", ");
	text_add(text, word_or_number(&saw_membership_protocol_words, querier->protocol));
	if (is_address(querier->previous)) {
		text_add(text, ", before it ");
		text_add(text, address_name(name, querier->family, querier->previous));
	}
	add_count(text, ", robustness ", querier->robustness, "");
	add_duration(text, ", every ", querier->interval * NSEC_PER_SEC);
	add_duration(text, ", answers within ", querier->response * UINT64_C(1000000));
	text_add(text, " dev ");
	text_add(text, device_name(name, querier->ifindex));
	text_add(text, "\n");
}

void line_text(struct text *text, const struct saw_event *event, const struct origin *origin)
{
	text_line(text);
	add_time(text, event->time + origin->clock_offset);
	switch (event->kind) {
	case SAWTOOTH_A_EVENT_TRANSITION:
		return add_transition(text, &event->transition);
	case SAWTOOTH_A_EVENT_HANDSHAKE:
		return add_handshake(text, &event->handshake);
	case SAWTOOTH_A_EVENT_TEARDOWN:
		return add_teardown(text, &event->teardown);
	case SAWTOOTH_A_EVENT_DECISION:
		return add_decision(text, &event->decision);
	case SAWTOOTH_A_EVENT_QUERIER:
		return add_querier(text, &event->querier);
	case SAWTOOTH_A_EVENT_TOTAL:
		return add_total(text, &event->total);
	default:
		return add_membership(text, &event->membership);
	}
}

/* What each JSON line of a batch ends with; the same many times. */
static void end_json(struct text *text, const struct origin *origin)
{
	static struct origin known;
	static struct piece piece;
	size_t start = text->len;

	if (piece.len && known.cpu == origin->cpu && known.clock_offset == origin->clock_offset) {
		text_piece(text, &piece);
		return;
	}
	add_count(text, ",\"cpu\":", origin->cpu, ",\"clock-offset\":");
	text_signed(text, origin->clock_offset);
	text_add(text, "}\n");
	piece_keep(&piece, text, start);
	known = *origin;
}

void line_json(struct text *text, const struct saw_event *event, const struct origin *origin)
{
	text_line(text);
	text_add(text, "{\"event\":\"");
	text_add(text, saw_event_name(event->kind));
	text_add(text, "\"");
	json_members(text, saw_event_set(event->kind), &event->transition, false);
	end_json(text, origin);
}

void line_loss(struct text *text, const struct loss *loss, const struct origin *origin)
{
	text_line(text);
	if (options.json) {
		add_count(text, "{\"event\":\"loss\",\"kernel\":", loss->kernel, "");
		add_count(text, ",\"queue\":", loss->queue, "");
		end_json(text, origin);
		return;
	}
	text_add(text, paint(BAD));
	add_count(text, "lost ", loss->kernel + loss->queue, " events");
	add_count(text, " of CPU ", origin->cpu, ": ");
	add_count(text, "", loss->kernel, " not queued by the kernel, ");
	add_count(text, "", loss->queue, " did not fit in the receive queue");
	text_add(text, paint(PLAIN));
	text_add(text, "\n");
}

void line_text_conn(struct text *text, const struct saw_conn *conn)
{
	const struct saw_endpoint *initiator = &conn->initiator, *responder = &conn->responder;
	struct where where = {
		.conn = conn->id, .ifindex = conn->ifindex, .sport = conn->sport,
		.dport = conn->dport, .family = conn->family, .saddr = conn->saddr,
		.daddr = conn->daddr };
	struct known *known;
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	text_line(text);
	add_time(text, now.tv_sec * NSEC_PER_SEC + now.tv_nsec);
	known = begin_where(text, &where);
	text_add(text, "there ");
	add_state(text, initiator->state, 0);
	text_add(text, " / ");
	add_state(text, responder->state, 0);
	add_duration(text, ", lived ", conn->age);
	end_where(text, &where, known);
}

void line_json_conn(struct text *text, const struct saw_conn *conn)
{
	text_line(text);
	text_add(text, "{\"event\":\"conn\"");
	json_members(text, &saw_conn_set, conn, false);
	text_add(text, "}\n");
}
