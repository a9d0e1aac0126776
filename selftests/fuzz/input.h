/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The bytes that the fuzzer gives, taken one by one. Past the end there are
 * only zeros.
 */
#ifndef _SELFTESTS_INPUT_H
#define _SELFTESTS_INPUT_H

#include <stdio.h>
#include <stdlib.h>

#include "core/types.h"

struct input {
	const u8 *data;
	size_t len;
};

static inline u8 input_byte(struct input *in)
{
	if (!in->len)
		return 0;
	in->len--;
	return *in->data++;
}

/* 0 to @count - 1. */
static inline unsigned int input_choice(struct input *in, unsigned int count)
{
	return input_byte(in) % count;
}

static inline u32 input_u32(struct input *in)
{
	u32 value = 0;

	for (int i = 0; i < 4; i++)
		value = value << 8 | input_byte(in);
	return value;
}

static inline void __attribute__((noreturn)) input_wrong(const char *what)
{
	fprintf(stderr, "wrong: %s\n", what);
	abort();
}

#endif /* _SELFTESTS_INPUT_H */
