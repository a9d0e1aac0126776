/* SPDX-License-Identifier: GPL-2.0 */
/* What the kernel's table of sockets knows of a connection. */
#ifndef _SAW_SOCK_H
#define _SAW_SOCK_H

#include <net/tcp_states.h>

#include "conn.h"

/**
 * struct saw_sock_answer - what the socket of a local end makes of a segment
 * @stamp: the segment's age, as the socket sees it
 * @open: it is a socket that nobody uses right now: @edge will not move before the segment
 *	is there; else that waits until the socket is released, as may others before it
 * @edge: everything before this sequence number is there
 */
struct saw_sock_answer {
	enum saw_stamp stamp;
	bool open;
	u32 edge;
};

/*
 * Ask the socket of @role, an end on this host that @at reaches; false if there is no
 * socket, request or time-wait entry. Softirq context.
 */
bool saw_sock_ask(const struct saw_conn *conn, enum sawtooth_role role,
		  const struct saw_sighting *at, struct saw_sock_answer *answer);

/*
 * Is the end @role of @conn, which is on this host, still in the kernel's table, as
 * a socket, a request or a time-wait entry? Softirq or process context.
 */
bool saw_sock_exists(const struct saw_conn *conn, enum sawtooth_role role);

/**
 * struct saw_sock_owner - whose the socket of a local end is
 * @cookie: of the socket, the request or the time-wait entry
 * @cgroup: id of its cgroup, 0 if the kernel has no cgroups of sockets
 * @uid: its user
 * @known: @cgroup and @uid are: nothing of a time-wait entry but the cookie is
 */
struct saw_sock_owner {
	u64 cookie;
	u64 cgroup;
	kuid_t uid;
	bool known;
};

/*
 * Ask the socket of @role, an end on this host, while it is there; false if it is not.
 * A request belongs to whom its listener belongs to. Softirq or process context.
 */
bool saw_sock_owner(const struct saw_conn *conn, enum sawtooth_role role,
		    struct saw_sock_owner *owner);

/*
 * Will @role, an end on this host that is SYN_RECEIVED from LISTEN, become ESTABLISHED by
 * @seg? Not while the accept queue of its listener is full, nor by an ACK without data
 * when the listener waits for data (TCP_DEFER_ACCEPT). Softirq context.
 */
bool saw_sock_takes_ack(const struct saw_conn *conn, enum sawtooth_role role,
			const struct saw_seg *seg);

/*
 * As saw_sock_exists(), but only a socket counts: no request, no time-wait entry, and none
 * with segments in its backlog, which passed here before and may be its end: a RST that
 * waits until close() has sent its FIN.
 */
bool saw_sock_lives(const struct saw_conn *conn, enum sawtooth_role role);

/* Is a socket in this state of the kernel's shut for writing, its FIN sent or not? */
static inline bool saw_sock_shut_state(u8 state)
{
	return (1 << state) & (TCPF_FIN_WAIT1 | TCPF_CLOSING | TCPF_LAST_ACK);
}

/* Is the socket of @role, an end on this host? */
bool saw_sock_shut(const struct saw_conn *conn, enum sawtooth_role role);

#endif /* _SAW_SOCK_H */
