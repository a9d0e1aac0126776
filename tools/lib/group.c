// SPDX-License-Identifier: GPL-2.0
#include "socket.h"

static const struct saw_field fields[] = {
	{ FIELD(saw_group, family, "family", SAWTOOTH_A_GROUP_FAMILY, SAW_U8) },
	{ FIELD(saw_group, group, "group", SAWTOOTH_A_GROUP_GROUP, SAW_ADDR),
	  .other = offsetof(struct saw_group, family) },
	{ FIELD(saw_group, host, "host", SAWTOOTH_A_GROUP_HOST, SAW_ADDR),
	  .other = offsetof(struct saw_group, family) },
	{ FIELD(saw_group, ifindex, "ifindex", SAWTOOTH_A_GROUP_IFINDEX, SAW_U32) },
	{ FIELD(saw_group, protocol, "protocol", SAWTOOTH_A_GROUP_PROTOCOL, SAW_U32),
	  .words = &saw_membership_protocol_words },
	{ FIELD(saw_group, local, "local", SAWTOOTH_A_GROUP_LOCAL, SAW_U32) },
	{ FIELD(saw_group, age, "age", SAWTOOTH_A_GROUP_AGE, SAW_U64) },
	{ FIELD(saw_group, idle, "idle", SAWTOOTH_A_GROUP_IDLE, SAW_U64) },
	{ FIELD(saw_group, reports, "reports", SAWTOOTH_A_GROUP_REPORTS, SAW_U32) },
};

const struct saw_set saw_group_set = { SET(saw_group, fields) };

struct dump {
	void (*each)(const struct saw_group *group, void *data);
	void *data;
};

static int dump_reply(const struct nlmsghdr *nlh, void *data)
{
	const struct dump *dump = data;
	struct saw_group group;
	int ret = saw_set_parse_message(&saw_group_set, nlh, &group);

	if (!ret)
		dump->each(&group, dump->data);
	return ret;
}

int saw_group_dump(struct saw_sock *sock,
		   void (*each)(const struct saw_group *group, void *data), void *data)
{
	struct dump dump = { .each = each, .data = data };

	return saw_request(sock, SAWTOOTH_CMD_GROUP_DUMP, NLM_F_DUMP, NULL, NULL,
			   dump_reply, &dump);
}
