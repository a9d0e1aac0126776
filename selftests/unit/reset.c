// SPDX-License-Identifier: GPL-2.0
/* How connections end with a RST: RFC 9293 sections 3.5.2 and 3.10.7, RFC 5961. */
#include "story.h"

/* A RST that arrives in each state. */

static const struct beat received_in_syn_sent[] = {
	OUT(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	IN(R, "RA", 0, 1, 0, "I syn-sent>closed received-rst observed", "handshake refused",
	   "done"),
};

static const struct beat received_in_syn_received[] = {
	IN(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	OUT(R, "SA", 0, 1, 0, "R listen>syn-received received-syn observed"),
	IN(I, "R", 1, 0, 0, "I syn-sent>closed sent-rst observed",
	   "R syn-received>listen received-rst observed", "handshake abandoned", "done"),
	DUE(-1),
};

/* An active opener has no LISTEN to go back to. */
static const struct beat received_in_syn_received_of_an_active_opener[] = {
	OUT(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	IN(R, "S", 0, 0, 0, "R closed>syn-sent sent-syn observed",
	   "I syn-sent>syn-received received-syn observed"),
	OUT(I, "SA", 0, 1, 0),
	IN(R, "RA", 1, 1, 0, "R syn-sent>closed sent-rst observed",
	   "I syn-received>closed received-rst observed", "handshake reset", "done"),
};

static const struct beat received_in_established[] = {
	OPEN_R,
	IN(I, "RA", 1, 1, 0, "I established>closed sent-rst observed",
	   "R established>closed received-rst observed", "teardown aborted I", "done"),
};

static const struct beat received_in_fin_wait_1[] = {
	OPEN_R,
	OUT(R, "FA", 1, 1, 0, "R established>fin-wait-1 sent-fin observed"),
	IN(I, "RA", 1, 1, 0, "I established>closed sent-rst observed",
	   "R fin-wait-1>closed received-rst observed", "teardown aborted R", "done"),
};

static const struct beat received_in_fin_wait_2[] = {
	OPEN_R,
	OUT(R, "FA", 1, 1, 0, "R established>fin-wait-1 sent-fin observed"),
	IN(I, "A", 1, 2, 0, "I established>close-wait received-fin inferred",
	   "R fin-wait-1>fin-wait-2 received-ack observed"),
	IN(I, "R", 1, 0, 0, "I close-wait>closed sent-rst observed",
	   "R fin-wait-2>closed received-rst observed", "teardown aborted R", "done"),
};

static const struct beat received_in_close_wait[] = {
	OPEN_R,
	IN(I, "FA", 1, 1, 0, "I established>fin-wait-1 sent-fin observed",
	   "R established>close-wait received-fin observed"),
	IN(I, "R", 2, 0, 0, "I fin-wait-1>closed sent-rst observed",
	   "R close-wait>closed received-rst observed", "teardown aborted I", "done"),
};

static const struct beat received_in_closing[] = {
	OPEN_R,
	OUT(R, "FA", 1, 1, 0, "R established>fin-wait-1 sent-fin observed"),
	IN(I, "FA", 1, 1, 0, "I established>fin-wait-1 sent-fin observed",
	   "R fin-wait-1>closing received-fin observed"),
	IN(I, "R", 2, 0, 0, "I fin-wait-1>closed sent-rst observed",
	   "R closing>closed received-rst observed", "teardown aborted R", "done"),
};

static const struct beat received_in_last_ack[] = {
	OPEN_R,
	IN(I, "FA", 1, 1, 0, "I established>fin-wait-1 sent-fin observed",
	   "R established>close-wait received-fin observed"),
	OUT(R, "FA", 1, 2, 0, "R close-wait>last-ack sent-fin observed"),
	IN(I, "R", 2, 0, 0, "I fin-wait-1>closed sent-rst observed",
	   "R last-ack>closed received-rst observed", "teardown aborted I", "done"),
};

/* RFC 1337: Linux by default lets TIME_WAIT be assassinated. The end was told before. */
static const struct beat received_in_time_wait[] = {
	OPEN_R,
	OUT(R, "FA", 1, 1, 0, "R established>fin-wait-1 sent-fin observed"),
	IN(I, "FA", 1, 2, 0, "I established>close-wait received-fin inferred",
	   "I close-wait>last-ack sent-fin observed",
	   "R fin-wait-1>fin-wait-2 received-ack observed",
	   "R fin-wait-2>time-wait received-fin observed", "teardown graceful R"),
	IN(I, "R", 1, 0, 0, "reset outside"),
	IN(I, "R", 3, 0, 0, "reset outside"),
	IN(I, "R", 2, 0, 0, "I last-ack>closed sent-rst observed",
	   "R time-wait>closed received-rst observed", "done"),
};

/* A RST that leaves in each state; the remote end is gone once it has had time to arrive. */

static const struct beat sent_in_syn_sent[] = {
	OUT(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	OUT(I, "R", 1, 0, 0, "I syn-sent>closed sent-rst observed", "handshake abandoned", "done"),
};

static const struct beat sent_in_syn_received[] = {
	IN(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	OUT(R, "SA", 0, 1, 0, "R listen>syn-received received-syn observed"),
	OUT(R, "RA", 1, 1, 0, "R syn-received>closed sent-rst observed", "handshake reset"),
	AFTER(4, "I syn-sent>closed received-rst timer", "done"),
};

static const struct beat sent_in_established[] = {
	OPEN_I,
	OUT(I, "RA", 11, 1, 0, "I established>closed sent-rst observed", "teardown aborted I"),
	IN(R, "PA", 1, 11, 100),
	OUT(I, "R", 11, 0, 0),
	DUE(4),
	AFTER(4, "R established>closed received-rst timer", "done"),
};

static const struct beat sent_in_fin_wait_1[] = {
	FIN_SENT_I,
	OUT(I, "RA", 12, 1, 0, "I fin-wait-1>closed sent-rst observed", "teardown aborted I"),
	AFTER(4, "R established>closed received-rst timer", "done"),
};

/* Data for an end that nobody reads any more. */
static const struct beat sent_in_fin_wait_2[] = {
	HALF_CLOSED_I,
	IN(R, "PA", 1, 12, 100),
	OUT(I, "R", 12, 0, 0, "I fin-wait-2>closed sent-rst observed", "teardown aborted I"),
	AFTER(4, "R close-wait>closed received-rst timer", "done"),
};

static const struct beat sent_in_close_wait[] = {
	OPEN_I,
	IN(R, "FA", 1, 11, 0, "R established>fin-wait-1 sent-fin observed",
	   "I established>close-wait received-fin observed"),
	OUT(I, "RA", 11, 2, 0, "I close-wait>closed sent-rst observed", "teardown aborted R"),
	AFTER(4, "R fin-wait-1>closed received-rst timer", "done"),
};

static const struct beat sent_in_closing[] = {
	FIN_SENT_I,
	IN(R, "FA", 1, 11, 0, "R established>fin-wait-1 sent-fin observed",
	   "I fin-wait-1>closing received-fin observed"),
	OUT(I, "R", 12, 0, 0, "I closing>closed sent-rst observed", "teardown aborted I"),
	AFTER(4, "R fin-wait-1>closed received-rst timer", "done"),
};

static const struct beat sent_in_last_ack[] = {
	OPEN_I,
	IN(R, "FA", 1, 11, 0, "R established>fin-wait-1 sent-fin observed",
	   "I established>close-wait received-fin observed"),
	OUT(I, "FA", 11, 2, 0, "I close-wait>last-ack sent-fin observed"),
	OUT(I, "R", 12, 0, 0, "I last-ack>closed sent-rst observed", "teardown aborted R"),
	AFTER(4, "R fin-wait-1>closed received-rst timer", "done"),
};

/* The end of TIME_WAIT was not seen (too many of them): a late FIN is answered by a RST. */
static const struct beat sent_in_time_wait[] = {
	FIN_SENT_I,
	IN(R, "FA", 1, 12, 0, "R established>close-wait received-fin inferred",
	   "R close-wait>last-ack sent-fin observed",
	   "I fin-wait-1>fin-wait-2 received-ack observed",
	   "I fin-wait-2>time-wait received-fin observed", "teardown graceful I"),
	IN(R, "FA", 1, 12, 0),
	OUT(I, "R", 12, 0, 0, "I time-wait>closed sent-rst observed"),
	AFTER(4, "R last-ack>closed received-rst timer", "done"),
};

/* On loopback each end is seen to have its RST. */
static const struct beat loopback_reset[] = {
	OPEN_LOOP,
	OUT(I, "RA", 1, 1, 0, "I established>closed sent-rst observed", "teardown aborted I"),
	LOOP(I, "RA", 1, 1, 0, "R established>closed received-rst observed", "done"),
};

static const struct beat loopback_reset_before_established[] = {
	OUT(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	LOOP(I, "S", 0, 0, 0),
	OUT(R, "SA", 0, 1, 0, "R listen>syn-received received-syn observed"),
	LOOP(R, "SA", 0, 1, 0, "I syn-sent>established received-syn-ack observed"),
	OUT(I, "R", 1, 0, 0, "I established>closed sent-rst observed", "handshake abandoned"),
	LOOP(I, "R", 1, 0, 0, "R syn-received>listen received-rst observed", "done"),
};

/* A half-open scan: SYN, SYN-ACK, RST. */
static const struct beat reset_instead_of_ack[] = {
	OUT(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	IN(R, "SA", 0, 1, 0, "R listen>syn-received received-syn inferred",
	   "I syn-sent>established received-syn-ack observed"),
	OUT(I, "R", 1, 0, 0, "I established>closed sent-rst observed", "handshake abandoned"),
	AFTER(4, "R syn-received>listen received-rst timer", "done"),
};

static const struct beat reset_with_lost_data[] = {
	IN(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	OUT(R, "SA", 0, 1, 0, "R listen>syn-received received-syn observed"),
	IN(I, "R", 0, 0, 0, "reset outside"),
	IN(I, "R", 65537, 0, 0, "reset outside"),
	IN(I, "R", 65536, 0, 0, "I syn-sent>closed sent-rst observed",
	   "R syn-received>listen received-rst observed", "handshake abandoned", "done"),
};

/* RFC 5961 section 3.2: only the exact number counts. */
static const struct beat out_of_window[] = {
	OPEN_R,
	IN(I, "PA", 1, 1, 100),
	OUT(R, "A", 1, 101, 0),
	IN(I, "R", 100, 0, 0, "reset outside"),
	IN(I, "R", 102, 0, 0, "reset challenged"),
	IN(I, "R", 1101, 0, 0, "reset challenged"),
	IN(I, "R", 1102, 0, 0, "reset outside"),
	IN(I, "R", 0x80000000, 0, 0, "reset outside"),
	DUE(IDLE),
	IN(I, "R", 101, 0, 0, "I established>closed sent-rst observed",
	   "R established>closed received-rst observed", "teardown aborted I", "done"),
};

/* The challenge ACK makes the peer name the right number. */
static const struct beat after_challenge_ack[] = {
	OPEN_R,
	IN(I, "R", 51, 0, 0, "reset challenged"),
	OUT(R, "A", 1, 1, 0),
	IN(I, "R", 1, 0, 0, "I established>closed sent-rst observed",
	   "R established>closed received-rst observed", "teardown aborted I", "done"),
};

/* With a hole, the right edge of what arrived counts, too; nothing in between does. */
static const struct beat at_sack_edge[] = {
	OPEN_R,
	IN(I, "PA", 51, 1, 50),
	OUT(R, "A", 1, 1, 0),
	IN(I, "R", 51, 0, 0, "reset challenged"),
	IN(I, "R", 100, 0, 0, "reset challenged"),
	IN(I, "R", 101, 0, 0, "I established>closed sent-rst observed",
	   "R established>closed received-rst observed", "teardown aborted I", "done"),
};

/* Before the hole. */
static const struct beat at_edge_of_hole[] = {
	OPEN_R,
	IN(I, "PA", 1, 1, 10),
	IN(I, "PA", 51, 1, 50),
	IN(I, "R", 11, 0, 0, "I established>closed sent-rst observed",
	   "R established>closed received-rst observed", "teardown aborted I", "done"),
};

/* Some stacks repeat the number of the FIN: accepted after a FIN, and only there. */
static const struct beat at_number_of_fin_in_close_wait[] = {
	OPEN_R,
	IN(I, "R", 0, 0, 0, "reset outside"),
	IN(I, "FA", 1, 1, 0, "I established>fin-wait-1 sent-fin observed",
	   "R established>close-wait received-fin observed"),
	OUT(R, "A", 1, 2, 0),
	IN(I, "R", 0, 0, 0, "reset outside"),
	IN(I, "R", 1, 0, 0, "I fin-wait-1>closed sent-rst observed",
	   "R close-wait>closed received-rst observed", "teardown aborted I", "done"),
};

static const struct beat at_number_of_fin_in_last_ack[] = {
	OPEN_R,
	IN(I, "FA", 1, 1, 0, "I established>fin-wait-1 sent-fin observed",
	   "R established>close-wait received-fin observed"),
	OUT(R, "FA", 1, 2, 0, "R close-wait>last-ack sent-fin observed"),
	IN(I, "R", 1, 0, 0, "I fin-wait-1>closed sent-rst observed",
	   "R last-ack>closed received-rst observed", "teardown aborted I", "done"),
};

static const struct beat at_number_of_fin_in_closing[] = {
	OPEN_R,
	OUT(R, "FA", 1, 1, 0, "R established>fin-wait-1 sent-fin observed"),
	IN(I, "FA", 1, 1, 0, "I established>fin-wait-1 sent-fin observed",
	   "R fin-wait-1>closing received-fin observed"),
	IN(I, "R", 1, 0, 0, "I fin-wait-1>closed sent-rst observed",
	   "R closing>closed received-rst observed", "teardown aborted R", "done"),
};

/* Data beyond the FIN, which means nothing, does not move its number. */
static const struct beat at_number_of_fin_before_bogus_data[] = {
	OPEN_R,
	IN(I, "PA", 51, 1, 50),
	IN(I, "FA", 1, 1, 0, "I established>fin-wait-1 sent-fin observed",
	   "R established>close-wait received-fin observed"),
	IN(I, "R", 1, 0, 0, "I fin-wait-1>closed sent-rst observed",
	   "R close-wait>closed received-rst observed", "teardown aborted I", "done"),
};

/* Each RST after the first is one too many, and a FIN beside it means nothing. */
static const struct beat twice[] = {
	OPEN_R,
	OUT(R, "RFA", 1, 1, 0, "R established>closed sent-rst observed", "teardown aborted R"),
	OUT(R, "RA", 1, 1, 0),
	OUT(R, "FA", 1, 1, 0),
	IN(I, "R", 1, 0, 0, "I established>closed sent-rst observed", "done"),
};

/* The ACK of a FIN was on its way when the RST left. */
static const struct beat late_ack_of_fin[] = {
	FIN_SENT_I,
	OUT(I, "RA", 12, 1, 0, "I fin-wait-1>closed sent-rst observed", "teardown aborted I"),
	AFTER(4, "R established>closed received-rst timer", "done"),
	IN(R, "A", 1, 12, 0, "done"),
};

/* A router sees a RST of more than it saw acknowledged. */
static const struct beat forwarded[] = {
	PASS(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	PASS(R, "SA", 0, 1, 0, "R listen>syn-received received-syn inferred"),
	PASS(I, "A", 1, 1, 0, "I syn-sent>established received-syn-ack inferred",
	     "handshake established"),
	PASS(I, "PA", 1, 1, 10),
	PASS(R, "A", 1, 11, 0, "R syn-received>established received-ack inferred"),
	PASS(I, "PA", 11, 1, 10),
	PASS(I, "R", 15, 0, 0),
	PASS(I, "R", 22, 0, 0),
	PASS(I, "A", 21, 1, 0),
	PASS(I, "R", 21, 0, 0, "I established>closed sent-rst observed", "teardown aborted I"),
	AFTER(4, "R established>closed received-rst timer", "done"),
};

/* An end that sent nothing yet is not known by what it sent last. */
static const struct beat forwarded_from_nobody[] = {
	PASS(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	PASS(R, "R", 0, 0, 0),
	PASS(R, "RA", 0, 1, 0, "handshake refused"),
	AFTER(4, "I syn-sent>closed received-rst timer", "done"),
};

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORY("I", received_in_syn_sent),
		STORY("R", received_in_syn_received),
		STORY("I", received_in_syn_received_of_an_active_opener),
		STORY("R", received_in_established),
		STORY("R", received_in_fin_wait_1),
		STORY("R", received_in_fin_wait_2),
		STORY("R", received_in_close_wait),
		STORY("R", received_in_closing),
		STORY("R", received_in_last_ack),
		STORY("R", received_in_time_wait),
		STORY("I", sent_in_syn_sent),
		STORY("R", sent_in_syn_received),
		STORY("I", sent_in_established),
		STORY("I", sent_in_fin_wait_1),
		STORY("I", sent_in_fin_wait_2),
		STORY("I", sent_in_close_wait),
		STORY("I", sent_in_closing),
		STORY("I", sent_in_last_ack),
		STORY("I", sent_in_time_wait),
		STORY("IR", loopback_reset),
		STORY("IR", loopback_reset_before_established),
		STORY("I", reset_instead_of_ack),
		STORY("R", reset_with_lost_data),
		STORY("R", out_of_window),
		STORY("R", after_challenge_ack),
		STORY("R", at_sack_edge),
		STORY("R", at_edge_of_hole),
		STORY("R", at_number_of_fin_in_close_wait),
		STORY("R", at_number_of_fin_in_last_ack),
		STORY("R", at_number_of_fin_in_closing),
		STORY("R", at_number_of_fin_before_bogus_data),
		STORY("R", twice),
		STORY("I", late_ack_of_fin),
		STORY("", forwarded),
		STORY("", forwarded_from_nobody),
	};

	return cmocka_run_group_tests_name("reset", tests, NULL, NULL);
}
