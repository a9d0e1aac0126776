// SPDX-License-Identifier: GPL-2.0
/* What ICMP ends: RFC 1122 section 4.2.3.9, RFC 5927 section 4.1, and Linux's choices. */
#include "story.h"

static const struct beat unreachable[] = {
	OUT(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	ICMP(I, "U", 0),
	LOOK(0.001),
	GONE(0.001, "I", "I syn-sent>closed received-unreachable observed",
	     "handshake unreachable", "done"),
	ICMP(I, "U", 0),
};

/* Each attempt after a retransmission counts as the first does. */
static const struct beat unreachable_after_a_retransmission[] = {
	OUT(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	OUT(I, "S", 0, 0, 0, "syn again"),
	ICMP(I, "UF", 0),
	OUT(I, "S", 0, 0, 0, "syn again"),
	GONE(0.001, "I", "I syn-sent>closed received-unreachable observed",
	     "handshake unreachable", "done"),
};

static const struct beat prohibited[] = {
	OUT(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	ICMP(I, "P", 0),
	GONE(0.001, "I", "I syn-sent>closed received-prohibited observed",
	     "handshake filtered", "done"),
};

/* Only what is in flight: its number has to be guessed. */
static const struct beat forged[] = {
	OUT(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	ICMP(I, "UF", 1),
	ICMP(I, "UF", 0xffffffff),
	ICMP(I, "PF", 0x80000000),
	ICMP(R, "UF", 0),
	RETRY(I, SYN),
	LOOK(1),
	GONE(1, "I", "I syn-sent>closed socket-gone timer", "handshake abandoned", "done"),
};

static const struct beat about_data_in_syn[] = {
	OUT(I, "S", 0, 0, 100, "I closed>syn-sent sent-syn observed"),
	ICMP(I, "U", 101),
	LOOK(1),
	ICMP(I, "U", 100),
	LOOK(0.001),
	GONE(0.001, "I", "I syn-sent>closed received-unreachable observed",
	     "handshake unreachable", "done"),
};

/* A request is given up for some of the errors. */
static const struct beat about_a_syn_ack[] = {
	IN(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	OUT(R, "SA", 0, 1, 0, "R listen>syn-received received-syn observed"),
	ICMP(R, "P", 0),
	ICMP(R, "U", 0),
	ICMP(R, "UF", 0, "R syn-received>listen received-unreachable observed",
	     "handshake unreachable"),
	AFTER(SYN, "I syn-sent>closed syn-timeout timer", "done"),
};

static const struct beat syn_ack_prohibited[] = {
	IN(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	OUT(R, "SA", 0, 1, 0, "R listen>syn-received received-syn observed"),
	ICMP(R, "PF", 0, "R syn-received>listen received-prohibited observed",
	     "handshake filtered"),
};

static const struct beat about_a_syn_ack_of_an_active_opener[] = {
	OUT(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	IN(R, "S", 0, 0, 0, "R closed>syn-sent sent-syn observed",
	   "I syn-sent>syn-received received-syn observed"),
	OUT(I, "SA", 0, 1, 0),
	ICMP(I, "U", 0),
	LOOK(0.001),
	GONE(0.001, "I", "I syn-received>closed received-unreachable observed",
	     "handshake unreachable"),
};

/* What stands goes on, and so does what is at its end. */
static const struct beat established[] = {
	OPEN_I,
	ICMP(I, "UF", 1),
	ICMP(I, "PF", 10),
	DUE(IDLE),
	OUT(I, "FA", 11, 1, 0, "I established>fin-wait-1 sent-fin observed"),
	ICMP(I, "UF", 11),
};

/* A forwarded error about a SYN of a remote end, which then stays silent. */
static const struct beat about_a_remote_end[] = {
	IN(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	ICMP(I, "U", 0),
	LOOK(SYN),
	AFTER(SYN, "I syn-sent>closed syn-timeout timer", "handshake unreachable", "done"),
};

/* The socket was in use, and did not heed it: what comes later has another reason. */
static const struct beat not_heeded[] = {
	OUT(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	ICMP(I, "U", 0),
	GONE(0.001, "i"),
	LOOK(1),
	OUT(I, "S", 0, 0, 0, "syn again"),
	GONE(1, "I", "I syn-sent>closed socket-gone timer", "handshake abandoned", "done"),
};

/* The SYN-ACK came all the same. */
static const struct beat answered_all_the_same[] = {
	OUT(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	ICMP(I, "U", 0),
	IN(R, "SA", 0, 1, 0, "R listen>syn-received received-syn inferred",
	   "I syn-sent>established received-syn-ack observed"),
	OUT(I, "A", 1, 1, 0, "handshake established"),
	LOOK(4),
};

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORY("I", unreachable),
		STORY("I", unreachable_after_a_retransmission),
		STORY("I", prohibited),
		STORY("I", forged),
		STORY("I", about_data_in_syn),
		STORY("R", about_a_syn_ack),
		STORY("R", syn_ack_prohibited),
		STORY("I", about_a_syn_ack_of_an_active_opener),
		STORY("I", established),
		STORY("I", not_heeded),
		STORY("I", answered_all_the_same),
		STORY("R", about_a_remote_end),
	};

	return cmocka_run_group_tests_name("icmp", tests, NULL, NULL);
}
