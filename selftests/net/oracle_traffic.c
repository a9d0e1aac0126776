// SPDX-License-Identifier: GPL-2.0
/*
 * Traffic for the oracle: connections of all kinds between the namespaces client
 * and server of topo_create in lib.sh. One process plays both ends, so each kind is a
 * script that says who does what and when. The same seed makes the same choices.
 *
 * A script is words of an end, an action and a number: the end is c, the client, or
 * s, the server.
 *
 *	c@	connect to the listener		c%	to a port without one
 *	c?	to a silent address		x@	both ends to each other
 *	+	wait until connected, or accepted
 *	>N	send N bytes			<N	receive N bytes
 *	}N	send N bytes, which the other end receives meanwhile
 *	/	shut down for writing		$	wait for the other end's FIN
 *	.	close				!	close with a RST
 *	~N	(without an end) wait for N milliseconds
 *
 * An error, such as a RST, ends the script: what is open then is closed.
 *
 * usage: oracle_traffic SEED CONNECTIONS PARALLEL
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define PORTS_MAX 40000
#define PORT_FIRST 10000
#define PORT_LISTEN 8000
#define PORT_CLOSED 9000
#define PARALLEL_MAX 512
#define PATIENCE 200000		/* milliseconds of a script, at most */

/* Who connects from where to where. */
enum path { LOOP4, LOOP6, VETH4, VETH6, PATHS };

enum { ON_LOOP = 1, ON_VETH = 2, ANYWHERE = ON_LOOP | ON_VETH };

static const struct {
	int family;
	const char *client;
	const char *server;
	const char *silent;
	int bit;
} paths[PATHS] = {
	[LOOP4] = { AF_INET, "127.0.0.1", "127.0.0.1", "", ON_LOOP },
	[LOOP6] = { AF_INET6, "::1", "::1", "", ON_LOOP },
	[VETH4] = { AF_INET, "192.0.2.2", "192.0.2.130", "192.0.2.131", ON_VETH },
	[VETH6] = { AF_INET6, "2001:db8:1::2", "2001:db8:2::2", "2001:db8:2::3", ON_VETH },
};

static const struct kind {
	const char *name;
	unsigned int weight;
	int where;
	const char *script;
} kinds[] = {
	{ "client-first", 20, ANYWHERE, "c@ c+ c>200 s+ s<200 s>700 c<700 c. s$ s." },
	{ "server-first", 20, ANYWHERE, "c@ c+ c>200 s+ s<200 s>700 s. c<700 c$ c." },
	{ "no-data", 4, ANYWHERE, "c@ c+ c. s+ s$ s." },
	{ "server-leaves", 4, ANYWHERE, "c@ s+ s. c+ c$ c." },
	{ "client-half-closes", 6, ANYWHERE, "c@ c+ c>200 c/ s+ s<200 s$ s}9000 s. c$ c." },
	{ "server-half-closes", 6, ANYWHERE, "c@ s+ s>700 s/ c+ c<700 c$ c}9000 c. s$ s." },
	{ "upload", 3, ANYWHERE, "c@ c+ s+ c}60000 c. s$ s." },
	{ "download", 3, ANYWHERE, "c@ c+ s+ s}60000 s. c$ c." },
	{ "both-close", 8, ANYWHERE, "c@ c+ s+ c>10 s<10 s>10 c<10 c. s." },
	{ "both-half-close", 4, ANYWHERE, "c@ c+ s+ s/ c/ c$ s$ ~5 c. s." },
	{ "both-close-late", 6, ANYWHERE, "c@ c+ s+ c>60000 s>60000 c/ s/ c$ s$ c. s." },
	{ "one-closes-late", 4, ANYWHERE, "c@ c+ s+ c>40000 c/ s. ~20 c." },
	{ "both-open", 4, ON_VETH, "x@ c+ s+ c>100 s<100 c. s$ s." },
	{ "both-open-and-close", 2, ON_VETH, "x@ c+ s+ c. s." },
	{ "client-resets", 4, ANYWHERE, "c@ c+ s+ c>100 s<100 c! s$ s." },
	{ "server-resets", 4, ANYWHERE, "c@ c+ s+ c>100 s<100 s! c$ c." },
	{ "client-leaves-unread", 3, ANYWHERE, "c@ c+ s+ s>100 ~30 c. s$ s." },
	{ "server-leaves-unread", 3, ANYWHERE, "c@ c+ c>100 s+ ~30 s. c$ c." },
	{ "reset-in-close-wait", 3, ANYWHERE, "c@ c+ s+ c/ s$ s! c$ c." },
	{ "reset-in-fin-wait", 3, ANYWHERE, "c@ c+ s+ c/ ~30 c! s$ s." },
	{ "reset-in-last-ack", 3, ON_VETH, "c@ c+ s+ c/ s$ s/ s! c$ c." },
	{ "reset-of-unsent", 2, ANYWHERE, "c@ c+ s+ c>30000 c! s$ s." },
	{ "reset-at-once", 3, ANYWHERE, "c@ c+ c!" },
	{ "data-to-closed", 3, ANYWHERE, "c@ c+ s+ c. ~30 s>100 ~30 s." },
	{ "refused", 4, ANYWHERE, "c%" },
	{ "unanswered", 1, ON_VETH, "c? c+ c." },
	{ "given-up", 3, ON_VETH, "c@ c." },
	{ "orphan", 1, ANYWHERE, "c@ c+ s+ c. ~75000 s>10 ~100 s." },
	{ "client-again", 2, ANYWHERE,
	  "c@ c+ s+ c>10 s<10 c. s$ s. ~1500 c@ c+ s+ c>10 s<10 c. s$ s." },
	{ "server-again", 2, ANYWHERE,
	  "c@ c+ s+ c>10 s<10 s. c$ c. ~1500 c@ c+ s+ c>10 s<10 s. c$ c." },
};

#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))
#define KINDS ARRAY_SIZE(kinds)

enum { CLIENT, SERVER };

struct conn {
	const struct kind *kind;	/* NULL: the place is free */
	const char *next;		/* the word to do */
	long left;			/* bytes of this word that are missing; -1: not begun */
	int fd[2];
	enum path path;
	int port;
	int64_t wake, end;		/* milliseconds */
	bool wrong;
};

struct address {
	struct sockaddr_storage sa;
	socklen_t len;
};

static struct conn conns[PARALLEL_MAX];
static short by_port[PATHS][PORTS_MAX];	/* place + 1 */
static int netns[2], here, poller, next_port[PATHS];
static int listeners[2];
static unsigned int done[KINDS], cut[KINDS];
static uint64_t seed;
static int64_t now;

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static uint32_t draw(uint32_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (seed >> 32) % below;
}

static int64_t clock_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000LL + ts.tv_nsec / 1000000;
}

static struct address address_of(int family, const char *host, int port)
{
	struct address address = { .sa.ss_family = family };
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)&address.sa;
	struct sockaddr_in *in = (struct sockaddr_in *)&address.sa;

	/* The port is at the same place in both families. */
	in->sin_port = htons(port);
	address.len = family == AF_INET ? sizeof(*in) : sizeof(*in6);
	if (inet_pton(family, host, family == AF_INET ? (void *)&in->sin_addr :
							(void *)&in6->sin6_addr) != 1)
		fail(host);
	return address;
}

/* A socket of a namespace, bound. */
static int bound(int ns, int family, const char *host, int port)
{
	struct address address = address_of(family, host, port);
	int fd, on = 1;

	if (here != ns && setns(netns[ns], CLONE_NEWNET))
		fail("setns");
	here = ns;
	fd = socket(family, SOCK_STREAM | SOCK_NONBLOCK, 0);
	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) ||
	    (family == AF_INET6 && setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on))) ||
	    bind(fd, (struct sockaddr *)&address.sa, address.len))
		fail("bind");
	return fd;
}

static void watch(int fd, uint32_t id, uint32_t events)
{
	struct epoll_event event = { .events = events, .data.u32 = id };

	if (epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event))
		fail("epoll_ctl");
}

static void watch_end(struct conn *conn, int end)
{
	watch(conn->fd[end], conn - conns, EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET);
}

/* The client of a path on loopback lives on the server's host. */
static bool dial(struct conn *conn, int end, const char *to, int port)
{
	bool looped = paths[conn->path].bit == ON_LOOP;
	int family = paths[conn->path].family;
	struct address address = address_of(family, to, port);

	conn->fd[end] = bound(looped ? SERVER : end, family,
			      end == CLIENT ? paths[conn->path].client : paths[conn->path].server,
			      conn->port);
	watch_end(conn, end);
	return !connect(conn->fd[end], (struct sockaddr *)&address.sa, address.len) ||
	       errno == EINPROGRESS;
}

static bool begin(struct conn *conn, char who)
{
	const char *client = paths[conn->path].client, *server = paths[conn->path].server;

	if (who == 'x')
		return dial(conn, CLIENT, server, conn->port) &&
		       dial(conn, SERVER, client, conn->port);
	return dial(conn, CLIENT, server, PORT_LISTEN);
}

static void shut(struct conn *conn, int end, bool reset)
{
	struct linger linger = { .l_onoff = 1 };

	if (conn->fd[end] < 0)
		return;
	if (reset)
		setsockopt(conn->fd[end], SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));
	close(conn->fd[end]);
	conn->fd[end] = -1;
}

static void over(struct conn *conn, bool whole)
{
	shut(conn, CLIENT, false);
	shut(conn, SERVER, false);
	done[conn->kind - kinds]++;
	cut[conn->kind - kinds] += !whole;
	by_port[conn->path][conn->port - PORT_FIRST] = 0;
	conn->kind = NULL;
}

/* What a word can come to. */
enum { WAIT, DONE, WRONG };

static int soft(void)
{
	return errno == EAGAIN ? WAIT : WRONG;
}

static int connected(int fd)
{
	struct address peer = { .len = sizeof(peer.sa) };
	int error = 0;
	socklen_t len = sizeof(error);

	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &len) || error)
		return WRONG;
	return getpeername(fd, (struct sockaddr *)&peer.sa, &peer.len) ? WAIT : DONE;
}

static int push(struct conn *conn, int fd)
{
	static const char data[1 << 16];
	ssize_t sent;

	while (conn->left) {
		sent = send(fd, data, conn->left < 65536 ? conn->left : 65536, MSG_NOSIGNAL);
		if (sent < 0)
			return soft();
		conn->left -= sent;
	}
	return DONE;
}

static int pull(struct conn *conn, int fd)
{
	static char data[1 << 16];
	ssize_t got;

	while (conn->left) {
		got = recv(fd, data, conn->left < 65536 ? conn->left : 65536, 0);
		if (got <= 0)
			return got ? soft() : WRONG;
		conn->left -= got;
	}
	return DONE;
}

/* Everything until the FIN. */
static int drain(int fd)
{
	static char data[1 << 16];
	ssize_t got;

	do {
		got = recv(fd, data, sizeof(data), 0);
	} while (got > 0);
	return got ? soft() : DONE;
}

static int both_ways(struct conn *conn, int end)
{
	int sent = push(conn, conn->fd[end]);
	static char data[1 << 16];
	ssize_t got;

	do {
		got = recv(conn->fd[!end], data, sizeof(data), 0);
	} while (got > 0);
	if (!got || soft() == WRONG)
		return WRONG;
	return sent;
}

static int act(struct conn *conn, int end, char action)
{
	int fd = conn->fd[end];

	if (fd < 0)
		return end == SERVER && action == '+' ? WAIT : WRONG;
	switch (action) {
	case '+':
		return connected(fd);
	case '>':
		return push(conn, fd);
	case '<':
		return pull(conn, fd);
	case '}':
		return both_ways(conn, end);
	case '$':
		return drain(fd);
	case '/':
		return shutdown(fd, SHUT_WR) ? WRONG : DONE;
	default:
		shut(conn, end, action == '!');
		return DONE;
	}
}

static int do_word(struct conn *conn, const char *word)
{
	int end = word[0] == 's' ? SERVER : CLIENT;

	if (word[0] == '~')
		return now < conn->wake ? WAIT : DONE;
	switch (word[1]) {
	case '@':
		return begin(conn, word[0]) ? DONE : WRONG;
	case '%':
		return dial(conn, end, paths[conn->path].server, PORT_CLOSED) ? WAIT : WRONG;
	case '?':
		return dial(conn, end, paths[conn->path].silent, PORT_LISTEN) ? DONE : WRONG;
	default:
		return act(conn, end, word[1]);
	}
}

/* The number of the word; now and then with a little pause before it. */
static void prepare(struct conn *conn)
{
	bool pause = conn->next[0] == '~';

	conn->left = atol(conn->next + (pause ? 1 : 2));
	conn->wake = now + (pause ? conn->left : draw(12) ? 0 : draw(4));
}

static void run(struct conn *conn)
{
	int outcome;

	while (*conn->next) {
		if (conn->left < 0)
			prepare(conn);
		if (now < conn->wake)
			return;
		/* Only the error can end a connection that is to be refused. */
		if (conn->next[1] == '%' && conn->fd[CLIENT] >= 0)
			outcome = connected(conn->fd[CLIENT]) == WRONG ? WRONG : WAIT;
		else
			outcome = do_word(conn, conn->next);
		if (outcome == WAIT)
			return;
		if (outcome == WRONG) {
			over(conn, conn->next[1] == '%');
			return;
		}
		conn->next += strcspn(conn->next, " ");
		conn->next += strspn(conn->next, " ");
		conn->left = -1;
	}
	over(conn, true);
}

static const struct kind *choose(enum path path)
{
	unsigned int total = 0, i, at;

	for (i = 0; i < KINDS; i++)
		total += kinds[i].where & paths[path].bit ? kinds[i].weight : 0;
	at = draw(total);
	for (i = 0; i < KINDS; i++) {
		if (!(kinds[i].where & paths[path].bit))
			continue;
		if (at < kinds[i].weight)
			break;
		at -= kinds[i].weight;
	}
	return &kinds[i];
}

static void start(struct conn *conn)
{
	enum path path = draw(PATHS);

	*conn = (struct conn) { .path = path, .left = -1, .fd = { -1, -1 } };
	conn->kind = choose(path);
	conn->next = conn->kind->script;
	conn->end = now + PATIENCE;
	if (next_port[path] == PORTS_MAX) {
		fputs("no port is left\n", stderr);
		exit(1);
	}
	by_port[path][next_port[path]] = conn - conns + 1;
	conn->port = PORT_FIRST + next_port[path]++;
	run(conn);
}

static void welcome(int listener)
{
	struct sockaddr_storage sa;
	socklen_t len = sizeof(sa);
	char host[INET6_ADDRSTRLEN];
	struct conn *conn;
	enum path path;
	int fd, port;

	while ((fd = accept4(listener, (struct sockaddr *)&sa, &len, SOCK_NONBLOCK)) >= 0) {
		inet_ntop(sa.ss_family, sa.ss_family == AF_INET ?
			  (void *)&((struct sockaddr_in *)&sa)->sin_addr :
			  (void *)&((struct sockaddr_in6 *)&sa)->sin6_addr, host, sizeof(host));
		for (path = LOOP4; strcmp(paths[path].client, host); path++)
			;
		port = ntohs(((struct sockaddr_in *)&sa)->sin_port) - PORT_FIRST;
		conn = by_port[path][port] ? &conns[by_port[path][port] - 1] : NULL;
		/* Its client has left: only a host that closes at once is there. */
		if (!conn || conn->fd[SERVER] >= 0) {
			close(fd);
			continue;
		}
		conn->fd[SERVER] = fd;
		watch_end(conn, SERVER);
		run(conn);
	}
}

static void hear(int timeout)
{
	struct epoll_event events[128];
	int i, count = epoll_wait(poller, events, 128, timeout);

	now = clock_ms();
	for (i = 0; i < count; i++) {
		uint32_t id = events[i].data.u32;

		if (id >= PARALLEL_MAX)
			welcome(listeners[id - PARALLEL_MAX]);
		else if (conns[id].kind)
			run(&conns[id]);
	}
}

/* Start what there is room for, run whom a time has come for; how many are there. */
static int look(long *to_do, int parallel)
{
	int i, active = 0;

	for (i = 0; i < parallel; i++) {
		struct conn *conn = &conns[i];

		if (!conn->kind && *to_do) {
			start(conn);
			--*to_do;
		} else if (conn->kind && now >= conn->end) {
			over(conn, false);
		} else if (conn->kind && conn->wake && now >= conn->wake) {
			conn->wake = 0;
			run(conn);
		}
		active += !!conn->kind;
	}
	return active;
}

static void listen_to(int index, int family, const char *host)
{
	listeners[index] = bound(SERVER, family, host, PORT_LISTEN);
	if (listen(listeners[index], 4096))
		fail("listen");
	watch(listeners[index], PARALLEL_MAX + index, EPOLLIN);
}

int main(int argc, char **argv)
{
	long to_do = argc == 4 ? atol(argv[2]) : 0;
	int parallel = argc == 4 ? atoi(argv[3]) : 0;
	unsigned int i;

	if (to_do < 1 || parallel < 1 || parallel > PARALLEL_MAX) {
		fputs("usage: oracle_traffic SEED CONNECTIONS PARALLEL\n", stderr);
		return 2;
	}
	seed = strtoull(argv[1], NULL, 0) * 2654435761u + 1;
	netns[CLIENT] = open("/run/netns/client", O_RDONLY);
	netns[SERVER] = open("/run/netns/server", O_RDONLY);
	if (netns[CLIENT] < 0 || netns[SERVER] < 0)
		fail("/run/netns");
	here = -1;
	poller = epoll_create1(0);
	listen_to(0, AF_INET, "0.0.0.0");
	listen_to(1, AF_INET6, "::");
	now = clock_ms();
	while (look(&to_do, parallel))
		hear(2);
	for (i = 0; i < KINDS; i++)
		printf("%-24s %6u, %u of them cut short\n", kinds[i].name, done[i], cut[i]);
	return 0;
}
