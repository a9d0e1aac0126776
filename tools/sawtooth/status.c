// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>

#include "print.h"

static void line(const char *name)
{
	printf("%s%-12s%s  ", paint(HEADING), name, paint(PLAIN));
}

static void print_status(const struct saw_status *status)
{
	line("module");
	printf("sawtooth %s\n", status->version);
	line("connections");
	printf("%u of at most %u, %u bytes each at level %s\n", status->conns, status->conn_max,
	       status->conn_bytes, word_or_number(&saw_level_words, status->level));
	line("memberships");
	printf("%u of at most %u\n", status->memberships, status->group_max);
	line("steered");
	printf("%u sockets; new sockets here use %s\n", status->steered,
	       status->congestion_control);
	line("kernel log");
	puts(status->log ? "on" : "off");
}

int cmd_status(int argc, char **argv)
{
	struct saw_status status;
	struct saw_sock *sock;
	int ret;

	if (argc)
		return bad_input("status takes no \"%s\"", argv[0]);
	sock = connect_module();
	if (!sock)
		return 1;
	ret = saw_status_get(sock, &status);
	if (ret)
		ret = failed(saw_failure(sock), "status");
	else if (options.json)
		json_print(json_from(&saw_status_set, &status));
	else
		print_status(&status);
	saw_close(sock);
	return ret;
}
