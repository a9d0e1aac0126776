// SPDX-License-Identifier: GPL-2.0
/*
 * Connections one after the other, each with a request of some bytes, a reply of 100
 * bytes, and closed by the client; and what they cost. Blocking sockets, client and
 * server are a process each.
 *
 * usage: exchange [-n CONNECTIONS] [-b REQUEST-BYTES] [-a ADDRESSES] [-s SECONDS]
 *	  exchange -l [-b REQUEST-BYTES]		the server only
 *	  exchange -c ADDRESS [...]			the client only
 *
 * -a spreads the connections over 127.0.0.1 and the addresses after it, because an
 * address has only so many ports. The line printed has the instructions while the
 * connections were made, those of the SECONDS after, in which what they left behind
 * ends, and the segments that this namespace received while they were made.
 */
#include <arpa/inet.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "meter.h"

#define PORT 7777
#define REPLY 100

static char buffer[65536];

static void send_all(int sock, size_t left)
{
	while (left) {
		ssize_t n = send(sock, buffer, left < sizeof(buffer) ? left : sizeof(buffer), 0);

		if (n < 0)
			err(1, "send");
		left -= n;
	}
}

static void recv_all(int sock, size_t left)
{
	while (left) {
		ssize_t n = recv(sock, buffer, left < sizeof(buffer) ? left : sizeof(buffer), 0);

		if (n <= 0)
			err(1, "the connection ended with %zu bytes to come", left);
		left -= n;
	}
}

static int listener(void)
{
	struct sockaddr_in any = { .sin_family = AF_INET, .sin_port = htons(PORT) };
	int sock = socket(AF_INET, SOCK_STREAM, 0), on = 1;

	if (sock < 0 || setsockopt(sock, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) ||
	    bind(sock, (struct sockaddr *)&any, sizeof(any)) || listen(sock, 128))
		err(1, "port %d", PORT);
	return sock;
}

static void serve(int listening, size_t request)
{
	for (;;) {
		int sock = accept(listening, NULL, NULL);

		if (sock < 0)
			err(1, "accept");
		recv_all(sock, request);
		send_all(sock, REPLY);
		/* the client closes first */
		if (recv(sock, buffer, 1, 0))
			err(1, "more than a request");
		close(sock);
	}
}

static void exchange(in_addr_t address, size_t request)
{
	struct sockaddr_in to = {
		.sin_family = AF_INET, .sin_port = htons(PORT), .sin_addr.s_addr = htonl(address),
	};
	int sock = socket(AF_INET, SOCK_STREAM, 0);

	if (sock < 0 || connect(sock, (struct sockaddr *)&to, sizeof(to)))
		err(1, "connect");
	send_all(sock, request);
	recv_all(sock, REPLY);
	close(sock);
}

/* The tenth number of the second of two lines that begin with "Tcp:". */
static unsigned int segments(void)
{
	FILE *snmp = fopen("/proc/net/snmp", "r");
	unsigned int in = 0;
	char line[512];

	if (!snmp)
		err(1, "/proc/net/snmp");
	while (fgets(line, sizeof(line), snmp))
		sscanf(line, "Tcp: %*d %*d %*d %*d %*d %*d %*d %*d %*d %u", &in);
	fclose(snmp);
	return in;
}

/**
 * struct options - the command line
 * @count: connections
 * @request: bytes of a request
 * @addresses: how many addresses are connected to in turn
 * @settle: seconds to wait at the end
 * @address: the first address
 * @listen: be a server and nothing else
 * @connect: be a client and nothing else
 */
struct options {
	unsigned int count;
	unsigned int request;
	unsigned int addresses;
	unsigned int settle;
	in_addr_t address;
	bool listen;
	bool connect;
};

static void parse(int argc, char **argv, struct options *options)
{
	int option;

	while ((option = getopt(argc, argv, "n:b:a:s:c:l")) != -1) {
		switch (option) {
		case 'n':
			options->count = meter_number(optarg);
			break;
		case 'b':
			options->request = meter_number(optarg);
			break;
		case 'a':
			options->addresses = meter_number(optarg);
			break;
		case 's':
			options->settle = meter_number(optarg);
			break;
		case 'c':
			options->address = ntohl(inet_addr(optarg));
			options->connect = true;
			break;
		case 'l':
			options->listen = true;
			break;
		default:
			exit(2);
		}
	}
	if (!options->addresses)
		errx(2, "no address");
}

static void run(const struct options *options)
{
	uint64_t start, middle, end;
	unsigned int in, i;

	/* The first one finds nothing in any cache and is not counted. */
	exchange(options->address, options->request);
	in = segments();
	start = meter_busy();
	for (i = 0; i < options->count; i++)
		exchange(options->address + i % options->addresses, options->request);
	middle = meter_busy();
	in = segments() - in;
	meter_settle(options->settle);
	end = meter_busy();
	printf("%" PRIu64 " %" PRIu64 " %u\n", middle - start, end - middle, in);
}

int main(int argc, char **argv)
{
	struct options options = {
		.count = 1, .request = 100, .addresses = 1, .address = INADDR_LOOPBACK,
	};
	int listening = -1;
	pid_t server = 0;

	parse(argc, argv, &options);
	if (!options.connect)
		listening = listener();
	if (options.listen)
		serve(listening, options.request);
	if (!options.connect) {
		server = fork();
		if (server < 0)
			err(1, "fork");
		if (!server) {
			/* it goes when the client goes, however that happens */
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			serve(listening, options.request);
		}
		close(listening);
	}
	run(&options);
	if (server) {
		kill(server, SIGTERM);
		waitpid(server, NULL, 0);
	}
	return 0;
}
