/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The cube root of RFC 9438's K, in a file of its own: tools/lab can put the kernel's in its
 * place, which is off by 0.02 % on average, to compare all the rest at each ACK.
 */
#ifndef _SAW_CORE_CUBE_ROOT_H
#define _SAW_CORE_CUBE_ROOT_H

#include "types.h"

/* The largest integer whose cube is at most @a, which is below 2^63. */
u32 saw_cube_root(u64 a);

#endif /* _SAW_CORE_CUBE_ROOT_H */
