// SPDX-License-Identifier: GPL-2.0
/* How connections begin: RFC 9293 section 3.5. */
#include "story.h"

static const struct beat ordinary_handshake[] = {
	OPEN_I,
};

static const struct beat remote_initiator[] = {
	OPEN_R,
};

static const struct beat loopback[] = {
	OPEN_LOOP,
};

/* The ACK of the SYN-ACK may carry data, or be lost and come with it. */
static const struct beat data_with_the_last_ack[] = {
	IN(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	OUT(R, "SA", 0, 1, 0, "R listen>syn-received received-syn observed"),
	IN(I, "PA", 1, 1, 100, "I syn-sent>established received-syn-ack inferred",
	   "R syn-received>established received-ack observed", "handshake established"),
};

/* So does the ACK of a single byte. */
static const struct beat responder_acknowledges_a_byte[] = {
	OUT(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	IN(R, "SA", 0, 1, 0, "R listen>syn-received received-syn inferred",
	   "I syn-sent>established received-syn-ack observed"),
	OUT(I, "PA", 1, 1, 1, "handshake established"),
	IN(R, "A", 1, 1, 0),
	IN(R, "A", 1, 2, 0, "R syn-received>established received-ack inferred"),
};

/* Data of the responder shows that the ACK of its SYN-ACK arrived. */
static const struct beat responder_speaks_first[] = {
	OUT(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	IN(R, "SA", 0, 1, 0, "R listen>syn-received received-syn inferred",
	   "I syn-sent>established received-syn-ack observed"),
	OUT(I, "A", 1, 1, 0, "handshake established"),
	IN(R, "A", 1, 1, 0),
	IN(R, "PA", 1, 1, 20, "R syn-received>established received-ack inferred"),
};

/* Nothing shows it, and no SYN-ACK comes again: it has been established. */
static const struct beat responder_stays_silent[] = {
	OUT(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	IN(R, "SA", 0, 1, 0, "R listen>syn-received received-syn inferred",
	   "I syn-sent>established received-syn-ack observed"),
	RETRY(R, SYN_ACK),
	OUT(I, "A", 1, 1, 0, "handshake established"),
	DUE(4),
	AFTER(3.999),
	AFTER(0.001, "R syn-received>established received-ack timer"),
	DUE(IDLE),
};

static const struct beat refused[] = {
	OUT(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	IN(R, "RA", 0, 1, 0, "I syn-sent>closed received-rst observed",
	   "handshake refused", "done"),
	DUE(-1),
};

static const struct beat refused_on_loopback[] = {
	OUT(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	LOOP(I, "S", 0, 0, 0),
	OUT(R, "RA", 0, 1, 0),
	LOOP(R, "RA", 0, 1, 0, "I syn-sent>closed received-rst observed",
	     "handshake refused", "done"),
};

/* The RST is not seen to arrive at the remote initiator. */
static const struct beat remote_initiator_refused[] = {
	IN(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	RETRY(I, SYN),
	OUT(R, "RA", 0, 1, 0, "handshake refused"),
	DUE(4),
	IN(I, "S", 0, 0, 0, "syn again"),
	OUT(R, "RA", 0, 1, 0),
	AFTER(4, "I syn-sent>closed received-rst timer", "done"),
};

/* A RST that acknowledges something else does not answer this SYN. */
static const struct beat refused_for_another[] = {
	OUT(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	IN(R, "RA", 0, 0, 0, "reset outside"),
	IN(R, "RA", 0, 2, 0, "reset outside"),
	IN(R, "R", 0, 1, 0, "reset outside"),
	RETRY(I, SYN),
};

static const struct beat remote_initiator_refused_for_another[] = {
	IN(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	OUT(R, "RA", 0, 2, 0),
	RETRY(I, SYN),
	OUT(R, "RA", 0, 1, 0, "handshake refused"),
};

static const struct beat not_answered[] = {
	OUT(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	OUT(I, "S", 0, 0, 0, "syn again"),
	OUT(I, "S", 0, 0, 0, "syn again"),
	RETRY(I, SYN),
	AFTER(SYN, "I syn-sent>closed syn-timeout timer", "handshake filtered", "done"),
};

static const struct beat syn_retransmitted[] = {
	OUT(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	OUT(I, "S", 0, 0, 0, "syn again"),
	IN(R, "SA", 0, 1, 0, "R listen>syn-received received-syn inferred",
	   "I syn-sent>established received-syn-ack observed"),
	OUT(I, "A", 1, 1, 0, "handshake established"),
};

/* On loopback each SYN passes twice and is sent once. */
static const struct beat syn_retransmitted_on_loopback[] = {
	OUT(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	LOOP(I, "S", 0, 0, 0),
	OUT(I, "S", 0, 0, 0, "syn again"),
	LOOP(I, "S", 0, 0, 0),
	OUT(R, "SA", 0, 1, 0, "R listen>syn-received received-syn observed"),
};

/* Nor does data, and it is forgotten when the SYN-ACK comes. */
static const struct beat data_in_syn_sent[] = {
	OUT(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	IN(R, "PA", 99, 1, 10),
	IN(R, "SA", 0, 1, 0, "R listen>syn-received received-syn inferred",
	   "I syn-sent>established received-syn-ack observed"),
	OUT(I, "A", 1, 1, 0, "handshake established"),
	IN(R, "FA", 1, 1, 0, "R syn-received>established received-ack inferred",
	   "R established>fin-wait-1 sent-fin observed",
	   "I established>close-wait received-fin observed"),
};

/* The SYN-ACK was lost: the initiator asks again, and is answered again. */
static const struct beat syn_ack_retransmitted[] = {
	IN(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	OUT(R, "SA", 0, 1, 0, "R listen>syn-received received-syn observed"),
	OUT(R, "SA", 0, 1, 0, "syn-ack again"),
	IN(I, "S", 0, 0, 0, "syn again"),
	OUT(R, "SA", 0, 1, 0, "syn-ack again"),
	IN(I, "A", 1, 1, 0, "I syn-sent>established received-syn-ack inferred",
	   "R syn-received>established received-ack observed", "handshake established"),
};

/* The last ACK was lost. */
static const struct beat syn_ack_retransmitted_by_remote[] = {
	OUT(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	IN(R, "SA", 0, 1, 0, "R listen>syn-received received-syn inferred",
	   "I syn-sent>established received-syn-ack observed"),
	OUT(I, "A", 1, 1, 0, "handshake established"),
	IN(R, "SA", 0, 1, 0, "syn-ack again"),
	OUT(I, "A", 1, 1, 0),
};

static const struct beat syn_ack_not_acknowledged[] = {
	IN(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	OUT(R, "SA", 0, 1, 0, "R listen>syn-received received-syn observed"),
	OUT(R, "SA", 0, 1, 0, "syn-ack again"),
	RETRY(R, SYN_ACK),
	AFTER(SYN_ACK, "R syn-received>closed syn-ack-timeout timer", "handshake timed-out"),
	RETRY(I, SYN),
	AFTER(SYN - SYN_ACK, "I syn-sent>closed syn-timeout timer", "done"),
};

/* A SYN-ACK that does not match the one accepted is none of it. */
static const struct beat syn_ack_forged[] = {
	OUT(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	IN(R, "SA", 0, 1, 0, "R listen>syn-received received-syn inferred",
	   "I syn-sent>established received-syn-ack observed"),
	IN(R, "SA", 700, 1, 0),
	OUT(I, "A", 1, 1, 0, "handshake established"),
	IN(R, "SA", 700, 1, 0),
	IN(R, "PA", 1, 1, 10, "R syn-received>established received-ack inferred"),
};

/* RFC 9293 section 3.5, figure 7: the SYN-ACK is that of an old connection. */
static const struct beat syn_ack_of_another[] = {
	OUT(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	IN(R, "SA", 77, 0, 0),
	IN(R, "SA", 77, 2, 0),
	OUT(I, "R", 2, 0, 0),
	OUT(I, "R", 0, 0, 0),
	IN(R, "SA", 0, 1, 0, "R listen>syn-received received-syn inferred",
	   "I syn-sent>established received-syn-ack observed"),
};

/* A bad ACK, for which the responder sends a RST and stays. */
static const struct beat bad_ack_of_syn_ack[] = {
	IN(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	OUT(R, "SA", 0, 1, 0, "R listen>syn-received received-syn observed"),
	IN(I, "A", 1, 2, 0),
	OUT(R, "R", 2, 0, 0),
	IN(I, "A", 1, 0, 0),
	OUT(R, "R", 0, 0, 0),
	IN(I, "A", 1, 1, 0, "I syn-sent>established received-syn-ack inferred",
	   "R syn-received>established received-ack observed", "handshake established"),
};

/* An ACK without SYN does not open a connection, whatever it acknowledges. */
static const struct beat ack_in_syn_sent[] = {
	OUT(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	IN(R, "A", 99, 1, 0),
	IN(R, "A", 99, 5, 0),
	OUT(I, "R", 5, 0, 0),
	RETRY(I, SYN),
};

/* RFC 9293 section 3.5, figure 6. */
static const struct beat simultaneous_open[] = {
	OUT(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	IN(R, "S", 0, 0, 0, "R closed>syn-sent sent-syn observed",
	   "I syn-sent>syn-received received-syn observed"),
	OUT(I, "SA", 0, 1, 0),
	IN(R, "SA", 0, 1, 0, "R syn-sent>syn-received received-syn inferred",
	   "I syn-received>established received-syn-ack observed", "handshake established"),
	IN(R, "PA", 1, 1, 5, "R syn-received>established received-ack inferred"),
};

static const struct beat simultaneous_open_on_loopback[] = {
	OUT(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	OUT(R, "S", 0, 0, 0, "R closed>syn-sent sent-syn observed"),
	LOOP(R, "S", 0, 0, 0, "I syn-sent>syn-received received-syn observed"),
	LOOP(I, "S", 0, 0, 0, "R syn-sent>syn-received received-syn observed"),
	OUT(I, "SA", 0, 1, 0),
	LOOP(I, "SA", 0, 1, 0, "R syn-received>established received-syn-ack observed"),
	OUT(R, "SA", 0, 1, 0),
	LOOP(R, "SA", 0, 1, 0, "I syn-received>established received-syn-ack observed",
	     "handshake established"),
};

/* The SYN-ACK of the other side is lost, an ACK comes instead. */
static const struct beat simultaneous_open_by_ack[] = {
	OUT(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	IN(R, "S", 0, 0, 0, "R closed>syn-sent sent-syn observed",
	   "I syn-sent>syn-received received-syn observed"),
	OUT(I, "SA", 0, 1, 0),
	IN(R, "SA", 1, 1, 0),
	IN(R, "SA", 0, 2, 0),
	IN(R, "A", 1, 1, 0, "R syn-sent>established received-syn-ack inferred",
	   "I syn-received>established received-ack observed", "handshake established"),
};

/* A first SYN that did not get past the hook, then a SYN of its own. */
static const struct beat simultaneous_open_after_a_lost_syn[] = {
	IN(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	OUT(R, "S", 0, 0, 0, "R closed>syn-sent sent-syn observed"),
	IN(I, "SA", 0, 1, 0, "I syn-sent>syn-received received-syn inferred",
	   "R syn-sent>established received-syn-ack observed"),
	OUT(R, "A", 1, 1, 0, "handshake established"),
};

/* A SYN-ACK with another number before the first is acknowledged: SYN cookies. */
static const struct beat syn_cookie_changed[] = {
	IN(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	OUT(R, "SA", 0, 1, 0, "R listen>syn-received received-syn observed"),
	IN(I, "S", 0, 0, 0, "syn again"),
	OUT(R, "SA", 1000, 1, 0, "syn-ack again"),
	IN(I, "A", 1, 1001, 0, "I syn-sent>established received-syn-ack inferred",
	   "R syn-received>established received-ack observed", "handshake established"),
};

/* Fast open: the SYN carries data, and all, some or none of it is taken. */
static const struct beat data_in_syn[] = {
	IN(I, "S", 0, 0, 100, "I closed>syn-sent sent-syn observed"),
	OUT(R, "SA", 0, 101, 0, "R listen>syn-received received-syn observed"),
	IN(I, "A", 101, 1, 0, "I syn-sent>established received-syn-ack inferred",
	   "R syn-received>established received-ack observed", "handshake established"),
};

static const struct beat data_in_syn_ack[] = {
	IN(I, "S", 0, 0, 100, "I closed>syn-sent sent-syn observed"),
	OUT(R, "SA", 0, 101, 50, "R listen>syn-received received-syn observed"),
	IN(I, "A", 101, 51, 0, "I syn-sent>established received-syn-ack inferred",
	   "R syn-received>established received-ack observed", "handshake established"),
};

static const struct beat data_in_syn_not_taken[] = {
	OUT(I, "S", 0, 0, 100, "I closed>syn-sent sent-syn observed"),
	IN(R, "SA", 0, 1, 0, "R listen>syn-received received-syn inferred",
	   "I syn-sent>established received-syn-ack observed"),
	OUT(I, "A", 1, 1, 100, "handshake established"),
	IN(R, "A", 1, 101, 0, "R syn-received>established received-ack inferred"),
};

/* A SYN with another number is not the same SYN again, and no answer to it counts. */
static const struct beat syn_in_established[] = {
	OPEN_R,
	IN(I, "S", 500, 0, 0),
	OUT(R, "A", 1, 1, 0),
	IN(I, "SA", 500, 1, 0),
	IN(I, "PA", 1, 1, 10),
	DUE(IDLE),
};

/* A SYN-ACK for another SYN than the one that came. */
static const struct beat syn_ack_for_another[] = {
	IN(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	OUT(R, "SA", 0, 0, 0),
	RETRY(I, SYN),
};

/* Nor is a SYN-ACK with another number, once the first was acknowledged, the same again. */
static const struct beat syn_ack_in_established[] = {
	OPEN_R,
	OUT(R, "SA", 500, 1, 0),
	OUT(R, "SA", 0, 1, 0, "syn-ack again"),
	DUE(IDLE),
};

static const struct beat nonsense_flags[] = {
	IN(I, "SF", 0, 0, 0),
	IN(I, "SR", 0, 0, 0),
	IN(I, "", 0, 0, 0),
	IN(I, "F", 0, 0, 0),
	IN(I, "PU", 0, 0, 9),
	OPEN_R,
	IN(I, "SF", 1, 1, 0),
	IN(I, "F", 1, 1, 0),
	IN(I, "P", 1, 1, 9),
	DUE(IDLE),
};

/* A RST before anything else, and data for an end that does not listen. */
static const struct beat nothing_to_move[] = {
	IN(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	IN(I, "PA", 1, 1, 9),
	OUT(R, "A", 1, 1, 0),
	RETRY(I, SYN),
};

/* On a router both ends are remote: each shows by its own segments what it got. */
static const struct beat forwarded[] = {
	PASS(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	PASS(I, "S", 0, 0, 0, "syn again"),
	PASS(R, "SA", 0, 1, 0, "R listen>syn-received received-syn inferred"),
	PASS(I, "A", 1, 1, 0, "I syn-sent>established received-syn-ack inferred",
	     "handshake established"),
	PASS(I, "PA", 1, 1, 10),
	PASS(R, "A", 1, 11, 0, "R syn-received>established received-ack inferred"),
	LOOK(IDLE),
	PASS(I, "FA", 11, 1, 0, "I established>fin-wait-1 sent-fin observed"),
	PASS(R, "FA", 1, 12, 0, "R established>close-wait received-fin inferred",
	     "R close-wait>last-ack sent-fin observed"),
	PASS(I, "A", 12, 2, 0, "I fin-wait-1>fin-wait-2 received-ack inferred",
	     "I fin-wait-2>time-wait received-fin inferred", "teardown graceful I"),
	AFTER(4, "R last-ack>closed received-ack timer"),
	AFTER(56, "I time-wait>closed time-wait-expired timer", "done"),
};

/*
 * The accept queue is full: the ACK is not taken, the responder goes on to send its
 * SYN-ACK, and the ends differ until it gives up.
 */
static const struct beat accept_queue_overflow[] = {
	IN(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	OUT(R, "SA", 0, 1, 0, "R listen>syn-received received-syn observed"),
	PASS(I, "A", 1, 1, 0, "I syn-sent>established received-syn-ack inferred"),
	OUT(R, "SA", 0, 1, 0, "syn-ack again"),
	PASS(I, "PA", 1, 1, 10),
	GONE(SYN_ACK, "R", "R syn-received>closed syn-ack-timeout timer", "handshake timed-out"),
};

/* The queue has room again: the data comes once more. */
static const struct beat dropped_after_the_hook[] = {
	IN(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	OUT(R, "SA", 0, 1, 0, "R listen>syn-received received-syn observed"),
	PASS(I, "A", 1, 1, 0, "I syn-sent>established received-syn-ack inferred"),
	OUT(R, "SA", 0, 1, 0, "syn-ack again"),
	IN(I, "PA", 1, 1, 10, "R syn-received>established received-ack observed",
	   "handshake established"),
};

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORY("I", ordinary_handshake),
		STORY("R", remote_initiator),
		STORY("IR", loopback),
		STORY("R", data_with_the_last_ack),
		STORY("I", responder_acknowledges_a_byte),
		STORY("I", responder_speaks_first),
		STORY("I", responder_stays_silent),
		STORY("I", refused),
		STORY("IR", refused_on_loopback),
		STORY("R", remote_initiator_refused),
		STORY("I", refused_for_another),
		STORY("R", remote_initiator_refused_for_another),
		STORY("I", not_answered),
		STORY("I", syn_retransmitted),
		STORY("IR", syn_retransmitted_on_loopback),
		STORY("R", syn_ack_retransmitted),
		STORY("I", syn_ack_retransmitted_by_remote),
		STORY("R", syn_ack_not_acknowledged),
		STORY("I", syn_ack_forged),
		STORY("I", syn_ack_of_another),
		STORY("R", bad_ack_of_syn_ack),
		STORY("I", ack_in_syn_sent),
		STORY("I", data_in_syn_sent),
		STORY("I", simultaneous_open),
		STORY("IR", simultaneous_open_on_loopback),
		STORY("I", simultaneous_open_by_ack),
		STORY("R", simultaneous_open_after_a_lost_syn),
		STORY("R", syn_cookie_changed),
		STORY("R", data_in_syn),
		STORY("R", data_in_syn_ack),
		STORY("I", data_in_syn_not_taken),
		STORY("R", syn_in_established),
		STORY("R", syn_ack_for_another),
		STORY("R", syn_ack_in_established),
		STORY("R", nonsense_flags),
		STORY("R", nothing_to_move),
		STORY("", forwarded),
		STORY("R", accept_queue_overflow),
		STORY("R", dropped_after_the_hook),
	};

	return cmocka_run_group_tests_name("handshake", tests, NULL, NULL);
}
