// SPDX-License-Identifier: GPL-2.0
/*
 * Many hosts in one process, each a network namespace h0, h1 ... with an interface e0, and
 * their memberships: random ones of any source and of some (RFC 3678), out of 100 groups of
 * each family, and what the kernel says of them. Each line of standard input is a command,
 * and each gets a line of output, "ok" with what was asked for, or "error" and why.
 */
#define _GNU_SOURCE	/* setns() */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define HOSTS_MAX 256
#define GROUPS 200
#define SOURCES 4
#define TEXT 64
#define DATAGRAM 72
#define PORT 7000
#define FLOOD_EACH 20	/* memberships of a socket */

/* What a host asked for of a group, by a socket of its own. */
struct asked {
	int fd;			/* 0: nothing */
	bool exclude;
	unsigned int sources;	/* a bit each */
	unsigned int left_any;	/* the churn in which it left, having been of any source */
	bool hidden;		/* and came back in the same for some sources */
};

/* A line of the kernel's tables. */
struct row {
	char group[TEXT];
	bool exclude;
	unsigned int count;
	char source[SOURCES][TEXT];
};

struct ears {
	int member;	/* a socket of the group */
	int wire;	/* what reaches the interface */
};

static struct asked asked[HOSTS_MAX][GROUPS];
static struct ears ears[HOSTS_MAX];
static struct row rows[GROUPS + 16];
static unsigned int hosts, row_count, churn;
static struct sockaddr_storage target;
static uint64_t dice_state;

static unsigned int dice(unsigned int sides)
{
	dice_state ^= dice_state << 13;
	dice_state ^= dice_state >> 7;
	dice_state ^= dice_state << 17;
	return (dice_state >> 16) % sides;
}

static int enter(unsigned int host)
{
	char path[TEXT];
	int fd, ret;

	snprintf(path, sizeof(path), "/run/netns/h%u", host);
	fd = open(path, O_RDONLY);
	if (fd < 0)
		return -1;
	ret = setns(fd, CLONE_NEWNET);
	close(fd);
	return ret;
}

static bool is6(unsigned int group)
{
	return group >= GROUPS / 2;
}

/* The last 30 of a family's 100 are for single sources. */
static bool is_specific(unsigned int group)
{
	return group % (GROUPS / 2) >= 70;
}

static void fill(struct sockaddr_storage *sa, const char *text)
{
	memset(sa, 0, sizeof(*sa));
	if (strchr(text, ':')) {
		sa->ss_family = AF_INET6;
		inet_pton(AF_INET6, text, &((struct sockaddr_in6 *)sa)->sin6_addr);
	} else {
		sa->ss_family = AF_INET;
		inet_pton(AF_INET, text, &((struct sockaddr_in *)sa)->sin_addr);
	}
	((struct sockaddr_in *)sa)->sin_port = htons(PORT);	/* at the same place in both */
}

static const char *text_of(char *text, const struct sockaddr_storage *sa)
{
	const void *raw = sa->ss_family == AF_INET6 ?
			  (const void *)&((const struct sockaddr_in6 *)sa)->sin6_addr :
			  &((const struct sockaddr_in *)sa)->sin_addr;

	return inet_ntop(sa->ss_family, raw, text, TEXT);
}

static void group_address(struct sockaddr_storage *sa, unsigned int group)
{
	static const char *const format[2][2] = {
		{ "239.1.0.%u", "232.1.0.%u" }, { "ff15::%x", "ff35::%x" },
	};
	char text[TEXT];

	snprintf(text, sizeof(text), format[is6(group)][is_specific(group)], group % (GROUPS / 2));
	fill(sa, text);
}

static void source_address(struct sockaddr_storage *sa, bool six, unsigned int source)
{
	char text[TEXT];

	snprintf(text, sizeof(text), six ? "2001:db8::%x" : "198.51.100.%u", source + 1);
	fill(sa, text);
}

static int level_of(int family)
{
	return family == AF_INET6 ? IPPROTO_IPV6 : IPPROTO_IP;
}

static int any_source(int fd, const struct sockaddr_storage *group, int option)
{
	struct group_req req = { .gr_interface = if_nametoindex("e0"), .gr_group = *group };

	return setsockopt(fd, level_of(group->ss_family), option, &req, sizeof(req));
}

static int one_source(int fd, unsigned int group, unsigned int source, int option)
{
	struct group_source_req req = { .gsr_interface = if_nametoindex("e0") };

	group_address(&req.gsr_group, group);
	source_address(&req.gsr_source, is6(group), source);
	return setsockopt(fd, is6(group) ? IPPROTO_IPV6 : IPPROTO_IP, option, &req, sizeof(req));
}

static int begin(struct asked *a, unsigned int group)
{
	unsigned int source = dice(SOURCES);
	struct sockaddr_storage sa;

	a->exclude = dice(2) && !is_specific(group);
	a->sources = a->exclude ? 0 : 1U << source;
	a->hidden |= !a->exclude && a->left_any == churn;
	a->fd = socket(is6(group) ? AF_INET6 : AF_INET, SOCK_DGRAM, 0);
	if (a->fd < 0)
		return -1;
	if (!a->exclude)
		return one_source(a->fd, group, source, MCAST_JOIN_SOURCE_GROUP);
	group_address(&sa, group);
	return any_source(a->fd, &sa, MCAST_JOIN_GROUP);
}

/* The last source is not taken away: closing is for that. */
static int change(struct asked *a, unsigned int group)
{
	unsigned int source = dice(SOURCES);
	bool there = a->sources >> source & 1;

	if (!a->exclude && a->sources == 1U << source)
		return 0;
	a->sources ^= 1U << source;
	if (a->exclude)
		return one_source(a->fd, group, source, there ? MCAST_UNBLOCK_SOURCE :
								 MCAST_BLOCK_SOURCE);
	return one_source(a->fd, group, source, there ? MCAST_LEAVE_SOURCE_GROUP :
							 MCAST_JOIN_SOURCE_GROUP);
}

static int step(void)
{
	unsigned int host = dice(hosts), group = dice(GROUPS);
	struct asked *a = &asked[host][group];

	if (enter(host))
		return -1;
	if (!a->fd)
		return begin(a, group);
	if (dice(5) >= 2)
		return change(a, group);
	close(a->fd);
	a->fd = 0;
	a->left_any = a->exclude ? churn : 0;
	return 0;
}

/* churn SEED STEPS */
static int do_churn(char **words)
{
	unsigned int steps = atoi(words[2]);

	churn++;
	for (unsigned int i = 0; i < HOSTS_MAX * GROUPS; i++)
		asked[i / GROUPS][i % GROUPS].hidden = false;
	dice_state = strtoull(words[1], NULL, 0) * 0x9e3779b97f4a7c15ULL + 1;
	while (steps--)
		if (step())
			return -1;
	return 0;
}

/* join HOST NUMBER: the host joins the group of that number, of any source. */
static int do_join(char **words)
{
	unsigned int host = atoi(words[1]), group = atoi(words[2]);
	struct asked *a = &asked[host % HOSTS_MAX][group % GROUPS];
	struct sockaddr_storage sa;

	group_address(&sa, group);
	if (enter(host))
		return -1;
	a->fd = socket(sa.ss_family, SOCK_DGRAM, 0);
	return a->fd < 0 ? -1 : any_source(a->fd, &sa, MCAST_JOIN_GROUP);
}

/* leave HOST NUMBER */
static int do_leave(char **words)
{
	return close(asked[atoi(words[1]) % HOSTS_MAX][atoi(words[2]) % GROUPS].fd);
}

/*
 * hidden FILE: host and group of what was of any source and, maybe before that was told to
 * be over, is of some.
 */
static int do_hidden(char **words)
{
	FILE *out = fopen(words[1], "w");
	struct sockaddr_storage sa;
	unsigned int host, group;
	char text[TEXT];

	if (!out)
		return -1;
	for (host = 0; host < hosts; host++)
		for (group = 0; group < GROUPS; group++) {
			if (!asked[host][group].hidden)
				continue;
			group_address(&sa, group);
			fprintf(out, "%u %s\n", host, text_of(text, &sa));
		}
	return fclose(out);
}

static struct row *row_of(const char *group)
{
	unsigned int i;

	for (i = 0; i < row_count; i++)
		if (!strcmp(rows[i].group, group))
			return &rows[i];
	return NULL;
}

/* The groups of the churn only: not 224.0.0.1 and such. */
static void row_add(const char *group)
{
	struct row *row;

	if (strncmp(group, "239.1.", 6) && strncmp(group, "232.1.", 6) &&
	    strncmp(group, "ff15::", 6) && strncmp(group, "ff35::", 6))
		return;
	row = &rows[row_count++];
	memset(row, 0, sizeof(*row));
	snprintf(row->group, sizeof(row->group), "%s", group);
	row->exclude = true;
}

/* Hexadecimal digits as the kernel prints an address, those of IPv4 as a number. */
static void address_text(char *text, const char *hex, bool reverse)
{
	unsigned char raw[16] = {};
	size_t len = strlen(hex) / 2, i;

	for (i = 0; i < len && i < sizeof(raw); i++) {
		const char digits[] = { hex[2 * i], hex[2 * i + 1], 0 };

		raw[reverse ? len - 1 - i : i] = strtoul(digits, NULL, 16);
	}
	inet_ntop(len == 4 ? AF_INET : AF_INET6, raw, text, TEXT);
}

static int read_groups(const char *path, const char *format, bool reverse)
{
	char line[256], hex[TEXT], group[TEXT];
	FILE *file = fopen(path, "r");

	if (!file)
		return -1;
	while (fgets(line, sizeof(line), file)) {
		if (sscanf(line, format, hex) != 1)
			continue;
		address_text(group, hex, reverse);
		row_add(group);
	}
	fclose(file);
	return 0;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(a, b);
}

static int read_sources(const char *path, const char *format)
{
	char line[256], group_hex[TEXT], source_hex[TEXT], group[TEXT];
	FILE *file = fopen(path, "r");
	unsigned long include;
	struct row *row;

	if (!file)
		return -1;
	while (fgets(line, sizeof(line), file)) {
		if (sscanf(line, format, group_hex, source_hex, &include) != 3)
			continue;
		address_text(group, group_hex, false);
		row = row_of(group);
		if (!row || row->count == SOURCES)
			continue;
		row->exclude = !include;
		address_text(row->source[row->count++], source_hex, false);
	}
	fclose(file);
	return 0;
}

static void print_rows(FILE *out, unsigned int host)
{
	unsigned int i, j;

	for (i = 0; i < row_count; i++) {
		struct row *row = &rows[i];

		qsort(row->source, row->count, sizeof(row->source[0]), by_text);
		fprintf(out, "%u %s %s ", host, row->group, row->exclude ? "exclude" : "include");
		for (j = 0; j < row->count; j++)
			fprintf(out, "%s%s", j ? "," : "", row->source[j]);
		fputc('\n', out);
	}
}

/*
 * The kernel's tables of sources show nothing of an interface whose newest group has none:
 * so such a group is joined while they are read.
 */
static int newest(const char *text)
{
	struct group_source_req req = { .gsr_interface = if_nametoindex("e0") };
	int fd;

	fill(&req.gsr_group, text);
	source_address(&req.gsr_source, strchr(text, ':'), 0);
	fd = socket(req.gsr_group.ss_family, SOCK_DGRAM, 0);
	if (fd < 0 || setsockopt(fd, level_of(req.gsr_group.ss_family), MCAST_JOIN_SOURCE_GROUP,
				 &req, sizeof(req)))
		return -1;
	return fd;
}

static int read_host(void)
{
	int fd = newest("232.2.0.0"), fd6 = newest("ff35:2::");

	row_count = 0;
	if (fd < 0 || fd6 < 0 ||
	    read_groups("/proc/thread-self/net/igmp", "\t\t\t\t%63[0-9A-F]", true) ||
	    read_groups("/proc/thread-self/net/igmp6", "%*d e0 %63[0-9a-f]", false) ||
	    read_sources("/proc/thread-self/net/mcfilter", "%*d e0 0x%63s 0x%63s %lu") ||
	    read_sources("/proc/thread-self/net/mcfilter6", "%*d e0 %63s %63s %lu"))
		return -1;
	return close(fd) || close(fd6);
}

/* kernel FILE: host, group, mode and sources of each membership, by the kernel. */
static int do_kernel(char **words)
{
	FILE *out = fopen(words[1], "w");
	unsigned int host;

	if (!out)
		return -1;
	for (host = 0; host < hosts; host++) {
		if (enter(host) || read_host())
			return -1;
		print_rows(out, host);
	}
	return fclose(out);
}

static int listen_host(struct ears *ear, bool member)
{
	int most = 1 << 22;

	ear->member = socket(target.ss_family, SOCK_DGRAM | SOCK_NONBLOCK, 0);
	ear->wire = socket(AF_PACKET, SOCK_DGRAM | SOCK_NONBLOCK, htons(ETH_P_ALL));
	if (ear->member < 0 || ear->wire < 0 ||
	    bind(ear->member, (struct sockaddr *)&target, sizeof(target)) ||
	    setsockopt(ear->member, SOL_SOCKET, SO_RCVBUFFORCE, &most, sizeof(most)) ||
	    setsockopt(ear->wire, SOL_SOCKET, SO_RCVBUFFORCE, &most, sizeof(most)))
		return -1;
	return member ? any_source(ear->member, &target, MCAST_JOIN_GROUP) : 0;
}

/* members HOW-MANY GROUP: the first hosts join it, the others only listen. */
static int do_members(char **words)
{
	unsigned int members = atoi(words[1]), host;

	fill(&target, words[2]);
	for (host = 0; host < hosts; host++)
		if (enter(host) || listen_host(&ears[host], host < members))
			return -1;
	return 0;
}

/* By e0, and past a router. */
static int send_by(int fd)
{
	struct ip_mreqn device4 = { .imr_ifindex = if_nametoindex("e0") };
	int device = device4.imr_ifindex, hops = 8;

	if (target.ss_family == AF_INET6)
		return setsockopt(fd, IPPROTO_IPV6, IPV6_MULTICAST_IF, &device, sizeof(device)) ||
		       setsockopt(fd, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, &hops, sizeof(hops));
	return setsockopt(fd, IPPROTO_IP, IP_MULTICAST_IF, &device4, sizeof(device4)) ||
	       setsockopt(fd, IPPROTO_IP, IP_MULTICAST_TTL, &hops, sizeof(hops));
}

/* send HOST DATAGRAMS */
static int do_send(char **words)
{
	static const char data[DATAGRAM];
	int count = atoi(words[2]), fd;

	if (enter(atoi(words[1])))
		return -1;
	fd = socket(target.ss_family, SOCK_DGRAM, 0);
	if (fd < 0 || send_by(fd))
		return -1;
	while (count--)
		if (sendto(fd, data, sizeof(data), 0, (struct sockaddr *)&target,
			   sizeof(target)) != sizeof(data))
			return -1;
	return close(fd);
}

/* Is it a packet to the group, from another host? */
static bool to_target(const unsigned char *packet, ssize_t len, const struct sockaddr_ll *from)
{
	if (from->sll_pkttype == PACKET_OUTGOING || from->sll_pkttype == PACKET_LOOPBACK)
		return false;
	if (target.ss_family == AF_INET6)
		return len >= 40 && packet[6] == IPPROTO_UDP &&
		       !memcmp(packet + 24, &((struct sockaddr_in6 *)&target)->sin6_addr, 16);
	return len >= 20 && packet[0] >> 4 == 4 && packet[9] == IPPROTO_UDP &&
	       !memcmp(packet + 16, &((struct sockaddr_in *)&target)->sin_addr, 4);
}

static void hear(const struct ears *ear, unsigned int *received, unsigned int *arrived)
{
	unsigned char packet[2048];
	struct sockaddr_ll from;
	socklen_t size = sizeof(from);
	ssize_t len;

	*received = 0;
	*arrived = 0;
	while (recv(ear->member, packet, sizeof(packet), 0) == DATAGRAM)
		++*received;
	while ((len = recvfrom(ear->wire, packet, sizeof(packet), 0, (struct sockaddr *)&from,
			       &size)) >= 0)
		*arrived += to_target(packet, len, &from);
	close(ear->member);
	close(ear->wire);
}

/* heard FILE: what each host received, and what reached its interface; leaves the group. */
static int do_heard(char **words)
{
	FILE *out = fopen(words[1], "w");
	unsigned int host, received, arrived;

	if (!out)
		return -1;
	for (host = 0; host < hosts; host++) {
		hear(&ears[host], &received, &arrived);
		fprintf(out, "%u %u %u\n", host, received, arrived);
	}
	return fclose(out);
}

/* flood HOST GROUPS: it joins 239.100.0.0 and so many after it. */
static int do_flood(char **words)
{
	unsigned int count = atoi(words[2]), i;
	struct sockaddr_storage sa;
	struct in_addr *address = &((struct sockaddr_in *)&sa)->sin_addr;
	int fd = -1;

	if (enter(atoi(words[1])))
		return -1;
	fill(&sa, "239.100.0.0");
	for (i = 0; i < count; i++) {
		if (i % FLOOD_EACH == 0)
			fd = socket(AF_INET, SOCK_DGRAM, 0);
		if (fd < 0 || any_source(fd, &sa, MCAST_JOIN_GROUP))
			return -1;
		address->s_addr = htonl(ntohl(address->s_addr) + 1);
	}
	return 0;
}

/* hosts HOW-MANY: how many there are. */
static int do_hosts(char **words)
{
	hosts = atoi(words[1]);
	errno = EINVAL;
	return hosts && hosts <= HOSTS_MAX ? 0 : -1;
}

static const struct {
	const char *name;
	int (*run)(char **words);
	int words;
} commands[] = {
	{ "hosts", do_hosts, 1 },
	{ "join", do_join, 2 },
	{ "leave", do_leave, 2 },
	{ "churn", do_churn, 2 },
	{ "hidden", do_hidden, 1 },
	{ "kernel", do_kernel, 1 },
	{ "members", do_members, 2 },
	{ "send", do_send, 2 },
	{ "heard", do_heard, 1 },
	{ "flood", do_flood, 2 },
	{ NULL, NULL, 0 }
};

static void obey(char *line)
{
	char *words[4] = { NULL };
	unsigned int i;
	int n = 0;

	for (line = strtok(line, "\n "); line && n < 4; line = strtok(NULL, "\n "))
		words[n++] = line;
	for (i = 0; n && commands[i].name; i++) {
		if (strcmp(words[0], commands[i].name) || n <= commands[i].words)
			continue;
		if (commands[i].run(words))
			printf("error %s\n", strerror(errno));
		else
			puts("ok");
		return;
	}
	puts("error no such command, or too few words");
}

int main(void)
{
	const struct rlimit files = { .rlim_cur = 20000, .rlim_max = 20000 };
	char line[256];

	setvbuf(stdout, NULL, _IOLBF, 0);
	setrlimit(RLIMIT_NOFILE, &files);
	puts("ok");
	while (fgets(line, sizeof(line), stdin))
		obey(line);
	return 0;
}
