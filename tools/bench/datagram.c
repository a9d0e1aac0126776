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
#include <stdbool.h>
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

/* An address and how long it is: what sockets of both families take. */
struct place {
	struct sockaddr_storage at;
	socklen_t len;
};

static bool place_parse(struct place *place, const char *word)
{
	struct sockaddr_in *in = (struct sockaddr_in *)&place->at;
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)&place->at;

	*place = (struct place){};
	if (inet_pton(AF_INET, word, &in->sin_addr) == 1) {
		in->sin_family = AF_INET;
		in->sin_port = htons(PORT);
		place->len = sizeof(*in);
		return true;
	}
	in6->sin6_family = AF_INET6;
	in6->sin6_port = htons(PORT);
	place->len = sizeof(*in6);
	return inet_pton(AF_INET6, word, &in6->sin6_addr) == 1;
}

static bool place_is_group(const struct place *place)
{
	const struct sockaddr_in *in = (const struct sockaddr_in *)&place->at;
	const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)&place->at;

	return place->at.ss_family == AF_INET ? IN_MULTICAST(ntohl(in->sin_addr.s_addr)) :
						IN6_IS_ADDR_MULTICAST(&in6->sin6_addr);
}

static int place_level(const struct place *place)
{
	return place->at.ss_family == AF_INET ? IPPROTO_IP : IPPROTO_IPV6;
}

static int receiver(const struct place *to, const char *device)
{
	struct group_req join = { .gr_interface = if_nametoindex(device), .gr_group = to->at };
	int fd = socket(to->at.ss_family, SOCK_DGRAM, 0);

	if (fd < 0 || bind(fd, (const struct sockaddr *)&to->at, to->len))
		err(1, "receiver");
	if (place_is_group(to) &&
	    setsockopt(fd, place_level(to), MCAST_JOIN_GROUP, &join, sizeof(join)))
		err(1, "join");
	return fd;
}

static int receiver_there(const struct place *to, const char *device, const char *namespace)
{
	char path[64];
	int fd;

	snprintf(path, sizeof(path), "/run/netns/%s", namespace);
	enter(path);
	fd = receiver(to, device);
	enter("/proc/1/ns/net");
	return fd;
}

static int sender(const struct place *to, const char *device)
{
	struct ip_mreqn by = { .imr_ifindex = (int)if_nametoindex(device) };
	int fd = socket(to->at.ss_family, SOCK_DGRAM, 0);
	int failed;

	if (to->at.ss_family == AF_INET)
		failed = setsockopt(fd, IPPROTO_IP, IP_MULTICAST_IF, &by, sizeof(by));
	else
		failed = setsockopt(fd, IPPROTO_IPV6, IPV6_MULTICAST_IF, &by.imr_ifindex,
				    sizeof(by.imr_ifindex));
	if (failed || connect(fd, (const struct sockaddr *)&to->at, to->len))
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
	struct place to;
	unsigned int count;
	uint64_t start;
	int from, at;

	if (argc < 4 || !place_parse(&to, argv[2]))
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
