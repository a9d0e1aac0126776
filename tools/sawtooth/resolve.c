// SPDX-License-Identifier: GPL-2.0
/*
 * Host names that never hold the command up. getnameinfo() may wait for a name
 * server as long as it likes, so it runs in a thread of its own; the command waits
 * for at most a second in all, earns a tenth of the time that passes back, and when
 * that is used up writes numbers from then on.
 */
#include <netdb.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "naming.h"

#define PATIENCE NSEC_PER_SEC
#define BUCKETS 1024
#define CACHE_MAX 65536

struct entry {
	struct entry *next;
	uint8_t family;
	uint8_t address[16];
	char name[];		/* empty if there is none */
};

static struct entry *buckets[BUCKETS];
static unsigned int entries;

/* The one question that may be open; the thread owns it while it is ASKED. */
static struct {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	enum { IDLE, ASKED, ANSWERED } stage;
	bool running;
	uint8_t family;
	uint8_t address[16];
	char name[NI_MAXHOST];
} slot = { .lock = PTHREAD_MUTEX_INITIALIZER };

static size_t address_size(uint8_t family)
{
	return family == AF_INET6 ? 16 : 4;
}

static void look_up(uint8_t family, const uint8_t *address, char *name, size_t size)
{
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };
	struct sockaddr_in in = { .sin_family = AF_INET };
	bool six = family == AF_INET6;

	memcpy(six ? (void *)&in6.sin6_addr : (void *)&in.sin_addr, address,
	       address_size(family));
	if (getnameinfo(six ? (void *)&in6 : (void *)&in, six ? sizeof(in6) : sizeof(in),
			name, size, NULL, 0, NI_NAMEREQD))
		name[0] = 0;
}

static void *worker(void *unused)
{
	(void)unused;
	pthread_mutex_lock(&slot.lock);
	for (;;) {
		char name[NI_MAXHOST];
		uint8_t address[16];
		uint8_t family;

		while (slot.stage != ASKED)
			pthread_cond_wait(&slot.changed, &slot.lock);
		family = slot.family;
		memcpy(address, slot.address, sizeof(address));
		pthread_mutex_unlock(&slot.lock);
		look_up(family, address, name, sizeof(name));
		pthread_mutex_lock(&slot.lock);
		memcpy(slot.name, name, sizeof(name));
		slot.stage = ANSWERED;
		pthread_cond_broadcast(&slot.changed);
	}
	return NULL;
}

static bool start(void)
{
	pthread_condattr_t attr;
	sigset_t all, before;
	pthread_t thread;

	if (slot.running)
		return true;
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&slot.changed, &attr);
	/* signals are for the thread that prints */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	slot.running = !pthread_create(&thread, NULL, worker, NULL);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (slot.running)
		pthread_detach(thread);
	return slot.running;
}

/* Ask the thread and wait until @deadline; false if there is no answer by then. */
static bool ask(uint8_t family, const uint8_t *address, uint64_t deadline, char *name, size_t size)
{
	struct timespec until = {
		.tv_sec = deadline / NSEC_PER_SEC, .tv_nsec = deadline % NSEC_PER_SEC };
	int late = 0;

	if (!start())
		return false;
	pthread_mutex_lock(&slot.lock);
	slot.family = family;
	memcpy(slot.address, address, address_size(family));
	slot.stage = ASKED;
	pthread_cond_broadcast(&slot.changed);
	while (slot.stage == ASKED && !late)
		late = pthread_cond_timedwait(&slot.changed, &slot.lock, &until);
	if (slot.stage == ANSWERED) {
		snprintf(name, size, "%s", slot.name);
		slot.stage = IDLE;
		late = 0;
	}
	pthread_mutex_unlock(&slot.lock);
	return !late;
}

static struct entry *find(uint8_t family, const uint8_t *address, struct entry ***bucket)
{
	unsigned int hash = family, i;
	struct entry *entry;

	for (i = 0; i < address_size(family); i++)
		hash = hash * 31 + address[i];
	*bucket = &buckets[hash % BUCKETS];
	for (entry = **bucket; entry; entry = entry->next)
		if (entry->family == family &&
		    !memcmp(entry->address, address, address_size(family)))
			return entry;
	return NULL;
}

static void keep(struct entry **bucket, uint8_t family, const uint8_t *address, const char *name)
{
	struct entry *entry;

	if (entries >= CACHE_MAX)
		return;
	entry = calloc(1, sizeof(*entry) + strlen(name) + 1);
	if (!entry)
		return;
	entry->family = family;
	memcpy(entry->address, address, address_size(family));
	strcpy(entry->name, name);
	entry->next = *bucket;
	*bucket = entry;
	entries++;
}

/* Wait for a name as long as patience lasts. */
static bool ask_patiently(uint8_t family, const uint8_t *address, char *name, size_t size)
{
	static uint64_t patience = PATIENCE, asked;
	static bool tired;
	uint64_t now = now_ns(), spent;

	if (tired)
		return false;
	if (asked) {
		patience += (now - asked) / 10;
		if (patience > PATIENCE)
			patience = PATIENCE;
	}
	if (ask(family, address, now + patience, name, size)) {
		asked = now_ns();
		spent = asked - now;
		patience -= spent < patience ? spent : patience;
		return true;
	}
	tired = true;
	fputs("sawtooth: looking up names takes too long, writing numbers (as -n does)\n", stderr);
	return false;
}

bool resolve(uint8_t family, const uint8_t *address, char *name, size_t size)
{
	char fresh[NI_MAXHOST];
	struct entry **bucket;
	struct entry *entry;

	if (family != AF_INET && family != AF_INET6)
		return false;
	entry = find(family, address, &bucket);
	if (!entry) {
		if (!ask_patiently(family, address, fresh, sizeof(fresh)))
			return false;
		keep(bucket, family, address, fresh);
	}
	/* DNS allows 253 characters */
	snprintf(name, size, "%.255s", entry ? entry->name : fresh);
	return name[0];
}
