// SPDX-License-Identifier: GPL-2.0
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "print.h"

static int show(struct saw_sock *sock, uint64_t id)
{
	struct json_object *array;
	char limit[DURATION_SIZE];
	struct saw_conn conn;
	unsigned int i;
	int ret = saw_conn_get(sock, id, &conn);

	if (ret)
		return failed(saw_failure(sock), "ssthresh %" PRIu64, id);
	if (options.json) {
		array = json_object_new_array();
		for (i = 0; i < conn.steers; i++)
			json_object_array_add(array, json_from(&saw_steer_set, &conn.steer[i]));
		json_print(array);
		return 0;
	}
	if (!conn.steers)
		puts("no end of this connection uses the congestion control sawtooth");
	for (i = 0; i < conn.steers; i++)
		printf("%s  ssthresh %s  cwnd %u  %s\n",
		       word_or_number(&saw_role_words, conn.steer[i].role),
		       threshold(limit, conn.steer[i].ssthresh), conn.steer[i].cwnd,
		       word_or_number(&saw_phase_words, conn.steer[i].phase));
	return 0;
}

int cmd_ssthresh(int argc, char **argv)
{
	bool set = argc && !strcmp(argv[0], "set");
	const char *id_text;
	struct saw_tune tune = {};
	struct saw_sock *sock;
	int role, ret;

	argc -= set;
	argv += set;
	if (argc < 1 + set || argc > (set ? 3 : 1))
		return bad_input("ssthresh takes ID, or \"set\" ID SEGMENTS [initiator|responder]");
	id_text = argv[0];
	if (!parse_u64(id_text, 0, UINT64_MAX, &tune.id))
		return bad_input("\"%s\" is no connection id; \"sawtooth conn\" lists them",
				 id_text);
	if (set && !parse_ssthresh(argv[1], &tune.ssthresh))
		return bad_input("ssthresh \"%s\": accepted are 2 to 2147483647 segments, or none",
				 argv[1]);
	if (argc == 3) {
		role = saw_word_find(&saw_role_words, argv[2], strlen(argv[2]));
		if (role < 0)
			return bad_input("\"%s\" is no end of a connection; accepted are initiator and responder",
					 argv[2]);
		tune.role = role;
		tune.has = SAW_BIT(SAWTOOTH_A_CONN_ROLE);
	}
	tune.has |= SAW_BIT(SAWTOOTH_A_CONN_ID) | SAW_BIT(SAWTOOTH_A_CONN_SSTHRESH);
	sock = connect_module();
	if (!sock)
		return 1;
	if (!set)
		ret = show(sock, tune.id);
	else if (saw_steer_tune(sock, &tune, NULL))
		ret = failed(saw_failure(sock), "ssthresh set %" PRIu64, tune.id);
	else
		ret = 0;
	saw_close(sock);
	return ret;
}
