// SPDX-License-Identifier: GPL-2.0
/* Bindings: which remote addresses get which profile. */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "naming.h"
#include "print.h"

static const struct column columns[] = {
	{ .head = "PREFIX" },
	{ .head = "PROFILE" },
};

#define TEXT_SIZE (INET6_ADDRSTRLEN + 8)

static void add_row(const struct saw_binding *binding, void *data)
{
	char prefix[TEXT_SIZE], address[NAME_SIZE];
	const char *cells[2];

	cells[0] = prefix;
	cells[1] = binding->profile;
	snprintf(prefix, sizeof(prefix), "%.46s/%u",
		 address_number(address, binding->family, binding->prefix),
		 binding->prefix_len);
	table_add(data, cells, NULL);
}

static void add_json(const struct saw_binding *binding, void *data)
{
	json_object_array_add(data, json_from(&saw_binding_set, binding));
}

static int list(struct saw_sock *sock)
{
	struct table table = { .columns = columns, .width = ARRAY_SIZE(columns) };
	struct json_object *array;
	int ret;

	if (!options.json) {
		ret = saw_binding_dump(sock, add_row, &table);
		if (!ret)
			table_print(&table, "no bindings: all connections have the profile of the namespace");
		return ret;
	}
	array = json_object_new_array();
	ret = saw_binding_dump(sock, add_json, array);
	if (!ret)
		json_print(json_object_get(array));
	json_object_put(array);
	return ret;
}

static bool parse_address(const char *text, struct saw_binding *binding)
{
	binding->family = strchr(text, ':') ? AF_INET6 : AF_INET;
	return inet_pton(binding->family, text, binding->prefix) == 1;
}

/* ADDRESS or ADDRESS/LENGTH. */
static int parse_prefix(const char *text, struct saw_binding *binding)
{
	const char *slash = strchr(text, '/');
	size_t len = slash ? (size_t)(slash - text) : strlen(text);
	char address[INET6_ADDRSTRLEN];
	uint64_t bits;

	if (len < sizeof(address)) {
		memcpy(address, text, len);
		address[len] = 0;
	}
	if (len >= sizeof(address) || !parse_address(address, binding))
		return bad_input("\"%s\" is no prefix, such as 192.0.2.0/24 or 2001:db8::/32",
				 text);
	bits = binding->family == AF_INET ? 32 : 128;
	if (slash && !parse_u64(slash + 1, 0, bits, &bits))
		return bad_input("\"%s\": the length of a prefix is 0 to %d", text,
				 binding->family == AF_INET ? 32 : 128);
	binding->prefix_len = bits;
	binding->has |= SAW_BIT(SAWTOOTH_A_BINDING_FAMILY) | SAW_BIT(SAWTOOTH_A_BINDING_PREFIX) |
			SAW_BIT(SAWTOOTH_A_BINDING_PREFIX_LEN);
	return 0;
}

static int parse(int argc, char **argv, struct saw_binding *binding)
{
	bool set = argc && !strcmp(argv[0], "set");
	int ret;

	if (argc != 2 + set || (!set && strcmp(argv[0], "delete")))
		return bad_input("binding takes nothing, \"set\" PREFIX PROFILE or \"delete\" PREFIX");
	ret = parse_prefix(argv[1], binding);
	if (ret || !set)
		return ret;
	if (strlen(argv[2]) > SAWTOOTH_NAME_MAX || !argv[2][0])
		return bad_input("the name of a profile has 1 to %d characters", SAWTOOTH_NAME_MAX);
	snprintf(binding->profile, sizeof(binding->profile), "%s", argv[2]);
	binding->has |= SAW_BIT(SAWTOOTH_A_BINDING_PROFILE);
	return 0;
}

int cmd_binding(int argc, char **argv)
{
	struct saw_binding binding = {};
	struct saw_sock *sock;
	int ret;

	if (argc) {
		ret = parse(argc, argv, &binding);
		if (ret)
			return ret;
	}
	sock = connect_module();
	if (!sock)
		return 1;
	if (!argc)
		ret = list(sock);
	else if (SAW_HAS(&binding, SAWTOOTH_A_BINDING_PROFILE))
		ret = saw_binding_change(sock, &binding);
	else
		ret = saw_binding_delete(sock, &binding);
	if (ret)
		ret = failed(saw_failure(sock), argc ? "binding %s %s" : "binding",
			     argc ? argv[0] : "", argc ? argv[1] : "");
	saw_close(sock);
	return ret;
}
