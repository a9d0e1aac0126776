// SPDX-License-Identifier: GPL-2.0
/* How connections end when nothing comes any more. */
#include "story.h"

static const struct beat in_established[] = {
	OPEN_I,
	DUE(IDLE),
	AFTER(IDLE - 1),
	AFTER(1, "I established>closed idle-timeout timer",
	      "R established>closed peer-gone timer", "teardown timed-out I", "done"),
	DUE(-1),
};

static const struct beat in_fin_wait_1[] = {
	FIN_SENT_I,
	OUT(I, "FA", 11, 1, 0),
	DUE(ORPHAN),
	AFTER(ORPHAN, "I fin-wait-1>closed retransmit-timeout timer",
	      "R established>closed peer-gone timer", "teardown timed-out I", "done"),
};

static const struct beat in_fin_wait_2[] = {
	HALF_CLOSED_I,
	DUE(FIN_WAIT_2),
	AFTER(FIN_WAIT_2, "I fin-wait-2>closed fin-wait-2-timeout timer",
	      "teardown timed-out I"),
	DUE(ORPHAN),
	AFTER(ORPHAN - FIN_WAIT_2, "R close-wait>closed peer-gone timer", "done"),
};

static const struct beat in_closing[] = {
	FIN_SENT_I,
	IN(R, "FA", 1, 11, 0, "R established>fin-wait-1 sent-fin observed",
	   "I fin-wait-1>closing received-fin observed"),
	DUE(ORPHAN),
	AFTER(ORPHAN, "I closing>closed retransmit-timeout timer",
	      "R fin-wait-1>closed retransmit-timeout timer", "teardown timed-out I", "done"),
};

static const struct beat in_close_wait[] = {
	OPEN_R,
	IN(I, "FA", 1, 1, 0, "I established>fin-wait-1 sent-fin observed",
	   "R established>close-wait received-fin observed"),
	OUT(R, "A", 1, 2, 0),
	AFTER(4, "I fin-wait-1>fin-wait-2 received-ack timer"),
	DUE(IDLE),	/* it may be half closed for as long as it likes */
	AFTER(FIN_WAIT_2),
	GONE(0, "R", "R close-wait>closed socket-gone timer", "teardown timed-out I"),
	DUE(ORPHAN),
	AFTER(ORPHAN, "I fin-wait-2>closed peer-gone timer", "done"),
};

static const struct beat in_last_ack[] = {
	OPEN_R,
	IN(I, "FA", 1, 1, 0, "I established>fin-wait-1 sent-fin observed",
	   "R established>close-wait received-fin observed"),
	OUT(R, "FA", 1, 2, 0, "R close-wait>last-ack sent-fin observed"),
	AFTER(4, "I fin-wait-1>fin-wait-2 received-ack timer"),
	AFTER(96, "R last-ack>closed retransmit-timeout timer",
	      "I fin-wait-2>closed peer-gone timer", "teardown timed-out I", "done"),
};

static const struct beat in_last_ack_and_fin_wait_1[] = {
	OPEN_R,
	IN(I, "FA", 1, 1, 0, "I established>fin-wait-1 sent-fin observed",
	   "R established>close-wait received-fin observed"),
	OUT(R, "FA", 1, 1, 0, "R close-wait>last-ack sent-fin observed"),
	AFTER(ORPHAN, "I fin-wait-1>closed retransmit-timeout timer",
	      "R last-ack>closed retransmit-timeout timer", "teardown timed-out I", "done"),
};

/* Both ends of a loopback connection show what reaches them: nothing is presumed. */
static const struct beat nothing_presumed_of_local_ends[] = {
	OPEN_LOOP,
	OUT(I, "FA", 1, 1, 0, "I established>fin-wait-1 sent-fin observed"),
	LOOP(I, "FA", 1, 1, 0, "R established>close-wait received-fin observed"),
	OUT(R, "A", 1, 2, 0),
	DUE(ORPHAN),
	LOOP(R, "A", 1, 2, 0, "I fin-wait-1>fin-wait-2 received-ack observed"),
	OUT(R, "FA", 1, 2, 0, "R close-wait>last-ack sent-fin observed"),
	DUE(FIN_WAIT_2),
	LOOP(R, "FA", 1, 2, 0, "I fin-wait-2>time-wait received-fin observed",
	     "teardown graceful I"),
	OUT(I, "A", 2, 2, 0),
	DUE(TIME_WAIT),
	AFTER(TIME_WAIT, "I time-wait>closed time-wait-expired timer"),
	AFTER(ORPHAN - TIME_WAIT, "R last-ack>closed retransmit-timeout timer", "done"),
};

static const struct beat in_syn_received_on_loopback[] = {
	OUT(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	LOOP(I, "S", 0, 0, 0),
	OUT(R, "SA", 0, 1, 0, "R listen>syn-received received-syn observed"),
	RETRY(R, SYN_ACK),
	AFTER(SYN, "R syn-received>closed syn-ack-timeout timer",
	      "I syn-sent>closed syn-timeout timer", "handshake timed-out", "done"),
};

/* One look after all is over tells everything at once, the earlier first. */
static const struct beat all_at_once[] = {
	FIN_SENT_I,
	IN(R, "FA", 1, 11, 0, "R established>fin-wait-1 sent-fin observed",
	   "I fin-wait-1>closing received-fin observed"),
	OUT(I, "A", 12, 2, 0),
	AFTER(1000, "R fin-wait-1>fin-wait-2 received-ack timer",
	      "I closing>closed retransmit-timeout timer",
	      "R fin-wait-2>closed peer-gone timer", "teardown timed-out I", "done"),
};

/* The remote end hears of both FINs only in silence: that is an end, too. */
static const struct beat end_presumed[] = {
	OPEN_I,
	IN(R, "PA", 1, 11, 50),
	OUT(I, "A", 11, 51, 0),
	OUT(I, "FA", 11, 51, 0, "I established>fin-wait-1 sent-fin observed"),
	IN(R, "FA", 51, 11, 0, "R established>fin-wait-1 sent-fin observed",
	   "I fin-wait-1>closing received-fin observed"),
	OUT(I, "A", 12, 52, 0),
	IN(R, "PA", 1, 12, 50, "R fin-wait-1>closing received-fin inferred"),
	AFTER(4, "R closing>time-wait received-ack timer", "teardown simultaneous I"),
	AFTER(96, "R time-wait>closed time-wait-expired timer",
	      "I closing>closed retransmit-timeout timer", "done"),
};

/* What a remote end sends again, to nobody, makes it stay no longer. */
static const struct beat in_close_wait_without_peer[] = {
	HALF_CLOSED_I,
	IN(R, "PA", 1, 12, 10),
	IN(R, "PA", 1, 12, 10),
	DUE(FIN_WAIT_2),
	AFTER(FIN_WAIT_2, "I fin-wait-2>closed fin-wait-2-timeout timer",
	      "teardown timed-out I"),
	DUE(ORPHAN),
	AFTER(ORPHAN - FIN_WAIT_2, "R close-wait>closed peer-gone timer", "done"),
};

/* A local end goes on for as long as its retries last. */
static const struct beat retries_without_peer[] = {
	OPEN_I,
	OUT(I, "PA", 11, 1, 10),
	OUT(I, "PA", 11, 1, 10),
	PASS(R, "FA", 101, 11, 0, "R established>fin-wait-1 sent-fin observed"),
	OUT(I, "PA", 11, 1, 10),
	AFTER(ORPHAN, "R fin-wait-1>closed retransmit-timeout timer", "teardown timed-out R"),
	DUE(RETRANSMIT),
	AFTER(RETRANSMIT - ORPHAN, "I established>closed retransmit-timeout timer", "done"),
};

/* The listener did not take the last ACK, and then ICMP made it forget the request. */
static const struct beat with_a_peer_in_listen[] = {
	IN(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	OUT(R, "SA", 0, 1, 0, "R listen>syn-received received-syn observed"),
	PASS(I, "A", 1, 1, 0, "I syn-sent>established received-syn-ack inferred"),
	ICMP(R, "UF", 0, "R syn-received>listen received-unreachable observed",
	     "handshake unreachable"),
	DUE(ORPHAN),
	AFTER(ORPHAN, "I established>closed peer-gone timer", "done"),
};

/* Before and without a connection. */
static const struct beat nothing_to_wait_for[] = {
	DUE(-1),
	AFTER(100000, "done"),
};

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORY("I", in_established),
		STORY("I", in_fin_wait_1),
		STORY("I", in_fin_wait_2),
		STORY("I", in_closing),
		STORY("R", in_close_wait),
		STORY("R", in_last_ack),
		STORY("R", in_last_ack_and_fin_wait_1),
		STORY("IR", nothing_presumed_of_local_ends),
		STORY("IR", in_syn_received_on_loopback),
		STORY("I", all_at_once),
		STORY("I", end_presumed),
		STORY("I", in_close_wait_without_peer),
		STORY("I", retries_without_peer),
		STORY("R", with_a_peer_in_listen),
		STORY("I", nothing_to_wait_for),
	};

	return cmocka_run_group_tests_name("silence", tests, NULL, NULL);
}
