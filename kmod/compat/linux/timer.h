/* SPDX-License-Identifier: GPL-2.0 */
/* Before 6.16 timer_container_of() was from_timer(). */
#ifndef _SAW_COMPAT_LINUX_TIMER_H
#define _SAW_COMPAT_LINUX_TIMER_H

#include_next <linux/timer.h>

#ifndef timer_container_of
#define timer_container_of(var, callback_timer, timer_fieldname) \
	from_timer(var, callback_timer, timer_fieldname)
#endif

#endif /* _SAW_COMPAT_LINUX_TIMER_H */
