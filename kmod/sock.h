/* SPDX-License-Identifier: GPL-2.0 */
/* What the kernel's table of sockets knows of a connection. */
#ifndef _SAW_SOCK_H
#define _SAW_SOCK_H

#include <linux/sched.h>
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
 * Whose the socket is that sent @at, from the end @role: the packet has it, also when it is
 * in no table any more. False if no user of it is known. Context as above.
 */
bool saw_sock_sender(const struct saw_conn *conn, enum sawtooth_role role,
		     const struct saw_sighting *at, struct saw_sock_owner *owner);

/**
 * struct saw_sock_process - a process that uses a socket
 * @pid: of the thread group, in the initial namespace of processes; 0: none is known
 * @command: its name, all zero without
 */
struct saw_sock_process {
	u32 pid;
	char command[TASK_COMM_LEN];
};

/*
 * The process in whose system call the socket of @role sent @at, if it was sent in one. That
 * is so when the processor runs a task that is no thread of the kernel, with bottom halves
 * enabled, and the socket is in use: nothing sends for a socket in use but its user, and the
 * user is who got here. Not so, and therefore none:
 *
 * - whatever softirqs, timers and their threads send, on top of a process or not;
 * - what the user's release of the socket sends for others: answers to segments that came
 *   while it was in use, which wait in the backlog, and what a timer or a tasklet has left,
 *   which is sent with bottom halves disabled;
 * - a SYN-ACK, which no process asks for, and a segment of no socket.
 *
 * LOCAL_OUT comes before all other hooks, so it was nobody's verdict on a queued packet
 * either. Who holds a descriptor of the socket besides is not known.
 */
void saw_sock_process(const struct saw_conn *conn, enum sawtooth_role role,
		      const struct saw_sighting *at, struct saw_sock_process *process);

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
