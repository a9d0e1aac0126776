/* SPDX-License-Identifier: GPL-2.0 */
/* What the tests of the laws of congestion control share. */
#ifndef _SELFTESTS_LAWS_H
#define _SELFTESTS_LAWS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/flow.h"
#include "core/params.h"

#define FOREVER 0x7fffffffu

/* A small generator with a fixed seed: the same numbers in each run. */
static inline u32 laws_random(u64 *seed)
{
	*seed = *seed * 6364136223846793005ULL + 1442695040888963407ULL;
	return *seed >> 33;
}

static inline u32 laws_random_range(u64 *seed, u32 low, u32 high)
{
	return low + laws_random(seed) % (high - low + 1);
}

#endif /* _SELFTESTS_LAWS_H */
