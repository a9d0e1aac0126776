// SPDX-License-Identifier: GPL-2.0
#include "cube_root.h"

#define HIGHEST 20	/* bit of a root of less than 2^63 */

/* Bit by bit; once an epoch, so it need not be fast. */
u32 saw_cube_root(u64 a)
{
	u64 root = 0;
	int bit;

	for (bit = HIGHEST; bit >= 0; bit--) {
		u64 next = root | 1U << bit;

		if (next * next * next <= a)
			root = next;
	}
	return root;
}
