// SPDX-License-Identifier: GPL-2.0
/* A name server that knows one host, so that no test asks a real one. */
#include <netinet/in.h>
#include <stdio.h>

#include "fake_names.h"

int __wrap_getnameinfo(const struct sockaddr *address, socklen_t length, char *host,
		       socklen_t host_size, char *service, socklen_t service_size, int flags)
{
	const struct sockaddr_in *in = (const void *)address;

	(void)length;
	(void)service;
	(void)service_size;
	(void)flags;
	if (in->sin_family != AF_INET || in->sin_addr.s_addr != htonl(0xc0000201))
		return EAI_NONAME;
	snprintf(host, host_size, "client.example");
	return 0;
}
