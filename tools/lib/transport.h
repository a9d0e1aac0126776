/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A netlink socket, as little of it as the library needs. The tests link another
 * implementation, which answers from memory.
 */
#ifndef SAW_TRANSPORT_H
#define SAW_TRANSPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct nlmsghdr;
struct saw_transport;

/* NULL with errno. */
struct saw_transport *saw_transport_open(void);
void saw_transport_close(struct saw_transport *transport);

int saw_transport_fd(const struct saw_transport *transport);

/* 0 or -errno */
int saw_transport_send(struct saw_transport *transport, const struct nlmsghdr *nlh);

/* Bytes read, or -errno: -EAGAIN if there is nothing and @wait is false. */
ssize_t saw_transport_receive(struct saw_transport *transport, void *buf, size_t size,
			      bool wait);

/* A receive queue of @bytes, or less; an overrun of it is then no error. */
void saw_transport_queue(struct saw_transport *transport, unsigned int bytes);

#endif /* SAW_TRANSPORT_H */
