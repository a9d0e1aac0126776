// SPDX-License-Identifier: GPL-2.0
/* Local ends that give up: the socket is gone, and segments show it late or not at all. */
#include "story.h"

/* The process was killed while it waited for the SYN-ACK. */
static const struct beat abandoned[] = {
	OUT(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	LOOK(1),
	GONE(1, "i"),
	OUT(I, "S", 0, 0, 0, "syn again"),
	LOOK(1),
	GONE(1, "I", "I syn-sent>closed socket-gone timer", "handshake abandoned", "done"),
	LOOK(-1),
};

/* With the last retry over, the kernel itself gave up. It may be some ticks early. */
static const struct beat filtered[] = {
	OUT(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	GONE(126, "I", "I syn-sent>closed syn-timeout timer", "handshake filtered", "done"),
};

static const struct beat abandoned_late[] = {
	OUT(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	GONE(125.999, "I", "I syn-sent>closed socket-gone timer", "handshake abandoned", "done"),
};

/* Its user gave it more retries than the namespace does. */
static const struct beat patient_user[] = {
	OUT(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	GONE(SYN + 1, "i"),
	LOOK(1),
	GONE(100, "I", "I syn-sent>closed syn-timeout timer", "handshake filtered", "done"),
};

/* Of both ends on one host: without an answer, and the SYN was seen to arrive. */
static const struct beat filtered_on_loopback[] = {
	OUT(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	LOOP(I, "S", 0, 0, 0),
	GONE(SYN, "I", "I syn-sent>closed syn-timeout timer", "handshake filtered", "done"),
};

/* It crossed a SYN, to which nothing more came. */
static const struct beat simultaneous_open_abandoned[] = {
	OUT(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	IN(R, "S", 0, 0, 0, "R closed>syn-sent sent-syn observed",
	   "I syn-sent>syn-received received-syn observed"),
	OUT(I, "SA", 0, 1, 0),
	LOOK(1),
	GONE(1, "I", "I syn-received>closed socket-gone timer", "handshake abandoned"),
};

/* The answer to the other SYN was not heard: not filtered. */
static const struct beat simultaneous_open_unanswered[] = {
	OUT(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	OUT(R, "S", 0, 0, 0, "R closed>syn-sent sent-syn observed"),
	GONE(SYN, "IR", "I syn-sent>closed syn-timeout timer",
	     "R syn-sent>closed syn-timeout timer", "handshake timed-out", "done"),
};

/* A request has no socket under SYN cookies: only time ends it. */
static const struct beat syn_cookie_without_request[] = {
	IN(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	OUT(R, "SA", 0, 1, 0, "R listen>syn-received received-syn observed"),
	LOOK(SYN_ACK),
	GONE(10, "R"),
	AFTER(SYN_ACK - 10, "R syn-received>closed syn-ack-timeout timer",
	      "handshake timed-out"),
};

/* A request is still there when its time has come: look again, and soon. */
static const struct beat request_outlives_its_time[] = {
	IN(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	OUT(R, "SA", 0, 1, 0, "R listen>syn-received received-syn observed"),
	GONE(SYN_ACK, "r"),
	LOOK(1),
	GONE(1, "R", "R syn-received>closed syn-ack-timeout timer", "handshake timed-out"),
};

static const struct beat nobody_moved[] = {
	OPEN_I,
	LOOK(60),
	GONE(60, "I", "I established>closed socket-gone timer", "teardown timed-out I"),
	GONE(1, "I"),
	DUE(ORPHAN),
};

/* Data sent again and again, and then no more: tcp_retries2. */
static const struct beat retransmission_given_up[] = {
	OPEN_I,
	OUT(I, "PA", 11, 1, 10),
	LOOK(60),
	OUT(I, "PA", 11, 1, 10),
	LOOK(15),
	DUE(RETRANSMIT),
	GONE(RETRANSMIT - 1, "i"),
	GONE(0, "I", "I established>closed retransmit-timeout timer",
	     "R established>closed peer-gone timer", "teardown timed-out I", "done"),
};

/* The older of two segments is sent again, and then the remote end answers. */
static const struct beat retransmission_answered[] = {
	OPEN_I,
	OUT(I, "PA", 11, 1, 10),
	OUT(I, "PA", 21, 1, 10),
	OUT(I, "PA", 11, 1, 10),
	LOOK(15),
	IN(R, "A", 1, 31, 0),
	LOOK(60),
	DUE(IDLE),
	GONE(1, "I", "I established>closed socket-gone timer", "teardown timed-out I"),
};

/* A FIN alone, sent again. */
static const struct beat fin_retransmission_given_up[] = {
	FIN_SENT_I,
	OUT(I, "FA", 11, 1, 0),
	OUT(I, "R", 12, 0, 0, "I fin-wait-1>closed sent-rst observed", "teardown aborted I"),
};

/* An old ACK that comes late was not sent again. */
static const struct beat late_ack[] = {
	OPEN_I,
	OUT(I, "PA", 11, 1, 10),
	OUT(I, "A", 11, 1, 0),
	LOOK(60),
};

/* So it is with a remote end, which cannot be looked for. */
static const struct beat remote_retransmission_given_up[] = {
	OPEN_R,
	IN(I, "PA", 1, 1, 10),
	IN(I, "PA", 1, 1, 10),
	DUE(RETRANSMIT),
	OUT(R, "A", 1, 11, 0),
	DUE(IDLE),
	IN(I, "PA", 1, 1, 10),
	AFTER(RETRANSMIT, "I established>closed retransmit-timeout timer",
	      "R established>closed peer-gone timer", "teardown timed-out I", "done"),
};

static const struct beat retransmission_given_up_in_close_wait[] = {
	OPEN_I,
	IN(R, "FA", 1, 11, 0, "R established>fin-wait-1 sent-fin observed",
	   "I established>close-wait received-fin observed"),
	OUT(I, "PA", 11, 2, 10),
	LOOK(4),
	AFTER(4, "R fin-wait-1>fin-wait-2 received-ack timer"),
	LOOK(60),
	OUT(I, "PA", 11, 2, 10),
	LOOK(15),
	GONE(50, "I", "I close-wait>closed retransmit-timeout timer", "teardown timed-out R"),
};

/* The FIN is not acknowledged: tcp_orphan_retries. */
static const struct beat orphan_given_up[] = {
	FIN_SENT_I,
	LOOK(15),
	OUT(I, "FA", 11, 1, 0),
	GONE(50, "I", "I fin-wait-1>closed retransmit-timeout timer", "teardown timed-out I"),
};

static const struct beat orphan_killed[] = {
	FIN_SENT_I,
	GONE(1, "I", "I fin-wait-1>closed socket-gone timer", "teardown timed-out I"),
};

/* Nobody uses it, and tcp_fin_timeout is over. */
static const struct beat fin_wait_2_given_up[] = {
	HALF_CLOSED_I,
	LOOK(15),
	GONE(60, "I", "I fin-wait-2>closed fin-wait-2-timeout timer", "teardown timed-out I"),
};

static const struct beat fin_wait_2_killed[] = {
	HALF_CLOSED_I,
	GONE(59.999, "I", "I fin-wait-2>closed socket-gone timer", "teardown timed-out I"),
};

/* A half-closed connection may rest for hours, while somebody uses it. */
static const struct beat half_closed_for_hours[] = {
	HALF_CLOSED_I,
	GONE(7100, "i"),
	LOOK(15),
	IN(R, "PA", 1, 12, 10),
	OUT(I, "A", 12, 11, 0),
	IN(R, "FA", 11, 12, 0, "R close-wait>last-ack sent-fin observed",
	   "I fin-wait-2>time-wait received-fin observed", "teardown half-closed I"),
};

/* TIME_WAIT ends by the clock, whatever the kernel's table says. */
static const struct beat time_wait_without_entry[] = {
	FIN_SENT_I,
	IN(R, "FA", 1, 12, 0, "R established>close-wait received-fin inferred",
	   "R close-wait>last-ack sent-fin observed",
	   "I fin-wait-1>fin-wait-2 received-ack observed",
	   "I fin-wait-2>time-wait received-fin observed", "teardown graceful I"),
	LOOK(60),
	GONE(1, "I"),
	AFTER(59, "I time-wait>closed time-wait-expired timer"),
};

/* Probes of an idle connection; answered, they are only a sign of life. */
static const struct beat keep_alive[] = {
	OPEN_I,
	OUT(I, "A", 10, 1, 0),
	LOOK(15),
	IN(R, "A", 1, 11, 0),
	LOOK(60),
	OUT(I, "RA", 11, 1, 0, "I established>closed sent-rst observed", "teardown aborted I"),
};

static const struct beat keep_alive_given_up[] = {
	OPEN_I,
	OUT(I, "A", 10, 1, 0),
	OUT(I, "A", 10, 1, 0),
	OUT(I, "RA", 11, 1, 0, "I established>closed keep-alive-timeout observed",
	    "teardown timed-out I"),
	AFTER(4, "R established>closed received-rst timer", "done"),
};

/* The remote end is probed, and lives; that it stays silent says nothing. */
static const struct beat keep_alive_of_remote[] = {
	OPEN_R,
	IN(I, "A", 0, 1, 0),
	DUE(IDLE),
};

/* Data that was never acknowledged is no probe. */
static const struct beat reset_after_retransmission[] = {
	OPEN_I,
	OUT(I, "PA", 11, 1, 10),
	OUT(I, "PA", 11, 1, 10),
	OUT(I, "RA", 21, 1, 0, "I established>closed sent-rst observed", "teardown aborted I"),
};

/* A window of zero is probed as an idle connection is, and may be so for ever. */
static const struct beat zero_window[] = {
	OPEN_I,
	OUT(I, "A", 10, 1, 0),
	IN(R, "A", 1, 11, 0),
	OUT(I, "A", 10, 1, 0),
	IN(R, "A", 1, 11, 0),
	OUT(I, "PA", 11, 1, 10),
	IN(R, "A", 1, 21, 0),
	DUE(IDLE),
};

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORY("I", abandoned),
		STORY("I", filtered),
		STORY("I", abandoned_late),
		STORY("I", patient_user),
		STORY("IR", filtered_on_loopback),
		STORY("I", simultaneous_open_abandoned),
		STORY("IR", simultaneous_open_unanswered),
		STORY("R", syn_cookie_without_request),
		STORY("R", request_outlives_its_time),
		STORY("I", nobody_moved),
		STORY("I", retransmission_given_up),
		STORY("I", retransmission_answered),
		STORY("I", fin_retransmission_given_up),
		STORY("I", late_ack),
		STORY("R", remote_retransmission_given_up),
		STORY("I", retransmission_given_up_in_close_wait),
		STORY("I", orphan_given_up),
		STORY("I", orphan_killed),
		STORY("I", fin_wait_2_given_up),
		STORY("I", fin_wait_2_killed),
		STORY("I", half_closed_for_hours),
		STORY("I", time_wait_without_entry),
		STORY("I", keep_alive),
		STORY("I", keep_alive_given_up),
		STORY("R", keep_alive_of_remote),
		STORY("I", reset_after_retransmission),
		STORY("I", zero_window),
	};

	return cmocka_run_group_tests_name("gone", tests, NULL, NULL);
}
