/* SPDX-License-Identifier: GPL-2.0 */
/* What every unit test here includes; cmocka wants these headers before its own. */
#ifndef SAW_TEST_H
#define SAW_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#endif /* SAW_TEST_H */
