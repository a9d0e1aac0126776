// SPDX-License-Identifier: GPL-2.0
#include <arpa/inet.h>
#include <netlink/netlink.h>
#include <netlink/route/link.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "naming.h"
#include "text.h"

const char *address_name(char *buf, uint8_t family, const uint8_t *address)
{
	if (!options.numeric && resolve(family, address, buf, NAME_SIZE))
		return buf;
	if (!inet_ntop(family, address, buf, NAME_SIZE))
		snprintf(buf, NAME_SIZE, "?");
	return buf;
}

/* The most frequent case, and the one that costs most in general functions. */
static const char *socket_number(char *buf, const uint8_t *address, uint16_t port)
{
	char *at = buf;
	unsigned int i;

	for (i = 0; i < 4; i++) {
		at = number_put(at, address[i], 1);
		*at++ = i < 3 ? '.' : ':';
	}
	*number_put(at, port, 1) = 0;
	return buf;
}

const char *socket_name(char *buf, uint8_t family, const uint8_t *address, uint16_t port)
{
	char name[NAME_SIZE];

	if (options.numeric && family == AF_INET)
		return socket_number(buf, address, port);

	address_name(name, family, address);
	/* only a number has colons */
	snprintf(buf, NAME_SIZE, strchr(name, ':') ? "[%.250s]:%u" : "%.250s:%u", name, port);
	return buf;
}

/* All links at once, the kernel is asked again for an index that was not there. */
static struct nl_cache *links(bool again)
{
	static struct nl_sock *sock;
	static struct nl_cache *cache;

	if (!sock) {
		sock = nl_socket_alloc();
		if (!sock || nl_connect(sock, NETLINK_ROUTE) ||
		    rtnl_link_alloc_cache(sock, AF_UNSPEC, &cache))
			cache = NULL;
	} else if (again && cache) {
		nl_cache_refill(sock, cache);
	}
	return cache;
}

const char *device_name(char *buf, uint32_t ifindex)
{
	static uint64_t asked;
	struct nl_cache *cache;

	if (!ifindex) {
		snprintf(buf, NAME_SIZE, "-");
		return buf;
	}
	if (!options.numeric) {
		cache = links(false);
		if (cache && rtnl_link_i2name(cache, ifindex, buf, NAME_SIZE))
			return buf;
		/* an interface that is gone must not cost a dump for each line */
		if (cache && now_ns() - asked > NSEC_PER_SEC) {
			asked = now_ns();
			if (rtnl_link_i2name(links(true), ifindex, buf, NAME_SIZE))
				return buf;
		}
	}
	*number_put(buf, ifindex, 1) = 0;
	return buf;
}
