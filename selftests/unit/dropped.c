// SPDX-License-Identifier: GPL-2.0
/*
 * Segments that reach a socket and are dropped there: those that are old by their timestamp
 * (RFC 7323 section 5), and data for which there is no room. The caller asks the socket, and
 * has what will be dropped go by.
 */
#include "story.h"

/* Only what can move an end is worth a question. */
static const struct beat asked_in_established[] = {
	OPEN_I,
	ASKS(IN, R, "PA", false),
	ASKS(IN, R, "FA", true),
	ASKS(IN, R, "F", false),
	ASKS(IN, R, "RA", false),
	ASKS(IN, R, "SA", false),
	ASKS(OUT, I, "FA", false),
	ASKS(PASS, R, "FA", false),
	ASKS(IN, I, "FA", false),	/* its receiver is not on this host */
};

static const struct beat asked_with_a_fin_ahead[] = {
	OPEN_I,
	IN(R, "FA", 101, 11, 0, "R established>fin-wait-1 sent-fin observed"),
	ASKS(IN, R, "A", true),
	IN(R, "A", 1, 11, 100, "I established>close-wait received-fin observed"),
	ASKS(IN, R, "FA", false),
};

static const struct beat asked_in_the_handshake[] = {
	OUT(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	ASKS(IN, R, "A", false),
	IN(R, "S", 0, 0, 0, "R closed>syn-sent sent-syn observed",
	   "I syn-sent>syn-received received-syn observed"),
	ASKS(IN, R, "A", true),
};

static const struct beat not_asked_of_a_listener[] = {
	IN(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	OUT(R, "SA", 0, 1, 0, "R listen>syn-received received-syn observed"),
	ASKS(IN, I, "A", false),
};

static const struct beat asked_in_fin_wait[] = {
	FIN_SENT_I,
	ASKS(IN, R, "A", true),
	IN(R, "A", 1, 12, 0, "R established>close-wait received-fin inferred",
	   "I fin-wait-1>fin-wait-2 received-ack observed"),
	ASKS(IN, R, "A", false),
	ASKS(IN, R, "FA", true),
	IN(R, "FA", 1, 12, 0, "R close-wait>last-ack sent-fin observed",
	   "I fin-wait-2>time-wait received-fin observed", "teardown graceful I"),
	ASKS(IN, R, "FA", false),
};

static const struct beat asked_in_closing[] = {
	FIN_SENT_I,
	IN(R, "FA", 1, 11, 0, "R established>fin-wait-1 sent-fin observed",
	   "I fin-wait-1>closing received-fin observed"),
	ASKS(IN, R, "A", true),
};

static const struct beat asked_in_last_ack[] = {
	OPEN_R,
	IN(I, "FA", 1, 1, 0, "I established>fin-wait-1 sent-fin observed",
	   "R established>close-wait received-fin observed"),
	ASKS(IN, I, "A", false),
	OUT(R, "FA", 1, 2, 0, "R close-wait>last-ack sent-fin observed"),
	ASKS(IN, I, "A", true),
};

/* On loopback nothing is old before something was sent again: data, or a FIN. */
static const struct beat asked_on_loopback[] = {
	OPEN_LOOP,
	OUT(R, "PA", 1, 1, 10),
	ASKS(IN_LOOP, R, "FA", false),
	OUT(R, "PA", 1, 1, 10),
	ASKS(IN_LOOP, R, "FA", true),
	ASKS(IN_LOOP, R, "PA", false),
};

/* A FIN that comes late, after data that was sent again after it. */
static const struct beat old_fin[] = {
	FIN_SENT_I,
	PASS(R, "FA", 1, 11, 0, "R established>fin-wait-1 sent-fin observed"),
	OUT(I, "A", 12, 1, 0),
	IN(R, "A", 2, 12, 0, "R fin-wait-1>closing received-fin inferred",
	   "I fin-wait-1>fin-wait-2 received-ack observed"),
	IN(R, "FA", 1, 12, 0, "I fin-wait-2>time-wait received-fin observed",
	   "teardown simultaneous I"),
	OUT(I, "A", 12, 2, 0),
};

/* An ACK that comes late, and the one that counts. */
static const struct beat old_ack[] = {
	FIN_SENT_I,
	PASS(R, "A", 1, 12, 0, "R established>close-wait received-fin inferred"),
	IN(R, "A", 1, 12, 0, "I fin-wait-1>fin-wait-2 received-ack observed"),
};

/* Data that passed here was dropped: its FIN is not in order before it comes again. */
static const struct beat data_without_room[] = {
	OPEN_I,
	IN(R, "PA", 1, 11, 100),
	EDGE(I, 1),
	IN(R, "FA", 101, 11, 0, "R established>fin-wait-1 sent-fin observed"),
	OUT(I, "A", 11, 1, 0),
	IN(R, "PA", 1, 11, 100, "I established>close-wait received-fin observed"),
	OUT(I, "A", 11, 102, 0),
};

/* What the socket has beyond what is known here does no harm. */
static const struct beat more_than_is_known[] = {
	OPEN_I,
	EDGE(I, 50),
	IN(R, "FA", 1, 11, 0, "R established>fin-wait-1 sent-fin observed",
	   "I established>close-wait received-fin observed"),
};

/* It overtook data that left before it: that the data is acknowledged proves nothing. */
static const struct beat ack_overtook_data[] = {
	FIN_SENT_I,
	PASS(R, "A", 501, 12, 0, "R established>close-wait received-fin inferred"),
	IN(R, "PA", 1, 11, 500),
	OUT(I, "A", 12, 501, 0),
	IN(R, "A", 501, 12, 0, "I fin-wait-1>fin-wait-2 received-ack observed"),
};

/* The ACK of its FIN was dropped, and a FIN that left before that ACK comes later. */
static const struct beat fin_after_dropped_ack[] = {
	FIN_SENT_I,
	IN(R, "PA", 1, 11, 10),
	EDGE(I, 1),
	PASS(R, "PA", 1, 12, 10, "R established>close-wait received-fin inferred"),
	IN(R, "FA", 11, 11, 40, "R close-wait>last-ack sent-fin observed"),
	OUT(I, "A", 12, 52, 0, "I fin-wait-1>closing received-fin observed"),
	IN(R, "A", 52, 12, 0, "I closing>time-wait received-ack observed",
	   "teardown half-closed I"),
};

/* Closed on both sides at once, the other FIN is there, data before it is missing. */
static const struct beat fin_held_i[] = {
	FIN_SENT_I,
	IN(R, "FA", 21, 11, 0, "R established>fin-wait-1 sent-fin observed"),
};

#define FIN_HELD_I FIRST(fin_held_i)

/* Data that completes it waits for the socket, and the ACK of the own FIN behind it. */
static const struct beat ack_behind_fin[] = {
	FIN_SENT_I,
	WAITS(false, 0, R, "A", 1, 12, 0),
	IN(R, "FA", 21, 11, 0, "R established>fin-wait-1 sent-fin observed"),
	WAITS(false, 1, R, "A", 22, 12, 0),
	IN(R, "PA", 1, 11, 10),
	WAITS(true, 1, R, "A", 22, 12, 0),
	WAITS(false, 11, R, "A", 22, 12, 0),
	WAITS(false, 1, R, "A", 22, 11, 0),
	WAITS(false, 1, R, "A", 22, 12, 1),
	WAITS(false, 1, R, "FA", 22, 12, 0),
	BUSY(R, "A", 22, 12, 0, "R fin-wait-1>closing received-fin inferred"),
	OUT(I, "A", 12, 1, 0),
	OUT(I, "A", 12, 22, 0, "I fin-wait-1>closing received-fin observed",
	    "I closing>time-wait received-ack observed", "teardown simultaneous I"),
};

/* The same of the other role. */
static const struct beat ack_behind_fin_of_responder[] = {
	OPEN_R,
	OUT(R, "FA", 1, 1, 0, "R established>fin-wait-1 sent-fin observed"),
	IN(I, "FA", 21, 1, 0, "I established>fin-wait-1 sent-fin observed"),
	IN(I, "PA", 1, 1, 10),
	BUSY(I, "A", 22, 2, 0, "I fin-wait-1>closing received-fin inferred"),
	OUT(R, "A", 2, 22, 0, "R fin-wait-1>closing received-fin observed",
	    "R closing>time-wait received-ack observed", "teardown simultaneous R"),
};

/* The data does not complete it. */
static const struct beat ack_behind_data[] = {
	FIN_HELD_I,
	IN(R, "PA", 1, 11, 10),
	BUSY(R, "A", 22, 12, 0, "R fin-wait-1>closing received-fin inferred"),
	OUT(I, "A", 12, 11, 0, "I fin-wait-1>fin-wait-2 received-ack observed"),
	OUT(I, "A", 12, 22, 0, "I fin-wait-2>time-wait received-fin observed",
	    "teardown simultaneous I"),
};

/* The socket says nothing before the next segment is there. */
static const struct beat ack_before_data[] = {
	FIN_HELD_I,
	IN(R, "PA", 1, 11, 10),
	BUSY(R, "A", 22, 12, 0, "R fin-wait-1>closing received-fin inferred"),
	IN(R, "PA", 11, 12, 10, "I fin-wait-1>fin-wait-2 received-ack observed",
	   "I fin-wait-2>time-wait received-fin observed", "teardown simultaneous I"),
};

/* It is over before anything was taken. */
static const struct beat ack_behind_reset[] = {
	FIN_HELD_I,
	IN(R, "PA", 1, 11, 10),
	BUSY(R, "A", 22, 12, 0, "R fin-wait-1>closing received-fin inferred"),
	IN(R, "R", 11, 0, 0, "R closing>closed sent-rst observed",
	   "I fin-wait-1>fin-wait-2 received-ack observed",
	   "I fin-wait-2>closed received-rst observed", "teardown aborted I", "done"),
};

/* Its socket is gone before. */
static const struct beat ack_behind_the_end[] = {
	FIN_HELD_I,
	IN(R, "PA", 1, 11, 10),
	BUSY(R, "A", 22, 12, 0, "R fin-wait-1>closing received-fin inferred"),
	GONE(1, "I", "I fin-wait-1>closed socket-gone timer", "teardown timed-out I"),
	IN(R, "PA", 11, 12, 10),
};

/* A FIN that is not sent, or not alone, is not acknowledged. */
static const struct beat nothing_waits[] = {
	OPEN_I,
	IN(R, "FA", 21, 11, 0, "R established>fin-wait-1 sent-fin observed"),
	IN(R, "PA", 1, 11, 10),
	WAITS(false, 1, R, "A", 22, 12, 0),
	SHUT(I, "I established>fin-wait-1 shut observed"),
	WAITS(false, 1, R, "A", 22, 12, 0),
};

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORY("I", asked_in_established),
		STORY("I", asked_with_a_fin_ahead),
		STORY("I", asked_in_the_handshake),
		STORY("R", not_asked_of_a_listener),
		STORY("I", asked_in_fin_wait),
		STORY("I", asked_in_closing),
		STORY("R", asked_in_last_ack),
		STORY("IR", asked_on_loopback),
		STORY("I", old_fin),
		STORY("I", old_ack),
		STORY("I", data_without_room),
		STORY("I", more_than_is_known),
		STORY("I", ack_overtook_data),
		STORY("I", fin_after_dropped_ack),
		STORY("I", ack_behind_fin),
		STORY("R", ack_behind_fin_of_responder),
		STORY("I", ack_behind_data),
		STORY("I", ack_before_data),
		STORY("I", ack_behind_reset),
		STORY("I", ack_behind_the_end),
		STORY("I", nothing_waits),
	};

	return cmocka_run_group_tests_name("dropped", tests, NULL, NULL);
}
