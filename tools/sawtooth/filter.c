// SPDX-License-Identifier: GPL-2.0
#include <arpa/inet.h>
#include <net/if.h>
#include <netdb.h>
#include <pwd.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "filter.h"

static bool wrong(char *error, const char *format, ...) __attribute__((format(printf, 2, 3)));

static bool wrong(char *error, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(error, FILTER_ERROR_SIZE, format, args);
	va_end(args);
	return false;
}

static bool parse_states(const char *text, struct saw_filter *filter, char *error)
{
	while (*text) {
		size_t len = strcspn(text, ",");
		int state = saw_word_find(&saw_tcp_state_words, text, len);

		/* what ss calls them */
		if (state < 0 && len == 8 && !strncasecmp(text, "syn-recv", len))
			state = SAWTOOTH_TCP_STATE_SYN_RECEIVED;
		if (state < 0 && len == 9 && !strncasecmp(text, "listening", len))
			state = SAWTOOTH_TCP_STATE_LISTEN;
		if (state < 0)
			return wrong(error, "\"%.*s\" is no state; states are closed, listen, syn-sent, syn-received, established, fin-wait-1, fin-wait-2, close-wait, closing, last-ack, time-wait",
				     (int)(len < 40 ? len : 40), text);
		filter->has |= SAW_BIT(SAWTOOTH_A_FILTER_STATES);
		filter->states |= 1u << state;
		text += len;
		text += *text == ',';
	}
	return filter->states || wrong(error, "state needs a name, such as established");
}

static bool parse_port(const char *text, uint16_t *port)
{
	const struct servent *service;
	uint64_t number;

	text += *text == ':';
	if (parse_u64(text, 0, UINT16_MAX, &number)) {
		*port = number;
		return true;
	}
	service = getservbyname(text, "tcp");
	if (service)
		*port = ntohs(service->s_port);
	return service;
}

/* Only the bits of the prefix count: clear the others. */
static void mask(uint8_t *address, unsigned int bits)
{
	unsigned int i;

	for (i = 0; i < 16; i++) {
		unsigned int left = bits > i * 8 ? bits - i * 8 : 0;

		if (left < 8)
			address[i] &= (uint8_t)(0xff00 >> left);
	}
}

/**
 * struct prefix - ADDRESS[/LENGTH][:PORT], taken apart
 * @address: without brackets
 * @length: digits after the slash, or NULL
 * @port: digits after the colon, or NULL
 */
struct prefix {
	char address[64];
	const char *length;
	const char *port;
};

/* Split @text; with brackets around the address a colon can only begin a port. */
static bool split(const char *text, struct prefix *prefix)
{
	bool brackets = *text == '[';
	char *end, *colon;

	if (strlen(text) >= sizeof(prefix->address))
		return false;
	strcpy(prefix->address, text + brackets);
	prefix->length = NULL;
	prefix->port = NULL;
	end = prefix->address;
	if (brackets) {
		end = strchr(end, ']');
		if (!end)
			return false;
		*end++ = 0;
		if (*end && *end != '/' && *end != ':')
			return false;
	}
	/* two colons without brackets: an IPv6 address, no port */
	colon = strchr(end, ':');
	if (colon && (brackets || !strchr(colon + 1, ':'))) {
		*colon = 0;
		prefix->port = colon + 1;
	}
	end = strchr(end, '/');
	if (end) {
		*end = 0;
		prefix->length = end + 1;
	}
	return true;
}

/**
 * struct end - where an address and port of the command line go
 * @key: what they are called there
 * @port_key: what the port alone is called
 * @address: of the filter, as the next two
 * @length: prefix length
 * @port: port
 * @address_attr: attribute of @address; that of @length is the next one
 * @port_attr: attribute of @port
 */
struct end {
	const char *key;
	const char *port_key;
	uint8_t *address;
	uint8_t *length;
	uint16_t *port;
	unsigned int address_attr;
	unsigned int port_attr;
};

/* What is called otherwise where it is about memberships. */
static const char *plain(const char *key)
{
	if (!strcmp(key, "host"))
		return "src";
	return strcmp(key, "group") ? key : "dst";
}

static bool find_end(const char *key, struct saw_filter *filter, struct end *end)
{
	const struct end ends[] = {
		{ "src", "sport", filter->saddr, &filter->saddr_len, &filter->sport,
		  SAWTOOTH_A_FILTER_SADDR, SAWTOOTH_A_FILTER_SPORT },
		{ "dst", "dport", filter->daddr, &filter->daddr_len, &filter->dport,
		  SAWTOOTH_A_FILTER_DADDR, SAWTOOTH_A_FILTER_DPORT },
		{ "addr", "port", filter->addr, &filter->addr_len, &filter->port,
		  SAWTOOTH_A_FILTER_ADDR, SAWTOOTH_A_FILTER_PORT },
		{ "source", "", filter->source, &filter->source_len, NULL,
		  SAWTOOTH_A_FILTER_SOURCE, 0 },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(ends); i++) {
		*end = ends[i];
		if (!strcmp(key, end->key) || !strcmp(key, end->port_key))
			return true;
	}
	return false;
}

static bool set_port(const struct end *end, const char *key, const char *text, const char *port,
		     struct saw_filter *filter, char *error)
{
	if (!end->port)
		return wrong(error, "%s \"%s\" has no port", key, text);
	if (!parse_port(port, end->port))
		return wrong(error, "%s \"%s\": the port is 0 to 65535 or the name of a service",
			     key, text);
	if (SAW_HAS(filter, end->port_attr))
		return wrong(error, "%s and %s both give a port", end->key, end->port_key);
	filter->has |= SAW_BIT(end->port_attr);
	return true;
}

static bool parse_address(const struct end *end, const char *text, struct saw_filter *filter,
			  char *error)
{
	struct prefix prefix;
	uint64_t length;
	uint8_t family;

	if (!split(text, &prefix))
		return wrong(error, "%s \"%s\" is not ADDRESS[/LENGTH][:PORT]; write [ADDRESS]:PORT for IPv6",
			     end->key, text);
	family = strchr(prefix.address, ':') ? AF_INET6 : AF_INET;
	if (inet_pton(family, prefix.address, end->address) != 1)
		return wrong(error, "%s \"%s\" is no address; write 192.0.2.1, 192.0.2.0/24, 192.0.2.1:80, 2001:db8::/32 or [2001:db8::1]:80",
			     end->key, text);
	if (filter->family && filter->family != family)
		return wrong(error, "addresses of different families; give all as IPv4 or all as IPv6");
	length = family == AF_INET6 ? 128 : 32;
	if (prefix.length && !parse_u64(prefix.length, 0, length, &length))
		return wrong(error, "%s \"%s\": the prefix length is 0 to %d", end->key, text,
			     family == AF_INET6 ? 128 : 32);
	mask(end->address, length);
	*end->length = length;
	filter->family = family;
	filter->has |= SAW_BIT(SAWTOOTH_A_FILTER_FAMILY) | SAW_BIT(end->address_attr) |
		       SAW_BIT(end->address_attr + 1);
	return !prefix.port || set_port(end, end->key, text, prefix.port, filter, error);
}

static bool parse_device(const char *text, struct saw_filter *filter, char *error)
{
	uint64_t number;

	filter->ifindex = if_nametoindex(text);
	if (!filter->ifindex && parse_u64(text, 1, INT32_MAX, &number))
		filter->ifindex = number;
	if (!filter->ifindex)
		return wrong(error, "no interface \"%s\"; \"ip link\" lists them", text);
	filter->has |= SAW_BIT(SAWTOOTH_A_FILTER_IFINDEX);
	return true;
}

static bool parse_role(const char *text, struct saw_filter *filter, char *error)
{
	int role = saw_word_find(&saw_role_words, text, strlen(text));

	if (role < 0)
		return wrong(error, "\"%.40s\" is no end of a connection; accepted are initiator and responder",
			     text);
	filter->role = role;
	filter->has |= SAW_BIT(SAWTOOTH_A_FILTER_ROLE);
	return true;
}

/* By name or number. */
static bool parse_user(const char *text, struct saw_filter *filter, char *error)
{
	const struct passwd *user;
	uint64_t number;

	if (parse_u64(text, 0, UINT32_MAX - 1, &number)) {
		filter->uid = number;
	} else {
		user = getpwnam(text);
		if (!user)
			return wrong(error, "no user \"%.40s\"; write a name or a number", text);
		filter->uid = user->pw_uid;
	}
	filter->has |= SAW_BIT(SAWTOOTH_A_FILTER_UID);
	return true;
}

/* By the path of its folder, whose inode has the number. */
static bool parse_cgroup(const char *text, struct saw_filter *filter, char *error)
{
	struct stat folder;

	if (!parse_u64(text, 1, UINT64_MAX, &filter->cgroup)) {
		if (stat(text, &folder) || !S_ISDIR(folder.st_mode))
			return wrong(error, "no cgroup \"%.80s\"; write the path of its folder or its id",
				     text);
		filter->cgroup = folder.st_ino;
	}
	filter->has |= SAW_BIT(SAWTOOTH_A_FILTER_CGROUP);
	return true;
}

static bool parse_term(const char *key, const char *value, struct saw_filter *filter,
		       char *error)
{
	struct end end;

	if (!strcmp(key, "state"))
		return parse_states(value, filter, error);
	if (!strcmp(key, "dev"))
		return parse_device(value, filter, error);
	if (!strcmp(key, "user"))
		return parse_user(value, filter, error);
	if (!strcmp(key, "cgroup"))
		return parse_cgroup(value, filter, error);
	if (!find_end(plain(key), filter, &end))
		return parse_role(value, filter, error);
	if (!strcmp(plain(key), end.key))
		return parse_address(&end, value, filter, error);
	return set_port(&end, key, value, value, filter, error);
}

static unsigned int attribute_of(const char *key)
{
	static const struct {
		const char *key;
		unsigned int attribute;
	} keys[] = {
		{ "state", SAWTOOTH_A_FILTER_STATES },
		{ "src", SAWTOOTH_A_FILTER_SADDR },
		{ "dst", SAWTOOTH_A_FILTER_DADDR },
		{ "addr", SAWTOOTH_A_FILTER_ADDR },
		{ "sport", SAWTOOTH_A_FILTER_SPORT },
		{ "dport", SAWTOOTH_A_FILTER_DPORT },
		{ "port", SAWTOOTH_A_FILTER_PORT },
		{ "dev", SAWTOOTH_A_FILTER_IFINDEX },
		{ "role", SAWTOOTH_A_FILTER_ROLE },
		{ "user", SAWTOOTH_A_FILTER_UID },
		{ "cgroup", SAWTOOTH_A_FILTER_CGROUP },
		{ "host", SAWTOOTH_A_FILTER_SADDR },
		{ "group", SAWTOOTH_A_FILTER_DADDR },
		{ "source", SAWTOOTH_A_FILTER_SOURCE },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(keys); i++)
		if (!strcmp(keys[i].key, key))
			return keys[i].attribute;
	return 0;
}

static bool is_equals(const char *word)
{
	return !strcmp(word, "=") || !strcmp(word, "==") || !strcmp(word, "eq");
}

bool filter_parse(int argc, char **argv, struct saw_filter *filter, char *error)
{
	static const char more[] = "; write state A,B for more than one";
	int i = 0;

	memset(filter, 0, sizeof(*filter));
	while (i < argc) {
		const char *key = argv[i++];
		unsigned int attribute;

		if (i > 1 && !strcmp(key, "and") && i < argc)
			key = argv[i++];
		attribute = attribute_of(key);
		if (!attribute)
			return wrong(error, "\"%.60s\" begins no filter; filters are state, src, dst, addr, sport, dport, port, dev, role, user, cgroup, and of memberships host, group, source, each with a value",
				     key);
		if (i < argc && is_equals(argv[i]))
			i++;
		if (i == argc)
			return wrong(error, "%s needs a value", key);
		if (SAW_HAS(filter, attribute))
			return wrong(error, "%s is given twice%s", key,
				     attribute == SAWTOOTH_A_FILTER_STATES ? more : "");
		if (!parse_term(key, argv[i++], filter, error))
			return false;
	}
	return true;
}

bool filter_of_groups(const struct saw_filter *filter)
{
	static const uint32_t others = SAW_BIT(SAWTOOTH_A_FILTER_STATES) |
		SAW_BIT(SAWTOOTH_A_FILTER_SPORT) | SAW_BIT(SAWTOOTH_A_FILTER_DPORT) |
		SAW_BIT(SAWTOOTH_A_FILTER_PORT) | SAW_BIT(SAWTOOTH_A_FILTER_UID) |
		SAW_BIT(SAWTOOTH_A_FILTER_CGROUP);

	return !(filter->has & others);
}
