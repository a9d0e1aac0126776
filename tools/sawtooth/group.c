// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>

#include "naming.h"
#include "print.h"

static const struct column columns[] = {
	{ .head = "GROUP" },
	{ .head = "MEMBER" },
	{ .head = "DEV" },
	{ .head = "PROTOCOL" },
	{ .head = "AGE", .right = true },
	{ .head = "IDLE", .right = true },
	{ .head = "REPORTS", .right = true },
};

static void add_row(const struct saw_group *group, void *data)
{
	char address[NAME_SIZE], host[NAME_SIZE], dev[NAME_SIZE];
	char age[DURATION_SIZE], idle[DURATION_SIZE], reports[16];
	const char *const cells[] = {
		address, host, dev, word_or_number(&saw_membership_protocol_words, group->protocol),
		age, idle, reports
	};

	address_name(address, group->family, group->group);
	address_name(host, group->family, group->host);
	device_name(dev, group->ifindex);
	duration(age, group->age);
	duration(idle, group->idle);
	snprintf(reports, sizeof(reports), "%u", group->reports);
	table_add(data, cells, NULL);
}

static void add_json(const struct saw_group *group, void *data)
{
	json_object_array_add(data, json_from(&saw_group_set, group));
}

int cmd_group(int argc, char **argv)
{
	struct table table = { .columns = columns, .width = ARRAY_SIZE(columns) };
	struct json_object *array;
	struct saw_sock *sock;
	int ret;

	if (argc)
		return bad_input("group takes no \"%s\"", argv[0]);
	sock = connect_module();
	if (!sock)
		return 1;
	array = json_object_new_array();
	if (options.json)
		ret = saw_group_dump(sock, add_json, array);
	else
		ret = saw_group_dump(sock, add_row, &table);
	if (ret)
		ret = failed(saw_failure(sock), "group");
	else if (options.json)
		json_print(json_object_get(array));
	else
		table_print(&table, "no memberships");
	json_object_put(array);
	saw_close(sock);
	return ret;
}
