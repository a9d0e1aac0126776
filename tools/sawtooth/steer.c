// SPDX-License-Identifier: GPL-2.0
/* Change live connections: one by its id, or all that pass a filter. */
#include <stdio.h>
#include <string.h>

#include "filter.h"
#include "print.h"

#define USAGE "steer takes ID or a filter, then \"set\" and any of ssthresh SEGMENTS, clamp SEGMENTS, profile NAME, role initiator|responder"

static int parse_segments(const char *key, const char *value, uint32_t *to)
{
	if (!parse_ssthresh(value, to))
		return bad_input("%s \"%s\": accepted are 2 to 2147483647 segments, or none", key,
				 value);
	return 0;
}

static int parse_role(const char *value, struct saw_tune *tune)
{
	int role = saw_word_find(&saw_role_words, value, strlen(value));

	if (role < 0)
		return bad_input("\"%s\" is no end of a connection; accepted are initiator and responder",
				 value);
	tune->role = role;
	return 0;
}

static int parse_profile(const char *value, struct saw_tune *tune)
{
	if (strlen(value) > SAWTOOTH_NAME_MAX || !value[0])
		return bad_input("the name of a profile has 1 to %d characters", SAWTOOTH_NAME_MAX);
	snprintf(tune->profile, sizeof(tune->profile), "%s", value);
	return 0;
}

static int parse_change(const char *key, const char *value, struct saw_tune *tune)
{
	if (!strcmp(key, "ssthresh")) {
		tune->has |= SAW_BIT(SAWTOOTH_A_CONN_SSTHRESH);
		return parse_segments(key, value, &tune->ssthresh);
	}
	if (!strcmp(key, "clamp")) {
		tune->has |= SAW_BIT(SAWTOOTH_A_CONN_CLAMP);
		return parse_segments(key, value, &tune->clamp);
	}
	if (!strcmp(key, "profile")) {
		tune->has |= SAW_BIT(SAWTOOTH_A_CONN_PROFILE);
		return parse_profile(value, tune);
	}
	if (!strcmp(key, "role")) {
		tune->has |= SAW_BIT(SAWTOOTH_A_CONN_ROLE);
		return parse_role(value, tune);
	}
	return bad_input("steer cannot set \"%s\"; it can set ssthresh, clamp, profile; and role says of which end",
			 key);
}

static int parse_which(int argc, char **argv, struct saw_tune *tune)
{
	char error[FILTER_ERROR_SIZE];

	if (argc == 1 && argv[0][0] >= '0' && argv[0][0] <= '9') {
		tune->has |= SAW_BIT(SAWTOOTH_A_CONN_ID);
		return parse_u64(argv[0], 0, UINT64_MAX, &tune->id) ? 0 :
		       bad_input("\"%s\" is no connection id; \"sawtooth conn\" lists them",
				 argv[0]);
	}
	tune->has |= SAW_BIT(SAWTOOTH_A_CONN_FILTER);
	return filter_parse(argc, argv, &tune->filter, error) ? 0 : bad_input("%s", error);
}

static int parse(int argc, char **argv, struct saw_tune *tune)
{
	int set = 0, i, ret;

	while (set < argc && strcmp(argv[set], "set"))
		set++;
	if (!set || set + 1 >= argc || (argc - set) % 2 == 0)
		return bad_input(USAGE);
	ret = parse_which(set, argv, tune);
	for (i = set + 1; i < argc && !ret; i += 2)
		ret = parse_change(argv[i], argv[i + 1], tune);
	return ret;
}

int cmd_steer(int argc, char **argv)
{
	struct json_object *object;
	struct saw_tune tune = {};
	struct saw_sock *sock;
	uint32_t changed;
	int ret;

	ret = parse(argc, argv, &tune);
	if (ret)
		return ret;
	sock = connect_module();
	if (!sock)
		return 1;
	if (saw_steer_tune(sock, &tune, &changed)) {
		ret = failed(saw_failure(sock), "steer %s", argv[0]);
	} else if (options.json) {
		object = json_object_new_object();
		json_object_object_add(object, "changed", json_object_new_int64(changed));
		json_print(object);
	} else {
		printf("%u changed\n", changed);
	}
	saw_close(sock);
	return ret;
}
