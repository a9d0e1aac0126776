// SPDX-License-Identifier: GPL-2.0
/*
 * One end of a conversation, told what to do: each line of standard input is a
 * command, and each gets a line of output, "ok" with what was asked for, or
 * "error" and why. So a test decides in which order both ends act.
 *
 * listen, accept, connect, begin, dial, join and route make a socket; the others use the
 * newest, or the one that "use N" chose: sockets are counted from 0.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/mroute.h>
#include <linux/mroute6.h>
#include <net/if.h>
#include <netinet/icmp6.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SOCKS_MAX 4096
#define WORDS_MAX 8

static int socks[SOCKS_MAX];
static int count, now;
static int protocol = IPPROTO_TCP;
static char device[IFNAMSIZ];
static pid_t child;
static char said[128];

/* The sum of what a reader got, which does not depend on how it was cut into pieces. */
struct digest {
	unsigned long bytes;
	unsigned int sum;
};

static int say(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(said, sizeof(said), format, args);
	va_end(args);
	return 0;
}

static int add(int fd)
{
	if (fd < 0)
		return -1;
	if (count == SOCKS_MAX) {
		errno = EMFILE;
		return -1;
	}
	now = count;
	socks[count++] = fd;
	return 0;
}

static int set(int level, int option, int value)
{
	return setsockopt(socks[now], level, option, &value, sizeof(value));
}

static int congestion(const char *name)
{
	return setsockopt(socks[now], IPPROTO_TCP, TCP_CONGESTION, name, strlen(name));
}

struct address {
	struct sockaddr_storage sa;
	socklen_t len;
};

static int address_parse(struct address *address, const char *host, const char *port)
{
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)&address->sa;
	struct sockaddr_in *in = (struct sockaddr_in *)&address->sa;
	size_t len = strcspn(host, "%");
	bool is6 = strchr(host, ':');
	char text[INET6_ADDRSTRLEN];

	memset(address, 0, sizeof(*address));
	errno = EINVAL;
	if (is6) {
		/* ADDRESS%DEVICE for what is of a link */
		snprintf(text, sizeof(text), "%.*s", (int)len, host);
		if (host[len])
			in6->sin6_scope_id = if_nametoindex(host + len + 1);
		in6->sin6_family = AF_INET6;
		in6->sin6_port = htons(atoi(port));
		address->len = sizeof(*in6);
		return inet_pton(AF_INET6, text, &in6->sin6_addr) == 1 ? 0 : -1;
	}
	in->sin_family = AF_INET;
	in->sin_port = htons(atoi(port));
	address->len = sizeof(*in);
	return inet_pton(AF_INET, host, &in->sin_addr) == 1 ? 0 : -1;
}

/* The protocol of the streams that follow: tcp or mptcp. */
static int do_protocol(char **words)
{
	protocol = strcmp(words[1], "mptcp") ? IPPROTO_TCP : IPPROTO_MPTCP;
	return 0;
}

/* The device that streams are bound to from here on; "none" for none. */
static int do_device(char **words)
{
	snprintf(device, sizeof(device), "%s", strcmp(words[1], "none") ? words[1] : "");
	return 0;
}

/* A stream socket for ADDRESS PORT [CONGESTION]. */
static int stream(char **words, struct address *address, int flags)
{
	if (address_parse(address, words[1], words[2]) ||
	    add(socket(address->sa.ss_family, SOCK_STREAM | flags, protocol)) ||
	    set(IPPROTO_TCP, TCP_NODELAY, 1))
		return -1;
	if (*device &&
	    setsockopt(socks[now], SOL_SOCKET, SO_BINDTODEVICE, device, strlen(device)))
		return -1;
	return words[3] ? congestion(words[3]) : 0;
}

static int do_listen(char **words)
{
	struct address address;

	if (stream(words, &address, 0) || set(SOL_SOCKET, SO_REUSEADDR, 1))
		return -1;
	if (address.sa.ss_family == AF_INET6 && set(IPPROTO_IPV6, IPV6_V6ONLY, 1))
		return -1;
	if (bind(socks[now], (struct sockaddr *)&address.sa, address.len))
		return -1;
	return listen(socks[now], 1024);
}

static int do_backlog(char **words)
{
	return listen(socks[now], atoi(words[1]));
}

static int do_defer(char **words)
{
	return set(IPPROTO_TCP, TCP_DEFER_ACCEPT, atoi(words[1]));
}

static int do_fastopen(char **words)
{
	return set(IPPROTO_TCP, TCP_FASTOPEN, atoi(words[1]));
}

/* Connect with data in the SYN. */
static int do_fast(char **words)
{
	static const char data[1024];
	struct address address;

	if (address_parse(&address, words[1], words[2]) ||
	    add(socket(address.sa.ss_family, SOCK_STREAM, 0)))
		return -1;
	return sendto(socks[now], data, atoi(words[3]), MSG_FASTOPEN,
		      (struct sockaddr *)&address.sa, address.len) < 0;
}

static int do_accept(char **words)
{
	(void)words;
	return add(accept(socks[now], NULL, NULL)) ?: set(IPPROTO_TCP, TCP_NODELAY, 1);
}

/* Answers with the port that it got. */
static int do_connect(char **words)
{
	struct address address;

	if (stream(words, &address, 0) ||
	    connect(socks[now], (struct sockaddr *)&address.sa, address.len) ||
	    getsockname(socks[now], (struct sockaddr *)&address.sa, &address.len))
		return -1;
	/* The port is at the same place in both families. */
	return say("%d", ntohs(((struct sockaddr_in *)&address.sa)->sin_port));
}

static int connect_soon(const struct address *address)
{
	return connect(socks[now], (struct sockaddr *)&address->sa, address->len) &&
	       errno != EINPROGRESS ? -1 : 0;
}

/* As connect, without waiting for an answer. */
static int do_begin(char **words)
{
	struct address address;

	return stream(words, &address, SOCK_NONBLOCK) ?: connect_soon(&address);
}

/* As begin, from an address and a port. */
static int do_dial(char **words)
{
	struct address from, to;

	if (address_parse(&from, words[1], words[2]) || address_parse(&to, words[3], words[4]) ||
	    add(socket(to.sa.ss_family, SOCK_STREAM | SOCK_NONBLOCK, 0)) ||
	    set(SOL_SOCKET, SO_REUSEADDR, 1) ||
	    bind(socks[now], (struct sockaddr *)&from.sa, from.len))
		return -1;
	return connect_soon(&to);
}

/* From now on reading and writing waits. */
static int do_wait(char **words)
{
	(void)words;
	return fcntl(socks[now], F_SETFL, 0);
}

static int do_keepalive(char **words)
{
	return set(SOL_SOCKET, SO_KEEPALIVE, 1) ?:
	       set(IPPROTO_TCP, TCP_KEEPIDLE, atoi(words[1])) ?:
	       set(IPPROTO_TCP, TCP_KEEPINTVL, atoi(words[2])) ?:
	       set(IPPROTO_TCP, TCP_KEEPCNT, atoi(words[3]));
}

/* Send what fits without waiting; how many bytes that were. */
static int do_stuff(char **words)
{
	static const char data[1 << 16];
	unsigned long bytes = 0;
	ssize_t sent;

	(void)words;
	while ((sent = send(socks[now], data, sizeof(data), MSG_NOSIGNAL | MSG_DONTWAIT)) > 0)
		bytes += sent;
	return errno == EAGAIN ? say("%lu", bytes) : -1;
}

static int do_use(char **words)
{
	now = atoi(words[1]);
	errno = EBADF;
	return now >= 0 && now < count && socks[now] >= 0 ? 0 : -1;
}

static int do_congestion(char **words)
{
	return congestion(words[1]);
}

/* The byte at each position of a stream is the same, whoever sends it. */
static int do_send(char **words)
{
	unsigned long bytes = strtoul(words[1], NULL, 0), i;
	static unsigned char data[1 << 16];
	ssize_t sent;

	for (i = 0; i < sizeof(data); i++)
		data[i] = i % 251;
	for (; bytes; bytes -= sent) {
		sent = send(socks[now], data, bytes < sizeof(data) ? bytes : sizeof(data),
			    MSG_NOSIGNAL);
		if (sent < 0)
			return -1;
	}
	return 0;
}

static ssize_t take(struct digest *digest, size_t most)
{
	static unsigned char data[1 << 16];
	ssize_t got, i;

	got = recv(socks[now], data, most < sizeof(data) ? most : sizeof(data), 0);
	for (i = 0; i < got; i++)
		digest->sum = digest->sum * 31 + data[i];
	if (got > 0)
		digest->bytes += got;
	return got;
}

static int do_recv(char **words)
{
	unsigned long bytes = strtoul(words[1], NULL, 0);
	struct digest digest = { 0, 0 };

	while (digest.bytes < bytes) {
		ssize_t got = take(&digest, bytes - digest.bytes);

		if (!got)
			errno = EPIPE;
		if (got <= 0)
			return -1;
	}
	return say("%08x", digest.sum);
}

/* Wait for the FIN; how many bytes came before it. */
static int do_end(char **words)
{
	struct digest digest = { 0, 0 };
	ssize_t got;

	(void)words;
	do {
		got = take(&digest, ~0UL);
	} while (got > 0);
	return got ? -1 : say("%lu", digest.bytes);
}

/* True in the child, which works until it is stopped. */
static bool forked(void)
{
	child = fork();
	return !child;
}

/* Until the kernel's clock of ticks goes on: what follows begins with a tick. */
static int do_tick(char **words)
{
	struct timespec before, now;

	(void)words;
	clock_gettime(CLOCK_MONOTONIC_COARSE, &before);
	do
		clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
	while (now.tv_nsec == before.tv_nsec);
	return 0;
}

/* Send from now on. */
static int do_pump(char **words)
{
	static const char data[1 << 16];

	(void)words;
	if (!forked())
		return child < 0 ? -1 : 0;
	while (send(socks[now], data, sizeof(data), MSG_NOSIGNAL) > 0)
		;
	_exit(0);
}

/* Receive from now on. */
static int do_drain(char **words)
{
	struct digest digest = { 0, 0 };

	(void)words;
	if (!forked())
		return child < 0 ? -1 : 0;
	while (take(&digest, ~0UL) > 0)
		;
	_exit(0);
}

/* From now on accept, wait for the other end's FIN, and close. */
static int do_swallow(char **words)
{
	char byte;
	int fd;

	(void)words;
	if (!forked())
		return child < 0 ? -1 : 0;
	while ((fd = accept(socks[now], NULL, NULL)) >= 0) {
		while (read(fd, &byte, 1) > 0)
			;
		close(fd);
	}
	_exit(0);
}

/* So many connections, one after the other, each closed at once and to its end. */
static int do_storm(char **words)
{
	struct sockaddr_storage *sa;
	struct address address;
	char byte;
	int i, fd;

	if (address_parse(&address, words[1], words[2]))
		return -1;
	sa = &address.sa;
	for (i = atoi(words[3]); i; i--) {
		fd = socket(sa->ss_family, SOCK_STREAM, 0);
		if (fd < 0 || connect(fd, (struct sockaddr *)sa, address.len) ||
		    shutdown(fd, SHUT_WR) || read(fd, &byte, 1))
			return -1;
		close(fd);
	}
	return 0;
}

static int do_stop(char **words)
{
	(void)words;
	return kill(child, SIGKILL) ?: waitpid(child, NULL, 0) < 0 ? -1 : 0;
}

static int do_shutdown(char **words)
{
	(void)words;
	return shutdown(socks[now], SHUT_WR);
}

static int do_close(char **words)
{
	(void)words;
	if (close(socks[now]))
		return -1;
	socks[now] = -1;
	return 0;
}

static int do_reset(char **words)
{
	struct linger linger = { .l_onoff = 1 };

	return setsockopt(socks[now], SOL_SOCKET, SO_LINGER, &linger, sizeof(linger)) ?:
	       do_close(words);
}

/* A membership of any source, begun or ended. */
static int membership(char **words, int option4, int option6)
{
	struct ipv6_mreq mreq6 = { .ipv6mr_interface = if_nametoindex(words[2]) };
	struct ip_mreqn mreq4 = { .imr_ifindex = if_nametoindex(words[2]) };

	if (inet_pton(AF_INET6, words[1], &mreq6.ipv6mr_multiaddr) == 1)
		return setsockopt(socks[now], IPPROTO_IPV6, option6, &mreq6, sizeof(mreq6));
	if (inet_pton(AF_INET, words[1], &mreq4.imr_multiaddr) == 1)
		return setsockopt(socks[now], IPPROTO_IP, option4, &mreq4, sizeof(mreq4));
	errno = EINVAL;
	return -1;
}

static int do_join(char **words)
{
	int family = strchr(words[1], ':') ? AF_INET6 : AF_INET;

	return add(socket(family, SOCK_DGRAM, 0)) ?:
	       membership(words, IP_ADD_MEMBERSHIP, IPV6_ADD_MEMBERSHIP);
}

static int do_leave(char **words)
{
	return membership(words, IP_DROP_MEMBERSHIP, IPV6_DROP_MEMBERSHIP);
}

/* Become a multicast router, which hears every report. */
static int do_route(char **words)
{
	if (strcmp(words[1], "inet"))
		return add(socket(AF_INET6, SOCK_RAW, IPPROTO_ICMPV6)) ?:
		       set(IPPROTO_IPV6, MRT6_INIT, 1);
	return add(socket(AF_INET, SOCK_RAW, IPPROTO_IGMP)) ?: set(IPPROTO_IP, MRT_INIT, 1);
}

static const struct {
	const char *name;
	int (*run)(char **words);
	int words;	/* after the name, at least */
} commands[] = {
	{ "listen", do_listen, 2 },	/* ADDRESS PORT [CONGESTION] */
	{ "backlog", do_backlog, 1 },	/* CONNECTIONS */
	{ "defer", do_defer, 1 },	/* SECONDS */
	{ "fastopen", do_fastopen, 1 },	/* CONNECTIONS */
	{ "fast", do_fast, 3 },		/* ADDRESS PORT BYTES */
	{ "protocol", do_protocol, 1 },	/* tcp or mptcp */
	{ "device", do_device, 1 },	/* NAME or none */
	{ "dial", do_dial, 4 },		/* SOURCE PORT DESTINATION PORT */
	{ "wait", do_wait, 0 },
	{ "keepalive", do_keepalive, 3 },	/* IDLE INTERVAL PROBES */
	{ "stuff", do_stuff, 0 },
	{ "accept", do_accept, 0 },
	{ "connect", do_connect, 2 },	/* ADDRESS PORT [CONGESTION] */
	{ "begin", do_begin, 2 },	/* ADDRESS PORT [CONGESTION] */
	{ "use", do_use, 1 },		/* N */
	{ "congestion", do_congestion, 1 },	/* NAME */
	{ "send", do_send, 1 },		/* BYTES */
	{ "recv", do_recv, 1 },		/* BYTES */
	{ "end", do_end, 0 },
	{ "tick", do_tick, 0 },
	{ "pump", do_pump, 0 },
	{ "drain", do_drain, 0 },
	{ "swallow", do_swallow, 0 },
	{ "storm", do_storm, 3 },	/* ADDRESS PORT TIMES */
	{ "stop", do_stop, 0 },
	{ "shutdown", do_shutdown, 0 },
	{ "close", do_close, 0 },
	{ "reset", do_reset, 0 },
	{ "join", do_join, 2 },		/* GROUP DEVICE */
	{ "leave", do_leave, 2 },	/* GROUP DEVICE */
	{ "route", do_route, 1 },	/* inet or inet6 */
	{ NULL, NULL, 0 }
};

static void obey(char *line)
{
	char *words[WORDS_MAX + 1] = { NULL };
	unsigned int i;
	int n = 0;

	for (line = strtok(line, "\n "); line && n < WORDS_MAX; line = strtok(NULL, "\n "))
		words[n++] = line;
	said[0] = '\0';
	for (i = 0; n && commands[i].name; i++) {
		if (strcmp(words[0], commands[i].name) || n <= commands[i].words)
			continue;
		if (commands[i].run(words))
			printf("error %s\n", strerror(errno));
		else
			printf("ok %s\n", said);
		return;
	}
	puts("error no such command, or too few words");
}

int main(void)
{
	char line[256];

	setvbuf(stdout, NULL, _IOLBF, 0);
	puts("ok");
	while (fgets(line, sizeof(line), stdin))
		obey(line);
	return 0;
}
