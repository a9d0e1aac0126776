// SPDX-License-Identifier: GPL-2.0
/*
 * Memberships, by group or by host, and the queriers that ask for them.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "filter.h"
#include "naming.h"
#include "print.h"

static const struct column columns[] = {
	{ .head = "GROUP" },
	{ .head = "MEMBER" },
	{ .head = "DEV" },
	{ .head = "PROTOCOL" },
	{ .head = "SOURCES" },
	{ .head = "AGE", .right = true },
	{ .head = "LEFT", .right = true },
	{ .head = "REPORTS", .right = true },
	{ .head = "RECEIVED", .right = true },
	{ .head = "SENT", .right = true },
};

static const struct column columns_by_host[] = {
	{ .head = "MEMBER" },
	{ .head = "GROUP" },
	{ .head = "DEV" },
	{ .head = "PROTOCOL" },
	{ .head = "SOURCES" },
	{ .head = "AGE", .right = true },
	{ .head = "LEFT", .right = true },
	{ .head = "REPORTS", .right = true },
	{ .head = "RECEIVED", .right = true },
	{ .head = "SENT", .right = true },
};

static const struct column querier_columns[] = {
	{ .head = "QUERIER" },
	{ .head = "DEV" },
	{ .head = "PROTOCOL" },
	{ .head = "ROBUSTNESS", .right = true },
	{ .head = "INTERVAL", .right = true },
	{ .head = "RESPONSE", .right = true },
	{ .head = "IDLE", .right = true },
	{ .head = "LEFT", .right = true },
};

/**
 * struct list - the memberships of a dump
 * @rows: them
 * @count: how many
 * @room: for how many there is memory
 * @failed: there was no memory
 */
struct list {
	struct saw_group *rows;
	size_t count;
	size_t room;
	bool failed;
};

static void keep(const struct saw_group *group, void *data)
{
	struct list *list = data;

	if (list->count == list->room) {
		size_t room = list->room ? list->room * 2 : 16;
		struct saw_group *rows = realloc(list->rows, room * sizeof(*rows));

		if (!rows) {
			list->failed = true;
			return;
		}
		list->rows = rows;
		list->room = room;
	}
	list->rows[list->count++] = *group;
}

static int compare(const uint8_t *a1, const uint8_t *b1, const uint8_t *a2, const uint8_t *b2,
		   const struct saw_group *a, const struct saw_group *b)
{
	int order = (int)a->family - (int)b->family;

	if (!order)
		order = memcmp(a1, b1, 16);
	if (!order)
		order = memcmp(a2, b2, 16);
	if (!order)
		order = a->ifindex < b->ifindex ? -1 : a->ifindex > b->ifindex;
	return order ? order : (int)a->local - (int)b->local;
}

static int by_group(const void *left, const void *right)
{
	const struct saw_group *a = left, *b = right;

	return compare(a->group, b->group, a->host, b->host, a, b);
}

static int by_host(const void *left, const void *right)
{
	const struct saw_group *a = left, *b = right;

	return compare(a->host, b->host, a->group, b->group, a, b);
}

/* "any", "any but 2", "3": what the sources are, in a word. */
static void sources_word(char *buf, size_t size, const struct saw_group *group)
{
	bool include = group->mode == SAWTOOTH_FILTER_MODE_INCLUDE;

	if (include)
		snprintf(buf, size, "%u", group->sources);
	else if (group->sources)
		snprintf(buf, size, "any but %u", group->sources);
	else
		snprintf(buf, size, "any");
}

static void sources_line(char *note, size_t size, const struct saw_group *group)
{
	bool include = group->mode == SAWTOOTH_FILTER_MODE_INCLUDE;
	char name[NAME_SIZE];
	unsigned int i;
	size_t used = snprintf(note, size, "%s", include ? "from" : "not from");

	for (i = 0; i < group->sources && used < size; i++)
		used += snprintf(note + used, size - used, "%s %s", i ? "," : "",
				 address_name(name, group->family, group->source[i].address));
}

static void add_row(struct table *table, const struct saw_group *group, bool host_first)
{
	char address[NAME_SIZE], host[NAME_SIZE + 16], dev[NAME_SIZE], sources[32];
	char age[DURATION_SIZE], left[DURATION_SIZE + 16], reports[16], rx[24], tx[24];
	char note[SAW_GROUP_SOURCES * (NAME_SIZE + 2)], time[DURATION_SIZE];
	const char *const cells[] = {
		host_first ? host : address, host_first ? address : host, dev,
		word_or_number(&saw_membership_protocol_words, group->protocol), sources,
		age, left, reports, rx, tx
	};

	address_name(address, group->family, group->group);
	address_name(host, group->family, group->host);
	if (group->local)
		strcat(host, " (this host)");
	device_name(dev, group->ifindex);
	sources_word(sources, sizeof(sources), group);
	duration(age, group->age);
	snprintf(left, sizeof(left), "%s%s", SAW_HAS(group, SAWTOOTH_A_GROUP_LEAVING) ?
		 "leaving, " : "", duration(time, group->left));
	snprintf(reports, sizeof(reports), "%u", group->reports);
	snprintf(rx, sizeof(rx), "%" PRIu64, group->rx_packets);
	snprintf(tx, sizeof(tx), "%" PRIu64, group->tx_packets);
	if (group->sources)
		sources_line(note, sizeof(note), group);
	table_add(table, cells, group->sources ? note : NULL);
}

static int show_memberships(struct saw_sock *sock, const struct saw_filter *filter,
			    struct list *list, bool host_first)
{
	struct table table = {
		.columns = host_first ? columns_by_host : columns,
		.width = ARRAY_SIZE(columns),
	};
	struct json_object *array;
	size_t i;

	if (saw_group_dump(sock, filter, keep, list))
		return failed(saw_failure(sock), "group");
	if (list->failed) {
		fputs("sawtooth: out of memory\n", stderr);
		return 1;
	}
	if (list->count)
		qsort(list->rows, list->count, sizeof(*list->rows),
		      host_first ? by_host : by_group);
	if (!options.json) {
		for (i = 0; i < list->count; i++)
			add_row(&table, &list->rows[i], host_first);
		table_print(&table, "no memberships");
		return 0;
	}
	array = json_object_new_array();
	for (i = 0; i < list->count; i++)
		json_object_array_add(array, json_from(&saw_group_set, &list->rows[i]));
	json_print(array);
	return 0;
}

static void add_querier(const struct saw_querier *querier, void *data)
{
	char address[NAME_SIZE + 16], dev[NAME_SIZE], robustness[16];
	char interval[DURATION_SIZE], response[DURATION_SIZE];
	char idle[DURATION_SIZE], left[DURATION_SIZE];
	const char *const cells[] = {
		address, dev, word_or_number(&saw_membership_protocol_words, querier->protocol),
		robustness, interval, response, idle, left
	};

	address_name(address, querier->family, querier->address);
	if (querier->local)
		strcat(address, " (this host)");
	device_name(dev, querier->ifindex);
	snprintf(robustness, sizeof(robustness), "%u", querier->robustness);
	duration(interval, querier->interval * NSEC_PER_SEC);
	duration(response, querier->response * UINT64_C(1000000));
	duration(idle, querier->idle);
	duration(left, querier->left);
	table_add(data, cells, NULL);
}

static void add_querier_json(const struct saw_querier *querier, void *data)
{
	json_object_array_add(data, json_from(&saw_querier_set, querier));
}

static int show_queriers(struct saw_sock *sock)
{
	struct table table = {
		.columns = querier_columns,
		.width = ARRAY_SIZE(querier_columns),
	};
	struct json_object *array = json_object_new_array();
	int ret;

	if (options.json)
		ret = saw_querier_dump(sock, add_querier_json, array);
	else
		ret = saw_querier_dump(sock, add_querier, &table);
	if (ret)
		ret = failed(saw_failure(sock), "group queriers");
	else if (options.json)
		json_print(json_object_get(array));
	else
		table_print(&table, "no queriers");
	json_object_put(array);
	return ret;
}

/* The words before a filter: false after saying what is wrong with them. */
static bool parse_order(int argc, char **argv, bool *host_first, int *used)
{
	*used = 0;
	*host_first = false;
	if (!argc || strcmp(argv[0], "by"))
		return true;
	*used = 2;
	*host_first = argc > 1 && !strcmp(argv[1], "host");
	if (*host_first || (argc > 1 && !strcmp(argv[1], "group")))
		return true;
	bad_input("group by group or by host");
	return false;
}

int cmd_group(int argc, char **argv)
{
	bool queriers = argc && !strcmp(argv[0], "queriers");
	char error[FILTER_ERROR_SIZE];
	struct saw_filter filter;
	struct list list = {};
	bool host_first = false;
	struct saw_sock *sock;
	int used, ret;

	if (queriers && argc > 1)
		return bad_input("group queriers takes no \"%s\"", argv[1]);
	if (!queriers) {
		if (!parse_order(argc, argv, &host_first, &used))
			return 2;
		if (!filter_parse(argc - used, argv + used, &filter, error))
			return bad_input("%s", error);
		if (!filter_of_groups(&filter))
			return bad_input("a membership has no state and no ports; its filters are group, host, source, dev");
	}
	sock = connect_module();
	if (!sock)
		return 1;
	ret = queriers ? show_queriers(sock) : show_memberships(sock, &filter, &list, host_first);
	free(list.rows);
	saw_close(sock);
	return ret;
}
