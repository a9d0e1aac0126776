// SPDX-License-Identifier: GPL-2.0
#include "tcp_option.h"
#include "tcp_fsm.h"

/* Kinds, as IANA has them; the first two are a single byte. */
#define KIND_END 0
#define KIND_NOTHING 1
#define KIND_WINDOW_SCALE 3
#define KIND_MPTCP 30
#define KIND_FAST_OPEN 34

/* Subtypes of Multipath TCP, in the upper half of the first byte. */
#define MP_CAPABLE 0
#define MP_JOIN 1

#define SHIFT_MAX 14	/* RFC 7323 section 2.3 */

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

u8 saw_tcp_option_parse(const u8 *data, size_t len)
{
	u8 found = 0;

	while (len && *data != KIND_END) {
		size_t size = 1;

		if (*data != KIND_NOTHING) {
			if (len < 2 || data[1] < 2 || data[1] > len)
				break;
			size = data[1];
			found |= one(data, size);
		}
		data += size;
		len -= size;
	}
	return found;
}
