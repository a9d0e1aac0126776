/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What core/ needs from its surroundings, the same in the kernel and in user
 * space. No other file of core/ asks which of the two it is in.
 */
#ifndef _SAW_CORE_TYPES_H
#define _SAW_CORE_TYPES_H

#ifdef __KERNEL__
#include <linux/bitops.h>
#include <linux/build_bug.h>
#include <linux/types.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/string.h>
#include <linux/unaligned.h>
#include <uapi/linux/sawtooth.h>
#else
#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <linux/sawtooth.h>

#define fallthrough __attribute__((__fallthrough__))

typedef __u8 u8;
typedef __u16 u16;
typedef __u32 u32;
typedef __u64 u64;
typedef __s32 s32;
typedef __s64 s64;

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define min_t(type, a, b) ({ type _a = (a), _b = (b); _a < _b ? _a : _b; })
#define max_t(type, a, b) ({ type _a = (a), _b = (b); _a > _b ? _a : _b; })
#define clamp_t(type, a, low, high) min_t(type, max_t(type, a, low), high)

static inline u16 get_unaligned_be16(const void *p)
{
	const u8 *b = p;

	return (u16)(b[0] << 8 | b[1]);
}

static inline u32 get_unaligned_be32(const void *p)
{
	return (u32)get_unaligned_be16(p) << 16 | get_unaligned_be16((const u8 *)p + 2);
}

/* The place of the highest bit that is set, counted from 1; 0 without one. */
static inline int fls64(u64 x)
{
	return x ? 64 - __builtin_clzll(x) : 0;
}

static inline u64 div_u64(u64 dividend, u32 divisor)
{
	return dividend / divisor;
}
#endif

#define SAW_NSEC_PER_SEC 1000000000ULL

/* Sequence numbers live on a circle (RFC 9293 section 3.4). */
static inline bool saw_seq_before(u32 a, u32 b)
{
	return (s32)(a - b) < 0;
}

static inline bool saw_seq_after(u32 a, u32 b)
{
	return saw_seq_before(b, a);
}

#endif /* _SAW_CORE_TYPES_H */
