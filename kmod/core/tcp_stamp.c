// SPDX-License-Identifier: GPL-2.0
#include "tcp_stamp.h"

/* Section 5.5: a clock of a millisecond goes half around in this time. Seconds. */
#define LIFE (24U * 24 * 3600)

enum saw_stamp saw_tcp_stamp_judge(u32 value, u32 recent, u32 age, u32 slack)
{
	if (saw_seq_after(value, recent))
		return SAW_STAMP_NEW;
	/* There are stacks with 0 in their SYN and a clock in all that follows. */
	if (!recent || age >= LIFE)
		return SAW_STAMP_NONE;
	return recent - value > slack ? SAW_STAMP_OLD : SAW_STAMP_SAME;
}
