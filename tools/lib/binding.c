// SPDX-License-Identifier: GPL-2.0
#include "socket.h"

static const struct saw_field fields[] = {
	{ FIELD(saw_binding, family, "family", SAWTOOTH_A_BINDING_FAMILY, SAW_U8) },
	{ FIELD(saw_binding, prefix, "prefix", SAWTOOTH_A_BINDING_PREFIX, SAW_ADDR),
	  .other = offsetof(struct saw_binding, family) },
	{ FIELD(saw_binding, prefix_len, "prefix-len", SAWTOOTH_A_BINDING_PREFIX_LEN, SAW_U8) },
	{ FIELD(saw_binding, profile, "profile", SAWTOOTH_A_BINDING_PROFILE, SAW_TEXT) },
};

const struct saw_set saw_binding_set = { SET(saw_binding, fields) };

struct dump {
	void (*each)(const struct saw_binding *binding, void *data);
	void *data;
};

static int dump_reply(const struct nlmsghdr *nlh, void *data)
{
	const struct dump *dump = data;
	struct saw_binding binding;
	int ret = saw_set_parse_message(&saw_binding_set, nlh, &binding);

	if (!ret)
		dump->each(&binding, dump->data);
	return ret;
}

int saw_binding_dump(struct saw_sock *sock,
		     void (*each)(const struct saw_binding *binding, void *data), void *data)
{
	struct dump dump = { .each = each, .data = data };

	return saw_request(sock, SAWTOOTH_CMD_BINDING_DUMP, NLM_F_DUMP, NULL, NULL,
			   dump_reply, &dump);
}

int saw_binding_change(struct saw_sock *sock, const struct saw_binding *binding)
{
	return saw_request(sock, SAWTOOTH_CMD_BINDING_SET, 0, &saw_binding_set, binding,
			   NULL, NULL);
}

int saw_binding_delete(struct saw_sock *sock, const struct saw_binding *binding)
{
	struct saw_binding request = *binding;

	request.has &= ~SAW_BIT(SAWTOOTH_A_BINDING_PROFILE);
	return saw_request(sock, SAWTOOTH_CMD_BINDING_DELETE, 0, &saw_binding_set, &request,
			   NULL, NULL);
}
