/* SPDX-License-Identifier: GPL-2.0 */
/* The linker puts this where the command calls getnameinfo(). */
#ifndef SAW_FAKE_NAMES_H
#define SAW_FAKE_NAMES_H

#include <netdb.h>
#include <sys/socket.h>

int __wrap_getnameinfo(const struct sockaddr *address, socklen_t length, char *host,
		       socklen_t host_size, char *service, socklen_t service_size, int flags);

#endif /* SAW_FAKE_NAMES_H */
