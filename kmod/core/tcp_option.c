// SPDX-License-Identifier: GPL-2.0
#include "tcp_option.h"
#include "tcp_fsm.h"

/* Kinds, as IANA has them; the first two are a single byte. */
#define KIND_END 0
#define KIND_NOTHING 1
#define KIND_WINDOW_SCALE 3
#define KIND_TIMESTAMPS 8
#define KIND_MPTCP 30
#define KIND_FAST_OPEN 34

/* Subtypes of Multipath TCP, in the upper half of the first byte. */
#define MP_CAPABLE 0
#define MP_JOIN 1

#define SHIFT_MAX 14	/* RFC 7323 section 2.3 */
#define TIMESTAMPS_SIZE 10

/* @size bytes at @option, kind and length among them. */
static u8 one(const u8 *option, size_t size)
{
	switch (option[0]) {
	case KIND_WINDOW_SCALE:
		return size == 3 ? SAW_OPTION_SCALE | min_t(u8, option[2], SHIFT_MAX) : 0;
	case KIND_FAST_OPEN:
		return SAW_OPTION_FAST_OPEN;
	case KIND_MPTCP:
		if (size < 3)
			return 0;
		if (option[2] >> 4 == MP_CAPABLE)
			return SAW_OPTION_MP_CAPABLE;
		return option[2] >> 4 == MP_JOIN ? SAW_OPTION_MP_JOIN : 0;
	default:
		return 0;
	}
}

/* The size of the option at @data, which has @len bytes; 0 at the end of the list. */
static size_t size_of(const u8 *data, size_t len)
{
	if (!len || *data == KIND_END)
		return 0;
	if (*data == KIND_NOTHING)
		return 1;
	return len < 2 || data[1] < 2 || data[1] > len ? 0 : data[1];
}

u8 saw_tcp_option_parse(const u8 *data, size_t len)
{
	u8 found = 0;
	size_t size;

	for (; (size = size_of(data, len)); data += size, len -= size)
		found |= one(data, size);
	return found;
}

bool saw_tcp_option_stamp(const u8 *data, size_t len, u32 *value)
{
	bool found = false;
	size_t size;

	for (; (size = size_of(data, len)); data += size, len -= size) {
		if (*data != KIND_TIMESTAMPS || size != TIMESTAMPS_SIZE)
			continue;
		*value = get_unaligned_be32(data + 2);
		found = true;
	}
	return found;
}
