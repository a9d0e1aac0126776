// SPDX-License-Identifier: GPL-2.0
#include "socket.h"

static const struct saw_field source_fields[] = {
	{ FIELD(saw_group_source, family, "family", SAWTOOTH_A_GROUP_SOURCE_FAMILY, SAW_U8) },
	{ FIELD(saw_group_source, address, "address", SAWTOOTH_A_GROUP_SOURCE_ADDRESS, SAW_ADDR),
	  .other = offsetof(struct saw_group_source, family) },
	{ FIELD(saw_group_source, left, "left", SAWTOOTH_A_GROUP_SOURCE_LEFT, SAW_U64) },
};

const struct saw_set saw_group_source_set = { SET(saw_group_source, source_fields) };

static const struct saw_field fields[] = {
	{ FIELD(saw_group, family, "family", SAWTOOTH_A_GROUP_FAMILY, SAW_U8) },
	{ FIELD(saw_group, group, "group", SAWTOOTH_A_GROUP_GROUP, SAW_ADDR),
	  .other = offsetof(struct saw_group, family) },
	{ FIELD(saw_group, host, "host", SAWTOOTH_A_GROUP_HOST, SAW_ADDR),
	  .other = offsetof(struct saw_group, family) },
	{ FIELD(saw_group, ifindex, "ifindex", SAWTOOTH_A_GROUP_IFINDEX, SAW_U32) },
	{ FIELD(saw_group, bridge, "bridge", SAWTOOTH_A_GROUP_BRIDGE, SAW_U32) },
	{ FIELD(saw_group, protocol, "protocol", SAWTOOTH_A_GROUP_PROTOCOL, SAW_U32),
	  .words = &saw_membership_protocol_words },
	{ FIELD(saw_group, compat, "compat", SAWTOOTH_A_GROUP_COMPAT, SAW_U32),
	  .words = &saw_membership_protocol_words },
	{ FIELD(saw_group, local, "local", SAWTOOTH_A_GROUP_LOCAL, SAW_U32) },
	{ FIELD(saw_group, mode, "mode", SAWTOOTH_A_GROUP_MODE, SAW_U32),
	  .words = &saw_filter_mode_words },
	{ FIELD(saw_group, source, "source", SAWTOOTH_A_GROUP_SOURCE, SAW_LIST),
	  .other = offsetof(struct saw_group, sources), .max = SAW_GROUP_SOURCES,
	  .set = &saw_group_source_set },
	{ FIELD(saw_group, age, "age", SAWTOOTH_A_GROUP_AGE, SAW_U64) },
	{ FIELD(saw_group, idle, "idle", SAWTOOTH_A_GROUP_IDLE, SAW_U64) },
	{ FIELD(saw_group, left, "left", SAWTOOTH_A_GROUP_LEFT, SAW_U64) },
	{ FIELD(saw_group, leaving, "leaving", SAWTOOTH_A_GROUP_LEAVING, SAW_U64) },
	{ FIELD(saw_group, reports, "reports", SAWTOOTH_A_GROUP_REPORTS, SAW_U32) },
	{ FIELD(saw_group, joins, "joins", SAWTOOTH_A_GROUP_JOINS, SAW_U32) },
	{ FIELD(saw_group, leaves, "leaves", SAWTOOTH_A_GROUP_LEAVES, SAW_U32) },
	{ FIELD(saw_group, rx_packets, "rx-packets", SAWTOOTH_A_GROUP_RX_PACKETS, SAW_U64) },
	{ FIELD(saw_group, rx_bytes, "rx-bytes", SAWTOOTH_A_GROUP_RX_BYTES, SAW_U64) },
	{ FIELD(saw_group, tx_packets, "tx-packets", SAWTOOTH_A_GROUP_TX_PACKETS, SAW_U64) },
	{ FIELD(saw_group, tx_bytes, "tx-bytes", SAWTOOTH_A_GROUP_TX_BYTES, SAW_U64) },
};

const struct saw_set saw_group_set = { SET(saw_group, fields) };

static const struct saw_field querier_fields[] = {
	{ FIELD(saw_querier, family, "family", SAWTOOTH_A_QUERIER_FAMILY, SAW_U8) },
	{ FIELD(saw_querier, ifindex, "ifindex", SAWTOOTH_A_QUERIER_IFINDEX, SAW_U32) },
	{ FIELD(saw_querier, address, "address", SAWTOOTH_A_QUERIER_ADDRESS, SAW_ADDR),
	  .other = offsetof(struct saw_querier, family) },
	{ FIELD(saw_querier, protocol, "protocol", SAWTOOTH_A_QUERIER_PROTOCOL, SAW_U32),
	  .words = &saw_membership_protocol_words },
	{ FIELD(saw_querier, local, "local", SAWTOOTH_A_QUERIER_LOCAL, SAW_U32) },
	{ FIELD(saw_querier, robustness, "robustness", SAWTOOTH_A_QUERIER_ROBUSTNESS, SAW_U32) },
	{ FIELD(saw_querier, interval, "interval", SAWTOOTH_A_QUERIER_INTERVAL, SAW_U32) },
	{ FIELD(saw_querier, response, "response", SAWTOOTH_A_QUERIER_RESPONSE, SAW_U32) },
	{ FIELD(saw_querier, idle, "idle", SAWTOOTH_A_QUERIER_IDLE, SAW_U64) },
	{ FIELD(saw_querier, left, "left", SAWTOOTH_A_QUERIER_LEFT, SAW_U64) },
};

const struct saw_set saw_querier_set = { SET(saw_querier, querier_fields) };

/* As the kernel takes it. */
struct request {
	uint64_t has;
	struct saw_filter filter;
};

static const struct saw_field request_fields[] = {
	{ FIELD(request, filter, "filter", SAWTOOTH_A_GROUP_FILTER, SAW_NEST),
	  .set = &saw_filter_set },
};

static const struct saw_set request_set = { SET(request, request_fields) };

struct dump {
	void (*each)(const struct saw_group *group, void *data);
	void (*each_querier)(const struct saw_querier *querier, void *data);
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

int saw_group_dump(struct saw_sock *sock, const struct saw_filter *filter,
		   void (*each)(const struct saw_group *group, void *data), void *data)
{
	struct dump dump = { .each = each, .data = data };
	struct request request = {};

	if (filter && filter->has) {
		request.has = SAW_BIT(SAWTOOTH_A_GROUP_FILTER);
		request.filter = *filter;
	}
	return saw_request(sock, SAWTOOTH_CMD_GROUP_DUMP, NLM_F_DUMP, &request_set, &request,
			   dump_reply, &dump);
}

static int dump_querier(const struct nlmsghdr *nlh, void *data)
{
	const struct dump *dump = data;
	struct saw_querier querier;
	int ret = saw_set_parse_message(&saw_querier_set, nlh, &querier);

	if (!ret)
		dump->each_querier(&querier, dump->data);
	return ret;
}

int saw_querier_dump(struct saw_sock *sock,
		     void (*each)(const struct saw_querier *querier, void *data), void *data)
{
	struct dump dump = { .each_querier = each, .data = data };

	return saw_request(sock, SAWTOOTH_CMD_QUERIER_DUMP, NLM_F_DUMP, NULL, NULL,
			   dump_querier, &dump);
}
