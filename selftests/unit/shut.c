// SPDX-License-Identifier: GPL-2.0
/*
 * An end that its process closed while data was still to be sent: the state changes at
 * once, the FIN comes later. RFC 9293 section 3.10.4.
 */
#include "story.h"

static const struct beat data_first[] = {
	OPEN_I,
	SHUT(I, "I established>fin-wait-1 shut observed"),
	SHUT(I),
	OUT(I, "A", 11, 1, 1000),
	IN(R, "A", 1, 1011, 0),
	OUT(I, "FA", 1011, 1, 500),
	IN(R, "A", 1, 1512, 0, "R established>close-wait received-fin inferred",
	   "I fin-wait-1>fin-wait-2 received-ack observed"),
	SHUT(I),
	IN(R, "FA", 1, 1512, 0, "R close-wait>last-ack sent-fin observed",
	   "I fin-wait-2>time-wait received-fin observed", "teardown graceful I"),
	SHUT(I),
};

/* The other end's FIN comes before ours leaves: closing, and who closed first is the other. */
static const struct beat fin_comes_meanwhile[] = {
	OPEN_I,
	SHUT(I, "I established>fin-wait-1 shut observed"),
	IN(R, "FA", 1, 11, 0, "R established>fin-wait-1 sent-fin observed",
	   "I fin-wait-1>closing received-fin observed"),
	OUT(I, "A", 11, 2, 1000),
	IN(R, "A", 2, 1011, 0, "R fin-wait-1>fin-wait-2 received-ack inferred"),
	OUT(I, "FA", 1011, 2, 0),
	IN(R, "A", 2, 1012, 0, "R fin-wait-2>time-wait received-fin inferred",
	   "I closing>time-wait received-ack observed", "teardown half-closed R"),
};

static const struct beat shut_in_close_wait[] = {
	OPEN_I,
	IN(R, "FA", 1, 11, 0, "R established>fin-wait-1 sent-fin observed",
	   "I established>close-wait received-fin observed"),
	SHUT(I, "I close-wait>last-ack shut observed"),
	OUT(I, "A", 11, 2, 1000),
	IN(R, "A", 2, 1011, 0, "R fin-wait-1>fin-wait-2 received-ack inferred"),
	OUT(I, "FA", 1011, 2, 0),
	IN(R, "A", 2, 1012, 0, "R fin-wait-2>time-wait received-fin inferred",
	   "I last-ack>closed received-ack observed", "teardown half-closed R"),
};

static const struct beat reset_before_the_fin[] = {
	OPEN_I,
	SHUT(I, "I established>fin-wait-1 shut observed"),
	IN(R, "R", 1, 0, 0, "R established>closed sent-rst observed",
	   "I fin-wait-1>closed received-rst observed", "teardown aborted R", "done"),
};

/* A server that answers and closes at once, before the handshake's last ACK. */
static const struct beat shut_in_the_handshake[] = {
	IN(I, "S", 0, 0, 0, "I closed>syn-sent sent-syn observed"),
	OUT(R, "SA", 0, 1, 0, "R listen>syn-received received-syn observed"),
	SHUT(R, "R syn-received>fin-wait-1 shut observed"),
};

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORY("I", data_first),
		STORY("I", fin_comes_meanwhile),
		STORY("I", shut_in_close_wait),
		STORY("I", reset_before_the_fin),
		STORY("R", shut_in_the_handshake),
	};

	return cmocka_run_group_tests_name("shut", tests, NULL, NULL);
}
