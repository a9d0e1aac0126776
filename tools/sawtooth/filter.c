// SPDX-License-Identifier: GPL-2.0
#include <arpa/inet.h>
#include <net/if.h>
#include <netdb.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

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

static bool parse_address(const char *key, const char *text, struct saw_filter *filter,
			  char *error)
{
	bool src = key[0] == 's';
	uint8_t *address = src ? filter->saddr : filter->daddr;
	struct prefix prefix;
	uint64_t length;
	uint8_t family;
	uint16_t port;

	if (!split(text, &prefix))
		return wrong(error, "%s \"%s\" is not ADDRESS[/LENGTH][:PORT]; write [ADDRESS]:PORT for IPv6",
			     key, text);
	family = strchr(prefix.address, ':') ? AF_INET6 : AF_INET;
	if (inet_pton(family, prefix.address, address) != 1)
		return wrong(error, "%s \"%s\" is no address; write 192.0.2.1, 192.0.2.0/24, 192.0.2.1:80, 2001:db8::/32 or [2001:db8::1]:80",
			     key, text);
	if (filter->family && filter->family != family)
		return wrong(error, "src and dst are of different families; give both as IPv4 or both as IPv6");
	length = family == AF_INET6 ? 128 : 32;
	if (prefix.length && !parse_u64(prefix.length, 0, length, &length))
		return wrong(error, "%s \"%s\": the prefix length is 0 to %d", key, text,
			     family == AF_INET6 ? 128 : 32);
	if (prefix.port && !parse_port(prefix.port, &port))
		return wrong(error, "%s \"%s\": the port is 0 to 65535 or the name of a service",
			     key, text);
	mask(address, length);
	filter->family = family;
	filter->has |= SAW_BIT(SAWTOOTH_A_FILTER_FAMILY);
	if (src) {
		filter->saddr_len = length;
		filter->has |= SAW_BIT(SAWTOOTH_A_FILTER_SADDR) |
			       SAW_BIT(SAWTOOTH_A_FILTER_SADDR_LEN);
	} else {
		filter->daddr_len = length;
		filter->has |= SAW_BIT(SAWTOOTH_A_FILTER_DADDR) |
			       SAW_BIT(SAWTOOTH_A_FILTER_DADDR_LEN);
	}
	if (!prefix.port)
		return true;
	if (SAW_HAS(filter, src ? SAWTOOTH_A_FILTER_SPORT : SAWTOOTH_A_FILTER_DPORT))
		return wrong(error, "%s and %s both give a port", key, src ? "sport" : "dport");
	*(src ? &filter->sport : &filter->dport) = port;
	filter->has |= SAW_BIT(src ? SAWTOOTH_A_FILTER_SPORT : SAWTOOTH_A_FILTER_DPORT);
	return true;
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

static bool parse_term(const char *key, const char *value, struct saw_filter *filter,
		       char *error)
{
	bool sport = !strcmp(key, "sport");

	if (!strcmp(key, "state"))
		return parse_states(value, filter, error);
	if (!strcmp(key, "src") || !strcmp(key, "dst"))
		return parse_address(key, value, filter, error);
	if (!strcmp(key, "dev"))
		return parse_device(value, filter, error);
	if (!parse_port(value, sport ? &filter->sport : &filter->dport))
		return wrong(error, "%s \"%s\": the port is 0 to 65535 or the name of a service",
			     key, value);
	filter->has |= SAW_BIT(sport ? SAWTOOTH_A_FILTER_SPORT : SAWTOOTH_A_FILTER_DPORT);
	return true;
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
		{ "sport", SAWTOOTH_A_FILTER_SPORT },
		{ "dport", SAWTOOTH_A_FILTER_DPORT },
		{ "dev", SAWTOOTH_A_FILTER_IFINDEX },
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
			return wrong(error, "\"%.60s\" begins no filter; filters are state, src, dst, sport, dport, dev, each with a value",
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

static bool in_prefix(const uint8_t *address, const uint8_t *prefix, unsigned int bits)
{
	uint8_t masked[16];

	memcpy(masked, address, sizeof(masked));
	mask(masked, bits);
	return !memcmp(masked, prefix, sizeof(masked));
}

/* Where an event took place: what a filter asks, whatever the kind of the event. */
struct place {
	uint8_t family;
	bool ports;
	uint16_t sport;
	uint16_t dport;
	uint32_t ifindex;
	const uint8_t *saddr;
	const uint8_t *daddr;
};

static bool passes(const struct saw_filter *filter, const struct place *place)
{
	if (SAW_HAS(filter, SAWTOOTH_A_FILTER_FAMILY) && filter->family != place->family)
		return false;
	if (SAW_HAS(filter, SAWTOOTH_A_FILTER_SADDR) &&
	    !in_prefix(place->saddr, filter->saddr, filter->saddr_len))
		return false;
	if (SAW_HAS(filter, SAWTOOTH_A_FILTER_DADDR) &&
	    !in_prefix(place->daddr, filter->daddr, filter->daddr_len))
		return false;
	if (SAW_HAS(filter, SAWTOOTH_A_FILTER_SPORT) &&
	    (!place->ports || filter->sport != place->sport))
		return false;
	if (SAW_HAS(filter, SAWTOOTH_A_FILTER_DPORT) &&
	    (!place->ports || filter->dport != place->dport))
		return false;
	return !SAW_HAS(filter, SAWTOOTH_A_FILTER_IFINDEX) || filter->ifindex == place->ifindex;
}

#define PLACE(record)						\
	({							\
		typeof(record) r = (record);			\
								\
		(struct place){					\
			.family = r->family, .ports = true,	\
			.sport = r->sport, .dport = r->dport,	\
			.ifindex = r->ifindex,			\
			.saddr = r->saddr, .daddr = r->daddr,	\
		};						\
	})

static bool passes_decision(const struct saw_filter *filter,
			    const struct sawtooth_decision *decision)
{
	struct place there = PLACE(decision), back = there;

	back.saddr = there.daddr;
	back.daddr = there.saddr;
	back.sport = there.dport;
	back.dport = there.sport;
	return passes(filter, &there) || passes(filter, &back);
}

bool filter_event(const struct saw_filter *filter, const struct saw_event *event)
{
	const struct sawtooth_membership_record *membership = &event->membership;
	const struct sawtooth_transition *move = &event->transition;
	struct place place;

	if (SAW_HAS(filter, SAWTOOTH_A_FILTER_STATES) &&
	    (event->kind != SAWTOOTH_A_EVENT_TRANSITION ||
	     !(filter->states & (1u << (move->from & 31) | 1u << (move->to & 31)))))
		return false;
	switch (event->kind) {
	case SAWTOOTH_A_EVENT_TRANSITION:
		place = PLACE(move);
		break;
	case SAWTOOTH_A_EVENT_HANDSHAKE:
		place = PLACE(&event->handshake);
		break;
	case SAWTOOTH_A_EVENT_TEARDOWN:
		place = PLACE(&event->teardown);
		break;
	case SAWTOOTH_A_EVENT_DECISION:
		return passes_decision(filter, &event->decision);
	default:
		place = (struct place){
			.family = membership->family, .ifindex = membership->ifindex,
			.saddr = membership->host, .daddr = membership->group,
		};
	}
	return passes(filter, &place);
}
