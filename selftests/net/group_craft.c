// SPDX-License-Identifier: GPL-2.0
/*
 * Messages of IGMP from anybody, well-formed or not:
 *
 *	group_craft SOURCE DESTINATION HEX		a message; its checksum is made right
 *	group_craft SOURCE DESTINATION groups COUNT	joins of so many groups from 239.128.0.0 on,
 *							each report from the next address
 *	group_craft SOURCE DESTINATION sources COUNT	of 239.1.0.99, from so many sources from
 *							198.18.0.0 on
 *
 * They leave by e0, with the router alert.
 */
#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DATA 1448
#define REPORT_V3 0x22
#define TO_EXCLUDE 4
#define ALLOW 5
#define EACH 180	/* groups of a report */
#define SOURCES 350	/* sources of one */

struct packet {
	struct iphdr ip;
	unsigned char alert[4];
	unsigned char data[DATA];
};

static int fd;

static void put16(unsigned char *at, unsigned int value)
{
	at[0] = value >> 8;
	at[1] = value;
}

static void put32(unsigned char *at, unsigned int value)
{
	put16(at, value >> 16);
	put16(at + 2, value);
}

static bool transmit(struct packet *packet, size_t len)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_addr.s_addr = packet->ip.daddr };
	size_t size = sizeof(*packet) - DATA + len, i;
	unsigned int sum = 0;

	put16(packet->data + 2, 0);
	for (i = 0; i < len; i++)
		sum += packet->data[i] << (i & 1 ? 0 : 8);
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	put16(packet->data + 2, ~sum);
	packet->ip.tot_len = htons(size);
	return sendto(fd, packet, size, 0, (struct sockaddr *)&to, sizeof(to)) == (ssize_t)size;
}

static bool message(struct packet *packet, const char *hex)
{
	size_t len = strlen(hex) / 2, i;

	for (i = 0; i < len && i < DATA; i++) {
		const char digits[] = { hex[2 * i], hex[2 * i + 1], 0 };

		packet->data[i] = strtoul(digits, NULL, 16);
	}
	return transmit(packet, i);
}

static bool groups(struct packet *packet, unsigned int count)
{
	unsigned int i, n;

	packet->data[0] = REPORT_V3;
	for (i = 0; i < count; i += n) {
		for (n = 0; n < EACH && i + n < count; n++) {
			packet->data[8 + n * 8] = TO_EXCLUDE;
			put32(packet->data + 8 + n * 8 + 4, 0xef800000 + i + n);
		}
		put16(packet->data + 6, n);
		if (!transmit(packet, 8 + n * 8))
			return false;
		packet->ip.saddr = htonl(ntohl(packet->ip.saddr) + 1);
	}
	return true;
}

static bool sources(struct packet *packet, unsigned int count)
{
	unsigned int i, n;

	packet->data[0] = REPORT_V3;
	packet->data[7] = 1;
	packet->data[8] = ALLOW;
	put32(packet->data + 12, 0xef010063);
	for (i = 0; i < count; i += n) {
		for (n = 0; n < SOURCES && i + n < count; n++)
			put32(packet->data + 16 + n * 4, 0xc6120000 + i + n);
		put16(packet->data + 10, n);
		if (!transmit(packet, 16 + n * 4))
			return false;
	}
	return true;
}

int main(int argc, char **argv)
{
	struct packet packet = {
		.ip = { .version = 4, .ihl = 6, .ttl = 1, .protocol = IPPROTO_IGMP, .id = 1 },
		.alert = { 0x94, 4 },
	};
	struct ip_mreqn by = { .imr_ifindex = if_nametoindex("e0") };
	bool good;

	fd = socket(AF_INET, SOCK_RAW, IPPROTO_RAW);
	if (argc < 4 || fd < 0 || setsockopt(fd, IPPROTO_IP, IP_MULTICAST_IF, &by, sizeof(by)) ||
	    inet_pton(AF_INET, argv[1], &packet.ip.saddr) != 1 ||
	    inet_pton(AF_INET, argv[2], &packet.ip.daddr) != 1) {
		fputs("group_craft: wrong words, or no socket\n", stderr);
		return 1;
	}
	if (!strcmp(argv[3], "groups"))
		good = groups(&packet, argc > 4 ? atoi(argv[4]) : 0);
	else if (!strcmp(argv[3], "sources"))
		good = sources(&packet, argc > 4 ? atoi(argv[4]) : 0);
	else
		good = message(&packet, argv[3]);
	return !good;
}
