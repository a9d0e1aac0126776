// SPDX-License-Identifier: GPL-2.0
/*
 * The oracle's judgment: what the kernel's tracepoint sock:inet_sock_set_state told of
 * each socket, against what "sawtooth -n -j monitor" told of the same end, state by
 * state and in order.
 *
 * A socket is found by its own address and port and the other end's. The incarnations
 * of one such pair follow each other in both records.
 *
 * usage: oracle_compare TRACE EVENTS...
 *
 * Prints a line for each difference, the use of each row of the table below, and how
 * often the kernel went along each edge. Succeeds when there is no difference.
 */
#include <arpa/inet.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum state { CLOSED, LISTEN, SYN_SENT, SYN_RECEIVED, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2,
	     CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT, STATES };

static const struct {
	const char *ours;
	const char *kernels;
} names[STATES] = {
	[CLOSED] = { "closed", "TCP_CLOSE" },
	[LISTEN] = { "listen", "TCP_LISTEN" },
	[SYN_SENT] = { "syn-sent", "TCP_SYN_SENT" },
	[SYN_RECEIVED] = { "syn-received", "TCP_SYN_RECV" },
	[ESTABLISHED] = { "established", "TCP_ESTABLISHED" },
	[FIN_WAIT_1] = { "fin-wait-1", "TCP_FIN_WAIT1" },
	[FIN_WAIT_2] = { "fin-wait-2", "TCP_FIN_WAIT2" },
	[CLOSE_WAIT] = { "close-wait", "TCP_CLOSE_WAIT" },
	[CLOSING] = { "closing", "TCP_CLOSING" },
	[LAST_ACK] = { "last-ack", "TCP_LAST_ACK" },
	[TIME_WAIT] = { "time-wait", "TCP_TIME_WAIT" },
};

/*
 * Where the tracepoint is blind, and why; in the last row it is the hook that is. Nothing
 * else may differ.
 */
enum row { LISTENER, SAME, CHILD, REQUEST, REQUEST_GONE, TIME_WAIT_IN, TIME_WAIT_OUT, MINISOCK,
	   UNSENT, BACKLOG, ROWS };

static const struct {
	const char *what;
	const char *why;
} table[ROWS] = {
	[LISTENER] = { "closed > listen and listen > closed, told by the kernel",
		       "a listener belongs to no connection" },
	[SAME] = { "from a state to the same, told by the kernel",
		   "close() after shutdown() sets the state that is set already" },
	[CHILD] = { "listen > syn-received, told by the kernel",
		    "the handshake's last ACK makes a child, told of before it has addresses" },
	[REQUEST] = { "listen > syn-received, told by us",
		      "until that ACK there is a request, which is no socket" },
	[REQUEST_GONE] = { "syn-received > listen or closed of a passive end, told by us",
			   "a request that came to nothing was no socket" },
	[TIME_WAIT_IN] = { "> time-wait is > closed for the kernel",
			   "the socket is gone, a smaller one without tracepoint rests for it" },
	[TIME_WAIT_OUT] = { "time-wait > closed, told by us", "likewise" },
	[MINISOCK] = { "fin-wait-2 > closed by its timer, told earlier by the kernel",
		       "an orphan waits in fin-wait-2 as a smaller socket, too" },
	[UNSENT] = { "closed > syn-sent > closed within 5 us, told by the kernel",
		     "the addresses are in use: connect() fails before there is a SYN" },
	[BACKLOG] = { "a RST before a FIN that left within a millisecond, told by us",
		      "it came while the socket was in close(), and waited for the end of it" },
};

struct move {
	int64_t time;	/* microseconds of CLOCK_MONOTONIC */
	uint32_t seq, ack;
	uint8_t from, to, flags;
	bool timer;
	char cause[20];
};

struct record {
	struct move *moves;
	unsigned int count, room;
};

struct key {
	struct in6_addr own, peer;
	uint16_t own_port, peer_port;
};

struct sock {
	struct key key;
	struct record kernel, ours;
	struct sock *next;
};

#define BUCKETS 65536

static struct sock *buckets[BUCKETS];
static unsigned long uses[ROWS], edges[STATES][STATES], socks, differences, children, born;

static void fail(const char *what, const char *line)
{
	fprintf(stderr, "%s: %s\n", what, line);
	exit(2);
}

static void *must(void *memory)
{
	if (!memory)
		fail("no memory", "");
	return memory;
}

static struct sock *sock_of(const struct key *key)
{
	const unsigned char *byte = (const unsigned char *)key;
	struct sock *sock;
	uint32_t hash = 0;
	size_t i;

	for (i = 0; i < sizeof(*key); i++)
		hash = hash * 31 + byte[i];
	hash = (hash ^ hash >> 16) % BUCKETS;
	for (sock = buckets[hash]; sock; sock = sock->next)
		if (!memcmp(&sock->key, key, sizeof(*key)))
			return sock;
	sock = must(calloc(1, sizeof(*sock)));
	sock->key = *key;
	sock->next = buckets[hash];
	buckets[hash] = sock;
	socks++;
	return sock;
}

static void add(struct record *record, const struct move *move)
{
	if (record->count == record->room) {
		record->room = record->room ? 2 * record->room : 8;
		record->moves = must(realloc(record->moves, record->room * sizeof(*move)));
	}
	record->moves[record->count++] = *move;
}

/* What follows NAME in the line, up to one of ENDS. */
static const char *copy_field(const char *line, const char *name, const char *ends, char *value,
			      size_t size)
{
	const char *at = strstr(line, name);
	size_t len;

	if (!at)
		fail("no field of this name", name);
	at += strlen(name);
	len = strcspn(at, ends);
	if (len >= size)
		fail("too long", line);
	memcpy(value, at, len);
	value[len] = '\0';
	return at + len;
}

static unsigned long long number(const char *line, const char *name)
{
	const char *at = strstr(line, name);

	if (!at)
		fail("no field of this name", name);
	return strtoull(at + strlen(name), NULL, 10);
}

static struct in6_addr to_address(const char *text)
{
	char mapped[INET6_ADDRSTRLEN + 8];
	struct in6_addr in6;

	snprintf(mapped, sizeof(mapped), strchr(text, ':') ? "%s" : "::ffff:%s", text);
	if (inet_pton(AF_INET6, mapped, &in6) != 1)
		fail("no address", text);
	return in6;
}

static uint8_t to_state(const char *text, bool kernels)
{
	uint8_t i;

	for (i = 0; i < STATES; i++)
		if (!strcmp(text, kernels ? names[i].kernels : names[i].ours))
			return i;
	fail("no such state", text);
	return 0;
}

static void take_kernel(const char *line)
{
	struct move move = { 0 };
	struct key key = { 0 };
	const char *at;
	char text[64];

	at = strstr(line, ": inet_sock_set_state: ");
	if (!at)
		return;
	if (!strstr(at, "protocol=IPPROTO_TCP"))
		fail("another protocol", line);
	while (at > line && at[-1] != ' ')
		at--;
	/* SECONDS.MICROSECONDS */
	move.time = strtoll(at, NULL, 10) * 1000000 + atol(strchr(at, '.') + 1);
	key.own_port = number(line, " sport=");
	key.peer_port = number(line, " dport=");
	copy_field(line, " saddrv6=", " ", text, sizeof(text));
	key.own = to_address(text);
	copy_field(line, " daddrv6=", " ", text, sizeof(text));
	key.peer = to_address(text);
	copy_field(line, " oldstate=", " ", text, sizeof(text));
	move.from = to_state(text, true);
	copy_field(line, " newstate=", "\n", text, sizeof(text));
	move.to = to_state(text, true);
	edges[move.from][move.to]++;
	if (move.from == LISTEN && move.to == SYN_RECEIVED) {
		uses[CHILD]++;
		children++;
	} else if (move.from == LISTEN || move.to == LISTEN) {
		uses[LISTENER]++;
	} else if (move.from == move.to) {
		uses[SAME]++;
	} else {
		add(&sock_of(&key)->kernel, &move);
	}
}

static void take_ours(const char *line)
{
	struct key key = { 0 };
	struct move move;
	bool initiator;
	char text[64];

	if (!strncmp(line, "{\"event\":\"loss\"", 15))
		fail("events were lost", line);
	if (strncmp(line, "{\"event\":\"transition\"", 21) || !number(line, "\"local\":"))
		return;
	memset(&move, 0, sizeof(move));
	copy_field(line, "\"role\":\"", "\"", text, sizeof(text));
	initiator = !strcmp(text, "initiator");
	move.time = number(line, "\"time\":") / 1000;
	move.seq = number(line, "\"tcp-seq\":");
	move.ack = number(line, "\"tcp-ack\":");
	move.flags = number(line, "\"tcp-flags\":");
	copy_field(line, "\"saddr\":\"", "\"", text, sizeof(text));
	*(initiator ? &key.own : &key.peer) = to_address(text);
	copy_field(line, "\"daddr\":\"", "\"", text, sizeof(text));
	*(initiator ? &key.peer : &key.own) = to_address(text);
	*(initiator ? &key.own_port : &key.peer_port) = number(line, "\"sport\":");
	*(initiator ? &key.peer_port : &key.own_port) = number(line, "\"dport\":");
	copy_field(line, "\"from\":\"", "\"", text, sizeof(text));
	move.from = to_state(text, false);
	copy_field(line, "\"to\":\"", "\"", text, sizeof(text));
	move.to = to_state(text, false);
	copy_field(line, "\"confidence\":\"", "\"", text, sizeof(text));
	move.timer = !strcmp(text, "timer");
	copy_field(line, "\"cause\":\"", "\"", move.cause, sizeof(move.cause));
	add(&sock_of(&key)->ours, &move);
}

static void read_file(const char *path, void (*take)(const char *line))
{
	FILE *file = fopen(path, "r");
	static char line[4096];

	if (!file)
		fail("cannot be read", path);
	while (fgets(line, sizeof(line), file)) {
		if (!strchr(line, '\n'))
			fail("not a whole line", line);
		take(line);
	}
	fclose(file);
}

/* What the kernel can tell of our move; false if nothing. The rows of the table. */
static bool told(const struct record *ours, unsigned int i, struct move *as)
{
	const struct move *move = &ours->moves[i];

	*as = *move;
	if (move->from == LISTEN && move->to == SYN_RECEIVED) {
		uses[REQUEST]++;
		return false;
	}
	/* The move before says whether this end was passive. */
	if (move->from == SYN_RECEIVED && (move->to == LISTEN || move->to == CLOSED) && i &&
	    ours->moves[i - 1].from == LISTEN) {
		uses[REQUEST_GONE]++;
		return false;
	}
	if (move->from == TIME_WAIT && move->to == CLOSED) {
		uses[TIME_WAIT_OUT]++;
		return false;
	}
	/* Only these two rest, and after the last FIN or its ACK they must: no row hides that. */
	if (move->from == FIN_WAIT_2 || move->from == CLOSING) {
		if (move->to == TIME_WAIT) {
			uses[TIME_WAIT_IN]++;
			as->to = CLOSED;
		} else if (!strcmp(move->cause, "received-fin") ||
			   !strcmp(move->cause, "received-ack")) {
			as->to = TIME_WAIT;
		}
	}
	if (move->from == FIN_WAIT_2 && move->to == CLOSED && move->timer)
		uses[MINISOCK]++;
	return true;
}

static void show(const char *who, const struct record *record)
{
	unsigned int i;

	printf("  %s:\n", who);
	for (i = 0; i < record->count; i++) {
		const struct move *move = &record->moves[i];

		printf("    %lld.%06lld %s > %s %s %u %u %x%s\n", (long long)move->time / 1000000,
		       (long long)move->time % 1000000, names[move->from].ours,
		       names[move->to].ours, move->cause, move->seq, move->ack, move->flags,
		       move->timer ? " timer" : "");
	}
}

static void differ(const struct sock *sock)
{
	char own[INET6_ADDRSTRLEN], peer[INET6_ADDRSTRLEN];

	differences++;
	inet_ntop(AF_INET6, &sock->key.own, own, sizeof(own));
	inet_ntop(AF_INET6, &sock->key.peer, peer, sizeof(peer));
	printf("difference: socket %s port %u to %s port %u\n", own, sock->key.own_port, peer,
	       sock->key.peer_port);
	show("kernel", &sock->kernel);
	show("sawtooth", &sock->ours);
}

static bool is(const struct record *record, unsigned int i, uint8_t from, uint8_t to)
{
	return i < record->count && record->moves[i].from == from && record->moves[i].to == to;
}

static bool unsent(const struct record *kernel, unsigned int k)
{
	return is(kernel, k, CLOSED, SYN_SENT) && is(kernel, k + 1, SYN_SENT, CLOSED) &&
	       kernel->moves[k + 1].time - kernel->moves[k].time <= 5;
}

/*
 * Four of our moves for the two of close() and a RST that came meanwhile: the RST, and the
 * FIN as if it were of a connection that began unseen.
 */
static bool backlog(const struct sock *sock, unsigned int i, unsigned int k)
{
	const struct move *ours = &sock->ours.moves[i], *kernel = &sock->kernel.moves[k];

	return is(&sock->kernel, k, ESTABLISHED, FIN_WAIT_1) &&
	       is(&sock->kernel, k + 1, FIN_WAIT_1, CLOSED) &&
	       is(&sock->ours, i, ESTABLISHED, CLOSED) && !strcmp(ours->cause, "received-rst") &&
	       is(&sock->ours, i + 1, CLOSED, ESTABLISHED) &&
	       is(&sock->ours, i + 2, ESTABLISHED, FIN_WAIT_1) &&
	       is(&sock->ours, i + 3, FIN_WAIT_1, CLOSED) &&
	       ours->time - kernel->time <= 1000 && kernel[1].time - ours->time <= 1000;
}

static void compare(const struct sock *sock)
{
	const struct record *kernel = &sock->kernel;
	unsigned int i, k = 0;
	bool same = true;
	struct move as;

	for (i = 0; i < sock->ours.count; i++) {
		while (unsent(kernel, k)) {
			uses[UNSENT]++;
			k += 2;
		}
		if (backlog(sock, i, k)) {
			uses[BACKLOG]++;
			i += 3;
			k += 2;
			continue;
		}
		if (!told(&sock->ours, i, &as))
			continue;
		if (k == kernel->count || kernel->moves[k].from != as.from ||
		    kernel->moves[k].to != as.to)
			same = false;
		else if (as.from == SYN_RECEIVED && i && sock->ours.moves[i - 1].from == LISTEN)
			born++;
		k += k < kernel->count;
	}
	if (!same || k != kernel->count)
		differ(sock);
}

int main(int argc, char **argv)
{
	unsigned int i, from, to;
	struct sock *sock;

	if (argc < 3) {
		fputs("usage: oracle_compare TRACE EVENTS...\n", stderr);
		return 2;
	}
	read_file(argv[1], take_kernel);
	for (i = 2; i < (unsigned int)argc; i++)
		read_file(argv[i], take_ours);
	for (i = 0; i < BUCKETS; i++)
		for (sock = buckets[i]; sock; sock = sock->next)
			compare(sock);
	for (i = 0; i < ROWS; i++)
		printf("blind: %lu times %s: %s\n", uses[i], table[i].what, table[i].why);
	for (from = 0; from < STATES; from++)
		for (to = 0; to < STATES; to++)
			if (edges[from][to])
				printf("edge: %s > %s %lu\n", names[from].ours, names[to].ours,
				       edges[from][to]);
	printf("children: %lu told by the kernel, %lu by us\n", children, born);
	printf("sockets: %lu\ndifferences: %lu\n", socks, differences);
	return differences || !socks || children != born;
}
