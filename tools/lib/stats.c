// SPDX-License-Identifier: GPL-2.0
/*
 * Statistics come as lists of small nests, each with what it counts: they are put
 * into arrays indexed by that. What this library has no name for is passed over.
 */
#include <errno.h>
#include <linux/genetlink.h>

#include "socket.h"

/* One counter, edge or population: one or two enum values and a count. */
struct item {
	uint64_t has;
	uint32_t a;
	uint32_t b;
	uint64_t count;
};

static const struct saw_field counter_fields[] = {
	{ FIELD(item, a, "stat", SAWTOOTH_A_COUNTER_STAT, SAW_U32) },
	{ FIELD(item, count, "count", SAWTOOTH_A_COUNTER_COUNT, SAW_U64) },
};

static const struct saw_field edge_fields[] = {
	{ FIELD(item, a, "from", SAWTOOTH_A_EDGE_FROM, SAW_U32) },
	{ FIELD(item, b, "to", SAWTOOTH_A_EDGE_TO, SAW_U32) },
	{ FIELD(item, count, "count", SAWTOOTH_A_EDGE_COUNT, SAW_U64) },
};

static const struct saw_field population_fields[] = {
	{ FIELD(item, a, "state", SAWTOOTH_A_POPULATION_STATE, SAW_U32) },
	{ FIELD(item, count, "count", SAWTOOTH_A_POPULATION_COUNT, SAW_U64) },
};

static const struct saw_set counter_set = { SET(item, counter_fields) };
static const struct saw_set edge_set = { SET(item, edge_fields) };
static const struct saw_set population_set = { SET(item, population_fields) };

static int read_item(const struct nlattr *attr, const struct saw_set *set, struct item *item)
{
	return saw_set_parse(set, mnl_attr_get_payload(attr), mnl_attr_get_payload_len(attr),
			     item);
}

static int read_attr(const struct nlattr *attr, struct saw_stats *stats)
{
	struct item item;
	int ret;

	switch (mnl_attr_get_type(attr)) {
	case SAWTOOTH_A_STATS_COUNTER:
		ret = read_item(attr, &counter_set, &item);
		if (!ret && item.a < SAW_STATS) {
			stats->counter[item.a] = item.count;
			stats->counted |= 1ULL << item.a;
		}
		return ret;
	case SAWTOOTH_A_STATS_EDGE:
		ret = read_item(attr, &edge_set, &item);
		if (!ret && item.a < SAW_STATES && item.b < SAW_STATES)
			stats->edge[item.a][item.b] = item.count;
		return ret;
	case SAWTOOTH_A_STATS_POPULATION:
		ret = read_item(attr, &population_set, &item);
		if (!ret && item.a < SAW_STATES)
			stats->population[item.a] = item.count;
		return ret;
	case SAWTOOTH_A_STATS_SINCE:
		if (mnl_attr_get_payload_len(attr) != sizeof(stats->since))
			return -EBADMSG;
		stats->since = mnl_attr_get_u64(attr);
		stats->has |= SAW_BIT(SAWTOOTH_A_STATS_SINCE);
		return 0;
	}
	return 0;
}

static int reply(const struct nlmsghdr *nlh, void *data)
{
	const struct nlattr *attr;
	int ret;

	mnl_attr_for_each(attr, nlh, sizeof(struct genlmsghdr)) {
		ret = read_attr(attr, data);
		if (ret)
			return ret;
	}
	return 0;
}

int saw_stats_get(struct saw_sock *sock, struct saw_stats *stats)
{
	*stats = (struct saw_stats){};
	return saw_request(sock, SAWTOOTH_CMD_STATS_GET, 0, NULL, NULL, reply, stats);
}

int saw_stats_reset(struct saw_sock *sock)
{
	return saw_request(sock, SAWTOOTH_CMD_STATS_RESET, 0, NULL, NULL, NULL, NULL);
}
