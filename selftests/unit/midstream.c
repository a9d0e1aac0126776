// SPDX-License-Identifier: GPL-2.0
/* Connections that began before anybody watched. */
#include "story.h"

static const struct beat data_of_remote[] = {
	IN(I, "PA", 1, 1, 100, "I closed>established midstream midstream",
	   "R closed>established midstream midstream"),
	DUE(IDLE),
	OUT(R, "A", 1, 101, 0),
	OUT(R, "FA", 1, 101, 0, "R established>fin-wait-1 sent-fin observed"),
	IN(I, "FA", 101, 2, 0, "I established>close-wait received-fin inferred",
	   "I close-wait>last-ack sent-fin observed",
	   "R fin-wait-1>fin-wait-2 received-ack observed",
	   "R fin-wait-2>time-wait received-fin observed", "teardown graceful R"),
};

static const struct beat data_of_local[] = {
	OUT(I, "PA", 1, 1, 100, "I closed>established midstream midstream",
	    "R closed>established midstream midstream"),
	IN(R, "A", 1, 101, 0),
	IN(R, "FA", 1, 101, 0, "R established>fin-wait-1 sent-fin observed",
	   "I established>close-wait received-fin observed"),
	OUT(I, "FA", 101, 2, 0, "I close-wait>last-ack sent-fin observed"),
	IN(R, "A", 2, 102, 0, "R fin-wait-1>fin-wait-2 received-ack inferred",
	   "R fin-wait-2>time-wait received-fin inferred",
	   "I last-ack>closed received-ack observed", "teardown graceful R"),
};

/* How much the receiver had sent before is not known: more may be acknowledged than was seen. */
static const struct beat ack_of_what_was_not_seen[] = {
	OUT(I, "PA", 1, 1, 100, "I closed>established midstream midstream",
	    "R closed>established midstream midstream"),
	IN(R, "A", 1, 5001, 0),
	IN(R, "FA", 1, 5001, 0, "R established>fin-wait-1 sent-fin observed",
	   "I established>close-wait received-fin observed"),
};

static const struct beat ack_far_away[] = {
	OUT(I, "PA", 1, 1, 100, "I closed>established midstream midstream",
	    "R closed>established midstream midstream"),
	IN(R, "FA", 1, 0x40000066, 0),
	IN(R, "FA", 1, 0x40000065, 0, "R established>fin-wait-1 sent-fin observed",
	   "I established>close-wait received-fin observed"),
};

static const struct beat fin[] = {
	IN(I, "FA", 1, 1, 0, "I closed>established midstream midstream",
	   "R closed>established midstream midstream",
	   "I established>fin-wait-1 sent-fin observed",
	   "R established>close-wait received-fin observed"),
	OUT(R, "A", 1, 2, 0),
};

static const struct beat reset[] = {
	IN(I, "PA", 1, 1, 100, "I closed>established midstream midstream",
	   "R closed>established midstream midstream"),
	IN(I, "R", 100, 0, 0, "reset outside"),
	IN(I, "R", 101, 0, 0, "I established>closed sent-rst observed",
	   "R established>closed received-rst observed", "teardown aborted I", "done"),
};

static const struct beat reset_of_local[] = {
	IN(I, "PA", 1, 1, 100, "I closed>established midstream midstream",
	   "R closed>established midstream midstream"),
	OUT(R, "R", 1, 0, 0, "R established>closed sent-rst observed", "teardown aborted R"),
	AFTER(4, "I established>closed received-rst timer", "done"),
};

/* Before the receiver has sent anything. */
static const struct beat reset_by_receiver[] = {
	OUT(I, "PA", 1, 1, 100, "I closed>established midstream midstream",
	    "R closed>established midstream midstream"),
	IN(R, "R", 0, 0, 0, "reset outside"),
	IN(R, "R", 1, 0, 0, "R established>closed sent-rst observed",
	   "I established>closed received-rst observed", "teardown aborted R", "done"),
};

static const struct beat on_loopback[] = {
	OUT(I, "PA", 1, 1, 100, "I closed>established midstream midstream",
	    "R closed>established midstream midstream"),
	LOOP(I, "PA", 1, 1, 100),
	OUT(R, "FA", 1, 101, 0, "R established>fin-wait-1 sent-fin observed"),
	LOOP(R, "FA", 1, 101, 0, "I established>close-wait received-fin observed"),
};

static const struct beat arrival_on_loopback[] = {
	LOOP(I, "PFA", 1, 1, 100, "I closed>established midstream midstream",
	     "R closed>established midstream midstream"),
	OUT(I, "PFA", 1, 1, 100, "I established>fin-wait-1 sent-fin observed"),
	LOOP(I, "PFA", 1, 1, 100, "R established>close-wait received-fin observed"),
};

/* The answer to what was seen to arrive only. */
static const struct beat answer_on_loopback[] = {
	LOOP(I, "PA", 1, 1, 100, "I closed>established midstream midstream",
	     "R closed>established midstream midstream"),
	OUT(R, "FA", 1, 101, 0, "R established>fin-wait-1 sent-fin observed"),
	LOOP(R, "R", 0, 0, 0, "reset outside"),
	LOOP(R, "FA", 1, 101, 0, "I established>close-wait received-fin observed"),
};

/* Out of order before the receiver has said anything. */
static const struct beat fin_out_of_order[] = {
	IN(I, "PA", 1, 1, 100, "I closed>established midstream midstream",
	   "R closed>established midstream midstream"),
	IN(I, "FA", 201, 1, 0, "I established>fin-wait-1 sent-fin observed"),
	IN(I, "PA", 101, 1, 100, "R established>close-wait received-fin observed"),
};

/* Only the SYN was missed. The outcome stays unseen. */
static const struct beat syn_ack[] = {
	IN(R, "SA", 0, 1, 0, "R closed>syn-received midstream midstream",
	   "I closed>syn-sent midstream midstream",
	   "I syn-sent>established received-syn-ack observed"),
	OUT(I, "A", 1, 1, 0),
	OUT(I, "PA", 1, 1, 10),
	IN(R, "A", 1, 11, 0, "R syn-received>established received-ack inferred"),
};

static const struct beat syn_ack_and_fin[] = {
	IN(R, "SA", 0, 1, 0, "R closed>syn-received midstream midstream",
	   "I closed>syn-sent midstream midstream",
	   "I syn-sent>established received-syn-ack observed"),
	IN(R, "FA", 1, 1, 0, "R syn-received>fin-wait-1 sent-fin observed",
	   "I established>close-wait received-fin observed"),
};

static const struct beat syn_ack_of_local[] = {
	OUT(R, "SA", 0, 1, 0, "R closed>syn-received midstream midstream",
	    "I closed>syn-sent midstream midstream"),
	IN(I, "S", 0, 0, 0, "syn again"),
	IN(I, "A", 2, 2, 0),
	IN(I, "A", 1, 1, 0, "I syn-sent>established received-syn-ack inferred",
	   "R syn-received>established received-ack observed"),
};

static const struct beat syn_ack_reset[] = {
	OUT(R, "SA", 0, 1, 0, "R closed>syn-received midstream midstream",
	    "I closed>syn-sent midstream midstream"),
	IN(I, "R", 0, 0, 0, "reset outside"),
	IN(I, "R", 1, 0, 0, "I syn-sent>closed sent-rst observed",
	   "R syn-received>listen received-rst observed", "teardown aborted I", "done"),
};

static const struct beat syn_ack_not_acknowledged[] = {
	OUT(R, "SA", 0, 1, 0, "R closed>syn-received midstream midstream",
	    "I closed>syn-sent midstream midstream"),
	AFTER(SYN, "R syn-received>closed syn-ack-timeout timer",
	      "I syn-sent>closed syn-timeout timer", "teardown timed-out I", "done"),
};

/* A SYN of an end that was picked up has nothing to do with it. */
static const struct beat syn[] = {
	IN(I, "PA", 1, 1, 100, "I closed>established midstream midstream",
	   "R closed>established midstream midstream"),
	REUSED(I, "S", 101),
	IN(I, "S", 101, 0, 0),
	IN(I, "S", 0, 0, 0),
	IN(I, "SA", 101, 1, 0),
	OUT(R, "SA", 1, 101, 0),
	DUE(IDLE),
};

static const struct beat syn_of_local[] = {
	OUT(I, "PA", 1, 1, 100, "I closed>established midstream midstream",
	    "R closed>established midstream midstream"),
	REUSED(I, "S", 0, "reused", "I established>closed sent-syn observed",
	       "R established>closed received-syn timer", "teardown timed-out I", "done"),
};

/* A bare RST begins nothing. */
static const struct beat nothing[] = {
	IN(I, "RA", 1, 1, 0, "done"),
	DUE(-1),
};

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORY("R", data_of_remote),
		STORY("I", data_of_local),
		STORY("I", ack_of_what_was_not_seen),
		STORY("I", ack_far_away),
		STORY("R", fin),
		STORY("R", reset),
		STORY("R", reset_of_local),
		STORY("I", reset_by_receiver),
		STORY("IR", on_loopback),
		STORY("IR", arrival_on_loopback),
		STORY("IR", answer_on_loopback),
		STORY("R", fin_out_of_order),
		STORY("I", syn_ack),
		STORY("I", syn_ack_and_fin),
		STORY("R", syn_ack_of_local),
		STORY("R", syn_ack_reset),
		STORY("R", syn_ack_not_acknowledged),
		STORY("R", syn),
		STORY("I", syn_of_local),
		STORY("R", nothing),
	};

	return cmocka_run_group_tests_name("midstream", tests, NULL, NULL);
}
