// SPDX-License-Identifier: GPL-2.0
/*
 * Filters: what is accepted and what it means, what is refused and what is said then.
 */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "filter.h"
#include "test.h"

static char error[FILTER_ERROR_SIZE];

/* Parse @text, split at its spaces. */
static bool parse(const char *text, struct saw_filter *filter)
{
	char copy[256], *words[16], *word, *rest;
	int count = 0;

	error[0] = 0;
	snprintf(copy, sizeof(copy), "%s", text);
	for (word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
		words[count++] = word;
	return filter_parse(count, words, filter, error);
}

static void accepts(void **state)
{
#define STATE(name) (1u << SAWTOOTH_TCP_STATE_##name)
	static const struct {
		const char *text;
		struct saw_filter wanted;
	} cases[] = {
		{ "", {} },
		{ "state established", { .states = STATE(ESTABLISHED) } },
		{ "state SYN-SENT,time_wait", { .states = STATE(SYN_SENT) | STATE(TIME_WAIT) } },
		{ "state syn-recv,Listening", { .states = STATE(SYN_RECEIVED) | STATE(LISTEN) } },
		{ "src 192.0.2.1",
		  { .family = AF_INET, .saddr = { 192, 0, 2, 1 }, .saddr_len = 32 } },
		{ "src 192.0.2.129/25",
		  { .family = AF_INET, .saddr = { 192, 0, 2, 128 }, .saddr_len = 25 } },
		{ "src 0.0.0.0/0", { .family = AF_INET, .saddr_len = 0 } },
		{ "dst 192.0.2.1:80",
		  { .family = AF_INET, .daddr = { 192, 0, 2, 1 }, .daddr_len = 32, .dport = 80 } },
		{ "src 10.9.8.7/8:443",
		  { .family = AF_INET, .saddr = { 10 }, .saddr_len = 8, .sport = 443 } },
		{ "src ::1", { .family = AF_INET6, .saddr = { [15] = 1 }, .saddr_len = 128 } },
		{ "src 2001:db8:ffff::/33",
		  { .family = AF_INET6, .saddr = { 0x20, 1, 0xd, 0xb8, 0x80 }, .saddr_len = 33 } },
		{ "dst [2001:db8::2]:443",
		  { .family = AF_INET6, .daddr = { 0x20, 1, 0xd, 0xb8, [15] = 2 },
		    .daddr_len = 128, .dport = 443 } },
		{ "dst [2001:db8::]/32:443",
		  { .family = AF_INET6, .daddr = { 0x20, 1, 0xd, 0xb8 }, .daddr_len = 32,
		    .dport = 443 } },
		{ "dst [2001:db8::]/32",
		  { .family = AF_INET6, .daddr = { 0x20, 1, 0xd, 0xb8 }, .daddr_len = 32 } },
		{ "sport 80", { .sport = 80 } },
		{ "sport = :80", { .sport = 80 } },
		{ "dport eq 65535", { .dport = 65535 } },
		{ "dport == ssh", { .dport = 22 } },
		{ "addr [2001:db8::2]:443",
		  { .family = AF_INET6, .addr = { 0x20, 1, 0xd, 0xb8, [15] = 2 },
		    .addr_len = 128, .port = 443 } },
		{ "addr 192.0.2.0/24 port 80",
		  { .family = AF_INET, .addr = { 192, 0, 2 }, .addr_len = 24, .port = 80 } },
		{ "role Responder", { .role = SAWTOOTH_ROLE_RESPONDER } },
		{ "role initiator", { .role = SAWTOOTH_ROLE_INITIATOR } },
		{ "user root", { .uid = 0 } },
		{ "user 4711", { .uid = 4711 } },
		{ "user 4294967294", { .uid = 4294967294U } },
		{ "cgroup 18446744073709551615", { .cgroup = UINT64_MAX } },
		{ "dev lo", { .ifindex = 1 } },
		{ "dev 4000", { .ifindex = 4000 } },
		{ "source 10.9.8.7/8",
		  { .family = AF_INET, .source = { 10 }, .source_len = 8 } },
		{ "source [2001:db8::1]",
		  { .family = AF_INET6, .source = { 0x20, 1, 0xd, 0xb8, [15] = 1 },
		    .source_len = 128 } },
		{ "host 192.0.2.1 group 239.0.0.0/8",
		  { .family = AF_INET, .saddr = { 192, 0, 2, 1 }, .saddr_len = 32,
		    .daddr = { 239 }, .daddr_len = 8 } },
		{ "sport 1 and dport 2 dev lo", { .sport = 1, .dport = 2, .ifindex = 1 } },
	};
	struct saw_filter filter;
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		if (!parse(cases[i].text, &filter))
			fail_msg("\"%s\" is refused: %s", cases[i].text, error);
		filter.has = 0;
		if (memcmp(&filter, &cases[i].wanted, sizeof(filter)))
			fail_msg("\"%s\" means something else", cases[i].text);
	}
}

/* What is given is marked as given: the value may be that of something not given. */
static void marks_what_is_given(void **state)
{
	struct saw_filter filter;

	(void)state;
	assert_true(parse("sport 0 src 0.0.0.0/0", &filter));
	assert_int_equal(filter.has, SAW_BIT(SAWTOOTH_A_FILTER_SPORT) |
			 SAW_BIT(SAWTOOTH_A_FILTER_FAMILY) | SAW_BIT(SAWTOOTH_A_FILTER_SADDR) |
			 SAW_BIT(SAWTOOTH_A_FILTER_SADDR_LEN));
	assert_true(parse("state closed", &filter));
	assert_int_equal(filter.has, SAW_BIT(SAWTOOTH_A_FILTER_STATES));
	assert_true(parse("role initiator addr 0.0.0.0/0:0", &filter));
	assert_int_equal(filter.has, SAW_BIT(SAWTOOTH_A_FILTER_ROLE) |
			 SAW_BIT(SAWTOOTH_A_FILTER_FAMILY) | SAW_BIT(SAWTOOTH_A_FILTER_ADDR) |
			 SAW_BIT(SAWTOOTH_A_FILTER_ADDR_LEN) | SAW_BIT(SAWTOOTH_A_FILTER_PORT));
	assert_true(parse("dst ::/0:0", &filter) == false);
	assert_true(parse("dst [::]/0:0 dev lo", &filter));
	assert_int_equal(filter.has, SAW_BIT(SAWTOOTH_A_FILTER_DPORT) |
			 SAW_BIT(SAWTOOTH_A_FILTER_FAMILY) | SAW_BIT(SAWTOOTH_A_FILTER_DADDR) |
			 SAW_BIT(SAWTOOTH_A_FILTER_DADDR_LEN) |
			 SAW_BIT(SAWTOOTH_A_FILTER_IFINDEX));
}

static void refuses(void **state)
{
	static const struct {
		const char *text;
		const char *says;
	} cases[] = {
		{ "state", "state needs a value" },
		{ "state =", "state needs a value" },
		{ "state ,", "no state; states are closed" },
		{ "state open", "\"open\" is no state" },
		{ "state established,", "" },
		{ "state a state b", "is no state" },
		{ "state closed state listen", "given twice; write state A,B" },
		{ "sport 1 sport 2", "sport is given twice" },
		{ "ports 80", "filters are state, src, dst, addr, sport, dport, port, dev, role" },
		{ "user no-such-user", "no user \"no-such-user\"" },
		{ "user -1", "no user" },
		{ "user 4294967295", "no user" },
		{ "user 1 user 1", "user is given twice" },
		{ "cgroup 0", "no cgroup \"0\"" },
		{ "cgroup /no/such/folder", "no cgroup \"/no/such/folder\"" },
		{ "cgroup /dev/null", "no cgroup" },
		{ "role client", "accepted are initiator and responder" },
		{ "addr ::1 src 192.0.2.1", "different families" },
		{ "addr ::1/129", "the prefix length is 0 to 128" },
		{ "port 80 addr 192.0.2.1:80", "addr and port both give a port" },
		{ "and sport 80", "\"and\" begins no filter" },
		{ "sport 65536", "the port is 0 to 65535" },
		{ "sport -1", "the port is 0 to 65535" },
		{ "sport 80x", "the port is 0 to 65535" },
		{ "src 192.0.2", "is no address" },
		{ "src 192.0.2.1/33", "the prefix length is 0 to 32" },
		{ "src 192.0.2.1/", "the prefix length is 0 to 32" },
		{ "src ::/129", "the prefix length is 0 to 128" },
		{ "src 192.0.2.1:99999", "the port is 0 to 65535" },
		{ "src [::1", "is not ADDRESS[/LENGTH][:PORT]" },
		{ "src [::1]x", "is not ADDRESS[/LENGTH][:PORT]" },
		{ "src example.org", "is no address" },
		{ "src 192.0.2.1 dst ::1", "different families" },
		{ "sport 1 src 192.0.2.1:1", "both give a port" },
		{ "dev no-such-device", "no interface \"no-such-device\"" },
		{ "dev 0", "no interface" },
		{ "source 10.0.0.1:80", "source \"10.0.0.1:80\" has no port" },
		{ "source 10.0.0", "is no address" },
		{ "source 10.0.0.1 source 10.0.0.2", "source is given twice" },
		{ "source 10.0.0.1 group ff05::1", "different families" },
		{ "group 10.0.0.1 dst 10.0.0.2", "is given twice" },
	};
	struct saw_filter filter;
	unsigned int i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		bool accepted = parse(cases[i].text, &filter);

		if (accepted && cases[i].says[0])
			fail_msg("\"%s\" is accepted", cases[i].text);
		if (!strstr(error, cases[i].says))
			fail_msg("\"%s\" is refused with: %s", cases[i].text, error);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(accepts),
		cmocka_unit_test(marks_what_is_given),
		cmocka_unit_test(refuses),
	};

	return cmocka_run_group_tests_name("filter", tests, NULL, NULL);
}
