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

#endif /* _SAW_SOCK_H */
