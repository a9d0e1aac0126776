/* SPDX-License-Identifier: GPL-2.0 */
/* What the kernel's table of sockets knows of a connection. */
#ifndef _SAW_SOCK_H
#define _SAW_SOCK_H

#include "conn.h"

/*
 * Is the end @role of @conn, which is on this host, still in the kernel's table, as
 * a socket, a request or a time-wait entry? Softirq or process context.
 */
bool saw_sock_exists(const struct saw_conn *conn, enum sawtooth_role role);

/*
 * Is the socket of @role, an end on this host, in use by a system call at this moment?
 * Then Linux heeds no ICMP error, and goes on to try. Softirq context.
 */
bool saw_sock_busy(const struct saw_conn *conn, enum sawtooth_role role);

#endif /* _SAW_SOCK_H */
