// SPDX-License-Identifier: GPL-2.0
/*
 * Datagrams from one socket to another, one after the other, and how much processor time
 * one took. To a group, the receiver is its member.
 *
 * usage: datagram COUNT ADDRESS DEVICE [NAMESPACE]
 *
 * They leave by DEVICE; the receiver is in NAMESPACE, where its device has the same name.
 */
#define _GNU_SOURCE	/* setns() */
#include <arpa/inet.h>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "meter.h"

#define PORT 7777

static void enter(const char *path)
{
	int fd = open(path, O_RDONLY);

	if (fd < 0 || setns(fd, CLONE_NEWNET))
		err(1, "%s", path);
	close(fd);
}

static int receiver(const struct sockaddr_in *to, const char *device)
{
	struct ip_mreqn join = { .imr_multiaddr = to->sin_addr };
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	join.imr_ifindex = (int)if_nametoindex(device);
	if (fd < 0 || bind(fd, (const struct sockaddr *)to, sizeof(*to)))
		err(1, "receiver");
	if (IN_MULTICAST(ntohl(to->sin_addr.s_addr)) &&
	    setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &join, sizeof(join)))
		err(1, "join");
	return fd;
}

static int receiver_there(const struct sockaddr_in *to, const char *device, const char *namespace)
{
	char path[64];
	int fd;

	snprintf(path, sizeof(path), "/run/netns/%s", namespace);
	enter(path);
	fd = receiver(to, device);
	enter("/proc/1/ns/net");
	return fd;
}

static int sender(const struct sockaddr_in *to, const char *device)
{
	struct ip_mreqn by = { .imr_ifindex = (int)if_nametoindex(device) };
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	if (fd < 0 || setsockopt(fd, IPPROTO_IP, IP_MULTICAST_IF, &by, sizeof(by)) ||
	    connect(fd, (const struct sockaddr *)to, sizeof(*to)))
		err(1, "sender");
	return fd;
}

static void exchange(int from, int at, unsigned int count)
{
	char data[64] = {};

	while (count--)
		if (send(from, data, sizeof(data), 0) != sizeof(data) ||
		    recv(at, data, sizeof(data), 0) != sizeof(data))
			err(1, "a datagram");
}

int main(int argc, char **argv)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(PORT) };
	unsigned int count;
	uint64_t start;
	int from, at;

	if (argc < 4 || inet_pton(AF_INET, argv[2], &to.sin_addr) != 1)
		errx(2, "usage: datagram COUNT ADDRESS DEVICE [NAMESPACE]");
	count = meter_number(argv[1]);
	at = argc > 4 ? receiver_there(&to, argv[3], argv[4]) : receiver(&to, argv[3]);
	from = sender(&to, argv[3]);
	/* The first ones ask who the neighbour is, and report the join. */
	exchange(from, at, 1);
	meter_settle(2);
	start = meter_busy();
	exchange(from, at, count);
	printf("%" PRIu64 "\n", (meter_busy() - start) / count);
	return 0;
}
