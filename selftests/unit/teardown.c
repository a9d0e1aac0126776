// SPDX-License-Identifier: GPL-2.0
/* How connections end with FINs: RFC 9293 section 3.6. */
#include "story.h"

/* The OPEN_I stories stand at I 11, R 1; OPEN_R and OPEN_LOOP at I 1, R 1. */

static const struct beat local_closes_first[] = {
	HALF_CLOSED_I,
	IN(R, "FA", 1, 12, 0, "R close-wait>last-ack sent-fin observed",
	   "I fin-wait-2>time-wait received-fin observed", "teardown graceful I"),
	DUE(TIME_WAIT),
	OUT(I, "A", 12, 2, 0),
	DUE(4),
	AFTER(4, "R last-ack>closed received-ack timer"),
	DUE(TIME_WAIT),
	AFTER(55.999),
	AFTER(0.001, "I time-wait>closed time-wait-expired timer", "done"),
	DUE(-1),
};

static const struct beat remote_closes_first[] = {
	OPEN_I,
	IN(R, "FA", 1, 11, 0, "R established>fin-wait-1 sent-fin observed",
	   "I established>close-wait received-fin observed"),
	OUT(I, "A", 11, 2, 0),
	OUT(I, "FA", 11, 2, 0, "I close-wait>last-ack sent-fin observed"),
	DUE(4),
	IN(R, "A", 2, 12, 0, "R fin-wait-1>fin-wait-2 received-ack inferred",
	   "R fin-wait-2>time-wait received-fin inferred",
	   "I last-ack>closed received-ack observed", "teardown graceful R"),
	DUE(TIME_WAIT),
	AFTER(TIME_WAIT, "R time-wait>closed time-wait-expired timer", "done"),
};

static const struct beat loopback_close[] = {
	OPEN_LOOP,
	OUT(R, "FA", 1, 1, 0, "R established>fin-wait-1 sent-fin observed"),
	LOOP(R, "FA", 1, 1, 0, "I established>close-wait received-fin observed"),
	OUT(I, "A", 1, 2, 0),
	LOOP(I, "A", 1, 2, 0, "R fin-wait-1>fin-wait-2 received-ack observed"),
	OUT(I, "FA", 1, 2, 0, "I close-wait>last-ack sent-fin observed"),
	LOOP(I, "FA", 1, 2, 0, "R fin-wait-2>time-wait received-fin observed",
	     "teardown graceful R"),
	OUT(R, "A", 2, 2, 0),
	LOOP(R, "A", 2, 2, 0, "I last-ack>closed received-ack observed"),
	DUE(TIME_WAIT),
	AFTER(TIME_WAIT, "R time-wait>closed time-wait-expired timer", "done"),
};

/* FIN and ACK of the FIN in one segment: the ACK comes first. */
static const struct beat three_segments[] = {
	FIN_SENT_I,
	IN(R, "FA", 1, 12, 0, "R established>close-wait received-fin inferred",
	   "R close-wait>last-ack sent-fin observed",
	   "I fin-wait-1>fin-wait-2 received-ack observed",
	   "I fin-wait-2>time-wait received-fin observed", "teardown graceful I"),
};

static const struct beat three_segments_by_remote[] = {
	OPEN_R,
	IN(I, "FA", 1, 1, 0, "I established>fin-wait-1 sent-fin observed",
	   "R established>close-wait received-fin observed"),
	OUT(R, "FA", 1, 2, 0, "R close-wait>last-ack sent-fin observed"),
	IN(I, "A", 2, 2, 0, "I fin-wait-1>fin-wait-2 received-ack inferred",
	   "I fin-wait-2>time-wait received-fin inferred",
	   "R last-ack>closed received-ack observed", "teardown graceful I"),
};

static const struct beat data_with_fin[] = {
	OPEN_R,
	IN(I, "PFA", 1, 1, 100, "I established>fin-wait-1 sent-fin observed",
	   "R established>close-wait received-fin observed"),
	OUT(R, "FA", 1, 102, 0, "R close-wait>last-ack sent-fin observed"),
	IN(I, "A", 102, 2, 0, "I fin-wait-1>fin-wait-2 received-ack inferred",
	   "I fin-wait-2>time-wait received-fin inferred",
	   "R last-ack>closed received-ack observed", "teardown graceful I"),
};

/* The ACK of the data before the FIN is not the ACK of the FIN. */
static const struct beat fin_not_yet_acknowledged[] = {
	OPEN_I,
	OUT(I, "FA", 11, 1, 50, "I established>fin-wait-1 sent-fin observed"),
	IN(R, "A", 1, 11, 0),
	IN(R, "A", 1, 61, 0),
	DUE(ORPHAN),
	IN(R, "A", 1, 62, 0, "R established>close-wait received-fin inferred",
	   "I fin-wait-1>fin-wait-2 received-ack observed"),
};

static const struct beat last_ack_not_yet_acknowledged[] = {
	OPEN_I,
	IN(R, "FA", 1, 11, 0, "R established>fin-wait-1 sent-fin observed",
	   "I established>close-wait received-fin observed"),
	OUT(I, "FA", 11, 2, 5, "I close-wait>last-ack sent-fin observed"),
	IN(R, "A", 2, 11, 0),
	IN(R, "A", 2, 16, 0, "R fin-wait-1>fin-wait-2 received-ack inferred"),
	IN(R, "A", 2, 17, 0, "R fin-wait-2>time-wait received-fin inferred",
	   "I last-ack>closed received-ack observed", "teardown half-closed R"),
};

/* An ACK of more than was sent is nobody's. */
static const struct beat ack_of_what_was_not_sent[] = {
	FIN_SENT_I,
	IN(R, "A", 1, 13, 0),
	IN(R, "FA", 1, 13, 0),
	IN(R, "A", 1, 12, 0, "R established>close-wait received-fin inferred",
	   "I fin-wait-1>fin-wait-2 received-ack observed"),
};

/* A number too far from what was received is not the peer's, whatever it acknowledges. */
static const struct beat fin_far_outside_the_window[] = {
	OPEN_I,
	IN(R, "FA", 0x40000002, 11, 0),
	IN(R, "FA", 0xc0000000, 11, 0),
	IN(R, "PA", 1, 0xc0000000, 1),
	IN(R, "PA", 0x30000000, 11, 0x10000000),
	IN(R, "FA", 0x50000000, 11, 0),
	IN(R, "FA", 1, 11, 0, "R established>fin-wait-1 sent-fin observed",
	   "I established>close-wait received-fin observed"),
};

/* What lies before the last ACK is not acted upon; that it was sent still proves something. */
static const struct beat old_segment_acknowledges_fin[] = {
	OPEN_I,
	IN(R, "PA", 1, 11, 30),
	OUT(I, "A", 11, 31, 0),
	OUT(I, "FA", 11, 31, 0, "I established>fin-wait-1 sent-fin observed"),
	IN(R, "PA", 1, 12, 29, "R established>close-wait received-fin inferred"),
	IN(R, "PA", 1, 12, 30, "I fin-wait-1>fin-wait-2 received-ack observed"),
};

/* What arrived and is not acknowledged yet may come again, and its ACK counts. */
static const struct beat unacknowledged_segment_acknowledges_fin[] = {
	FIN_SENT_I,
	IN(R, "PA", 1, 11, 30),
	IN(R, "PA", 1, 12, 29, "R established>close-wait received-fin inferred",
	   "I fin-wait-1>fin-wait-2 received-ack observed"),
};

static const struct beat fin_retransmitted[] = {
	FIN_SENT_I,
	OUT(I, "FA", 11, 1, 0),
	IN(R, "A", 1, 12, 0, "R established>close-wait received-fin inferred",
	   "I fin-wait-1>fin-wait-2 received-ack observed"),
	OUT(I, "FA", 11, 1, 0),
	IN(R, "FA", 1, 12, 0, "R close-wait>last-ack sent-fin observed",
	   "I fin-wait-2>time-wait received-fin observed", "teardown graceful I"),
	IN(R, "FA", 1, 12, 0),
	OUT(I, "A", 12, 2, 0),
	IN(R, "FA", 1, 12, 0),
	OUT(I, "A", 12, 2, 0),
	AFTER(4, "R last-ack>closed received-ack timer"),
	AFTER(56, "I time-wait>closed time-wait-expired timer", "done"),
};

/* What is sent again after the FIN takes nothing back. */
static const struct beat data_retransmitted_after_fin[] = {
	OPEN_I,
	OUT(I, "FA", 11, 1, 100, "I established>fin-wait-1 sent-fin observed"),
	OUT(I, "PA", 11, 1, 50),
	IN(R, "A", 1, 112, 0, "R established>close-wait received-fin inferred",
	   "I fin-wait-1>fin-wait-2 received-ack observed"),
};

/* A FIN sent again by the one side must not be taken for the other side's. */
static const struct beat remote_fin_retransmitted[] = {
	OPEN_R,
	IN(I, "FA", 1, 1, 0, "I established>fin-wait-1 sent-fin observed",
	   "R established>close-wait received-fin observed"),
	IN(I, "FA", 1, 1, 0),
	OUT(R, "A", 1, 2, 0),
	IN(I, "FA", 1, 1, 0),
	OUT(R, "A", 1, 2, 0),
	OUT(R, "FA", 1, 2, 0, "R close-wait>last-ack sent-fin observed"),
	IN(I, "FA", 1, 1, 0),
	IN(I, "A", 2, 2, 0, "I fin-wait-1>fin-wait-2 received-ack inferred",
	   "I fin-wait-2>time-wait received-fin inferred",
	   "R last-ack>closed received-ack observed", "teardown graceful I"),
};

/* Data before the FIN is missing: the FIN counts when the hole is filled. */
static const struct beat fin_out_of_order[] = {
	OPEN_R,
	IN(I, "FA", 101, 1, 0, "I established>fin-wait-1 sent-fin observed"),
	OUT(R, "A", 1, 1, 0),
	IN(I, "PA", 1, 1, 50),
	OUT(R, "A", 1, 51, 0),
	IN(I, "PA", 51, 1, 50, "R established>close-wait received-fin observed"),
	OUT(R, "FA", 1, 102, 0, "R close-wait>last-ack sent-fin observed"),
};

/* A FIN is in order when what the receiver acknowledges says so. */
static const struct beat fin_out_of_order_behind_queued_data[] = {
	OPEN_R,
	IN(I, "PA", 51, 1, 50),
	IN(I, "FA", 101, 1, 0, "I established>fin-wait-1 sent-fin observed"),
	IN(I, "PA", 1, 1, 50),
	OUT(R, "A", 1, 102, 0, "R established>close-wait received-fin observed"),
};

/* What was acknowledged has arrived, though not in order. */
static const struct beat fin_after_acknowledged_data[] = {
	OPEN_R,
	IN(I, "PA", 51, 1, 50),
	IN(I, "PA", 1, 1, 50),
	OUT(R, "A", 1, 101, 0),
	IN(I, "FA", 101, 1, 0, "I established>fin-wait-1 sent-fin observed",
	   "R established>close-wait received-fin observed"),
};

/* A hook that missed the FIN: only the ACK shows that it came. */
static const struct beat fin_not_seen_to_arrive[] = {
	OPEN_LOOP,
	OUT(I, "FA", 1, 1, 0, "I established>fin-wait-1 sent-fin observed"),
	OUT(R, "A", 1, 2, 0, "R established>close-wait received-fin inferred"),
	LOOP(R, "A", 1, 2, 0, "I fin-wait-1>fin-wait-2 received-ack observed"),
};

/* On loopback a FIN that was sent, but did not arrive, does not count when the hole closes. */
static const struct beat fin_lost_on_loopback[] = {
	OPEN_LOOP,
	OUT(I, "PA", 1, 1, 10),
	OUT(I, "FA", 11, 1, 0, "I established>fin-wait-1 sent-fin observed"),
	LOOP(I, "PA", 1, 1, 10),
	OUT(R, "A", 1, 11, 0),
	LOOP(R, "A", 1, 11, 0),
	OUT(I, "FA", 11, 1, 0),
	LOOP(I, "FA", 11, 1, 0, "R established>close-wait received-fin observed"),
};

/* Overlapping retransmissions join what is there; old ones change nothing. */
static const struct beat fin_after_overlapping_data[] = {
	OPEN_R,
	IN(I, "PA", 1, 1, 50),
	IN(I, "PA", 21, 1, 60),
	IN(I, "PA", 11, 1, 20),
	IN(I, "FA", 81, 1, 0, "I established>fin-wait-1 sent-fin observed",
	   "R established>close-wait received-fin observed"),
};

/* RFC 9293 section 3.6, figure 13. */
static const struct beat simultaneous_close[] = {
	FIN_SENT_I,
	IN(R, "FA", 1, 11, 0, "R established>fin-wait-1 sent-fin observed",
	   "I fin-wait-1>closing received-fin observed"),
	OUT(I, "A", 12, 2, 0),
	DUE(4),
	IN(R, "A", 2, 12, 0, "R fin-wait-1>closing received-fin inferred",
	   "I closing>time-wait received-ack observed", "teardown simultaneous I"),
	DUE(4),
	AFTER(4, "R closing>time-wait received-ack timer"),
	DUE(TIME_WAIT),
	AFTER(56, "I time-wait>closed time-wait-expired timer",
	      "R time-wait>closed time-wait-expired timer", "done"),
};

static const struct beat simultaneous_close_on_loopback[] = {
	OPEN_LOOP,
	OUT(I, "FA", 1, 1, 0, "I established>fin-wait-1 sent-fin observed"),
	OUT(R, "FA", 1, 1, 0, "R established>fin-wait-1 sent-fin observed"),
	LOOP(I, "FA", 1, 1, 0, "R fin-wait-1>closing received-fin observed"),
	OUT(R, "A", 2, 2, 0),
	LOOP(R, "FA", 1, 1, 0, "I fin-wait-1>closing received-fin observed"),
	LOOP(R, "A", 2, 2, 0, "I closing>time-wait received-ack observed",
	     "teardown simultaneous I"),
	OUT(I, "A", 2, 2, 0),
	LOOP(I, "A", 2, 2, 0, "R closing>time-wait received-ack observed"),
	AFTER(TIME_WAIT, "I time-wait>closed time-wait-expired timer",
	      "R time-wait>closed time-wait-expired timer", "done"),
};

/* The FINs crossed, and each end hears of the other's FIN and ACK in one segment. */
static const struct beat crossed_fins_acknowledged_by_fin[] = {
	FIN_SENT_I,
	IN(R, "FA", 1, 11, 0, "R established>fin-wait-1 sent-fin observed",
	   "I fin-wait-1>closing received-fin observed"),
	OUT(I, "FA", 11, 2, 0),
	IN(R, "FA", 1, 12, 0, "R fin-wait-1>closing received-fin inferred",
	   "I closing>time-wait received-ack observed", "teardown simultaneous I"),
};

/* The other side goes on sending after the FIN reached it. */
static const struct beat half_close[] = {
	HALF_CLOSED_I,
	IN(R, "PA", 1, 12, 1000),
	OUT(I, "A", 12, 1001, 0),
	IN(R, "PFA", 1001, 12, 1000, "R close-wait>last-ack sent-fin observed",
	   "I fin-wait-2>time-wait received-fin observed", "teardown half-closed I"),
};

/* By the remote end: that it reached FIN_WAIT_2 shows as soon as it acknowledges data. */
static const struct beat half_close_by_remote[] = {
	OPEN_R,
	IN(I, "FA", 1, 1, 0, "I established>fin-wait-1 sent-fin observed",
	   "R established>close-wait received-fin observed"),
	OUT(R, "A", 1, 2, 0),
	OUT(R, "PA", 1, 2, 500),
	IN(I, "A", 2, 1, 0),
	IN(I, "A", 2, 501, 0, "I fin-wait-1>fin-wait-2 received-ack inferred"),
	OUT(R, "FA", 501, 2, 0, "R close-wait>last-ack sent-fin observed"),
	IN(I, "A", 2, 502, 0, "I fin-wait-2>time-wait received-fin inferred",
	   "R last-ack>closed received-ack observed", "teardown half-closed I"),
};

/* Data sent before the ACK of the FIN does not carry it: acknowledging it proves nothing. */
static const struct beat ack_of_data_sent_before[] = {
	OPEN_R,
	OUT(R, "PA", 1, 1, 500),
	IN(I, "FA", 1, 1, 0, "I established>fin-wait-1 sent-fin observed",
	   "R established>close-wait received-fin observed"),
	OUT(R, "A", 501, 2, 0),
	IN(I, "A", 2, 501, 0),
	OUT(R, "PA", 501, 2, 1),
	IN(I, "A", 2, 502, 0, "I fin-wait-1>fin-wait-2 received-ack inferred"),
};

/*
 * The FIN passed the hook while the socket was busy: what it sends meanwhile does
 * not acknowledge the FIN yet, so acknowledging that proves nothing either.
 */
static const struct beat fin_behind_the_hook[] = {
	OPEN_R,
	IN(I, "FA", 1, 1, 0, "I established>fin-wait-1 sent-fin observed",
	   "R established>close-wait received-fin observed"),
	OUT(R, "PA", 1, 1, 100),
	OUT(R, "PA", 101, 2, 100),
	IN(I, "A", 2, 101, 0),
	IN(I, "A", 2, 102, 0, "I fin-wait-1>fin-wait-2 received-ack inferred"),
};

/* So does a FIN: the ACK of it shows that the two crossed, for the remote end. */
static const struct beat fins_crossed_behind_the_hook[] = {
	OPEN_R,
	IN(I, "FA", 1, 1, 0, "I established>fin-wait-1 sent-fin observed",
	   "R established>close-wait received-fin observed"),
	OUT(R, "FA", 1, 1, 0, "R close-wait>last-ack sent-fin observed"),
	IN(I, "A", 2, 2, 0, "I fin-wait-1>closing received-fin inferred",
	   "R last-ack>closed received-ack observed", "teardown graceful I"),
};

/* No data shows it: after some silence it is clear all the same. */
static const struct beat half_close_idle[] = {
	OPEN_R,
	IN(I, "FA", 1, 1, 0, "I established>fin-wait-1 sent-fin observed",
	   "R established>close-wait received-fin observed"),
	DUE(ORPHAN),
	OUT(R, "A", 1, 2, 0),
	AFTER(4, "I fin-wait-1>fin-wait-2 received-ack timer"),
	DUE(IDLE),
	GONE(3600, "r"),
	OUT(R, "PA", 1, 2, 50),
	IN(I, "A", 2, 51, 0),
	GONE(3600, "r"),
	OUT(R, "FA", 51, 2, 0, "R close-wait>last-ack sent-fin observed"),
	IN(I, "A", 2, 52, 0, "I fin-wait-2>time-wait received-fin inferred",
	   "R last-ack>closed received-ack observed", "teardown half-closed I"),
};

/* A retransmission is no new data. */
static const struct beat retransmission_is_no_half_close[] = {
	OPEN_I,
	IN(R, "PA", 1, 11, 100),
	OUT(I, "FA", 11, 1, 0, "I established>fin-wait-1 sent-fin observed"),
	IN(R, "A", 101, 12, 0, "R established>close-wait received-fin inferred",
	   "I fin-wait-1>fin-wait-2 received-ack observed"),
	IN(R, "PA", 1, 12, 100),
	IN(R, "FA", 101, 12, 0, "R close-wait>last-ack sent-fin observed",
	   "I fin-wait-2>time-wait received-fin observed", "teardown graceful I"),
};

/* RFC 9293 section 3.10.4: CLOSE in SYN_RECEIVED. */
static const struct beat close_in_syn_received[] = {
	IN(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	OUT(R, "SA", 0, 1, 0, "R listen>syn-received received-syn observed"),
	OUT(R, "FA", 1, 1, 0, "R syn-received>fin-wait-1 sent-fin observed"),
	IN(I, "A", 1, 1, 0, "I syn-sent>established received-syn-ack inferred",
	   "handshake established"),
	IN(I, "A", 1, 2, 0, "I established>close-wait received-fin inferred",
	   "R fin-wait-1>fin-wait-2 received-ack observed"),
};

static const struct beat remote_close_in_syn_received[] = {
	OUT(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	IN(R, "SA", 0, 1, 0, "R listen>syn-received received-syn inferred",
	   "I syn-sent>established received-syn-ack observed"),
	IN(R, "FA", 1, 1, 0, "R syn-received>fin-wait-1 sent-fin observed",
	   "I established>close-wait received-fin observed", "handshake established"),
	OUT(I, "FA", 1, 2, 0, "I close-wait>last-ack sent-fin observed"),
	IN(R, "A", 2, 2, 0, "R fin-wait-1>fin-wait-2 received-ack inferred",
	   "R fin-wait-2>time-wait received-fin inferred",
	   "I last-ack>closed received-ack observed", "teardown graceful R"),
};

/* The FIN of a responder that accepted and closed at once. */
static const struct beat accept_and_close[] = {
	OUT(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	IN(R, "SA", 0, 1, 0, "R listen>syn-received received-syn inferred",
	   "I syn-sent>established received-syn-ack observed"),
	OUT(I, "A", 1, 1, 0, "handshake established"),
	IN(R, "FA", 1, 1, 0, "R syn-received>established received-ack inferred",
	   "R established>fin-wait-1 sent-fin observed",
	   "I established>close-wait received-fin observed"),
};

/* Connect, send, close: the FIN comes with the ACK of the SYN-ACK. */
static const struct beat fin_with_the_last_ack[] = {
	IN(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	OUT(R, "SA", 0, 1, 0, "R listen>syn-received received-syn observed"),
	IN(I, "FA", 1, 1, 8, "I syn-sent>established received-syn-ack inferred",
	   "I established>fin-wait-1 sent-fin observed",
	   "R syn-received>established received-ack observed",
	   "R established>close-wait received-fin observed", "handshake established"),
};

/* A FIN before the SYN-ACK is nonsense and moves nothing. */
static const struct beat fin_in_syn_sent[] = {
	IN(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	IN(I, "FA", 1, 0, 0),
	OUT(R, "SA", 0, 1, 0, "R listen>syn-received received-syn observed"),
	IN(I, "FA", 1, 0, 0),
};

/* More than half the circle of sequence numbers between SYN and FIN. */
static const struct beat long_connection[] = {
	OPEN_I,
	IN(R, "PA", 1, 11, 0x30000000),
	OUT(I, "A", 11, 0x30000001, 0),
	IN(R, "PA", 0x30000001, 11, 0x30000000),
	OUT(I, "A", 11, 0x60000001, 0),
	IN(R, "PA", 0x60000001, 11, 0x30000000),
	OUT(I, "A", 11, 0x90000001, 0),
	OUT(I, "PA", 11, 0x90000001, 0x30000000),
	IN(R, "A", 0x90000001, 0x3000000b, 0),
	OUT(I, "PA", 0x3000000b, 0x90000001, 0x30000000),
	IN(R, "A", 0x90000001, 0x6000000b, 0),
	OUT(I, "PA", 0x6000000b, 0x90000001, 0x30000000),
	IN(R, "A", 0x90000001, 0x9000000b, 0),
	IN(R, "FA", 0x90000001, 0x9000000b, 0, "R established>fin-wait-1 sent-fin observed",
	   "I established>close-wait received-fin observed"),
	OUT(I, "FA", 0x9000000b, 0x90000002, 0, "I close-wait>last-ack sent-fin observed"),
	IN(R, "A", 0x90000002, 0x9000000c, 0, "R fin-wait-1>fin-wait-2 received-ack inferred",
	   "R fin-wait-2>time-wait received-fin inferred",
	   "I last-ack>closed received-ack observed", "teardown graceful R"),
};

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORY("I", local_closes_first),
		STORY("I", remote_closes_first),
		STORY("IR", loopback_close),
		STORY("I", three_segments),
		STORY("R", three_segments_by_remote),
		STORY("R", data_with_fin),
		STORY("I", fin_not_yet_acknowledged),
		STORY("I", last_ack_not_yet_acknowledged),
		STORY("I", ack_of_what_was_not_sent),
		STORY("I", fin_far_outside_the_window),
		STORY("I", old_segment_acknowledges_fin),
		STORY("I", unacknowledged_segment_acknowledges_fin),
		STORY("I", fin_retransmitted),
		STORY("I", data_retransmitted_after_fin),
		STORY("R", remote_fin_retransmitted),
		STORY("R", fin_out_of_order),
		STORY("R", fin_out_of_order_behind_queued_data),
		STORY("R", fin_after_acknowledged_data),
		STORY("IR", fin_not_seen_to_arrive),
		STORY("IR", fin_lost_on_loopback),
		STORY("R", fin_after_overlapping_data),
		STORY("I", simultaneous_close),
		STORY("IR", simultaneous_close_on_loopback),
		STORY("I", crossed_fins_acknowledged_by_fin),
		STORY("I", half_close),
		STORY("R", half_close_by_remote),
		STORY("R", ack_of_data_sent_before),
		STORY("R", fin_behind_the_hook),
		STORY("R", fins_crossed_behind_the_hook),
		STORY("R", half_close_idle),
		STORY("I", retransmission_is_no_half_close),
		STORY("R", close_in_syn_received),
		STORY("I", remote_close_in_syn_received),
		STORY("I", accept_and_close),
		STORY("R", fin_with_the_last_ack),
		STORY("R", fin_in_syn_sent),
		STORY("I", long_connection),
	};

	return cmocka_run_group_tests_name("teardown", tests, NULL, NULL);
}
