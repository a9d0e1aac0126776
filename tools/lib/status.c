// SPDX-License-Identifier: GPL-2.0
#include "socket.h"

static const struct saw_field fields[] = {
	{ FIELD(saw_status, version, "version", SAWTOOTH_A_STATUS_VERSION, SAW_TEXT) },
	{ FIELD(saw_status, log, "log", SAWTOOTH_A_STATUS_LOG, SAW_U32) },
	{ FIELD(saw_status, conns, "conns", SAWTOOTH_A_STATUS_CONNS, SAW_U32) },
	{ FIELD(saw_status, conn_max, "conn-max", SAWTOOTH_A_STATUS_CONN_MAX, SAW_U32) },
	{ FIELD(saw_status, memberships, "memberships", SAWTOOTH_A_STATUS_MEMBERSHIPS, SAW_U32) },
	{ FIELD(saw_status, group_max, "group-max", SAWTOOTH_A_STATUS_GROUP_MAX, SAW_U32) },
	{ FIELD(saw_status, steered, "steered", SAWTOOTH_A_STATUS_STEERED, SAW_U32) },
	{ FIELD(saw_status, congestion_control, "congestion-control",
		SAWTOOTH_A_STATUS_CONGESTION_CONTROL, SAW_TEXT) },
	{ FIELD(saw_status, conn_bytes, "conn-bytes", SAWTOOTH_A_STATUS_CONN_BYTES, SAW_U32) },
	{ FIELD(saw_status, level, "level", SAWTOOTH_A_STATUS_LEVEL, SAW_U32),
	  .words = &saw_level_words },
};

const struct saw_set saw_status_set = { SET(saw_status, fields) };

static int reply(const struct nlmsghdr *nlh, void *data)
{
	return saw_set_parse_message(&saw_status_set, nlh, data);
}

int saw_status_get(struct saw_sock *sock, struct saw_status *status)
{
	*status = (struct saw_status){};
	return saw_request(sock, SAWTOOTH_CMD_STATUS_GET, 0, NULL, NULL, reply, status);
}
