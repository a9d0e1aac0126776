// SPDX-License-Identifier: GPL-2.0
#include <string.h>

#include "conn.h"
#include "socket.h"

/* The request and its reply are of one set; the reply has this. */
struct answer {
	uint64_t has;
	uint32_t changed;
};

static const struct saw_field answer_fields[] = {
	{ FIELD(answer, changed, "changed", SAWTOOTH_A_CONN_CHANGED, SAW_U32) },
};

static const struct saw_set answer_set = { SET(answer, answer_fields) };

static int reply(const struct nlmsghdr *nlh, void *data)
{
	return saw_set_parse_message(&answer_set, nlh, data);
}

int saw_steer_tune(struct saw_sock *sock, const struct saw_tune *tune, uint32_t *changed)
{
	struct saw_conn_request request = {
		.has = tune->has,
		.id = tune->id,
		.filter = tune->filter,
		.ssthresh = tune->ssthresh,
		.role = tune->role,
		.clamp = tune->clamp,
	};
	struct answer answer = {};
	int ret;

	memcpy(request.profile, tune->profile, sizeof(request.profile));
	ret = saw_request(sock, SAWTOOTH_CMD_STEER_SET, 0, &saw_conn_request_set, &request,
			  reply, &answer);
	if (changed)
		*changed = answer.changed;
	return ret;
}
