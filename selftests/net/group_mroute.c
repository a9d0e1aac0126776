// SPDX-License-Identifier: GPL-2.0
/*
 * A multicast router of IPv6 with one static route, in the words of the kernel's interface.
 *
 * usage: group_mroute SOURCE GROUP FROM TO...
 *
 * What SOURCE sends to GROUP and arrives at interface FROM is forwarded to each TO, as long
 * as this runs.
 */
#include <arpa/inet.h>
#include <err.h>
#include <net/if.h>
#include <netinet/in.h>
#include <linux/mroute6.h>
#include <stdint.h>
#include <sys/socket.h>
#include <unistd.h>

static void set(int fd, int option, const void *value, socklen_t len)
{
	if (setsockopt(fd, IPPROTO_IPV6, option, value, len))
		err(1, "option %d", option);
}

static void to_address(struct sockaddr_in6 *to, const char *word)
{
	to->sin6_family = AF_INET6;
	if (inet_pton(AF_INET6, word, &to->sin6_addr) != 1)
		errx(1, "%s is no address", word);
}

int main(int argc, char **argv)
{
	int fd = socket(AF_INET6, SOCK_RAW, IPPROTO_ICMPV6), on = 1, i;
	struct mf6cctl route = {};

	if (fd < 0 || argc < 5)
		err(1, "a socket and four words are needed");
	set(fd, MRT6_INIT, &on, sizeof(on));
	to_address(&route.mf6cc_origin, argv[1]);
	to_address(&route.mf6cc_mcastgrp, argv[2]);
	for (i = 0; i + 3 < argc; i++) {
		struct mif6ctl mif = {
			.mif6c_mifi = i,
			.vifc_threshold = 1,
			.mif6c_pifi = if_nametoindex(argv[i + 3]),
		};

		set(fd, MRT6_ADD_MIF, &mif, sizeof(mif));
		if (i)
			IF_SET(i, &route.mf6cc_ifset);
	}
	set(fd, MRT6_ADD_MFC, &route, sizeof(route));
	pause();
	return 0;
}
