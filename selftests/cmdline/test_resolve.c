// SPDX-License-Identifier: GPL-2.0
/*
 * Names never hold the command up: getnameinfo() is replaced by one that answers at
 * once, or not before the test says so.
 */
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "fake_names.h"
#include "naming.h"
#include "test.h"

static unsigned int asked;
static pthread_mutex_t stuck = PTHREAD_MUTEX_INITIALIZER;

int __wrap_getnameinfo(const struct sockaddr *address, socklen_t length, char *host,
		       socklen_t host_size, char *service, socklen_t service_size, int flags)
{
	const uint8_t *bytes = (const void *)address;

	(void)service;
	(void)service_size;
	assert_true(flags & NI_NAMEREQD);
	assert_int_equal(length, address->sa_family == AF_INET6 ? 28 : 16);
	__atomic_add_fetch(&asked, 1, __ATOMIC_SEQ_CST);
	/* the last byte of an IPv4 address says how it is answered */
	if (bytes[7] == 9) {
		pthread_mutex_lock(&stuck);
		pthread_mutex_unlock(&stuck);
	}
	if (bytes[7] == 2)
		return EAI_NONAME;
	snprintf(host, host_size, "host%d.example", bytes[7]);
	return 0;
}

static void names_and_remembers(void **state)
{
	const uint8_t one[16] = { 192, 0, 2, 1 }, two[16] = { 192, 0, 2, 2 };
	char buf[NAME_SIZE];

	(void)state;
	assert_string_equal(socket_name(buf, AF_INET, one, 80), "host1.example:80");
	assert_string_equal(address_name(buf, AF_INET, one), "host1.example");
	assert_int_equal(asked, 1);
	/* no name is remembered, too */
	assert_string_equal(socket_name(buf, AF_INET, two, 80), "192.0.2.2:80");
	assert_string_equal(address_name(buf, AF_INET, two), "192.0.2.2");
	assert_int_equal(asked, 2);
}

static void numbers_when_asked_for(void **state)
{
	const uint8_t one[16] = { 192, 0, 2, 1 }, six[16] = { [15] = 1 };
	char buf[NAME_SIZE];

	(void)state;
	options.numeric = true;
	assert_string_equal(socket_name(buf, AF_INET, one, 80), "192.0.2.1:80");
	assert_string_equal(socket_name(buf, AF_INET6, six, 80), "[::1]:80");
	assert_string_equal(device_name(buf, 1), "1");
	assert_string_equal(device_name(buf, 0), "-");
	options.numeric = false;
	assert_int_equal(asked, 2);
	assert_string_equal(device_name(buf, 1), "lo");
	assert_string_equal(device_name(buf, 4000000), "4000000");
}

static void gives_up_after_a_second(void **state)
{
	const uint8_t nine[16] = { 192, 0, 2, 9 }, one[16] = { 192, 0, 2, 1 };
	uint8_t other[16] = { 192, 0, 2 };
	uint64_t begin = now_ns(), spent;
	char buf[NAME_SIZE];

	(void)state;
	pthread_mutex_lock(&stuck);
	assert_string_equal(address_name(buf, AF_INET, nine), "192.0.2.9");
	spent = now_ns() - begin;
	assert_in_range(spent, NSEC_PER_SEC / 2, NSEC_PER_SEC * 5);
	/* from now on numbers at once, but what is known stays known */
	for (other[3] = 10; other[3] < 30; other[3]++)
		assert_false(resolve(AF_INET, other, buf, sizeof(buf)));
	assert_in_range(now_ns() - begin, NSEC_PER_SEC / 2, NSEC_PER_SEC * 8);
	assert_string_equal(address_name(buf, AF_INET, one), "host1.example");
	assert_int_equal(asked, 3);
	pthread_mutex_unlock(&stuck);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_and_remembers),
		cmocka_unit_test(numbers_when_asked_for),
		cmocka_unit_test(gives_up_after_a_second),
	};

	options.numeric = false;
	return cmocka_run_group_tests_name("resolve", tests, NULL, NULL);
}
