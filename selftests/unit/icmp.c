// SPDX-License-Identifier: GPL-2.0
/* What ICMP ends: RFC 1122 section 4.2.3.9, RFC 5927 section 4.1, and Linux's choices. */
#include "story.h"

static const struct beat unreachable[] = {
	OUT(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	ICMP(I, "U", 0, "I syn-sent>closed received-unreachable observed",
	     "handshake unreachable", "done"),
	ICMP(I, "U", 0, "done"),
};

/* Each attempt after a retransmission counts as the first does. */
static const struct beat unreachable_after_a_retransmission[] = {
	OUT(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	OUT(I, "S", 0, 0, 0, "syn again"),
	ICMP(I, "UF", 0, "I syn-sent>closed received-unreachable observed",
	     "handshake unreachable", "done"),
};

static const struct beat prohibited[] = {
	OUT(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	ICMP(I, "P", 0, "I syn-sent>closed received-prohibited observed",
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
};

static const struct beat about_data_in_syn[] = {
	OUT(I, "S", 0, 0, 100, "I closed>syn-sent sent-syn observed"),
	ICMP(I, "U", 101),
	ICMP(I, "U", 100, "I syn-sent>closed received-unreachable observed",
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

static const struct beat about_a_syn_ack_of_an_active_opener[] = {
	OUT(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	IN(R, "S", 0, 0, 0, "R closed>syn-sent sent-syn observed",
	   "I syn-sent>syn-received received-syn observed"),
	OUT(I, "SA", 0, 1, 0),
	ICMP(I, "U", 0, "I syn-received>closed received-unreachable observed",
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

/* A forwarded error about a SYN of a remote end: it is as good as there. */
static const struct beat about_a_remote_end[] = {
	IN(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	ICMP(I, "U", 0, "I syn-sent>closed received-unreachable inferred",
	     "handshake unreachable", "done"),
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
		STORY("I", about_a_syn_ack_of_an_active_opener),
		STORY("I", established),
		STORY("R", about_a_remote_end),
	};

	return cmocka_run_group_tests_name("icmp", tests, NULL, NULL);
}
