// SPDX-License-Identifier: GPL-2.0
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <strings.h>
#include <time.h>

#include "cmd.h"

bool parse_u64(const char *text, uint64_t min, uint64_t max, uint64_t *value)
{
	char *end;

	/* strtoull() takes signs and leading space, and wraps negative numbers */
	if (!isdigit((unsigned char)*text))
		return false;
	errno = 0;
	*value = strtoull(text, &end, 10);
	return !*end && !errno && *value >= min && *value <= max;
}

bool parse_decimal(const char *text, unsigned int digits, uint64_t *value)
{
	bool any = false, point = false;

	*value = 0;
	for (; *text; text++) {
		if (*text == '.' && !point) {
			point = true;
			continue;
		}
		if (!isdigit((unsigned char)*text) || (point && !digits))
			return false;
		if (__builtin_mul_overflow(*value, 10, value) ||
		    __builtin_add_overflow(*value, *text - '0', value))
			return false;
		any = true;
		digits -= point;
	}
	for (; digits; digits--)
		if (__builtin_mul_overflow(*value, 10, value))
			return false;
	return any;
}

bool parse_ssthresh(const char *text, uint32_t *value)
{
	uint64_t number = SAWTOOTH_SSTHRESH_MAX;

	if (strcasecmp(text, "none") &&
	    !parse_u64(text, SAWTOOTH_SSTHRESH_MIN, SAWTOOTH_SSTHRESH_MAX, &number))
		return false;
	*value = number;
	return true;
}

uint64_t now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * NSEC_PER_SEC + ts.tv_nsec;
}
