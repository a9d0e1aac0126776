/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How long the processor was not idle, in nanoseconds: on virtual time that is the
 * number of instructions that all programs, the kernel and its interrupts took
 * together. For one processor.
 *
 * The kernel tells its idle time to the nanosecond in /proc/timer_list, and keeps
 * it whenever the processor leaves the idle loop: who asks is no longer idle.
 */
#ifndef _BENCH_METER_H
#define _BENCH_METER_H

#include <err.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static inline uint64_t meter_clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * UINT64_C(1000000000) + now.tv_nsec;
}

static inline uint64_t meter_idle(void)
{
	FILE *list = fopen("/proc/timer_list", "r");
	uint64_t idle = 0;
	char line[256];
	int found = 0;

	if (!list)
		err(1, "/proc/timer_list");
	while (fgets(line, sizeof(line), list))
		found += sscanf(line, " .idle_sleeptime : %" SCNu64, &idle) == 1;
	fclose(list);
	if (found != 1)
		errx(1, "/proc/timer_list: idle time of %d processors, one is wanted", found);
	return idle;
}

/* Time not idle since an arbitrary point. Taking it costs the same each time. */
static inline uint64_t meter_busy(void)
{
	uint64_t idle = meter_idle();

	return meter_clock() - idle;
}

/* Let what was left behind come to its end: timers, batches, TIME-WAIT. */
static inline void meter_settle(unsigned int seconds)
{
	struct timespec nap = { .tv_sec = seconds };

	while (nanosleep(&nap, &nap))
		;
}

static inline unsigned int meter_number(const char *word)
{
	char *end;
	unsigned long value = strtoul(word, &end, 10);

	if (!*word || *end || value > UINT32_MAX)
		errx(2, "not a number: %s", word);
	return value;
}

#endif /* _BENCH_METER_H */
