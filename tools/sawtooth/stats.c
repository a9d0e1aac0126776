// SPDX-License-Identifier: GPL-2.0
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "fsm.h"

static void add_word(struct json_object *object, const char *key, const struct saw_words *words,
		     unsigned int value)
{
	json_object_object_add(object, key, json_object_new_string(saw_word(words, value)));
}

static struct json_object *edges_json(const struct saw_stats *stats)
{
	struct json_object *array = json_object_new_array();
	unsigned int from, to;

	for (from = 0; from < SAW_STATES; from++) {
		for (to = 0; to < SAW_STATES; to++) {
			struct json_object *edge;

			if (!stats->edge[from][to])
				continue;
			edge = json_object_new_object();
			add_word(edge, "from", &saw_tcp_state_words, from);
			add_word(edge, "to", &saw_tcp_state_words, to);
			json_object_object_add(edge, "count",
					       json_object_new_uint64(stats->edge[from][to]));
			json_object_array_add(array, edge);
		}
	}
	return array;
}

static struct json_object *populations_json(const struct saw_stats *stats)
{
	struct json_object *array = json_object_new_array();
	unsigned int state;

	for (state = 0; state < SAW_STATES; state++) {
		struct json_object *population = json_object_new_object();

		add_word(population, "state", &saw_tcp_state_words, state);
		json_object_object_add(population, "count",
				       json_object_new_uint64(stats->population[state]));
		json_object_array_add(array, population);
	}
	return array;
}

struct json_object *fsm_json(const struct saw_stats *stats)
{
	struct json_object *object = json_object_new_object();

	json_object_object_add(object, "edge", edges_json(stats));
	json_object_object_add(object, "population", populations_json(stats));
	return object;
}

static struct json_object *stats_json(const struct saw_stats *stats)
{
	struct json_object *object = json_object_new_object();
	struct json_object *array = json_object_new_array();
	unsigned int i;

	for (i = 0; i < SAW_STATS; i++) {
		struct json_object *counter;

		if (!(stats->counted >> i & 1))
			continue;
		counter = json_object_new_object();
		add_word(counter, "stat", &saw_stat_words, i);
		json_object_object_add(counter, "count",
				       json_object_new_uint64(stats->counter[i]));
		json_object_array_add(array, counter);
	}
	json_object_object_add(object, "counter", array);
	json_object_object_add(object, "edge", edges_json(stats));
	json_object_object_add(object, "population", populations_json(stats));
	if (SAW_HAS(stats, SAWTOOTH_A_STATS_SINCE))
		json_object_object_add(object, "since", json_object_new_uint64(stats->since));
	return object;
}

static void print_stats(const struct saw_stats *stats)
{
	char age[DURATION_SIZE];
	uint64_t now = now_ns();
	unsigned int i;

	for (i = 0; i < SAW_STATS; i++)
		if (stats->counted >> i & 1)
			printf("%-22s %15" PRIu64 "\n", saw_word(&saw_stat_words, i),
			       stats->counter[i]);
	if (SAW_HAS(stats, SAWTOOTH_A_STATS_SINCE) && now > stats->since)
		printf("counted for %s\n", duration(age, now - stats->since));
}

int cmd_stats(int argc, char **argv)
{
	bool reset = argc == 1 && !strcmp(argv[0], "reset");
	struct saw_stats stats;
	struct saw_sock *sock;
	int ret;

	if (argc > 1 || (argc && !reset))
		return bad_input("stats takes \"reset\" or nothing, not \"%s\"",
				 argv[argc - 1]);
	sock = connect_module();
	if (!sock)
		return 1;
	ret = reset ? saw_stats_reset(sock) : saw_stats_get(sock, &stats);
	if (ret)
		ret = failed(saw_failure(sock), reset ? "stats reset" : "stats");
	else if (!reset && options.json)
		json_print(stats_json(&stats));
	else if (!reset)
		print_stats(&stats);
	saw_close(sock);
	return ret;
}
