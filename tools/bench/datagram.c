// SPDX-License-Identifier: GPL-2.0
/*
 * Datagrams from one socket to another on this host, one after the other, and how much
 * processor time one took. To a group, the receiver is its member on the loopback device.
 *
 * usage: datagram COUNT ADDRESS
 */
#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>

#include "meter.h"

#define PORT 7777

static int receiver(const struct sockaddr_in *to, bool group)
{
	struct ip_mreqn join = { .imr_multiaddr = to->sin_addr };
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	join.imr_ifindex = (int)if_nametoindex("lo");
	if (fd < 0 || bind(fd, (const struct sockaddr *)to, sizeof(*to)))
		err(1, "receiver");
	if (group && setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &join, sizeof(join)))
		err(1, "join");
	return fd;
}

static int sender(const struct sockaddr_in *to)
{
	struct ip_mreqn device = {};
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	device.imr_ifindex = (int)if_nametoindex("lo");
	if (fd < 0 || setsockopt(fd, IPPROTO_IP, IP_MULTICAST_IF, &device, sizeof(device)) ||
	    connect(fd, (const struct sockaddr *)to, sizeof(*to)))
		err(1, "sender");
	return fd;
}

int main(int argc, char **argv)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(PORT) };
	unsigned int count, i;
	char data[64] = {};
	uint64_t start;
	int from, at;

	if (argc != 3 || inet_pton(AF_INET, argv[2], &to.sin_addr) != 1)
		errx(2, "usage: datagram COUNT ADDRESS");
	count = meter_number(argv[1]);
	at = receiver(&to, IN_MULTICAST(ntohl(to.sin_addr.s_addr)));
	from = sender(&to);
	start = meter_busy();
	for (i = 0; i < count; i++)
		if (send(from, data, sizeof(data), 0) != sizeof(data) ||
		    recv(at, data, sizeof(data), 0) != sizeof(data))
			err(1, "datagram %u", i);
	printf("%" PRIu64 "\n", (meter_busy() - start) / count);
	return 0;
}
