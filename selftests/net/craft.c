// SPDX-License-Identifier: GPL-2.0
/*
 * A TCP segment of anybody, over IPv4 and with the numbers and flags that a test wants:
 *
 *	craft SOURCE PORT DESTINATION PORT SEQ ACK FLAGS [BYTES [HOW]]
 *
 * FLAGS are those of the header, BYTES of data an even number. HOW is "bad": the checksum
 * is wrong; or "pieces": in two fragments; or "stamp=VALUE": with a timestamp; or a number:
 * so many segments, each from another address of the SOURCE/15 and another port, in an order
 * that looks like none and that SEQ chooses the beginning of.
 */
#include <arpa/inet.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct packet {
	struct iphdr ip;
	struct tcphdr tcp;
	unsigned char data[1024];
};

/* Of the segment and of the pseudo header before it (RFC 1071); @length is even. */
static unsigned short checksum(const struct packet *packet, size_t length)
{
	const unsigned short *word = (const unsigned short *)&packet->tcp;
	unsigned long sum = htons(length) + htons(IPPROTO_TCP);
	size_t i;

	sum += (packet->ip.saddr & 0xffff) + (packet->ip.saddr >> 16);
	sum += (packet->ip.daddr & 0xffff) + (packet->ip.daddr >> 16);
	for (i = 0; i < length / 2; i++)
		sum += word[i];
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return ~sum;
}

/* @length bytes of the segment, from the byte @at on; @more of them follow. */
static bool transmit(int fd, const struct packet *packet, size_t at, size_t length, bool more)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_addr.s_addr = packet->ip.daddr };
	struct packet piece = *packet;

	memcpy(&piece.tcp, (const char *)&packet->tcp + at, length);
	piece.ip.tot_len = htons(sizeof(piece.ip) + length);
	piece.ip.frag_off = htons(at / 8 | (more ? IP_MF : 0));
	return sendto(fd, &piece, sizeof(piece.ip) + length, 0, (struct sockaddr *)&to,
		      sizeof(to)) > 0;
}

/* A timestamp stands before the data. */
static size_t stamp(struct packet *packet, const char *value)
{
	const unsigned char head[] = { 1, 1, 8, 10 };	/* twice nothing, kind, length */
	unsigned int number = htonl(strtoul(value, NULL, 0));

	memcpy(packet->data, head, sizeof(head));
	memcpy(packet->data + sizeof(head), &number, sizeof(number));
	packet->tcp.doff += 3;
	return 12;
}

/* Odd factors leave no address out before all had their turn. */
static bool flood(int fd, struct packet *packet, size_t length, unsigned long count)
{
	unsigned int base = ntohl(packet->ip.saddr);
	unsigned int i = ntohl(packet->tcp.seq);

	for (; count--; i++) {
		packet->ip.saddr = htonl(base + (i * 40503 & 0x1ffff));
		packet->tcp.source = htons(1024 + i * 7919U % 60000);
		packet->tcp.seq = htonl(i * 2654435761u);
		packet->tcp.check = 0;
		packet->tcp.check = checksum(packet, length);
		if (!transmit(fd, packet, 0, length, false))
			return false;
	}
	return true;
}

int main(int argc, char **argv)
{
	struct packet packet = {
		.ip = { .version = 4, .ihl = 5, .ttl = 64, .protocol = IPPROTO_TCP, .id = 1 },
		.tcp = { .doff = sizeof(struct tcphdr) / 4, .window = htons(1000) },
	};
	unsigned short *flags = (unsigned short *)&packet.tcp + 6;
	size_t length = argc > 8 ? strtoul(argv[8], NULL, 0) & ~1UL : 0;
	const char *how = argc > 9 ? argv[9] : "";
	const size_t first = sizeof(packet.tcp) + 4;	/* of two pieces, in units of 8 bytes */
	int fd = socket(AF_INET, SOCK_RAW, IPPROTO_RAW);

	if (argc < 8 || length > sizeof(packet.data) - 12 || fd < 0 ||
	    inet_pton(AF_INET, argv[1], &packet.ip.saddr) != 1 ||
	    inet_pton(AF_INET, argv[3], &packet.ip.daddr) != 1) {
		fputs("craft: wrong words, or no socket\n", stderr);
		return 1;
	}
	length += sizeof(packet.tcp);
	packet.tcp.source = htons(atoi(argv[2]));
	packet.tcp.dest = htons(atoi(argv[4]));
	packet.tcp.seq = htonl(strtoul(argv[5], NULL, 0));
	packet.tcp.ack_seq = htonl(strtoul(argv[6], NULL, 0));
	*flags |= htons(strtoul(argv[7], NULL, 0));
	if (atoi(how))
		return !flood(fd, &packet, length, strtoul(how, NULL, 0));
	if (!strncmp(how, "stamp=", 6))
		length += stamp(&packet, how + 6);
	packet.tcp.check = checksum(&packet, length) ^ !strcmp(how, "bad");
	if (!strcmp(how, "pieces"))
		return !transmit(fd, &packet, 0, first, true) ||
		       !transmit(fd, &packet, first, length - first, false);
	return !transmit(fd, &packet, 0, length, false);
}
