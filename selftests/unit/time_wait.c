// SPDX-License-Identifier: GPL-2.0
/* TIME_WAIT and what comes after: RFC 9293 sections 3.6.1 and 3.10.7.4, RFC 6191. */
#include "story.h"

/* Stands at I 12, R 2: the local responder is in TIME_WAIT. */
static const struct beat closed_by_r[] = {
	OPEN_R,
	IN(I, "PA", 1, 1, 10),
	OUT(R, "FA", 1, 11, 0, "R established>fin-wait-1 sent-fin observed"),
	IN(I, "FA", 11, 2, 0, "I established>close-wait received-fin inferred",
	   "I close-wait>last-ack sent-fin observed",
	   "R fin-wait-1>fin-wait-2 received-ack observed",
	   "R fin-wait-2>time-wait received-fin observed", "teardown graceful R"),
	OUT(R, "A", 2, 12, 0),
};

/* The local initiator is in TIME_WAIT. */
static const struct beat closed_by_i[] = {
	FIN_SENT_I,
	IN(R, "FA", 1, 12, 0, "R established>close-wait received-fin inferred",
	   "R close-wait>last-ack sent-fin observed",
	   "I fin-wait-1>fin-wait-2 received-ack observed",
	   "I fin-wait-2>time-wait received-fin observed", "teardown graceful I"),
	OUT(I, "A", 12, 2, 0),
};

#define CLOSED_BY_R FIRST(closed_by_r)
#define CLOSED_BY_I FIRST(closed_by_i)

static const struct beat expires[] = {
	CLOSED_BY_R,
	AFTER(4, "I last-ack>closed received-ack timer"),
	AFTER(55.999),
	AFTER(0.001, "R time-wait>closed time-wait-expired timer", "done"),
};

/* A FIN that comes again starts the time anew. */
static const struct beat starts_anew[] = {
	CLOSED_BY_R,
	AFTER(3),
	IN(I, "FA", 11, 2, 0),
	OUT(R, "A", 2, 12, 0),
	DUE(4),
	AFTER(4, "I last-ack>closed received-ack timer"),
	DUE(TIME_WAIT),
};

static const struct beat newer_syn[] = {
	CLOSED_BY_R,
	REUSED(I, "S", 13, "reused", "I last-ack>closed sent-syn inferred",
	       "R time-wait>closed received-syn observed", "done"),
};

/* Data beyond the FIN, which means nothing, does not make a SYN older. */
static const struct beat newer_syn_before_bogus_data[] = {
	OPEN_R,
	IN(I, "PA", 51, 1, 50),
	OUT(R, "FA", 1, 1, 0, "R established>fin-wait-1 sent-fin observed"),
	IN(I, "FA", 1, 2, 0, "I established>close-wait received-fin inferred",
	   "I close-wait>last-ack sent-fin observed",
	   "R fin-wait-1>fin-wait-2 received-ack observed",
	   "R fin-wait-2>time-wait received-fin observed", "teardown graceful R"),
	OUT(R, "A", 2, 2, 0),
	DUE(4),
	REUSED(I, "S", 2),
	REUSED(I, "S", 3, "reused", "I last-ack>closed sent-syn inferred",
	       "R time-wait>closed received-syn observed", "done"),
};

/* Not before TIME_WAIT is all that is left. */
static const struct beat newer_syn_after_the_last_ack[] = {
	CLOSED_BY_R,
	AFTER(4, "I last-ack>closed received-ack timer"),
	REUSED(I, "S", 13, "reused", "R time-wait>closed received-syn observed", "done"),
};

static const struct beat older_syn[] = {
	CLOSED_BY_R,
	REUSED(I, "S", 12),
	REUSED(I, "S", 5),
	IN(I, "S", 5, 0, 0),
	OUT(R, "A", 2, 12, 0),
	AFTER(4, "I last-ack>closed received-ack timer"),
	AFTER(56, "R time-wait>closed time-wait-expired timer", "done"),
};

/* The first SYN, delivered late. */
static const struct beat same_syn[] = {
	CLOSED_BY_R,
	REUSED(I, "S", 0),
	IN(I, "S", 0, 0, 0, "syn again"),
};

/* The end in TIME_WAIT opens anew by itself. */
static const struct beat syn_of_local_time_wait[] = {
	CLOSED_BY_I,
	REUSED(I, "S", 5, "reused", "I time-wait>closed sent-syn observed",
	       "R last-ack>closed received-syn timer", "done"),
};

/* The peer of TIME_WAIT, which is a local end, opens anew: the roles change. */
static const struct beat syn_of_the_other_role[] = {
	CLOSED_BY_I,
	REUSED(R, "S", 2),
	REUSED(R, "S", 3, "reused", "R last-ack>closed sent-syn inferred",
	       "I time-wait>closed received-syn observed", "done"),
};

static const struct beat syn_on_loopback[] = {
	OPEN_LOOP,
	OUT(R, "FA", 1, 1, 0, "R established>fin-wait-1 sent-fin observed"),
	LOOP(R, "FA", 1, 1, 0, "I established>close-wait received-fin observed"),
	OUT(I, "FA", 1, 2, 0, "I close-wait>last-ack sent-fin observed"),
	LOOP(I, "FA", 1, 2, 0, "R fin-wait-1>fin-wait-2 received-ack observed",
	     "R fin-wait-2>time-wait received-fin observed", "teardown graceful R"),
	OUT(R, "A", 2, 2, 0),
	LOOP(R, "A", 2, 2, 0, "I last-ack>closed received-ack observed"),
	REUSED(I, "S", 9, "reused", "R time-wait>closed received-syn observed", "done"),
};

/* A SYN in any other state meets a challenge ACK, RFC 5961 section 4. */
static const struct beat syn_in_established[] = {
	OPEN_R,
	REUSED(I, "S", 1000),
};

/* RFC 9293 section 3.5.1, figure 9: the peer lost its memory, and finds out. */
static const struct beat half_open_discovered[] = {
	OPEN_R,
	REUSED(I, "S", 1000),
	IN(I, "S", 1000, 0, 0),
	OUT(R, "A", 1, 1, 0),
	IN(I, "R", 1, 0, 0, "I established>closed sent-rst observed",
	   "R established>closed received-rst observed", "teardown aborted I", "done"),
};

/* The local end did: what was there before has timed out, for all that is known. */
static const struct beat syn_of_local_end[] = {
	OPEN_I,
	REUSED(I, "S", 1000, "reused", "I established>closed sent-syn observed",
	       "R established>closed received-syn timer", "teardown timed-out I", "done"),
};

/* connect() given up and begun again. */
static const struct beat syn_after_syn[] = {
	OUT(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	REUSED(I, "S", 0),
	REUSED(I, "S", 700, "reused", "I syn-sent>closed sent-syn observed",
	       "handshake abandoned", "done"),
};

static const struct beat syn_after_syn_of_remote[] = {
	IN(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	REUSED(I, "S", 0),
	REUSED(I, "S", 700, "reused", "I syn-sent>closed sent-syn inferred",
	       "handshake abandoned", "done"),
};

static const struct beat syn_after_refusal[] = {
	IN(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	OUT(R, "RA", 0, 1, 0, "handshake refused"),
	REUSED(I, "S", 0),
	REUSED(I, "S", 1, "reused", "I syn-sent>closed sent-syn inferred", "done"),
};

static const struct beat syn_after_reset[] = {
	IN(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	OUT(R, "SA", 0, 1, 0, "R listen>syn-received received-syn observed"),
	REUSED(I, "S", 700),
	OUT(R, "R", 1, 0, 0, "R syn-received>closed sent-rst observed", "handshake reset"),
	REUSED(I, "S", 700, "reused", "I syn-sent>closed sent-syn inferred", "done"),
};

/* The first SYN of an end never is. */
static const struct beat simultaneous_open[] = {
	OUT(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	REUSED(R, "S", 700),
};

static const struct beat no_syn[] = {
	CLOSED_BY_R,
	REUSED(I, "A", 700),
	REUSED(I, "SA", 700),
	REUSED(I, "SF", 700),
	REUSED(I, "SR", 700),
};

/* Newer by its timestamp (RFC 6191), as the answer shows. */
static const struct beat older_syn_answered[] = {
	CLOSED_BY_R,
	REUSED(I, "S", 5),
	REUSED(R, "SA", 900, "reused", "R time-wait>closed sent-syn observed",
	       "I last-ack>closed received-syn timer", "done"),
};

/* RFC 6191: with timestamps the clock says which of two SYNs is newer, not the number. */
static const struct beat older_syn_newer_by_its_timestamp[] = {
	CLOSED_BY_R,
	MEETS("same", I, "S", 5),
	MEETS("new", I, "S", 5, "reused", "I last-ack>closed sent-syn inferred",
	      "R time-wait>closed received-syn observed", "done"),
};

static const struct beat newer_syn_older_by_its_timestamp[] = {
	CLOSED_BY_R,
	MEETS("old", I, "S", 13),
	MEETS("same", I, "S", 13, "reused", "I last-ack>closed sent-syn inferred",
	      "R time-wait>closed received-syn observed", "done"),
};

/* No timestamp makes a SYN welcome where the connection stands. */
static const struct beat newer_timestamp_in_established[] = {
	OPEN_R,
	MEETS("new", I, "S", 1000),
	MEETS("old", I, "S", 1000),
};

/* The kernel knows better than 2MSL: it may have had no room for TIME-WAIT. */
static const struct beat older_syn_without_time_wait[] = {
	CLOSED_BY_R,
	MEETS("gone", I, "S", 0),
	MEETS("gone", I, "S", 5, "reused", "I last-ack>closed sent-syn inferred",
	      "R time-wait>closed received-syn observed", "done"),
};

/* A socket that went without a word. */
static const struct beat syn_to_nobody[] = {
	OPEN_R,
	MEETS("gone", I, "S", 1000, "reused", "I established>closed sent-syn inferred",
	      "R established>closed received-syn observed", "teardown timed-out I", "done"),
};

/* Such an answer in any other state is a bad one, and that of a remote end proves nothing. */
static const struct beat answer_out_of_place[] = {
	OPEN_R,
	REUSED(R, "SA", 900),
	REUSED(I, "SA", 900),
};

static const struct beat remote_answer[] = {
	CLOSED_BY_I,
	REUSED(R, "SA", 900),
};

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORY("R", expires),
		STORY("R", starts_anew),
		STORY("R", newer_syn),
		STORY("R", newer_syn_before_bogus_data),
		STORY("R", newer_syn_after_the_last_ack),
		STORY("R", older_syn),
		STORY("R", same_syn),
		STORY("I", syn_of_local_time_wait),
		STORY("I", syn_of_the_other_role),
		STORY("IR", syn_on_loopback),
		STORY("R", syn_in_established),
		STORY("R", half_open_discovered),
		STORY("I", syn_of_local_end),
		STORY("I", syn_after_syn),
		STORY("R", syn_after_syn_of_remote),
		STORY("R", syn_after_refusal),
		STORY("R", syn_after_reset),
		STORY("I", simultaneous_open),
		STORY("R", no_syn),
		STORY("R", older_syn_answered),
		STORY("R", older_syn_newer_by_its_timestamp),
		STORY("R", newer_syn_older_by_its_timestamp),
		STORY("R", newer_timestamp_in_established),
		STORY("R", older_syn_without_time_wait),
		STORY("R", syn_to_nobody),
		STORY("R", answer_out_of_place),
		STORY("I", remote_answer),
	};

	return cmocka_run_group_tests_name("time_wait", tests, NULL, NULL);
}
