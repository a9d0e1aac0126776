// SPDX-License-Identifier: GPL-2.0
#include <arpa/inet.h>
#include <netlink/netlink.h>
#include <netlink/route/link.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "naming.h"
#include "text.h"

/* One of the four numbers of an IPv4 address. */
static char *byte_put(char *at, unsigned int byte)
{
	if (byte >= 100)
		*at++ = '0' + byte / 100;
	if (byte >= 10)
		*at++ = '0' + byte / 10 % 10;
	*at++ = '0' + byte % 10;
	return at;
}

/* IPv4 is the most frequent case, and inet_ntop() costs ten times as much. */
static char *address_put(char *at, uint8_t family, const uint8_t *address)
{
	unsigned int i;

	if (family != AF_INET) {
		if (!inet_ntop(family, address, at, INET6_ADDRSTRLEN))
			strcpy(at, "?");
		return at + strlen(at);
	}
	for (i = 0; i < 4; i++) {
		at = byte_put(at, address[i]);
		*at++ = '.';
	}
	return at - 1;
}

const char *address_number(char *buf, uint8_t family, const uint8_t *address)
{
	*address_put(buf, family, address) = 0;
	return buf;
}

const char *address_name(char *buf, uint8_t family, const uint8_t *address)
{
	if (!options.numeric && resolve(family, address, buf, NAME_SIZE))
		return buf;
	return address_number(buf, family, address);
}

const char *socket_name(char *buf, uint8_t family, const uint8_t *address, uint16_t port)
{
	char *at = buf;

	/* only a number has colons, and brackets then; a name leaves room for the port */
	if (options.numeric || !resolve(family, address, buf, NAME_SIZE - NUMBER_SIZE)) {
		if (family != AF_INET)
			*at++ = '[';
		at = address_put(at, family, address);
		if (family != AF_INET)
			*at++ = ']';
	} else {
		at += strlen(at);
	}
	*at++ = ':';
	*number_put(at, port, 1) = 0;
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
