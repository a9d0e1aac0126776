// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>

#include "socket.h"

static const struct saw_field fields[] = {
	{ FIELD(saw_profile, name, "name", SAWTOOTH_A_PROFILE_NAME, SAW_TEXT) },
	{ FIELD(saw_profile, slow_start_law, "slow-start-law",
		SAWTOOTH_A_PROFILE_SLOW_START_LAW, SAW_U32), .words = &saw_slow_start_law_words },
	{ FIELD(saw_profile, growth_law, "growth-law", SAWTOOTH_A_PROFILE_GROWTH_LAW, SAW_U32),
	  .words = &saw_growth_law_words },
	{ FIELD(saw_profile, ssthresh_law, "ssthresh-law",
		SAWTOOTH_A_PROFILE_SSTHRESH_LAW, SAW_U32), .words = &saw_ssthresh_law_words },
	{ FIELD(saw_profile, beta, "beta", SAWTOOTH_A_PROFILE_BETA, SAW_U32) },
	{ FIELD(saw_profile, fixed_ssthresh, "fixed-ssthresh",
		SAWTOOTH_A_PROFILE_FIXED_SSTHRESH, SAW_U32) },
	{ FIELD(saw_profile, initial_ssthresh, "initial-ssthresh",
		SAWTOOTH_A_PROFILE_INITIAL_SSTHRESH, SAW_U32) },
	{ FIELD(saw_profile, beta_ecn, "beta-ecn", SAWTOOTH_A_PROFILE_BETA_ECN, SAW_U32) },
	{ FIELD(saw_profile, cubic_c, "cubic-c", SAWTOOTH_A_PROFILE_CUBIC_C, SAW_U32) },
	{ FIELD(saw_profile, max_ssthresh, "max-ssthresh",
		SAWTOOTH_A_PROFILE_MAX_SSTHRESH, SAW_U32) },
	{ FIELD(saw_profile, bdp_gain, "bdp-gain", SAWTOOTH_A_PROFILE_BDP_GAIN, SAW_U32) },
	{ FIELD(saw_profile, queue_threshold, "queue-threshold",
		SAWTOOTH_A_PROFILE_QUEUE_THRESHOLD, SAW_U32) },
	{ FIELD(saw_profile, queue_limit, "queue-limit",
		SAWTOOTH_A_PROFILE_QUEUE_LIMIT, SAW_U32) },
	{ FIELD(saw_profile, loss_threshold, "loss-threshold",
		SAWTOOTH_A_PROFILE_LOSS_THRESHOLD, SAW_U32) },
	{ FIELD(saw_profile, users, "users", SAWTOOTH_A_PROFILE_USERS, SAW_U32) },
	{ FIELD(saw_profile, builtin, "builtin", SAWTOOTH_A_PROFILE_BUILTIN, SAW_U32) },
};

const struct saw_set saw_profile_set = { SET(saw_profile, fields) };

static int reply(const struct nlmsghdr *nlh, void *data)
{
	return saw_set_parse_message(&saw_profile_set, nlh, data);
}

int saw_profile_get(struct saw_sock *sock, const char *name, struct saw_profile *profile)
{
	struct saw_profile request = { .has = SAW_BIT(SAWTOOTH_A_PROFILE_NAME) };

	snprintf(request.name, sizeof(request.name), "%s", name);
	*profile = (struct saw_profile){};
	return saw_request(sock, SAWTOOTH_CMD_PROFILE_GET, 0, &saw_profile_set, &request,
			   reply, profile);
}

struct dump {
	void (*each)(const struct saw_profile *profile, void *data);
	void *data;
};

static int dump_reply(const struct nlmsghdr *nlh, void *data)
{
	const struct dump *dump = data;
	struct saw_profile profile;
	int ret = saw_set_parse_message(&saw_profile_set, nlh, &profile);

	if (!ret)
		dump->each(&profile, dump->data);
	return ret;
}

int saw_profile_dump(struct saw_sock *sock,
		     void (*each)(const struct saw_profile *profile, void *data), void *data)
{
	struct dump dump = { .each = each, .data = data };

	return saw_request(sock, SAWTOOTH_CMD_PROFILE_DUMP, NLM_F_DUMP, NULL, NULL,
			   dump_reply, &dump);
}

int saw_profile_change(struct saw_sock *sock, const struct saw_profile *profile)
{
	return saw_request(sock, SAWTOOTH_CMD_PROFILE_SET, 0, &saw_profile_set, profile,
			   NULL, NULL);
}

int saw_profile_create(struct saw_sock *sock, const struct saw_profile *profile)
{
	return saw_request(sock, SAWTOOTH_CMD_PROFILE_CREATE, 0, &saw_profile_set, profile,
			   NULL, NULL);
}

int saw_profile_delete(struct saw_sock *sock, const char *name)
{
	struct saw_profile request = { .has = SAW_BIT(SAWTOOTH_A_PROFILE_NAME) };

	snprintf(request.name, sizeof(request.name), "%s", name);
	return saw_request(sock, SAWTOOTH_CMD_PROFILE_DELETE, 0, &saw_profile_set, &request,
			   NULL, NULL);
}
